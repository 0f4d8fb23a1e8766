//! The side panel of a cell: its items, their runs, the digests side by side, and how to repeat each.

use crate::context::Context;
use crate::document::size;
use crate::pages::matrix::model::{MatrixCell, MatrixItem, MatrixPanel, MatrixRun, MatrixVerdict, Recipe, RunComparison};
use crate::pages::matrix::words as matrix_words;
use crate::proof::Weighing;
use crate::text::{artifact, change_id, date, recipe as words, run};
use crate::wording;
use plumbline_assess::{CellEntry, GradedItem, MatrixCell as Assessed, RunsVerdict, figures};
use plumbline_domain::{ArtifactTypeId, Change, Gate, GateReport, Instant, Item, Run};

/// How many items, and how many changes without one, are listed.
const LISTED: usize = 60;
const LISTED_MISSING: usize = 20;

pub(crate) fn build(cx: &Context<'_>, assessed: &Assessed, cell: MatrixCell) -> MatrixPanel {
    let stated = cx.policy.artifact_type(assessed.artifact_type);
    let entries = figures::matrix::entries(cx.assessment, &cx.subset, assessed.artifact_type, assessed.family);
    let mut items: Vec<(Instant, &CellEntry, MatrixItem)> = entries
        .iter()
        .filter_map(|e| item(cx, assessed.artifact_type, stated?.gate, e).map(|(at, item)| (at, e, item)))
        .collect();
    // diverged first, then the newest
    items.sort_by_key(|(at, _, item)| (item.verdict != MatrixVerdict::Diverged, std::cmp::Reverse(*at)));
    let items_total = size(items.len());
    items.truncate(LISTED);
    // only files of listed items are weighed in words
    for (_, entry, item) in &mut items {
        let weighing =
            stated.zip(entry.best).and_then(|(stated, (place, _))| Weighing::of(cx.assessment, entry.change, stated.gate, place));
        if let Some(weighing) = weighing {
            item.weighed = weighing.summary();
            item.probes = weighing.short();
        }
    }
    let mut missing: Vec<(Instant, String)> = entries
        .iter()
        .filter(|e| e.is_required && e.best.is_none())
        .filter_map(|e| cx.assessment.outline(e.change))
        .map(|(fields, c)| (c.date, fields.id.clone()))
        .collect();
    missing.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
    let missing_total = size(missing.len());
    missing.truncate(LISTED_MISSING);
    let title = matrix_words::cell_title(
        assessed.present,
        assessed.reproduced,
        assessed.diverged,
        assessed.not_tried,
        assessed.not_reproducible,
    );
    MatrixPanel {
        artifact_type: assessed.type_id.clone(),
        family: assessed.family,
        eyebrow: format!("{}, {}", stated.map_or("", |t| t.title.as_str()), assessed.family.title()),
        title,
        cell,
        items: items.into_iter().map(|(_, _, item)| item).collect(),
        items_total,
        missing: missing.into_iter().map(|(_, id)| id).collect(),
        missing_total,
    }
}

fn item(cx: &Context<'_>, artifact_type: ArtifactTypeId, gate: Gate, entry: &CellEntry) -> Option<(Instant, MatrixItem)> {
    let (place, graded) = entry.best?;
    let (change, _) = cx.assessment.change(entry.change)?;
    let (report, item) = change.item(gate, place)?;
    let at = item.checked_at(report.recorded_at);
    let fresh_days = cx.policy.artifact_type(artifact_type).and_then(|t| t.fresh_days);
    let content = item.artifact.as_ref().and_then(|a| a.content).and_then(|id| cx.dataset.content(id));
    let runs = runs(&item.runs);
    let row = MatrixItem {
        change: change_id::short(&change.fields.id).into_owned(),
        title: item.title.clone().unwrap_or_else(|| item.id.clone()),
        verdict: verdict(graded.runs),
        summary: summary(&graded, &runs),
        date: date::day(at),
        grade: graded.grade,
        condition: graded.reason.map(|r| (r.condition(), wording::reason(r, fresh_days))),
        weighed: String::new(),
        probes: Vec::new(),
        recorded_sha256: item.artifact.as_ref().and_then(|a| a.recorded_sha256.clone()),
        actual_sha256: content.map(|c| c.sha256.clone()),
        runs,
        recipe: recipe(cx, artifact_type, change, report, item),
    };
    Some((at, row))
}

fn verdict(runs: RunsVerdict) -> MatrixVerdict {
    match runs {
        RunsVerdict::Reproduced => MatrixVerdict::Reproduced,
        RunsVerdict::Diverged => MatrixVerdict::Diverged,
        RunsVerdict::NotTried => MatrixVerdict::NotTried,
        RunsVerdict::NotReproducible => MatrixVerdict::NotReproducible,
    }
}

fn summary(graded: &GradedItem, runs: &[MatrixRun]) -> String {
    let count = |wanted: &[RunComparison]| runs.iter().filter(|r| wanted.contains(&r.comparison)).count() as u64;
    let n = runs.len() as u64;
    // what was only recorded counts where it differs, and nowhere else
    let n_run = runs.iter().filter(|r| !r.recorded).count() as u64;
    let n_matching =
        runs.iter().filter(|r| !r.recorded && matches!(r.comparison, RunComparison::Baseline | RunComparison::Matches)).count()
            as u64;
    match graded.runs {
        RunsVerdict::NotReproducible => run::NOT_REPRODUCIBLE.to_owned(),
        RunsVerdict::Diverged => run::diverged(count(&[RunComparison::Diverges]), n),
        RunsVerdict::Reproduced => run::reproduced(n_matching, n_run),
        RunsVerdict::NotTried => run::not_tried(n_run),
    }
}

fn runs(runs: &[Run]) -> Vec<MatrixRun> {
    let first = runs.first();
    runs.iter()
        .enumerate()
        .map(|(i, r)| MatrixRun {
            by: r.by.clone().unwrap_or_else(|| run::UNKNOWN_ACTOR.to_owned()),
            at: r.at.map_or_else(|| run::UNDATED.to_owned(), date::minute),
            inputs: r.inputs.clone(),
            output: r.output.clone(),
            verification: r.from_verification,
            recorded: r.recorded,
            comparison: if i == 0 { RunComparison::Baseline } else { beside(first, r) },
        })
        .collect()
}

/// A run beside the first.
fn beside(first: Option<&Run>, run: &Run) -> RunComparison {
    let digests = |r: &Run| Some((r.inputs.clone()?, r.output.clone()?));
    match (first.and_then(digests), digests(run)) {
        (Some(a), Some(b)) if a.0 != b.0 => RunComparison::OtherInputs,
        (Some(a), Some(b)) if a.1 == b.1 => RunComparison::Matches,
        (Some(_), Some(_)) => RunComparison::Diverges,
        _ => RunComparison::Unknown,
    }
}

/// How to repeat an item.
pub(crate) fn recipe(
    cx: &Context<'_>,
    artifact_type: ArtifactTypeId,
    change: &Change,
    report: &GateReport,
    item: &Item,
) -> Recipe {
    let stated = cx.policy.artifact_type(artifact_type);
    let first = item.runs.first();
    let inputs = first.and_then(|r| r.inputs.as_deref());
    let recorded = item.artifact.as_ref().and_then(|a| a.recorded_sha256.as_deref());
    let lines = words::lines(&words::Repeat {
        change: &change.fields.id,
        gate: report.gate.id(),
        part: report.part.as_deref(),
        evidence: &item.id,
        commit: change.commit_of(report),
        command: item.command.as_deref(),
        fallback: stated.and_then(|t| artifact::command(&t.id)),
        inputs,
        artifact: item.artifact.as_ref().and_then(|a| a.path.as_deref()),
    });
    Recipe {
        tool: item.tool.as_ref().map(|t| match &t.version {
            Some(version) => format!("{} {version}", t.name),
            None => t.name.clone(),
        }),
        commit: change.commit_of(report).map(str::to_owned),
        inputs: inputs.map(str::to_owned),
        expected: recorded.or_else(|| first.and_then(|r| r.output.as_deref())).map(str::to_owned),
        lines,
    }
}
