//! Files of scanners and validators as small as they can be, and what is read of them.

use crate::parse::{Parsed, parse};
use plumbline_domain::{Covered, Fate, FindingStatus, Format, Scan, Severity, Template};

/// A file as it is read under the default policy.
fn read(text: &str) -> Parsed {
    let (policy, _) = crate::default_policy();
    parse(text.as_bytes(), &policy)
}

fn format_of(text: &str) -> Format {
    let parsed = read(text);
    if parsed.summary.fate == Fate::Read { parsed.summary.format } else { Format::Unknown }
}

fn scan_of(text: &str) -> Scan {
    *read(text).facts.scan.unwrap()
}

fn template_of(text: &str) -> Template {
    *read(text).facts.template.unwrap()
}

fn tools(scan: &Scan) -> Vec<&str> {
    scan.runs.iter().map(|run| run.tool.as_deref().or(run.tool_by_rules.as_deref()).unwrap_or("none")).collect()
}

fn statuses(text: &str) -> Vec<FindingStatus> {
    read(text).findings.iter().map(|f| f.status).collect()
}

fn severities(text: &str) -> Vec<Severity> {
    read(text).findings.iter().map(|f| f.severity).collect()
}

#[test]
fn tflint_names_what_kept_it_from_looking() {
    let clean = r#"{"issues": [], "errors": []}"#;
    assert_eq!((format_of(clean), tools(&scan_of(clean))), (Format::Tflint, vec!["tflint"]));
    let broken = r#"{"issues": [{"rule": {"name": "terraform_x", "severity": "error"}, "message": "m", "range": {"filename": "a.tf", "start": {"line": 4}}}],
        "errors": [{"message": "Failed to load configurations; main.tf:3", "severity": "error"}]}"#;
    let scan = scan_of(broken);
    assert_eq!(&*scan.stopped[0].0, "Failed to load configurations; main.tf:3");
    assert_eq!((severities(broken), scan.errors), (vec![Severity::High], vec![0]));
    assert_eq!((&*scan.places[0].1.path, scan.places[0].1.line), ("issues[0]", 1));
    assert_eq!(format_of(r#"{"issues": []}"#), Format::Unknown, "one list is nobody's");
}

#[test]
fn a_validation_of_terraform_has_a_word_and_diagnostics() {
    let valid = r#"{"format_version": "1.0", "valid": true, "error_count": 0, "warning_count": 1, "diagnostics": [{"severity": "warning", "summary": "s"}]}"#;
    let template = template_of(valid);
    assert_eq!((template.valid, template.n_errors), (Some(true), 0));
    let contradicts_itself = r#"{"format_version": "1.0", "valid": true, "error_count": 1, "diagnostics": [
        {"severity": "error", "summary": "Invalid reference", "range": {"filename": "main.tf"}}]}"#;
    assert_eq!(&*template_of(contradicts_itself).errors[0].0, "Invalid reference in main.tf");
    assert_eq!(
        template_of(r#"{"valid": false, "error_count": 2, "diagnostics": []}"#).n_errors,
        1,
        "an error that is not listed"
    );
    for nobody in [r#"{"valid": true}"#, r#"{"valid": "true", "error_count": 0, "diagnostics": []}"#] {
        assert_eq!(format_of(nobody), Format::Unknown, "{nobody}");
    }
}

#[test]
fn kubeconform_is_counted_and_its_summary_never_hides_what_is_listed() {
    let summary = |valid, invalid, errors, skipped| {
        format!(
            r#"{{"resources": [], "summary": {{"valid": {valid}, "invalid": {invalid}, "errors": {errors}, "skipped": {skipped}}}}}"#
        )
    };
    assert_eq!(template_of(&summary(3, 0, 0, 0)).valid, Some(true));
    let nothing = template_of(&summary(0, 0, 0, 0));
    assert!(matches!(nothing.run.covered, Covered::Nothing(..)) && nothing.open.is_some());
    let skipped = template_of(&summary(0, 0, 0, 2));
    assert!(matches!(skipped.run.covered, Covered::Something(_)) && skipped.open.is_some());
    let errors = template_of(&summary(5, 0, 1, 0));
    assert_eq!((errors.valid, errors.run.stopped.len(), errors.open.is_some()), (None, 1, true));
    assert_eq!(template_of(&summary(5, 2, 0, 0)).n_errors, 1);
    let listed = r#"{"resources": [{"filename": "d.yml", "kind": "Deployment", "name": "a", "status": "statusInvalid", "msg": "m"}],
        "summary": {"valid": 9, "invalid": 0, "errors": 0, "skipped": 0}}"#;
    assert_eq!(&*template_of(listed).errors[0].0, "Deployment a in d.yml: m");
    assert_eq!(format_of(r#"{"resources": []}"#), Format::Unknown);
}

#[test]
fn kube_linter_states_no_severity_and_hardening_of_a_container_is_medium() {
    let report = |check: &str, message: &str| {
        format!(
            r#"{{"Checks": [{{"name": "c"}}], "Reports": [{{"Check": "{check}", "Diagnostic": {{"Message": "{message}"}},
            "Object": {{"Metadata": {{"FilePath": "d.yml"}}, "K8sObject": {{"Namespace": "n", "Name": "web", "GroupVersionKind": {{"Kind": "Deployment"}}}}}}}}],
            "Summary": {{"KubeLinterVersion": "0.8.3"}}}}"#
        )
    };
    for (check, message) in [
        ("no-read-only-root-fs", "container does not have a read-only root file system"),
        ("privilege-escalation-container", "container has AllowPrivilegeEscalation set to true."),
        ("drop-net-raw-capability", "container has ADD capability: NET_RAW"),
        ("unset-memory-requirements", "container has memory request 0"),
    ] {
        assert_eq!(severities(&report(check, message)), [Severity::Medium], "{check}");
    }
    let parsed = read(&report("run-as-non-root", "m"));
    assert_eq!(parsed.findings[0].resource.as_deref(), Some("n/Deployment/web"));
    assert_eq!(parsed.facts.scan.unwrap().covered, Covered::Something("1 checks".into()));
    assert!(matches!(scan_of(r#"{"Checks": [], "Reports": null}"#).covered, Covered::Nothing(..)));
}

#[test]
fn rule_ids_tell_the_tool_of_code_quality_and_checkstyle_where_all_are_of_one() {
    let quality = |rules: [&str; 2]| {
        let issue = |rule| {
            format!(
                r#"{{"type": "issue", "check_name": "{rule}", "description": "d", "fingerprint": "f{rule}", "severity": "major", "location": {{"path": "a", "lines": {{"begin": 2}}}}}}"#
            )
        };
        format!("[{}, {}]", issue(rules[0]), issue(rules[1]))
    };
    assert_eq!(tools(&scan_of(&quality(["DL3006", "SC2086"]))), ["hadolint"]);
    assert_eq!(tools(&scan_of(&quality(["DL3006", "no-unused-vars"]))), ["none"]);
    assert_eq!(severities(&quality(["DL3006", "DL3007"])), [Severity::Medium; 2]);
    let style = |source: &str| {
        format!(
            r#"<?xml version="1.0"?><checkstyle version="4.3"><file name="a"><error line="3" severity="error" message="m" source="{source}"/></file></checkstyle>"#
        )
    };
    assert_eq!((format_of(&style("terraform_x")), tools(&scan_of(&style("terraform_x")))), (Format::Checkstyle, vec!["tflint"]));
    assert_eq!(tools(&scan_of(&style("ShellCheck.SC2086"))), ["ShellCheck"]);
    assert_eq!(tools(&scan_of(&style("eslint.rules.no-unused-vars"))), ["ESLint"]);
    assert_eq!(tools(&scan_of(&style("FinalClass"))), ["none"]);
    assert_eq!(scan_of(&style("x")).errors, [0]);
}

#[test]
fn trufflehog_is_done_when_its_log_says_so_and_no_secret_is_kept() {
    let secret = r#"{"SourceMetadata": {"Data": {"Git": {"commit": "c", "file": "keys", "line": 4}}}, "DetectorName": "AWS", "Verified": true, "Raw": "hunter2hunter2", "Redacted": "hunter2"}"#;
    let started = r#"{"level": "info-0", "logger": "trufflehog", "msg": "running source"}"#;
    let ended =
        r#"{"level": "info-0", "logger": "trufflehog", "msg": "finished scanning", "chunks": 5, "trufflehog_version": "3.88.0"}"#;
    let parsed = read(&format!("{started}\n{secret}\n{ended}\n"));
    assert_eq!((parsed.summary.format, parsed.summary.items), (Format::Trufflehog, 1));
    assert!(!format!("{parsed:?}").contains("hunter2"));
    assert_eq!(parsed.findings[0].message.as_deref(), Some("AWS secret found, verified"));
    let scan = parsed.facts.scan.unwrap();
    assert_eq!((scan.stopped.len(), scan.secrets, scan.covered), (0, vec![0], Covered::Something("5 chunks".into())));
    assert_eq!(scan_of(secret).stopped, [], "without its log nothing says that it was stopped");
    assert_eq!(scan_of(&format!("{started}\n{secret}")).stopped.len(), 1);
    let failed =
        r#"{"level": "error", "logger": "trufflehog", "msg": "encountered errors during scan", "error": "no such repository"}"#;
    let stopped = scan_of(&format!("{started}\n{failed}\n{ended}")).stopped;
    assert_eq!(&*stopped[0].0, "trufflehog reports an error: encountered errors during scan: no such repository");
}

#[test]
fn ggshield_and_detect_secrets_keep_neither_matches_nor_digests() {
    let incident =
        r#"{"type": "Django Secret Key", "validity": "valid", "occurrences": [{"match": "hunter2", "line_start": 7}]}"#;
    let entities = format!(r#"[{{"filename": "s.py", "incidents": [{incident}]}}]"#);
    for shield in [
        format!(
            r#"{{"id": "i", "type": "path_scan", "entities_with_incidents": {entities}, "total_incidents": 1, "total_occurrences": 1}}"#
        ),
        format!(
            r#"{{"id": "i", "type": "commit-range", "scans": [{{"entities_with_incidents": {entities}}}], "total_incidents": 1, "total_occurrences": 1}}"#
        ),
    ] {
        let parsed = read(&shield);
        assert_eq!((parsed.summary.format, parsed.findings[0].location.line), (Format::Ggshield, Some(7)));
        assert!(!format!("{parsed:?}").contains("hunter2"));
    }
    assert_eq!(format_of(r#"{"id": "i", "type": "path_scan", "total_incidents": 0, "total_occurrences": 0}"#), Format::Ggshield);
    let iac = r#"{"id": "i", "type": "path_scan", "iac_engine_version": "1.3.0", "total_incidents": 0}"#;
    assert_eq!((tools(&scan_of(iac)), scan_of(iac).runs[0].looked_for_secrets), (vec!["ggshield iac"], Some(false)));
    let baseline = r#"{"version": "1.5.0", "plugins_used": [], "results": {"a.py": [
        {"type": "Secret Keyword", "hashed_secret": "bd564db5", "line_number": 1, "is_secret": false},
        {"type": "Secret Keyword", "hashed_secret": "535850f3", "line_number": 2, "is_secret": true},
        {"type": "Secret Keyword", "hashed_secret": "0f7a136b", "line_number": 3}]}}"#;
    assert_eq!(statuses(baseline), [FindingStatus::FalsePositive, FindingStatus::Open, FindingStatus::Open]);
    assert!(!format!("{:?}", read(baseline)).contains("535850f3"));
}

#[test]
fn a_report_of_gitlab_names_its_scanner_its_class_and_its_end() {
    let report = |kind: &str, scanner: &str, status: &str, vulnerabilities: &str| {
        format!(
            r#"{{"version": "15.0.0", "vulnerabilities": [{vulnerabilities}], "scan": {{"type": "{kind}", "status": "{status}",
            "scanner": {{"id": "{scanner}", "name": "{scanner}", "version": "8"}}, "analyzer": {{"id": "a", "name": "A"}}}}}}"#
        )
    };
    let leak = r#"{"id": "1", "name": "AWS key", "severity": "Critical", "raw_source_code_extract": "hunter2", "identifiers": [{"value": "AWS"}], "location": {"file": "a"}}"#;
    let parsed = read(&report("secret_detection", "gitleaks", "success", leak));
    assert!(!format!("{parsed:?}").contains("hunter2"));
    let scan = parsed.facts.scan.unwrap();
    assert_eq!((tools(&scan), &scan.secrets[..], scan.runs[0].looked_for_secrets), (vec!["gitleaks"], &[0][..], Some(true)));
    let sast = scan_of(&report("sast", "kics", "failure", ""));
    assert_eq!((sast.runs[0].looked_for_secrets, &*sast.stopped[0].0), (Some(false), "its status is failure"));
    assert_eq!(sast.runs[0].tool.as_deref(), Some("kics"));
}

#[test]
fn alerts_of_github_are_of_the_tool_that_each_names() {
    let code = |tool: &str, state: &str, reason: &str, level: &str| {
        format!(
            r#"{{"number": 1, "state": "{state}", "dismissed_reason": {reason}, "rule": {{"id": "CKV_AWS_18", "severity": "error", "security_severity_level": {level}}},
            "tool": {{"name": "{tool}"}}, "most_recent_instance": {{"message": {{"text": "m"}}, "location": {{"path": "a.tf", "start_line": 3}}}}}}"#
        )
    };
    let list = format!(
        "[{}, {}, {}]",
        code("Trivy", "open", "null", r#""high""#),
        code("Trivy", "dismissed", r#""false positive""#, "null"),
        code("CodeQL", "dismissed", r#""won't fix""#, "null")
    );
    assert_eq!(tools(&scan_of(&list)), ["CodeQL", "Trivy"]);
    assert_eq!(statuses(&list), [FindingStatus::Open, FindingStatus::FalsePositive, FindingStatus::Suppressed]);
    let of_checkov = code("Checkov", "open", "null", "null");
    assert_eq!(severities(&of_checkov), [Severity::Medium], "what checkov calls a level is no severity of its own");
    assert_eq!(format_of(&format!("[[{}], [{}]]", code("Trivy", "open", "null", "null"), of_checkov)), Format::GithubAlerts);
    let secret = |state: &str, resolution: &str| {
        format!(
            r#"{{"number": 2, "state": "{state}", "resolution": {resolution}, "secret_type": "aws_key", "secret": "hunter2", "locations_url": "u"}}"#
        )
    };
    let secrets = format!(
        "[{}, {}, {}, {}]",
        secret("open", "null"),
        secret("resolved", r#""revoked""#),
        secret("resolved", r#""false_positive""#),
        secret("resolved", r#""used_in_tests""#)
    );
    use FindingStatus::{FalsePositive, Fixed, Open, Suppressed};
    assert_eq!(statuses(&secrets), [Open, Fixed, FalsePositive, Suppressed]);
    assert_eq!(tools(&scan_of(&secrets)), ["GitHub secret scanning"]);
    assert!(!format!("{:?}", read(&secrets)).contains("hunter2"));
}

#[test]
fn azure_says_whether_a_template_is_valid() {
    let validation = |state: &str, error: &str| {
        format!(
            r#"{{"type": "Microsoft.Resources/deployments", "properties": {{"provisioningState": "{state}", "error": {error},
            "outputs": null, "outputResources": null, "validatedResources": [{{"id": "/a"}}]}}}}"#
        )
    };
    let valid = template_of(&validation("Succeeded", "null"));
    assert_eq!((valid.valid, valid.run.covered), (Some(true), Covered::Something("1 resources".into())));
    let failed = template_of(&validation("Failed", r#"{"code": "InvalidTemplate", "message": "the name is wrong"}"#));
    assert_eq!(&*failed.errors[0].0, "InvalidTemplate: the name is wrong");
    let snapshot = |level: &str| {
        format!(r#"{{"predictedResources": [], "diagnostics": [{{"level": "{level}", "code": "BCP1", "message": "m"}}]}}"#)
    };
    assert_eq!(template_of(&snapshot("Warning")).n_errors, 0);
    assert_eq!(&*template_of(&snapshot("Error")).errors[0].0, "BCP1: m");
}

#[test]
fn a_baseline_of_no_plugin_covered_nothing() {
    let covered = |plugins: &str| {
        scan_of(&format!(r#"{{"version": "1.4.0", "plugins_used": [{plugins}], "filters_used": [], "results": {{}}}}"#)).covered
    };
    assert!(matches!(covered(""), Covered::Nothing(..)));
    assert!(!matches!(covered(r#"{"name": "AWSKeyDetector"}"#), Covered::Nothing(..)));
}
