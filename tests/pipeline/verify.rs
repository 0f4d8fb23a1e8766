//! `plumbline verify`, with the commands that any shell has.
#![cfg(unix)]

use crate::{NOW, folder, plumbline, run, stderr, stdout, write};
use plumbline_ingest::sha256_hex;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

pub const PLAN: &str = r#"{"format_version": "1.2", "timestamp": "2026-11-20T10:00:00Z", "resource_changes": []}"#;

/// git in a repository, without the configuration of whoever runs these tests.
pub fn git(repository: &Path, arguments: &[&str]) -> String {
    let output = Command::new("git")
        .arg("-C")
        .arg(repository)
        .args(["-c", "user.name=u-1", "-c", "user.email=u-1@example.com", "-c", "commit.gpgsign=false"])
        .args(arguments)
        .envs([("GIT_CONFIG_GLOBAL", "/dev/null"), ("GIT_CONFIG_NOSYSTEM", "1")])
        .output()
        .unwrap();
    assert!(output.status.success(), "git {arguments:?}: {}", stderr(&output));
    stdout(&output).trim().to_owned()
}

/// Commits what stands in a repository, and gives the id of the commit.
pub fn commit(repository: &Path) -> String {
    git(repository, &["add", "-A"]);
    git(repository, &["commit", "-q", "-m", "x"]);
    git(repository, &["rev-parse", "HEAD"])
}

/// The report of an item, a plan that was made by `command` on a commit.
pub fn report(command: &str, commit: &str) -> Value {
    let inputs = sha256_hex(format!("{}  infra/main.tf\n", sha256_hex(b"resource {}\n")).as_bytes());
    let digest = sha256_hex(PLAN.as_bytes());
    json!({"format": "plumbline.gate-report/1", "gate": "validation", "recordedAt": "2020-11-20T10:15:00Z",
        "outcome": "passed", "change": {"id": "a#1", "author": "u-1", "touches": [], "environment": "dev", "commit": commit},
        "evidence": [{"id": "plan", "type": "change-preview", "command": command,
            "artifact": {"path": "e/plan.json", "sha256": digest},
            "runs": [{"by": "ci:x", "at": "2020-11-20T10:10:00Z", "inputs": inputs, "output": digest}]}]})
}

/// A data set with one item, a plan that was made by `command`, and a repository with one source. Gives back data and checkout.
pub fn data(name: &str, command: &str) -> (PathBuf, PathBuf) {
    let f = folder(name);
    write(&f, "checkout/infra/main.tf", "resource {}\n");
    git(&f.join("checkout"), &["init", "-q"]);
    let commit = commit(&f.join("checkout"));
    write(&f, "data/e/plan.json", PLAN);
    write(&f, "data/r.json", report(command, &commit).to_string());
    (f.join("data"), f.join("checkout"))
}

/// Without `--yes`.
pub fn ask(data: &Path, checkout: &Path, more: &[&str]) -> Output {
    let mut arguments = vec!["verify", data.to_str().unwrap(), "--checkout", checkout.to_str().unwrap()];
    arguments.extend(more);
    run(data.parent().unwrap(), &arguments)
}

pub fn verify(data: &Path, checkout: &Path, more: &[&str]) -> Output {
    ask(data, checkout, &[more, &["--yes"]].concat())
}

pub fn printf(text: &str) -> String {
    format!("printf %s '{text}'")
}

pub fn grades(data: &Path) -> Value {
    // the verification is dated by the clock, so the assessment must be too
    let score: Value = serde_json::from_str(&stdout(&run(data, &["score", ".", "--json"]))).unwrap();
    score["gates"]["validation"].clone()
}

pub fn record(data: &Path) -> Value {
    serde_json::from_str(&std::fs::read_to_string(data.join("v.json")).unwrap()).unwrap()
}

#[test]
fn what_differs_only_by_its_time_is_reproduced() {
    let later = PLAN.replace("10:00:00Z", "11:11:11Z");
    let (data, checkout) = data("verify-same", &printf(&later));
    let output = verify(&data, &checkout, &["--by", "u-2", "--blind", "--out", "data/v.json"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let end = "the same output as the author's except for 1 time\n\
        run by u-2: a name that is stated, not attested, so nothing here proves who it was\n";
    assert!(stderr(&output).ends_with(end), "{}", stderr(&output));
    assert!(!stderr(&output).contains(&sha256_hex(PLAN.as_bytes())), "the author's digest is not shown");
    let record = record(&data);
    assert_eq!((&record["blind"], &record["output"]), (&true.into(), &sha256_hex(PLAN.as_bytes()).into()));
    assert!(record.get("recorded").is_none());
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
    assert!(stderr(&output).contains(&format!("the author's output: sha256 {}", sha256_hex(PLAN.as_bytes()))));
    assert!(stderr(&output).contains("resource_changes[0]: absent in one, a text in the other"), "{}", stderr(&output));
    let after_command = stderr(&output).split_once("your output").unwrap().1.to_owned();
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
    assert!(stderr(&output).contains("\nthe same bytes as the author's\n"));
    let record: Value = serde_json::from_str(&stdout(&output)).unwrap();
    assert_eq!((&record["format"], &record["evidence"]), (&"plumbline.verification/1".into(), &"plan".into()));
}

#[test]
fn a_file_that_the_command_writes_is_taken_only_when_it_is_new() {
    let (data, checkout) = data("verify-file", "true");
    write(&checkout, "plan.json", PLAN);
    let output = verify(&data, &checkout, &["--by", "u-2", "--output", "plan.json", "--in-place"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("the command did not write it"), "{}", stderr(&output));
    let silent = verify(&data, &checkout, &["--by", "u-2"]);
    assert!(stderr(&silent).contains("if it writes a file, name it with --output"), "{}", stderr(&silent));
    let command = format!("{} > plan2.json", printf(PLAN));
    let output = verify(&data, &checkout, &["--by", "u-2", "--command", &command, "--output", "plan2.json"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(!checkout.join("plan2.json").exists(), "it was written in a fresh checkout");
}

#[test]
fn an_output_made_already_is_recorded_with_its_own_date() {
    let (data, checkout) = data("verify-record", "not run");
    let made = write(&data, "../made.json", PLAN);
    let made = made.to_str().unwrap();
    // nothing runs, so nobody has to say yes
    let output = ask(&data, &checkout, &["--by", "u-2", "--record", made, "--now", NOW]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let record: Value = serde_json::from_str(&stdout(&output)).unwrap();
    assert_eq!((&record["at"], record["inputs"].is_string()), (&NOW.into(), true));
    assert_eq!((&record["recorded"], &record["blind"]), (&true.into(), &false.into()));
    let early = ask(&data, &checkout, &["--by", "u-2", "--record", made, "--now", "2020-11-19"]);
    assert_eq!(early.status.code(), Some(2));
    assert!(stderr(&early).contains("the clock is behind: it says 2020-11-19T00:00:00Z"), "{}", stderr(&early));
}

#[test]
fn other_inputs_and_the_authors_own_name_are_told() {
    let (data, checkout) = data("verify-inputs", &printf(PLAN));
    write(&checkout, "infra/main.tf", "resource { x }\n");
    let output = verify(&data, &checkout, &["--by", "u-1", "--in-place"]);
    assert!(stderr(&output).contains("the inputs differ from those of the author's run"), "{}", stderr(&output));
    assert_eq!(output.status.code(), Some(1), "the same bytes of other inputs repeat nothing");
    assert!(stderr(&output).contains("this is the author of the change"));
    std::fs::remove_dir_all(checkout.join("infra")).unwrap();
    let output = verify(&data, &checkout, &["--by", "u-2", "--in-place"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("holds no infrastructure as code"), "{}", stderr(&output));
    // a fresh checkout has what was committed
    let output = verify(&data, &checkout, &["--by", "u-2"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
}

#[test]
fn what_is_missing_is_asked_for() {
    let (data, checkout) = data("verify-missing", &printf(PLAN));
    for nobody in [&[][..], &["--by", " \u{200b}"]] {
        let output = verify(&data, &checkout, nobody);
        assert_eq!((output.status.code(), stderr(&output).contains("--by is missing: who repeats it?")), (Some(2), true));
    }
    let none = verify(&data, &checkout, &["--by", "u-2", "--evidence", "other"]);
    assert!(stderr(&none).contains("no gate report holds this evidence item"));
    // what cannot be written is known before the command runs
    write(&data, "v.json", "{}");
    let more = ["--by", "u-2", "--out", "data/v.json", "--command", "touch ran", "--in-place"];
    let there = verify(&data, &checkout, &more);
    assert!(!checkout.join("ran").exists(), "{}", stderr(&there));
    assert_eq!((there.status.code(), stderr(&there).contains("v.json exists already")), (Some(2), true));
}

#[test]
fn what_a_tool_says_is_not_taken_for_what_it_writes() {
    let (data, checkout) = data("verify-kind", "echo 'Passed checks: 3'");
    let output = verify(&data, &checkout, &["--by", "u-2", "--out", "data/v.json"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("name the file that the command writes by --output"), "{}", stderr(&output));
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
    assert!(!stderr(&output).contains("the same name"), "{}", stderr(&output));
    assert_eq!(grades(&data)["grades"]["reproduced"], 1);
}

#[test]
fn what_cannot_be_repeated_by_its_nature_is_refused_before_anything_runs() {
    let (data, checkout) = data("verify-nature", "touch ran");
    let report = std::fs::read_to_string(data.join("r.json")).unwrap();
    write(&data, "r.json", report.replace("change-preview", "deployment-log"));
    let output = verify(&data, &checkout, &["--by", "u-2", "--in-place"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).starts_with("plumbline: deployment-log records a single event and cannot be repeated"));
    assert!(!checkout.join("ran").exists());
}

#[test]
fn a_command_that_is_not_installed_is_told_as_such() {
    let (data, checkout) = data("verify-no-command", "plumbline-has-no-such-tool -o json");
    let said = |more: &[&str]| {
        let output = verify(&data, &checkout, &[&["--by", "u-2"], more].concat());
        assert_eq!(output.status.code(), Some(2));
        stderr(&output)
    };
    let first = "plumbline: a command was not found (the shell exited with 127): ";
    assert!(said(&[]).contains(&format!("{first}pass your PATH to it with --env PATH")));
    assert!(said(&["--env", "PATH"]).contains(&format!("{first}install it")));
}

#[test]
fn a_command_is_shown_and_nothing_runs() {
    let (data, checkout) = data("verify-show", "touch ran\nprintf '\u{1b}[2J'");
    let output = ask(&data, &checkout, &["--show", "--blind", "--in-place"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let (out, file) = (stdout(&output), data.join("r.json"));
    let head = format!(
        "the command of a#1 validation plan, from {} (2020-11-20T10:15:00Z):\n  | touch ran\n  | printf '",
        file.display()
    );
    assert!(out.starts_with(&head) && !out.contains('\u{1b}'), "{out}");
    assert!(out.contains("as it stands: the command can read and change all files there\n"), "{out}");
    assert!(out.contains("\nenvironment: empty") && out.contains("\nno network: ") && out.contains("\nlimits: 600 seconds"));
    assert!(!out.contains(&sha256_hex(PLAN.as_bytes())) && !checkout.join("ran").exists());
}

#[test]
fn a_variable_that_is_not_there_is_not_passed_in_silence() {
    let (data, checkout) = data("verify-env", &printf(PLAN));
    for (name, said) in [("PLUMBLINE_NOT_SET", "you have no such variable"), ("A=b", "its value is your own")] {
        let output = plumbline(&data)
            .args(["verify", ".", "--by", "u-2", "--yes", "--env", name, "--checkout"])
            .arg(&checkout)
            .output()
            .unwrap();
        assert_eq!((output.status.code(), stderr(&output).contains(said)), (Some(2), true), "{}", stderr(&output));
    }
}

#[test]
fn what_may_hold_records_and_is_not_read_is_told() {
    let (data, checkout) = data("verify-hidden", &printf(PLAN));
    write(&data, ".more/r.json", "{}");
    assert!(Command::new("mkfifo").arg(data.join("pipe.json")).status().unwrap().success());
    let output = ask(&data, &checkout, &["--show"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    for told in ["note: D/.more: a hidden folder: not read\n", "error: D/pipe.json: neither a file nor a folder: not read\n"] {
        assert!(stderr(&output).contains(&told.replace('D', data.to_str().unwrap())), "{}", stderr(&output));
    }
}
