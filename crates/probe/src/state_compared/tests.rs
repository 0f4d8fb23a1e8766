//! Tests of `state-compared`.

use super::*;
use crate::deployed_testing::{Offered, compared};
use plumbline_domain::{Facts, ProbeOutcome};

fn says(facts: Facts) -> ProbeOutcome {
    Offered { facts, ..Offered::default() }.says(ask).0
}

#[test]
fn it_holds_when_all_was_compared_whatever_was_found() {
    assert_eq!(says(compared(2, &[], &[])), ProbeOutcome::Holds);
    assert_eq!(says(compared(2, &["a"], &[])), ProbeOutcome::Holds);
    assert_eq!(says(compared(2, &[], &["b was not compared"])), ProbeOutcome::Inconclusive);
    assert_eq!(says(compared(0, &[], &[])), ProbeOutcome::Silent, "a comparison of nothing");
    assert_eq!(says(Facts::default()), ProbeOutcome::Silent);
}
