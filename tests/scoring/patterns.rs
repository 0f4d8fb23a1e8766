//! Failure patterns and how findings are joined (scoring rules, section 7).

use crate::world::{World, all, item_with, report};
use plumbline_assess::{Assessment, EvidenceRule, Link, OccurrenceSource, PatternRow, figures};
use plumbline_domain::Gate;
use plumbline_rules::MeaningSource;
use serde_json::{Value, json};

fn row(a: &Assessment, pattern: &str) -> PatternRow {
    figures::pattern::rows(a, &all(a)).into_iter().find(|r| r.pattern == pattern).unwrap()
}

fn finding(rest: Value) -> Value {
    let mut finding = json!({"ruleId": "HOUSE_1", "severity": "low", "pattern": "unsafe-defaults", "resource": "r"});
    finding.as_object_mut().unwrap().extend(rest.as_object().unwrap().clone());
    finding
}

fn change(n: u8) -> Value {
    json!({"id": format!("a#{n}"), "touches": [], "environment": "test", "team": "t", "openedAt": format!("2026-11-0{n}T00:00:00Z")})
}

#[test]
fn a_fingerprint_counts_once_in_a_change_and_at_the_earlier_gate() {
    let a = World::of(&[
        report("validation", change(1), json!({"findings": [finding(json!({})), finding(json!({}))]})),
        report("execution", change(1), json!({"findings": [finding(json!({}))]})),
    ])
    .assess();
    let r = row(&a, "unsafe-defaults");
    assert_eq!((r.occurrences, r.changes, r.escaped, r.recurrences), (1, 1, 1, 0));
    assert_eq!((a.occurrences_of(0)[0].found_at, a.occurrences_of(0)[0].escaped), (Gate::Validation, Some(Gate::Validation)));
}

#[test]
fn an_occurrence_says_what_told_its_pattern_and_by_which_rule_evidence_shows_it() {
    // the finding itself; the table, which knows CKV_AZURE_9 ("Ensure that RDP access is restricted from the internet"); words
    let words = json!({"ruleId": "HOUSE_2", "severity": "low", "message": "Storage account allows public access"});
    let table = json!({"ruleId": "CKV_AZURE_9", "severity": "low", "tool": "checkov"});
    let findings = json!([finding(json!({})), table, words]);
    let a = World::of(&[report("validation", change(1), json!({"findings": findings}))]).assess();
    let meanings: Vec<_> = a
        .occurrences_of(0)
        .iter()
        .map(|o| match o.source {
            OccurrenceSource::Finding { meaning, .. } => meaning,
            OccurrenceSource::Evidence { .. } => panic!("no evidence is owed in vain"),
        })
        .collect();
    assert_eq!(meanings, [None, Some(MeaningSource::Table), Some(MeaningSource::Words)]);
    // deployed to production with nothing: the rollback rehearsal and the alert test are owed
    let change = json!({"id": "a", "touches": [], "environment": "prod", "deployedAt": "2026-10-01T00:00:00Z"});
    let a = World::of(&[report("intent", change, json!({}))]).assess();
    let rules: Vec<_> = a
        .occurrences_of(0)
        .iter()
        .filter_map(|o| match o.source {
            OccurrenceSource::Evidence { rule, .. } => Some(rule),
            OccurrenceSource::Finding { .. } => None,
        })
        .collect();
    assert_eq!(rules, [EvidenceRule::RollbackUnrehearsed, EvidenceRule::AlertUntested]);
}

#[test]
fn what_a_gate_stopped_did_not_escape() {
    let a =
        World::of(&[report("validation", change(1), json!({"outcome": "failed", "findings": [finding(json!({}))]}))]).assess();
    assert_eq!(row(&a, "unsafe-defaults").escaped, 0);
    // found before the responsible gate: nothing escaped either
    let a = World::of(&[report("intent", change(1), json!({"findings": [finding(json!({}))]}))]).assess();
    assert_eq!((row(&a, "unsafe-defaults").occurrences, row(&a, "unsafe-defaults").escaped), (1, 0));
}

#[test]
fn suppressed_findings_are_none_but_fixed_ones_were() {
    let findings = json!([
        finding(json!({"status": "suppressed", "justification": "accepted", "resource": "a"})),
        finding(json!({"status": "suppressed", "resource": "b"})),
        finding(json!({"status": "fixed", "resource": "c"})),
        finding(json!({"status": "false-positive", "resource": "d"})),
    ]);
    let a = World::of(&[report("validation", change(1), json!({"findings": findings}))]).assess();
    // b has no justification and counts as open; c was there; a and d were not
    assert_eq!(row(&a, "unsafe-defaults").occurrences, 2);
    assert_eq!(a.assessed(0).unwrap().gate(Gate::Validation).n_open(), 1);
}

#[test]
fn recurrence_is_the_changes_of_a_team_less_one() {
    let with =
        |n: u8| report("validation", change(n), json!({"findings": [finding(json!({})), finding(json!({"resource": "s"}))]}));
    let mut other = change(4);
    other["team"] = json!("u");
    let reports = [with(1), with(2), with(3), report("validation", other, json!({"findings": [finding(json!({}))]}))];
    let a = World::of(&reports).assess();
    let r = row(&a, "unsafe-defaults");
    // t: 6 occurrences in 3 changes, 2 recurrences; u: 1 in 1, none
    assert_eq!((r.occurrences, r.changes, r.recurrences), (7, 4, 2));
    assert_eq!(r.teams, [("t".to_owned(), 6), ("u".to_owned(), 1)]);
}

#[test]
fn what_is_owed_and_not_verified_is_a_failure_itself() {
    // deployed to production long ago, with nothing: no rollback rehearsal, no alert test
    let change = json!({"id": "a", "touches": [], "environment": "prod", "deployedAt": "2026-10-01T00:00:00Z"});
    let a = World::of(&[report("execution", change, json!({}))]).assess();
    let found: Vec<_> = a.occurrences_of(0).iter().map(|o| (o.fingerprint.as_str(), o.found_at, o.escaped)).collect();
    // the execution gate said passed, so the recovery gap escaped it; observation has no report that could have been open
    assert_eq!(
        found,
        [
            ("evidence:rollback-rehearsal", Gate::Execution, Some(Gate::Execution)),
            ("evidence:alert-test", Gate::Observation, None)
        ]
    );
}

#[test]
fn drift_that_a_check_reports_is_environment_drift() {
    let what_if = r#"{"status": "Succeeded", "changes": [{"resourceId": "/r", "changeType": "Modify"}]}"#;
    let item = item_with("drift-check", "evidence/d.json", what_if);
    let a = World::of(&[report("observation", change(1), json!({"evidence": [item]}))])
        .with_file("evidence/d.json", what_if)
        .assess();
    assert_eq!(row(&a, "environment-drift").occurrences, 1);
}

#[test]
fn known_rules_bring_their_pattern_and_surface() {
    let finding =
        json!({"ruleId": "CKV_AZURE_36", "severity": "high", "message": "Ensure 'Trusted Microsoft Services' is enabled"});
    let a = World::of(&[report("validation", change(1), json!({"findings": [finding]}))]).assess();
    assert_eq!(row(&a, "unsafe-defaults").occurrences, 1);
    let access = figures::surface::cells(&a, &all(&a))
        .into_iter()
        .find(|c| c.surface.id() == "access" && c.gate == Gate::Validation)
        .unwrap();
    assert_eq!(access.open.total(), 1);
}

#[test]
fn the_chain_goes_from_a_default_to_silence() {
    let deployed = |n: u8, deployed_at: &str| json!({"id": format!("a#{n}"), "touches": ["monitoring"], "environment": "test", "deployedAt": deployed_at});
    let findings = json!([finding(json!({}))]);
    let a = World::of(&[
        // stopped by validation
        report("validation", deployed(1, "2026-10-01T00:00:00Z"), json!({"outcome": "failed", "findings": findings})),
        // let through, deployed in the future
        report("validation", deployed(2, "2026-12-01T00:00:00Z"), json!({"findings": findings})),
        // let through, deployed, still in the days of grace: no alert test is owed
        report("validation", deployed(3, "2026-11-20T00:00:00Z"), json!({"outcome": "bypassed", "findings": findings})),
        // let through, deployed, and nobody would be told
        report("validation", deployed(4, "2026-10-01T00:00:00Z"), json!({"findings": findings})),
    ])
    .assess();
    let links: Vec<_> = (0..4).map(|i| figures::threat::link_of(&a, i)).collect();
    assert_eq!(links, [Some(Link::Default), Some(Link::Missed), Some(Link::Deployed), Some(Link::Silent)]);
    assert_eq!(figures::threat::chain(&a, &all(&a)).iter().map(|l| l.changes).collect::<Vec<_>>(), [4, 3, 2, 1]);
}

/// A change with a finding of `unsafe-defaults`, of which policy diagnostics (the prevention) are attached or not.
fn again(n: u8, team: &str, is_prevented: bool, has_finding: bool) -> Value {
    let change = json!({
        "id": format!("a#{n}"), "touches": [], "environment": "test", "team": team, "openedAt": format!("2026-11-0{n}T00:00:00Z"),
        "mergedAt": format!("2026-11-0{n}T00:00:00Z")
    });
    let evidence = if is_prevented { vec![item_with("policy-diagnostics", "e/p.sarif", NOTHING_FOUND)] } else { Vec::new() };
    let findings = if has_finding { vec![finding(json!({}))] } else { Vec::new() };
    report("validation", change, json!({"evidence": evidence, "findings": findings}))
}

const NOTHING_FOUND: &str = r#"{"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "checkov"}}, "results": []}]}"#;

#[test]
fn what_comes_back_is_told_apart_by_whether_it_was_prevented() {
    let a = World::of(&[
        again(1, "t", true, true),  // the first: prevented, but not again
        again(2, "t", true, true),  // again, and prevented before and on it
        again(3, "t", false, true), // prevention lapses on this very change
        again(4, "t", true, true),  // again, and it was not prevented before
        again(5, "t", true, false), // nothing found
        again(6, "t", true, true),  // again after prevention
        again(7, "u", true, true),  // another team's first
    ])
    .with_file("e/p.sarif", NOTHING_FOUND)
    .assess();
    let course = figures::pattern::course(&a, &all(&a));
    let told: Vec<(u32, bool, bool, bool)> =
        course.steps.iter().map(|s| (s.occurrence.change + 1, s.is_repeat, s.is_after_prevention, s.is_lapse)).collect();
    assert_eq!(
        told,
        [
            (1, false, false, false),
            (2, true, true, false),
            (3, true, false, true),
            (4, true, false, false),
            (6, true, true, false),
            (7, false, false, false),
        ]
    );
    let pattern = a.policy().pattern_id("unsafe-defaults").unwrap();
    let since = |team| course.prevented_since(team, pattern).map(|t| t.to_rfc3339());
    // on 3 November it lapsed, since 4 November it holds
    assert!(since(0).unwrap().starts_with("2026-11-04"), "{:?}", since(0));
    assert!(since(1).unwrap().starts_with("2026-11-07"));
    let day = |t: plumbline_domain::Instant| t.to_rfc3339().get(..10).unwrap_or_default().to_owned();
    let spells = |team| course.spells(team, pattern).map(|(from, to)| (day(from), to.map(day))).collect::<Vec<_>>();
    let (first, third, fourth) = ("2026-11-01".to_owned(), "2026-11-03".to_owned(), "2026-11-04".to_owned());
    assert_eq!(spells(0), [(first, Some(third)), (fourth, None)]);
    assert_eq!(spells(2), []);
    // an unknown team and a pattern that nobody prevents
    assert_eq!(since(2), None);
    let drift = a.policy().pattern_id("environment-drift").unwrap();
    assert_eq!(course.prevented_since(0, drift), None);
    // it says the same as the state of prevention that the ladder reads
    assert!(
        figures::pattern::by_team(&a, &all(&a))
            .iter()
            .all(|t| t.is_prevented == course.prevented_since(t.team, t.pattern).is_some())
    );
}
