//! Files that exist and say nothing prove nothing, however many changes name them.

use plumbline_assess::{Assessment, Score, Selection};
use plumbline_domain::{Gate, Grade, Instant};
use plumbline_ingest::{Reader, Source, default_policy, sha256_hex};
use serde_json::{Value, json};

/// The four files, 51 bytes in all.
const FILES: [(&str, &str); 4] = [
    ("evidence/ok.txt", "ok"),
    ("evidence/done.txt", "All done, nothing to see."),
    ("evidence/yes.json", "{\"ok\":true}"),
    ("evidence/clean.json", "{\"issues\":0}\n"),
];

const TYPES: [(&str, &[&str]); 4] = [
    ("intent", &["threat-intent"]),
    (
        "validation",
        &[
            "lint-diagnostics",
            "policy-diagnostics",
            "change-preview",
            "role-assignment-diff",
            "network-intent",
            "key-reference-check",
            "secret-scan",
        ],
    ),
    ("execution", &["deployment-log", "deployment-outputs", "rollback-rehearsal"]),
    ("observation", &["alert-linkage", "drift-check", "alert-test"]),
];

/// 120 changes of one team, each with a report at every gate, a blind review, and every item repeated by somebody else.
fn records() -> Vec<Value> {
    let mut records = Vec::new();
    for n in 0..120 {
        let change = format!("tiny/platform#{n}");
        for (gate, types) in TYPES {
            let item = |(i, id): (usize, &&str)| {
                let (path, text) = FILES[(n + i) % FILES.len()];
                let (digest, inputs) = (sha256_hex(text.as_bytes()), sha256_hex(b"inputs"));
                json!({"id": id, "type": id, "artifact": {"path": path, "sha256": digest},
                    "runs": [{"by": "ci:runner", "at": "2026-11-10T10:00:00Z", "inputs": inputs, "output": digest}]})
            };
            records.push(json!({
                "format": "plumbline.gate-report/1", "gate": gate, "recordedAt": "2026-11-10T10:00:00Z", "outcome": "passed",
                "change": {
                    "id": change, "team": "tiny", "environment": "prod", "author": "u-1", "release": "2026.11",
                    "openedAt": "2026-11-08T10:00:00Z", "mergedAt": "2026-11-09T10:00:00Z", "deployedAt": "2026-11-10T09:00:00Z"
                },
                "evidence": types.iter().enumerate().map(item).collect::<Vec<_>>(),
                "review": {"by": "u-2", "blind": true, "intent": "upheld", "controls": "upheld", "outcome": "upheld"}
            }));
            for (i, id) in types.iter().enumerate() {
                let digest = sha256_hex(FILES[(n + i) % FILES.len()].1.as_bytes());
                records.push(json!({
                    "format": "plumbline.verification/1", "change": change, "gate": gate, "evidence": id, "by": "u-3",
                    "at": "2026-11-11T10:00:00Z", "inputs": sha256_hex(b"inputs"), "output": digest
                }));
            }
        }
    }
    records
}

#[test]
fn four_tiny_files_lift_no_team_off_the_ground() {
    assert_eq!(FILES.iter().map(|(_, text)| text.len()).sum::<usize>(), 51);
    let (policy, sha256) = default_policy();
    let mut reader = Reader::new(policy, sha256);
    for (path, text) in FILES {
        reader.read(Source::new(path, text.as_bytes().to_vec()));
    }
    let lines: Vec<String> = records().iter().map(Value::to_string).collect();
    reader.read(Source::new("reports/all.ndjson", lines.join("\n").into_bytes()));
    let assessment = Assessment::new(reader.into_dataset(Instant::from_rfc3339("2026-11-22T12:00:00Z").unwrap()));
    let score = Score::of(&assessment, &Selection::default());
    let json: Value = serde_json::from_str(&plumbline_report::export::score_to_json(&score).unwrap()).unwrap();
    assert_eq!(json["changes"], 120);
    assert_eq!(json["teams"][0]["rung"], "ad-hoc");
    for gate in Gate::ALL {
        let gate = &json["gates"][gate.id()];
        assert_eq!((&gate["verified"], &gate["implied"]), (&json!(0.0), &json!(1.0)), "{gate}");
        assert_eq!(gate["grades"][Grade::Checked.id()], 0, "{gate}");
    }
}
