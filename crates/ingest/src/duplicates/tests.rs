//! Files in which a key stands twice.

use super::*;
use crate::{Reader, Source, default_policy};
use plumbline_domain::{Fate, Receipt};

fn settled(text: &str) -> String {
    settle(text).map_or_else(|| text.to_owned(), |(once, _)| once)
}

fn receipt(text: &str) -> Receipt {
    let (policy, sha256) = default_policy();
    let mut reader = Reader::new(policy, sha256);
    reader.read(Source::new("f.json", text.as_bytes().to_vec())).clone()
}

fn duplicates(receipt: &Receipt) -> Vec<String> {
    let named = receipt.diagnostics.iter().filter(|d| d.kind == DiagnosticKind::DuplicateKey);
    named.map(|d| format!("{}{}", d.place(), d.message)).collect()
}

#[test]
fn each_key_stands_once_and_each_value_on_its_line() {
    assert_eq!(settled("{\"a\": 1, \"b\": {\"a\": 2}}"), "{\"a\": 1, \"b\": {\"a\": 2}}");
    let text = "[{\"severity\": \"HIGH\",\n  \"x\": [1,\n 2],\n \"severity\": \"LOW\"},\n {\"y\": 3}]";
    assert_eq!(settled(text), "[{\n\"x\":[1,\n 2]\n,\"severity\":\"HIGH\"},\n {\"y\": 3}]");
    assert_eq!(settled("{\"a\":\n[1,\n2],\"b\":0,\n\"a\":[\n3]}"), "{\n\n\"b\":0\n,\"a\":[1, 2,\n3]}");
}

#[test]
fn an_escape_does_not_make_another_key() {
    assert_eq!(settled(r#"{"severity": "LOW", "\u0073everity": "CRITICAL"}"#), r#"{"severity":"CRITICAL"}"#);
}

#[test]
fn lines_that_are_no_json_stay_as_they_are() {
    let text = "{\"a\": }\n{\"severity\": \"low\", \"severity\": \"high\"}\nend é";
    assert_eq!(settled(text), "{\"a\": }\n{\"severity\":\"high\"}\nend é");
}

#[test]
fn objects_that_stand_twice_are_joined_down_to_their_lists() {
    let text = r#"{"results": {"failed": [1], "n": 1}, "results": {"failed": [], "n": 1}}"#;
    assert_eq!(settled(text), r#"{"results":{"failed":[1],"n":1}}"#);
}

#[test]
fn a_severity_hidden_behind_a_second_one_counts_and_is_named() {
    let text = "{\"check_type\": \"terraform\", \"results\": {\"failed_checks\": [{\"check_id\": \"A\",\n \"severity\": \"CRITICAL\", \"severity\": \"LOW\"}], \"passed_checks\": []}, \"summary\": {\"checkov_version\": \"3\"}}";
    let receipt = receipt(text);
    assert_eq!((receipt.fate, receipt.open, receipt.by_severity[0]), (Fate::Read, 1, 1));
    assert_eq!(duplicates(&receipt), [":2:37duplicate key \"severity\": the worse value counts"]);
}

#[test]
fn findings_hidden_behind_an_empty_list_count_and_the_file_proves_nothing() {
    let text = r#"{"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "x"}}, "results": [{"ruleId": "A", "level": "error", "message": {"text": "m"}}], "results": []}]}"#;
    let receipt = receipt(text);
    assert_eq!((receipt.items, receipt.open, receipt.by_severity[1]), (1, 1, 1));
    assert_eq!(duplicates(&receipt), [":1:151duplicate key \"results\": the file proves nothing"]);
    let parsed = crate::parse::parse(text.as_bytes(), &default_policy().0);
    assert_eq!(parsed.facts.ambiguity.map(|a| a.key), Some("results".into()));
}

#[test]
fn a_resource_hidden_behind_a_second_list_of_changes_counts() {
    let delete = r#"{"address": "a.b", "mode": "managed", "type": "a", "name": "b", "change": {"actions": ["delete"]}}"#;
    let text = format!(
        r#"{{"format_version": "1.2", "terraform_version": "1", "resource_changes": [{delete}], "resource_changes": []}}"#
    );
    let parsed = crate::parse::parse(text.as_bytes(), &default_policy().0);
    assert_eq!(parsed.summary.items, 1);
    assert!(parsed.facts.ambiguity.is_some());
}

#[test]
fn yaml_is_no_way_around_it() {
    let yaml = "groups:\n- name: g\n  rules:\n  - alert: A\n    expr: up\n    labels: {severity: page}\ngroups: []\n";
    let receipt = receipt(yaml);
    assert_eq!((receipt.format.id(), receipt.items), ("prometheus-rules", 1));
    assert_eq!(duplicates(&receipt).len(), 1);
}

#[test]
fn the_same_value_twice_is_named_and_leaves_nothing_open() {
    let text = r#"{"version": "2.1.0", "version": "2.1.0", "runs": []}"#;
    assert_eq!(duplicates(&receipt(text)), [":1:32duplicate key \"version\": the worse value counts"]);
    assert!(crate::parse::parse(text.as_bytes(), &default_policy().0).facts.ambiguity.is_none());
}

#[test]
fn a_hundred_thousand_duplicates_are_counted_and_take_no_more_than_the_text() {
    let many = "{\"a\":{\"b\":1,\"b\":2}},".repeat(50_000) + "{}";
    let (once, settled) = settle(&format!("[{many}]")).unwrap();
    assert!(once.len() < many.len());
    let mut log = Log::default();
    settled.tell(&many, &mut log);
    let diagnostics = log.into_diagnostics();
    assert_eq!(diagnostics.len(), MAX_NAMED + 1);
    assert_eq!(diagnostics[MAX_NAMED].message, "49980 more duplicate keys");
    let one_key = format!("{{{}\"a\":[]}}", "\"a\":[1],".repeat(100_000));
    assert!(settle(&one_key).unwrap().0.len() < one_key.len());
    // twins at each level that are joined down to the deepest: only so often
    let mut nested = "1".to_owned();
    for _ in 0..60 {
        nested = format!("{{\"a\":{{\"a\":{{\"b\":1}}}},\"a\":{nested}}}");
    }
    assert!(settle(&nested).unwrap().0.len() <= 2 * nested.len());
}
