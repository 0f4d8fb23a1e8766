//! The plan, the deployment log, the outputs and the drift check of a change, side by side.

use crate::document::{Block, Cell, Content, FigureId, GateGlyph, Picture, Row, size};
use crate::pages::change::deployment_words as words;
use crate::pages::change::{Subject, figure, grid, row};
use crate::text::{part, phrase};
use plumbline_assess::{Deployment, deployments};
use plumbline_domain::{Action, Condition, Grade, OperationResult};
use plumbline_probe::{OutputRow, ResourceRow, RowVerdict, outputs_side_by_side, side_by_side};

/// How many rows of a table are shown; the rest is counted.
const SHOWN: usize = 50;
/// How many characters of a value are shown.
const VALUE: usize = 120;

/// The section; none when no file of the change speaks of its deployment.
pub(crate) fn build(s: &Subject<'_, '_>) -> Option<Block> {
    let all: Vec<Sides<'_>> = deployments(s.cx.assessment, s.place).into_iter().filter_map(Sides::of).collect();
    if all.is_empty() {
        return None;
    }
    let resources = || all.iter().flat_map(|sides| &sides.resources);
    let of = |wanted: &dyn Fn(RowVerdict) -> bool| resources().filter(|r| wanted(r.verdict)).count() as u64;
    let outputs = all.iter().flat_map(|sides| &sides.outputs).filter(|o| o.as_planned == Some(false)).count() as u64;
    let title = words::title(&words::Standing {
        resources: resources().count() as u64,
        compared: of(&|v| v != RowVerdict::NotCompared),
        differing: of(&differs),
        open: of(&|v| matches!(v, RowVerdict::Open | RowVerdict::NotApplied)),
        outputs,
    });
    let names_parts = all.len() > 1 || all.iter().any(|sides| sides.files.part.is_some());
    let content = all.iter().flat_map(|sides| sides.content(names_parts)).collect();
    Some(figure(FigureId::ChangeDeployment.span(12), title, words::MEASURE, content))
}

/// Whether what was done, or what runs, is known to be other than planned.
const fn differs(verdict: RowVerdict) -> bool {
    matches!(verdict, RowVerdict::Failed | RowVerdict::Otherwise | RowVerdict::NotPlanned | RowVerdict::Drifted)
}

/// The files of one part, compared.
struct Sides<'a> {
    files: Deployment<'a>,
    /// What differs first.
    resources: Vec<ResourceRow>,
    /// What differs first.
    outputs: Vec<OutputRow>,
}

impl<'a> Sides<'a> {
    fn of(files: Deployment<'a>) -> Option<Self> {
        let mut resources =
            side_by_side(files.plan.map(|c| &c.facts), files.log.map(|c| &c.facts), files.drift.map(|c| &c.facts));
        let mut outputs = outputs_side_by_side(
            files.outputs_before.map(|c| &c.facts),
            files.plan.map(|c| &c.facts),
            files.outputs.or(files.log).map(|c| &c.facts),
        );
        resources.sort_by_key(|r| std::cmp::Reverse(r.verdict));
        outputs.sort_by_key(|o| o.as_planned != Some(false));
        (!resources.is_empty() || !outputs.is_empty()).then_some(Sides { files, resources, outputs })
    }

    fn content(&self, names_part: bool) -> Vec<Content> {
        let mut out = Vec::new();
        if names_part {
            out.push(Content::Heading(part::name(self.files.part).to_owned()));
        }
        let files = &self.files;
        let named =
            [(words::PLAN, files.plan), (words::LOG, files.log), (words::OUTPUTS, files.outputs), (words::DRIFT, files.drift)];
        let named: Vec<String> =
            named.into_iter().map(|(name, content)| words::file(name, content.map(|c| c.path.as_str()))).collect();
        out.push(Content::Note(named.join("; ")));
        if !self.resources.is_empty() {
            let rows = self.resources.iter().take(SHOWN).map(|r| resource(r, files)).collect();
            out.extend(table(words::RESOURCES, &words::RESOURCE_COLUMNS, rows, self.resources.len()));
        }
        if !self.outputs.is_empty() {
            let rows = self.outputs.iter().take(SHOWN).map(output).collect();
            out.extend(table(words::OUTPUT_TABLE, &words::OUTPUT_COLUMNS, rows, self.outputs.len()));
        }
        out
    }
}

/// A table with its first rows, and how many more there are.
fn table(caption: &str, titles: &[(&str, &str)], rows: Vec<Row>, all: usize) -> Vec<Content> {
    let mut out = vec![grid(caption, titles, rows)];
    if all > SHOWN {
        out.push(Content::Note(words::more(SHOWN as u64, u64::from(size(all)))));
    }
    out
}

fn resource(r: &ResourceRow, files: &Deployment<'_>) -> Row {
    let missing = |is_there: bool| {
        let word = if is_there { words::NOT_NAMED } else { words::NO_FILE };
        Cell::styled("empty", word)
    };
    let applied = |(action, result): (Action, OperationResult)| {
        let cell = Cell::text(action.word());
        if result == OperationResult::Succeeded { cell } else { cell.detail(words::result(result)) }
    };
    let running = match r.drifted {
        Some(true) => Cell::styled("contra-word", words::DRIFTED),
        Some(false) => Cell::text(words::IN_SYNC),
        None => missing(files.drift.is_some()),
    };
    row(vec![
        Cell::styled("mono", r.id.as_ref()),
        r.planned.map_or_else(|| missing(files.plan.is_some()), |action| Cell::text(action.word())),
        r.applied.map_or_else(|| missing(files.log.is_some()), applied),
        running,
        verdict(r.verdict),
    ])
}

/// What a row comes to: its mark and its word.
fn verdict(verdict: RowVerdict) -> Cell {
    let word = words::verdict(verdict);
    let glyph = match verdict {
        RowVerdict::NotCompared => return Cell::styled("dim", word),
        RowVerdict::AsPlanned => GateGlyph::Grade(Grade::Checked),
        RowVerdict::Open | RowVerdict::NotApplied => GateGlyph::Condition(Condition::Inconclusive),
        _ => GateGlyph::Condition(Condition::Contradicted),
    };
    Cell::drawn(Picture::Gate(glyph), word)
}

fn output(o: &OutputRow) -> Row {
    let value = |value: &Option<Box<str>>| {
        value.as_deref().map_or_else(|| Cell::styled("empty", words::NOT_KNOWN), |v| Cell::styled("mono", phrase::cut(v, VALUE)))
    };
    let verdict = match o.as_planned {
        Some(true) => verdict(RowVerdict::AsPlanned),
        Some(false) => Cell::drawn(Picture::Gate(GateGlyph::Condition(Condition::Contradicted)), words::OTHER_VALUE),
        None => Cell::styled("dim", words::verdict(RowVerdict::NotCompared)),
    };
    row(vec![Cell::styled("mono", o.name.as_ref()), value(&o.before), value(&o.planned), value(&o.after), verdict])
}
