//! One team: its place on the ladder, what keeps it from the next rung, its envelope, its patterns and recent changes.

use crate::document::{Block, Cell, Check, Column, Content, Document, Grid, Link, Picture, Piece, Row};
use crate::drawn::{patterns, styled};
use crate::figures::chart;
use crate::model::{ChangeRow, Changes, Criteria, CriterionRow, CriterionState, GateGlyph, TeamPage};
use crate::route::{Location, Route};
use crate::text::number::{percent_or_dash, thousands};
use crate::text::{criterion as words, number, page};
use crate::wording::{gate_word, gates_words, state_word};
use plumbline_charts::Chart;
use plumbline_domain::{Condition, Grade};

pub(crate) fn draw(v: &TeamPage, location: &Location) -> Document {
    let one = |class: &str, head: &crate::Head, chart: Chart| Block::figure(class, head.clone(), vec![Content::Chart(chart)]);
    let neighbour = |word: &str, team: Option<&String>| Link {
        text: word.to_owned(),
        to: team.map_or_else(String::new, |team| location.with_route(Route::Team { team: team.clone() }).to_fragment()),
        hint: team.map_or_else(String::new, |team| [word, ": ", team].concat()),
        is_current: false,
    };
    let of_team = vec![
        Content::Chart(Chart::Timeline(chart::timeline(&v.patterns, location))),
        Content::Grid(patterns::of_team(&v.patterns)),
    ];
    Document {
        class: "team-page".to_owned(),
        eyebrow: v.eyebrow.clone(),
        headline: v.headline.clone(),
        actions: vec![neighbour(page::PREVIOUS_TEAM, v.before.as_ref()), neighbour(page::NEXT_TEAM, v.after.as_ref())],
        blocks: vec![
            one("span-3 lead", &v.ladder.head, Chart::Ladder(chart::ladder(&v.ladder))),
            criteria(&v.criteria, location),
            one("span-5", &v.envelope.head, Chart::Envelope(chart::envelope(&v.envelope, true, location))),
            Block::figure("span-12", v.patterns.head.clone(), of_team),
            changes(&v.changes, location),
        ],
    }
}

/// What a criterion lacks, change by change, and a command that would supply it.
fn missing(row: &CriterionRow, location: &Location) -> Vec<Content> {
    if row.missing.is_empty() && row.command.is_none() {
        return Vec::new();
    }
    let to = |id: &str| location.with_route(Route::Change { id: id.to_owned() }).to_fragment();
    let mut items: Vec<Cell> =
        row.missing.iter().map(|m| Cell::styled("mono", m.change.clone()).to(to(&m.change)).detail(m.what.clone())).collect();
    let more = u64::from(row.missing_total).saturating_sub(row.missing.len() as u64);
    if more > 0 {
        items.push(Cell::styled("dim", words::and_more(more)));
    }
    let mut content = vec![Content::Items(items)];
    if let Some(command) = &row.command {
        content.push(Content::Note(words::WOULD_SUPPLY.to_owned()));
        content.push(Content::Code(command.clone()));
    }
    let summary = match row.missing_total {
        0 => words::HOW_TO_SUPPLY.to_owned(),
        n => words::what_is_missing(n.into()),
    };
    vec![Content::Fold { summary, is_open: false, content }]
}

/// The criteria of the next rung, open ones first.
fn criteria(criteria: &Criteria, location: &Location) -> Block {
    let check = |row: &CriterionRow| Check {
        state: state_word(row.state).to_owned(),
        is_open: matches!(row.state, CriterionState::NotMet | CriterionState::NotEnoughData),
        title: row.title.clone(),
        detail: row.detail.clone(),
        side: row.gate.map_or("", |g| g.title()).to_owned(),
        more: missing(row, location),
    };
    let mut content = vec![Content::Checks(criteria.rows.iter().map(check).collect())];
    if !criteria.note.is_empty() {
        content.push(Content::Note(criteria.note.clone()));
    }
    Block::figure("span-4", criteria.head.clone(), content)
}

/// What the cells of a gate mean.
fn gate_keys() -> Content {
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

fn change_row(row: &ChangeRow, largest: u32, location: &Location) -> Row {
    let bar = row.resources.map(|n| Picture::Bar(vec![(Piece::Amount, u32::try_from(n).unwrap_or(u32::MAX))], largest));
    Row {
        class: String::new(),
        cells: vec![
            Cell::text(row.id.clone()).to(location.with_route(Route::Change { id: row.id.clone() }).to_fragment()),
            Cell::text(row.title.clone()),
            Cell::text(row.date.clone()),
            Cell::text(row.authorship.title()),
            Cell::text(row.resources.map_or_else(number::dash, thousands)),
            Cell { picture: bar, ..Cell::default() },
            Cell::text(percent_or_dash(row.stated).trim_end_matches(['%', '\u{a0}']).to_owned()),
            Cell::drawn(Picture::Gates(row.gates), gates_words(&row.gates)),
            Cell::text(row.weakest.clone()),
        ],
    }
}

/// The newest changes, with the four gates of each.
fn changes(changes: &Changes, location: &Location) -> Block {
    let largest = changes.rows.iter().filter_map(|r| r.resources).max().unwrap_or(0);
    let largest = u32::try_from(largest).unwrap_or(u32::MAX);
    let spoken = |title: &str, spoken: &str, class: &str| Column { spoken: spoken.to_owned(), ..styled(title, class) };
    let grid = Grid {
        caption: changes.head.title.clone(),
        class: "changes as-cards".to_owned(),
        columns: vec![
            styled("Change", "change-id mono"),
            styled("What it does", "change-title"),
            styled("Date", "num when unnamed"),
            styled("Author", "small by"),
            styled("Resources", "num resources"),
            spoken("", "Blast radius", "bar-cell"),
            styled("Stated, %", "num strong perceived-word stated"),
            spoken("", "Gates", "gates-cell"),
            styled("Weakest evidence", "small weakest"),
        ],
        rows: changes.rows.iter().map(|row| change_row(row, largest, location)).collect(),
    };
    let mut content = vec![gate_keys(), Content::Grid(grid)];
    if u64::from(changes.total) > changes.rows.len() as u64 {
        content.push(Content::Note(page::newest(changes.rows.len() as u64, changes.total.into())));
    }
    Block::figure("span-12", changes.head.clone(), content)
}
