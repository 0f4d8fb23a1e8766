//! Tests of `preview-conclusive`.

use super::*;
use crate::deployed_testing::{Offered, planned, preview};
use plumbline_domain::{Action::*, Facts, Naming, Place, ProbeOutcome, ResourceChange, ResourceChanges};

fn says(facts: Facts) -> ProbeOutcome {
    Offered { facts, ..Offered::default() }.says(ask).0
}

#[test]
fn one_resource_of_which_it_says_something_is_enough() {
    assert_eq!(says(planned(&[("a", Unknown), ("b", NoOp)])), ProbeOutcome::Holds);
    assert_eq!(says(planned(&[("a", Unknown), ("b", Ignore), ("c", Upsert)])), ProbeOutcome::Inconclusive);
    assert_eq!(says(planned(&[])), ProbeOutcome::Holds, "a preview of nothing");
    assert_eq!(says(Facts::default()), ProbeOutcome::Silent);
}

fn snapshot(resources: &[(&str, u64)]) -> Facts {
    let changes =
        resources.iter().map(|(id, _)| ResourceChange { id: (*id).into(), action: Upsert, place: Place::default() }).collect();
    let fingerprints = Some(resources.iter().map(|(_, print)| *print).collect());
    let changes = ResourceChanges { changes, fingerprints, naming: Naming::ArmId, ..preview(&[]) };
    Facts { changes: Some(Box::new(changes)), ..Facts::default() }
}

#[test]
fn a_snapshot_says_something_with_the_one_before_it() {
    let after = || snapshot(&[("/a", 1), ("/B", 2), ("/c", 3)]);
    assert_eq!(says(after()), ProbeOutcome::Inconclusive);
    let before = Some(snapshot(&[("/A", 9), ("/b", 2), ("/gone", 4)]));
    let (outcome, because) = Offered { facts: after(), before, ..Offered::default() }.says(ask);
    assert_eq!((outcome, because.as_str()), (ProbeOutcome::Holds, "1 to create, 1 to change, 1 to delete, 4 resources in all"));
}
