//! `plumbline policy`.

use crate::{NOW, folder, run, stderr, stdout, write};
use serde_json::{Value, json};

fn default_policy() -> String {
    stdout(&run(std::path::Path::new("."), &["policy", "print"]))
}

#[test]
fn what_is_printed_can_be_used() {
    let f = folder("policy-print");
    write(&f, "p.json", default_policy());
    let output = run(&f, &["policy", "validate", "p.json"]);
    assert_eq!(output.status.code(), Some(0));
    assert!(stdout(&output).starts_with("p.json can be used; its SHA-256 is "), "{}", stdout(&output));
}

#[test]
fn what_is_wrong_has_its_line_and_column() {
    let f = folder("policy-validate");
    write(&f, "p.json", default_policy().replacen("\"threat-intent\"}", "\"threat-content\"}", 1));
    let output = run(&f, &["policy", "validate", "p.json"]);
    assert_eq!(output.status.code(), Some(1));
    // the line `      {"type": "threat-intent"}`: the value begins at column 16
    let expected = "16 requirements.intent[0].type: error: no artifact type has the id \"threat-content\"";
    assert!(stdout(&output).contains(expected), "{}", stdout(&output));
    let json: Value = serde_json::from_str(&stdout(&run(&f, &["policy", "validate", "p.json", "--json"]))).unwrap();
    assert_eq!((&json["valid"], &json["diagnostics"][0]["column"]), (&false.into(), &16.into()));
    assert_eq!(run(&f, &["policy", "validate", "none.json"]).status.code(), Some(2));
    assert_eq!(run(&f, &["policy", "validte", "p.json"]).status.code(), Some(2));
}

#[test]
fn a_policy_is_held_against_another_on_data() {
    let f = folder("policy-diff");
    // one change with one requirement due, proved by a digest without bytes: attached
    let report = json!({"format": "plumbline.gate-report/1", "gate": "intent", "recordedAt": "2026-11-20T09:00:00Z",
        "outcome": "passed", "change": {"id": "a#1", "team": "payments"},
        "evidence": [{"id": "why", "type": "threat-intent", "artifact": {"path": "why.md", "sha256": "a".repeat(64)}}]});
    write(&f, "reports/r.json", report.to_string());
    write(&f, "b.json", default_policy().replacen("\"minGrade\": \"checked\"", "\"minGrade\": \"attached\"", 1));
    let output = run(&f, &["policy", "diff", "default", "b.json", "reports", "--now", NOW]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let text = stdout(&output);
    assert!(
        text.starts_with("The policies differ in 1 key\n  minGrade  checked -> attached\nNo team changes its rung\n"),
        "{text}"
    );
    // V(intent) goes from 0 of 1 to 1 of 1
    assert!(text.contains("  gates.intent.verified  0 -> 1\n"), "{text}");
    let json: Value =
        serde_json::from_str(&stdout(&run(&f, &["policy", "diff", "default", "b.json", "reports", "--now", NOW, "--json"])))
            .unwrap();
    let moved = json["numbers"].as_array().unwrap();
    assert!(moved.iter().any(|m| m["path"] == "gates.intent.verified" && m["to"] == 1.0));
    let same = stdout(&run(&f, &["policy", "diff", "default", "default"]));
    assert_eq!(same, "The policies say the same\n");
}
