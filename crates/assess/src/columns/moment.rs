//! When the requirements of a change fell due and it was in debt (docs/scoring.md, "Times of a requirement").

use crate::judge::{ChangeAssessment, RequirementTimes};
use crate::period::{DAY_US, Period, PeriodLength};
use plumbline_columns::Due;
use plumbline_domain::{Gate, Instant};
use std::collections::{BTreeSet, HashSet};

/// Within how many days timeliness is counted.
pub(crate) const WITHIN_DAYS: [i64; 2] = [7, 30];

/// What fell due at each gate, and how much of it was verified in time; none where nothing is owed.
pub(super) fn dues_of(change: &ChangeAssessment) -> [Option<Due>; 4] {
    [Gate::Intent, Gate::Validation, Gate::Execution, Gate::Observation].map(|gate| {
        let mut dues: Option<Due> = None;
        for times in change.gate(gate).times() {
            let due = dues.get_or_insert(Due { at: times.due_at.micros(), ..Due::default() });
            due.n += 1;
            for (n, days) in due.within.iter_mut().zip(WITHIN_DAYS) {
                *n += u32::from(times.verified_at.is_some_and(|at| at <= times.due_at.plus_days(days)));
            }
        }
        dues
    })
}

/// When a change came into debt and left it, in turn: it is in debt from its shipping on while anything is due and not verified.
pub(super) fn debt_turns_of(change: &ChangeAssessment) -> Vec<i64> {
    let Some(shipped_at) = change.shipped_at else { return Vec::new() };
    let mut open: Vec<(i64, i64)> = Vec::new();
    for times in Gate::ALL.iter().flat_map(|gate| change.gate(*gate).times()) {
        let RequirementTimes { due_at, verified_at, stale_at } = times;
        let (from, stale) = (due_at.max(shipped_at).micros(), stale_at.map_or(i64::MAX, Instant::micros));
        let verified = verified_at.map_or(i64::MAX, Instant::micros);
        if stale <= verified {
            open.push((from, i64::MAX));
        } else {
            open.push((from, verified));
            open.push((stale.max(from), i64::MAX));
        }
    }
    open.retain(|(from, until)| from < until);
    open.sort_unstable();
    let mut turns: Vec<i64> = Vec::new();
    for (from, until) in open {
        match turns.last_mut() {
            // the last span reaches as far or farther
            Some(end) if from <= *end => *end = until.max(*end),
            _ => turns.extend([from, until]),
        }
    }
    // what is open at the end turns no more
    if turns.last() == Some(&i64::MAX) {
        turns.pop();
    }
    turns
}

/// Midnight at the start of the months of some moments, ascending.
pub(super) fn months_of(moments: impl Iterator<Item = i64>) -> Vec<i64> {
    let days: HashSet<i64> = moments.map(|moment| moment.div_euclid(DAY_US)).collect();
    let first = |day: i64| {
        let month: Period = PeriodLength::Month.of(Instant::from_micros(day.saturating_mul(DAY_US)));
        Some(month.days()?.0.micros())
    };
    let months: BTreeSet<i64> = days.into_iter().filter_map(first).collect();
    months.into_iter().collect()
}
