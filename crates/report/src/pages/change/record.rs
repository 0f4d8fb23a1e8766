//! What is recorded of a change: findings, statements, reviews, failure patterns.

use crate::document::{Block, Cell, Content, FigureId};
use crate::pages::change::words;
use crate::pages::change::{Subject, figure, first_rows, row, text_or};
use crate::route::Route;
use crate::text::{date, number, part, run};
use plumbline_assess::{FindingSource, JoinedFinding, OccurrenceSource, independent_reviews};
use plumbline_domain::{FindingStatus, Gate, Role, Verdict};

/// Where a finding was found: the report of its gate, or an artifact by its path.
fn found_in(s: &Subject<'_, '_>, gate: Gate, joined: &JoinedFinding<'_>) -> Cell {
    let report = s.change.report(gate, joined.part);
    let where_found = report.map_or_else(|| gate.title().to_owned(), |report| part::of_gate(s.change, report));
    let item = match joined.source {
        FindingSource::Report { .. } => None,
        FindingSource::Artifact { item, .. } => s.change.item(gate, item).map(|(_, item)| item),
    };
    let path = item.and_then(|i| {
        let artifact = i.artifact.as_ref()?;
        let content = artifact.content.and_then(|id| s.cx.dataset.content(id));
        Some(content.map_or_else(|| artifact.path.clone().unwrap_or_else(|| i.id.clone()), |c| c.path.clone()))
    });
    Cell::text(path.unwrap_or_else(|| words::OWN_RUN.to_owned())).detail(where_found)
}

pub(crate) fn findings(s: &Subject<'_, '_>) -> Block {
    let mut all: Vec<(Gate, JoinedFinding<'_>)> = Vec::new();
    for gate in Gate::ALL {
        all.extend(s.cx.assessment.findings(s.place, *gate).into_iter().map(|(joined, _)| (*gate, joined)));
    }
    all.sort_by_key(|(gate, j)| (j.status != FindingStatus::Open, j.finding.severity, *gate));
    let open = all.iter().filter(|(_, j)| j.status == FindingStatus::Open).count() as u64;
    let blocking = all.iter().filter(|(_, j)| j.is_blocking).count() as u64;
    let title = words::findings_title(open, blocking, all.len() as u64);
    let rows = all.iter().map(|(gate, j)| {
        let f = j.finding;
        let mut place = f.location.path.clone().unwrap_or_default();
        if let Some(line) = f.location.line {
            place.push(':');
            place.push_str(&line.to_string());
        }
        let resource = f.resource.clone().unwrap_or_default();
        let spot = if resource.is_empty() { Cell::text(place) } else { Cell::text(resource).detail(place) };
        let severity = if j.is_blocking { "strong" } else { "" };
        row(vec![
            Cell::styled(severity, f.severity.title()),
            Cell::text(f.rule_id.clone().unwrap_or_default()),
            Cell::text(f.message.clone().unwrap_or_default()).detail(f.tool.clone().unwrap_or_default()),
            spot,
            Cell::text(j.status.title()).detail(f.justification.clone().unwrap_or_default()),
            found_in(s, *gate, j),
        ])
    });
    let content = if all.is_empty() {
        vec![Content::Note(words::NO_FINDING.to_owned())]
    } else {
        first_rows(&title, &words::FINDING_COLUMNS, rows.collect())
    };
    figure(FigureId::ChangeFindings.span(12), title, words::FINDINGS_MEASURE, content)
}

pub(crate) fn statements(s: &Subject<'_, '_>) -> Block {
    let all: Vec<_> = s.change.reports.iter().flat_map(|r| r.perceived.iter().map(move |p| (r, p))).collect();
    let rows = all.iter().map(|(report, p)| {
        let role = match &p.role {
            None => "",
            Some(Role::Author) => "author",
            Some(Role::Other(role)) => role.as_str(),
        };
        row(vec![
            Cell::text(part::of_gate(s.change, report)),
            text_or(p.by.as_deref(), run::UNKNOWN_ACTOR).detail(role),
            Cell::styled("perceived-word", number::percent(p.confidence)),
            Cell::text(p.risk.map_or(words::WHOLE_GATE, |r| r.title())),
            text_or(p.at.map(date::minute).as_deref(), run::UNDATED),
        ])
    });
    let title = words::statements_title(all.len() as u64);
    let content = if all.is_empty() { Vec::new() } else { first_rows(&title, &words::STATEMENT_COLUMNS, rows.collect()) };
    figure(FigureId::ChangeStatements.span(6), title, words::STATEMENTS_MEASURE, content)
}

pub(crate) fn reviews(s: &Subject<'_, '_>) -> Block {
    let verdict = |v: Option<Verdict>| text_or(v.map(Verdict::title), "–");
    let is_independent = |r| independent_reviews(&s.change.fields, &s.change.reviews).any(|other| std::ptr::eq(other, r));
    let rows = s.change.reviews.iter().map(|r| {
        let mut who = text_or(r.review.by.as_deref(), run::UNKNOWN_ACTOR);
        who.detail = r.review.at.map_or_else(|| run::UNDATED.to_owned(), date::minute);
        let mut independent = Cell::text(words::yes_no(is_independent(r)));
        if r.review.blind {
            independent.detail = "blind".to_owned();
        }
        row(vec![who, independent, verdict(r.review.intent), verdict(r.review.controls), verdict(r.review.outcome)])
    });
    let independent = independent_reviews(&s.change.fields, &s.change.reviews).count() as u64;
    let title = words::reviews_title(s.change.reviews.len() as u64, independent);
    let content =
        if s.change.reviews.is_empty() { Vec::new() } else { first_rows(&title, &words::REVIEW_COLUMNS, rows.collect()) };
    figure(FigureId::ChangeReviews.span(6), title, words::REVIEWS_MEASURE, content)
}

pub(crate) fn patterns(s: &Subject<'_, '_>) -> Block {
    let all = s.cx.assessment.occurrences_of(s.place);
    let rows = all.iter().map(|o| {
        let stated = s.cx.policy.pattern(o.pattern);
        let id = stated.map(|p| p.id.clone()).unwrap_or_default();
        let to = s.cx.location.with_route(Route::Patterns { pattern: Some(id) }).to_fragment();
        let by = match o.source {
            OccurrenceSource::Finding { severity, .. } => Cell::text(o.fingerprint.clone()).detail(severity.title()),
            OccurrenceSource::Evidence { artifact_type: t, .. } => {
                Cell::text(words::by_evidence(s.cx.policy.artifact_type(t).map_or("", |t| t.title.as_str())))
            }
        };
        let escaped = match o.escaped {
            Some(gate) => Cell::styled("strong", gate.title()),
            None => Cell::styled("dim", words::NOT_ESCAPED),
        };
        row(vec![
            Cell::text(stated.map_or("", |p| p.title.as_str())).to(to),
            by,
            Cell::text(o.found_at.title()).detail(date::day(o.at)),
            escaped,
        ])
    });
    let escaped = all.iter().filter(|o| o.escaped.is_some()).count() as u64;
    let title = words::patterns_title(all.len() as u64, escaped);
    let content = if all.is_empty() { Vec::new() } else { first_rows(&title, &words::PATTERN_COLUMNS, rows.collect()) };
    figure(FigureId::ChangePatterns.span(6), title, words::PATTERNS_MEASURE, content)
}
