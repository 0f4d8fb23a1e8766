//! Plans of data sets, worked by hand.

use super::*;
use serde_json::json;

fn file(path: &str, sha256: &str, bytes: u64) -> AtHand {
    AtHand {
        root: 0,
        path: path.into(),
        sha256: sha256.repeat(64),
        bytes,
        format: "sarif-2.1.0",
        tool: None,
        of_a_tool: true,
    }
}

fn record(path: &str, at: &str, artifact: &str, recorded: Option<&str>) -> RecordAtHand {
    let record = json!({"format": "plumbline.gate-report/1", "gate": "validation", "recordedAt": at,
        "evidence": [{"id": "e", "artifact": {"path": artifact, "sha256": recorded.map(|d| d.repeat(64))}}]});
    RecordAtHand { root: 0, path: path.into(), record }
}

#[test]
fn records_go_by_their_month_and_artifacts_by_their_digest() {
    let files = [file("a/e/x.sarif", "a", 10), file("b.sarif", "b", 20)];
    let records = vec![
        record("a/r.json", "2026-11-30T23:59:59-02:00", "e/x.sarif", Some("a")), // December in UTC
        record("a/r.json", "2026-11-02T00:00:00Z", "b.sarif", Some("c")),
        record("a/r.json", "2026-11-01T00:00:00Z", "none.sarif", None),
    ];
    let out = bundle(records, &files, None);
    assert_eq!(out.shards.keys().collect::<Vec<_>>(), ["reports/2026-11.ndjson", "reports/2026-12.ndjson"]);
    let november: Vec<&str> = out.shards["reports/2026-11.ndjson"].lines().collect();
    assert!(november[0].contains("none.sarif") && november[1].contains("evidence/2026-11/bbbbbbbbbbbb-b.sarif"));
    let copies: Vec<(&str, &str)> = out.copies.iter().map(|(p, c)| (p.as_str(), c.digest)).collect();
    assert_eq!(
        copies,
        [("evidence/2026-11/bbbbbbbbbbbb-b.sarif", "differs"), ("evidence/2026-12/aaaaaaaaaaaa-x.sarif", "same")]
    );
}

#[test]
fn the_files_that_are_read_with_an_item_come_along() {
    let files = [file("after.json", "a", 1), file("before.json", "b", 1), file("one.yml", "c", 1), file("two.yml", "d", 1)];
    let record = json!({"format": "plumbline.gate-report/1", "gate": "validation", "recordedAt": "2026-11-02T00:00:00Z",
        "evidence": [{"id": "e", "artifact": {"path": "after.json"}, "before": {"path": "before.json"},
            "with": [{"path": "one.yml"}, 7, {"path": "two.yml"}, {}]}]});
    let out = bundle(vec![RecordAtHand { root: 0, path: "r.json".into(), record }], &files, None);
    assert_eq!(out.copies.len(), 4);
    let line = &out.shards["reports/2026-11.ndjson"];
    assert!(line.contains("bbbbbbbbbbbb-before.json") && line.contains("dddddddddddd-two.yml"), "{line}");
}

#[test]
fn a_large_artifact_stays_out_unless_its_digest_differs() {
    let files = [file("x.sarif", "a", 10), file("y.sarif", "b", 10)];
    let records = vec![
        record("r.json", "2026-11-01T00:00:00Z", "x.sarif", Some("a")),
        record("r.json", "2026-11-02T00:00:00Z", "y.sarif", Some("c")),
    ];
    let out = bundle(records, &files, Some(9));
    assert_eq!(out.copies.keys().collect::<Vec<_>>(), ["evidence/2026-11/bbbbbbbbbbbb-y.sarif"]);
    assert_eq!(out.left_out.iter().map(|l| l.path.as_str()).collect::<Vec<_>>(), ["evidence/2026-11/aaaaaaaaaaaa-x.sarif"]);
    assert!(out.shards["reports/2026-11.ndjson"].contains("aaaaaaaaaaaa-x.sarif"), "its path and digest stay recorded");
}

#[test]
fn the_same_record_twice_is_one_and_what_is_none_is_a_fault() {
    let one = record("r.json", "2026-11-01T00:00:00Z", "x", None);
    let odd = |record: Value| RecordAtHand { root: 0, path: "o.json".into(), record };
    let records = vec![
        one.clone(),
        one,
        odd(json!({"format": "plumbline.gate-report/2"})),
        odd(json!({"format": "plumbline.verification/1"})),
    ];
    let out = bundle(records, &[], None);
    assert_eq!(out.records, (1, 1));
    assert!(out.shards.contains_key("reports/undated.ndjson"));
    assert_eq!(out.left_out.iter().filter(|l| l.is_fault).count(), 1);
}

#[test]
fn a_name_needs_no_escape_in_an_address() {
    assert_eq!(name_of(&file("e/what if #1 é.json", "a", 1)), "aaaaaaaaaaaa-what-if--1--.json");
    assert_eq!(name_of(&file("e/aaaaaaaaaaaa-x.json", "a", 1)), "aaaaaaaaaaaa-x.json");
}

#[test]
fn a_data_set_as_input_gives_itself() {
    let files = [file("e/x.sarif", "a", 10)];
    let first = bundle(vec![record("r.json", "2026-11-01T00:00:00Z", "e/x.sarif", Some("a"))], &files, None);
    let path = first.copies.keys().next().unwrap().clone();
    let again: Vec<RecordAtHand> = first
        .shards
        .iter()
        .flat_map(|(path, text)| text.lines().map(|l| (path.clone(), serde_json::from_str(l).unwrap())).collect::<Vec<_>>())
        .map(|(path, record)| RecordAtHand { root: 0, path, record })
        .collect();
    let second = bundle(again, &[file(&path, "a", 10)], None);
    assert_eq!(second.shards, first.shards);
    assert_eq!(second.copies.keys().collect::<Vec<_>>(), first.copies.keys().collect::<Vec<_>>());
}
