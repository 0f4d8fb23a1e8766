//! The steps of the policy enforcement funnel, and of the one of changes whose validation gate only watches.

pub(crate) mod words;

use crate::context::Context;
use crate::document::Document;
use crate::pages::funnel::words::step;
use crate::text::number::thousands;
use crate::why::Kind;
use crate::why::counted;
use crate::why::counted::{Behind, Part, part};
use crate::why::evidence;
use crate::why::panel::Entry;
use plumbline_assess::{ChangeAssessment, FunnelStep, Requirement, Step, figures};
use plumbline_domain::Gate;

pub(crate) const FUNNEL: Kind = Kind::new("funnel", "policy-enforcement-funnel", words::FUNNEL, build);

pub(crate) fn build(cx: &Context<'_>, kind: &'static Kind, asked: Option<&str>) -> Option<Document> {
    let mut steps: Vec<(bool, FunnelStep)> = Vec::new();
    for evaluate in [false, true] {
        let all = figures::funnel::steps(cx.assessment, &cx.subset, evaluate);
        if all.first().is_some_and(|s| s.reached > 0) {
            steps.extend(all.into_iter().map(|s| (evaluate, s)));
        }
    }
    let parts: Vec<Part> = steps
        .iter()
        .map(|(evaluate, s)| {
            let (title, _) = step(s.step.id());
            let note = if *evaluate { words::WATCHED } else { "" };
            part(
                step_key(s.step, *evaluate),
                [title, note].concat(),
                thousands(s.reached),
                words::step(s.lost, s.bypassed, s.leaked),
            )
        })
        .collect();
    counted::build(cx, kind, asked, Vec::new(), parts, |place| {
        let (evaluate, row) = *steps.get(place)?;
        let step = row.step;
        let of_them = || cx.assessment.of(&cx.subset).filter(move |(_, c)| c.is_evaluated_only() == evaluate);
        let mut entries: Vec<Entry> = counted::whole(of_them().filter(|(_, c)| fate(step, c) > 0).map(|(place, _)| place));
        let change = |entry: &Entry| cx.assessment.assessed(entry.place);
        // the lost first, then those that went past
        entries.sort_by_key(|e| std::cmp::Reverse(change(e).map_or(0, |c| fate(step, c))));
        let gate = step.gate();
        Some(Behind {
            sums: Vec::new(),
            nouns: ("change lost or gone past", "changes lost or gone past"),
            entries,
            say: Box::new(move |entry| {
                let says = |c: &ChangeAssessment| words::fate(is_lost(step, c), step.is_bypassed(c), step.is_leaked(c));
                change(&entry).map_or_else(String::new, says)
            }),
            inside: Box::new(move |entry| {
                let at = Entry { place: entry.place, gate };
                let open = |r: &Requirement| !r.is_verified;
                let mut out = vec![evidence::change(cx, entry)];
                match step {
                    Step::RiskAssessed => {
                        out.extend(evidence::findings(cx, entry.place, Gate::Validation, &|f, _| f.is_blocking));
                    }
                    Step::Approved => out.extend(super::review::table(cx, entry.place)),
                    _ => out.extend(evidence::requirements(cx, at, &open)),
                }
                out
            }),
        })
    })
}

/// The key of a step, of the funnel of the changes whose gate only evaluates or of the other.
pub(crate) fn step_key(step: Step, is_evaluated: bool) -> String {
    [if is_evaluated { "evaluate-" } else { "" }, step.id()].concat()
}

/// Whether a change met all steps before and not this one.
fn is_lost(step: Step, change: &ChangeAssessment) -> bool {
    !step.is_met(change) && Step::ALL.into_iter().take_while(|s| *s != step).all(|s| s.is_met(change))
}

/// What became of a change at a step, the worst highest; 0 for nothing to tell.
fn fate(step: Step, change: &ChangeAssessment) -> u8 {
    u8::from(is_lost(step, change)) * 4 + u8::from(step.is_leaked(change)) * 2 + u8::from(step.is_bypassed(change))
}
