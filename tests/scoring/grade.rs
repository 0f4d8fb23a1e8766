//! Grades and conditions of single items (scoring rules, 5.3 and 5.4).

use crate::world::{World, hex, item_with, only, report, verification};
use plumbline_assess::{Assessment, Reason, RunsVerdict};
use plumbline_domain::Gate;
use serde_json::{Value, json};

/// A change that touches no family by name, of a team, in a test environment.
fn change() -> Value {
    json!({"id": "a#1", "touches": [], "environment": "test", "author": "u-1"})
}

fn intent(items: Value) -> Assessment {
    World::of(&[report("intent", change(), json!({"evidence": items}))]).assess()
}

fn validation(items: Value) -> World {
    World::of(&[report("validation", change(), json!({"evidence": items}))])
}

#[track_caller]
fn check(assessment: &Assessment, gate: Gate, artifact_type: &str, grade: &str, condition: Option<&str>, is_verified: bool) {
    let found = only(assessment, gate, artifact_type);
    assert_eq!(found, (grade.to_owned(), condition.map(str::to_owned), is_verified));
}

#[test]
fn nothing_is_missing() {
    check(&intent(json!([])), Gate::Intent, "threat-intent", "missing", None, false);
}

#[test]
fn prose_is_only_claimed() {
    let a = intent(json!([{"id": "a", "type": "threat-intent", "statement": "we thought about it"}]));
    check(&a, Gate::Intent, "threat-intent", "claimed", None, false);
}

#[test]
fn an_artifact_without_digest_and_bytes_is_only_claimed() {
    let a = intent(json!([{"id": "a", "type": "threat-intent", "artifact": {"path": "nowhere.md"}}]));
    check(&a, Gate::Intent, "threat-intent", "claimed", None, false);
}

#[test]
fn a_digest_without_bytes_is_attached() {
    let a = intent(json!([{"id": "a", "type": "threat-intent", "artifact": {"path": "nowhere.md", "sha256": hex('a')}}]));
    check(&a, Gate::Intent, "threat-intent", "attached", None, false);
}

#[test]
fn bytes_that_match_are_checked_and_verified() {
    let item = item_with("threat-intent", "evidence/t.md", "threats");
    let world = World::of(&[report("intent", change(), json!({"evidence": [item]}))]).with_file("evidence/t.md", "threats");
    check(&world.assess(), Gate::Intent, "threat-intent", "checked", None, true);
}

#[test]
fn bytes_that_differ_contradict() {
    let item = item_with("threat-intent", "evidence/t.md", "threats");
    let world = World::of(&[report("intent", change(), json!({"evidence": [item]}))]).with_file("evidence/t.md", "other");
    check(&world.assess(), Gate::Intent, "threat-intent", "attached", Some("contradicted"), false);
}

#[test]
fn a_json_name_asks_for_json_and_an_empty_file_proves_nothing() {
    for (name, bytes) in [("evidence/t.json", "{\"a\": "), ("evidence/t.md", "")] {
        let item = item_with("threat-intent", name, bytes);
        let world = World::of(&[report("intent", change(), json!({"evidence": [item]}))]).with_file(name, bytes);
        check(&world.assess(), Gate::Intent, "threat-intent", "attached", Some("inconclusive"), false);
    }
}

#[test]
fn contradicted_evidence_is_never_outvoted() {
    let good = item_with("threat-intent", "evidence/t.md", "threats");
    let mut bad = item_with("threat-intent", "evidence/u.md", "recorded");
    bad["id"] = json!("bad");
    let world = World::of(&[report("intent", change(), json!({"evidence": [bad, good]}))])
        .with_file("evidence/t.md", "threats")
        .with_file("evidence/u.md", "found");
    check(&world.assess(), Gate::Intent, "threat-intent", "attached", Some("contradicted"), false);
}

/// A lint item with a recorded output, its own run, and what others found.
fn lint(output: char) -> Value {
    json!([{"id": "lint", "type": "lint-diagnostics", "artifact": {"path": "gone.txt", "sha256": hex(output)},
        "runs": [{"by": "ci", "at": "2026-11-01T11:00:00Z", "inputs": hex('1'), "output": hex(output)}]}])
}

fn repeated(by: &str, inputs: char, output: char) -> Assessment {
    let mut world = validation(lint('b'));
    let record = verification("a#1", "validation", "lint", by, &hex(inputs), &hex(output));
    world.files.push(("reports/v.json".to_owned(), record.to_string().into_bytes()));
    world.assess()
}

#[test]
fn a_second_actor_with_the_same_output_reproduces_even_without_the_bytes() {
    check(&repeated("u-2", '1', 'b'), Gate::Validation, "lint-diagnostics", "reproduced", None, true);
}

#[test]
fn the_author_cannot_reproduce_their_own_evidence() {
    let a = repeated("u-1", '1', 'b');
    check(&a, Gate::Validation, "lint-diagnostics", "attached", None, false);
    assert_eq!(a.assessed(0).unwrap().gate(Gate::Validation).items[0].runs, RunsVerdict::NotTried);
}

#[test]
fn another_spelling_of_the_authors_name_reproduces_nothing() {
    for by in ["U-1", " u - 1 ", "u\u{200b}-1", "\u{ff35}-1", "u-1\u{fe0f}"] {
        check(&repeated(by, '1', 'b'), Gate::Validation, "lint-diagnostics", "attached", None, false);
    }
    // nor does one of whoever made the first run, or a name of which nothing is seen
    for by in ["CI", "c\u{ad}i", "\u{200b}", "\u{3164}"] {
        check(&repeated(by, '1', 'b'), Gate::Validation, "lint-diagnostics", "attached", None, false);
    }
    // a look-alike of another script is another letter
    check(&repeated("с\u{456}", '1', 'b'), Gate::Validation, "lint-diagnostics", "reproduced", None, true);
}

fn recorded(by: &[&str], output: char) -> Assessment {
    let mut world = validation(lint('b'));
    for (n, by) in by.iter().enumerate() {
        let mut record = verification("a#1", "validation", "lint", by, &hex('1'), &hex(output));
        record["recorded"] = true.into();
        record["blind"] = true.into();
        world.files.push((format!("reports/v{n}.json"), record.to_string().into_bytes()));
    }
    world.assess()
}

#[test]
fn what_was_recorded_and_not_run_reproduces_nothing_and_diverges_all_the_same() {
    let a = recorded(&["u-2", "u-3", "u-4"], 'b');
    check(&a, Gate::Validation, "lint-diagnostics", "attached", None, false);
    let run = &a.dataset().changes[0].reports[0].items[0].runs[1];
    assert_eq!((run.recorded, run.blind), (true, false));
    check(&recorded(&["u-2"], 'c'), Gate::Validation, "lint-diagnostics", "attached", Some("contradicted"), false);
    // nor is it a check that makes old evidence fresh
    let made = a.dataset().changes[0].reports[0].items[0].runs[0].at;
    assert_eq!(Some(a.assessed(0).unwrap().gate(Gate::Validation).items[0].checked_at), made);
}

#[test]
fn two_names_in_one_report_reproduce_nothing() {
    let items = json!([{"id": "lint", "type": "lint-diagnostics", "artifact": {"sha256": hex('b')}, "runs": [
        {"by": "ci", "inputs": hex('1'), "output": hex('b')}, {"by": "u-2", "inputs": hex('1'), "output": hex('b')}]}]);
    check(&validation(items).assess(), Gate::Validation, "lint-diagnostics", "attached", None, false);
}

#[test]
fn another_output_for_the_same_inputs_diverges() {
    let a = repeated("u-2", '1', 'c');
    check(&a, Gate::Validation, "lint-diagnostics", "attached", Some("contradicted"), false);
    let item = a.assessed(0).unwrap().gate(Gate::Validation).items[0];
    assert_eq!((item.runs, item.reason), (RunsVerdict::Diverged, Some(Reason::RunsDiverged)));
}

#[test]
fn other_inputs_say_nothing_of_the_output() {
    check(&repeated("u-2", '2', 'c'), Gate::Validation, "lint-diagnostics", "attached", None, false);
}

#[test]
fn evidence_goes_stale_by_its_newest_run_and_a_later_deployment_keeps_it_fresh() {
    // drift-check stays fresh for 30 days; its only run is from 1 October, 52 days before the assessment
    let text = "no differences";
    let mut item = item_with("drift-check", "evidence/d.txt", text);
    item["runs"] = json!([{"by": "ci", "at": "2026-10-01T12:00:00Z"}]);
    let place = |id: &str, deployed: &str| json!({"id": id, "touches": [], "team": "t", "service": "s", "environment": "Test", "deployedAt": deployed});
    let first = report("observation", place("a#1", "2026-09-20T00:00:00Z"), json!({"evidence": [item]}));
    let alone = World::of(std::slice::from_ref(&first)).with_file("evidence/d.txt", text);
    check(&alone.assess(), Gate::Observation, "drift-check", "checked", Some("stale"), false);
    // replaced on 15 October, 14 days after the run: what was fresh while the change was current stays so
    let mut second = place("a#2", "2026-10-15T00:00:00Z");
    second["environment"] = json!("TEST");
    let replaced = World::of(&[first, report("intent", second, json!({}))]).with_file("evidence/d.txt", text);
    check(&replaced.assess(), Gate::Observation, "drift-check", "checked", None, true);
}

#[test]
fn an_item_past_its_own_date_is_stale() {
    let mut item = item_with("threat-intent", "evidence/t.md", "threats");
    item["expiresAt"] = json!("2026-11-20T00:00:00Z");
    let world = World::of(&[report("intent", change(), json!({"evidence": [item]}))]).with_file("evidence/t.md", "threats");
    check(&world.assess(), Gate::Intent, "threat-intent", "checked", Some("stale"), false);
}

#[test]
fn a_sentence_in_braces_reports_no_drift() {
    let item = item_with("drift-check", "evidence/d.json", "{\"drift\": true}");
    let world = World::of(&[report("observation", change(), json!({"evidence": [item]}))])
        .with_file("evidence/d.json", "{\"drift\": true}");
    check(&world.assess(), Gate::Observation, "drift-check", "checked", None, true);
}

#[test]
fn other_bytes_of_a_file_that_is_read_with_it_contradict() {
    // the bytes of the artifact itself are the recorded ones, so that it is checked
    for key in ["before", "with"] {
        let other = json!({"path": "evidence/other.txt", "sha256": hex('e')});
        let mut item = item_with("threat-intent", "evidence/t.md", "threats");
        item[key] = if key == "with" { json!([other]) } else { other };
        let world = World::of(&[report("intent", change(), json!({"evidence": [item]}))])
            .with_file("evidence/t.md", "threats")
            .with_file("evidence/other.txt", "not those bytes");
        check(&world.assess(), Gate::Intent, "threat-intent", "checked", Some("contradicted"), false);
    }
}

#[test]
fn a_damaged_file_of_a_known_format_is_accepted_by_no_type() {
    // a JUnit report that ends early, under a type that takes any file
    let text = "<testsuite name=\"a\" tests=\"2\"><testcase name=\"b\">";
    let item = item_with("threat-intent", "evidence/t.xml", text);
    let world = World::of(&[report("intent", change(), json!({"evidence": [item]}))]).with_file("evidence/t.xml", text);
    check(&world.assess(), Gate::Intent, "threat-intent", "attached", Some("inconclusive"), false);
}

#[test]
fn an_item_at_another_gate_counts_for_nothing() {
    let item = item_with("threat-intent", "evidence/t.md", "threats");
    let world = World::of(&[report("validation", change(), json!({"evidence": [item]}))]).with_file("evidence/t.md", "threats");
    check(&world.assess(), Gate::Intent, "threat-intent", "missing", None, false);
}

#[test]
fn a_change_set_is_no_drift_and_a_what_if_with_a_change_is() {
    // what a change set means to add is not yet there to differ; a what-if compares with what is deployed
    let change_set = r#"{"ChangeSetName": "c", "Changes": [{"ResourceChange": {"Action": "Add"}}]}"#;
    let what_if = r#"{"status": "Succeeded", "changes": [{"resourceId": "/r", "changeType": "Create"}]}"#;
    for (bytes, condition) in [(change_set, None), (what_if, Some("contradicted"))] {
        let item = item_with("drift-check", "evidence/d.json", bytes);
        let world =
            World::of(&[report("observation", change(), json!({"evidence": [item]}))]).with_file("evidence/d.json", bytes);
        check(&world.assess(), Gate::Observation, "drift-check", "checked", condition, condition.is_none());
    }
}

#[test]
fn an_attestation_of_another_digest_contradicts_and_one_of_this_digest_signs_nothing_without_trust() {
    let mut item = item_with("threat-intent", "evidence/t.md", "threats");
    let own = item["artifact"]["sha256"].as_str().unwrap().to_owned();
    item["attestation"] = json!({"path": "evidence/t.intoto.json"});
    for (subject, condition) in [(own, None), (hex('e'), Some("contradicted"))] {
        let statement = json!({
            "_type": "https://in-toto.io/Statement/v1", "predicateType": "https://slsa.dev/provenance/v1",
            "subject": [{"name": "t.md", "digest": {"sha256": subject}}], "predicate": {}
        });
        let world = World::of(&[report("intent", change(), json!({"evidence": [item.clone()]}))])
            .with_file("evidence/t.md", "threats")
            .with_file("evidence/t.intoto.json", &statement.to_string());
        check(&world.assess(), Gate::Intent, "threat-intent", "checked", condition, condition.is_none());
    }
}

#[test]
fn a_drift_answer_that_checked_nothing_is_no_sign_of_sync() {
    for (status, condition) in [("IN_SYNC", None), ("NOT_CHECKED", Some("inconclusive")), ("DRIFTED", Some("contradicted"))] {
        let bytes = json!({"StackDriftDetectionId": "d", "StackDriftStatus": status}).to_string();
        let item = item_with("drift-check", "evidence/d.json", &bytes);
        let world =
            World::of(&[report("observation", change(), json!({"evidence": [item]}))]).with_file("evidence/d.json", &bytes);
        check(&world.assess(), Gate::Observation, "drift-check", "checked", condition, condition.is_none());
    }
}
