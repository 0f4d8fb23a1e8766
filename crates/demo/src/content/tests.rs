//! What holds for the files, whatever they say.

use super::*;
use crate::record::Minute;
use crate::team::{Habit, habits};
use crate::work::KINDS;

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
