//! Tests of `state-restored`.

use super::*;
use crate::deployed_testing::{Offered, of_outputs, outputs, planned, preview};
use plumbline_domain::{Action::*, Facts, ResourceChanges};

fn pair(before: &[(&str, &str)], after: &[(&str, &str)]) -> (ProbeOutcome, String) {
    let before = Some(of_outputs(outputs(before)));
    Offered { facts: of_outputs(outputs(after)), before, ..Offered::default() }.says(ask)
}

fn says(facts: Facts) -> (ProbeOutcome, String) {
    Offered { facts, ..Offered::default() }.says(ask)
}

#[test]
fn outputs_must_be_those_before() {
    assert_eq!(pair(&[("n", "2"), ("token", "?")], &[("n", "2"), ("token", "?")]).0, ProbeOutcome::Holds);
    let (outcome, because) = pair(&[("n", "2")], &[("n", "3")]);
    assert_eq!((outcome, because.as_str()), (ProbeOutcome::Fails, "n was 2 and is 3"));
    assert_eq!(pair(&[("n", "2")], &[]).0, ProbeOutcome::Fails);
    assert_eq!(pair(&[("token", "?")], &[("token", "?")]).0, ProbeOutcome::Inconclusive);
    assert_eq!(says(of_outputs(outputs(&[("n", "2")]))).0, ProbeOutcome::Silent);
}

#[test]
fn nothing_may_be_left_to_change() {
    assert_eq!(says(planned(&[("a", NoOp), ("data.b", Read)])).0, ProbeOutcome::Holds);
    let (outcome, because) = says(planned(&[("a", NoOp), ("b", Update)]));
    assert_eq!((outcome, because.as_str()), (ProbeOutcome::Fails, "still to be changed: b"));
    assert_eq!(says(planned(&[("a", NoOp), ("b", Unknown)])).0, ProbeOutcome::Inconclusive);
    assert_eq!(says(planned(&[])).0, ProbeOutcome::Silent);
    let applied = ResourceChanges { is_applied: true, ..preview(&[("a", Create)]) };
    assert_eq!(says(Facts { changes: Some(Box::new(applied)), ..Facts::default() }).0, ProbeOutcome::Silent);
}
