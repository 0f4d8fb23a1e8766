//! What the readers of older formats say of the scan itself: tools, ends, coverage, severities, secrets.

use crate::parse::{Parsed, parse};
use plumbline_domain::{Covered, FindingStatus, Format, Scan, Severity};

/// A file as it is read under the default policy.
fn read(text: &str) -> Parsed {
    let (policy, _) = crate::default_policy();
    parse(text.as_bytes(), &policy)
}

fn scan_of(text: &str) -> Scan {
    *read(text).facts.scan.unwrap()
}

fn severities(text: &str) -> Vec<Severity> {
    read(text).findings.iter().map(|f| f.severity).collect()
}

fn is_stopped(text: &str) -> bool {
    !scan_of(text).stopped.is_empty()
}

fn covers_nothing(text: &str) -> bool {
    matches!(scan_of(text).covered, Covered::Nothing(..))
}

fn sarif(tool: &str, results: &str) -> String {
    format!(r#"{{"version": "2.1.0", "runs": [{{"tool": {{"driver": {{"name": "{tool}"}}}}{results}}}]}}"#)
}

#[test]
fn a_run_of_sarif_without_results_looked_for_none() {
    assert!(!is_stopped(&sarif("Hadolint", r#", "results": []"#)));
    for results in ["", r#", "results": null"#] {
        let stopped = scan_of(&sarif("Hadolint", results)).stopped;
        assert_eq!(&*stopped[0].0, "the run of Hadolint has no results: it looked for none");
    }
    assert!(is_stopped(&sarif("tflint-errors", r#", "results": [{"ruleId": "e", "level": "error"}]"#)));
}

#[test]
fn a_suppression_that_nobody_reviewed_silences_nothing() {
    let status = |suppressions: &str| {
        let text =
            sarif("x", &format!(r#", "results": [{{"ruleId": "R", "level": "error", "suppressions": [{suppressions}]}}]"#));
        read(&text).findings[0].status
    };
    assert_eq!(status(r#"{"kind": "external", "status": "underReview"}"#), FindingStatus::Open);
    assert_eq!(status(r#"{"kind": "external"}, {"kind": "external", "status": "rejected"}"#), FindingStatus::Open);
    assert_eq!(status(r#"{"kind": "external", "status": "accepted"}"#), FindingStatus::Suppressed);
    assert_eq!(status(""), FindingStatus::Open);
}

#[test]
fn a_severity_that_the_tool_does_not_state_is_that_of_the_pattern() {
    let of_checkov = |rule: &str| sarif("Checkov", &format!(r#", "results": [{{"ruleId": "{rule}", "level": "error"}}]"#));
    assert_eq!(severities(&of_checkov("CKV_AWS_62")), [Severity::High], "administrative privileges");
    assert_eq!(severities(&of_checkov("CKV_AWS_20")), [Severity::High], "a public bucket");
    assert_eq!(severities(&of_checkov("CKV_AWS_18")), [Severity::Medium], "logging");
    assert_eq!(severities(&of_checkov("CKV_K8S_20")), [Severity::Medium], "hardening of a container");
    let stated = sarif("x", r#", "results": [{"ruleId": "a", "level": "note"}, {"ruleId": "public-bucket"}]"#);
    assert_eq!(severities(&stated), [Severity::Low, Severity::High], "SARIF's default level is no word of the tool");
}

#[test]
fn the_places_of_open_findings_are_kept_by_severity() {
    let results = vec![r#"{"ruleId": "a", "level": "note"}"#; 50].join(", ");
    let scan = scan_of(&sarif("x", &format!(",\n \"results\": [{results},\n {{\"ruleId\": \"b\", \"level\": \"error\"}}]")));
    assert_eq!(scan.places.len(), Scan::MAX_SHOWN + 1);
    let last = scan.place(50).unwrap();
    assert_eq!((&*last.path, last.line), ("runs[0].results[50]", 3));
    assert_eq!(scan.errors, [50]);
}

#[test]
fn each_argument_of_a_message_is_text_and_is_put_in_once() {
    let text = sarif(
        "x",
        r#", "results": [{"ruleId": "a", "message": {"text": "{0} and {1}, {7} {} {x", "arguments": ["{1}{1}", "b"]}}]"#,
    );
    assert_eq!(read(&text).findings[0].message.as_deref(), Some("{1}{1} and b, {7} {} {x"));
}

#[test]
fn checkov_names_the_files_that_it_could_not_parse_and_counts_what_it_covered() {
    let unparsed = r#"{"check_type": "terraform", "results": {"passed_checks": [], "failed_checks": [], "parsing_errors": ["/a.tf"]}, "summary": {"parsing_errors": 1}}"#;
    assert_eq!(scan_of(unparsed).stopped.iter().map(|(why, _)| &**why).collect::<Vec<_>>(), ["checkov could not parse /a.tf"]);
    assert!(covers_nothing(unparsed));
    assert!(covers_nothing(
        r#"{"passed": 0, "failed": 0, "skipped": 0, "parsing_errors": 0, "resource_count": 0, "checkov_version": "3"}"#
    ));
    let compact = r#"{"check_type": "terraform", "results": {"failed_checks": []}, "summary": {"passed": 12, "failed": 0, "checkov_version": "3"}}"#;
    assert_eq!(scan_of(compact).covered, Covered::Something("12 checks and resources".into()));
    let secrets =
        r#"{"check_type": "secrets", "results": {"failed_checks": [{"check_id": "CKV_SECRET_2"}], "parsing_errors": []}}"#;
    let scan = scan_of(secrets);
    assert_eq!((scan.secrets, scan.runs[0].looked_for_secrets), (vec![0], Some(true)));
}

#[test]
fn a_list_is_told_by_all_of_its_elements() {
    let checkov = r#"[{"passed": 0, "failed": 0, "checkov_version": "3"}, {"check_type": "terraform", "results": {"failed_checks": [{"check_id": "A", "severity": "HIGH"}]}}]"#;
    assert_eq!((read(checkov).summary.format, read(checkov).summary.items), (Format::Checkov, 1));
    let snyk =
        r#"[{"ok": true, "vulnerabilities": [], "projectName": "p"}, {"ok": false, "code": 2114, "error": "", "path": "a.txt"}]"#;
    assert_eq!(&*scan_of(snyk).stopped[0].0, "snyk could not test a.txt");
    let azure =
        r#"[{"type": "Microsoft.Storage/storageAccounts", "id": "/s"}, {"type": "Microsoft.Insights/metricAlerts", "id": "/a"}]"#;
    assert_eq!(read(azure).summary.format, Format::AzureMetricAlert);
}

#[test]
fn findings_of_an_image_stand_in_its_applications_too() {
    let text = r#"{"vulnerabilities": [], "ok": true, "dependencyCount": 2, "applications": [
        {"vulnerabilities": [{"id": "SNYK-1", "severity": "critical"}], "targetFile": "package.json"}]}"#;
    assert_eq!((read(text).summary.items, severities(text)), (1, vec![Severity::Critical]));
    let scan = scan_of(text);
    assert_eq!(&*scan.places[0].1.path, "applications[0].vulnerabilities[0]");
    assert!(covers_nothing(r#"{"vulnerabilities": [], "ok": true, "dependencyCount": 0}"#));
}

#[test]
fn passes_and_severities_are_known_in_each_spelling() {
    let asff = |rest: &str| {
        format!(r#"{{"ProductArn": "arn:aws:securityhub:x::product/prowler/prowler", "AwsAccountId": "1", {rest}}}"#)
    };
    let all = [
        asff(r#""Compliance": {"Status": "PASS"}"#),
        asff(r#""Compliance": {"Status": "Passed"}"#),
        asff(r#""Severity": {"Normalized": 70}, "Compliance": {"Status": "FAILED"}"#),
    ];
    for text in [format!("[{}]", all.join(",")), all.join("\n")] {
        assert_eq!((read(&text).summary.items, severities(&text)), (3, vec![Severity::High]), "{text}");
        assert_eq!(scan_of(&text).runs[0].tool.as_deref(), Some("prowler"));
    }
    let ocsf = |rest: &str| {
        format!(r#"{{"class_uid": 2003, "metadata": {{"product": {{"name": "Prowler"}}}}, "finding_info": {{}}, {rest}}}"#)
    };
    assert_eq!(severities(&ocsf(r#""compliance": {"status": "Pass"}"#)), []);
    assert_eq!(severities(&ocsf(r#""compliance": {"status_id": 1}"#)), []);
    assert_eq!(severities(&ocsf(r#""severity_id": 5, "status_code": "FAIL""#)), [Severity::Critical]);
    let kubescape = r#"{"summaryDetails": {}, "results": [{"resourceID": "r", "controls": [{"controlID": "C-1", "status": {"status": "failed"}, "severity": "High"}]}]}"#;
    assert_eq!(severities(kubescape), [Severity::High]);
}

#[test]
fn counts_that_are_all_zero_cover_nothing() {
    for nothing in [
        r#"{"files_scanned": 0, "files_parsed": 0, "queries_total": 0, "queries": [], "total_counter": 0}"#,
        r#"{"results": {"violations": null, "scan_summary": {"policies_validated": 0}}}"#,
        r#"{"platform": {"name": "x"}, "version": "5", "profiles": []}"#,
        r#"{"assessment-results": {"metadata": {"oscal-version": "1.1.2"}, "results": []}}"#,
        r#"[{"filename": "a", "successes": 0, "failures": []}]"#,
        r#"{"version": "1", "results": [], "errors": [], "paths": {"scanned": []}}"#,
        r#"<testsuite name="x" tests="0"></testsuite>"#,
        r#"{"version": "2.1.0", "runs": []}"#,
    ] {
        assert!(covers_nothing(nothing), "{nothing}");
    }
}

#[test]
fn what_a_tool_says_went_wrong_leaves_the_scan_open() {
    for stopped in [
        r#"{"files_scanned": 3, "files_failed_to_scan": 1, "queries": [], "total_counter": 0}"#,
        r#"{"results": {"scan_errors": [{"errMsg": "a.tf: invalid syntax"}], "violations": []}}"#,
        r#"{"version": "1", "results": [], "errors": [{"level": "warn", "message": "a.tf: syntax"}], "paths": {"scanned": ["a.tf"]}}"#,
        r#"[{"outcome": "Error", "ruleName": "r", "targetName": "t"}]"#,
        r#"<testsuite name="x" tests="1" errors="1"><testcase name="a"/></testsuite>"#,
        r#"<testsuite name="x"><testcase name="a"><error message="m"/></testcase></testsuite>"#,
        r#"[{"filename": "t.yml", "file_results": {"violations": [{"id": "FATAL", "type": "FAIL", "message": "m"}]}}]"#,
    ] {
        assert!(is_stopped(stopped), "{stopped}");
    }
    // it tried a folder that holds no files of a kind
    let tried = r#"{"results": {"scan_errors": [{"errMsg": "directory '/a' has no terraform config files"}], "violations": []}}"#;
    assert!(!is_stopped(tried));
}

#[test]
fn a_suite_of_a_test_report_names_its_tool_or_its_rules_do() {
    let report = |suite: &str, case: &str| {
        format!(
            r#"<testsuites><testsuite name="{suite}" tests="1"><testcase name="{case}"><failure message="m"/></testcase></testsuite></testsuites>"#
        )
    };
    let run = |text: &str| scan_of(text).runs.remove(0);
    let of_checkov = run(&report("secrets scan", "[NONE][CKV_SECRET_2] AWS key"));
    assert_eq!((of_checkov.tool_by_rules.as_deref(), of_checkov.looked_for_secrets), (Some("checkov"), Some(true)));
    assert_eq!(run(&report("pytest", "test_a")).tool_by_rules, None);
    let of_root = r#"<testsuites name="kubeconform"><testsuite name="d.yml"><testcase name="web"/></testsuite></testsuites>"#;
    assert_eq!(run(of_root).tool.as_deref(), Some("kubeconform"));
    assert_eq!(severities(&report("terraform scan", "[HIGH][CKV_AWS_18] logging")), [Severity::High]);
    assert_eq!(severities(&report("terraform scan", "[NONE][CKV_AWS_18] logging")), [Severity::Medium]);
    assert!(scan_of(&report("cfn-lint", "W2001 unused")).errors.is_empty());
    assert_eq!(scan_of(&report("cfn-lint", "E3001 invalid")).errors, [0]);
    let leak =
        r#"<testsuite name="gitleaks"><testcase name="aws-key"><failure>{"Secret": "hunter2"}</failure></testcase></testsuite>"#;
    assert!(!format!("{:?}", read(leak)).contains("hunter2"));
}

#[test]
fn an_empty_result_of_another_tool_is_not_semgreps() {
    let bandit = r#"{"errors": [], "generated_at": "2026", "metrics": {"_totals": {"loc": 10}}, "results": []}"#;
    assert_ne!(read(bandit).summary.format, Format::Semgrep);
    assert_eq!(read(r#"{"results": [], "errors": []}"#).summary.format, Format::Semgrep);
}

#[test]
fn a_scan_of_trivy_says_which_classes_ran() {
    let report = |results: &str| format!(r#"{{"SchemaVersion": 2, "ArtifactName": ".", "Results": [{results}]}}"#);
    let config = report(r#"{"Target": "a.tf", "Class": "config", "MisconfSummary": {"Successes": 3, "Failures": 0}}"#);
    assert_eq!(scan_of(&config).runs[0].looked_for_secrets, Some(false));
    let secret = report(
        r#"{"Target": "a.tf", "Class": "secret", "Secrets": [{"RuleID": "aws", "Severity": "CRITICAL", "Match": "hunter2"}]}"#,
    );
    let scan = scan_of(&secret);
    assert_eq!((scan.runs[0].looked_for_secrets, scan.secrets), (Some(true), vec![0]));
    assert!(!format!("{:?}", read(&secret)).contains("hunter2"));
    assert!(covers_nothing(&report(
        r#"{"Target": "a.tf", "Class": "config", "MisconfSummary": {"Successes": 0, "Failures": 0}}"#
    )));
}
