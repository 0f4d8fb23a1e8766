//! Plans of data sets, worked by hand.

use super::*;
use serde_json::json;

/// A plan, with the records of its only partition by month.
#[derive(Debug)]
struct Planned {
    plan: Bundle,
    shards: BTreeMap<String, String>,
}

impl std::ops::Deref for Planned {
    type Target = Bundle;
    fn deref(&self) -> &Bundle {
        &self.plan
    }
}

/// Plans records as one partition.
fn bundle(records: Vec<RecordAtHand>, files: &[AtHand], terms: &Terms) -> Planned {
    let mut plan = Bundle::default();
    let mut taken = Vec::new();
    for at_hand in records {
        let input = terms.inputs.get(at_hand.root);
        match head_of(&at_hand.record).admitted(input, terms) {
            Ok(_) => taken.push(at_hand),
            Err(refusal) => plan.refuse(&at_hand.path, refusal, input.is_some_and(|input| input.is_standing)),
        }
    }
    let read = |place: usize| taken.get(place).cloned().ok_or(());
    let part = Planner::new(files, terms).part(taken.len(), read).unwrap();
    plan.add(&part, files);
    plan.add_loose(files, terms);
    Planned { plan, shards: part.months }
}

fn file(path: &str, sha256: &str, bytes: u64) -> AtHand {
    AtHand {
        root: 0,
        path: path.into(),
        sha256: sha256.repeat(64),
        bytes,
        format: "sarif-2.1.0",
        tool: None,
        of_a_tool: true,
        published: Published::AsItIs,
    }
}

fn named(month: &str, digit: &str, name: &str) -> String {
    format!("evidence/{month}/{}-{name}", digit.repeat(64))
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
    let out = bundle(records, &files, &Terms::default());
    assert_eq!(out.shards.keys().collect::<Vec<_>>(), ["2026-11", "2026-12"]);
    let november: Vec<&str> = out.shards["2026-11"].lines().collect();
    assert!(november[0].contains("none.sarif") && november[1].contains(&named("2026-11", "b", "b.sarif")));
    let copies: Vec<(String, &str)> = out.copies.iter().map(|(p, c)| (p.clone(), c.digest)).collect();
    assert_eq!(copies, [(named("2026-11", "b", "b.sarif"), "differs"), (named("2026-12", "a", "x.sarif"), "same")]);
}

#[test]
fn the_files_that_are_read_with_an_item_come_along() {
    let files = [file("after.json", "a", 1), file("before.json", "b", 1), file("one.yml", "c", 1), file("two.yml", "d", 1)];
    let record = json!({"format": "plumbline.gate-report/1", "gate": "validation", "recordedAt": "2026-11-02T00:00:00Z",
        "evidence": [{"id": "e", "artifact": {"path": "after.json"}, "before": {"path": "before.json"},
            "with": [{"path": "one.yml"}, 7, {"path": "two.yml"}, {}]}]});
    let out = bundle(vec![RecordAtHand { root: 0, path: "r.json".into(), record }], &files, &Terms::default());
    assert_eq!(out.copies.len(), 4);
    let line = &out.shards["2026-11"];
    assert!(line.contains("bbbbbbbbbbbb-before.json") && line.contains("dddddddddddd-two.yml"), "{line}");
}

#[test]
fn a_large_artifact_stays_out_unless_its_digest_differs() {
    let files = [file("x.sarif", "a", 10), file("y.sarif", "b", 10)];
    let records = vec![
        record("r.json", "2026-11-01T00:00:00Z", "x.sarif", Some("a")),
        record("r.json", "2026-11-02T00:00:00Z", "y.sarif", Some("c")),
    ];
    let out = bundle(records, &files, &Terms { max_artifact_bytes: Some(9), ..Terms::default() });
    assert_eq!(out.copies.keys().collect::<Vec<_>>(), [&named("2026-11", "b", "y.sarif")]);
    assert_eq!(out.left_out.iter().map(|l| l.path.clone()).collect::<Vec<_>>(), [named("2026-11", "a", "x.sarif")]);
    assert!(out.shards["2026-11"].contains("aaaaaaaaaaaa-x.sarif"), "its path and digest stay recorded");
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
    let out = bundle(records, &[], &Terms::default());
    assert_eq!(out.records, (1, 1));
    assert!(out.shards.contains_key("undated"));
    assert_eq!(out.left_out.iter().filter(|l| l.weight == Weight::Fault).count(), 1);
}

#[test]
fn a_data_set_as_input_gives_itself() {
    let files = [file("e/x.sarif", "a", 10)];
    let first = bundle(vec![record("r.json", "2026-11-01T00:00:00Z", "e/x.sarif", Some("a"))], &files, &Terms::default());
    let path = first.copies.keys().next().unwrap().clone();
    let again: Vec<RecordAtHand> = first
        .shards
        .iter()
        .flat_map(|(path, text)| text.lines().map(|l| (path.clone(), serde_json::from_str(l).unwrap())).collect::<Vec<_>>())
        .map(|(path, record)| RecordAtHand { root: 0, path, record })
        .collect();
    let second = bundle(again, &[file(&path, "a", 10)], &Terms::default());
    assert_eq!(second.shards, first.shards);
    assert_eq!(second.copies.keys().collect::<Vec<_>>(), first.copies.keys().collect::<Vec<_>>());
}

/// A file that is published as a copy.
fn secret(path: &str, raw: &str, copy: &str) -> AtHand {
    AtHand { published: Published::Copy { sha256: copy.repeat(64), bytes: 9, n_values: 1 }, ..file(path, raw, 10) }
}

fn digest(digit: &str) -> Value {
    Value::String(digit.repeat(64))
}

/// A report of one item with one run.
fn reported(artifact: Value, output: &str) -> RecordAtHand {
    let record = json!({"format": "plumbline.gate-report/1", "gate": "validation", "recordedAt": "2026-11-01T00:00:00Z",
        "change": {"id": "a#1"}, "evidence": [{"id": "e", "artifact": artifact,
            "runs": [{"by": "ci", "inputs": digest("0"), "output": digest(output)}]}]});
    RecordAtHand { root: 0, path: "r.json".into(), record }
}

fn verified(change: &str, output: &str) -> RecordAtHand {
    let record = json!({"format": "plumbline.verification/1", "change": change, "gate": "validation", "evidence": "e",
        "by": "u-2", "at": "2026-11-02T00:00:00Z", "output": digest(output)});
    RecordAtHand { root: 1, path: "v.json".into(), record }
}

fn lines(out: &Planned) -> Vec<Value> {
    out.shards.values().flat_map(|text| text.lines()).map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn a_copy_takes_the_place_of_the_raw_file_in_the_record_its_runs_and_its_verifications() {
    let records = vec![
        reported(json!({"path": "p.json", "sha256": digest("a"), "bytes": 10}), "a"),
        verified("a#1", "a"),
        verified("a#1", "b"),
        verified("other#1", "a"),
    ];
    let out = bundle(records, &[secret("p.json", "a", "c")], &Terms::default());
    let lines = lines(&out);
    let item = &lines[0]["evidence"][0];
    assert_eq!(
        item["artifact"],
        json!({"path": named("2026-11", "c", "p.json"), "sha256": digest("c"), "rawSha256": digest("a"), "bytes": 9})
    );
    assert_eq!(item["runs"][0]["output"], digest("c"));
    let outputs: Vec<&Value> = lines[1..].iter().map(|line| &line["output"]).collect();
    assert_eq!(outputs, [&digest("c"), &digest("b"), &digest("a")], "another output, and another change, stay");
    let copied = &out.copies[&named("2026-11", "c", "p.json")];
    assert_eq!((copied.digest, copied.raw.iter().cloned().collect::<Vec<_>>()), ("same", vec!["a".repeat(64)]));

    // the data set again, and the report once more without its artifact: nothing changes
    let again: Vec<RecordAtHand> =
        lines.iter().map(|line| RecordAtHand { root: 0, path: "reports/2026-11.ndjson".into(), record: line.clone() }).collect();
    let more = RecordAtHand { root: 2, ..reported(json!({"path": "p.json", "sha256": digest("a"), "bytes": 10}), "a") };
    let path = named("2026-11", "c", "p.json");
    let terms = Terms {
        inputs: vec![Provenance { is_standing: true, ..Provenance::default() }],
        raw_of: [(path.clone(), copied.raw.clone())].into(),
        ..Terms::default()
    };
    let second = bundle([again, vec![more]].concat(), &[file(&path, "c", 9)], &terms);
    assert_eq!((&second.shards, &second.copies[&path].raw), (&out.shards, &copied.raw));
}

#[test]
fn attack_a_digest_that_is_not_that_of_the_file_never_becomes_right_by_redaction() {
    // two plans that differ in a secret alone have one copy: the record names the one, and the other is attached
    let files = [secret("one.json", "a", "c"), secret("two.json", "b", "c")];
    let out = bundle(vec![reported(json!({"path": "two.json", "sha256": digest("a")}), "a")], &files, &Terms::default());
    let artifact = &lines(&out)[0]["evidence"][0]["artifact"];
    assert_eq!((&artifact["sha256"], artifact.get("rawSha256")), (&digest("a"), None));
    assert_eq!(out.copies[&named("2026-11", "c", "two.json")].digest, "differs");
}

#[test]
fn attack_a_stated_raw_digest_turns_no_run_that_refutes_into_one_that_agrees() {
    let artifact = json!({"path": "p.json", "sha256": digest("c"), "rawSha256": digest("b")});
    let records = vec![reported(artifact.clone(), "c"), verified("a#1", "b")];
    let out = bundle(records, &[file("p.json", "c", 9)], &Terms::default());
    assert_eq!(lines(&out)[1]["output"], digest("b"));
    assert_eq!(lines(&out)[0]["evidence"][0]["artifact"]["rawSha256"], artifact["rawSha256"]);
}

#[test]
fn a_file_that_cannot_be_redacted_stays_out_and_still_refutes_its_record() {
    let gzip =
        |path: &str, digit: &str| AtHand { published: Published::Nothing("it is a gzip file".into()), ..file(path, digit, 10) };
    let files = [gzip("x.gz", "a"), gzip("loose.gz", "b")];
    let same = bundle(vec![reported(json!({"path": "x.gz", "sha256": digest("a")}), "a")], &files, &Terms::default());
    assert!(same.copies.is_empty());
    let faults: Vec<&str> = same.left_out.iter().filter(|l| l.weight == Weight::Fault).map(|l| l.why.as_str()).collect();
    assert_eq!(faults, ["it is a gzip file"; 2]);
    let other = bundle(vec![reported(json!({"path": "x.gz", "sha256": digest("d")}), "d")], &files[..1], &Terms::default());
    let (path, copied) = other.copies.first_key_value().unwrap();
    assert_eq!((copied.digest, copied.notice.as_deref()), ("differs", Some("Not published: it is a gzip file.\n")));
    let artifact = &lines(&other)[0]["evidence"][0]["artifact"];
    assert_eq!((&artifact["path"], &artifact["sha256"]), (&json!(path), &digest("d")));
}

fn of(change: &str, source: Option<&str>, at: &str) -> RecordAtHand {
    let mut record = json!({"format": "plumbline.gate-report/1", "gate": "intent", "recordedAt": at, "change": {"id": change}});
    if let Some(source) = source {
        record["source"] = json!({"repository": source});
    }
    RecordAtHand { root: 0, path: "r.json".into(), record }
}

#[test]
fn attack_a_record_of_another_repository_is_kept_apart() {
    const AT: &str = "2026-11-01T00:00:00Z";
    let records = vec![
        of("contoso/platform#1", Some("Contoso/Platform"), AT),
        of("contoso/platform#2", Some("evil/fork"), AT),
        of("evil/fork#3", Some("evil/fork"), AT),
        of("contoso/platform@0a1b2c3d", None, AT),
        of("evil/fork@0a1b2c3d", None, AT),
        of("JIRA-12", None, AT),
        of("JIRA-13", Some("evil/fork"), AT),
    ];
    let ids = |out: &Planned| lines(out).iter().map(|l| l["change"]["id"].as_str().unwrap().to_owned()).collect::<Vec<_>>();
    let input = Provenance { repository: Some("contoso/platform".into()), ..Provenance::default() };
    let out = bundle(records.clone(), &[], &Terms { inputs: vec![input], ..Terms::default() });
    assert_eq!(ids(&out), ["contoso/platform#1", "contoso/platform@0a1b2c3d", "JIRA-12"]);
    assert_eq!((out.n_of_another_origin, out.left_out.iter().all(|l| l.weight == Weight::Warning)), (4, true));
    // what a record says of itself is enough
    let out = bundle(records, &[], &Terms::default());
    assert_eq!((out.n_of_another_origin, ids(&out).contains(&"contoso/platform#2".to_owned())), (1, false));
}

#[test]
fn attack_a_record_of_the_future_decides_nothing() {
    let until = Instant::from_rfc3339("2026-11-02T00:00:00Z").unwrap();
    let records = vec![of("a#1", None, "2026-11-02T00:00:00Z"), of("a#1", None, "2026-11-02T00:00:01Z")];
    let out = bundle(records, &[], &Terms { until: Some(until), ..Terms::default() });
    assert_eq!((lines(&out).len(), out.n_later, out.newest), (1, 1, Some(until)));
}

#[test]
fn attack_two_files_that_would_get_one_name_are_a_fault() {
    let files = [file("one/x.sarif", "a", 10), file("two/x.sarif", "a", 11)];
    let records = vec![
        record("r.json", "2026-11-01T00:00:00Z", "one/x.sarif", Some("a")),
        record("r.json", "2026-11-02T00:00:00Z", "two/x.sarif", Some("a")),
    ];
    let out = bundle(records, &files, &Terms::default());
    let fault = out.left_out.iter().find(|l| l.weight == Weight::Fault).unwrap();
    assert_eq!(fault.path, named("2026-11", "a", "x.sarif"));
}

#[test]
fn artifacts_of_new_records_that_are_not_at_hand_are_counted() {
    let one = |root: usize| RecordAtHand { root, ..record("r.json", "2026-11-01T00:00:00Z", "x.sarif", Some("a")) };
    let standing = Terms { inputs: vec![Provenance { is_standing: true, ..Provenance::default() }], ..Terms::default() };
    let new = bundle(vec![one(1)], &[], &standing);
    assert_eq!((new.n_not_at_hand, &new.not_at_hand), (1, &Some(("r.json".to_owned(), "x.sarif".to_owned()))));
    assert_eq!(bundle(vec![one(0), one(1)], &[], &standing).n_not_at_hand, 0);
}
