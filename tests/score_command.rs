//! `plumbline score` as it is called: which changes it counts, in which notation, and how it ends.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A folder of its own with three changes: two of team a (1 and 10 November), one of team b (20 November).
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::create_dir_all(&folder).unwrap();
    let report = |n: u8, team: &str, day: u8| {
        json!({
            "format": "plumbline.gate-report/1", "gate": "intent", "recordedAt": "2026-11-21T00:00:00Z", "outcome": "passed",
            "change": {"id": format!("a#{n}"), "team": team, "openedAt": format!("2026-11-{day:02}T18:00:00Z")}
        })
    };
    let reports = json!([report(1, "a", 1), report(2, "a", 10), report(3, "b|c", 20)]);
    std::fs::write(folder.join("reports.json"), reports.to_string()).unwrap();
    folder
}

fn score(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_plumbline")).arg("score").arg(folder).args(arguments).output().unwrap()
}

fn changes(folder: &Path, arguments: &[&str]) -> u64 {
    let mut all = vec!["--json", "--now", "2026-11-22T12:00:00Z"];
    all.extend(arguments);
    let output = score(folder, &all);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let json: Value = serde_json::from_slice(&output.stdout).unwrap();
    json["changes"].as_u64().unwrap()
}

#[test]
fn teams_and_both_ends_of_a_range_select() {
    let f = folder("score-select");
    assert_eq!(changes(&f, &[]), 3);
    assert_eq!(changes(&f, &["--team", "a"]), 2);
    assert_eq!(changes(&f, &["--team", "a", "--team", "b|c"]), 3);
    assert_eq!(changes(&f, &["--since", "2026-11-10T18:00:00Z"]), 2);
    assert_eq!(changes(&f, &["--until", "2026-11-10T18:00:00Z"]), 2);
    assert_eq!(changes(&f, &["--until", "2026-11-10T17:59:59Z"]), 1);
    // a day is the whole day
    assert_eq!(changes(&f, &["--since", "2026-11-10", "--until", "2026-11-10"]), 1);
    // an assessment before the reports were recorded knows nothing of them
    let output = score(&f, &["--json", "--now", "2026-11-20T00:00:00Z"]);
    let json: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((json["changes"].as_u64(), &json["gates"]["intent"]["verified"]), (Some(0), &Value::Null));
}

#[test]
fn every_key_of_the_contract_is_there() {
    let output = score(&folder("score-keys"), &["--json", "--now", "2026-11-22T12:00:00Z"]);
    let json: Value = serde_json::from_slice(&output.stdout).unwrap();
    let keys: Vec<&str> = json.as_object().unwrap().keys().map(String::as_str).collect();
    let mut expected = [
        "now",
        "policy",
        "changes",
        "gates",
        "risks",
        "drift",
        "authorship",
        "matrix",
        "matrixItems",
        "patterns",
        "funnel",
        "funnelEvaluate",
        "debt",
        "timeliness",
        "withinTeams",
        "calibration",
        "teams",
        "reviews",
        "workflow",
        "detection",
        "surface",
        "threats",
        "chain",
    ];
    expected.sort_unstable();
    let mut keys = keys;
    keys.sort_unstable();
    assert_eq!(keys, expected);
    assert_eq!(json["now"], "2026-11-22T12:00:00Z");
    let gate = json["gates"]["intent"].as_object().unwrap();
    let mut gate: Vec<&str> = gate.keys().map(String::as_str).collect();
    gate.sort_unstable();
    assert_eq!(
        gate,
        [
            "conditions",
            "gap",
            "grades",
            "implied",
            "n",
            "perceived",
            "perceivedHigh",
            "perceivedLow",
            "stated",
            "verified",
            "verifiedHigh",
            "verifiedLow"
        ]
    );
    assert_eq!(json["funnel"][3]["step"], "risk-assessed");
    assert_eq!(json["teams"][1]["criteria"][0]["state"], "not-enough-data");
}

#[test]
fn the_readable_notations_keep_names_as_text() {
    let f = folder("score-text");
    let markdown = String::from_utf8(score(&f, &["--markdown"]).stdout).unwrap();
    assert!(markdown.starts_with("# Plumbline score\n") && markdown.contains("| b\\|c |"), "{markdown}");
    let plain = String::from_utf8(score(&f, &[]).stdout).unwrap();
    assert!(plain.contains("Maturity ladder") && plain.contains("b|c"), "{plain}");
}

#[test]
fn wrong_usage_and_nothing_to_read_end_with_2() {
    let f = folder("score-usage");
    let code = |arguments: &[&str]| score(&f, arguments).status.code();
    assert_eq!(code(&["--now", "yesterday"]), Some(2));
    assert_eq!(code(&["--frobnicate"]), Some(2));
    assert_eq!(code(&["--policy", "nowhere.json"]), Some(2));
    assert_eq!(score(&f.join("nowhere"), &[]).status.code(), Some(2));
    let empty = Path::new(env!("CARGO_TARGET_TMPDIR")).join("score-empty");
    std::fs::create_dir_all(&empty).unwrap();
    assert_eq!(score(&empty, &["--json"]).status.code(), Some(2));
}

/// A zip of files as they are, not compressed.
fn zip(entries: &[(&str, &[u8])]) -> Vec<u8> {
    use std::io::Write;
    let mut archive = rawzip::ZipArchiveWriter::new(Vec::new());
    for (name, bytes) in entries {
        let (mut entry, config) = archive.new_file(name).start().unwrap();
        let mut writer = config.wrap(&mut entry);
        writer.write_all(bytes).unwrap();
        let (_, descriptor) = writer.finish().unwrap();
        entry.finish(descriptor).unwrap();
    }
    archive.finish().unwrap()
}

#[test]
fn the_policy_of_a_data_set_counts_only_when_the_command_line_says_so() {
    let f = folder("score-policy");
    let default = plumbline_ingest::DEFAULT_POLICY_JSON;
    let other = default.trim_end().replacen("\"tooFew\": 5", "\"tooFew\": 6", 1);
    let index = format!(r#"{{"format": "plumbline.index/1", "files": [{{"path": "reports.json"}}], "policy": {other}}}"#);
    std::fs::write(f.join("index.json"), &index).unwrap();
    let asked_for = Path::new(env!("CARGO_TARGET_TMPDIR")).join("score-policy.json");
    std::fs::write(&asked_for, default).unwrap();
    let asked_for = asked_for.to_str().unwrap();
    let zipped = Path::new(env!("CARGO_TARGET_TMPDIR")).join("score-policy.zip");
    let reports = std::fs::read(f.join("reports.json")).unwrap();
    std::fs::write(&zipped, zip(&[("reports.json", &reports), ("index.json", index.as_bytes())])).unwrap();
    // the digest is that of the object's own bytes, or of the whole file that was asked for
    let (own, of_data) = (plumbline_ingest::default_policy().1, plumbline_ingest::sha256_hex(other.as_bytes()));
    for place in [&f, &zipped] {
        let policy = |arguments: &[&str]| -> (String, String) {
            let output = score(place, &[arguments, &["--json"]].concat());
            let json: Value = serde_json::from_slice(&output.stdout).unwrap();
            (json["policy"].as_str().unwrap().to_owned(), String::from_utf8(output.stderr).unwrap())
        };
        let (used, said) = policy(&[]);
        assert_eq!(used, own);
        assert!(
            said.contains(&format!(
                "is not used, because it is part of the data that it would judge: to use it, pass --policy-digest {of_data}"
            )),
            "{said}"
        );
        assert!(said.contains(&format!("policy: built-in, SHA-256 {own}")), "{said}");
        assert_eq!(policy(&["--trust-input-policy"]).0, of_data);
        assert_eq!(policy(&["--policy-digest", &of_data]).0, of_data);
        let whole = plumbline_ingest::sha256_hex(default.as_bytes());
        assert_eq!(policy(&["--policy", asked_for]).0, whole);
        assert_eq!(policy(&["--policy", asked_for, "--policy-digest", &whole]).0, whole);
        let other_digest = score(place, &["--policy", asked_for, "--policy-digest", &of_data]);
        assert_eq!(other_digest.status.code(), Some(2));
    }
}

#[test]
fn a_folder_is_the_same_however_many_slashes_end_it() {
    let f = folder("score-slashes");
    let report = json!({
        "format": "plumbline.gate-report/1", "gate": "intent", "recordedAt": "2026-11-21T00:00:00Z", "outcome": "passed",
        "change": {"id": "a#9"}, "evidence": [{"id": "t", "type": "threat-intent", "artifact": {"path": "t.md"}}]
    });
    std::fs::write(f.join("reports.json"), report.to_string()).unwrap();
    let intent =
        "## Deployment objective\nKeys leave the code.\n\n## Threat assumptions\nNobody outside reads the vault; Tampering.\n";
    std::fs::write(f.join("t.md"), intent).unwrap();
    for end in ["", "/", "//", "/./"] {
        let folder = PathBuf::from(format!("{}{end}", f.display()));
        let json: Value = serde_json::from_slice(&score(&folder, &["--json", "--now", "2026-11-22T12:00:00Z"]).stdout).unwrap();
        // the one item has its bytes at hand
        assert_eq!(json["gates"]["intent"]["verified"], 1.0, "{end:?}");
    }
}

#[test]
fn a_team_that_nobody_is_of_is_said() {
    let folder = folder("score_no_team");
    let said = |team: &str| String::from_utf8(score(&folder, &["--team", team]).stderr).unwrap();
    assert!(said("nobody").contains("no change belongs to a team named \"nobody\""));
    assert!(!said("a").contains("no change belongs to"));
}

#[test]
fn two_notations_and_a_range_that_ends_before_it_begins_are_told() {
    let f = folder("score-both");
    for both in [["--json", "--markdown"], ["--markdown", "--json"]] {
        let output = score(&f, &both);
        let told = String::from_utf8(output.stderr).unwrap();
        assert!(
            told.starts_with("plumbline: the argument '--json' cannot be used with '--markdown' (see plumbline score --help)\n")
                || told.starts_with(
                    "plumbline: the argument '--markdown' cannot be used with '--json' (see plumbline score --help)\n"
                ),
            "{told}"
        );
        assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0));
    }
    let output = score(&f, &["--json", "--now", "2026-11-22", "--since", "2026-11-11", "--until", "2026-11-10"]);
    let told = String::from_utf8(output.stderr).unwrap();
    // a day that ends a range is its last moment
    let warning = "warning: --since 2026-11-11T00:00:00Z is after --until 2026-11-10T23:59:59.999999Z, so no change is counted\n";
    assert!(told.contains(warning), "{told}");
    assert_eq!(output.status.code(), Some(0));
    let fits = score(&f, &["--json", "--now", "2026-11-22", "--since", "2026-11-10", "--until", "2026-11-10"]);
    assert!(!String::from_utf8(fits.stderr).unwrap().contains("is after"));
}

#[test]
fn no_line_of_any_help_is_wider_than_a_hundred_characters() {
    for command in ["bundle", "check", "collect", "demo", "facts", "inspect", "policy", "rules", "score", "verify", "verify-data"]
    {
        let output =
            Command::new(env!("CARGO_BIN_EXE_plumbline")).args([command, "--help"]).env_remove("COLUMNS").output().unwrap();
        let help = String::from_utf8(output.stdout).unwrap();
        // whoever pipes it gets a page of this width; a terminal gets one of its own, within bounds
        let widest = help.lines().max_by_key(|line| line.chars().count()).unwrap();
        assert!(widest.chars().count() <= 100, "{command}: {widest}");
    }
}
