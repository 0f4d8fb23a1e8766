//! Scanners' own formats, each by a small document made for it: what it is, what is counted, how bad, and what passed.

use crate::{errors, load};
use plumbline_domain::{Content, FindingStatus, Format, Receipt, Severity};

fn read(text: &str) -> (Content, Receipt) {
    let mut data = load(&[("f", text.as_bytes())]);
    let content = data.contents.pop().unwrap_or_else(|| panic!("{:?}", data.receipts));
    (content, data.receipts.remove(0))
}

/// Format, items, passes and the severity and status of each finding.
type Summary = (Format, u64, Option<u64>, Vec<(Severity, FindingStatus)>);

fn summary(text: &str) -> Summary {
    let (content, receipt) = read(text);
    let findings = content.findings.iter().map(|f| (f.severity, f.status)).collect();
    (receipt.format, receipt.items, content.facts.scan.and_then(|s| s.passed), findings)
}

const OPEN: FindingStatus = FindingStatus::Open;
const SUPPRESSED: FindingStatus = FindingStatus::Suppressed;
use Severity::{Critical, High, Info, Low, Medium};

#[test]
fn trivy() {
    let text = r#"{"SchemaVersion": 2, "Results": [{"Target": "main.tf", "MisconfSummary": {"Successes": 7},
        "Misconfigurations": [{"ID": "A", "Severity": "CRITICAL", "Status": "FAIL"}, {"ID": "B", "Severity": "LOW", "Status": "PASS"}],
        "Secrets": [{"RuleID": "S", "Severity": "HIGH", "Match": "hunter2"}], "Vulnerabilities": [{"Severity": "UNKNOWN"}],
        "Licenses": [{"Severity": "odd"}]}]}"#;
    assert_eq!(summary(text), (Format::Trivy, 4, Some(7), vec![(Critical, OPEN), (Info, OPEN), (High, OPEN), (Medium, OPEN)]));
    assert!(!format!("{:?}", read(text)).contains("hunter2"));
}

#[test]
fn trivy_operator() {
    let text = r#"{"apiVersion": "aquasecurity.github.io/v1alpha1", "kind": "ConfigAuditReport", "metadata": {"name": "n"},
        "report": {"checks": [{"checkID": "K", "severity": "LOW", "success": false}, {"success": true}]}}"#;
    assert_eq!(summary(text), (Format::TrivyOperator, 1, Some(1), vec![(Low, OPEN)]));
}

#[test]
fn kics() {
    let text = r#"{"files_scanned": 2, "files_parsed": 2, "queries_total": 9, "queries": [
        {"query_id": "q", "severity": "TRACE", "files": [{"file_name": "a", "line": 1}, {"file_name": "b", "search_value": "hunter2"}]}]}"#;
    assert_eq!(summary(text), (Format::Kics, 2, None, vec![(Info, OPEN), (Info, OPEN)]));
    assert_eq!(read(text).0.facts.scan.unwrap().stopped, []);
    assert!(!format!("{:?}", read(text)).contains("hunter2"));
}

#[test]
fn tfsec() {
    let text = r#"{"results": [{"rule_id": "a", "severity": "ERROR", "location": {"filename": "m.tf", "start_line": 5}},
        {"rule_id": "b", "severity": "LOW", "passed": true}, {"rule_id": "c", "severity": "LOW", "status": 2}]}"#;
    assert_eq!(summary(text), (Format::Tfsec, 3, Some(1), vec![(High, OPEN), (Low, SUPPRESSED)]));
    assert_eq!(summary(r#"{"results": null}"#), (Format::Tfsec, 0, None, vec![]));
}

#[test]
fn terrascan() {
    let text = r#"{"results": {"passed_rules": [{}, {}], "violations": [{"rule_id": "r", "severity": "HIGH", "resource_type": "t", "resource_name": "n"}],
        "skipped_violations": [{"severity": "LOW"}]}}"#;
    assert_eq!(summary(text), (Format::Terrascan, 1, Some(2), vec![(High, OPEN), (Low, SUPPRESSED)]));
    assert_eq!(read(text).0.findings[0].resource.as_deref(), Some("t.n"));
}

#[test]
fn conftest() {
    let text = r#"[{"filename": "a.yaml", "successes": 3, "failures": [{"msg": "no"}], "warnings": [{"msg": "hm", "metadata": {"severity": "low"}}]}]"#;
    assert_eq!(summary(text), (Format::Conftest, 2, Some(3), vec![(High, OPEN), (Low, OPEN)]));
}

#[test]
fn cfn_lint_and_cfn_nag() {
    let lint = r#"[{"Filename": "t.yaml", "Level": "Warning", "Rule": {"Id": "W1"}, "Location": {"Start": {"LineNumber": 4}, "Path": ["Resources", "Bucket"]}}]"#;
    assert_eq!(summary(lint), (Format::CfnLint, 1, None, vec![(Medium, OPEN)]));
    assert_eq!(read(lint).0.findings[0].resource.as_deref(), Some("Bucket"));
    assert_eq!(summary("[]").0, Format::CfnLint);
    let nag = r#"[{"filename": "t", "file_results": {"violations": [{"type": "FAIL"}, {"type": "WARN"}]}}]"#;
    assert_eq!(summary(nag), (Format::CfnNag, 2, None, vec![(High, OPEN), (Medium, OPEN)]));
}

#[test]
fn semgrep() {
    let text = r#"{"errors": [], "results": [{"check_id": "c", "path": "p", "start": {"line": 2}, "extra": {"severity": "WARNING", "lines": "hunter2"}}]}"#;
    assert_eq!(summary(text), (Format::Semgrep, 1, None, vec![(Medium, OPEN)]));
    assert!(!format!("{:?}", read(text)).contains("hunter2"));
}

#[test]
fn snyk() {
    let text = r#"[{"ok": false, "vulnerabilities": [{"id": "v", "cvssScore": 9.8}, {"id": "w", "severity": "low", "cvssScore": 9.8}]},
        {"infrastructureAsCodeIssues": [{"id": "i", "severity": "high", "path": ["resource", "x"]}]}]"#;
    assert_eq!(summary(text), (Format::Snyk, 3, None, vec![(Critical, OPEN), (Low, OPEN), (High, OPEN)]));
}

#[test]
fn kubescape() {
    let text = r#"{"summaryDetails": {"controls": {"C-1": {"scoreFactor": 7}}}, "results": [{"resourceID": "r", "controls": [
        {"controlID": "C-1", "status": {"status": "failed"}}, {"controlID": "C-2", "status": {"status": "passed"}}]}]}"#;
    assert_eq!(summary(text), (Format::Kubescape, 1, Some(1), vec![(High, OPEN)]));
}

#[test]
fn psrule() {
    let text = r#"[{"ruleName": "Azure.X", "targetName": "t", "outcome": "Fail", "level": "Error"},
        {"ruleName": "Azure.Y", "targetName": "t", "outcome": "Pass"}]"#;
    assert_eq!(summary(text), (Format::Psrule, 2, Some(1), vec![(High, OPEN)]));
}

#[test]
fn asff_and_ocsf() {
    let asff = r#"{"Findings": [{"ProductArn": "a", "AwsAccountId": "1", "Severity": {"Label": "HIGH"}, "Workflow": {"Status": "SUPPRESSED"}},
        {"ProductArn": "a", "Compliance": {"Status": "PASSED"}}, {"ProductArn": "a", "RecordState": "ARCHIVED"}]}"#;
    assert_eq!(summary(asff), (Format::Asff, 3, Some(1), vec![(High, SUPPRESSED), (Medium, FindingStatus::Fixed)]));
    let event = |code: &str| {
        format!(
            r#"{{"class_uid": 2004, "metadata": {{"event_code": "e"}}, "severity": "Critical", "severity_id": 5, "status_code": "{code}"}}"#
        )
    };
    let expected = (Format::Ocsf, 2, Some(1), vec![(Critical, OPEN)]);
    assert_eq!(summary(&format!("[{}, {}]", event("FAIL"), event("PASS"))), expected);
    assert_eq!(summary(&format!("{}\n{}\n", event("FAIL"), event("PASS"))), expected, "one a line");
}

#[test]
fn hdf_and_oscal() {
    let hdf = r#"{"platform": {"name": "h"}, "profiles": [{"controls": [{"id": "a", "impact": 0.7, "results": [{"status": "passed"}, {"status": "failed"}]},
        {"results": [{"status": "passed"}]}, {"results": [{"status": "skipped"}]}]}]}"#;
    assert_eq!(summary(hdf), (Format::Hdf, 3, Some(1), vec![(High, OPEN)]));
    let oscal = r#"{"assessment-results": {"results": [{"findings": [{"target": {"status": {"state": "satisfied"}}}, {"title": "t"}]}]}}"#;
    assert_eq!(summary(oscal), (Format::OscalAssessmentResults, 2, Some(1), vec![(Medium, OPEN)]));
}

#[test]
fn junit_and_nunit() {
    let junit = r#"<?xml version="1.0"?><testsuites><testsuite name="scan"><testcase name="a" severity="HIGH"><failure message="no &amp; never"/></testcase>
        <testcase name="b"/><testcase name="c"><skipped/></testcase><testcase name="d"><error>broken</error></testcase></testsuite></testsuites>"#;
    assert_eq!(summary(junit), (Format::Junit, 4, Some(1), vec![(High, OPEN), (Medium, OPEN)]));
    let (content, receipt) = read(junit);
    assert_eq!(content.findings[0].message.as_deref(), Some("no & never"));
    assert_eq!(content.findings[1].message.as_deref(), Some("broken"));
    assert!(!content.is_json && receipt.tool.as_deref() == Some("scan"));
    let nunit = r#"<test-run><test-case name="a" result="Failed"><failure><message>m</message></failure></test-case><test-case name="b" result="Passed"/></test-run>"#;
    assert_eq!(summary(nunit), (Format::Nunit, 2, Some(1), vec![(Medium, OPEN)]));
    let receipt = load(&[("f", b"<testsuite>\n<testcase>")]).receipts.remove(0);
    assert_eq!(errors(&receipt), ["2:11: the text ends inside an element"]);
}
