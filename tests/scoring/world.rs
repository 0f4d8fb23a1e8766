//! Small organisations, written as the reports that a pipeline would leave behind.

use plumbline_assess::{Assessment, Selection};
use plumbline_domain::{Contradicts, Gate, Instant, Policy, Probe, Proof};
use plumbline_ingest::{Reader, Source, default_policy, sha256_hex};
use serde_json::{Value, json};

/// The assessment time of every test.
pub const NOW: &str = "2026-11-22T12:00:00Z";

/// A gate report, passed on 1 November; `rest` adds keys or takes the place of these.
pub fn report(gate: &str, change: Value, rest: Value) -> Value {
    let mut report = json!({
        "format": "plumbline.gate-report/1", "gate": gate, "recordedAt": "2026-11-01T12:00:00Z", "outcome": "passed", "change": change
    });
    if let (Some(report), Value::Object(rest)) = (report.as_object_mut(), rest) {
        report.extend(rest);
    }
    report
}

/// A verification of one evidence item.
pub fn verification(change: &str, gate: &str, evidence: &str, by: &str, inputs: &str, output: &str) -> Value {
    json!({
        "format": "plumbline.verification/1", "change": change, "gate": gate, "evidence": evidence, "by": by,
        "at": "2026-11-10T12:00:00Z", "inputs": inputs, "output": output
    })
}

/// 64 hex digits that stand for a digest.
pub fn hex(c: char) -> String {
    c.to_string().repeat(64)
}

/// An item of a type with the artifact `path`, of which these are the bytes.
pub fn item_with(artifact_type: &str, path: &str, bytes: &str) -> Value {
    json!({"id": artifact_type, "type": artifact_type, "artifact": {"path": path, "sha256": sha256_hex(bytes.as_bytes())}})
}

/// An organisation: records, one file each, and artifact files.
#[derive(Clone, Default)]
pub struct World {
    pub files: Vec<(String, Vec<u8>)>,
}

impl World {
    pub fn of(records: &[Value]) -> Self {
        let file = |(i, record): (usize, &Value)| (format!("reports/{i:04}.json"), record.to_string().into_bytes());
        World { files: records.iter().enumerate().map(file).collect() }
    }

    pub fn with_file(mut self, path: &str, bytes: &str) -> Self {
        self.files.push((path.to_owned(), bytes.as_bytes().to_vec()));
        self
    }

    /// Under [`arithmetic_policy`].
    pub fn assess(&self) -> Assessment {
        let (policy, digest) = arithmetic_policy();
        let mut reader = Reader::new(policy, digest);
        for (path, bytes) in &self.files {
            reader.read(Source::new(path.clone(), bytes.clone()));
        }
        Assessment::new(reader.into_dataset(Instant::from_rfc3339(NOW).unwrap()))
    }
}

/// The default policy with the content of artifacts set aside, so that a test can say with two words what a file is: most types take
/// any file, and only the probes of the first edition of the rules are asked, none of them required.
pub fn arithmetic_policy() -> (Policy, String) {
    let (mut policy, digest) = default_policy();
    for artifact_type in &mut policy.artifact_types {
        let named: &[&str] = match artifact_type.id.as_str() {
            "policy-diagnostics" => &["sarif-2.1.0", "checkov-json", "trivy-json", "junit-xml"],
            "secret-scan" => &["sarif-2.1.0", "gitleaks-json", "trivy-json", "junit-xml"],
            "change-preview" => &["terraform-plan", "azure-what-if", "bicep-snapshot", "cfn-change-set"],
            "provenance-attestation" => &["in-toto-statement", "dsse-envelope", "sigstore-bundle"],
            _ => &["any"],
        };
        artifact_type.accepts = named.iter().map(|id| (*id).to_owned()).collect();
        let asked = |probe| Proof { required: false, ..Proof::from(probe) };
        artifact_type.proves = vec![asked(Probe::ScanCompleted), asked(Probe::PreviewConclusive)];
        artifact_type.proves.extend(match artifact_type.id.as_str() {
            "policy-diagnostics" | "secret-scan" => {
                Some(Proof { contradicts: Contradicts::Passed, ..asked(Probe::NoOpenCriticalOrHigh) })
            }
            "alert-linkage" => Some(asked(Probe::EveryRuleReachesAReceiver)),
            "drift-check" => Some(asked(Probe::NoDrift)),
            _ => None,
        });
    }
    (policy, digest)
}

/// All changes of an assessment.
pub fn all(assessment: &Assessment) -> Vec<u32> {
    assessment.select(&Selection::default())
}

/// Asserts that two numbers are the same but for rounding.
#[track_caller]
pub fn assert_close(found: Option<f64>, expected: f64) {
    let found = found.expect("a number");
    assert!((found - expected).abs() < 1e-9, "found {found}, expected {expected}");
}

/// Whether each requirement of a gate of the only change is verified, with its grade and condition, by type.
pub fn only(assessment: &Assessment, gate: Gate, artifact_type: &str) -> (String, Option<String>, bool) {
    let id = assessment.policy().artifact_type_id(artifact_type).unwrap();
    let change = assessment.assessed(0).unwrap();
    let r = change.gate(gate).requirements.iter().find(|r| r.artifact_type == id).expect("a requirement");
    (r.grade.to_string(), r.condition().map(|c| c.to_string()), r.is_verified)
}
