//! Tests of `no-drift`.

use super::*;
use crate::deployed_testing::{Offered, compared};
use plumbline_domain::{Facts, ProbeOutcome};

fn says(facts: Facts) -> (ProbeOutcome, String) {
    Offered { facts, ..Offered::default() }.says(ask)
}

#[test]
fn a_difference_fails_also_beside_what_was_not_compared() {
    assert_eq!(says(compared(2, &[], &[])).0, ProbeOutcome::Holds);
    let (outcome, because) = says(compared(2, &["a", "b"], &["c was not compared"]));
    assert_eq!((outcome, because.as_str()), (ProbeOutcome::Fails, "a differs and b differs"));
    assert_eq!(says(compared(2, &[], &["c was not compared"])).0, ProbeOutcome::Inconclusive);
    assert_eq!(says(compared(0, &[], &[])).0, ProbeOutcome::Silent);
    assert_eq!(says(Facts::default()).0, ProbeOutcome::Silent);
}
