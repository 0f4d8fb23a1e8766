//! `plumbline inspect FILE --as TYPE` as it is called: what it says, and how it ends.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// Two metric alerts of which only the first has an action group, and that group.
const RULES: &str = r#"[
  {"type": "Microsoft.Insights/metricAlerts", "name": "disk-full", "enabled": true, "actions": [{"actionGroupId": "/g/oncall"}]},
  {"type": "Microsoft.Insights/metricAlerts", "name": "cpu-high", "enabled": true,
   "actions": []}
]"#;
const GROUPS: &str = r#"[{"id": "/g/oncall", "type": "Microsoft.Insights/ActionGroups", "name": "oncall", "enabled": true,
  "emailReceivers": [{"name": "a", "status": "Enabled"}]}]"#;

/// A folder of its own with these files.
fn folder(name: &str, files: &[(&str, &str)]) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::create_dir_all(&folder).unwrap();
    for (path, text) in files {
        std::fs::write(folder.join(path), text).unwrap();
    }
    folder
}

fn inspect(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_plumbline")).current_dir(folder).arg("inspect").args(arguments).output().unwrap()
}

fn text(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

#[test]
fn a_rule_that_reaches_nobody_contradicts_with_its_line() {
    let f = folder("inspect-linkage", &[("rules.json", RULES), ("groups.json", GROUPS)]);
    let output = inspect(&f, &["rules.json", "--as", "alert-linkage", "--with", "groups.json", "--json"]);
    let said: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((&said["accepted"], &said["kinds"]), (&json!(true), &json!(["alert-rules"])));
    assert_eq!((&said["verdict"], &said["reason"]), (&json!("contradicted"), &json!("every-rule-reaches-a-receiver")));
    let outcomes: Vec<&Value> = said["probes"].as_array().unwrap().iter().map(|p| &p["outcome"]).collect();
    assert_eq!(outcomes, ["holds", "fails"]);
    let places = said["probes"][1]["places"].as_array().unwrap();
    assert!(places.iter().any(|p| p["line"] == 3 || p["line"] == 4), "cpu-high begins on line 3: {places:?}");
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn receivers_in_another_file_settle_the_question() {
    let rules = RULES.replace(r#""actions": []"#, r#""actions": [{"actionGroupId": "/g/oncall"}]"#);
    let f = folder("inspect-with", &[("rules.json", &rules), ("groups.json", GROUPS)]);
    let output = inspect(&f, &["rules.json", "--as", "alert-linkage", "--with", "groups.json"]);
    assert!(text(&output).starts_with("rules.json  azure-metric-alert  as alert-linkage: checked\n"), "{}", text(&output));
    assert_eq!(output.status.code(), Some(0));
    // alone, the file does not say whether the group reaches anybody
    let output = inspect(&f, &["rules.json", "--as", "alert-linkage"]);
    assert!(text(&output).contains("as alert-linkage: inconclusive (every-rule-reaches-a-receiver)"), "{}", text(&output));
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn a_file_that_is_not_accepted_says_why_and_what_counts() {
    let f = folder("inspect-refused", &[("rules.yaml", "groups: !include other.yaml\n"), ("ok", "ok")]);
    let said = text(&inspect(&f, &["rules.yaml", "--as", "alert-linkage"]));
    assert!(said.starts_with("rules.yaml  unknown  as alert-linkage: inconclusive (not-accepted)\n"), "{said}");
    assert!(said.contains("the tag !include is not read"), "{said}");
    assert!(said.contains("  what counts: alert rules\n"), "{said}");
    // two letters prove nothing, whatever they are offered as
    let policy = plumbline_ingest::default_policy().0;
    for artifact_type in &policy.artifact_types {
        let output = inspect(&f, &["ok", "--as", &artifact_type.id]);
        assert!(text(&output).contains("inconclusive (not-accepted)"), "{}", text(&output));
        assert_eq!(output.status.code(), Some(1));
    }
}

#[test]
fn wrong_usage_names_the_option() {
    let f = folder("inspect-usage", &[("rules.json", RULES)]);
    for (arguments, said) in [
        (&["rules.json", "--with", "rules.json"][..], "the following required arguments were not provided: --as <TYPE>"),
        (&["rules.json", "rules.json", "--as", "alert-linkage"], "--as takes one file"),
        (&["rules.json", "--as", "alert-link"], "alert-linkage"),
    ] {
        let output = inspect(&f, arguments);
        let error = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(error.contains(said), "{arguments:?}: {error}");
        assert_eq!(output.status.code(), Some(2));
    }
}

#[test]
fn a_reader_that_goes_away_is_no_fault() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/README.md");
    let commands: [&[&str]; 5] = [
        &["--help"],
        &["--version"],
        &["probes"],
        &["inspect", file, "--as", "threat-intent"],
        &["inspect", file, "--as", "threat-intent", "--json"],
    ];
    for command in commands {
        let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_plumbline"))
            .args(command)
            .stdout(std::process::Stdio::piped())
            .stderr(std::process::Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        // the policy is named, and nothing is complained about
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(said.lines().all(|line| line.starts_with("policy: built-in, SHA-256 ")), "{command:?}: {said}");
        assert!(matches!(output.status.code(), Some(0 | 1)), "{command:?}: {:?}", output.status);
    }
}
