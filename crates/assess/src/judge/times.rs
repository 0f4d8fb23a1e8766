//! When a requirement fell due, was verified and went stale (docs/scoring.md, "Times of a requirement").

use super::change::{ChangeAssessment, GateAssessment};
use super::grade::GradedItem;
use super::requirement::Requirement;
use plumbline_domain::{Change, Gate, Instant, Policy, Run, is_name, name_key, same_name};
use std::borrow::Cow;

/// The times of one requirement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RequirementTimes {
    /// When it fell due.
    pub due_at: Instant,
    /// When the proof of its best item was complete, over parts the latest; none when it is not verified and would not be if nothing
    /// went stale.
    pub verified_at: Option<Instant>,
    /// When the best item of a part went stale, over parts the earliest; none when none is stale.
    pub stale_at: Option<Instant>,
}

impl RequirementTimes {
    /// Whether the requirement was due and not verified at a moment.
    pub fn is_open_at(&self, moment: Instant) -> bool {
        let is_verified = self.verified_at.is_some_and(|at| at <= moment) && self.stale_at.is_none_or(|at| moment < at);
        self.due_at <= moment && !is_verified
    }
}

impl ChangeAssessment {
    /// Whether it had shipped at a moment while something was due and not verified.
    pub fn is_in_debt_at(&self, moment: Instant) -> bool {
        let has_shipped = self.shipped_at.is_some_and(|at| at <= moment);
        has_shipped && self.gates.iter().flat_map(GateAssessment::times).any(|times| times.is_open_at(moment))
    }
}

impl GateAssessment {
    /// The times of each requirement, in their order; empty when the gate is not due.
    pub fn times(&self) -> impl Iterator<Item = RequirementTimes> + '_ {
        self.requirements.iter().filter_map(|requirement| self.times_of(requirement))
    }

    /// The times of one requirement; none when the gate is not due.
    pub fn times_of(&self, requirement: &Requirement) -> Option<RequirementTimes> {
        let mut times = RequirementTimes { due_at: self.due_at?, verified_at: None, stale_at: None };
        let item = |best: Option<u32>| self.items.get(best? as usize);
        let mut all_proved = self.n_parts > 0;
        let mut add = |best: Option<&GradedItem>| {
            let proved_at = best.and_then(GradedItem::proved_at);
            all_proved &= proved_at.is_some();
            times.verified_at = times.verified_at.max(proved_at);
            let stale_at = best.and_then(GradedItem::stale_at);
            times.stale_at = times.stale_at.into_iter().chain(stale_at).min();
        };
        if self.n_parts == 1 {
            add(item(requirement.best));
        } else {
            self.in_parts(requirement.artifact_type).for_each(|of_part| add(item(of_part.best)));
        }
        if !all_proved {
            (times.verified_at, times.stale_at) = (None, None);
        }
        Some(times)
    }
}

/// When a change shipped: the earlier of its merge and its deployment up to `now`.
pub(super) fn shipped_at(change: &Change, now: Instant) -> Option<Instant> {
    let f = &change.fields;
    [f.merged_at, f.deployed_at].into_iter().flatten().filter(|at| *at <= now).min()
}

/// When a gate of a change fell due; none when it is not due at `now`.
pub(super) fn due_at(change: &Change, policy: &Policy, gate: Gate, now: Instant) -> Option<Instant> {
    let f = &change.fields;
    if gate == Gate::Intent {
        let recorded_at = change.earliest_recorded_at;
        return Some(f.opened_at.filter(|at| *at <= now).unwrap_or(recorded_at));
    }
    let grace = |at: Instant| at.plus_days(i64::from(policy.observation_grace_days));
    let stated = match gate {
        Gate::Intent => [None, None],
        Gate::Validation => [f.merged_at, f.deployed_at],
        Gate::Execution => [f.deployed_at, None],
        Gate::Observation => [f.deployed_at.map(grace), None],
    };
    let reports = change.reports_at(gate).iter().map(|report| report.recorded_at);
    stated.into_iter().flatten().chain(reports).filter(|at| *at <= now).min()
}

/// When the runs of an item first reproduced it: enough distinct actors share inputs and output, one of them in a verification by
/// somebody other than the author. The output must be the recorded digest, where there is one. A run that was only recorded, and one by
/// nobody, repeats nothing; an undated run counts from its report on. None when they never do.
pub(super) fn reproduced_at(
    runs: &[Run],
    author: &str,
    recorded: Option<&str>,
    actors: u32,
    recorded_at: Instant,
) -> Option<Instant> {
    if !is_name(author) {
        return None;
    }
    let mut complete: Vec<(&str, &str, Cow<'_, str>, Instant, bool)> = runs
        .iter()
        .filter(|run| !run.recorded)
        .filter_map(|run| {
            let (inputs, output, by) = (run.inputs.as_deref()?, run.output.as_deref()?, run.by.as_deref()?);
            let fits = recorded.is_none_or(|digest| digest == output) && is_name(by);
            let at = run.at.unwrap_or(recorded_at);
            fits.then(|| (inputs, output, name_key(by), at, run.from_verification && !same_name(by, author)))
        })
        .collect();
    complete.sort();
    let of_group = |same: &[(&str, &str, Cow<'_, str>, Instant, bool)]| {
        // the first run of each actor, and the first verification by somebody else
        let mut firsts: Vec<Instant> =
            same.chunk_by(|a, b| a.2 == b.2).filter_map(|of_actor| Some(of_actor.first()?.3)).collect();
        firsts.sort();
        let last_needed = usize::try_from(actors).unwrap_or(usize::MAX).saturating_sub(1);
        let verified_at = same.iter().filter(|run| run.4).map(|run| run.3).min()?;
        Some(verified_at.max(*firsts.get(last_needed)?).max(recorded_at))
    };
    complete.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)).filter_map(of_group).min()
}
