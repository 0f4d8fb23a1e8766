//! What holds for the files, whatever they say.

use super::*;
use crate::record::Minute;
use crate::team::{Habit, Tooling, habits};
use crate::work::KINDS;
use plumbline_domain::{Content, Mode, Outcome, Probe, ProbeOutcome};
use plumbline_ingest::Source;
use plumbline_probe::{Question, accepts, weigh};

/// Every file that can be made for a service.
fn all_files(habit: &Habit, service: &str) -> Vec<Draft> {
    let ways: Vec<Says> = [Says::Yes].into_iter().chain((0..3).map(Says::No)).chain((0..3).map(Says::Open)).collect();
    let mut found: Vec<Files> = Vec::new();
    for says in ways {
        for flag in [false, true] {
            found.push(lint_diagnostics(habit, service, says, flag).into());
            found.push(policy_diagnostics(habit, service, says, flag).into());
        }
        found.push(secret_scan(service, says).into());
        found.push(template_diagnostics(habit, service, says).into());
        found.push(role_assignment_diff(service, says).into());
        found.push(network_intent(service, says));
        found.push(key_reference_check(habit, service, says).into());
        found.push(rollback_rehearsal(habit, "2026-11", says));
        found.push(alert_linkage(service, says).into());
        found.push(alert_test(&habit.slug, "2026.11", says).into());
        found.push(telemetry_signal(service, Minute(0), says).into());
        found.push(drift_check(habit, service, says).into());
        for (k, kind) in KINDS.iter().enumerate() {
            found.push(threat_intent(habit, kind, k, says).into());
            found.push(change_preview(habit, kind, k, says).into());
            found.push(deployment_log(habit, kind, k, says).into());
            found.push(deployment_outputs(habit, k, says));
            found.push(provenance_attestation(habit, k, "0123").into());
        }
    }
    found.into_iter().flat_map(|files| [files.artifact].into_iter().chain(files.before).chain(files.with)).collect()
}

#[test]
fn every_json_artifact_parses() {
    for habit in habits(8) {
        for service in &habit.services {
            for draft in all_files(&habit, service) {
                let documents: Vec<&str> =
                    if draft.path.ends_with(".ndjson") { draft.text.lines().collect() } else { vec![&draft.text] };
                for document in documents.iter().filter(|_| !draft.path.ends_with(".md")) {
                    let parsed = serde_json::from_str::<serde_json::Value>(document);
                    assert!(parsed.is_ok(), "{}: {parsed:?}", draft.path);
                }
            }
        }
    }
}

#[test]
fn a_path_has_one_text() {
    let mut texts = std::collections::HashMap::new();
    for habit in habits(8) {
        for service in &habit.services {
            for draft in all_files(&habit, service) {
                let known = texts.entry(draft.path.clone()).or_insert_with(|| draft.text.clone());
                assert_eq!(*known, draft.text, "{}", draft.path);
            }
        }
    }
}

#[test]
fn a_plan_has_the_counts_of_its_kind_of_work() {
    let habits = habits(1);
    let plan = change_preview(&habits[0], &KINDS[1], 1, Says::Yes);
    // Rotating keys: the new key, the encryption set, the old key.
    assert_eq!(KINDS[1].counts(), (1, 1, 1));
    let plan: Value = serde_json::from_str(&plan.text).unwrap();
    let actions: Vec<&str> =
        plan["resource_changes"].as_array().unwrap().iter().map(|c| c["change"]["actions"][0].as_str().unwrap()).collect();
    assert_eq!(actions, ["create", "update", "delete"]);
}

/// What the files say of the claim, as the probes of the demo's policy find it; with the plan of the same kind of work, and when it
/// was deployed.
fn verdict(artifact_type: &str, files: &Files, plan: Option<&Draft>) -> (&'static str, Vec<(Probe, ProbeOutcome)>) {
    let (mut policy, _) = plumbline_ingest::default_policy();
    policy.approved_vaults = crate::approved_vaults();
    let id = policy.artifact_type_id(artifact_type).unwrap();
    let artifact_type = policy.artifact_type(id).unwrap();
    let read = |draft: &Draft| {
        let source = Source::new(draft.path.clone(), draft.text.clone().into_bytes());
        plumbline_ingest::offered(source, &policy, artifact_type).1
    };
    let content = read(&files.artifact);
    let before = files.before.as_ref().map(read);
    let with: Vec<Content> = files.with.iter().map(read).collect();
    let plan = plan.map(read);
    let with: Vec<&Content> = with.iter().collect();
    let question = Question {
        artifact_type,
        content: &content,
        before: before.as_ref(),
        with: &with,
        plan: plan.as_ref(),
        log: None,
        outcome: Outcome::Passed,
        mode: Mode::Enforce,
        deployed_at: Some(Minute(0).plus_days(-1).instant()),
        justifications: &std::collections::BTreeMap::new(),
        policy: &policy,
        explains: true,
    };
    let weighed = weigh(&question, accepts(artifact_type, &content, None));
    let verdict = match (weighed.refuted_by, weighed.left_open_by) {
        (Some(_), _) => "contradicted",
        (None, Some(_)) => "inconclusive",
        (None, None) => "checked",
    };
    (verdict, weighed.answers.iter().map(|(proof, answer)| (proof.probe, answer.outcome)).collect())
}

/// The ways in which the files of a type can speak.
fn ways(no: usize, open: usize) -> Vec<Says> {
    [Says::Yes].into_iter().chain((0..no).map(Says::No)).chain((0..open).map(Says::Open)).collect()
}

/// Every item of a team, by its type, with what it is meant to say.
fn items(habit: &Habit, service: &str) -> Vec<(&'static str, Says, Files, Option<Draft>)> {
    let mut items: Vec<(&'static str, Says, Files, Option<Draft>)> = Vec::new();
    let mut add = |artifact_type, says, files: Files| items.push((artifact_type, says, files, None));
    for says in ways(0, 3) {
        add("lint-diagnostics", says, lint_diagnostics(habit, service, says, true).into());
        add("lint-diagnostics", says, lint_diagnostics(habit, service, says, false).into());
        for (k, kind) in KINDS.iter().enumerate() {
            add("threat-intent", says, threat_intent(habit, kind, k, says).into());
        }
    }
    for says in ways(0, 2) {
        for (k, kind) in KINDS.iter().enumerate() {
            add("change-preview", says, change_preview(habit, kind, k, says).into());
        }
    }
    for says in ways(2, 2) {
        add("policy-diagnostics", says, policy_diagnostics(habit, service, says, true).into());
        add("policy-diagnostics", says, policy_diagnostics(habit, service, says, false).into());
        add("secret-scan", says, secret_scan(service, says).into());
        add("template-diagnostics", says, template_diagnostics(habit, service, says).into());
        add("role-assignment-diff", says, role_assignment_diff(service, says).into());
        add("network-intent", says, network_intent(service, says));
        add("key-reference-check", says, key_reference_check(habit, service, says).into());
        add("rollback-rehearsal", says, rollback_rehearsal(habit, "2026-11", says));
        add("alert-linkage", says, alert_linkage(service, says).into());
        add("alert-test", says, alert_test(&habit.slug, "2026.11", says).into());
        add("telemetry-signal", says, telemetry_signal(service, Minute(0), says).into());
        add("drift-check", says, drift_check(habit, service, says).into());
    }
    add("provenance-attestation", Says::Yes, provenance_attestation(habit, 0, &"0123".repeat(16)).into());
    for says in ways(2, 2) {
        for (k, kind) in KINDS.iter().enumerate() {
            let plan = || Some(change_preview(habit, kind, k, Says::Yes));
            items.push(("deployment-log", says, deployment_log(habit, kind, k, says).into(), plan()));
            // a what-if plans no outputs that the real ones could differ from
            if habit.tooling == Tooling::Terraform || !matches!(says, Says::No(_)) {
                items.push(("deployment-outputs", says, deployment_outputs(habit, k, says), plan()));
            }
        }
    }
    items
}

#[test]
fn the_probes_find_in_each_file_what_it_is_meant_to_say() {
    let mut wrong = Vec::new();
    for habit in habits(8) {
        let service = &habit.services[0];
        for (artifact_type, says, files, plan) in items(&habit, service) {
            let meant = match says {
                Says::Yes => "checked",
                Says::No(_) => "contradicted",
                Says::Open(_) => "inconclusive",
            };
            let (found, answers) = verdict(artifact_type, &files, plan.as_ref());
            if found != meant {
                wrong.push(format!("{} as {artifact_type}: {found}, not {meant}: {answers:?}", files.artifact.path));
            }
        }
    }
    assert!(wrong.is_empty(), "{} wrong\n{}", wrong.len(), wrong.join("\n"));
}
