//! `plumbline bundle`: the same input makes the same bytes, and the same numbers.

use crate::{NOW, folder, plumbline, run, stderr, stdout, write};
use plumbline_ingest::sha256_hex;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::Path;

const SCAN: &str = r#"{"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "tflint"}}, "results": []}]}"#;

fn report(n: u8, at: &str, artifact: &str) -> Value {
    json!({"format": "plumbline.gate-report/1", "gate": "validation", "recordedAt": at, "outcome": "passed",
        "change": {"id": format!("a#{n}"), "team": "payments", "touches": [], "environment": "dev"},
        "evidence": [{"id": "lint", "type": "lint-diagnostics",
            "artifact": {"path": artifact, "sha256": sha256_hex(SCAN.as_bytes())}}]})
}

/// Reports of October and November with one artifact each, a verification, a loose tool's file and a text.
fn input(folder: &Path) {
    write(folder, "in/a/e/lint.sarif", SCAN);
    write(folder, "in/b/lint.sarif", SCAN);
    write(folder, "in/loose.sarif", SCAN.replace("tflint", "checkov"));
    write(folder, "in/README.md", "words");
    write(folder, "in/a/r.json", report(1, "2026-10-20T10:00:00Z", "e/lint.sarif").to_string());
    let verification = json!({"format": "plumbline.verification/1", "change": "a#2", "gate": "validation", "evidence": "lint",
        "by": "u-2", "at": "2026-11-21T00:00:00Z"});
    write(folder, "in/b/r.ndjson", format!("{}\n{verification}\n", report(2, "2026-11-20T10:00:00Z", "b/lint.sarif")));
}

fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(at) = folders.pop() {
        for entry in std::fs::read_dir(&at).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_str().unwrap().replace('\\', "/");
                found.insert(name, std::fs::read(&path).unwrap());
            }
        }
    }
    found
}

fn score(folder: &Path, path: &str) -> Value {
    serde_json::from_str(&stdout(&run(folder, &["score", path, "--now", NOW, "--json"]))).unwrap()
}

#[test]
fn a_data_set_has_the_numbers_of_its_input_and_reads_back_without_a_fault() {
    let f = folder("bundle-numbers");
    input(&f);
    let output = run(&f, &["bundle", "in", "--out", "data", "--title", "Contoso"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert_eq!(stdout(&output), "data/index.json\n");
    let digest = sha256_hex(SCAN.as_bytes());
    let loose = sha256_hex(SCAN.replace("tflint", "checkov").as_bytes());
    let written = files(&f.join("data"));
    let names: Vec<&str> = written.keys().map(String::as_str).collect();
    assert_eq!(
        names,
        [
            "checks.json",
            &format!("evidence/2026-10/{}-lint.sarif", &digest[..12]),
            &format!("evidence/2026-11/{}-lint.sarif", &digest[..12]),
            &format!("evidence/loose/{}-loose.sarif", &loose[..12]),
            "index.json",
            "reports/2026-10.ndjson",
            "reports/2026-11.ndjson",
        ]
    );
    assert_eq!(score(&f, "in"), score(&f, "data"));
    let inspected = run(&f, &["inspect", "data", "--json"]);
    assert_eq!(inspected.status.code(), Some(0), "{}", stdout(&inspected));
    for line in stdout(&inspected).lines() {
        let receipt: Value = serde_json::from_str(line).unwrap();
        assert!(receipt["diagnostics"].as_array().unwrap().iter().all(|d| d["severity"] == "note"), "{line}");
    }
    let index: Value = serde_json::from_slice(&written["index.json"]).unwrap();
    // the newest record is the verification
    assert_eq!((&index["title"], &index["generatedAt"]), (&"Contoso".into(), &"2026-11-21T00:00:00Z".into()));
    assert_eq!(index["files"].as_array().unwrap().len(), 5);
    let checks: Value = serde_json::from_slice(&written["checks.json"]).unwrap();
    assert_eq!((&checks["reports"], &checks["verifications"]), (&2.into(), &1.into()));
    assert_eq!(checks["artifacts"][0]["digest"], "same");
    assert_eq!(checks["leftOut"][0]["path"], "README.md");
}

#[test]
fn the_same_input_makes_the_same_bytes_at_once_or_bit_by_bit() {
    let f = folder("bundle-bytes");
    input(&f);
    assert!(run(&f, &["bundle", "in", "--out", "one"]).status.success());
    assert!(run(&f, &["bundle", "in", "--out", "two"]).status.success());
    assert_eq!(files(&f.join("one")), files(&f.join("two")));
    // October alone, then all; then all once more
    let steps: [&[&str]; 3] = [&["in/a"], &["in"], &["in/b"]];
    for paths in steps {
        let mut arguments = vec!["bundle", "--out", "three"];
        arguments.extend(paths);
        assert!(run(&f, &arguments).status.success());
    }
    let (one, three) = (files(&f.join("one")), files(&f.join("three")));
    for name in ["reports/2026-10.ndjson", "reports/2026-11.ndjson", "index.json"] {
        assert_eq!(one[name], three[name], "{name}");
    }
}

#[test]
fn a_large_artifact_is_left_out_and_taken_away_again() {
    let f = folder("bundle-large");
    input(&f);
    assert!(run(&f, &["bundle", "in", "--out", "data"]).status.success());
    let output = run(&f, &["bundle", "in", "--out", "data", "--max-artifact-bytes", "10"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(files(&f.join("data")).keys().all(|name| !name.ends_with(".sarif")));
    assert!(stderr(&output).contains("are more than --max-artifact-bytes"));
    // its digest stays recorded: attached, no more
    assert_eq!(score(&f, "data")["gates"]["validation"]["grades"]["attached"], 2);
}

#[test]
fn a_policy_and_a_date_go_into_the_index() {
    let f = folder("bundle-policy");
    input(&f);
    let policy = stdout(&run(&f, &["policy", "print"])).replacen("\"tooFew\": 5", "\"tooFew\": 6", 1);
    write(&f, "p.json", policy);
    assert!(run(&f, &["bundle", "in", "--out", "data", "--policy", "p.json", "--generated-at", "2026-11-22"]).status.success());
    let index: Value = serde_json::from_slice(&files(&f.join("data"))["index.json"]).unwrap();
    assert_eq!((&index["policy"]["tooFew"], &index["generatedAt"]), (&6.into(), &"2026-11-22T00:00:00Z".into()));
    let early = run(&f, &["bundle", "in", "--out", "early", "--generated-at", "2026-11-01"]);
    assert!(stderr(&early).contains("the page ignores later records"), "{}", stderr(&early));
    // and stay there when nothing else is said
    assert!(run(&f, &["bundle", "in", "--out", "data"]).status.success());
    let index: Value = serde_json::from_slice(&files(&f.join("data"))["index.json"]).unwrap();
    assert_eq!(index["policy"]["tooFew"], 6);
}

#[test]
fn what_cannot_be_taken_is_told_and_what_is_no_data_set_is_left_alone() {
    let f = folder("bundle-faults");
    input(&f);
    write(&f, "in/future.json", r#"{"format": "plumbline.gate-report/2"}"#);
    let output = run(&f, &["bundle", "in", "--out", "data"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("error: future.json: "), "{}", stderr(&output));
    assert!(f.join("data/index.json").is_file(), "the rest is written");
    write(&f, "other/reports/2026-10.ndjson", "mine");
    let output = run(&f, &["bundle", "in/a", "--out", "other"]);
    assert_eq!((output.status.code(), stderr(&output).contains("2026-10.ndjson exists already")), (Some(2), true));
    assert!(!f.join("other/index.json").exists());
    write(&f, "empty/a.md", "words");
    assert_eq!(run(&f, &["bundle", "empty", "--out", "data2"]).status.code(), Some(2));
    assert_eq!(run(&f, &["bundle", "not-there", "--out", "data2"]).status.code(), Some(2));
}

#[test]
fn a_whole_organisation_keeps_every_number() {
    let f = folder("bundle-demo");
    assert!(run(&f, &["demo", "--seed", "3", "--teams", "3", "--weeks", "8", "--out", "demo"]).status.success());
    let output = run(&f, &["bundle", "demo", "--out", "data"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert_eq!(score(&f, "demo"), score(&f, "data"));
    let before = files(&f.join("data"));
    assert!(run(&f, &["bundle", "demo", "--out", "data"]).status.success());
    assert_eq!(files(&f.join("data")), before, "once more changes nothing");
}

#[test]
fn a_zip_and_a_gzipped_report_are_inputs_too() {
    let f = folder("bundle-zip");
    assert!(run(&f, &["demo", "--seed", "3", "--teams", "2", "--weeks", "4", "--out", "demo"]).status.success());
    assert!(run(&f, &["demo", "--seed", "3", "--teams", "2", "--weeks", "4", "--zip", "--out", "zipped"]).status.success());
    // listed by an index, or named
    for (input, out) in [("zipped", "data"), ("zipped/organisation.zip", "named")] {
        let output = run(&f, &["bundle", input, "--out", out]);
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        // the policy stands in the index, which the zip alone does not hold
        assert_eq!(score(&f, "demo")["changes"], score(&f, out)["changes"]);
    }
    assert_eq!(score(&f, "demo"), score(&f, "data"));

    let text = report(1, "2026-10-20T10:00:00Z", "none.sarif").to_string();
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    std::io::Write::write_all(&mut encoder, text.as_bytes()).unwrap();
    write(&f, "gz/r.json.gz", encoder.finish().unwrap());
    let output = run(&f, &["bundle", "gz", "--out", "from-gz"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(f.join("from-gz/reports/2026-10.ndjson").is_file());
}

#[test]
fn a_line_that_is_no_json_costs_the_line_and_a_record_that_cannot_be_used_itself() {
    let f = folder("bundle-lines");
    let good = |n: u8| report(n, "2026-10-20T10:00:00Z", "none.sarif").to_string();
    let bad_gate = good(4).replace("\"validation\"", "\"foo\"");
    let broken = good(2).get(..60).unwrap().to_owned();
    // lines 1, 4 and 6 are good; 2 is broken, 3 empty, and 5 names no gate
    write(&f, "in/r.ndjson", [good(1), broken, String::new(), good(3), bad_gate.clone(), good(5)].join("\n"));
    let output = run(&f, &["bundle", "in", "--out", "data"]);
    let told = stderr(&output);
    assert_eq!(output.status.code(), Some(1), "{told}");
    let faults: Vec<&str> = told.lines().filter(|l| l.starts_with("error: ")).collect();
    assert_eq!(faults.len(), 2, "{told}");
    assert!(faults[0].starts_with("error: r.ndjson:2:61 [1]: "), "{told}");
    assert_eq!(faults[1], "error: r.ndjson:5 [4].gate: unknown gate: \"foo\"");
    assert!(told.contains("3 gate reports, 0 verifications"), "{told}");
    let shard = std::fs::read_to_string(f.join("data/reports/2026-10.ndjson")).unwrap();
    let ids: Vec<Value> = shard.lines().map(|l| serde_json::from_str::<Value>(l).unwrap()["change"]["id"].clone()).collect();
    assert_eq!(ids, ["a#1", "a#3", "a#5"]);
    // the same in a list
    write(&f, "list/r.json", format!("[{},\n{bad_gate}]", good(1)));
    let output = run(&f, &["bundle", "list", "--out", "data2"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("error: r.json [1].gate: unknown gate: \"foo\"\n"), "{}", stderr(&output));
}

#[test]
fn a_time_beyond_the_year_9999_is_none_wherever_it_is_read() {
    let f = folder("bundle-time");
    // 23:59 at -14:00 is 13:59 of the first day of the year 10000
    let late = "9999-12-31T23:59:59-14:00";
    let both = format!("{}\n{}\n", report(1, "2026-10-20T10:00:00Z", "none.sarif"), report(2, late, "none.sarif"));
    write(&f, "in/r.ndjson", both);
    let output = plumbline(&f).env("SOURCE_DATE_EPOCH", "999999999999").args(["bundle", "in", "--out", "data"]).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("error: r.ndjson:2 [1].recordedAt: no such time\n"), "{}", stderr(&output));
    let index: Value = serde_json::from_slice(&std::fs::read(f.join("data/index.json")).unwrap()).unwrap();
    assert_eq!(index["generatedAt"], "2026-10-20T10:00:00Z", "that of the newest record that is there");
    assert_eq!(run(&f, &["inspect", "data"]).status.code(), Some(0));
    let output = run(&f, &["score", "in", "--now", NOW]);
    assert!(stderr(&output).contains("in/r.ndjson:2 [1].recordedAt: no such time"), "{}", stderr(&output));
    assert_eq!(run(&f, &["score", "in", "--now", late]).status.code(), Some(2));
}

#[test]
fn a_record_of_the_future_is_told_with_its_file_and_its_date() {
    let f = folder("bundle-future");
    write(&f, "in/a/r.json", report(1, "2026-10-20T10:00:00Z", "none.sarif").to_string());
    write(&f, "in/b/r.json", report(2, "2999-01-01T00:00:00Z", "none.sarif").to_string());
    let told = "warning: b/r.json: a record is dated 2999-01-01T00:00:00Z, after the clock: ";
    let cases =
        [("data", &[][..], "2999-01-01T00:00:00Z"), ("dated", &["--generated-at", "2026-11-01"][..], "2026-11-01T00:00:00Z")];
    for (out, arguments, date) in cases {
        let output = run(&f, &[&["bundle", "in", "--out", out], arguments].concat());
        assert_eq!((output.status.code(), stderr(&output).matches("after the clock").count()), (Some(0), 1));
        assert!(stderr(&output).contains(told), "{}", stderr(&output));
        let index: Value = serde_json::from_slice(&std::fs::read(f.join(out).join("index.json")).unwrap()).unwrap();
        assert_eq!(index["generatedAt"], date);
    }
}

#[test]
fn a_demo_is_written_over_nothing_unless_it_is_forced() {
    let f = folder("demo-there");
    write(&f, "mine/index.json", "mine");
    let arguments = ["demo", "--teams", "1", "--weeks", "1", "--zip", "--out", "mine"];
    let output = run(&f, &arguments);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(stderr(&output), "plumbline: mine is not empty: use --force to replace its files\n");
    assert_eq!(std::fs::read_to_string(f.join("mine/index.json")).unwrap(), "mine");
    assert_eq!(run(&f, &[&arguments[..], &["--force"]].concat()).status.code(), Some(0));
    assert!(std::fs::read_to_string(f.join("mine/index.json")).unwrap().starts_with('{'));
    // an empty folder holds nothing to lose
    std::fs::create_dir(f.join("empty")).unwrap();
    assert_eq!(run(&f, &["demo", "--teams", "1", "--weeks", "1", "--zip", "--out", "empty"]).status.code(), Some(0));
}
