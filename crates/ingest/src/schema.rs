//! The published JSON Schemas say what the readers do: keys, required keys and words, and what both make of real documents.

use super::{DEFAULT_POLICY_JSON, Reader, Source, default_policy, index, index_from_json, policy_from_json, report};
use plumbline_domain::{
    Authorship, Dataset, Family, FindingStatus, Gate, Grade, Instant, Mode, Outcome, Risk, Severity, Surface, Verdict,
};
use serde_json::{Value, json};

const REPORT: &str = include_str!("../../../public/schema/gate-report.schema.json");
const VERIFICATION: &str = include_str!("../../../public/schema/verification.schema.json");
const INDEX: &str = include_str!("../../../public/schema/index.schema.json");
const POLICY: &str = include_str!("../../../public/schema/policy.schema.json");

fn schema(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

/// What is wrong with a document by a schema.
fn judge(value: &Value, text: &str) -> Vec<String> {
    let mut compiler = boon::Compiler::new();
    let address = |name: &str| format!("https://plumbline.example/schema/{name}");
    for text in [REPORT, VERIFICATION, INDEX, POLICY] {
        let schema = schema(text);
        compiler.add_resource(&address(schema["$id"].as_str().unwrap()), schema).unwrap();
    }
    let mut schemas = boon::Schemas::new();
    let schema = compiler.compile(&address(schema(text)["$id"].as_str().unwrap()), &mut schemas).unwrap();
    schemas.validate(value, schema).err().iter().map(ToString::to_string).collect()
}

fn keys(object: &Value) -> Vec<String> {
    let mut keys: Vec<String> = object["properties"].as_object().unwrap().keys().cloned().collect();
    keys.sort();
    keys
}

fn sorted(keys: &[&str]) -> Vec<String> {
    let mut keys: Vec<String> = keys.iter().map(|k| (*k).to_owned()).collect();
    keys.sort();
    keys
}

fn words(value: &Value) -> Vec<&str> {
    value.as_array().unwrap().iter().map(|w| w.as_str().unwrap()).collect()
}

/// A report in which every key is used.
fn whole_report() -> Value {
    let sha256 = "0123456789abcdef".repeat(4);
    json!({
        "format": "plumbline.gate-report/1", "gate": "validation", "recordedAt": "2026-11-20T10:15:00Z", "outcome": "passed",
        "mode": "enforce",
        "change": {
            "id": "contoso/platform#412", "title": "Add a vault", "url": "https://example.com/412", "team": "payments",
            "service": "checkout", "environment": "prod", "release": "2026.11", "commit": "0123456789", "author": "u-1",
            "authorship": "ai-generated", "touches": ["identity"], "openedAt": "2026-11-19T10:00:00Z",
            "mergedAt": "2026-11-20T11:00:00Z", "deployedAt": "2026-11-20T12:00:00Z",
            "resources": {"created": 3, "modified": 1, "deleted": 0}
        },
        "perceived": [{"confidence": 0.9, "risk": "secret-exposure", "role": "author", "by": "u-1", "at": "2026-11-20T10:00:00Z"}],
        "evidence": [{
            "id": "checkov", "type": "policy-diagnostics", "controls": ["network"], "title": "Checkov",
            "artifact": {"path": "a.sarif", "sha256": sha256, "bytes": 1, "mediaType": "application/sarif+json"},
            "statement": "it is fine", "command": "checkov -d .", "tool": {"name": "checkov", "version": "3"},
            "runs": [{"by": "ci:a", "at": "2026-11-20T10:00:00Z", "inputs": sha256, "output": sha256}],
            "attestation": {"path": "a.sigstore.json"}, "expiresAt": "2027-01-01T00:00:00Z"
        }],
        "findings": [{
            "id": "1", "ruleId": "CKV_1", "tool": "checkov", "severity": "high", "status": "suppressed", "message": "m",
            "resource": "r", "location": {"path": "a.tf", "line": 3}, "control": "network", "pattern": "unsafe-defaults",
            "surface": "provisioning", "fingerprint": "f", "justification": "j"
        }],
        "review": {"by": "u-2", "at": "2026-11-20T10:00:00Z", "blind": true, "intent": "upheld", "controls": "not-upheld",
            "outcome": "not-assessed"}
    })
}

fn whole_verification() -> Value {
    let sha256 = "0123456789abcdef".repeat(4);
    json!({
        "format": "plumbline.verification/1", "change": "contoso/platform#412", "gate": "validation", "evidence": "checkov",
        "by": "u-90aa", "at": "2026-11-20T12:00:00Z", "command": "checkov -d .", "inputs": sha256, "output": sha256, "blind": true,
        "recorded": false
    })
}

fn read(value: &Value) -> Dataset {
    let (policy, sha256) = default_policy();
    let mut reader = Reader::new(policy, sha256);
    reader.read(Source::new("r.json", value.to_string().into_bytes()));
    reader.into_dataset(Instant::from_rfc3339("2026-12-01T00:00:00Z").unwrap())
}

#[test]
fn the_schema_of_a_report_has_the_keys_that_are_read() {
    let report = schema(REPORT);
    assert_eq!(keys(&report), sorted(report::keys::REPORT));
    assert_eq!(words(&report["required"]), report::keys::REPORT_REQUIRED);
    let defs = &report["$defs"];
    for (name, known) in [
        ("change", report::keys::CHANGE),
        ("resources", report::keys::RESOURCES),
        ("statement", report::keys::STATEMENT),
        ("evidence", report::keys::EVIDENCE),
        ("artifact", report::keys::ARTIFACT),
        ("tool", report::keys::TOOL),
        ("run", report::keys::RUN),
        ("attestation", report::keys::ATTESTATION),
        ("finding", report::keys::FINDING),
        ("location", report::keys::LOCATION),
        ("review", report::keys::REVIEW),
    ] {
        assert_eq!(keys(&defs[name]), sorted(known), "{name}");
    }
}

#[test]
fn the_schemas_have_the_words_of_the_vocabulary() {
    let ids = |all: &[&str]| all.to_vec().join(" ");
    macro_rules! all {
        ($name:ident) => {
            ids(&$name::ALL.iter().map(|v| v.id()).collect::<Vec<_>>())
        };
    }
    let report = schema(REPORT);
    let (top, defs) = (&report["properties"], &report["$defs"]);
    let enum_of = |value: &Value| words(&value["enum"]).join(" ");
    assert_eq!(enum_of(&top["gate"]), all!(Gate));
    assert_eq!(enum_of(&top["outcome"]), all!(Outcome));
    assert_eq!(enum_of(&top["mode"]), all!(Mode));
    assert_eq!(enum_of(&defs["change"]["properties"]["authorship"]), all!(Authorship));
    assert_eq!(enum_of(&defs["change"]["properties"]["touches"]["items"]), all!(Family));
    assert_eq!(enum_of(&defs["statement"]["properties"]["risk"]), all!(Risk));
    let finding = &defs["finding"]["properties"];
    assert_eq!(enum_of(&finding["severity"]), all!(Severity));
    assert_eq!(enum_of(&finding["status"]), all!(FindingStatus));
    assert_eq!(enum_of(&finding["control"]), all!(Family));
    assert_eq!(enum_of(&finding["surface"]), all!(Surface));
    assert_eq!(enum_of(&defs["verdict"]), all!(Verdict));
    assert_eq!(enum_of(&schema(VERIFICATION)["properties"]["gate"]), all!(Gate));
    assert_eq!(enum_of(&schema(POLICY)["properties"]["minGrade"]), all!(Grade));
}

#[test]
fn a_report_with_every_key_fits_its_schema_and_is_read_without_a_word() {
    let report = whole_report();
    assert_eq!(judge(&report, REPORT), [""; 0]);
    let data = read(&report);
    let words: Vec<&str> = data.receipts[0].diagnostics.iter().map(|d| d.message.as_str()).collect();
    assert_eq!(words, ["2 files named by its reports, but not available: a.sarif, a.sigstore.json"]);
    let change = &data.changes[0];
    let report = change.report(Gate::Validation, 0).unwrap();
    assert_eq!(change.fields.resources.unwrap().created, Some(3));
    assert_eq!((report.perceived.len(), report.items.len(), report.findings.len(), change.reviews.len()), (1, 1, 1, 1));
    assert_eq!(report.findings[0].status, FindingStatus::Suppressed);
}

#[test]
fn a_report_without_a_required_key_fits_neither_the_schema_nor_the_reader() {
    for key in report::keys::REPORT_REQUIRED {
        let mut report = whole_report();
        report.as_object_mut().unwrap().remove(*key);
        assert!(!judge(&report, REPORT).is_empty(), "{key}");
        assert!(read(&report).changes.is_empty(), "{key}");
    }
    let without_id = |mut report: Value| {
        report["change"].as_object_mut().unwrap().remove("id");
        report
    };
    assert!(!judge(&without_id(whole_report()), REPORT).is_empty());
    assert!(read(&without_id(whole_report())).changes.is_empty());
}

#[test]
fn every_other_key_of_a_report_may_be_absent() {
    for key in report::keys::REPORT.iter().filter(|k| !report::keys::REPORT_REQUIRED.contains(k)) {
        let mut report = whole_report();
        report.as_object_mut().unwrap().remove(*key);
        assert_eq!(judge(&report, REPORT), [""; 0], "{key}");
        assert_eq!(read(&report).changes.len(), 1, "{key}");
    }
}

#[test]
fn the_schema_of_a_verification_says_what_is_read() {
    let text = schema(VERIFICATION);
    assert_eq!(keys(&text), sorted(report::keys::VERIFICATION));
    assert_eq!(words(&text["required"]), report::keys::VERIFICATION_REQUIRED);
    assert_eq!(judge(&whole_verification(), VERIFICATION), [""; 0]);
    assert_eq!(read(&whole_verification()).n_verifications, 1);
    for key in report::keys::VERIFICATION {
        let mut verification = whole_verification();
        verification.as_object_mut().unwrap().remove(*key);
        let is_required = report::keys::VERIFICATION_REQUIRED.contains(key);
        assert_eq!(judge(&verification, VERIFICATION).is_empty(), !is_required, "{key}");
        assert_eq!(read(&verification).n_verifications, u64::from(!is_required), "{key}");
    }
}

#[test]
fn the_schema_of_an_index_says_what_is_read() {
    let text = schema(INDEX);
    let defs = &text["$defs"];
    assert_eq!(keys(&defs["files"]), sorted(index::keys::INDEX));
    assert_eq!(words(&defs["files"]["required"]), index::keys::INDEX_REQUIRED);
    assert_eq!(keys(&defs["file"]), sorted(index::keys::FILE));
    assert_eq!(keys(&defs["layers"]), sorted(index::keys::LAYERED));
    let document =
        json!({"format": "plumbline.index/1", "title": "t", "generatedAt": "2026-11-22T00:00:00Z", "files": [{"path": "a"}]});
    assert_eq!(judge(&document, INDEX), [""; 0]);
    assert!(index_from_json(document.to_string().as_bytes()).unwrap().1.is_empty());
}

#[test]
fn the_schema_of_a_policy_says_what_is_read() {
    let default: Value = serde_json::from_str(DEFAULT_POLICY_JSON).unwrap();
    assert_eq!(judge(&default, POLICY), [""; 0]);
    let text = schema(POLICY);
    let mut present: Vec<String> = default.as_object().unwrap().keys().cloned().collect();
    present.sort();
    assert_eq!(keys(&text), present);
    for key in &present {
        let mut policy = default.clone();
        policy.as_object_mut().unwrap().remove(key);
        let is_read = policy_from_json(policy.to_string().as_bytes()).is_ok();
        assert_eq!(judge(&policy, POLICY).is_empty(), is_read, "{key}");
    }
    for (list, name) in [("artifactTypes", "artifactType"), ("patterns", "pattern"), ("ladder", "rung")] {
        let first = default[list][0].as_object().unwrap();
        assert_eq!(first.keys().cloned().collect::<Vec<_>>().len(), keys(&text["$defs"][name]).len(), "{name}");
        for key in first.keys() {
            let mut policy = default.clone();
            policy[list][0].as_object_mut().unwrap().remove(key);
            let is_read = policy_from_json(policy.to_string().as_bytes()).is_ok();
            // A criterion or id that others lean on may be missed by them too; the schema sees its absence alone.
            assert!(!is_read || judge(&policy, POLICY).is_empty(), "{list}[0].{key}");
        }
    }
}
