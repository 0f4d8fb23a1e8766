//! Figures that are confidences: of gates, risks, kinds of changes, periods.

use crate::context::Context;
use crate::document::{Cell, Content, Document};
use crate::text::date;
use crate::why::cases;
use crate::why::cases::Scope;
use crate::why::panel;
use crate::why::panel::grid;
use crate::why::words;
use crate::why::words::Kind;
use plumbline_domain::{Authorship, Gate, Risk};

/// One confidence of a figure.
struct Part {
    key: String,
    name: String,
    subset: Vec<u32>,
    scope: Scope,
}

pub(crate) fn build(cx: &Context<'_>, kind: &'static Kind, part: Option<&str>) -> Option<Document> {
    let parts = parts(cx, kind.key);
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

fn parts(cx: &Context<'_>, kind: &str) -> Vec<Part> {
    let gates = || Gate::ALL.iter().copied();
    let at_gate = |gate: Gate, subset: &[u32]| Part {
        key: gate.id().to_owned(),
        name: gate.title().to_owned(),
        subset: subset.to_vec(),
        scope: Scope::Gate(gate),
    };
    match kind {
        "envelope" => gates().map(|gate| at_gate(gate, &cx.subset)).collect(),
        "risks" => Risk::ALL
            .iter()
            .map(|&risk| Part {
                key: risk.id().to_owned(),
                name: risk.title().to_owned(),
                subset: cx.subset.clone(),
                scope: Scope::Risk(risk),
            })
            .collect(),
        "authorship" => Authorship::ALL
            .iter()
            .map(|&authorship| Part {
                key: authorship.id().to_owned(),
                name: authorship.title().to_owned(),
                subset: of(cx, &|c| c.authorship == authorship),
                scope: Scope::Pooled,
            })
            .filter(|part| !part.subset.is_empty())
            .collect(),
        "by-team" => named(cx, cx.assessment.teams(), &|c| c.team),
        "services" => named(cx, cx.assessment.services(), &|c| c.service),
        "environments" => named(cx, cx.assessment.environments(), &|c| c.environment),
        "gap-change" => cx.ranges().map_or_else(Vec::new, |(now, before, _)| {
            let ranges = [("before", words::BEFORE, &before), ("now", words::NOW, &now)];
            gates()
                .flat_map(|gate| ranges.map(|(key, name, subset)| (gate, key, name, subset)))
                .map(|(gate, key, name, subset)| Part {
                    key: [gate.id(), "-", key].concat(),
                    name: [gate.title(), ", ", name].concat(),
                    subset: subset.clone(),
                    scope: Scope::Gate(gate),
                })
                .collect()
        }),
        "drift" => {
            let periods = cx.assessment.periods(&cx.subset);
            gates()
                .flat_map(|gate| periods.iter().map(move |(period, changes)| (gate, period.to_string(), changes)))
                .filter(|(gate, _, changes)| cx.assessment.of(changes).any(|(_, c)| c.gate(*gate).is_due))
                .map(|(gate, period, changes)| Part {
                    name: [gate.title(), ", ", &date::period_in_full(&period)].concat(),
                    key: [gate.id(), "-", &period].concat(),
                    subset: changes.to_vec(),
                    scope: Scope::Gate(gate),
                })
                .collect()
        }
        _ => vec![Part {
            key: "all".to_owned(),
            name: words::ALL_GATES.to_owned(),
            subset: cx.subset.clone(),
            scope: Scope::Pooled,
        }],
    }
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
