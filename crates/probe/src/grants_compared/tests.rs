//! Which files compare grants.

use crate::grants::fixture::{ask, content, empty_list, grant, moment, page, preview, wide, with};
use plumbline_domain::{Format, Presence, Probe, ProbeOutcome};

const PROBE: Probe = Probe::GrantsCompared;

#[test]
fn a_preview_compares_by_itself_when_it_ran_to_its_end() {
    let answer = ask(PROBE, &preview(vec![with(Presence::Added, wide("ops", ""))], None), None, None);
    assert_eq!(answer.outcome, ProbeOutcome::Holds);
    assert_eq!(answer.because, "the file shows both moments: 1 grant added, 0 removed, 0 unchanged");
    assert_eq!(answer.places[0].line, 7);
    let nothing = ask(PROBE, &preview(vec![], None), None, None);
    assert_eq!(
        (nothing.outcome, nothing.because.as_str()),
        (ProbeOutcome::Holds, "the comparison ran to its end, and no grant is added")
    );
    let stopped = ask(PROBE, &preview(vec![], Some("the plan ended with an error")), None, None);
    assert_eq!(stopped.outcome, ProbeOutcome::Inconclusive);
    assert_eq!(stopped.because, "not every grant is known: the plan ended with an error");
}

#[test]
fn one_moment_needs_the_one_before() {
    let after = moment(vec![grant("ops", "Reader"), grant("dev", "Reader")]);
    assert_eq!(ask(PROBE, &after, None, None).outcome, ProbeOutcome::Silent);
    let compared = ask(PROBE, &after, Some(&moment(vec![grant("OPS", "reader")])), None);
    assert_eq!(compared.outcome, ProbeOutcome::Holds);
    assert_eq!(compared.because, "1 grant before and 2 after: 1 is added, as far as the listings were not filtered");
    assert_eq!(ask(PROBE, &after, Some(&empty_list()), None).outcome, ProbeOutcome::Holds, "an empty list is known");
    assert_eq!(
        ask(PROBE, &after, Some(&content(None)), None).outcome,
        ProbeOutcome::Silent,
        "a file without grants compares nothing"
    );
    assert_eq!(ask(PROBE, &moment(vec![]), Some(&after), None).outcome, ProbeOutcome::Silent, "an empty list says nothing");
}

#[test]
fn a_list_that_goes_on_leaves_it_open_on_either_side() {
    let whole = moment(vec![grant("ops", "Reader")]);
    let part = page(vec![grant("ops", "Reader")]);
    assert_eq!(ask(PROBE, &part, Some(&whole), None).outcome, ProbeOutcome::Inconclusive);
    assert_eq!(ask(PROBE, &whole, Some(&part), None).outcome, ProbeOutcome::Inconclusive);
}

#[test]
fn grants_of_another_platform_are_no_state_before() {
    let mut before = moment(vec![grant("ops", "Reader")]);
    before.format = Format::GcpIamPolicy;
    assert_eq!(ask(PROBE, &moment(vec![grant("ops", "Reader")]), Some(&before), None).outcome, ProbeOutcome::Silent);
}
