//! Which gates are due (docs/scoring.md, "Due gates").

use plumbline_domain::{Change, Gate, Instant, Policy};

/// Which gates of a change are due at `now`, in the order of [`Gate::ALL`].
pub(super) fn due_gates(change: &Change, policy: &Policy, now: Instant) -> [bool; 4] {
    let shipped = change.is_shipped(now);
    let deployed = change.is_deployed(now);
    let graced = is_past_grace(change, policy, now);
    [
        true,
        shipped || !change.reports_at(Gate::Validation).is_empty(),
        deployed || !change.reports_at(Gate::Execution).is_empty(),
        graced || !change.reports_at(Gate::Observation).is_empty(),
    ]
}

/// Whether the change was deployed and the days of grace for observation are over at `now`.
pub(super) fn is_past_grace(change: &Change, policy: &Policy, now: Instant) -> bool {
    change.fields.deployed_at.is_some_and(|t| t.plus_days(i64::from(policy.observation_grace_days)) <= now)
}
