//! Occurrences of failure patterns in a table, each with the finding or the evidence behind it.

use crate::context::Context;
use crate::document::{Cell, Column, Content, Grid, Picture, Row, Value, datum};
use crate::pages::patterns::words;
use crate::route::Route;
use crate::text::{change_id, date};
use crate::wording;
use plumbline_assess::{CourseStep, EvidenceRule, FindingSource, OccurrenceSource};
use plumbline_domain::{ArtifactTypeId, Finding, Item};
use plumbline_rules::MeaningSource;

/// The rule or the kind of evidence that showed an occurrence, and how its meaning is known.
pub(crate) fn shown_by<'a>(cx: &'a Context<'_>, step: &CourseStep<'_>) -> Option<(&'a str, &'static str)> {
    match step.occurrence.source {
        OccurrenceSource::Finding { source, meaning, .. } => {
            let (finding, _) = finding(cx, step, source)?;
            Some((finding.rule_id.as_deref().unwrap_or(words::NO_RULE), known_by(meaning)))
        }
        OccurrenceSource::Evidence { artifact_type: t, .. } => Some((&cx.policy.artifact_type(t)?.title, words::BY_EVIDENCE)),
    }
}

/// The finding behind an occurrence, and the name of the file that it was read from.
fn finding<'a>(cx: &'a Context<'_>, step: &CourseStep<'_>, source: FindingSource) -> Option<(&'a Finding, Option<&'a str>)> {
    let (change, _) = cx.assessment.change(step.occurrence.change)?;
    let gate = step.occurrence.found_at;
    match source {
        FindingSource::Report { part, finding } => {
            let report = change.report(gate, part)?;
            let file = Some(cx.assessment.file_name(report.origin.file)).filter(|file| !file.is_empty());
            Some((report.findings.get(finding)?, file))
        }
        FindingSource::Artifact { item, finding } => {
            let (_, item) = change.item(gate, item)?;
            let content = item.artifact.as_ref().and_then(|a| cx.dataset.content(a.content?))?;
            Some((content.findings.get(finding)?, path(item)))
        }
    }
}

fn known_by(meaning: Option<MeaningSource>) -> &'static str {
    match meaning {
        None => words::BY_FINDING,
        Some(MeaningSource::Policy) => words::BY_POLICY,
        Some(MeaningSource::Table) => words::BY_TABLE,
        Some(MeaningSource::Words) => words::BY_WORDS,
    }
}

/// The finding or the evidence behind an occurrence, with a second line: where, by what, how known, read from where.
fn source(cx: &Context<'_>, step: &CourseStep<'_>) -> Option<Cell> {
    match step.occurrence.source {
        OccurrenceSource::Finding { source, meaning, .. } => {
            let (finding, file) = finding(cx, step, source)?;
            let title = words::finding(finding.rule_id.as_deref(), finding.resource.as_deref());
            let tool = finding.tool.as_deref();
            let severity = finding.severity.id();
            let detail = words::finding_detail(severity, &finding.location, tool, known_by(meaning), file);
            Some(Cell::text(title).detail(detail))
        }
        OccurrenceSource::Evidence { artifact_type, rule } => evidence(cx, step, artifact_type, rule),
    }
}

fn evidence(cx: &Context<'_>, step: &CourseStep<'_>, artifact_type: ArtifactTypeId, rule: EvidenceRule) -> Option<Cell> {
    let gate = step.occurrence.found_at;
    let (change, assessed) = cx.assessment.change(step.occurrence.change)?;
    let at_gate = assessed.gate(gate);
    let stated = cx.policy.artifact_type(artifact_type)?;
    let owed = at_gate.requirements.iter().find(|r| r.artifact_type == artifact_type && !r.is_verified);
    let best = at_gate.best_item(artifact_type);
    let file = best.and_then(|(place, _)| path(change.item(gate, u32::try_from(place).ok()?)?.1));
    let title = match (owed, best) {
        _ if rule == EvidenceRule::WideRole => words::wide_role(&stated.title),
        (Some(requirement), _) => wording::requirement(cx.policy, requirement),
        (None, Some((_, item))) => wording::item(cx.policy, item),
        (None, None) => stated.title.clone(),
    };
    let read = match (best, file) {
        (None, _) => words::NOTHING_OFFERED.to_owned(),
        (_, None) => words::NO_FILE.to_owned(),
        (_, Some(file)) => words::read_from(file),
    };
    let is_verified = best.is_some_and(|(_, item)| item.is_verified);
    Some(Cell::text(title).detail(match rule {
        EvidenceRule::WideRole if is_verified => [words::VERIFIED_NOT_SAFE, ". ", &read].concat(),
        _ => read,
    }))
}

fn path(item: &Item) -> Option<&str> {
    item.artifact.as_ref()?.path.as_deref()
}

/// A table of occurrences, in the order given, all but the first folded; with the pattern of each where `with_pattern`.
pub(crate) fn tables(
    cx: &Context<'_>,
    caption: &str,
    steps: &[&CourseStep<'_>],
    first: usize,
    with_pattern: bool,
) -> Vec<Content> {
    let (shown, folded) = steps.split_at(first.min(steps.len()));
    let mut out = Vec::new();
    if !shown.is_empty() {
        out.push(table(cx, caption, shown, with_pattern));
    }
    if !folded.is_empty() {
        let summary = words::more(folded.len() as u64);
        let content = vec![table(cx, &summary, folded, with_pattern)];
        out.push(Content::Fold { summary, is_open: false, content });
    }
    out
}

fn table(cx: &Context<'_>, caption: &str, steps: &[&CourseStep<'_>], with_pattern: bool) -> Content {
    let mut columns: Vec<Column> = words::OCCURRENCE_COLUMNS
        .iter()
        .map(|title| if words::NAMED_COLUMNS.contains(title) { Column::named(*title) } else { Column::text(*title) })
        .collect();
    if with_pattern {
        columns.insert(1, Column::text(words::PATTERN_COLUMN));
    }
    let rows = steps.iter().filter_map(|step| row(cx, step, with_pattern)).collect();
    Content::Grid(Grid { caption: caption.to_owned(), class: "as-cards occurrences".to_owned(), columns, rows })
}

fn row(cx: &Context<'_>, step: &CourseStep<'_>, with_pattern: bool) -> Option<Row> {
    let occurrence = step.occurrence;
    let (fields, _) = cx.assessment.outline(occurrence.change)?;
    let to = |route: Route| cx.location.with_route(route).to_fragment();
    let id = &fields.id;
    let mut cells = vec![
        Cell::text(change_id::short(id))
            .value(Value::Name(id.clone()))
            .to(to(Route::Change { id: id.clone() }))
            .detail(fields.title.clone().unwrap_or_default()),
    ];
    if with_pattern {
        let stated = cx.policy.pattern(occurrence.pattern);
        let open = Route::Patterns { pattern: stated.map(|p| p.id.clone()) };
        cells.push(Cell::text(stated.map_or("", |p| p.title.as_str())).to(to(open)));
    }
    cells.push(match &fields.team {
        Some(team) => Cell::text(team),
        None => Cell::styled("dim", words::NO_TEAM),
    });
    let day = datum::day(step.date);
    cells.push(day.into());
    cells.push(match (step.is_after_prevention, step.is_lapse, step.is_repeat) {
        (true, ..) => Cell::styled("contra-word", words::DESPITE),
        (_, true, _) => Cell::text(words::LAPSED),
        (_, _, true) => Cell::text(words::AGAIN),
        _ if step.team.is_none() => Cell::styled("dim", "–"),
        _ => Cell::styled("dim", words::FIRST),
    });
    cells.push(Cell::text(occurrence.found_at.title()).detail(date::day(occurrence.at)));
    let escaped = occurrence.escaped.map_or(words::NOT_ESCAPED, |gate| gate.title());
    cells.push(Cell { class: "through".to_owned(), ..Cell::drawn(Picture::Escape(occurrence.escaped), escaped) });
    cells.push(source(cx, step).unwrap_or_default());
    cells.push(Cell::styled("mono", &occurrence.fingerprint));
    let class = if step.is_after_prevention { "contra-row" } else { "" };
    Some(Row { class: class.to_owned(), cells })
}
