//! What holds for the made-up organisation: its records keep the formats' promises, and its figures tell the story.

use super::*;
use plumbline_domain::Gate;
use plumbline_ingest::Source;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::Write as _;

fn small() -> DemoOptions {
    DemoOptions { teams: 3, weeks: 4, ..DemoOptions::default() }
}

/// The records of all report files.
fn records(files: &[DemoFile]) -> Vec<Value> {
    files
        .iter()
        .filter(|file| file.path.starts_with("reports/"))
        .flat_map(|file| std::str::from_utf8(&file.bytes).unwrap().lines())
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn reports(files: &[DemoFile]) -> Vec<Value> {
    records(files).into_iter().filter(|record| record["format"] == "plumbline.gate-report/1").collect()
}

fn time(value: &Value) -> Option<Instant> {
    value.as_str().map(|text| Instant::from_rfc3339(text).unwrap())
}

fn is_hex(value: &Value, digits: usize) -> bool {
    value.as_str().is_some_and(|t| t.len() == digits && t.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b)))
}

#[test]
fn the_same_seed_makes_the_same_bytes() {
    assert_eq!(organisation(&small()), organisation(&small()));
}

#[test]
fn another_seed_makes_another_organisation() {
    let (one, _) = organisation(&small());
    let (other, _) = organisation(&DemoOptions { seed: 8, ..small() });
    assert_ne!(one, other);
}

#[test]
fn one_team_and_one_week_are_enough() {
    for (teams, weeks) in [(1, 1), (1, 26), (8, 1), (20, 2)] {
        let (files, tally) = organisation(&DemoOptions { teams, weeks, ..DemoOptions::default() });
        assert_eq!(files.last().unwrap().path, "index.json");
        let changes: BTreeSet<String> = reports(&files).iter().map(|r| r["change"]["id"].to_string()).collect();
        assert_eq!(changes.len(), tally.changes, "{teams} teams, {weeks} weeks");
        assert!(tally.changes > 0);
    }
}

#[test]
fn as_many_changes_and_findings_come_as_were_asked_for() {
    for changes in [1, 7, 1000] {
        let natural = organisation(&DemoOptions { changes: Some(changes), ..DemoOptions::default() }).1;
        assert_eq!(natural.changes, changes);
    }
    let options = DemoOptions { changes: Some(500), ..DemoOptions::default() };
    let findings = |findings| organisation(&DemoOptions { findings, ..options }).1.findings;
    // The draws of a change go on differently after more findings, so a few come and go by themselves.
    let more = findings(50_000) - findings(0);
    assert!((49_500..50_500).contains(&more), "{more}");
}

#[test]
fn on_demand_every_change_leaves_a_report_at_each_gate() {
    let options = DemoOptions { changes: Some(300), all_gates: true, ..DemoOptions::default() };
    let (files, _) = organisation(&options);
    let reached: BTreeSet<(String, String)> =
        reports(&files).iter().map(|r| (r["change"]["id"].to_string(), r["gate"].to_string())).collect();
    assert_eq!(reached.len(), 4 * 300);
}

#[test]
fn every_record_keeps_what_the_formats_promise() {
    let (files, tally) = organisation(&DemoOptions::default());
    let records = records(&files);
    let n_reports = records.iter().filter(|r| r["format"] == "plumbline.gate-report/1").count();
    assert_eq!(n_reports, tally.reports);
    // One verification belongs to no change on purpose.
    assert_eq!(records.len() - n_reports, tally.verifications + 1);
    for record in &records {
        let gate = record["gate"].as_str().unwrap();
        assert!(Gate::from_id(gate).is_some());
        if record["format"] == "plumbline.verification/1" {
            assert!(record["change"].is_string() && record["evidence"].is_string() && record["by"].is_string());
            assert!(is_hex(&record["inputs"], 64) && is_hex(&record["output"], 64));
            assert!(time(&record["at"]).unwrap() <= DemoOptions::NOW);
            continue;
        }
        assert_eq!(record["format"], "plumbline.gate-report/1");
        assert!(["passed", "failed", "bypassed", "skipped"].contains(&record["outcome"].as_str().unwrap()));
        assert!(record["change"]["id"].as_str().unwrap().starts_with("tidewrack/"));
        for statement in record["perceived"].as_array().into_iter().flatten() {
            assert!((0.0..=1.0).contains(&statement["confidence"].as_f64().unwrap()));
        }
        let mut ids = BTreeSet::new();
        for item in record["evidence"].as_array().into_iter().flatten() {
            assert!(ids.insert(item["id"].as_str().unwrap()), "{item} is there twice");
            let artifact = &item["artifact"];
            assert!(artifact.is_object() || item["statement"].is_string());
            assert!(artifact["sha256"].is_null() || is_hex(&artifact["sha256"], 64));
            for run in item["runs"].as_array().into_iter().flatten() {
                assert!(is_hex(&run["inputs"], 64) && is_hex(&run["output"], 64));
            }
        }
        for finding in record["findings"].as_array().into_iter().flatten() {
            assert!(["critical", "high", "medium", "low", "info"].contains(&finding["severity"].as_str().unwrap()));
            assert_eq!(finding["status"] == "suppressed", finding["justification"].is_string());
        }
    }
}

#[test]
fn digests_match_but_for_those_that_are_meant_not_to() {
    let (files, tally) = organisation(&DemoOptions::default());
    let at_hand: HashMap<&str, (String, u64)> =
        files.iter().map(|f| (f.path.as_str(), (sha256_hex(&f.bytes), f.bytes.len() as u64))).collect();
    let (mut mismatched, mut without_bytes, mut matching) = (0, 0, 0);
    for report in reports(&files) {
        for item in report["evidence"].as_array().into_iter().flatten() {
            let Some(path) = item["artifact"]["path"].as_str() else { continue };
            let recorded = item["artifact"]["sha256"].as_str();
            match (at_hand.get(path), recorded) {
                (None, recorded) => {
                    assert!(recorded.is_some(), "{path} is nowhere");
                    without_bytes += 1;
                }
                (Some((actual, _)), Some(recorded)) if actual != recorded => mismatched += 1,
                (Some((_, bytes)), _) => {
                    matching += 1;
                    let stated = item["artifact"]["bytes"].as_u64();
                    assert!(stated.is_none_or(|stated| stated == *bytes));
                }
            }
        }
    }
    assert_eq!(mismatched, tally.of("mismatched"));
    assert_eq!(without_bytes, tally.of("attached"));
    let others = ["reproduced", "checked", "diverged", "refuted", "inconclusive", "stale"];
    assert_eq!(matching, others.iter().map(|name| tally.of(name)).sum::<usize>());
    assert!(mismatched > 0 && without_bytes > 0);
}

#[test]
fn no_two_files_are_the_same() {
    let (files, _) = organisation(&DemoOptions::default());
    let mut first: HashMap<&[u8], &str> = HashMap::new();
    for file in &files {
        let known = first.insert(&file.bytes, &file.path);
        assert_eq!(known, None, "{} is the same file", file.path);
    }
    let paths: BTreeSet<&str> = files.iter().map(|file| file.path.as_str()).collect();
    assert_eq!(paths.len(), files.len());
}

#[test]
fn things_happen_in_their_order() {
    let (files, _) = organisation(&DemoOptions::default());
    let mut changes: BTreeMap<String, BTreeMap<String, Instant>> = BTreeMap::new();
    for report in reports(&files) {
        let fields = &report["change"];
        let known = changes.entry(fields["id"].as_str().unwrap().to_owned()).or_default();
        for name in ["openedAt", "mergedAt", "deployedAt"] {
            if let Some(at) = time(&fields[name]) {
                assert!(known.insert(name.to_owned(), at).is_none_or(|before| before == at));
            }
        }
        let recorded = time(&report["recordedAt"]).unwrap();
        assert!(recorded <= DemoOptions::NOW);
        // what comes later at the same gate makes up for what was left open
        known.entry(report["gate"].as_str().unwrap().to_owned()).and_modify(|at| *at = recorded.min(*at)).or_insert(recorded);
    }
    for (id, known) in &changes {
        let in_order = ["openedAt", "intent", "mergedAt", "deployedAt", "execution", "observation"];
        let times: Vec<Instant> = in_order.iter().filter_map(|name| known.get(*name)).copied().collect();
        assert!(times.is_sorted(), "{id}: {known:?}");
    }
}

#[test]
fn the_index_lists_every_file_and_what_teams_claim() {
    let (files, _) = organisation(&DemoOptions::default());
    let index: Value = serde_json::from_slice(&files.last().unwrap().bytes).unwrap();
    assert_eq!(index["format"], "plumbline.index/1");
    assert_eq!(index["generatedAt"], "2026-11-20T17:00:00Z");
    let listed = index["files"].as_array().unwrap();
    assert_eq!(listed.len(), files.len() - 1);
    for (entry, file) in listed.iter().zip(&files) {
        assert_eq!(entry["path"], file.path);
        assert_eq!(entry["sha256"], sha256_hex(&file.bytes));
        assert_eq!(entry["bytes"], file.bytes.len());
    }
    // Internal tools claim nothing.
    assert_eq!(index["policy"]["teams"].as_array().unwrap().len(), 7);
    let policy = serde_json::to_vec(&index["policy"]).unwrap();
    assert!(plumbline_ingest::policy_from_json(&policy).is_ok());
}

/// The entries of a zip, by path.
fn unzipped(bytes: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let source = Source::new("z", plumbline_ingest::unwrapped(bytes.to_vec()));
    plumbline_ingest::expand(&source, |_| String::new())
        .unwrap_or_else(|receipt| panic!("{receipt:?}"))
        .map(|entry| {
            let entry = entry.unwrap_or_else(|receipt| panic!("{receipt:?}"));
            (entry.path.trim_start_matches("z/").to_owned(), entry.bytes.to_vec())
        })
        .collect()
}

#[test]
fn what_ships_with_the_site_is_what_comes_out_of_the_seed_and_is_small() {
    let shipped = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../public/demo");
    #[allow(clippy::disallowed_methods, reason = "the test compares with the files in public/")]
    let read = |name: &str| std::fs::read(shipped.join(name)).unwrap();
    let (zip, index) = (read("organisation.zip"), read("index.json"));
    let (files, _) = organisation(&DemoOptions::default());
    let made: BTreeMap<String, Vec<u8>> =
        files.into_iter().filter(|f| f.path != "index.json").map(|f| (f.path, f.bytes)).collect();
    assert!(unzipped(&zip) == made, "public/demo/ is out of date: run `cargo xtask demo`");
    let index_value: Value = serde_json::from_slice(&index).unwrap();
    assert_eq!(index_value["files"][0]["sha256"], sha256_hex(&zip));
    let gzipped = |bytes: &[u8]| {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap().len()
    };
    let total = gzipped(&zip) + gzipped(&index);
    assert!(total < 400_000, "{total} bytes gzipped");
}
