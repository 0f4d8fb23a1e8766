//! Tests of `deployment-succeeded`.

use super::*;
use crate::deployed_testing::{Offered, log, of_log};
use plumbline_domain::{Action::Create, OperationResult::*, Operations, ProbeOutcome};

fn says(log: Operations) -> (ProbeOutcome, String) {
    Offered { facts: of_log(log), ..Offered::default() }.says(ask)
}

#[test]
fn the_overall_result_and_every_operation_decide() {
    assert_eq!(says(log(&[("a", Create, Succeeded)])).0, ProbeOutcome::Holds);
    assert_eq!(says(log(&[])).0, ProbeOutcome::Holds, "nothing was to be done");
    let (outcome, because) = says(log(&[("a", Create, Succeeded), ("b", Create, Failed)]));
    assert_eq!((outcome, because.as_str()), (ProbeOutcome::Fails, "b failed"));
    assert_eq!(says(log(&[("a", Create, Canceled)])).0, ProbeOutcome::Fails);
    assert_eq!(says(log(&[("a", Create, Unfinished)])).0, ProbeOutcome::Inconclusive);
    for (overall, outcome) in
        [(Failed, ProbeOutcome::Fails), (Canceled, ProbeOutcome::Fails), (Unfinished, ProbeOutcome::Inconclusive)]
    {
        assert_eq!(says(Operations { overall, ..log(&[("a", Create, Succeeded)]) }).0, outcome);
    }
}

#[test]
fn a_failure_in_a_log_without_an_end_is_a_failure() {
    assert_eq!(says(Operations { overall: Unfinished, ..log(&[("a", Create, Failed)]) }).0, ProbeOutcome::Fails);
}

#[test]
fn one_page_shows_failures_only() {
    assert_eq!(says(Operations { goes_on: true, ..log(&[("a", Create, Succeeded)]) }).0, ProbeOutcome::Inconclusive);
    assert_eq!(says(Operations { goes_on: true, ..log(&[("a", Create, Failed)]) }).0, ProbeOutcome::Fails);
    assert_eq!(Offered::default().says(ask).0, ProbeOutcome::Silent);
}

#[test]
fn what_the_bytes_cannot_tell_is_said() {
    let (_, because) = says(Operations { caveat: "a run with --check leaves no mark in it".into(), ..log(&[]) });
    assert_eq!(because, "the deployment succeeded: apply complete; a run with --check leaves no mark in it");
}
