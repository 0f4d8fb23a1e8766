//! Samples of linters, of scanners for secrets, and of reports that carry the results of any tool.

use super::{Sample, sample};

pub const SAMPLES: &[Sample] = &[
    sample(
        "junit-xml",
        2,
        1,
        r#"<?xml version="1.0" encoding="UTF-8"?>
<testsuites><testsuite name="Pester" tests="2" failures="1">
  <testcase name="The storage account is private" classname="storage.Tests.ps1"><failure message="got TOKEN">at line 3</failure></testcase>
  <testcase name="It has a name" classname="storage.Tests.ps1"><system-out>VALUE</system-out></testcase>
</testsuite></testsuites>"#,
    ),
    sample(
        "nunit-xml",
        2,
        1,
        r#"<?xml version="1.0" encoding="utf-8"?>
<test-results name="Pester" total="2" failures="1"><test-suite name="storage"><results>
  <test-case name="The storage account is private" result="Failure" success="False" executed="True"><failure><message>got TOKEN</message></failure></test-case>
  <test-case name="It has a name" result="Success" success="True" executed="True"><properties><property name="key" value="VALUE"/></properties></test-case>
</results></test-suite></test-results>"#,
    ),
    sample(
        "ocsf-json",
        1,
        1,
        r#"[{"class_uid": 2003, "metadata": {"event_code": "s3_public", "product": {"name": "Prowler", "version": "4.4.0"}, "version": "1.3.0"},
            "status_code": "FAIL", "status": "New", "severity": "High", "severity_id": 4, "unmapped": {"value": "VALUE"},
            "finding_info": {"uid": "u1", "title": "Public for TOKEN", "desc": "d"}, "resources": [{"uid": "arn:aws:s3:::b", "name": "b"}]}]"#,
    ),
    sample(
        "asff-json",
        1,
        1,
        r#"{"Findings": [{"SchemaVersion": "2018-10-08", "Id": "f1", "ProductArn": "arn:aws:securityhub:::p", "ProductName": "Security Hub",
            "AwsAccountId": "000000000000", "GeneratorId": "g", "Title": "Public for TOKEN", "Severity": {"Label": "HIGH"},
            "Compliance": {"Status": "FAILED"}, "Workflow": {"Status": "NEW"}, "RecordState": "ACTIVE",
            "Resources": [{"Id": "arn:aws:s3:::b", "Type": "AwsS3Bucket", "Details": {"Other": {"key": "VALUE"}}}]}]}"#,
    ),
    sample(
        "hdf-json",
        2,
        1,
        r#"{"platform": {"name": "Heimdall Tools", "release": "2.6"}, "version": "2.6", "profiles": [{"name": "p", "controls": [
            {"id": "C-1", "title": "No TOKEN", "impact": 0.7, "tags": {}, "results": [{"status": "failed", "code_desc": "VALUE", "message": "VALUE"}]},
            {"id": "C-2", "title": "t", "impact": 0.5, "tags": {}, "results": [{"status": "passed", "code_desc": "d"}]}]}]}"#,
    ),
    sample(
        "oscal-assessment-results",
        2,
        1,
        r#"{"assessment-results": {"uuid": "u", "metadata": {"title": "t", "oscal-version": "1.1.2"}, "results": [{"uuid": "r",
            "start": "2026-11-01T09:00:00Z", "end": "2026-11-01T10:00:00Z", "reviewed-controls": {}, "findings": [
                {"uuid": "f1", "title": "No TOKEN", "target": {"type": "objective-id", "target-id": "ac-2", "status": {"state": "not-satisfied"}}},
                {"uuid": "f2", "title": "t", "target": {"type": "objective-id", "target-id": "ac-3", "status": {"state": "satisfied"}},
                 "remarks": "VALUE"}]}]}}"#,
    ),
    sample(
        "tflint-json",
        1,
        1,
        r#"{"issues": [{"rule": {"name": "terraform_x", "severity": "warning"}, "message": "found TOKEN", "range": {"filename": "a.tf", "start": {"line": 2}}}], "errors": []}"#,
    ),
    sample(
        "terraform-validate-json",
        1,
        0,
        r#"{"format_version": "1.0", "valid": false, "error_count": 1, "warning_count": 0, "diagnostics": [{"severity": "error",
            "summary": "Invalid value TOKEN", "detail": "VALUE", "range": {"filename": "main.tf"}, "snippet": {"code": "password = \"VALUE\""}}]}"#,
    ),
    sample(
        "kubeconform-json",
        1,
        0,
        r#"{"resources": [{"filename": "d.yml", "kind": "Secret", "name": "s", "status": "statusInvalid", "msg": "got TOKEN"}],
            "summary": {"valid": 0, "invalid": 1, "errors": 0, "skipped": 0}}"#,
    ),
    sample(
        "kube-linter-json",
        1,
        1,
        r#"{"Checks": [{"name": "env-var-secret"}], "Reports": [{"Check": "env-var-secret", "Diagnostic": {"Message": "environment variable holds TOKEN"},
            "Object": {"Metadata": {"FilePath": "d.yml"}}}], "Summary": {"ChecksStatus": "Failed", "KubeLinterVersion": "0.8.3"}}"#,
    ),
    sample(
        "codeclimate-json",
        1,
        1,
        r#"[{"type": "issue", "check_name": "DL3006", "description": "tag it, not TOKEN", "content": {"body": "VALUE"}, "fingerprint": "f", "severity": "major",
            "location": {"path": "Dockerfile", "lines": {"begin": 1}}}]"#,
    ),
    sample(
        "checkstyle-xml",
        1,
        1,
        r#"<?xml version="1.0"?><checkstyle version="4.3"><file name="a.tf"><error line="1" severity="warning" message="found TOKEN" source="terraform_x"/></file></checkstyle>"#,
    ),
    sample(
        "trufflehog-json",
        1,
        1,
        r#"{"SourceMetadata": {"Data": {"Filesystem": {"file": "keys", "line": 4}}}, "DetectorName": "AWS", "Verified": true, "Raw": "VALUE", "RawV2": "VALUE", "Redacted": "TOKEN"}
{"level": "info-0", "logger": "trufflehog", "msg": "finished scanning", "chunks": 1, "bytes": 9, "trufflehog_version": "3.88.0"}"#,
    ),
    sample(
        "ggshield-json",
        1,
        1,
        r#"{"id": "i", "type": "path_scan", "entities_with_incidents": [{"filename": "a.py", "incidents": [{"policy": "Secrets detection", "type": "AWS Keys",
            "occurrences": [{"match": "VALUE", "type": "apikey", "line_start": 3}]}]}], "total_incidents": 1, "total_occurrences": 1}"#,
    ),
    sample(
        "detect-secrets-json",
        1,
        1,
        r#"{"version": "1.5.0", "plugins_used": [{"name": "AWSKeyDetector"}], "filters_used": [],
            "results": {"a.py": [{"type": "AWS Access Key", "filename": "a.py", "hashed_secret": "VALUE", "is_verified": false, "line_number": 3}]}}"#,
    ),
    sample(
        "gitlab-security-report",
        1,
        1,
        r#"{"version": "15.0.0", "vulnerabilities": [{"id": "1", "name": "AWS key TOKEN", "severity": "Critical", "raw_source_code_extract": "VALUE",
            "identifiers": [{"type": "gitleaks_rule_id", "name": "AWS", "value": "AWS"}], "location": {"file": "a.py", "start_line": 3}}],
            "scan": {"type": "secret_detection", "status": "success", "scanner": {"id": "gitleaks", "name": "Gitleaks", "version": "8.18"}}}"#,
    ),
    sample(
        "github-alerts-json",
        2,
        1,
        r#"[{"number": 1, "state": "open", "resolution": null, "secret_type": "aws_key", "secret_type_display_name": "AWS key", "secret": "VALUE", "locations_url": "u"},
            {"number": 2, "state": "dismissed", "dismissed_reason": "false positive", "dismissed_comment": "TOKEN is a sample", "rule": {"id": "AVD-AWS-0086", "severity": "error"},
            "tool": {"name": "Trivy"}, "most_recent_instance": {"message": {"text": "found TOKEN"}, "location": {"path": "a.tf", "start_line": 3}}}]"#,
    ),
];
