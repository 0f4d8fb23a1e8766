//! Figures that are confidences: of gates, risks, kinds of changes, periods.

pub(crate) mod words;

use crate::context::Context;
use crate::document::{Cell, Content, Document};
use crate::figures::{progress, segments};
use crate::text::date;
use crate::why::Kind;
use crate::why::cases;
use crate::why::cases::Scope;
use crate::why::lack::{DEBT, TIMELINESS};
use crate::why::ladder::TEAMS;
use crate::why::panel;
use crate::why::panel::grid;
use plumbline_assess::Parts;
use plumbline_domain::{Authorship, Gate, Risk};

pub(crate) const ENVELOPE: Kind =
    Kind::new("envelope", "verified-confidence", words::ENVELOPE, |cx, kind, part| build(cx, kind, part, by_gate(cx)));
pub(crate) const RISKS: Kind =
    Kind::new("risks", "confidence-in-a-risk", words::RISKS, |cx, kind, part| build(cx, kind, part, by_risk(cx)));
pub(crate) const AUTHORSHIP: Kind =
    Kind::new("authorship", "pooled", words::AUTHORSHIP, |cx, kind, part| build(cx, kind, part, by_authorship(cx)));
pub(crate) const BY_TEAM: Kind =
    Kind::new("by-team", "pooled", words::BY_TEAM, |cx, kind, part| build(cx, kind, part, by_team(cx)));
pub(crate) const SERVICES: Kind =
    Kind::new("services", "pooled", words::SERVICES, |cx, kind, part| build(cx, kind, part, by_service(cx)));
pub(crate) const ENVIRONMENTS: Kind =
    Kind::new("environments", "pooled", words::ENVIRONMENTS, |cx, kind, part| build(cx, kind, part, by_environment(cx)));
pub(crate) const GAP_CHANGE: Kind =
    Kind::new("gap-change", "pooled", words::GAP_CHANGE, |cx, kind, part| build(cx, kind, part, before_and_now(cx)));
pub(crate) const PROGRESS: Kind = Kind::new("progress", "better-or-not", words::PROGRESS, better_or_not);
pub(crate) const SEGMENTS: Kind =
    Kind::new("segments", "what-moved", words::SEGMENTS, |cx, kind, part| build(cx, kind, part, of_segments(cx)));
pub(crate) const DRIFT: Kind =
    Kind::new("drift", "drift-of-confidence", words::DRIFT, |cx, kind, part| build(cx, kind, part, by_period(cx)));
pub(crate) const HEADLINE: Kind =
    Kind::new("headline", "pooled", words::HEADLINE, |cx, kind, part| build(cx, kind, part, pooled(cx)));

/// One confidence of a figure.
struct Part {
    key: String,
    name: String,
    subset: Vec<u32>,
    scope: Scope,
}

fn build(cx: &Context<'_>, kind: &'static Kind, part: Option<&str>, parts: Vec<Part>) -> Option<Document> {
    match part {
        None => Some(panel::overview(cx, kind, vec![table(cx, kind, &parts)])),
        Some(wanted) => {
            let part = parts.iter().find(|p| p.key == wanted)?;
            let (title, sums, items) = cases::detail(cx, &part.name, &part.subset, part.scope);
            Some(panel::detail(cx, kind, title, sums, items))
        }
    }
}

/// One row for each confidence.
fn table(cx: &Context<'_>, kind: &Kind, parts: &[Part]) -> Content {
    let rows: Vec<Vec<Cell>> =
        parts.iter().map(|p| cases::row(cx, &p.name, panel::to(cx, &panel::key(kind, &p.key)), &p.subset, p.scope)).collect();
    grid(kind.title, &words::CONFIDENCE_COLUMNS, rows)
}

fn at_gate(gate: Gate, subset: &[u32]) -> Part {
    Part { key: gate.id().to_owned(), name: gate.title().to_owned(), subset: subset.to_vec(), scope: Scope::Gate(gate) }
}

fn by_gate(cx: &Context<'_>) -> Vec<Part> {
    Gate::ALL.iter().map(|&gate| at_gate(gate, &cx.subset)).collect()
}

fn by_risk(cx: &Context<'_>) -> Vec<Part> {
    let part = |&risk: &Risk| Part {
        key: risk.id().to_owned(),
        name: risk.title().to_owned(),
        subset: cx.subset.clone(),
        scope: Scope::Risk(risk),
    };
    Risk::ALL.iter().map(part).collect()
}

fn by_authorship(cx: &Context<'_>) -> Vec<Part> {
    let part = |&authorship: &Authorship| Part {
        key: authorship.id().to_owned(),
        name: authorship.title().to_owned(),
        subset: of(cx, &|c| c.authorship == authorship),
        scope: Scope::Pooled,
    };
    Authorship::ALL.iter().map(part).filter(|part| !part.subset.is_empty()).collect()
}

fn by_team(cx: &Context<'_>) -> Vec<Part> {
    named(cx, cx.assessment.teams(), &|c| c.team)
}

fn by_service(cx: &Context<'_>) -> Vec<Part> {
    named(cx, cx.assessment.services(), &|c| c.service)
}

fn by_environment(cx: &Context<'_>) -> Vec<Part> {
    named(cx, cx.assessment.environments(), &|c| c.environment)
}

/// Each gate in the range before and in the chosen one.
fn before_and_now(cx: &Context<'_>) -> Vec<Part> {
    let ranges = both_ranges(cx);
    let part = |gate: Gate, (key, name, subset): &(&str, &str, Vec<u32>)| Part {
        key: [gate.id(), "-", key].concat(),
        name: [gate.title(), ", ", name].concat(),
        ..at_gate(gate, subset)
    };
    Gate::ALL.iter().flat_map(|&gate| ranges.iter().map(move |range| part(gate, range))).collect()
}

/// The range before and the chosen one.
fn both_ranges(cx: &Context<'_>) -> Vec<(&'static str, &'static str, Vec<u32>)> {
    let ranges =
        cx.ranges().map(|(now, before, _)| [("before", words::BEFORE, before.clone()), ("now", words::NOW, now.clone())]);
    ranges.into_iter().flatten().collect()
}

/// All gates as one, in both ranges.
fn pooled_before_and_now(cx: &Context<'_>) -> Vec<Part> {
    let part = |(key, name, subset): (&str, &str, Vec<u32>)| Part {
        key: key.to_owned(),
        name: [words::ALL_GATES, ", ", name].concat(),
        subset,
        scope: Scope::Pooled,
    };
    both_ranges(cx).into_iter().map(part).collect()
}

/// All measures of both ranges, the explanations of each, and the confidence behind the first.
fn better_or_not(cx: &Context<'_>, kind: &'static Kind, asked: Option<&str>) -> Option<Document> {
    let parts = pooled_before_and_now(cx);
    if asked.is_some() {
        return build(cx, kind, asked, parts);
    }
    let rows = progress::measures(cx).into_iter().map(|row| row.into_iter().map(Cell::from).collect()).collect();
    let others = [&DEBT, &TIMELINESS, &TEAMS].map(|other| panel::link(other.title, panel::to(cx, other.key)));
    let measures = grid(kind.title, &progress::words::COLUMNS, rows);
    Some(panel::overview(cx, kind, vec![measures, Content::Links(others.into()), table(cx, kind, &parts)]))
}

/// Each segment that is looked at, in both ranges.
fn of_segments(cx: &Context<'_>) -> Vec<Part> {
    let ranges = both_ranges(cx);
    let mut out = Vec::new();
    for of_kind in segments::looked_at(cx).chunk_by(|a, b| a.0 == b.0) {
        let Some((kind, ..)) = of_kind.first() else { continue };
        let parts: Vec<Parts> = ranges.iter().map(|(_, _, rows)| cx.assessment.parts(rows, *kind)).collect();
        for (_, place, name) in of_kind {
            out.extend(ranges.iter().zip(&parts).map(|((key, range, _), parts)| Part {
                key: format!("{}-{place}-{key}", segments::kind(*kind)),
                name: [name.as_str(), ", ", range].concat(),
                subset: parts.part(*place).to_vec(),
                scope: Scope::Pooled,
            }));
        }
    }
    out
}

/// Each gate in each period in which a change is due there.
fn by_period(cx: &Context<'_>) -> Vec<Part> {
    let periods = cx.assessment.periods(&cx.subset);
    let mut out = Vec::new();
    for &gate in Gate::ALL {
        for (period, changes) in periods.iter() {
            if cx.assessment.of(changes).any(|(_, c)| c.gate(gate).is_due) {
                let period = period.to_string();
                out.push(Part {
                    key: [gate.id(), "-", &period].concat(),
                    name: [gate.title(), ", ", &date::period_in_full(&period)].concat(),
                    ..at_gate(gate, changes)
                });
            }
        }
    }
    out
}

/// All gates as one.
fn pooled(cx: &Context<'_>) -> Vec<Part> {
    vec![Part { key: "all".to_owned(), name: words::ALL_GATES.to_owned(), subset: cx.subset.clone(), scope: Scope::Pooled }]
}

fn of(cx: &Context<'_>, wanted: &dyn Fn(&plumbline_assess::ChangeAssessment) -> bool) -> Vec<u32> {
    cx.assessment.of(&cx.subset).filter(|(_, c)| wanted(c)).map(|(place, _)| place).collect()
}

/// One part for each name that has a change, and one for the changes without.
fn named(cx: &Context<'_>, names: &[String], place: &dyn Fn(&plumbline_assess::ChangeAssessment) -> Option<u32>) -> Vec<Part> {
    let all = (0_u32..).zip(names).map(|(i, name)| (Some(i), name.as_str())).chain(std::iter::once((None, words::UNNAMED_KIND)));
    all.map(|(i, name)| Part {
        key: name.to_owned(),
        name: name.to_owned(),
        subset: of(cx, &|c| place(c) == i),
        scope: Scope::Pooled,
    })
    .filter(|part| !part.subset.is_empty())
    .collect()
}
