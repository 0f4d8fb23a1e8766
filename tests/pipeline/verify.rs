//! `plumbline verify`, with the commands that any shell has.
#![cfg(unix)]

use crate::{NOW, folder, run, stderr, stdout, write};
use plumbline_ingest::sha256_hex;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::Output;

const PLAN: &str = r#"{"format_version": "1.2", "timestamp": "2026-11-20T10:00:00Z", "resource_changes": []}"#;

/// A data set with one item, a plan that was made by `command`, and a checkout with one source. Gives back data and checkout.
fn data(name: &str, command: &str) -> (PathBuf, PathBuf) {
    let f = folder(name);
    write(&f, "checkout/infra/main.tf", "resource {}\n");
    write(&f, "data/e/plan.json", PLAN);
    let inputs = sha256_hex(format!("{}  infra/main.tf\n", sha256_hex(b"resource {}\n")).as_bytes());
    let digest = sha256_hex(PLAN.as_bytes());
    let report = json!({"format": "plumbline.gate-report/1", "gate": "validation", "recordedAt": "2020-11-20T10:15:00Z",
        "outcome": "passed", "change": {"id": "a#1", "author": "u-1", "touches": [], "environment": "dev"},
        "evidence": [{"id": "plan", "type": "change-preview", "command": command,
            "artifact": {"path": "e/plan.json", "sha256": digest},
            "runs": [{"by": "ci:x", "at": "2020-11-20T10:10:00Z", "inputs": inputs, "output": digest}]}]});
    write(&f, "data/r.json", report.to_string());
    (f.join("data"), f.join("checkout"))
}

fn verify(data: &Path, checkout: &Path, more: &[&str]) -> Output {
    let mut arguments = vec!["verify", data.to_str().unwrap(), "--checkout", checkout.to_str().unwrap()];
    arguments.extend(more);
    run(data.parent().unwrap(), &arguments)
}

fn printf(text: &str) -> String {
    format!("printf %s '{text}'")
}

fn grades(data: &Path) -> Value {
    // the verification is dated by the clock, so the assessment must be too
    let score: Value = serde_json::from_str(&stdout(&run(data, &["score", ".", "--json"]))).unwrap();
    score["gates"]["validation"].clone()
}

#[test]
fn what_differs_only_by_its_time_is_reproduced() {
    let later = PLAN.replace("10:00:00Z", "11:11:11Z");
    let (data, checkout) = data("verify-same", &printf(&later));
    let output = verify(&data, &checkout, &["--by", "u-2", "--blind", "--out", "data/v.json"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(stderr(&output).ends_with("the same output as the author's except for 1 time\n"), "{}", stderr(&output));
    assert!(!stderr(&output).contains(&sha256_hex(PLAN.as_bytes())), "the author's digest is not shown");
    let record: Value = serde_json::from_str(&std::fs::read_to_string(data.join("v.json")).unwrap()).unwrap();
    assert_eq!((&record["blind"], &record["output"]), (&true.into(), &sha256_hex(PLAN.as_bytes()).into()));
    assert_eq!(grades(&data)["grades"]["reproduced"], 1);
    // what was written is read back without a word
    let lines = stdout(&run(&data, &["inspect", "v.json", "--json"]));
    let receipt: Value = serde_json::from_str(lines.trim()).unwrap();
    assert_eq!(receipt["diagnostics"].as_array().unwrap().iter().filter(|d| d["severity"] != "note").count(), 1, "{receipt}");
}

#[test]
fn another_output_is_recorded_and_shown_without_its_values() {
    let other = PLAN.replace("[]", "[\"hunter2\"]");
    let (data, checkout) = data("verify-differs", &printf(&other));
    let output = verify(&data, &checkout, &["--by", "u-2", "--out", "data/v.json"]);
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    assert!(stderr(&output).starts_with(&format!("the author's output: sha256 {}", sha256_hex(PLAN.as_bytes()))));
    assert!(stderr(&output).contains("resource_changes[0]: absent in one, a text in the other"), "{}", stderr(&output));
    let after_command = stderr(&output).split_once("own output").unwrap().1.to_owned();
    assert!(!after_command.contains("hunter2"), "{after_command}");
    assert_eq!(grades(&data)["conditions"]["contradicted"], 1);
}

#[test]
fn without_the_authors_bytes_a_time_could_be_the_whole_difference() {
    let (data, checkout) = data("verify-undecidable", &printf(&PLAN.replace("10:00:00Z", "11:11:11Z")));
    std::fs::remove_file(data.join("e/plan.json")).unwrap();
    let output = verify(&data, &checkout, &["--by", "u-2", "--out", "data/v.json"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("the author's artifact is not available"), "{}", stderr(&output));
    assert!(!data.join("v.json").exists());
}

#[test]
fn a_command_that_fails_is_told_and_an_exit_code_can_be_allowed() {
    let (data, checkout) = data("verify-fails", &format!("{}; exit 3", printf(PLAN)));
    let output = verify(&data, &checkout, &["--by", "u-2"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("the command exited with 3: if that means that it found something, allow it with --exit 3"));
    let output = verify(&data, &checkout, &["--by", "u-2", "--exit", "3"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(stderr(&output).ends_with("the same bytes as the author's\n"));
    let record: Value = serde_json::from_str(&stdout(&output)).unwrap();
    assert_eq!((&record["format"], &record["evidence"]), (&"plumbline.verification/1".into(), &"plan".into()));
}

#[test]
fn a_file_that_the_command_writes_is_taken_only_when_it_is_new() {
    let (data, checkout) = data("verify-file", "true");
    write(&checkout, "plan.json", PLAN);
    let output = verify(&data, &checkout, &["--by", "u-2", "--output", "plan.json"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("the command did not write it"), "{}", stderr(&output));
    let silent = verify(&data, &checkout, &["--by", "u-2"]);
    assert!(stderr(&silent).contains("if it writes a file, name it with --output"), "{}", stderr(&silent));
    let command = format!("{} > plan2.json", printf(PLAN));
    let output = verify(&data, &checkout, &["--by", "u-2", "--command", &command, "--output", "plan2.json"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
}

#[test]
fn an_output_made_already_is_recorded_with_its_own_date() {
    let (data, checkout) = data("verify-record", "not run");
    let made = write(&data, "../made.json", PLAN);
    let made = made.to_str().unwrap();
    let arguments = ["--by", "u-2", "--record", made, "--now", NOW];
    let output = verify(&data, &checkout, &arguments);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let record: Value = serde_json::from_str(&stdout(&output)).unwrap();
    assert_eq!((&record["at"], record["inputs"].is_string()), (&NOW.into(), true));
    let early = verify(&data, &checkout, &["--by", "u-2", "--record", made, "--now", "2020-11-19"]);
    assert_eq!(early.status.code(), Some(2));
    assert!(stderr(&early).contains("the clock is behind: it says 2020-11-19T00:00:00Z"), "{}", stderr(&early));
}

#[test]
fn other_inputs_and_the_authors_own_name_are_told() {
    let (data, checkout) = data("verify-inputs", &printf(PLAN));
    write(&checkout, "infra/main.tf", "resource { x }\n");
    let output = verify(&data, &checkout, &["--by", "u-1"]);
    assert!(stderr(&output).contains("the inputs differ from those of the author's run"), "{}", stderr(&output));
    assert_eq!(output.status.code(), Some(1), "the same bytes of other inputs repeat nothing");
    assert!(stderr(&output).contains("this is the author of the change"));
    std::fs::remove_dir_all(checkout.join("infra")).unwrap();
    let output = verify(&data, &checkout, &["--by", "u-2"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("holds no infrastructure as code"), "{}", stderr(&output));
}

#[test]
fn what_is_missing_is_asked_for() {
    let (data, checkout) = data("verify-missing", &printf(PLAN));
    let nobody = verify(&data, &checkout, &[]);
    assert_eq!((nobody.status.code(), stderr(&nobody).contains("--by is missing: who repeats it?")), (Some(2), true));
    let none = verify(&data, &checkout, &["--by", "u-2", "--evidence", "other"]);
    assert!(stderr(&none).contains("no gate report holds this evidence item"));
    // what cannot be written is known before the command runs
    write(&data, "v.json", "{}");
    let there = verify(&data, &checkout, &["--by", "u-2", "--out", "data/v.json", "--command", "touch ran"]);
    assert!(!stderr(&there).contains("running in") && !checkout.join("ran").exists(), "{}", stderr(&there));
    assert_eq!((there.status.code(), stderr(&there).contains("v.json exists already")), (Some(2), true));
}

#[test]
fn what_a_tool_says_is_not_taken_for_what_it_writes() {
    let (data, checkout) = data("verify-kind", "echo 'Passed checks: 3'");
    let output = verify(&data, &checkout, &["--by", "u-2", "--out", "data/v.json"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("name the file that the command writes with --output"), "{}", stderr(&output));
    assert!(!data.join("v.json").exists());
}

#[test]
fn who_made_the_authors_own_run_is_no_second_actor() {
    let (data, checkout) = data("verify-same-actor", &printf(PLAN));
    // the run of the report is by ci:x
    let output = verify(&data, &checkout, &["--by", "ci:x", "--out", "data/v.json"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(stderr(&output).contains("warning: the author's own run has the same name"), "{}", stderr(&output));
    assert_eq!(grades(&data)["grades"]["reproduced"], 0);
    let output = verify(&data, &checkout, &["--by", "u-2", "--out", "data/v.json", "--force"]);
    assert!(!stderr(&output).contains("this name"), "{}", stderr(&output));
    assert_eq!(grades(&data)["grades"]["reproduced"], 1);
}

#[test]
fn what_cannot_be_repeated_by_its_nature_is_refused_before_anything_runs() {
    let (data, checkout) = data("verify-nature", "touch ran");
    let report = std::fs::read_to_string(data.join("r.json")).unwrap();
    write(&data, "r.json", report.replace("change-preview", "deployment-log"));
    let output = verify(&data, &checkout, &["--by", "u-2"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).starts_with("plumbline: deployment-log records a single event and cannot be repeated"));
    assert!(!checkout.join("ran").exists());
}

#[test]
fn a_command_that_is_not_installed_is_told_as_such() {
    let (data, checkout) = data("verify-no-command", "plumbline-has-no-such-tool -o json");
    let output = verify(&data, &checkout, &["--by", "u-2"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("plumbline: a command was not found (the shell exited with 127): install it"));
}
