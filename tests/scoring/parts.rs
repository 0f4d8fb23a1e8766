//! Gates with several parts (docs/scoring.md, "Parts"), each number worked out by hand.

use crate::world::{World, all, assert_close, hex, item_with, only, report, verification};
use plumbline_assess::{Assessment, OccurrenceSource, Selection, figures};
use plumbline_domain::{Gate, Mode, Outcome, Risk};
use serde_json::{Value, json};

/// A change of a team that touches no family, so that validation owes lint and policy diagnostics and a change preview.
fn change() -> Value {
    json!({"id": "a#1", "team": "t", "touches": [], "environment": "test", "author": "u-1", "mergedAt": "2026-11-02T12:00:00Z"})
}

/// A validation report of a part.
fn part(name: &str, rest: Value) -> Value {
    let mut report = report("validation", change(), json!({"part": name}));
    report.as_object_mut().unwrap().extend(rest.as_object().unwrap().clone());
    report
}

/// An item of which the bytes are at hand and as recorded.
fn checked(artifact_type: &str) -> Value {
    item_with(artifact_type, "evidence/ok.txt", "fine")
}

/// An item with another recorded digest than that of its bytes.
fn contradicted(artifact_type: &str) -> Value {
    json!({"id": artifact_type, "type": artifact_type, "artifact": {"path": "evidence/ok.txt", "sha256": hex('f')}})
}

fn assess(reports: &[Value]) -> Assessment {
    World::of(reports).with_file("evidence/ok.txt", "fine").assess()
}

fn lint(reports: &[Value]) -> (String, Option<String>, bool) {
    only(&assess(reports), Gate::Validation, "lint-diagnostics")
}

fn with_lint(name: &str, item: Value) -> Value {
    part(name, json!({"evidence": [item]}))
}

#[test]
fn a_requirement_is_verified_when_it_is_verified_in_each_part() {
    let good = checked("lint-diagnostics");
    let verified = ("checked".to_owned(), None, true);
    assert_eq!(lint(&[with_lint("app", good.clone()), with_lint("data", good.clone())]), verified);
    // a part that was skipped and offers nothing owes it as well
    let skipped = part("data", json!({"outcome": "skipped"}));
    assert_eq!(lint(&[with_lint("app", good.clone()), skipped]), ("missing".to_owned(), None, false));
    // a report without a part is a part of its own
    let unnamed = report("validation", change(), json!({"evidence": []}));
    assert_eq!(lint(&[with_lint("app", good), unnamed]), ("missing".to_owned(), None, false));
}

#[test]
fn the_worst_part_counts_contradicted_then_missing_then_another_condition_then_the_lower_grade() {
    let (good, bad) = (checked("lint-diagnostics"), contradicted("lint-diagnostics"));
    let mut stale = good.clone();
    stale["expiresAt"] = json!("2026-11-05T00:00:00Z");
    let claimed = json!({"id": "c", "type": "lint-diagnostics", "statement": "it is clean"});
    let missing = part("z", json!({}));
    let of = |grade: &str, condition: Option<&str>| (grade.to_owned(), condition.map(str::to_owned), false);
    let named = |item: &Value| with_lint("b", item.clone());
    assert_eq!(lint(&[named(&bad), missing.clone()]), of("attached", Some("contradicted")));
    assert_eq!(lint(&[named(&stale), missing]), of("missing", None));
    assert_eq!(lint(&[named(&stale), with_lint("c", claimed.clone())]), of("checked", Some("stale")));
    assert_eq!(lint(&[named(&good), with_lint("c", claimed)]), of("claimed", None));
}

#[test]
fn in_a_part_its_best_item_counts_before_the_parts_are_compared() {
    // the claim beside the good item of one part is outdone there, and the other part's good item is no better
    let claimed = json!({"id": "c", "type": "lint-diagnostics", "statement": "it is clean"});
    let both = part("app", json!({"evidence": [claimed, checked("lint-diagnostics")]}));
    assert!(lint(&[both, with_lint("data", checked("lint-diagnostics"))]).2);
}

#[test]
fn the_gate_says_what_its_worst_part_says() {
    let outcome = |outcomes: &[&str]| {
        let parts = outcomes.iter().enumerate().map(|(i, o)| part(&i.to_string(), json!({"outcome": o})));
        assess(&parts.collect::<Vec<_>>()).assessed(0).unwrap().gate(Gate::Validation).outcome
    };
    assert_eq!(outcome(&["passed", "bypassed", "failed", "skipped"]), Some(Outcome::Failed));
    assert_eq!(outcome(&["skipped", "bypassed", "passed"]), Some(Outcome::Bypassed));
    assert_eq!(outcome(&["skipped", "skipped"]), Some(Outcome::Skipped));
    assert_eq!(outcome(&["skipped", "passed"]), Some(Outcome::Passed));
    let mode = |modes: &[&str]| {
        let parts = modes.iter().enumerate().map(|(i, m)| part(&i.to_string(), json!({"mode": m})));
        assess(&parts.collect::<Vec<_>>()).assessed(0).unwrap().gate(Gate::Validation).mode
    };
    assert_eq!((mode(&["evaluate", "enforce"]), mode(&["evaluate", "evaluate"])), (Some(Mode::Enforce), Some(Mode::Evaluate)));
}

#[test]
fn a_later_clean_part_erases_no_finding_of_an_earlier_one() {
    let finding = json!({"ruleId": "R1", "severity": "critical", "resource": "r", "pattern": "unsafe-defaults"});
    let first = part("network", json!({"findings": [finding]}));
    let later = part("app", json!({"recordedAt": "2026-11-03T12:00:00Z"}));
    let a = assess(&[first, later]);
    assert_eq!(a.assessed(0).unwrap().gate(Gate::Validation).n_blocking, 1);
    assert_eq!(a.occurrences_of(0).len(), 1);
}

#[test]
fn findings_join_within_a_part_alone_and_a_pattern_counts_once() {
    // the same finding in two parts: false in one, open in the other
    let finding = |status: &str| json!({"ruleId": "R1", "severity": "high", "status": status, "fingerprint": "f", "pattern": "unsafe-defaults"});
    let closed = part("a", json!({"findings": [finding("false-positive")]}));
    let open = part("b", json!({"recordedAt": "2026-11-01T13:00:00Z", "findings": [finding("open")]}));
    let a = assess(&[closed, open.clone()]);
    let at = a.assessed(0).unwrap().gate(Gate::Validation);
    assert_eq!((a.findings(0, Gate::Validation).len(), at.n_open(), at.n_blocking), (2, 1, 1));
    // open in both: two open findings, one occurrence
    let mut other = open.clone();
    other["part"] = json!("c");
    let a = assess(&[open, other]);
    assert_eq!((a.assessed(0).unwrap().gate(Gate::Validation).n_open(), a.occurrences_of(0).len()), (2, 1));
    assert!(matches!(a.occurrences_of(0)[0].source, OccurrenceSource::Finding { .. }));
    assert_eq!(
        (a.occurrences_of(0)[0].part, a.occurrences_of(0)[0].at.to_rfc3339()),
        (Some(0), "2026-11-01T13:00:00Z".to_owned())
    );
}

#[test]
fn nothing_escapes_a_gate_of_which_one_part_failed() {
    let finding = json!({"ruleId": "R1", "severity": "low", "pattern": "unsafe-defaults"});
    let passed = part("app", json!({"findings": [finding]}));
    assert_eq!(assess(std::slice::from_ref(&passed)).occurrences_of(0)[0].escaped, Some(Gate::Validation));
    let a = assess(&[passed, part("data", json!({"outcome": "failed"}))]);
    assert_eq!(a.occurrences_of(0)[0].escaped, None);
}

#[test]
fn an_open_finding_refutes_the_part_that_passed_and_not_the_one_that_failed() {
    let sarif = r#"{"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "zz", "rules": []}}, "results": [
        {"ruleId": "R1", "level": "error", "message": {"text": "open"}, "locations": []}]}]}"#;
    let grades = |outcome: &str| {
        let scan = item_with("policy-diagnostics", "evidence/s.sarif", sarif);
        let reports = [part("app", json!({"evidence": [scan], "outcome": outcome})), part("data", json!({"outcome": "failed"}))];
        let a = World::of(&reports).with_file("evidence/s.sarif", sarif).assess();
        let item = a.assessed(0).unwrap().gate(Gate::Validation).items[0];
        (item.part, item.condition().map(|c| c.id()), item.is_read)
    };
    // parts stand in the order of their names; the findings count either way
    assert_eq!(grades("passed"), (0, Some("contradicted"), true));
    assert_eq!(grades("failed"), (0, None, true));
}

#[test]
fn a_change_states_the_mean_of_what_its_parts_state_and_pools_what_they_state_of_a_risk() {
    let says = |confidence: f64, role: &str| json!({"confidence": confidence, "role": role});
    let of_risk = |confidence: f64, role: &str| json!({"confidence": confidence, "role": role, "risk": "misconfiguration-drift"});
    let reports = [
        part("a", json!({"perceived": [says(0.25, "author"), says(1.0, "lead"), of_risk(0.5, "author")]})),
        part("b", json!({"perceived": [says(0.75, "lead"), says(1.0, "lead"), of_risk(0.125, "lead")]})),
        part("c", json!({})),
    ];
    let a = assess(&reports);
    // a: its author's 0.25; b: (0.75 + 1)/2 = 0.875; c states none: (0.25 + 0.875)/2 = 0.5625
    assert_close(a.assessed(0).unwrap().gate(Gate::Validation).stated, 0.5625);
    // one author states the risk, in whichever part: 0.5
    assert_close(a.stated_of_risk(0, Risk::MisconfigurationDrift, [false, true, false, false]), 0.5);
}

#[test]
fn what_is_offered_unasked_is_judged_over_the_parts_that_offer_it() {
    let cell = |reports: &[Value]| {
        let a = assess(reports);
        let cells = figures::matrix::cells(&a, &all(&a));
        let cell = cells.into_iter().find(|c| c.type_id == "template-diagnostics" && c.present > 0);
        cell.map(|c| (c.required, c.present, c.verified))
    };
    let offers = |name: &str, item: Value| part(name, json!({"evidence": [item]}));
    let good = checked("template-diagnostics");
    assert_eq!(cell(&[offers("a", good.clone()), part("b", json!({}))]), Some((0, 1, 1)));
    assert_eq!(cell(&[offers("a", good), offers("b", contradicted("template-diagnostics"))]), Some((0, 1, 0)));
}

#[test]
fn a_part_whose_item_does_not_name_the_family_has_none_for_its_cell() {
    let mut narrow = checked("policy-diagnostics");
    narrow["controls"] = json!(["deployment-safety"]);
    let mut wide = narrow.clone();
    wide["controls"] = json!(["deployment-safety", "network"]);
    let mut of_network = change();
    of_network["touches"] = json!(["network"]);
    let of_part = |name: &str, item: &Value| {
        let mut report = part(name, json!({"evidence": [item]}));
        report["change"] = of_network.clone();
        report
    };
    let a = assess(&[of_part("a", &narrow), of_part("b", &wide)]);
    let present = |family: &str| {
        let cells = figures::matrix::cells(&a, &all(&a));
        cells.into_iter().find(|c| c.type_id == "policy-diagnostics" && c.family.id() == family).unwrap().present
    };
    assert_eq!((present("deployment-safety"), present("network")), (1, 0));
}

#[test]
fn a_verification_without_a_part_repeats_the_item_of_every_part() {
    // both parts record one output on the same inputs; somebody else repeats it
    let item = json!({"id": "lint", "type": "lint-diagnostics", "artifact": {"sha256": hex('b')},
        "runs": [{"by": "ci", "inputs": hex('1'), "output": hex('b')}]});
    let parts = [with_lint("a", item.clone()), with_lint("b", item)];
    let repeat = verification("a#1", "validation", "lint", "u-2", &hex('1'), &hex('b'));
    let with = |record: Value| lint(&[parts[0].clone(), parts[1].clone(), record]).0;
    assert_eq!(with(repeat.clone()), "reproduced");
    let mut of_one = repeat.clone();
    of_one["part"] = json!("b");
    assert_eq!(with(of_one), "attached", "the other part was not repeated");
    let mut of_none = repeat;
    of_none["part"] = json!("B");
    assert_eq!(with(of_none), "attached", "names are compared byte for byte");
}

#[test]
fn one_critical_environment_of_a_part_makes_the_change_critical() {
    let rehearsals = |environments: &[Option<&str>]| {
        let reports = environments.iter().enumerate().map(|(i, environment)| {
            let mut change = json!({"id": "a#1", "touches": []});
            change["environment"] = json!(environment);
            report("execution", change, json!({"part": i.to_string()}))
        });
        let a = assess(&reports.collect::<Vec<_>>());
        let id = a.policy().artifact_type_id("rollback-rehearsal").unwrap();
        a.assessed(0).unwrap().requirements().filter(|(_, r)| r.artifact_type == id).count()
    };
    assert_eq!(rehearsals(&[Some("Prod"), Some("test")]), 1);
    assert_eq!(rehearsals(&[Some("test"), None]), 0);
    assert_eq!(rehearsals(&[None, None]), 1, "none states any");
}

#[test]
fn a_rollback_rehearsed_for_one_part_alone_leaves_the_gap() {
    let change = json!({"id": "a#1", "touches": [], "environment": "prod", "deployedAt": "2026-11-03T12:00:00Z"});
    let of_part = |name: &str, evidence: Value| report("execution", change.clone(), json!({"part": name, "evidence": evidence}));
    let rehearsed = json!([checked("rollback-rehearsal")]);
    let gaps = |second: Value| {
        let a = assess(&[of_part("app", rehearsed.clone()), of_part("data", second)]);
        a.occurrences_of(0).iter().filter(|o| o.fingerprint == "evidence:rollback-rehearsal").map(|o| o.part).collect::<Vec<_>>()
    };
    assert_eq!(gaps(json!([])), [Some(1)]);
    assert!(gaps(rehearsed.clone()).is_empty());
}

#[test]
fn the_funnel_and_the_gate_of_a_change_in_parts_are_those_of_all_its_parts() {
    let evidence = ["lint-diagnostics", "policy-diagnostics", "change-preview"].map(checked);
    let a = assess(&[part("app", json!({"evidence": evidence})), part("data", json!({"evidence": [evidence[0]]}))]);
    let c = *figures::confidence::by_gate(&a, &a.select(&Selection::default())).get(Gate::Validation);
    // policy diagnostics and preview take only known formats here, so that of three requirements one is verified in both parts
    assert_close(c.verified, 1.0 / 3.0);
    assert_eq!((c.n, c.implied), (1, Some(1.0)));
}
