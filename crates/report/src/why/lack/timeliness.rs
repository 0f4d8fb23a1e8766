//! How soon what fell due in a month was verified, and what was not.

use super::words;
use crate::context::Context;
use crate::document::Document;
use crate::text::date;
use crate::text::phrase::capital;
use crate::why::counted::{self, Behind, Part, part};
use crate::why::panel::Entry;
use crate::why::{Kind, evidence};
use plumbline_assess::{GateAssessment, Requirement, RequirementTimes, figures};
use plumbline_domain::Gate;

/// After so many days an item that is not verified is late.
const DAYS: i64 = 30;

/// A row for each month; behind it the gates at which something that fell due then was not verified within 30 days.
pub(super) fn timeliness(cx: &Context<'_>, kind: &'static Kind, asked: Option<&str>) -> Option<Document> {
    let months = figures::timeliness::months(cx.assessment, &cx.subset);
    let parts = months.iter().map(|(period, timely)| {
        let id = period.to_string();
        let name = capital(&date::period_in_full(&id));
        part(id, name, words::share(timely.share30().value), words::timely(timely.n, timely.within7, timely.within30))
    });
    let parts: Vec<Part> = parts.collect();
    counted::build(cx, kind, asked, Vec::new(), parts, |place| {
        let (period, _) = *months.get(place)?;
        let (first, last) = period.days()?;
        let is_late = move |times: &RequirementTimes| {
            let is_in_time = times.verified_at.is_some_and(|at| at <= times.due_at.plus_days(DAYS));
            first <= times.due_at && times.due_at < last.plus_days(1) && !is_in_time
        };
        let mut entries: Vec<Entry> = Vec::new();
        for (place, change) in cx.assessment.of(&cx.subset) {
            let late = Gate::ALL.iter().filter(|gate| change.gate(**gate).times().any(|times| is_late(&times)));
            entries.extend(late.map(|gate| Entry { place, gate: Some(*gate) }));
        }
        Some(Behind {
            sums: Vec::new(),
            nouns: (
                "gate of a change with an item not verified within 30 days",
                "gates of changes with items not verified within 30 days",
            ),
            entries,
            say: Box::new(move |entry| {
                let of_gate = |gate: Gate| Some(cx.assessment.assessed(entry.place)?.gate(gate));
                let Some(gate) = entry.gate.and_then(of_gate) else { return String::new() };
                let due_at = gate.due_at.map_or_else(String::new, date::day);
                words::late(gate.times().filter(|times| is_late(times)).count() as u64, &due_at)
            }),
            inside: Box::new(move |entry| {
                let late = |gate: &GateAssessment, r: &Requirement| gate.times_of(r).is_some_and(|times| is_late(&times));
                std::iter::once(evidence::change(cx, entry)).chain(evidence::requirements_with_times(cx, entry, &late)).collect()
            }),
        })
    })
}
