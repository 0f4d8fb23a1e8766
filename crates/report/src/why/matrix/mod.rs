//! The cells of the audit reproducibility matrix.

pub(crate) mod words;

use crate::context::Context;
use crate::document::{Cell, Content, Document};
use crate::text::number::thousands;
use crate::text::phrase::capital;
use crate::text::vocabulary::state;
use crate::why::Kind;
use crate::why::counted;
use crate::why::counted::{Behind, Part, part};
use crate::why::evidence;
use crate::why::panel::{Entry, grid};
use crate::why::sums;
use plumbline_assess::{CellEntry, RunsVerdict, figures};
use plumbline_domain::Grade;

pub(crate) const MATRIX: Kind = Kind::new("matrix", "audit-reproducibility-matrix", words::MATRIX, build);

pub(crate) fn build(cx: &Context<'_>, kind: &'static Kind, asked: Option<&str>) -> Option<Document> {
    let mut cells = figures::matrix::cells(cx.assessment, &cx.subset);
    cells.retain(|c| c.required + c.present > 0);
    let parts: Vec<Part> = cells
        .iter()
        .map(|c| {
            let title = cx.policy.artifact_type(c.artifact_type).map_or("", |t| t.title.as_str());
            let made_of = words::cell([c.present, c.reproduced, c.diverged, c.not_tried, c.not_reproducible]);
            let key = [&c.type_id, "/", c.family.id()].concat();
            part(key, [title, ", ", c.family.title()].concat(), sums::verified_of(c.verified, c.required), made_of)
        })
        .collect();
    counted::build(cx, kind, asked, Vec::new(), parts, |place| {
        let cell = cells.get(place)?;
        let gate = cx.policy.artifact_type(cell.artifact_type)?.gate;
        let mut behind = figures::matrix::entries(cx.assessment, &cx.subset, cell.artifact_type, cell.family);
        behind.sort_by_key(|e| e.best.is_some_and(|(_, item)| item.is_verified));
        let entries: Vec<Entry> = behind.iter().map(|e| Entry { place: e.change, gate: Some(gate) }).collect();
        let behind = std::rc::Rc::new(behind);
        let items = std::rc::Rc::clone(&behind);
        let of = |all: &[CellEntry], entry: Entry| all.iter().find(|e| e.change == entry.place).copied();
        Some(Behind {
            sums: Vec::new(),
            nouns: ("change", "changes"),
            entries,
            say: Box::new(move |entry| of(&behind, entry).map_or_else(String::new, |e| verdict(&e))),
            inside: Box::new(move |entry| {
                let mut out = vec![evidence::change(cx, entry)];
                out.extend(of(&items, entry).and_then(|e| item(cx, &e, entry)));
                out
            }),
        })
    })
}

/// What the cell counts of a change.
fn verdict(entry: &CellEntry) -> String {
    let Some((_, item)) = entry.best else { return evidence::words::NOT_OFFERED.to_owned() };
    let repeated = match item.runs {
        _ if item.grade < Grade::Attached => return capital(state(item.grade, item.condition())),
        RunsVerdict::Reproduced => words::REPRODUCED,
        RunsVerdict::Diverged => words::DIVERGED,
        RunsVerdict::NotTried => words::NOT_TRIED,
        RunsVerdict::NotReproducible => words::NOT_REPRODUCIBLE,
    };
    [words::verified(item.is_verified), ", ", repeated].concat()
}

/// The best item of a change for the family, with its runs.
fn item(cx: &Context<'_>, entry: &CellEntry, at: Entry) -> Option<Content> {
    let (change, _) = cx.assessment.change(at.place)?;
    let (place, graded) = entry.best?;
    let (report, item) = change.item(at.gate?, place)?;
    let name = item.title.as_deref().unwrap_or(&item.id);
    let row = vec![
        Cell::text(name).detail(words::runs(&thousands(item.runs.len() as u64))),
        Cell::text(capital(state(graded.grade, graded.condition()))),
        evidence::artifact(cx, report, item),
    ];
    Some(grid(&evidence::words::owed_by(&change.fields.id, report.gate.title()), &evidence::words::OWED_COLUMNS, vec![row]))
}
