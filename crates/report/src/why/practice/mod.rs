//! How far each practice is followed: the cases, and which of them follow it.

pub(crate) mod words;

use crate::context::Context;
use crate::document::{Cell, Content, Document};
use crate::text::number::percent_or_dash;
use crate::text::practice::PRACTICES;
use crate::why::Kind;
use crate::why::counted;
use crate::why::counted::{Behind, Part, part};
use crate::why::panel::{Entry, grid};
use crate::why::sums;
use crate::why::{evidence, pattern};
use plumbline_assess::{ChangeAssessment, Requirement, Share, figures};
use plumbline_domain::Gate;

pub(crate) const WORKFLOW: Kind = Kind::new("workflow", "workflow-adherence", words::WORKFLOW, build);

pub(crate) fn build(cx: &Context<'_>, kind: &'static Kind, asked: Option<&str>) -> Option<Document> {
    let w = figures::workflow::adherence(cx.assessment, &cx.subset);
    let shares: [Share; 5] = [
        w.threat_intent_verified,
        w.diagnostics_and_outputs_attached,
        w.no_open_critical_or_high,
        w.alert_path_tested_per_release,
        w.recurring_patterns_prevented,
    ];
    let parts: Vec<Part> = PRACTICES
        .iter()
        .zip(&shares)
        .map(|(p, share)| {
            let followed = share.value.map_or(0.0, |v| v * share.n as f64);
            let made_of = sums::quotient_in(followed, share.n, share.low.zip(share.high));
            part(p.id, p.title, percent_or_dash(share.value), made_of)
        })
        .collect();
    counted::build(cx, kind, asked, Vec::new(), parts, |place| behind(cx, place))
}

fn behind<'a>(cx: &'a Context<'_>, place: usize) -> Option<Behind<'a>> {
    match place {
        3 => Some(releases(cx)),
        4 => Some(recurring(cx)),
        _ => Some(changes(cx, place)),
    }
}

/// Whether a change follows one of the first three practices.
fn follows(cx: &Context<'_>, change: &ChangeAssessment, practice: usize) -> bool {
    let best = |id: &str| {
        let artifact_type = cx.policy.artifact_type_id(id)?;
        change.gate(cx.policy.artifact_type(artifact_type)?.gate).best_item(artifact_type).map(|(_, item)| item)
    };
    let is_attached = |id: &str| best(id).is_some_and(|item| item.grade >= plumbline_domain::Grade::Attached);
    match practice {
        0 => best("threat-intent").is_some_and(|item| item.is_verified),
        1 => is_attached("policy-diagnostics") && (!change.gate(Gate::Execution).is_due || is_attached("deployment-outputs")),
        _ => change.is_clean(),
    }
}

fn changes<'a>(cx: &'a Context<'_>, practice: usize) -> Behind<'a> {
    let cases = cx.assessment.of(&cx.subset).filter(move |(_, c)| practice == 0 || c.is_shipped);
    let mut entries = counted::whole(cases.map(|(place, _)| place));
    let is_followed = move |entry: &Entry| cx.assessment.assessed(entry.place).is_some_and(|c| follows(cx, c, practice));
    // those that do not follow it explain what is missing
    entries.sort_by_key(is_followed);
    let types = ["threat-intent", "policy-diagnostics", "deployment-outputs"].map(|id| cx.policy.artifact_type_id(id));
    let wanted = move |r: &Requirement| {
        let is = |place: usize| types.get(place).copied().flatten() == Some(r.artifact_type);
        if practice == 0 { is(0) } else { is(1) || is(2) }
    };
    Behind {
        sums: Vec::new(),
        nouns: ("change", "changes"),
        entries,
        say: Box::new(move |entry| words::followed(is_followed(&entry)).to_owned()),
        inside: Box::new(move |entry| {
            let mut out = vec![evidence::change(cx, entry)];
            if practice == 2 {
                let found = |gate: &Gate| evidence::findings(cx, entry.place, *gate, &|f, _| f.is_blocking);
                out.extend(Gate::ALL.iter().filter_map(found));
            } else {
                out.extend(evidence::requirements(cx, entry, &wanted));
            }
            out
        }),
    }
}

/// The releases, and the changes in them that owe an alert test.
fn releases<'a>(cx: &'a Context<'_>) -> Behind<'a> {
    let all = figures::workflow::releases(cx.assessment, &cx.subset);
    let name = |place: u32| cx.assessment.releases().get(place as usize).map_or("", String::as_str);
    let rows = all.iter().map(|r| {
        vec![
            Cell::text(cx.assessment.team_name(r.team)),
            Cell::text(name(r.release)),
            Cell::text(words::followed(r.is_alert_tested)),
        ]
    });
    let test = cx.policy.artifact_type_id("alert-test");
    let wanted = move |r: &Requirement| Some(r.artifact_type) == test;
    let in_release = |c: &ChangeAssessment| all.iter().any(|r| Some(r.team) == c.team && Some(r.release) == c.release);
    let of_them = cx.assessment.of(&cx.subset).filter(|(_, c)| in_release(c) && c.requirements().any(|(_, r)| wanted(r)));
    Behind {
        sums: vec![grid(words::RELEASES, &words::RELEASE_COLUMNS, rows.collect())],
        nouns: ("change that owes an alert test", "changes that owe an alert test"),
        entries: counted::whole(of_them.map(|(place, _)| place)),
        say: Box::new(move |entry| {
            let Some(change) = cx.assessment.assessed(entry.place) else { return String::new() };
            let verified = change.requirements().any(|(_, r)| wanted(r) && r.is_verified);
            let release = change.release.and_then(|r| cx.assessment.releases().get(r as usize)).map_or("", String::as_str);
            [release, ", ", words::followed(verified)].concat()
        }),
        inside: Box::new(move |entry| {
            std::iter::once(evidence::change(cx, entry)).chain(evidence::requirements(cx, entry, &wanted)).collect()
        }),
    }
}

/// The patterns that recur in a team, and the changes in which they do.
fn recurring<'a>(cx: &'a Context<'_>) -> Behind<'a> {
    let all: Vec<_> = figures::pattern::by_team(cx.assessment, &cx.subset).into_iter().filter(|p| p.recurrences() > 0).collect();
    let rows = all.iter().map(|p| {
        vec![
            Cell::text(cx.assessment.team_name(p.team)),
            Cell::text(cx.policy.pattern(p.pattern).map_or("", |t| t.title.as_str()))
                .detail(pattern::words::in_changes(p.changes)),
            Cell::text(pattern::words::prevented(p.is_prevented)),
        ]
    });
    let sums: Vec<Content> = vec![grid(words::RECURRING, &words::RECURRING_COLUMNS, rows.collect())];
    let recurs = |place: u32, c: &ChangeAssessment| {
        cx.assessment.occurrences_of(place).iter().any(|o| all.iter().any(|p| Some(p.team) == c.team && p.pattern == o.pattern))
    };
    let of_them = cx.assessment.of(&cx.subset).filter(|(place, c)| recurs(*place, c));
    Behind {
        sums,
        nouns: ("change", "changes"),
        entries: counted::whole(of_them.map(|(place, _)| place)),
        say: Box::new(move |entry| {
            let n = cx.assessment.occurrences_of(entry.place).len() as u64;
            pattern::words::occurrences(n, None)
        }),
        inside: Box::new(move |entry| pattern::inside(cx, entry, &|_| true)),
    }
}
