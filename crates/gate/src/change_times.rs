//! What is wrong with the times that a change states of itself.

use super::check::{Failing, Problem};
use crate::words::check as words;
use plumbline_domain::{ChangeFields, Gate, Instant, Location};

/// Times later than now, which would hide the gates that the change owes; and times that contradict each other.
pub(crate) fn problems_of_times(change: &ChangeFields, now: Instant) -> Vec<Problem> {
    let times = [
        ("opened", change.opened_at, Gate::Intent),
        ("merged", change.merged_at, Gate::Validation),
        ("deployed", change.deployed_at, Gate::Execution),
    ];
    let mut problems = Vec::new();
    let mut before: Option<(&str, Instant)> = None;
    for (what, at, gate) in times {
        let Some(at) = at else { continue };
        if at > now {
            let message = words::future(what, &at.to_rfc3339(), &now.to_rfc3339());
            problems.push(problem(gate, Failing::Future, message, words::FUTURE_ACTION));
        }
        if let Some((earlier, earlier_at)) = before.filter(|(_, earlier_at)| *earlier_at > at) {
            let message = words::out_of_order(what, &at.to_rfc3339(), earlier, &earlier_at.to_rfc3339());
            problems.push(problem(gate, Failing::OutOfOrder, message, words::OUT_OF_ORDER_ACTION));
        }
        before = Some((what, at));
    }
    problems.sort_by_key(|p| !p.failing.fails(false));
    problems
}

fn problem(gate: Gate, failing: Failing, message: String, action: &str) -> Problem {
    Problem {
        gate,
        part: None,
        failing,
        artifact_type: None,
        rule: None,
        severity: None,
        decided_by: None,
        message,
        action: action.to_owned(),
        remedy: Vec::new(),
        location: Location::default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Instant {
        Instant::from_rfc3339(text).unwrap()
    }

    #[test]
    fn a_time_after_now_fails_and_times_out_of_order_are_told() {
        let now = at("2026-11-22T12:00:00Z");
        let told = |merged: &str, deployed: &str| {
            let change = ChangeFields { merged_at: Some(at(merged)), deployed_at: Some(at(deployed)), ..ChangeFields::default() };
            problems_of_times(&change, now).iter().map(|p| (p.failing, p.gate)).collect::<Vec<_>>()
        };
        assert_eq!(told("2026-11-20T12:00:00Z", "2026-11-22T12:00:00Z"), []);
        assert_eq!(told("2026-11-20T12:00:00Z", "2099-01-01T00:00:00Z"), [(Failing::Future, Gate::Execution)]);
        assert_eq!(told("2026-11-22T00:00:00Z", "2026-11-21T00:00:00Z"), [(Failing::OutOfOrder, Gate::Execution)]);
        assert!(Failing::Future.fails(false) && !Failing::OutOfOrder.fails(true));
    }
}
