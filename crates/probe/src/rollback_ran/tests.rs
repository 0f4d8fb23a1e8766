//! Tests of `rollback-ran`.

use super::*;
use crate::deployed_testing::{Offered, applied, log, of_log, of_outputs, outputs, planned};
use plumbline_domain::{Facts, OperationResult::*, Place, ProbeOutcome};

fn says(facts: Facts) -> (ProbeOutcome, String) {
    Offered { facts, ..Offered::default() }.says(ask)
}

#[test]
fn the_tools_own_word_decides() {
    for (result, outcome) in
        [(Succeeded, ProbeOutcome::Holds), (Failed, ProbeOutcome::Fails), (Unfinished, ProbeOutcome::Inconclusive)]
    {
        let way_back = Some(WayBack { result, word: "UPDATE_ROLLBACK_COMPLETE".into(), place: Place::default() });
        assert_eq!(says(of_log(Operations { overall: Failed, way_back, ..log(&[]) })).0, outcome);
    }
}

#[test]
fn a_log_that_undoes_the_changes_own_log_leads_back() {
    let back = || applied(&[("a", Action::Delete), ("b", Action::Update), ("c", Action::Create)]);
    let with = |own: &[(&str, Action)]| Offered { facts: back(), with: vec![applied(own)], ..Offered::default() }.says(ask);
    let (outcome, because) = with(&[("a", Action::Create), ("b", Action::Update), ("c", Action::Delete)]);
    assert_eq!((outcome, because.as_str()), (ProbeOutcome::Holds, "the log undoes 3 operations of the change's own deployment"));
    let (outcome, because) = with(&[("a", Action::Create), ("d", Action::Create)]);
    assert_eq!(
        (outcome, because.as_str()),
        (ProbeOutcome::Inconclusive, "the log does not undo d of the change's own deployment")
    );
    assert_eq!(says(back()).0, ProbeOutcome::Inconclusive, "its direction is not said");
}

#[test]
fn a_log_that_failed_proves_nothing() {
    let failed = of_log(Operations { overall: Failed, ..log(&[("a", Action::Delete, Failed)]) });
    assert_eq!(says(failed).0, ProbeOutcome::Inconclusive);
}

#[test]
fn a_pair_of_outputs_or_a_preview_without_changes_shows_it() {
    let before = Some(of_outputs(outputs(&[("n", "2")])));
    let pair = Offered { facts: of_outputs(outputs(&[("n", "3")])), before, ..Offered::default() };
    assert_eq!(pair.says(ask).0, ProbeOutcome::Holds);
    assert_eq!(says(of_outputs(outputs(&[("n", "3")]))).0, ProbeOutcome::Silent);
    assert_eq!(says(planned(&[("a", Action::NoOp)])).0, ProbeOutcome::Holds);
    assert_eq!(says(planned(&[("a", Action::Update)])).0, ProbeOutcome::Inconclusive);
    assert_eq!(says(planned(&[])).0, ProbeOutcome::Silent);
}
