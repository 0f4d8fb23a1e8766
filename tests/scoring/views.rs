//! The matrix, the funnel, reviews, workflow, detection and the attack surface (scoring rules, section 7).

use crate::world::{World, all, assert_close, hex, item_with, report, verification};
use plumbline_assess::figures;
use plumbline_domain::{Family, Gate};
use serde_json::{Value, json};

fn change(n: u8) -> Value {
    json!({"id": format!("a#{n}"), "touches": ["network"], "environment": "test", "team": "t", "author": "u-1", "mergedAt": format!("2026-11-0{n}T00:00:00Z")})
}

#[test]
fn a_cell_counts_the_best_item_for_its_family() {
    let run = json!([{"by": "ci", "inputs": hex('1'), "output": hex('b')}]);
    let network = json!({"id": "n", "type": "network-intent", "artifact": {"sha256": hex('b')}, "runs": run});
    let named_elsewhere = json!({"id": "n", "type": "network-intent", "controls": [], "artifact": {"sha256": hex('c')}});
    let a = World::of(&[
        report("validation", change(1), json!({"evidence": [network]})),
        report("validation", change(2), json!({"evidence": [named_elsewhere]})),
        report("validation", change(3), json!({})),
        verification("a#1", "validation", "n", "u-2", &hex('1'), &hex('b')),
    ])
    .assess();
    let cell =
        |t: &str, f: Family| figures::matrix::cells(&a, &all(&a)).into_iter().find(|c| c.type_id == t && c.family == f).unwrap();
    let c = cell("network-intent", Family::Network);
    // three owe it; the second's item names no family; only the first was repeated by somebody else
    assert_eq!((c.required, c.present, c.verified), (3, 1, 1));
    assert_eq!((c.reproduced, c.diverged, c.not_tried, c.not_reproducible), (1, 0, 0, 0));
    let entries = figures::matrix::entries(&a, &all(&a), c.artifact_type, Family::Network);
    assert_eq!(entries.iter().map(|e| e.best.is_some()).collect::<Vec<_>>(), [true, false, false]);
    // nobody touches data protection: the cell is there, and empty
    assert_eq!(cell("key-reference-check", Family::DataProtection).required, 0);
}

#[test]
fn an_item_offered_unasked_is_present_but_not_required() {
    let item = item_with("template-diagnostics", "evidence/b.txt", "ok");
    let a = World::of(&[report("validation", change(1), json!({"evidence": [item]}))]).with_file("evidence/b.txt", "ok").assess();
    let cells = figures::matrix::cells(&a, &all(&a));
    let c = cells.iter().find(|c| c.type_id == "template-diagnostics" && c.family == Family::DeploymentSafety).unwrap();
    assert_eq!((c.required, c.present, c.verified, c.not_tried), (0, 1, 1, 1));
}

#[test]
fn the_funnel_loses_and_leaks() {
    let intent =
        |n: u8| report("intent", change(n), json!({"evidence": [item_with("threat-intent", "evidence/t.md", "threats")]}));
    let high = json!([{"ruleId": "HOUSE_1", "severity": "high", "resource": "r"}]);
    let a = World::of(&[
        intent(1),
        intent(2),
        report("validation", change(2), json!({"outcome": "bypassed", "findings": high})),
        report("intent", change(3), json!({})),
        report("validation", change(4), json!({"mode": "evaluate"})),
    ])
    .with_file("evidence/t.md", "threats")
    .assess();
    let steps: Vec<_> =
        figures::funnel::steps(&a, &all(&a), false).iter().map(|s| (s.reached, s.lost, s.bypassed, s.leaked)).collect();
    // three that a gate can stop, all merged. Intent: two of three. Validation: none has its evidence; the second bypassed it.
    // Risk: no report (1 and 3), an open high finding (2). Approval: nobody reviewed. Not deployed: nothing leaked there.
    assert_eq!(steps, [(3, 0, 0, 0), (2, 1, 0, 1), (0, 2, 1, 3), (0, 0, 1, 3), (0, 0, 1, 3), (0, 0, 0, 0), (0, 0, 0, 0)]);
    assert_eq!(figures::funnel::steps(&a, &all(&a), true)[0].reached, 1);
}

#[test]
fn one_reviewer_under_two_spellings_is_not_two() {
    let review = |by: &str| json!({"by": by, "intent": "upheld", "controls": "upheld", "outcome": "not-assessed"});
    let n = |second: &str| {
        let a = World::of(&[
            report("intent", change(1), json!({"review": review("u-2")})),
            report("validation", change(1), json!({"review": review(second)})),
        ])
        .assess();
        figures::review::by_team(&a, &all(&a))[0].reviewers_n
    };
    assert_eq!((n("u-3"), n("U-2"), n("u-2\u{200b}"), n(" u-2")), (2, 0, 0, 0));
}

#[test]
fn reviews_are_held_against_the_evidence_and_each_other() {
    let review = |by: &str, blind: bool, intent: &str, controls: &str| json!({"by": by, "blind": blind, "intent": intent, "controls": controls, "outcome": "not-assessed"});
    let threats = item_with("threat-intent", "evidence/t.md", "threats");
    let a = World::of(&[
        report("intent", change(1), json!({"evidence": [threats], "review": review("u-2", true, "upheld", "upheld")})),
        report("validation", change(1), json!({"review": review("u-3", false, "upheld", "not-upheld")})),
        // the author's own review is none
        report("intent", change(2), json!({"review": review("u-1", true, "upheld", "upheld")})),
    ])
    .with_file("evidence/t.md", "threats")
    .assess();
    let r = &figures::review::by_team(&a, &all(&a))[0];
    assert_eq!((r.changes, r.independent, r.blind), (2, 1, 1));
    assert_close(r.independent_share, 0.5);
    // intent is verified, controls are not: u-2 agrees once of two, u-3 twice of two
    assert_eq!(r.evidence_n, 4);
    assert_close(r.evidence_agreement, 0.75);
    // upheld 3 of 4, verified 2 of 4: expected 0.75·0.5 + 0.25·0.5 = 0.5; kappa (0.75 − 0.5)/0.5 = 0.5
    assert_close(r.evidence_kappa, 0.5);
    // the two agree on intent and not on controls: observed 0.5; u-2 upholds always, u-3 half: expected 0.5; kappa 0
    assert_eq!(r.reviewers_n, 2);
    assert_close(r.reviewers_agreement, 0.5);
    assert_close(r.reviewers_kappa, 0.0);
    assert!(a.assessed(0).unwrap().review.is_approved && !a.assessed(1).unwrap().review.is_approved);
}

#[test]
fn practices_are_shares_of_their_own_cases() {
    let deployed = |n: u8, release: &str| {
        let mut c = change(n);
        c["release"] = json!(release);
        c["deployedAt"] = json!("2026-11-20T00:00:00Z");
        c
    };
    let test = item_with("alert-test", "evidence/a.txt", "it rang");
    let a = World::of(&[
        report("observation", deployed(1, "r1"), json!({"evidence": [test]})),
        report("intent", deployed(2, "r1"), json!({})),
        report("intent", deployed(3, "r2"), json!({})),
        report("validation", change(4), json!({"findings": [{"severity": "critical", "resource": "r", "ruleId": "X"}]})),
    ])
    .with_file("evidence/a.txt", "it rang")
    .assess();
    let w = figures::workflow::adherence(&a, &all(&a));
    assert_eq!((w.threat_intent_verified.n, w.threat_intent_verified.value), (4, Some(0.0)));
    // all four are merged; the last has a critical finding
    assert_close(w.no_open_critical_or_high.value, 0.75);
    // an alert test was offered unasked in r1; r2 has none
    assert_eq!(w.alert_path_tested_per_release.n, 2);
    assert_close(w.alert_path_tested_per_release.value, 0.5);
    assert_eq!(w.recurring_patterns_prevented.value, None);
}

#[test]
fn lanes_sort_requirements_by_what_became_of_them() {
    let old = json!({"id": "n", "type": "network-intent", "artifact": {"sha256": hex('c')}});
    let good = item_with("network-intent", "evidence/n.txt", "deny all");
    let a = World::of(&[
        report("validation", change(1), json!({"evidence": [good]})),
        report("validation", change(2), json!({"evidence": [old]})),
        report("intent", change(3), json!({})),
    ])
    .with_file("evidence/n.txt", "deny all")
    .assess();
    let lanes = figures::detection::lanes(&a, &a.periods(&all(&a)));
    let lane = lanes.iter().find(|l| l.lane == "network-boundaries").unwrap();
    assert_eq!((lane.total.validated, lane.total.contradicted, lane.total.missing, lane.total.unverified), (1, 0, 1, 1));
    // recorded on 1 November at 12:00, assessed on the 22nd at 12:00
    assert_close(lane.days_since_verified, 21.0);
}

#[test]
fn threats_hold_what_the_gate_asks_for_and_what_is_open() {
    let findings =
        json!([{"severity": "low", "resource": "r", "ruleId": "X"}, {"severity": "info", "resource": "s", "ruleId": "X"}]);
    let a = World::of(&[report("validation", change(1), json!({"findings": findings}))]).assess();
    let rows: Vec<_> = figures::threat::rows(&a, &all(&a)).iter().map(|t| (t.gate, t.required, t.verified, t.open)).collect();
    // validation: lint, policy, preview, and network intent for the touched family
    assert_eq!(
        rows,
        [(Gate::Intent, 1, 0, 0), (Gate::Validation, 4, 0, 2), (Gate::Execution, 0, 0, 0), (Gate::Observation, 0, 0, 0)]
    );
}
