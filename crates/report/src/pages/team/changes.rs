//! A team's recent changes, with the state of each gate.

use crate::context::Context;
use crate::document::{
    Block, Cell, Column, Content, FigureId, GateGlyph, Grid, Picture, Piece, Row, Value, count, datum, head, table,
};
use crate::pages::team::words;
use crate::route::Route;
use crate::text::{change_id, condition, date, number, page, vocabulary};
use crate::wording;
use crate::wording::{gate_word, gates_words};
use plumbline_assess::{ChangeAssessment, GateAssessment, Requirement};
use plumbline_domain::{ChangeFields, Condition, Grade, Policy};

/// How many are shown.
const SHOWN: usize = 12;

/// The newest changes, with the four gates of each.
pub(crate) fn figure(cx: &Context<'_>) -> Block {
    let mut places: Vec<(u32, &ChangeAssessment)> = cx.assessment.of(&cx.subset).collect();
    places.sort_by_key(|(place, change)| (std::cmp::Reverse(change.date), *place));
    let total = places.len() as u64;
    places.truncate(SHOWN);
    let n = places.len() as u64;
    let open = places.iter().filter(|(_, c)| c.requirements().any(|(_, r)| !r.is_verified)).count() as u64;
    let shown: Vec<_> = places.iter().filter_map(|(place, _)| cx.assessment.outline(*place)).collect();
    let largest = shown.iter().filter_map(|(fields, _)| resources(fields)).max().map_or(0, count);
    let twin = table(&words::CHANGES_COLUMNS, shown.iter().map(|(fields, assessed)| cells(cx, fields, assessed)).collect());
    let head = head(words::changes_title(n, open), words::changes_measure(n, total), twin);
    let grid = Grid {
        caption: head.title.clone(),
        class: "changes as-cards".to_owned(),
        columns: words::COLUMNS
            .iter()
            .map(|&(title, spoken, class)| Column { spoken: spoken.to_owned(), ..Column::styled(title, class) })
            .collect(),
        rows: shown.iter().map(|(fields, assessed)| row(cx, fields, assessed, largest)).collect(),
    };
    let mut content = vec![gate_keys(), Content::Grid(grid)];
    if total > n {
        content.push(Content::Note(page::newest(n, total)));
    }
    Block::figure(FigureId::TeamChanges.span(12), head, content)
}

/// What the cells of a gate mean.
pub(crate) fn gate_keys() -> Content {
    let shown = [
        GateGlyph::Grade(Grade::Missing),
        GateGlyph::Grade(Grade::Claimed),
        GateGlyph::Grade(Grade::Attached),
        GateGlyph::Grade(Grade::Checked),
        GateGlyph::Grade(Grade::Signed),
        GateGlyph::Grade(Grade::Reproduced),
        GateGlyph::Condition(Condition::Contradicted),
        GateGlyph::Condition(Condition::Stale),
        GateGlyph::Condition(Condition::Inconclusive),
        GateGlyph::NotDue,
    ];
    Content::Keys(shown.into_iter().map(|g| (Picture::Gate(g), gate_word(g).to_owned())).collect())
}

fn row(cx: &Context<'_>, fields: &ChangeFields, assessed: &ChangeAssessment, largest: u32) -> Row {
    let (id, resources, gates) = (&fields.id, resources(fields), glyphs(assessed));
    let bar = resources.map(|n| Picture::Bar(vec![(Piece::Amount, count(n))], largest));
    Row {
        class: String::new(),
        cells: vec![
            Cell::text(change_id::short(id))
                .value(Value::Name(id.clone()))
                .to(cx.location.with_route(Route::Change { id: id.clone() }).to_fragment()),
            Cell::text(fields.title.clone().unwrap_or_default()),
            datum::day(assessed.date).into(),
            Cell::text(assessed.authorship.title()),
            resources.map_or_else(datum::none, datum::count).into(),
            Cell { picture: bar, ..Cell::default() },
            Cell::text(number::percent_or_dash(stated(assessed)).trim_end_matches(['%', '\u{a0}']))
                .value(Value::Share(stated(assessed))),
            Cell::drawn(Picture::Gates(gates), gates_words(&gates)),
            Cell::text(weakest(cx.policy, assessed)),
        ],
    }
}

/// Stated confidence, the mean over the due gates that state it.
fn stated(assessed: &ChangeAssessment) -> Option<f64> {
    let stated: Vec<f64> = assessed.gates.iter().filter(|g| g.is_due).filter_map(|g| g.stated).collect();
    (!stated.is_empty()).then(|| stated.iter().sum::<f64>() / stated.len() as f64)
}

/// How many resources a change states that it moves.
pub(crate) fn resources(fields: &ChangeFields) -> Option<u64> {
    let r = fields.resources?;
    let counts = [r.created, r.modified, r.deleted];
    counts.iter().flatten().copied().reduce(u64::saturating_add)
}

/// How weak a requirement is, the weakest first. A condition beats the grade that it overrides.
fn weakness(r: &Requirement) -> (u8, Grade) {
    let rank = match (r.condition(), r.grade) {
        (Some(Condition::Contradicted), _) => 0,
        (None, Grade::Missing) => 1,
        (None, Grade::Claimed) => 2,
        (Some(Condition::Inconclusive), _) => 3,
        (Some(Condition::Stale), _) => 4,
        (None, _) => 5,
    };
    (rank, r.grade)
}

/// The states of the four gates of a change.
pub(crate) fn glyphs(assessed: &ChangeAssessment) -> [GateGlyph; 4] {
    let [intent, validation, execution, observation] = &assessed.gates;
    [glyph(intent), glyph(validation), glyph(execution), glyph(observation)]
}

pub(crate) fn glyph(gate: &GateAssessment) -> GateGlyph {
    match gate.requirements.iter().min_by_key(|r| weakness(r)) {
        None => GateGlyph::NotDue,
        Some(r) => r.condition().map_or(GateGlyph::Grade(r.grade), GateGlyph::Condition),
    }
}

/// What is weakest of what a change owes, and how much more is open.
pub(crate) fn weakest(policy: &Policy, assessed: &ChangeAssessment) -> String {
    let open: Vec<&Requirement> = assessed.requirements().map(|(_, r)| r).filter(|r| !r.is_verified).collect();
    if assessed.requirements().next().is_none() {
        return condition::NOTHING_DUE.to_owned();
    }
    let first = open.iter().min_by_key(|r| weakness(r)).map(|r| wording::requirement(policy, r));
    let due = assessed.gates.iter().filter(|g| g.is_due).count() as u64;
    condition::weakest(first.as_deref(), (open.len() as u64).saturating_sub(1), (due, assessed.gates.len() as u64))
}

fn cells(cx: &Context<'_>, fields: &ChangeFields, assessed: &ChangeAssessment) -> Vec<String> {
    let mut cells = vec![
        fields.id.clone(),
        fields.title.clone().unwrap_or_default(),
        date::day(assessed.date),
        assessed.authorship.title().to_owned(),
        resources(fields).map_or_else(number::dash, number::thousands),
        number::percent_or_dash(stated(assessed)),
    ];
    cells.extend(glyphs(assessed).map(|glyph| match glyph {
        GateGlyph::NotDue => vocabulary::NOT_DUE.to_owned(),
        GateGlyph::Grade(grade) => vocabulary::state(grade, None).to_owned(),
        GateGlyph::Condition(c) => vocabulary::state(Grade::Missing, Some(c)).to_owned(),
    }));
    cells.push(weakest(cx.policy, assessed));
    cells
}
