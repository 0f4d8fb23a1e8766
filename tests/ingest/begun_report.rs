//! A gate report that is begun from a tool's file: refused until it is filled in, and evidence with the right digest from then on.

use crate::{NOW, errors, load, reader, time};
use plumbline_assess::Assessment;
use plumbline_domain::{Dataset, Gate, Grade};
use plumbline_ingest::{Reader, Source, default_policy, sha256_hex};
use plumbline_report::export::report_to_fill_in;
use serde_json::Value;

const SCAN: &[u8] = include_bytes!("../fixtures/checkov/terraform.json");

/// A folder `mine` with the scan in it, and beside that whatever else was given.
fn reader_of(more: &[(&str, &str)]) -> Reader {
    let mut reader = reader();
    reader.add_root("mine");
    reader.read(Source::new("mine/scans/terraform.json", SCAN.to_vec()));
    for (path, text) in more {
        reader.read(Source::new(*path, text.as_bytes().to_vec()));
    }
    reader
}

fn begun() -> String {
    let reader = reader_of(&[]);
    let data = reader.assemble(time(NOW));
    let content = data.content(data.loose[0].content).unwrap();
    report_to_fill_in(content, reader.path_in_root(&content.path), reader.policy()).unwrap().to_json().unwrap()
}

fn filled_in() -> String {
    let mut report: Value = serde_json::from_str(&begun()).unwrap();
    report["recordedAt"] = "2026-11-20T10:00:00Z".into();
    report["outcome"] = "failed".into();
    report["change"]["id"] = "contoso/platform#412".into();
    report["perceived"][0]["confidence"] = 0.8.into();
    report.to_string()
}

#[test]
fn a_statement_that_is_not_filled_in_is_none_and_an_unknown_scope_no_smaller_one() {
    let mut report: Value = serde_json::from_str(&filled_in()).unwrap();
    report["perceived"][0]["confidence"] = Value::Null;
    let data = reader_of(&[("mine/gate-report.json", &report.to_string())]).into_dataset(time(NOW));
    let receipt = data.receipts.iter().find(|r| r.file == "mine/gate-report.json").unwrap();
    assert_eq!(errors(receipt), ["perceived[0].confidence: confidence must be a number from 0 to 1"]);
    let fields = &data.changes[0].fields;
    assert_eq!((fields.touches.as_ref(), fields.authorship), (None, None), "not stated, and not an empty list");
    assert!(data.changes[0].report(Gate::Validation, 0).unwrap().perceived.is_empty(), "nobody stated anything");
}

#[test]
fn it_says_what_the_file_says_and_nothing_else() {
    let report: Value = serde_json::from_str(&begun()).unwrap();
    assert_eq!(report["format"], "plumbline.gate-report/1");
    assert_eq!(report["gate"], "validation");
    let evidence = &report["evidence"][0];
    assert_eq!((&evidence["id"], &evidence["type"]), (&"terraform".into(), &"policy-diagnostics".into()));
    assert_eq!(evidence["artifact"]["path"], "scans/terraform.json", "from the root of the data");
    assert_eq!(evidence["artifact"]["sha256"], sha256_hex(SCAN));
    assert_eq!(evidence["artifact"]["bytes"], SCAN.len());
    assert_eq!(evidence["tool"]["name"], "checkov");
    let change = report["change"].as_object().unwrap();
    assert!(change.iter().all(|(key, v)| if key == "touches" { v.is_null() } else { v == "" }), "nothing is made up: {change:?}");
    for key in ["authorship", "touches", "environment", "mergedAt", "deployedAt"] {
        assert!(change.contains_key(key), "{key} is laid out");
    }
    assert_eq!(report["perceived"], serde_json::json!([{"confidence": null, "role": "author", "by": "", "at": ""}]));
    assert!(report.get("findings").is_none(), "they are in the file");
    assert!(evidence.get("runs").is_none(), "who ran it is not known");
}

#[test]
fn it_is_refused_until_it_is_filled_in_and_names_all_that_is_empty() {
    let data = reader_of(&[("mine/gate-report.json", &begun())]).into_dataset(time(NOW));
    let receipt = data.receipts.iter().find(|r| r.file == "mine/gate-report.json").unwrap();
    assert!(receipt.is_refused() && data.changes.is_empty());
    assert_eq!(errors(receipt), ["recordedAt: is missing", "outcome: is empty", "change.id: is empty"]);
    assert_eq!(data.loose.len(), 1, "the scan still belongs to nothing");
}

#[test]
fn filled_in_it_makes_the_file_checked_evidence_within_the_folder_and_beside_it() {
    for path in ["mine/gate-report.json", "gate-report.json"] {
        let data = reader_of(&[(path, &filled_in())]).into_dataset(time(NOW));
        assert_evidence(&data, path);
        let assessment = Assessment::new(data);
        let (_, change) = assessment.change(0).unwrap();
        let item = &change.gates[Gate::Validation.index()].items[0];
        assert!(item.grade >= Grade::Checked, "{path}: {item:?}");
    }
}

fn assert_evidence(data: &Dataset, path: &str) {
    assert!(data.receipts.iter().all(|r| !r.is_refused() && errors(r).is_empty()), "{path}: {:?}", data.receipts);
    assert!(data.loose.is_empty(), "{path}");
    let report = data.changes[0].report(Gate::Validation, 0).unwrap();
    let artifact = report.items[0].artifact.as_ref().unwrap();
    assert_eq!(data.content(artifact.content.unwrap()).unwrap().sha256, sha256_hex(SCAN), "{path}");
}

#[test]
fn a_report_by_itself_reaches_into_the_only_folder_and_into_none_of_several() {
    let mut reader = reader_of(&[("gate-report.json", &filled_in())]);
    reader.add_root("other");
    reader.read(Source::new("other/scans/terraform.json", b"{\"check_type\": \"other\"}".to_vec()));
    let data = reader.into_dataset(time(NOW));
    assert_eq!(data.changes[0].report(Gate::Validation, 0).unwrap().items[0].artifact.as_ref().unwrap().content, None);
}

#[test]
fn each_format_begins_a_report_at_the_gate_of_a_type_that_accepts_it() {
    let (policy, _) = default_policy();
    let of = |text: &str| {
        let data = load(&[("f", text.as_bytes())]);
        let content = data.content(data.loose[0].content).unwrap();
        report_to_fill_in(content, "f", &policy).map(|r| (r.gate, r.evidence[0].artifact_type.clone()))
    };
    for sample in crate::samples::samples() {
        let begun = of(&sample.text());
        let expected = match sample.format {
            // no type of the policy names it, and one that takes any file would be a guess
            "cyclonedx-attestation" => None,
            "gitleaks-json" | "trufflehog-json" | "ggshield-json" | "detect-secrets-json" => Some(("validation", "secret-scan")),
            // both of these are of a scanner of secrets
            "gitlab-security-report" | "github-alerts-json" => Some(("validation", "secret-scan")),
            "cfn-lint-json" | "tflint-json" | "codeclimate-json" | "checkstyle-xml" => Some(("validation", "lint-diagnostics")),
            "terraform-validate-json" | "kubeconform-json" => Some(("validation", "template-diagnostics")),
            "terraform-plan" | "azure-what-if" | "bicep-snapshot" | "cfn-change-set" | "pulumi-preview-json" => {
                Some(("validation", "change-preview"))
            }
            "threat-intent-markdown" | "threat-dragon-json" | "otm" | "threagile-risks-json" | "threat-composer-json" => {
                Some(("intent", "threat-intent"))
            }
            "azure-role-assignment" | "aws-iam-policies" | "aws-access-analyzer" | "gcp-iam-policy" | "k8s-rbac" => {
                Some(("validation", "role-assignment-diff"))
            }
            "azure-nsg-list"
            | "azure-route-table"
            | "azure-firewall-policy"
            | "aws-security-groups"
            | "aws-network-acls"
            | "aws-route-tables"
            | "gcp-firewall-rules"
            | "k8s-network-policy" => Some(("validation", "network-intent")),
            "azure-deployment"
            | "azure-deployment-operations"
            | "cfn-stack-events"
            | "pulumi-events"
            | "helm-status-json"
            | "helm-history-json"
            | "ansible-json"
            | "terraform-ui-log" => Some(("execution", "deployment-log")),
            "terraform-state" | "terraform-output-json" | "cfn-stacks" => Some(("execution", "deployment-outputs")),
            "in-toto-statement" | "dsse-envelope" | "sigstore-bundle" => Some(("execution", "provenance-attestation")),
            "azure-metric-alert"
            | "azure-action-group"
            | "prometheus-rules"
            | "alertmanager-config"
            | "grafana-alerting"
            | "cloudwatch-alarms"
            | "datadog-monitors"
            | "gcp-alert-policies" => Some(("observation", "alert-linkage")),
            "azure-test-notifications"
            | "alertmanager-alerts"
            | "cloudwatch-alarm-history"
            | "alertmanager-webhook"
            | "pagerduty-incidents"
            | "opsgenie-alerts" => Some(("observation", "alert-test")),
            "azure-policy-states" | "aws-config-compliance" | "prometheus-query-result" | "argocd-app" => {
                Some(("observation", "telemetry-signal"))
            }
            "cfn-drift" | "driftctl-json" => Some(("observation", "drift-check")),
            _ => Some(("validation", "policy-diagnostics")),
        };
        assert_eq!(begun.as_ref().map(|(gate, id)| (*gate, id.as_str())), expected, "{}", sample.format);
    }
}
