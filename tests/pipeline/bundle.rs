//! `plumbline bundle`: the same input makes the same bytes, and the same numbers.

use crate::{NOW, folder, logical, plumbline, run, stderr, stdout, write};
use plumbline_ingest::sha256_hex;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
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
    let folders: BTreeSet<&str> = written.keys().map(|path| path.split(['/', '-']).next().unwrap()).collect();
    let expected =
        ["changes", "checks.json", "columns", "details", "directory", "index.json", "later", "packs", "sources", "summary"];
    assert_eq!(folders.into_iter().collect::<Vec<_>>(), expected);
    let packed = logical(&f.join("data"));
    let names: Vec<&str> = packed.keys().map(String::as_str).collect();
    assert_eq!(
        names,
        [
            &format!("evidence/2026-10/{digest}-lint.sarif"),
            &format!("evidence/2026-11/{digest}-lint.sarif"),
            &format!("evidence/loose/{loose}-loose.sarif"),
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
    assert_eq!(index["counts"]["artifacts"], 3);
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
    let (mut one, mut three) = (files(&f.join("one")), files(&f.join("three")));
    // what was left out is that of the last run
    assert!(one.remove("checks.json").is_some() && three.remove("checks.json").is_some());
    assert_eq!(one, three);
}

#[test]
fn a_large_artifact_is_left_out_and_taken_away_again() {
    let f = folder("bundle-large");
    input(&f);
    assert!(run(&f, &["bundle", "in", "--out", "data"]).status.success());
    let output = run(&f, &["bundle", "in", "--out", "data", "--max-artifact-bytes", "10"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(logical(&f.join("data")).keys().all(|name| !name.ends_with(".sarif")));
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
    assert!(stderr(&early).contains("warning: 2 records dated after the data set are kept apart"), "{}", stderr(&early));
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
    write(&f, "other/checks.json", "mine");
    let output = run(&f, &["bundle", "in/a", "--out", "other"]);
    assert_eq!((output.status.code(), stderr(&output).contains("checks.json exists already")), (Some(2), true));
    assert_eq!(files(&f.join("other")).len(), 1, "nothing is written");
    // what belongs to no data set stays
    write(&f, "third/packs/mine.bin", "mine");
    for _ in 0..2 {
        assert!(run(&f, &["bundle", "in/a", "--out", "third"]).status.success());
        assert_eq!(files(&f.join("third"))["packs/mine.bin"], b"mine");
    }
    write(&f, "empty/a.md", "words");
    assert_eq!(run(&f, &["bundle", "empty", "--out", "data2"]).status.code(), Some(2));
    assert_eq!(run(&f, &["bundle", "not-there", "--out", "data2"]).status.code(), Some(2));
}

#[test]
fn a_whole_organisation_keeps_every_number() {
    let f = folder("bundle-demo");
    assert!(run(&f, &["demo", "--seed", "3", "--teams", "3", "--weeks", "8", "--out", "demo"]).status.success());
    let output = run(&f, &["bundle", "demo", "--trust-input-policy", "--out", "data"]);
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
        let output = run(&f, &["bundle", input, "--trust-input-policy", "--out", out]);
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
    assert!(logical(&f.join("from-gz")).contains_key("reports/2026-10.ndjson"));
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
    let shard = String::from_utf8(logical(&f.join("data"))["reports/2026-10.ndjson"].clone()).unwrap();
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
fn a_record_of_the_future_is_told_or_left_out_where_a_date_is_given() {
    let f = folder("bundle-future");
    write(&f, "in/a/r.json", report(1, "2026-10-20T10:00:00Z", "none.sarif").to_string());
    write(&f, "in/b/r.json", report(2, "2999-01-01T00:00:00Z", "none.sarif").to_string());
    let index = |out: &str| -> Value { serde_json::from_slice(&std::fs::read(f.join(out).join("index.json")).unwrap()).unwrap() };
    let output = run(&f, &["bundle", "in", "--out", "data"]);
    let told = "warning: b/r.json: a record is dated 2999-01-01T00:00:00Z, which is in the future: ";
    assert_eq!((output.status.code(), stderr(&output).matches(told).count()), (Some(0), 1), "{}", stderr(&output));
    assert_eq!(index("data")["generatedAt"], "2999-01-01T00:00:00Z");
    // with a date it decides nothing, and the data set that was there loses it
    for out in ["dated", "data"] {
        let output = run(&f, &["bundle", "in", "--out", out, "--generated-at", "2026-11-01"]);
        let told = "warning: b/r.json: a record of a#2 is dated 2999-01-01T00:00:00Z, after the data set: it decides nothing\n";
        assert_eq!((output.status.code(), stderr(&output).contains(told)), (Some(0), true), "{}", stderr(&output));
        assert_eq!(index(out)["generatedAt"], "2026-11-01T00:00:00Z");
        assert!(!logical(&f.join(out)).contains_key("reports/2999-01.ndjson"));
    }
    // an old date would lose what is there
    let output = run(&f, &["bundle", "in", "--out", "data", "--generated-at", "2026-10-01"]);
    assert_eq!((output.status.code(), stderr(&output).contains("which would be lost")), (Some(2), true), "{}", stderr(&output));
    assert!(logical(&f.join("data")).contains_key("reports/2026-10.ndjson"));
}

#[test]
fn attack_a_policy_in_the_input_is_taken_only_where_it_is_trusted() {
    let f = folder("bundle-smuggled");
    input(&f);
    let policy = stdout(&run(&f, &["policy", "print"]));
    let with = |n: u8| policy.replacen("\"tooFew\": 5", &format!("\"tooFew\": {n}"), 1);
    write(&f, "in/index.json", format!(r#"{{"format": "plumbline.index/1", "title": "T", "files": [], "policy": {}}}"#, with(7)));
    write(&f, "in/p.json", with(8));
    let too_few = |out: &str| -> Value {
        let index: Value = serde_json::from_slice(&std::fs::read(f.join(out).join("index.json")).unwrap()).unwrap();
        index["policy"]["tooFew"].clone()
    };
    let output = run(&f, &["bundle", "in", "--out", "data"]);
    let told = stderr(&output);
    assert_eq!((output.status.code(), too_few("data")), (Some(0), Value::Null), "{told}");
    for file in ["in/index.json", "in/p.json"] {
        let warning = format!("warning: {file}: a policy in the input is not taken: pass it with --policy (SHA-256 ");
        assert!(told.contains(&warning), "{told}");
    }
    assert!(told.contains(&format!("policy: built-in, SHA-256 {}", plumbline_ingest::default_policy().1)), "{told}");
    let trusted = run(&f, &["bundle", "in", "--out", "trusted", "--trust-input-policy"]);
    assert_eq!(too_few("trusted"), 7);
    assert!(stderr(&trusted).contains("policy: the input: in/index.json, SHA-256 "), "{}", stderr(&trusted));
    // the site's own stays, whatever the input brings
    write(&f, "site.json", with(6));
    assert!(run(&f, &["bundle", "in", "--out", "data", "--policy", "site.json"]).status.success());
    for more in [&[][..], &["--trust-input-policy"]] {
        let output = run(&f, &[&["bundle", "in", "--out", "data"], more].concat());
        assert!(stderr(&output).contains("policy: the data set in data, SHA-256 "), "{}", stderr(&output));
        assert_eq!(too_few("data"), 6);
    }
}

#[test]
fn attack_a_record_of_another_repository_goes_into_no_data_set() {
    let f = folder("bundle-origin");
    let of = |id: &str| {
        json!({"format": "plumbline.gate-report/1", "gate": "intent", "recordedAt": "2026-11-01T00:00:00Z",
        "outcome": "passed", "change": {"id": id}})
    };
    write(&f, "one/r.json", json!([of("contoso/one#1"), of("contoso/two#1")]).to_string());
    write(&f, "two/r.json", json!([of("contoso/two#2")]).to_string());
    let arguments = ["bundle", "--repository", "Contoso/One", "one", "--repository", "contoso/two", "two", "--out", "data"];
    let output = run(&f, &arguments);
    let told = stderr(&output);
    assert_eq!(output.status.code(), Some(0), "{told}");
    assert!(
        told.contains("warning: r.json: a record of contoso/two#1 is kept apart: the change is of another repository"),
        "{told}"
    );
    let checks: Value = serde_json::from_slice(&std::fs::read(f.join("data/checks.json")).unwrap()).unwrap();
    assert_eq!((&checks["reports"], &checks["ofAnotherOrigin"]), (&2.into(), &1.into()));
    assert_eq!(checks["leftOut"].as_array().unwrap().len(), 1);
    let wrong = run(&f, &["bundle", "--repository", "a b", "one", "--out", "data"]);
    assert_eq!(wrong.status.code(), Some(2));
}

/// Writes a data set as `plumbline.index/1`: its files beside the index. Names of artifacts get as many digits as given.
fn as_version_1(data: &Path, out: &Path, digits: usize) {
    let packed = logical(data);
    let index: Value = serde_json::from_slice(&std::fs::read(data.join("index.json")).unwrap()).unwrap();
    let renamed = |text: &str| {
        packed.keys().filter(|path| path.starts_with("evidence/")).fold(text.to_owned(), |text, path| {
            let (folder, name) = path.rsplit_once('/').unwrap();
            text.replace(path.as_str(), &format!("{folder}/{}{}", &name[..digits], &name[64..]))
        })
    };
    let mut listed = Vec::new();
    for (path, bytes) in &packed {
        let bytes =
            if path.starts_with("reports/") { renamed(std::str::from_utf8(bytes).unwrap()).into() } else { bytes.clone() };
        listed.push(json!({"path": renamed(path), "sha256": sha256_hex(&bytes), "bytes": bytes.len()}));
        write(out, &renamed(path), bytes);
    }
    let mut old =
        json!({"format": "plumbline.index/1", "title": index["title"], "generatedAt": index["generatedAt"], "files": listed});
    if let Some(policy) = index.get("policy") {
        old["policy"] = policy.clone();
    }
    if old["title"].is_null() {
        old.as_object_mut().unwrap().remove("title");
    }
    write(out, "index.json", old.to_string());
}

#[test]
fn a_data_set_of_an_earlier_version_becomes_one_of_layers() {
    let f = folder("bundle-upgrade");
    input(&f);
    assert!(run(&f, &["bundle", "in", "--out", "data"]).status.success());
    let new = files(&f.join("data"));
    // full digests in the names of artifacts, and twelve digits as they were before
    for digits in [64, 12] {
        let old = format!("old-{digits}");
        as_version_1(&f.join("data"), &f.join(&old), digits);
        write(&f, &format!("{old}/CNAME"), "data.example");
        assert_eq!(score(&f, &old), score(&f, "data"), "version 1 is read as before");
        assert!(run(&f, &["bundle", "in/a", "--out", &old]).status.success());
        let mut upgraded = files(&f.join(&old));
        assert_eq!(upgraded.remove("CNAME").as_deref(), Some(&b"data.example"[..]), "nothing foreign is touched");
        assert_eq!(upgraded.keys().collect::<Vec<_>>(), new.keys().collect::<Vec<_>>());
        assert!(upgraded.iter().filter(|(path, _)| *path != "checks.json").all(|(path, bytes)| new[path] == *bytes));
        assert_eq!(score(&f, &old), score(&f, "data"));
    }
}

#[test]
fn a_change_that_is_added_touches_its_month_and_its_span() {
    let f = folder("bundle-added");
    assert!(run(&f, &["demo", "--seed", "5", "--teams", "3", "--weeks", "12", "--out", "demo"]).status.success());
    let arguments = ["bundle", "demo", "--trust-input-policy", "--out", "data", "--generated-at", "2027-01-01"];
    assert!(run(&f, &arguments).status.success());
    let before = files(&f.join("data"));
    write(&f, "more/r.json", report(1, "2026-10-20T10:00:00Z", "none.sarif").to_string());
    assert!(run(&f, &["bundle", "more", "--out", "data", "--generated-at", "2027-01-01"]).status.success());
    let after = files(&f.join("data"));
    let changed: BTreeSet<&str> = after
        .iter()
        .filter(|(path, bytes)| before.get(*path) != Some(*bytes))
        .map(|(path, _)| path.rsplit_once('-').map_or(path.as_str(), |(name, _)| name))
        .collect();
    let may_change = |path: &&str| {
        [
            "changes/2026",
            "columns/2026",
            "later/2026",
            "packs/2026-10",
            "checks.json",
            "directory",
            "index.json",
            "sources",
            "summary",
        ]
        .contains(path)
            || path.starts_with("details/2026-10/")
    };
    assert!(changed.iter().all(may_change), "{changed:?}");
    assert!(changed.contains("packs/2026-10"), "{changed:?}");
}

#[cfg(unix)]
#[test]
fn attack_nothing_is_written_through_a_link_and_none_is_followed() {
    use std::os::unix::fs::symlink;
    let f = folder("bundle-links");
    input(&f);
    std::fs::create_dir(f.join("elsewhere")).unwrap();
    let refused = |out: &str, link: &str| {
        let output = run(&f, &["bundle", "in", "--out", out]);
        let said = format!("plumbline: {link}: is a link: not followed\n");
        assert_eq!((output.status.code(), stderr(&output)), (Some(2), said));
        assert_eq!(std::fs::read_dir(f.join("elsewhere")).unwrap().count(), 0);
    };
    symlink(f.join("elsewhere"), f.join("data")).unwrap();
    refused("data", "data");
    refused("data/site", "data");
    refused(f.join("data").to_str().unwrap(), f.join("data").to_str().unwrap());
    for link in ["reports", "evidence", "index.json"] {
        let out = format!("out-{link}");
        std::fs::create_dir(f.join(&out)).unwrap();
        symlink(f.join("elsewhere"), f.join(&out).join(link)).unwrap();
        refused(&out, &format!("{out}/{link}"));
    }
    // and nothing is read through one
    write(&f, "outside/secret.sarif", SCAN.replace("tflint", "outside"));
    symlink(f.join("outside/secret.sarif"), f.join("in/a/e/linked.sarif")).unwrap();
    symlink(f.join("outside"), f.join("in/folder")).unwrap();
    let output = run(&f, &["bundle", "in", "--out", "fine"]);
    let told = stderr(&output);
    for link in ["in/a/e/linked.sarif", "in/folder"] {
        assert!(told.contains(&format!("note: {link}: a link is not followed\n")), "{told}");
    }
    assert!(logical(&f.join("fine")).values().all(|bytes| !String::from_utf8_lossy(bytes).contains("outside")));
}

#[test]
fn attack_a_name_becomes_no_path_address_or_command() {
    let f = folder("bundle-names");
    let hostile = "e/x\n##vso[task.setvariable variable=a]b\r::error::\u{1b}[31m.sarif";
    let mut one = report(1, "2026-10-20T10:00:00Z", hostile);
    one["change"]["id"] = "a#1\n##vso[task.complete]".into();
    let mut archive = rawzip::ZipArchiveWriter::new(Vec::new());
    for (name, text) in [("r.json", one.to_string()), (hostile, SCAN.to_owned())] {
        let (mut entry, config) = archive.new_file(name).start().unwrap();
        let mut writer = config.wrap(&mut entry);
        std::io::Write::write_all(&mut writer, text.as_bytes()).unwrap();
        let (_, output) = writer.finish().unwrap();
        entry.finish(output).unwrap();
    }
    write(&f, "run.zip", archive.finish().unwrap());
    let output = run(&f, &["bundle", "run.zip", "--out", "data"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(!stderr(&output).contains('\u{1b}') && !stderr(&output).lines().any(|line| line.starts_with("##vso")));
    let written = logical(&f.join("data"));
    let evidence = written.keys().find(|path| path.starts_with("evidence/")).unwrap();
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | '/');
    assert!(evidence.chars().all(is_plain) && evidence.len() < 200, "{evidence}");
}

#[test]
fn the_worked_example_keeps_every_number() {
    let f = folder("bundle-worked");
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/worked");
    let (input, policy) = (root.join("quayside"), root.join("quayside.policy.json"));
    let score = |path: &str| -> Value {
        let arguments = ["score", path, "--now", NOW, "--json", "--policy", policy.to_str().unwrap()];
        serde_json::from_str(&stdout(&run(&f, &arguments))).unwrap()
    };
    let output = run(&f, &["bundle", input.to_str().unwrap(), "--out", "data"]);
    // it holds a line that is no JSON, and a gate that is none
    assert_eq!((output.status.code(), stderr(&output).matches("error: ").count()), (Some(1), 2), "{}", stderr(&output));
    assert_eq!(score(input.to_str().unwrap()), score("data"));
}

const OUTPUTS: &str = r#"{"db": {"sensitive": true, "type": "string", "value": "correct-horse-battery"}}"#;

/// Outputs with a secret, run by the pipeline and repeated by somebody else; a scan with a secret that no report names.
fn secret_input(f: &Path) {
    let digest = sha256_hex(OUTPUTS.as_bytes());
    let inputs = sha256_hex(b"inputs");
    write(f, "in/e/outputs.json", OUTPUTS);
    write(f, "in/loose.json", OUTPUTS.replace("\"db\"", "\"other\""));
    let mut report = json!({"format": "plumbline.gate-report/1", "gate": "execution", "recordedAt": "2026-11-20T10:00:00Z",
        "outcome": "passed",
        "change": {"id": "a#1", "team": "payments", "touches": [], "environment": "dev", "author": "u-1", "deployedAt": "2026-11-20T09:00:00Z"},
        "evidence": [{"id": "outputs", "type": "deployment-outputs", "command": "terraform output --token AKIAIOSFODNN7EXAMPLE",
            "artifact": {"path": "e/outputs.json", "sha256": digest, "bytes": OUTPUTS.len()},
            "runs": [{"by": "ci", "at": "2026-11-20T09:30:00Z", "inputs": inputs, "output": digest}]}]});
    write(f, "in/r.json", report.to_string());
    let verification = json!({"format": "plumbline.verification/1", "change": "a#1", "gate": "execution", "evidence": "outputs",
        "by": "u-2", "at": "2026-11-21T00:00:00Z", "inputs": inputs, "output": digest});
    write(f, "in/v/v.json", verification.to_string());
    // one that names other bytes stays contradicted
    report["change"]["id"] = "a#2".into();
    report["evidence"][0]["artifact"]["sha256"] = sha256_hex(OUTPUTS.replace("battery", "staple").as_bytes()).into();
    write(f, "in/other.json", report.to_string());
}

#[test]
fn attack_no_secret_is_published_and_every_number_stays() {
    let f = folder("bundle-secrets");
    secret_input(&f);
    let output = run(&f, &["bundle", "in", "--out", "data"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(
        stderr(&output).contains("note: r.json: a#1: evidence[0].command held a secret, which is masked"),
        "{}",
        stderr(&output)
    );
    let before = score(&f, "in");
    assert_eq!(
        (&before["gates"]["execution"]["grades"]["reproduced"], &before["gates"]["execution"]["conditions"]["contradicted"]),
        (&1.into(), &1.into())
    );
    assert_eq!(before, score(&f, "data"));
    let published = files(&f.join("data"));
    let packed = logical(&f.join("data"));
    for (path, bytes) in published.iter().chain(&packed) {
        let text = String::from_utf8_lossy(bytes);
        assert!(!text.contains("correct-horse") && !text.contains("AKIAIOSFODNN7EXAMPLE"), "{path}: {text}");
    }
    let shard = String::from_utf8_lossy(&packed["reports/2026-11.ndjson"]).into_owned();
    assert!(shard.contains(&format!("\"rawSha256\":\"{}\"", sha256_hex(OUTPUTS.as_bytes()))), "{shard}");
    // once more, with the input and without it
    for paths in [&["bundle", "in", "--out", "data"][..], &["bundle", "in/v", "--out", "data"]] {
        assert!(run(&f, paths).status.success());
        let again = files(&f.join("data"));
        assert_eq!((&again["index.json"], again.len()), (&published["index.json"], published.len()));
    }
}

#[test]
fn raw_artifacts_are_published_only_where_that_is_asked_for_and_replaced_later() {
    let f = folder("bundle-raw");
    secret_input(&f);
    let output = run(&f, &["bundle", "in", "--out", "data", "--raw"]);
    assert!(stderr(&output).contains("warning: --raw: the artifacts are published as they are, with every secret in them"));
    let holds_secret = || logical(&f.join("data")).values().any(|bytes| String::from_utf8_lossy(bytes).contains("correct-horse"));
    assert!(holds_secret());
    let output = run(&f, &["bundle", "in/v", "--out", "data"]);
    assert_eq!((output.status.code(), holds_secret()), (Some(0), false), "{}", stderr(&output));
    assert!(run(&f, &["bundle", "in", "--out", "fresh"]).status.success());
    let (fresh, upgraded) = (logical(&f.join("fresh")), logical(&f.join("data")));
    assert_eq!(fresh.keys().collect::<Vec<_>>(), upgraded.keys().collect::<Vec<_>>());
    assert_eq!(fresh["reports/2026-11.ndjson"], upgraded["reports/2026-11.ndjson"]);
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

#[test]
fn what_cannot_be_read_of_a_data_set_is_not_taken_for_missing() {
    let f = folder("bundle-unreadable");
    input(&f);
    let bundle = |more: &[&str]| {
        let output = run(&f, &[&["bundle", "in", "--out", "data"], more].concat());
        (output.status.code(), stderr(&output))
    };
    assert_eq!(run(&f, &["bundle", "in/a", "--out", "data"]).status.code(), Some(0));
    let pack = files(&f.join("data")).into_keys().find(|path| path.starts_with("packs/")).unwrap();
    // even root cannot read a folder as a file
    for (path, is_read_by) in [("index.json", "verify-data"), (&pack, "verify-data"), ("checks.json", "bundle")] {
        let (file, kept) = (f.join("data").join(path), f.join("kept"));
        std::fs::rename(&file, &kept).unwrap();
        std::fs::create_dir(&file).unwrap();
        let before = files(&f.join("data"));
        let told = format!("plumbline: data/{path}: is not a plain file: not read\n");
        for more in [&[][..], &["--force"]] {
            assert_eq!(bundle(more), (Some(2), told.clone()));
            assert_eq!(files(&f.join("data")), before, "nothing is written");
        }
        if is_read_by == "verify-data" {
            let output = run(&f, &["verify-data", "data"]);
            assert_eq!((output.status.code(), stderr(&output)), (Some(2), told));
        }
        std::fs::remove_dir(&file).unwrap();
        std::fs::rename(&kept, &file).unwrap();
    }
    assert_eq!(bundle(&[]).0, Some(0));
    #[cfg(unix)]
    {
        let output = run(&f, &["bundle", "in", "--out", "in/README.md"]);
        assert_eq!(output.status.code(), Some(2));
        assert!(stderr(&output).starts_with("plumbline: in/README.md/index.json: not a directory"), "{}", stderr(&output));
    }
}

#[test]
fn the_digests_of_raw_files_are_not_lost_with_a_damaged_list() {
    let f = folder("bundle-checks");
    secret_input(&f);
    assert_eq!(run(&f, &["bundle", "in", "--out", "data"]).status.code(), Some(0));
    let checks = std::fs::read_to_string(f.join("data/checks.json")).unwrap();
    assert!(checks.contains("\"raw\":"), "{checks}");
    let bundle = || run(&f, &["bundle", "in/v", "--out", "data"]);
    for (damaged, why) in [
        (checks[..checks.len() / 2].to_owned(), "is damaged: EOF while parsing "),
        (String::new(), "is damaged: EOF while parsing "),
        ("{\"format\": \"plumbline.checks/1\"}".to_owned(), "is damaged: missing field `artifacts`"),
        (checks.replace("plumbline.checks/1", "plumbline.checks/2"), "is of the format plumbline.checks/2: "),
    ] {
        write(&f, "data/checks.json", &damaged);
        let output = bundle();
        assert_eq!(output.status.code(), Some(2), "{}", stderr(&output));
        assert!(stderr(&output).starts_with(&format!("plumbline: data/checks.json: {why}")), "{}", stderr(&output));
        let way_out = ": restore it, or remove it to go on without the digests of the raw files that it notes\n";
        assert!(stderr(&output).ends_with(way_out), "{}", stderr(&output));
        assert_eq!(std::fs::read_to_string(f.join("data/checks.json")).unwrap(), damaged, "it stays as it is");
    }
    write(&f, "data/checks.json", checks);
    assert_eq!(bundle().status.code(), Some(0));
    assert!(std::fs::read_to_string(f.join("data/checks.json")).unwrap().contains("\"raw\":"));
    std::fs::remove_file(f.join("data/checks.json")).unwrap();
    assert_eq!(bundle().status.code(), Some(0));
}

#[test]
fn a_file_that_should_be_gone_and_is_not_is_named() {
    let f = folder("bundle-left");
    input(&f);
    assert_eq!(run(&f, &["bundle", "in/a", "--out", "data"]).status.code(), Some(0));
    let changes = files(&f.join("data")).into_keys().find(|path| path.starts_with("changes/")).unwrap();
    // even root cannot remove a folder as a file
    std::fs::remove_file(f.join("data").join(&changes)).unwrap();
    write(&f.join("data"), &format!("{changes}/mine.txt"), "words");
    let bundle = || run(&f, &["bundle", "in", "--out", "data", "--generated-at", NOW]);
    let output = bundle();
    assert_eq!(output.status.code(), Some(2), "{}", stderr(&output));
    let told: Vec<String> = stderr(&output).lines().filter(|line| line.starts_with("error: ")).map(str::to_owned).collect();
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].starts_with(&format!("error: data/{changes}: ")), "{told:?}");
    assert!(told[0].ends_with(": could not be removed, and is no longer part of the data set"), "{told:?}");
    assert_eq!(stdout(&output), "data/index.json\n");
    assert_eq!(run(&f, &["verify-data", "data"]).status.code(), Some(0), "the new data set is whole");
    assert_eq!(bundle().status.code(), Some(0), "it is told by the run that meant to remove it");
}

#[cfg(unix)]
#[test]
fn what_is_not_read_below_a_folder_is_told_as_score_tells_it() {
    let f = folder("bundle-hidden");
    input(&f);
    write(&f, "in/.plumbline/r.json", report(3, "2026-11-20T10:00:00Z", "none.sarif").to_string());
    write(&f, "in/a/.cache/x/r.json", "{}");
    let bundle = || run(&f.join("in"), &["bundle", ".", "--out", "../data"]);
    let notes = ["note: .plumbline: a hidden folder: not read\n", "note: a/.cache: a hidden folder: not read\n"];
    let output = bundle();
    let told = stderr(&output);
    assert_eq!((output.status.code(), notes.iter().all(|note| told.contains(note))), (Some(0), true), "{told}");
    for pipe in ["a/pipe.json", "index.json"] {
        assert!(std::process::Command::new("mkfifo").arg(f.join("in").join(pipe)).status().unwrap().success());
    }
    let output = bundle();
    let told = stderr(&output);
    assert_eq!((output.status.code(), notes.iter().all(|note| told.contains(note))), (Some(1), true), "{told}");
    for pipe in ["a/pipe.json", "index.json"] {
        assert!(told.contains(&format!("error: {pipe}: neither a file nor a folder: not read\n")), "{told}");
    }
    let checks: Value = serde_json::from_slice(&std::fs::read(f.join("data/checks.json")).unwrap()).unwrap();
    let left_out: Vec<&str> = checks["leftOut"].as_array().unwrap().iter().map(|left| left["path"].as_str().unwrap()).collect();
    assert_eq!(left_out, [".plumbline", "README.md", "a/.cache", "a/pipe.json", "index.json"]);
    assert_eq!(checks["reports"], 2);
}
