//! A team's recent changes, with the state of each gate.

use crate::context::Context;
use crate::figures::shared::{head, size, table};
use crate::model::{ChangeRow, Changes, GateGlyph};
use crate::text::{condition, date, finding, measure, number, words};
use crate::wording;
use plumbline_assess::{ChangeAssessment, GateAssessment, Requirement};
use plumbline_domain::{Change, Condition, Gate, Grade, Policy};

/// How many are shown.
const SHOWN: usize = 12;

pub(crate) fn build(cx: &Context<'_>) -> Changes {
    let mut places: Vec<(u32, &ChangeAssessment)> = cx.assessment.of(&cx.subset).collect();
    places.sort_by_key(|(place, change)| (std::cmp::Reverse(change.date), *place));
    let shown = places.iter().take(SHOWN);
    let open = shown.clone().filter(|(_, c)| c.requirements().any(|(_, r)| !r.is_verified)).count() as u64;
    let rows: Vec<ChangeRow> =
        shown.filter_map(|(place, _)| cx.assessment.change(*place)).map(|(change, assessed)| row(cx, change, assessed)).collect();
    let (n, total) = (rows.len() as u64, places.len() as u64);
    let twin = table(&measure::CHANGES_COLUMNS, rows.iter().map(cells).collect());
    Changes { head: head(finding::changes(n, open), measure::changes(n, total), twin), rows, total: size(places.len()) }
}

/// A link, only when it is https and holds nothing that a person would not see.
pub(crate) fn https_only(url: &str) -> Option<String> {
    let rest = url.strip_prefix("https://")?;
    (!rest.is_empty() && rest.bytes().all(|b| b.is_ascii_graphic())).then(|| url.to_owned())
}

fn row(cx: &Context<'_>, change: &Change, assessed: &ChangeAssessment) -> ChangeRow {
    let stated: Vec<f64> = assessed.gates.iter().filter(|g| g.is_due).filter_map(|g| g.stated).collect();
    ChangeRow {
        id: change.fields.id.clone(),
        title: change.fields.title.clone().unwrap_or_default(),
        url: change.fields.url.as_deref().and_then(https_only),
        date: date::day(assessed.date),
        authorship: assessed.authorship,
        resources: resources(change),
        stated: (!stated.is_empty()).then(|| stated.iter().sum::<f64>() / stated.len() as f64),
        gates: glyphs(assessed),
        weakest: weakest(cx.policy, assessed),
    }
}

/// How many resources a change states that it moves.
pub(crate) fn resources(change: &Change) -> Option<u64> {
    let r = change.fields.resources?;
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
    condition::weakest(first.as_deref(), (open.len() as u64).saturating_sub(1))
}

fn cells(r: &ChangeRow) -> Vec<String> {
    let mut cells = vec![
        r.id.clone(),
        r.title.clone(),
        r.date.clone(),
        r.authorship.title().to_owned(),
        r.resources.map_or_else(number::dash, number::thousands),
        number::percent_or_dash(r.stated),
    ];
    cells.extend(Gate::ALL.iter().zip(r.gates).map(|(_, glyph)| match glyph {
        GateGlyph::NotDue => words::NOT_DUE.to_owned(),
        GateGlyph::Grade(grade) => words::state(grade, None).to_owned(),
        GateGlyph::Condition(c) => words::state(Grade::Missing, Some(c)).to_owned(),
    }));
    cells.push(r.weakest.clone());
    cells
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_https_makes_a_link() {
        assert_eq!(https_only("https://example.org/1"), Some("https://example.org/1".into()));
        for no in [
            "http://example.org",
            "javascript:alert(1)",
            "https://",
            "HTTPS://x",
            "https://a b",
            "https://a\u{202e}b",
            " https://a",
            "data:x",
        ] {
            assert_eq!(https_only(no), None, "{no}");
        }
    }
}
