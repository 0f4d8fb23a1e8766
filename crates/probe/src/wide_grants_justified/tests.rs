//! Wide grants, with and without a justification.

use crate::grants::fixture::{ask, ask_justified, content, empty_list, grant, moment, page, preview, wide, with};
use crate::unjustified_wide_grants;
use plumbline_domain::{Presence, Probe, ProbeOutcome, RoleGrant, RoleGrants, Width};
use std::collections::BTreeMap;

const PROBE: Probe = Probe::WideGrantsJustified;
const WHY: &str = "break-glass access, CHG-1";

#[test]
fn an_added_wide_grant_needs_a_justification() {
    let bare = ask(PROBE, &preview(vec![with(Presence::Added, wide("ops", "n/a"))], None), None, None);
    assert_eq!(bare.outcome, ProbeOutcome::Fails);
    assert_eq!(bare.because, "`ops Owner /s` is added and has no justification");
    assert_eq!((bare.places.len(), bare.places[0].line), (1, 7));
    let justified = ask(PROBE, &preview(vec![with(Presence::Added, wide("ops", WHY))], None), None, None);
    assert_eq!((justified.outcome, justified.because.as_str()), (ProbeOutcome::Holds, "`ops Owner /s` has a justification"));
    let narrow = vec![
        with(Presence::Added, grant("ops", "Reader")),
        with(Presence::Kept, wide("a", "")),
        with(Presence::Removed, wide("b", "")),
    ];
    let narrow = ask(PROBE, &preview(narrow, None), None, None);
    assert_eq!((narrow.outcome, narrow.because.as_str()), (ProbeOutcome::Holds, "no grant that is added is wide"));
}

#[test]
fn the_item_justifies_what_the_file_does_not() {
    let file = preview(vec![with(Presence::Added, wide("ops", ""))], None);
    let outcome = |grant: &str, why: &str| ask_justified(PROBE, &file, None, None, &[(grant, why)]).outcome;
    assert_eq!(outcome("ops Owner /s", WHY), ProbeOutcome::Holds);
    assert_eq!(outcome("ops Owner /s", "n/a"), ProbeOutcome::Fails);
    assert_eq!(outcome("dev Owner /s", WHY), ProbeOutcome::Fails);
}

#[test]
fn the_state_before_says_what_is_new() {
    let after = moment(vec![wide("ops", ""), wide("dev", "")]);
    let outcome = |before| ask(PROBE, &after, Some(&before), None);
    assert_eq!(outcome(moment(vec![wide("ops", ""), wide("dev", "")])).outcome, ProbeOutcome::Holds);
    assert_eq!(outcome(moment(vec![wide("ops", "")])).because, "`dev Owner /s` is added and has no justification");
    let two = outcome(empty_list());
    assert_eq!(two.because, "`ops Owner /s` and `dev Owner /s` are added and have no justification");
    let part = outcome(page(vec![wide("ops", "")]));
    assert_eq!(part.outcome, ProbeOutcome::Inconclusive, "dev may stand on the next page");
    let narrow_before = moment(vec![wide("ops", ""), RoleGrant { width: Width::Narrow, ..wide("dev", "") }]);
    assert_eq!(outcome(narrow_before).outcome, ProbeOutcome::Fails, "the same policy allows everything now");
}

#[test]
fn one_moment_leaves_a_bare_wide_grant_open() {
    let outcome = |grants| ask(PROBE, &moment(grants), None, None);
    let bare = outcome(vec![wide("ops", "")]);
    assert_eq!(bare.outcome, ProbeOutcome::Inconclusive);
    assert_eq!(
        bare.because,
        "`ops Owner /s` is wide and has no justification; a listing of one moment does not say whether it is new"
    );
    assert_eq!(outcome(vec![wide("ops", WHY), grant("dev", "Reader")]).outcome, ProbeOutcome::Holds);
    assert_eq!(outcome(vec![]).outcome, ProbeOutcome::Silent);
}

#[test]
fn what_stands_on_a_page_still_fails_and_the_rest_is_open() {
    let before = moment(vec![grant("ops", "Reader")]);
    let outcome = |grants| ask(PROBE, &page(grants), Some(&before), None).outcome;
    assert_eq!(outcome(vec![wide("ops", "")]), ProbeOutcome::Fails);
    assert_eq!(outcome(vec![grant("ops", "Reader")]), ProbeOutcome::Inconclusive);
}

#[test]
fn a_policy_whose_text_is_elsewhere_is_open_unless_it_is_read_with_it() {
    let unread = RoleGrant { width: Width::Open, ..grant("ci", "inline") };
    let file = preview(vec![with(Presence::Added, unread)], None);
    let answer = ask(PROBE, &file, None, None);
    assert_eq!(
        (answer.outcome, answer.because.as_str()),
        (ProbeOutcome::Inconclusive, "`ci inline /s`: what it allows is not in the file")
    );
    let definition = |width| {
        let facts = RoleGrants { definitions: vec![("inline".into(), width, "".into())], ..RoleGrants::of_one_moment(vec![]) };
        content(Some(facts))
    };
    let unjustified = |width| unjustified_wide_grants(&file, None, &[&definition(width)], &BTreeMap::new()).len();
    assert_eq!((unjustified(Width::Wide), unjustified(Width::Narrow)), (1, 0));
}

#[test]
fn the_pattern_of_inflated_privileges_needs_both_moments() {
    let none = BTreeMap::new();
    let after = moment(vec![wide("ops", "")]);
    assert!(unjustified_wide_grants(&after, None, &[], &none).is_empty(), "it may be old");
    assert!(unjustified_wide_grants(&after, Some(&page(vec![])), &[], &none).is_empty(), "it may stand on the next page");
    assert_eq!(unjustified_wide_grants(&after, Some(&empty_list()), &[], &none).len(), 1);
}
