//! Tests of `applied-as-planned`.

use super::*;
use crate::deployed_testing::{Offered, applied, log, of_log, planned, preview};
use plumbline_domain::{Action, Action::*, Facts, Naming, OperationResult, Operations, ProbeOutcome, ResourceChanges};

fn says(plan: Facts, facts: Facts) -> (ProbeOutcome, String) {
    Offered { facts, plan: Some(plan), ..Offered::default() }.says(ask)
}

#[test]
fn what_was_planned_and_applied_holds() {
    let plan = planned(&[("a", Create), ("b", Replace), ("c", NoOp), ("data.d", Read)]);
    let (outcome, because) = says(plan, applied(&[("a", Create), ("b", Delete), ("b", Create), ("data.d", Read)]));
    assert_eq!((outcome, because.as_str()), (ProbeOutcome::Holds, "2 resources were applied as planned"));
    let (outcome, because) = says(planned(&[("a", NoOp)]), applied(&[]));
    assert_eq!((outcome, because.as_str()), (ProbeOutcome::Holds, "nothing was to be done, and nothing was"));
}

#[test]
fn what_nobody_planned_fails_and_is_named() {
    let (outcome, because) = says(planned(&[("a", Create)]), applied(&[("a", Create), ("b", Create)]));
    assert_eq!((outcome, because.as_str()), (ProbeOutcome::Fails, "applied and not planned: b"));
    let (outcome, because) = says(planned(&[("a", Update)]), applied(&[("a", Delete), ("a", Create)]));
    assert_eq!((outcome, because.as_str()), (ProbeOutcome::Fails, "a was planned as update and applied as replace"));
    assert_eq!(says(planned(&[("a", NoOp)]), applied(&[("a", Update)])).0, ProbeOutcome::Fails);
}

#[test]
fn what_was_planned_and_not_done_is_left_open() {
    let (outcome, because) = says(planned(&[("a", Create), ("b", Delete)]), applied(&[("a", Create)]));
    assert_eq!((outcome, because.as_str()), (ProbeOutcome::Inconclusive, "planned and not applied: b"));
    let half = applied(&[("a", Delete)]);
    assert_eq!(says(planned(&[("a", Replace)]), half).0, ProbeOutcome::Inconclusive, "half a replacement");
    let failed = of_log(log(&[("a", Create, OperationResult::Failed)]));
    assert_eq!(says(planned(&[("a", Create)]), failed).0, ProbeOutcome::Inconclusive);
    assert_eq!(says(planned(&[("a", Unknown)]), applied(&[("a", Create)])).0, ProbeOutcome::Inconclusive);
}

fn of_azure(changes: &[(&str, Action)], has_unseen: bool) -> Facts {
    let changes = ResourceChanges { naming: Naming::ArmId, has_unseen, ..preview(changes) };
    Facts { changes: Some(Box::new(changes)), ..Facts::default() }
}

fn put(ids: &[&str]) -> Facts {
    let all: Vec<_> = ids.iter().map(|id| (*id, Upsert, OperationResult::Succeeded)).collect();
    of_log(Operations { naming: Naming::ArmId, ..log(&all) })
}

#[test]
fn an_upsert_meets_create_update_and_no_change_whatever_the_case_of_the_id() {
    let plan = of_azure(&[("/s/A", Create), ("/s/b", Update), ("/s/c", NoOp), ("/s/d", Ignore)], false);
    assert_eq!(says(plan.clone(), put(&["/S/a", "/s/B/", "/s/c"])).0, ProbeOutcome::Holds);
    assert_eq!(says(plan, put(&["/s/a", "/s/b", "/s/d"])).0, ProbeOutcome::Fails, "what was ignored is no part of the plan");
}

#[test]
fn a_nested_deployment_is_no_resource() {
    let nested = "/s/r/providers/Microsoft.Resources/deployments/nested";
    assert_eq!(says(of_azure(&[("/s/a", Create)], false), put(&["/s/a", nested])).0, ProbeOutcome::Holds);
}

#[test]
fn what_may_have_been_out_of_sight_is_left_open() {
    assert_eq!(says(of_azure(&[("/s/a", Create)], true), put(&["/s/a", "/s/b"])).0, ProbeOutcome::Inconclusive);
}

#[test]
fn cloudformation_reports_a_replacement_as_an_update() {
    let of = |action| ResourceChanges { naming: Naming::LogicalId, ..preview(&[("a", action)]) };
    let plan = |action| Facts { changes: Some(Box::new(of(action))), ..Facts::default() };
    let log = |action| of_log(Operations { naming: Naming::LogicalId, ..log(&[("a", action, OperationResult::Succeeded)]) });
    assert_eq!(says(plan(Replace), log(Update)).0, ProbeOutcome::Holds);
    assert_eq!(says(plan(MayReplace), log(Replace)).0, ProbeOutcome::Holds);
    assert_eq!(says(plan(Update), log(Replace)).0, ProbeOutcome::Fails);
}

#[test]
fn without_a_preview_of_the_same_kind_it_is_silent() {
    let silent = Offered { facts: applied(&[("a", Create)]), ..Offered::default() };
    assert_eq!(silent.says(ask).0, ProbeOutcome::Silent);
    assert_eq!(says(planned(&[("a", Create)]), put(&["/s/a"])).0, ProbeOutcome::Silent);
    assert_eq!(says(planned(&[("a", Create)]), Facts::default()).0, ProbeOutcome::Silent);
}
