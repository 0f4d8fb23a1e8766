//! Tests of `outputs-compared`.

use super::*;
use crate::deployed_testing::{Offered, of_outputs, outputs, planned};
use plumbline_domain::{Action, Facts, Outputs, ProbeOutcome};

fn of(values: &[(&str, &str)]) -> Facts {
    of_outputs(outputs(values))
}

#[test]
fn what_changed_is_told_and_a_secret_is_not() {
    let offered = Offered {
        facts: of(&[("n", "3"), ("name", "\"a\""), ("new", "1"), ("token", "?")]),
        before: Some(of(&[("n", "2"), ("name", "\"a\""), ("old", "1"), ("token", "?")])),
        ..Offered::default()
    };
    let (outcome, because) = offered.says(ask);
    assert_eq!(outcome, ProbeOutcome::Holds);
    assert_eq!(
        because,
        "n was 2 and is 3, new is new and old is gone; 1 output is as before, 1 sensitive or unknown one cannot be compared"
    );
}

#[test]
fn the_outputs_of_one_moment_compare_nothing() {
    let alone = Offered { facts: of(&[("n", "3")]), ..Offered::default() };
    assert_eq!(alone.says(ask).0, ProbeOutcome::Silent);
    let unreadable = Offered { facts: of(&[("n", "3")]), before: Some(Facts::default()), ..Offered::default() };
    assert_eq!(unreadable.says(ask).0, ProbeOutcome::Inconclusive);
    let nothing = Offered { facts: of(&[]), before: Some(of(&[])), ..Offered::default() };
    assert_eq!(nothing.says(ask).0, ProbeOutcome::Silent);
}

#[test]
fn planned_outputs_are_never_those_after() {
    let plan = of_outputs(Outputs { are_planned: true, before: Some(Vec::new()), ..outputs(&[("n", "3")]) });
    let offered = Offered { facts: plan, before: Some(of(&[("n", "2")])), ..Offered::default() };
    assert_eq!(offered.says(ask).0, ProbeOutcome::Silent);
}

#[test]
fn a_first_deployment_has_none_before() {
    let with = |plan: Facts| Offered { facts: of(&[("n", "3")]), plan: Some(plan), ..Offered::default() }.says(ask).0;
    assert_eq!(with(planned(&[("a", Action::Create), ("data.b", Action::Read)])), ProbeOutcome::Holds, "the whole stack is new");
    assert_eq!(with(planned(&[("a", Action::Create), ("b", Action::NoOp)])), ProbeOutcome::Silent);
    let creates = of_outputs(Outputs { are_planned: true, before: Some(Vec::new()), ..outputs(&[("n", "?")]) });
    assert_eq!(with(creates), ProbeOutcome::Holds, "every output is new");
}

#[test]
fn a_page_leaves_it_open() {
    let page = of_outputs(Outputs { goes_on: true, ..outputs(&[("n", "3")]) });
    let offered = Offered { facts: page, before: Some(of(&[("n", "3")])), ..Offered::default() };
    assert_eq!(offered.says(ask).0, ProbeOutcome::Inconclusive);
}
