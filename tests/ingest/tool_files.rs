//! Files that other programs write: what they prove, and how bad their findings are (scoring rules, section 8).

use crate::{errors, load, report};
use plumbline_domain::{
    AlertRule, Calls, Content, Covered, DiagnosticSeverity, Finding, FindingStatus, Format, Presence, Reach, Receipt, Severity,
    Width,
};

fn read(text: &str) -> (Content, Receipt) {
    let mut data = load(&[("f", text.as_bytes())]);
    let content = data.contents.pop().unwrap_or_else(|| panic!("{:?}", data.receipts));
    (content, data.receipts.remove(0))
}

fn refused(text: &str) -> Receipt {
    let mut data = load(&[("f", text.as_bytes())]);
    assert!(data.contents.is_empty() && data.receipts[0].is_refused());
    data.receipts.remove(0)
}

fn sarif(driver: &str, results: &str) -> String {
    format!(
        r#"{{"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0",
        "runs": [{{"tool": {{"driver": {driver}}}, "results": [{results}]}}]}}"#
    )
}

fn severities(findings: &[Finding]) -> Vec<Severity> {
    findings.iter().map(|f| f.severity).collect()
}

#[test]
fn severity_in_sarif_is_taken_in_the_order_of_the_rules() {
    let driver = r#"{"name": "t", "rules": [
        {"id": "score", "properties": {"security-severity": "9.1", "severity": "low"}, "defaultConfiguration": {"level": "note"}},
        {"id": "word", "properties": {"problem.severity": "recommendation"}, "defaultConfiguration": {"level": "error"}},
        {"id": "level", "defaultConfiguration": {"level": "note"}},
        {"id": "bare"}]}"#;
    let results = r#"{"ruleId": "score", "level": "note"},
        {"ruleId": "score", "properties": {"security-severity": 4}},
        {"ruleId": "word", "level": "error"},
        {"ruleId": "word", "properties": {"severity": "MODERATE"}},
        {"ruleId": "level"},
        {"ruleId": "level", "level": "error"},
        {"ruleId": "bare"},
        {"ruleIndex": 0},
        {"ruleId": "bare", "level": "none"}"#;
    let (content, receipt) = read(&sarif(driver, results));
    use Severity::{Critical, High, Info, Low, Medium};
    // the rule's score; the result's score; the rule's word before the level; the result's word before the rule's; the rule's
    // level; the result's level before it; nothing at all is a warning; a rule by its place; `none` is info
    assert_eq!(severities(&content.findings), [Critical, Medium, Low, Medium, Low, High, Medium, Critical, Info]);
    assert_eq!((receipt.items, receipt.open, receipt.by_severity), (9, 9, [2, 1, 3, 2, 1]));
}

#[test]
fn checkov_without_a_severity_of_its_own_is_medium_in_sarif_and_json_alike() {
    let results = r#"{"ruleId": "CKV_1", "level": "error"}, {"ruleId": "CKV_1", "level": "error", "properties": {"security-severity": "8.0"}}"#;
    let (content, _) = read(&sarif(r#"{"name": "Checkov", "rules": []}"#, results));
    assert_eq!(severities(&content.findings), [Severity::Medium, Severity::High]);
    let json = r#"{"check_type": "terraform", "results": {"failed_checks": [
        {"check_id": "CKV_1", "check_name": "n", "severity": null, "resource": "r", "file_path": "/a.tf", "file_line_range": [3, 4]},
        {"check_id": "CKV_2", "severity": "CRITICAL"}]}, "summary": {"checkov_version": "3.2.0"}}"#;
    let (content, receipt) = read(json);
    assert_eq!(severities(&content.findings), [Severity::Medium, Severity::Critical]);
    assert_eq!(content.findings[0].location.path.as_deref(), Some("a.tf"));
    assert_eq!(receipt.tool.as_deref(), Some("checkov 3.2.0"));
    assert_eq!(content.facts.scan.unwrap().passed, None, "this file carries no passes");
}

#[test]
fn what_passed_or_was_suppressed_is_no_open_finding() {
    let results = r#"{"kind": "pass"}, {"kind": "notApplicable"}, {"kind": "fail"},
        {"suppressions": [{"kind": "inSource"}]},
        {"suppressions": [{"kind": "external", "status": "rejected"}]},
        {"suppressions": [{"kind": "external", "status": "rejected"}, {"kind": "external", "status": "accepted"}]},
        {"suppressions": []}, {"baselineState": "absent"}"#;
    let (content, receipt) = read(&sarif(r#"{"name": "t"}"#, results));
    use FindingStatus::{Fixed, Open, Suppressed};
    let statuses: Vec<_> = content.findings.iter().map(|f| f.status).collect();
    assert_eq!(statuses, [Open, Suppressed, Open, Open, Open, Fixed]);
    assert_eq!((receipt.items, receipt.open), (8, 4));
    assert_eq!(content.facts.scan.unwrap().passed, Some(1));
}

#[test]
fn a_scan_says_whether_it_ran_to_its_end() {
    let run = |invocations: &str| {
        let text = format!(
            r#"{{"version": "2.1.0", "runs": [{{"tool": {{"driver": {{"name": "t"}}}}, "results": [] {invocations}}}]}}"#
        );
        read(&text).0.facts.scan.unwrap().stopped.iter().map(|(why, _)| why.to_string()).collect::<Vec<_>>()
    };
    assert!(run("").is_empty());
    assert!(run(r#", "invocations": [{"executionSuccessful": true}]"#).is_empty());
    let failed = run(r#", "invocations": [{"executionSuccessful": true}, {"executionSuccessful": false}]"#);
    assert_eq!(failed, ["executionSuccessful is false"]);
    let told = run(r#", "invocations": [{"executionSuccessful": true, "toolExecutionNotifications": [
            {"level": "warning", "message": {"text": "a"}}, {"level": "error", "message": {"text": "a.tf: no such file"}}]}]"#);
    assert_eq!(told, ["the tool reports an error: a.tf: no such file"]);
}

#[test]
fn a_log_without_a_run_scanned_nothing() {
    let (content, receipt) = read(r#"{"version": "2.1.0", "runs": []}"#);
    assert!(matches!(content.facts.scan.unwrap().covered, Covered::Nothing(..)));
    let said: Vec<_> = receipt.diagnostics.iter().map(|d| (d.path.as_str(), d.message.as_str())).collect();
    assert_eq!(said, [("runs", "has no run: nothing was scanned")]);
    // a run without results did scan, and so did two documents of which one has a run
    let one = sarif(r#"{"name": "t"}"#, "");
    assert_eq!(read(&one).0.facts.scan.unwrap().covered, Covered::NotSaid);
    let two = format!("{one}\n{{\"version\": \"2.1.0\", \"runs\": []}}");
    assert_eq!(read(&two).0.facts.scan.unwrap().covered, Covered::NotSaid);
}

#[test]
fn a_rule_of_an_extension_is_found_by_its_component() {
    let text = r#"{"version": "2.1.0", "runs": [{"results": [{"rule": {"id": "x", "index": 0, "toolComponent": {"index": 0}}}, {"ruleId": "x/hint"}],
        "tool": {"driver": {"name": "d", "rules": [{"id": "other", "properties": {"security-severity": "1"}}]},
            "extensions": [{"name": "e", "rules": [{"id": "x", "properties": {"security-severity": "9.5"}, "shortDescription": {"text": "said"}}]}]}}]}"#;
    let (content, _) = read(text);
    assert_eq!(severities(&content.findings), [Severity::Critical, Severity::Critical], "results may stand before their tool");
    assert_eq!(content.findings[0].message.as_deref(), Some("said"));
}

#[test]
fn sarif_that_is_json_but_no_sarif_is_refused_at_its_place() {
    let receipt = refused(r#"{"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "t"}}, "results": {}}]}"#);
    assert_eq!(errors(&receipt), ["runs[0].results: must be an array"]);
    assert_eq!(receipt.format, Format::Sarif210);
    let receipt = refused("{\"version\": \"2.1.0\", \"runs\": [\n {\"results\": [ // none\n ]}]}");
    assert_eq!(errors(&receipt), ["2:16: expected a value"]);
}

#[test]
fn old_sarif_is_refused_with_the_sentence_that_helps() {
    let receipt = refused(r#"{"version": "1.0.0", "runs": []}"#);
    assert_eq!(receipt.format, Format::Sarif100);
    assert!(errors(&receipt)[0].contains("SARIF multitool"));
    let receipt = refused(r#"{"$schema": "x", "version": "2.0.0-csd.2.beta.2019-01-24", "runs": []}"#);
    assert_eq!(receipt.format, Format::Sarif200);
}

/// How many resources a preview creates, modifies and deletes.
fn counts(content: &Content) -> (u64, u64, u64) {
    let counts = content.facts.changes.as_ref().unwrap().counts();
    (counts.created, counts.modified, counts.deleted)
}

/// How many resources differ from what is desired.
fn differing(content: &Content) -> usize {
    content.facts.drift.as_ref().unwrap().differing.len()
}

#[test]
fn a_plan_is_counted_by_its_actions_and_drifts_by_all_but_no_op_and_read() {
    let change = |actions: &str| format!(r#"{{"change": {{"actions": {actions}, "before": {{"password": "hunter2"}}}}}}"#);
    let all =
        [r#"["create"]"#, r#"["update"]"#, r#"["delete"]"#, r#"["delete", "create"]"#, r#"["no-op"]"#, r#"["read"]"#].map(change);
    let text = format!(
        r#"{{"format_version": "1.2", "terraform_version": "1.9.5", "resource_changes": [{}], "resource_drift": [{{}}]}}"#,
        all.join(",")
    );
    let (content, receipt) = read(&text);
    assert_eq!(counts(&content), (1, 2, 1));
    // create, update, delete, replace, and one drifted resource
    assert_eq!(differing(&content), 5);
    assert_eq!((receipt.items, receipt.tool.as_deref()), (6, Some("terraform 1.9.5")));
    assert!(!format!("{content:?}{receipt:?}").contains("hunter2"), "a plan's values are never kept");
}

#[test]
fn a_what_if_is_counted_bare_and_inside_properties() {
    let changes = r#""changes": [{"changeType": "Create"}, {"changeType": "Modify"}, {"changeType": "NoChange"}, {"changeType": "Ignore"}]"#;
    for text in
        [format!(r#"{{"status": "Succeeded", {changes}}}"#), format!(r#"{{"status": "Succeeded", "properties": {{{changes}}}}}"#)]
    {
        let (content, receipt) = read(&text);
        assert_eq!(counts(&content), (1, 1, 0));
        assert_eq!(differing(&content), 2);
        assert_eq!((receipt.format, receipt.items), (Format::AzureWhatIf, 4));
    }
}

#[test]
fn the_what_if_for_people_and_the_binary_plan_are_refused_with_the_command_that_helps() {
    let receipt = refused("Resource and property changes are indicated with this symbol:\n  + Create\n");
    assert!(receipt.format == Format::AzureWhatIfText && errors(&receipt)[0].contains("--no-pretty-print"));
    // the header of a zip's first file: signature, 22 bytes of no matter here, the length of the name, that of the rest, the name
    let header = [&b"PK\x03\x04"[..], &[0; 22], &[6, 0, 0, 0], b"tfplan"].concat();
    let data = load(&[("tfplan", &header)]);
    assert_eq!(data.receipts[0].format, Format::TerraformPlanBinary);
    assert!(errors(&data.receipts[0])[0].contains("terraform show -json"));
}

#[test]
fn an_object_that_states_drift_is_prose() {
    let more = r#", "evidence": [{"id": "d", "type": "drift-check", "artifact": {"path": "d.json"}}]"#;
    let text = crate::report("observation", crate::NOW, more);
    let data = load(&[("r.json", text.as_bytes()), ("d.json", br#"{"drift": true}"#)]);
    assert_eq!((data.contents[0].format, &data.contents[0].facts.drift), (Format::Unknown, &None));
}

#[test]
fn a_secret_scanners_quotes_are_masked_as_they_are_read() {
    let results = r#"{"ruleId": "generic", "message": {"text": "found \"s3cr3tT0kenValue99\" here"}}"#;
    let (content, _) = read(&sarif(r#"{"name": "gitleaks"}"#, results));
    assert_eq!(content.findings[0].message.as_deref(), Some("found \"(redacted)\" here"));
}

#[test]
fn an_enabled_alert_that_reaches_nobody_is_unlinked() {
    let group = |id: &str, receivers: &str| {
        format!(
            r#"{{"id": "/g/{id}", "type": "Microsoft.Insights/actionGroups", "properties": {{"enabled": true, "smsReceivers": [{receivers}]}}}}"#
        )
    };
    let rule = |enabled: bool, actions: &str| {
        format!(
            r#"{{"type": "Microsoft.Insights/metricAlerts", "properties": {{"enabled": {enabled}, "actions": [{actions}]}}}}"#
        )
    };
    let to = |id: &str| format!(r#"{{"actionGroupId": "/G/{id}"}}"#);
    let elements = [
        rule(true, &to("heard")),
        rule(true, ""),
        rule(false, ""),
        rule(true, &to("silent")),
        rule(true, &to("elsewhere")),
        group("heard", r#"{"status": "Enabled"}"#),
        group("silent", r#"{"status": "Disabled"}"#),
    ];
    let (content, receipt) = read(&format!(r#"{{"value": [{}]}}"#, elements.join(",")));
    let alerts = content.facts.alerts.unwrap();
    let enabled = alerts.rules.iter().filter(|r| r.is_enabled);
    let called = |rule: &AlertRule| match &rule.calls {
        Calls::Receivers(called) => called.len(),
        other => panic!("{other:?}"),
    };
    assert_eq!(enabled.map(called).collect::<Vec<_>>(), [1, 0, 1, 1], "one of the four has no action");
    let reaches: Vec<bool> = alerts.receivers.iter().map(|r| r.reach == Reach::Somebody).collect();
    assert_eq!((reaches, receipt.items), (vec![true, false], 7), "the only receiver of one group is off");
    // az lays the fields flat
    let (content, _) = read(r#"[{"type": "Microsoft.Insights/metricAlerts", "enabled": true, "actions": []}]"#);
    assert_eq!(content.facts.alerts.unwrap().rules.iter().map(called).collect::<Vec<_>>(), [0]);
    let (content, receipt) = read(&format!("[{}]", group("g", "")));
    assert_eq!((content.facts.alerts.unwrap().rules.len(), receipt.format), (0, Format::AzureActionGroup));
}

#[test]
fn a_wide_role_without_justification_is_inflated() {
    let owner = "/providers/Microsoft.Authorization/roleDefinitions/8e3af657-a8ff-443c-a75c-2fe8c4bcb635";
    let text = format!(
        r#"[{{"principalId": "1", "roleDefinitionName": "Reader", "roleDefinitionId": "x"}},
            {{"principalId": "2", "roleDefinitionName": "Contributor", "roleDefinitionId": "x", "description": "the pipeline deploys with it"}},
            {{"principalId": "3", "roleDefinitionName": "contributor", "roleDefinitionId": "x", "description": null}},
            {{"principalId": "4", "properties": {{"roleDefinitionId": "{owner}"}}, "roleDefinitionId": null}}]"#
    );
    let (content, receipt) = read(&text);
    assert_eq!(receipt.format, Format::AzureRoleAssignment);
    let grants = content.facts.role_grants.unwrap().grants;
    let wide: Vec<(&str, bool)> =
        grants.iter().filter(|g| g.width == Width::Wide).map(|g| (g.principal.shown(), g.justification.is_empty())).collect();
    // the third has no justification, the fourth is Owner by its id
    assert_eq!(wide, [("2", false), ("3", true), ("4", true)]);
    let grant = r#"{"principalName": "p", "roleDefinitionName": "Owner", "scope": "/"}"#;
    let added = |before: &str| {
        let facts = read(&format!(r#"{{"before": [{before}], "after": [{grant}]}}"#)).0.facts;
        facts.role_grants.unwrap().grants.iter().filter(|g| g.presence == Presence::Added).count()
    };
    assert_eq!((added(""), added(grant)), (1, 0), "what was there before is no new grant");
}

#[test]
fn cloudformation_drift_and_change_sets_are_counted() {
    let status = |s: &str| format!(r#"{{"StackResourceDriftStatus": "{s}"}}"#);
    let all = ["IN_SYNC", "MODIFIED", "DELETED", "NOT_CHECKED"].map(status).join(",");
    let (content, receipt) = read(&format!(r#"{{"StackResourceDrifts": [{all}]}}"#));
    assert_eq!((differing(&content), receipt.items), (2, 4));
    let action = |a: &str| format!(r#"{{"ResourceChange": {{"Action": "{a}"}}}}"#);
    let all = ["Add", "Modify", "Remove", "Import", "Dynamic"].map(action).join(",");
    let (content, _) = read(&format!(r#"{{"StackName": "s", "Changes": [{all}]}}"#));
    assert_eq!(counts(&content), (2, 1, 1));
}

#[test]
fn what_gitleaks_matched_is_never_kept() {
    let text = r#"[{"RuleID": "aws", "Description": "AWS key", "Match": "key = hunter2", "Secret": "hunter2", "File": "a.env", "StartLine": 3,
        "Fingerprint": "c:a.env:aws:3"}]"#;
    let (content, receipt) = read(text);
    assert!(!format!("{content:?}{receipt:?}").contains("hunter2"));
    assert_eq!(content.findings[0].location.line, Some(3));
    assert_eq!((receipt.items, receipt.format), (1, Format::Gitleaks));
}

#[test]
fn an_attestation_names_its_subjects_however_it_is_wrapped() {
    let digest = "ab".repeat(32);
    let statement =
        format!(r#"{{"_type": "https://in-toto.io/Statement/v1", "subject": [{{"digest": {{"sha256": "{digest}"}}}}]}}"#);
    let (content, _) = read(&statement);
    let named = |content: &Content| -> Vec<String> {
        let subjects = content.facts.subjects.as_ref().unwrap();
        subjects.subjects.iter().flat_map(|s| &s.digests).map(|d| format!("{}:{}", d.algorithm, d.value)).collect()
    };
    assert_eq!(named(&content), [format!("sha256:{digest}")]);
    // a statement with the digest 00ff00ff… in base64
    let payload = "eyJfdHlwZSI6Imh0dHBzOi8vaW4tdG90by5pby9TdGF0ZW1lbnQvdjEiLCJzdWJqZWN0IjpbeyJkaWdlc3QiOnsic2hhMjU2IjoiMDBmZjAwZmYwMGZmMDBmZjAwZmYwMGZmMDBmZjAwZmYwMGZmMDBmZjAwZmYwMGZmMDBmZjAwZmYwMGZmMDBmZiJ9fV19";
    let envelope = format!(
        r#"{{"payload": "{payload}", "payloadType": "application/vnd.in-toto+json", "signatures": [{{"sig": "AA=="}}]}}"#
    );
    let (content, receipt) = read(&envelope);
    let digest = format!("sha256:{}", "00ff".repeat(16));
    assert_eq!((named(&content), receipt.format), (vec![digest.clone()], Format::DsseEnvelope));
    let bundle = format!(r#"{{"mediaType": "application/vnd.dev.sigstore.bundle.v0.3+json", "dsseEnvelope": {envelope}}}"#);
    assert_eq!(named(&read(&bundle).0), [digest]);
    // 32 bytes of zero are 43 letters A and one sign of padding
    let digest = format!("{}=", "A".repeat(43));
    let bundle = format!(
        r#"{{"mediaType": "application/vnd.dev.sigstore.bundle+json;version=0.1", "messageSignature": {{"messageDigest": {{"algorithm": "SHA2_256", "digest": "{digest}"}}}}}}"#
    );
    assert_eq!(named(&read(&bundle).0), [format!("sha256:{}", "00".repeat(32))]);
}

/// A deployment's log, one document a line, serves where any file is accepted.
#[test]
fn lines_of_json_that_a_report_names_are_no_fault() {
    let evidence = r#", "evidence": [{"id": "log", "type": "deployment-log", "artifact": {"path": "apply.ndjson"}}]"#;
    let report = report("execution", "2026-11-20T10:00:00Z", evidence);
    let log = "{\"@level\":\"info\",\"type\":\"version\"}\n{\"@level\":\"info\",\"type\":\"change_summary\"}\n";
    // nor are the same bytes under another name that a report knows
    let again = report.replace("apply.ndjson", "again.ndjson").replace("\"c\"", "\"d\"");
    let files = [
        ("r.json", report.as_bytes()),
        ("s.json", again.as_bytes()),
        ("apply.ndjson", log.as_bytes()),
        ("again.ndjson", log.as_bytes()),
    ];
    let data = load(&files);
    let told: Vec<DiagnosticSeverity> = data.receipts.iter().flat_map(|r| &r.diagnostics).map(|d| d.severity).collect();
    assert_eq!(told, [DiagnosticSeverity::Note; 2]);
    assert!(data.receipts.iter().all(|r| !r.is_refused()));
}
