//! Grants beside those of the plan.

use crate::grants::fixture::{ask, empty_list, grant, moment, page, preview, with};
use plumbline_domain::{Content, Format, Presence, Probe, ProbeOutcome, RoleGrant};

const PROBE: Probe = Probe::GrantsAsPlanned;

fn plan() -> Content {
    preview(vec![with(Presence::Added, grant("ci", "Deployer")), with(Presence::Removed, grant("old", "Deployer"))], None)
}

#[test]
fn what_was_added_is_what_was_planned() {
    let outcome = |after: Content, before: Content| ask(PROBE, &after, Some(&before), Some(&plan()));
    let before = || moment(vec![grant("old", "Deployer")]);
    let same = outcome(moment(vec![grant("ci", "Deployer")]), before());
    assert_eq!(same.outcome, ProbeOutcome::Holds);
    assert_eq!(same.because, "the grant that the plan adds is there, and no other was added");
    let more = outcome(moment(vec![grant("ci", "Deployer"), grant("eve", "Deployer")]), before());
    assert_eq!((more.outcome, more.because.as_str()), (ProbeOutcome::Fails, "`eve Deployer /s` is added and not in the plan"));
    let left = outcome(moment(vec![grant("ci", "Deployer"), grant("old", "Deployer")]), before());
    assert_eq!(
        (left.outcome, left.because.as_str()),
        (ProbeOutcome::Fails, "the plan removes `old Deployer /s`, which is still there")
    );
    let less = outcome(moment(vec![grant("b", "Reader")]), moment(vec![grant("b", "Reader")]));
    assert_eq!(
        (less.outcome, less.because.as_str()),
        (ProbeOutcome::Inconclusive, "the plan adds `ci Deployer /s`, which is not in the file")
    );
    assert_eq!(outcome(page(vec![grant("ci", "Deployer")]), empty_list()).outcome, ProbeOutcome::Inconclusive);
}

#[test]
fn a_listing_of_one_moment_does_not_say_what_is_new_but_a_state_does() {
    let mut file = moment(vec![grant("ci", "Deployer"), grant("eve", "Deployer")]);
    assert_eq!(ask(PROBE, &file, None, Some(&plan())).outcome, ProbeOutcome::Inconclusive);
    file.format = Format::TerraformState;
    assert_eq!(ask(PROBE, &file, None, Some(&plan())).outcome, ProbeOutcome::Fails);
}

#[test]
fn an_identity_that_the_change_creates_is_known_by_its_role_and_scope() {
    let plan = preview(vec![with(Presence::Added, grant("${azurerm_linux_web_app.api}", "Reader"))], None);
    let outcome = |role| ask(PROBE, &moment(vec![grant("0f00", role)]), Some(&empty_list()), Some(&plan)).outcome;
    assert_eq!(outcome("Reader"), ProbeOutcome::Holds);
    assert_eq!(outcome("Owner"), ProbeOutcome::Fails);
    let in_new_group = RoleGrant { scope: "${azurerm_resource_group.r}".into(), ..grant("ci", "Reader") };
    let plan = preview(vec![with(Presence::Added, in_new_group)], None);
    let outcome = |name| ask(PROBE, &moment(vec![grant(name, "Reader")]), Some(&empty_list()), Some(&plan)).outcome;
    assert_eq!((outcome("ci"), outcome("eve")), (ProbeOutcome::Holds, ProbeOutcome::Fails));
}

#[test]
fn without_a_plan_it_is_silent() {
    let file = moment(vec![grant("ci", "Deployer")]);
    assert_eq!(ask(PROBE, &file, None, None).outcome, ProbeOutcome::Silent);
    assert_eq!(ask(PROBE, &file, None, Some(&file)).outcome, ProbeOutcome::Silent, "a listing is no plan");
    assert_eq!(ask(PROBE, &moment(vec![]), Some(&file), Some(&plan())).outcome, ProbeOutcome::Silent);
}
