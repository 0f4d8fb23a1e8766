//! Tests of `preview-complete`.

use super::*;
use crate::deployed_testing::{Offered, preview};
use plumbline_domain::{Action, Facts, Place, ProbeOutcome, ResourceChanges};

#[test]
fn a_reason_for_doubt_leaves_it_open_and_is_told() {
    let with = |incomplete: Vec<(Box<str>, Place)>| {
        let changes = ResourceChanges { incomplete, ..preview(&[("a", Action::Create)]) };
        let facts = Facts { changes: Some(Box::new(changes)), ..Facts::default() };
        Offered { facts, ..Offered::default() }.says(ask)
    };
    assert_eq!(with(Vec::new()).0, ProbeOutcome::Holds);
    let (outcome, because) = with(vec![("2 changes are deferred".into(), Place::default())]);
    assert_eq!((outcome, because.as_str()), (ProbeOutcome::Inconclusive, "2 changes are deferred"));
    assert_eq!(Offered::default().says(ask).0, ProbeOutcome::Silent);
}
