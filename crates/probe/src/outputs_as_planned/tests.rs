//! Tests of `outputs-as-planned`.

use super::*;
use crate::deployed_testing::{Offered, of_outputs, outputs};
use plumbline_domain::{Outputs, ProbeOutcome};

fn says(planned: &[(&str, &str)], after: &[(&str, &str)]) -> (ProbeOutcome, String) {
    let plan = Some(of_outputs(Outputs { are_planned: true, ..outputs(planned) }));
    Offered { facts: of_outputs(outputs(after)), plan, ..Offered::default() }.says(ask)
}

#[test]
fn known_values_must_be_the_real_ones() {
    assert_eq!(says(&[("n", "3"), ("id", "?")], &[("n", "3"), ("id", "\"x\"")]).0, ProbeOutcome::Holds);
    let (outcome, because) = says(&[("n", "4")], &[("n", "3")]);
    assert_eq!((outcome, because.as_str()), (ProbeOutcome::Fails, "n was planned as 4 and is 3"));
    let (outcome, because) = says(&[("n", "4")], &[("m", "4")]);
    assert_eq!((outcome, because.as_str()), (ProbeOutcome::Fails, "n was planned and is not there"));
}

#[test]
fn what_is_not_known_on_one_side_says_nothing() {
    assert_eq!(says(&[("n", "?")], &[("n", "3")]).0, ProbeOutcome::Silent);
    assert_eq!(says(&[("n", "3")], &[("n", "?")]).0, ProbeOutcome::Silent);
    let alone = Offered { facts: of_outputs(outputs(&[("n", "3")])), ..Offered::default() };
    assert_eq!(alone.says(ask).0, ProbeOutcome::Silent);
}
