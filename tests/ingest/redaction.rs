//! Copies of tools' files without their secrets: every format, cut anywhere, and of hostile shapes.

use crate::samples::{Sample, TOKEN, samples};
use plumbline_domain::{Content, Facts, Format, Policy};
use plumbline_ingest::{REDACTED, Redaction, Source, default_policy, offered, redact, secret_in_text};

/// The copy of a file: the file itself when it is clean.
fn copy_of(bytes: &[u8]) -> Vec<u8> {
    match redact(bytes) {
        Redaction::Clean => bytes.to_vec(),
        Redaction::Copy { bytes, .. } => bytes,
        Redaction::Impossible(reason) => panic!("{reason}: {}", String::from_utf8_lossy(bytes)),
    }
}

fn copy_of_text(text: &str) -> String {
    String::from_utf8(copy_of(text.as_bytes())).unwrap()
}

/// What a file offers to each type that its format is read for, but for its digests.
fn read_of(sample: &Sample, bytes: &[u8], policy: &Policy) -> String {
    let format = Format::ALL.iter().copied().find(|f| f.id() == sample.format).unwrap();
    let types = policy.artifact_types.iter().filter(|t| t.accepts_format(format));
    let mut read = String::new();
    for artifact_type in types {
        let (receipt, content) = offered(Source::new("artifact", bytes.to_vec()), policy, artifact_type);
        let facts = Facts { digests: Facts::default().digests, ..content.facts.clone() };
        let content = Content { facts, bytes: 0, sha256: String::new(), ..content };
        read.push_str(&format!("{:?} {:?} {:?} {content:?}\n", receipt.format, receipt.items, receipt.diagnostics));
    }
    read
}

/// The same, but for what compares two files by all of their values: a copy compares without those that were redacted.
fn without_fingerprints(read: &str) -> String {
    let mut parts = read.split("fingerprints: Some([");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |all, part| all + "fingerprints: " + part.split_once("])").map_or("", |(_, rest)| rest))
}

#[test]
fn the_copy_of_every_format_is_read_as_the_file_is() {
    let (policy, _) = default_policy();
    for sample in samples() {
        let text = sample.text();
        let copy = copy_of_text(&text);
        assert!(!copy.contains(TOKEN), "{}", sample.format);
        let (of_file, of_copy) = (read_of(sample, text.as_bytes(), &policy), read_of(sample, copy.as_bytes(), &policy));
        assert_eq!(without_fingerprints(&of_file), without_fingerprints(&of_copy), "{}", sample.format);
        assert_eq!(text.lines().count(), copy.lines().count(), "{}", sample.format);
        assert_eq!(redact(copy.as_bytes()), Redaction::Clean, "{}", sample.format);
    }
}

/// Files with a `§` in each field that can hold a secret.
pub const PLANTED: &[(&str, &str)] = &[
    (
        "terraform plan",
        r#"{"format_version": "1.2", "terraform_version": "1.9.5", "variables": {"db": {"value": "§"}, "admin_password": {"value": "§"}},
 "planned_values": {"outputs": {"a": {"sensitive": true, "type": "string", "value": "§"}},
  "root_module": {"resources": [{"address": "x_y.z", "type": "x_y", "values": {"list": [{"a": "§", "b": "seen"}]}, "sensitive_values": {"list": [{"a": true}]}}],
   "child_modules": [{"address": "module.m", "resources": [{"address": "module.m.x_y.z[0]", "values": {"plain": {"deep": ["§", 12345678]}}, "sensitive_values": {"plain": true}}]}]}},
 "resource_changes": [
  {"address": "x_y.z", "type": "x_y", "change": {"actions": ["update"], "before": {"list": [{"a": "§", "b": "seen"}]}, "after": {"list": [{"a": "§", "b": "seen"}]},
   "before_sensitive": {"list": [{"a": true}]}, "after_sensitive": {"list": [{"a": true}]}}},
  {"after_mask_first": 1, "change": {"after_sensitive": true, "before_sensitive": [true, false], "after": {"k": "§"}, "before": ["§", "seen"]}},
  {"address": "module.m.x_y.z[0]", "type": "x_y", "change": {"actions": ["create"], "before": null, "after": {"plain": "§"}, "after_sensitive": {"plain": true}}},
  {"address": "random_password.p", "type": "random_password", "change": {"actions": ["create"], "after": {"result": "§", "bcrypt_hash": "§"}}},
  {"address": "aws_db_instance.d", "type": "aws_db_instance", "change": {"actions": ["create"], "after": {"master_password": "§", "password_wo": "§"}, "after_sensitive": false}},
  {"address": "aws_ecs_task_definition.t", "type": "aws_ecs_task_definition", "change": {"after": {"container_definitions": "[{\"environment\":[{\"name\":\"DB_PASSWORD\",\"value\":\"§\"},{\"name\":\"LOG\",\"value\":\"seen\"}]}]"}}},
  {"address": "azurerm_monitor_action_group.g", "change": {"after": {"webhook_receiver": [{"name": "n", "service_uri": "https://hooks.example/a?code=§"}]}}}],
 "resource_drift": [{"address": "x_y.z", "change": {"after": {"s": "§"}, "after_sensitive": {"s": true}}}],
 "output_changes": {"o": {"actions": ["create"], "before": "§", "after": "§", "before_sensitive": true, "after_sensitive": true},
  "api_token": {"actions": ["create"], "after": "§", "after_sensitive": false}},
 "prior_state": {"values": {"outputs": {"p": {"sensitive": true, "value": {"k": "§"}}}}},
 "configuration": {"root_module": {"variables": {"db": {"sensitive": true, "default": "§"}},
  "outputs": {"o": {"sensitive": true, "expression": {"constant_value": "§"}}},
  "resources": [{"address": "x_y.z", "type": "x_y", "expressions": {"list": [{"a": {"constant_value": "§"}, "b": {"constant_value": "seen"}}]}}],
  "module_calls": {"m": {"expressions": {"db_secret": {"constant_value": "§"}, "hidden": {"constant_value": "§"}},
   "module": {"variables": {"hidden": {"sensitive": true, "default": "§"}},
    "resources": [{"address": "x_y.z", "type": "x_y", "expressions": {"plain": {"constant_value": "§"}}}]}}}}}}"#,
    ),
    (
        "terraform state",
        r#"{"format_version": "1.0", "values": {"outputs": {"a": {"sensitive": true, "value": "§"}}, "root_module": {"resources": [
 {"address": "x_y.z", "type": "x_y", "sensitive_values": {"k": true}, "values": {"k": "§", "password": "§"}}]}}}"#,
    ),
    (
        "raw state",
        r#"{"version": 4, "serial": 3, "lineage": "l", "outputs": {"a": {"value": "§", "type": "string", "sensitive": true}}, "resources": [
 {"mode": "managed", "type": "x_y", "name": "z", "instances": [{"schema_version": 0, "attributes": {"k": "§", "id": "seen"},
  "sensitive_attributes": [[{"type": "get_attr", "value": "k"}]], "private": "§"}]},
 {"mode": "managed", "type": "random_password", "name": "p", "instances": [{"attributes": {"result": "§"}}]}]}"#,
    ),
    (
        "terraform output",
        r#"{"a": {"sensitive": true, "type": ["list", "string"], "value": ["§", "§"]}, "storageConnection": {"sensitive": false, "value": "§"}}"#,
    ),
    (
        "terraform log",
        "{\"@level\":\"info\",\"@module\":\"terraform.ui\",\"type\":\"outputs\",\"outputs\":{\"a\":{\"sensitive\":true,\"value\":\"§\"},\"password\":{\"sensitive\":false,\"value\":\"§\"}}}\n{\"@level\":\"error\",\"@module\":\"terraform.ui\",\"type\":\"diagnostic\",\"diagnostic\":{\"severity\":\"error\",\"summary\":\"s\",\"detail\":\"d\",\"snippet\":{\"code\":\"x = §\",\"values\":[{\"traversal\":\"var.a\",\"statement\":\"is §\"}]}}}\n",
    ),
    (
        "pulumi",
        r#"{"config": {"a:token": "§", "b": {"secure": "§"}}, "steps": [{"op": "create", "newState": {"inputs": {"x": {"4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", "ciphertext": "§", "plaintext": "§"},
 "adminPassword": "§"}, "outputs": {"connection": "§"}}}]}"#,
    ),
    (
        "arm",
        r#"{"properties": {"parameters": {"a": {"type": "SecureString", "value": "§"}, "b": {"type": "secureObject", "value": {"k": "§"}}, "c": {"value": "§"}},
 "template": {"parameters": {"c": {"type": "securestring", "defaultValue": "§"}}}, "outputs": {"o": {"type": "SecureString", "value": "§"}, "accessKey": {"type": "String", "value": "§"}}}}"#,
    ),
    (
        "what-if",
        r#"{"status": "Succeeded", "changes": [{"resourceId": "/subscriptions/s/resourceGroups/g/providers/Microsoft.KeyVault/vaults/v/secrets/n", "changeType": "Create", "after": {"properties": {"value": "§"}}},
 {"resourceId": "/subscriptions/s/resourceGroups/g/providers/Microsoft.Web/sites/w", "changeType": "Modify", "after": {"properties": {"siteConfig": {"appSettings": [{"name": "API_KEY", "value": "§"}],
  "connectionStrings": [{"name": "db", "connectionString": "Server=a;Password=§;Database=b"}]}}}, "delta": [{"path": "properties.administratorLoginPassword", "before": "§", "after": "§"}]}]}"#,
    ),
    (
        "cloudformation",
        r#"{"StackName": "s", "Parameters": [{"ParameterKey": "MasterPassword", "ParameterValue": "§"}, {"ParameterKey": "Hidden", "ParameterValue": "§"}],
 "TemplateBody": {"Parameters": {"Hidden": {"Type": "String", "NoEcho": true, "Default": "§"}}},
 "Changes": [{"ResourceChange": {"ResourceType": "AWS::RDS::DBInstance", "AfterContext": "{\"Properties\":{\"MasterUserPassword\":\"§\"}}",
  "Details": [{"Target": {"Name": "MasterUserPassword", "BeforeValue": "§", "AfterValue": "§"}}]}}], "Outputs": [{"OutputKey": "AccessKey", "OutputValue": "§"}]}"#,
    ),
    (
        "kubernetes secret",
        "apiVersion: v1\nkind: Secret\nmetadata:\n  name: s\ndata:\n  a: §\n  b: |\n    §\n    §\nstringData:\n  c: \"§\" # note\n  d: >-\n    §\n",
    ),
    ("several documents", "kind: ConfigMap\ndata:\n  a: seen\n---\nkind: Secret\ndata: {a: §, b: '§'}\n"),
    (
        "kubernetes list",
        r#"{"kind": "List", "items": [{"kind": "Secret", "data": {"a": "§"}, "metadata": {"annotations": {"kubectl.kubernetes.io/last-applied-configuration": "{\"kind\":\"Secret\",\"stringData\":{\"a\":\"§\"}}"}}}]}"#,
    ),
    (
        "a manifest among words",
        "# How to\n\nApply this:\n\n    kind: Secret\n    data:\n      a: §\n      b: >\n        §\n    type: seen\n",
    ),
    ("damaged manifest", "kind: Secret\nstringData:\n  a: §\n  b: {§\nmetadata: [\n"),
    ("yaml alias", "x: &pw §\npassword: *pw\n"),
    (
        "helm",
        r#"{"name": "n", "info": {"status": "deployed", "notes": "log in with §", "last_deployed": "2026-11-01T10:00:00Z"}, "config": {"a": "§"}, "manifest": "kind: Secret\ndata:\n  k: §\n", "version": 1, "namespace": "n", "hooks": [{"manifest": "§"}]}"#,
    ),
    (
        "ansible",
        r#"{"plays": [{"play": {"name": "p", "duration": {}}, "tasks": [{"task": {"name": "t"}, "hosts": {"h": {"invocation": {"module_args": {"a": "§"}}, "cmd": ["x", "§"], "stdout": "§", "stderr_lines": ["§"], "diff": [{"after": "§"}]}}}]}], "stats": {}, "custom_stats": {"a": "§"}, "global_custom_stats": {}}"#,
    ),
    (
        "gitleaks",
        r#"[{"RuleID": "r", "Description": "found §", "StartLine": 1, "File": "f", "Match": "k=§", "Secret": "§", "Line": "§", "Message": "add §", "Fingerprint": "f:r:1"}]"#,
    ),
    ("old gitleaks", r#"[{"line": "k = §", "lineNumber": 1, "offender": "§", "rule": "r", "commitMessage": "§", "file": "f"}]"#),
    (
        "trufflehog",
        r#"{"SourceMetadata": {"Data": {"Git": {"file": "f"}}}, "DetectorName": "AWS", "Verified": true, "Raw": "§", "RawV2": "§", "Redacted": "§", "ExtraData": {"a": "§"}, "StructuredData": {"k": "§"}}"#,
    ),
    (
        "ggshield",
        r#"{"id": "i", "type": "path_scan", "entities_with_incidents": [{"filename": "a", "incidents": [{"type": "AWS", "ignore_sha": "§", "occurrences": [{"match": "§", "line_start": 3}]}]}], "total_incidents": 1, "total_occurrences": 1}"#,
    ),
    (
        "detect-secrets",
        r#"{"version": "1.5.0", "plugins_used": [{"name": "A"}], "results": {"a": [{"type": "AWS", "hashed_secret": "§", "line_number": 3}]}}"#,
    ),
    (
        "github",
        r#"[{"number": 1, "state": "open", "secret_type": "aws", "secret_type_display_name": "AWS", "secret": "§", "locations_url": "u"}]"#,
    ),
    (
        "gitlab",
        r#"{"version": "15.0.0", "vulnerabilities": [{"id": "1", "name": "n", "severity": "High", "raw_source_code_extract": "§", "identifiers": [{"type": "t", "name": "n", "value": "v"}], "location": {"file": "a"}}], "scan": {"type": "secret_detection", "status": "success", "scanner": {"id": "gitleaks", "name": "Gitleaks"}}}"#,
    ),
    (
        "trivy",
        r#"{"SchemaVersion": 2, "ArtifactName": ".", "Results": [{"Target": "a", "Class": "secret", "Secrets": [{"RuleID": "r", "Severity": "HIGH", "Title": "t", "StartLine": 1, "Match": "§", "Code": {"Lines": [{"Number": 1, "Content": "§", "Highlighted": "§"}]}}]}]}"#,
    ),
    (
        "checkov",
        r#"{"check_type": "terraform", "results": {"failed_checks": [{"check_id": "CKV_1", "check_name": "n", "file_path": "f", "file_line_range": [1, 2], "resource": "r", "code_block": [[1, "§"]], "fixed_definition": "§"}]}, "summary": {"checkov_version": "3"}}"#,
    ),
    (
        "checkov secrets",
        r#"{"check_type": "secrets", "results": {"failed_checks": [{"check_id": "CKV_SECRET_6", "check_name": "n", "file_path": "f", "file_line_range": [1, 2], "resource": "§"}]}, "summary": {"checkov_version": "3"}}"#,
    ),
    (
        "semgrep",
        r#"{"version": "1", "errors": [], "results": [{"check_id": "c", "path": "p", "start": {"line": 1}, "extra": {"message": "m", "severity": "ERROR", "lines": "§", "fix": "§", "metavars": {"$A": {"abstract_content": "§"}}}}]}"#,
    ),
    (
        "kics",
        r#"{"kics_version": "2", "files_scanned": 1, "queries": [{"query_id": "q", "query_name": "n", "severity": "HIGH", "files": [{"file_name": "f", "line": 1, "actual_value": "§", "expected_value": "§", "vuln_lines": [{"line": "§"}]}]}], "severity_counters": {}, "total_counter": 1}"#,
    ),
    (
        "tfsec",
        r#"{"results": [{"rule_id": "r", "severity": "HIGH", "status": 0, "location": {"filename": "f"}, "snippet": "§"}]}"#,
    ),
    (
        "terrascan",
        r#"{"results": {"violations": [{"rule_id": "r", "severity": "HIGH", "file": "f", "line": 1, "source": "§"}], "scan_summary": {}}}"#,
    ),
    (
        "sarif",
        r#"{"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "gitleaks", "rules": []}}, "artifacts": [{"contents": {"text": "§"}}], "invocations": [{"executionSuccessful": true, "commandLine": "scan --token §", "environmentVariables": {"A": "§"}, "stdout": {"contents": {"text": "§"}}}],
 "webRequests": [{"headers": {"Authorization": "§"}}], "results": [{"ruleId": "r", "message": {"text": "found §", "markdown": "**§**"}, "webRequest": {"headers": {"Cookie": "§"}, "body": {"text": "§"}}, "webResponse": {"body": {"text": "§"}},
  "locations": [{"physicalLocation": {"region": {"startLine": 1, "snippet": {"text": "§", "rendered": {"text": "§"}}}, "contextRegion": {"snippet": {"text": "§"}}}}],
  "fixes": [{"artifactChanges": [{"replacements": [{"insertedContent": {"text": "§"}}]}]}], "codeFlows": [{"threadFlows": [{"locations": [{"state": {"x": {"text": "§"}}}]}]}]}]}]}"#,
    ),
    (
        "alertmanager",
        "global:\n  slack_api_url: https://hooks.example/§\n  smtp_auth_password: §\nroute:\n  receiver: a\nreceivers:\n- name: a\n  slack_configs:\n  - api_url: https://h.example/services/§\n  pagerduty_configs:\n  - routing_key: §\n    service_key: '§'\n  webhook_configs:\n  - url: \"https://h.example/hook?token=§\"\n  telegram_configs:\n  - bot_token: §\n",
    ),
    (
        "grafana",
        r#"{"apiVersion": 1, "contactPoints": [{"orgId": 1, "name": "n", "receivers": [{"uid": "u", "type": "slack", "settings": {"url": "https://h.example/§", "token": "§", "integrationKey": "§"}, "secureSettings": {"url": "§"}}]}]}"#,
    ),
    (
        "action group",
        r#"{"type": "Microsoft.Insights/actionGroups", "id": "/subscriptions/s/resourceGroups/g/providers/Microsoft.Insights/actionGroups/a", "name": "a", "properties": {"enabled": true, "webhookReceivers": [{"name": "n", "serviceUri": "https://h.example/a/§?sig=§"}]}}"#,
    ),
    (
        "junit of gitleaks",
        "<testsuites><testsuite name=\"gitleaks\"><testcase name=\"k\"><failure message=\"found §\">{&quot;Secret&quot;: &quot;§&quot;}</failure></testcase></testsuite></testsuites>",
    ),
    (
        "junit",
        "<testsuite name=\"a\"><properties><property name=\"db.password\" value=\"§\"/></properties><testcase name=\"k\"><system-out>got §\nand §</system-out><failure><![CDATA[AccountKey=§]]></failure></testcase></testsuite>",
    ),
    (
        "junit properties",
        "<testsuite name=\"a\"><properties><property value=\"§\" name=\"db.password\"/><property name='API_TOKEN' value='§'/><property name=\"client_secret\">§</property><property name=\"browser\" value=\"seen\"/></properties><testcase name=\"k\"/></testsuite>",
    ),
    (
        "raw state of Entra ID",
        r#"{"version": 4, "serial": 3, "lineage": "l", "outputs": {}, "resources": [
 {"mode": "managed", "type": "azuread_application_password", "name": "p", "instances": [{"schema_version": 1, "attributes": {"display_name": "seen", "value": "§"}}]},
 {"mode": "managed", "type": "azuread_service_principal_password", "name": "q", "instances": [{"schema_version": 0, "attributes": {"key_id": "seen", "value": "§"}}]}]}"#,
    ),
    (
        "ansible module",
        r#"{"plays": [{"play": {"name": "p", "duration": {}}, "tasks": [{"task": {"name": "t"}, "hosts": {"h": {"module_stdout": "§", "module_stderr": "§", "exception": "Traceback §", "msg": "seen", "rc": 1}}}]}], "stats": {}, "custom_stats": {}, "global_custom_stats": {}}"#,
    ),
    ("heredoc", "resource \"x\" \"y\" {\n  password = <<-EOT\n    §\n    §\n  EOT\n  user_data = <<EOF\necho seen\nEOF\n}\n"),
    (
        "difference",
        "--- a/values.yaml\n+++ b/values.yaml\n@@ -1,4 +1,5 @@\n db:\n-  password: §\n+  password: '§'\n+  adminToken: |\n+    §\n   name: seen\n",
    ),
    (
        "difference of a manifest",
        "diff --git a/s.yaml b/s.yaml\n--- a/s.yaml\n+++ b/s.yaml\n@@ -1,4 +1,5 @@\n kind: Secret\n data:\n-  a: §\n+  a: §\n+  b: §\n type: seen\n",
    ),
    (
        "connection strings",
        "a: Server=seen;Password=\"§;§)§\";Database=seen\nb: Server=seen;Pwd='§;§)';Database=seen\nc: Driver=seen;PWD={§;§)};Database=seen\nd: Server=seen;Password=\"§\"\"s;§\";Database=seen\n",
    ),
    (
        "connection strings in a document",
        r#"{"a": "Server=seen;Password=\"§;§)\";Database=seen", "b": "Driver=seen;PWD={§;§)};Database=seen"}"#,
    ),
    ("environment", "# settings\nexport DB_PASSWORD=§\nAPI_TOKEN='§'\nURL=https://user:§@db.example/x\n"),
    ("source", "resource \"x\" \"y\" {\n  password = \"§\"\n  name     = \"seen\"\n}\n"),
    (
        "commands",
        "run: curl -u admin:§ https://a.example\nrun: az login --password §\nrun: curl -H 'Authorization: Bearer §' https://a.example?sig=§&x=1\n",
    ),
    ("a key", "text\n-----BEGIN RSA PRIVATE KEY-----\n§\n§\n-----END RSA PRIVATE KEY-----\nend\n"),
    ("a log before", "Reading...\n{\"a\": {\"sensitive\": true, \"value\": \"§\"}}\nDone, AccountKey=§;\n"),
];

/// A text with a marker of its own at each place.
pub fn planted(text: &str) -> String {
    let mut parts = text.split('§');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.enumerate().fold(first, |all, (n, part)| format!("{all}PLANTED-{n}-s3cr3tVALUE9{part}"))
}

pub const MARKER: &str = "PLANTED-";

#[test]
fn no_field_that_can_hold_a_secret_keeps_it_and_what_is_read_of_the_file_holds_none() {
    let (policy, _) = default_policy();
    let mut leaks = Vec::new();
    for (of, text) in PLANTED {
        let text = planted(text);
        let copy = copy_of_text(&text);
        if let Some(at) = copy.find(MARKER) {
            let around: String = copy.chars().skip(copy[..at].chars().count().saturating_sub(120)).take(160).collect();
            leaks.push(format!("{of}: {around}"));
        }
        assert_eq!(redact(copy.as_bytes()), Redaction::Clean, "{of}: {copy}");
        assert_eq!(text.matches("seen").count(), copy.matches("seen").count(), "{of}: {copy}");
        assert_eq!(text.lines().count(), copy.lines().count(), "{of}");
        let receipt = format!("{:?}", crate::inspect(text.as_bytes()));
        assert!(!receipt.contains(MARKER), "{of}: {receipt}");
        for artifact_type in &policy.artifact_types {
            let (_, content) = offered(Source::new("artifact", text.clone().into_bytes()), &policy, artifact_type);
            let read = format!("{content:?}");
            let at = read.find(MARKER).unwrap_or_default();
            assert!(!read.contains(MARKER), "{of}: {}", read.chars().skip(at.saturating_sub(200)).take(300).collect::<String>());
        }
    }
    assert!(leaks.is_empty(), "{}", leaks.join("\n"));
}

#[test]
fn a_file_that_is_cut_anywhere_keeps_no_secret_that_its_copy_hides() {
    // what an anchor stands for is a secret by the alias that comes later
    for (of, text) in PLANTED.iter().filter(|(of, _)| *of != "yaml alias") {
        let text = planted(text);
        for end in (0..text.len()).filter(|end| text.is_char_boundary(*end)) {
            let part = &text[..end];
            match redact(part.as_bytes()) {
                Redaction::Impossible(_) => {}
                Redaction::Clean => assert!(!part.contains("s3cr3tVALUE9"), "{of}: {part}"),
                Redaction::Copy { bytes, .. } => {
                    let copy = String::from_utf8(bytes).unwrap();
                    assert!(!copy.contains("s3cr3tVALUE9"), "{of}, cut at {end}: {copy}");
                }
            }
        }
    }
}

#[test]
fn files_without_secrets_are_their_own_copies() {
    for text in [
        "",
        "\u{feff}{\"a\": 1}",
        "# Deployment objective\n\nPassword: stored in a vault. The token is rotated.\n",
        r#"{"name": "a", "value": "b", "kind": "ConfigMap", "data": {"a": "b"}}"#,
        r#"{"kms_key_id": "arn:aws:kms:eu-west-1:1:key/2", "password": "", "client_secret": "${var.x}", "secret": "@Microsoft.KeyVault(SecretUri=https://k.vault.azure.net/secrets/s)"}"#,
        r#"{"NextToken": "abc123abc123", "password": null, "token": "***", "api_key": "(sensitive value)", "sensitive": false, "value": "x"}"#,
        "a: 1\npassword: ${DB_PASSWORD}\n",
        "<testsuite name=\"a\"><testcase name=\"b\"/></testsuite>",
        "# Deployment objective\n\n- Password: kept in a vault\n- Secrets: rotated\n\nUse `{\"name\": ...}` as \"the\" payload.\n",
        "tags = {\"a\" = \"b\"}\npolicy = jsonencode({\"Statement\": [local.x]})\nname = \"seen\"\n",
        "@@ -1 +1 @@\n-a: 1\n+a: 2\n password: ${DB_PASSWORD}\n",
        "text = <<EOT\nany words\nEOT\npassword = <<EOT\n${var.password}\nEOT\n",
    ] {
        assert_eq!(redact(text.as_bytes()), Redaction::Clean, "{text}");
    }
}

#[test]
fn everything_outside_of_redacted_values_stays_byte_for_byte() {
    let text = "{ \"b\" : [1.0e5,\t\"\\u00e9\\/\"],\r\n  \"password\":\"hunter2\" , \"z\": {} }\r\n";
    assert_eq!(copy_of_text(text), text.replace("hunter2", REDACTED));
    assert_eq!(copy_of_text("password: 123456\n"), "password: \"(redacted)\"\n");
    let yaml = "# head\na:   {password: hunter2, b: 'x'}   # tail\n";
    assert_eq!(copy_of_text(yaml), yaml.replace("hunter2", "\"(redacted)\""));
}

#[test]
fn a_packed_file_with_secrets_has_no_copy() {
    use std::io::Write;
    let gzip = |text: &str| {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(text.as_bytes()).unwrap();
        encoder.finish().unwrap()
    };
    assert_eq!(redact(&gzip("{\"a\": 1}")), Redaction::Clean);
    let reason = "it is a gzip file that holds secrets: unpack it first".to_owned();
    assert_eq!(redact(&gzip("{\"password\": \"hunter2\"}")), Redaction::Impossible(reason));
    assert!(matches!(redact(&gzip("x")[..12]), Redaction::Impossible(_)));
}

#[test]
fn utf_16_is_copied_as_utf_8() {
    let utf16: Vec<u8> = "\u{feff}{\"password\": \"hunter2\"}".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(copy_of(&utf16), br#"{"password": "(redacted)"}"#);
}

#[test]
fn commands_and_sentences_with_secrets_are_told() {
    for text in [
        "az login --service-principal -u x --password hunter2x",
        "curl -u admin:hunter2 https://a.example",
        "PGPASSWORD=hunter2 psql",
        "curl -H 'Authorization: Bearer abcdef123456789'",
        "terraform plan -var db_password=hunter2",
        "git clone https://u:hunter2@git.example/x",
        "the key is AKIAIOSFODNN7EXAMPLE",
    ] {
        assert!(secret_in_text(text), "{text}");
    }
    for text in [
        "terraform show -json plan.tfplan",
        "az login --password $PASSWORD",
        "curl -u user:${TOKEN} https://a.example",
        "The password is kept in the vault; token: rotated",
        "checkov -d . -o sarif --output-file-path results.sarif",
        "kubectl get secret/db -o name",
    ] {
        assert!(!secret_in_text(text), "{text}");
    }
}

#[test]
fn hostile_shapes_end_and_deep_ones_lose_their_values() {
    let many = |part: &str, n: usize| part.repeat(n);
    let n = 100_000;
    let masks = format!(
        "{{\"after\": {{{}\"z\": \"s3cr3tVALUE9\"}}, \"after_sensitive\": {{{}\"z\": true}}}}",
        many("\"a\": \"b\", ", n),
        many("\"a\": true, ", n)
    );
    let shapes = [
        "[".repeat(n),
        format!("{}\"s3cr3tVALUE9\"{}", "{\"a\":".repeat(2_000), "}".repeat(2_000)),
        masks,
        format!("{{{}\"after\": [\"s3cr3tVALUE9\"]}}", many("\"after_sensitive\": true, ", n)),
        format!("{{\"sensitive\": true, \"value\": [{}\"s3cr3tVALUE9\"]}}", many("{\"a\": [1, \"x\"]}, ", n)),
        many("password=$", n),
        many("password=\"", n),
        many("://a:", n),
        many("-----BEGIN PRIVATE KEY-----", n),
        many("<a b='", n),
        many("<!--", n),
        many("{\"\n", n),
        many("{\"a\": \"b\n", n),
        many("{\"a\": oops\n}\n", n / 5),
        many("[}\n", n / 5),
        many("x {\"a\": [ ", n / 5),
        many("x {\"a\" ", n / 5),
        many("x {\"a\": oops\n{\"b\": [\n", n / 5),
        many("a: {\"b\": 1}\n", n / 5),
        many("{\"a\": 1} <testsuite a='\n", n / 5),
        many("<![CDATA[ ' ]]>", n / 5),
        many("password = <<EOT\n", n / 5),
        many("password='\\'", n / 5),
        many("PWD={a", n / 5),
        format!("a: {}", many("[", n)),
        many("- &a *a\n", 10_000),
        format!("{{\"payload\": \"{}\"}}", many("\\\"payload\\\":", n)),
    ];
    for shape in shapes {
        match redact(shape.as_bytes()) {
            Redaction::Copy { bytes, .. } => assert!(!String::from_utf8_lossy(&bytes).contains("s3cr3tVALUE9")),
            _ => assert!(!shape.contains("s3cr3tVALUE9")),
        }
    }
}

#[test]
fn many_documents_one_a_line_take_linear_time() {
    let line = "{\"payload\":\"eyJhIjoxfQ==eyJhIjoxfQ==eyJhIjoxfQ==\"}\n";
    assert_eq!(redact(line.repeat(20_000).as_bytes()), Redaction::Clean);
}

#[test]
fn a_signed_statement_with_secrets_is_refused_however_its_payload_is_written() {
    // {"password":"hunter2??>","payload":1}
    let payload = "eyJwYXNzd29yZCI6Imh1bnRlcjI/Pz4iLCJwYXlsb2FkIjoxfQ==";
    for written in [payload.to_owned(), payload.replace('/', "\\/"), payload.replace('/', "\\u002f")] {
        let statement = format!("{{\"payloadType\": \"x\", \"payload\": \"{written}\"}}");
        assert!(matches!(redact(statement.as_bytes()), Redaction::Impossible(_)), "{statement}");
    }
}

#[test]
fn an_archive_that_nobody_looks_into_has_no_copy() {
    use std::io::Write;
    let mut tar = vec![b'a'; 512];
    tar[257..262].copy_from_slice(b"ustar");
    let archives: [&[u8]; 9] = [
        b"\xFD7zXZ\0rest",
        b"BZh91AY&SYrest",
        b"\x28\xB5\x2F\xFDrest",
        b"\x04\x22\x4D\x18rest",
        b"7z\xBC\xAF\x27\x1Crest",
        b"Rar!\x1A\x07rest",
        b"\xFF\xFE\0\0{\0\0\0",
        b"\0\0\xFE\xFF\0\0\0{",
        &tar,
    ];
    for archive in archives {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(archive).unwrap();
        let packed = encoder.finish().unwrap();
        for bytes in [archive, &packed] {
            assert!(matches!(redact(bytes), Redaction::Impossible(_)), "{archive:?}");
        }
    }
}

#[test]
fn a_number_under_the_name_of_a_secret_is_one() {
    assert_eq!(copy_of_text("{\"password\": 839201774}"), "{\"password\": \"(redacted)\"}");
    assert_eq!(
        copy_of_text("{\"administratorLoginPassword\":{\"value\":8392017745}}"),
        "{\"administratorLoginPassword\":{\"value\":\"(redacted)\"}}"
    );
}

#[test]
fn a_secret_that_begins_with_a_mark_is_no_expression() {
    for secret in ["$ecretPw1", "@abc123", "$Tr0ng1x", "%pass1word", "(abc123x", "*abc123", "<abc123", "[abc123", "{abc123"] {
        let text = format!("{{\"administratorLoginPassword\": \"{secret}\"}}");
        assert!(!copy_of_text(&text).contains(secret), "{secret}");
    }
    for secret in ["$ecretPw1", "@abc123", "$Tr0ng1x"] {
        assert!(!copy_of_text(&format!("Server=a;Password={secret};Database=b")).contains(secret), "{secret}");
    }
    for kept in [
        "$DB_PASSWORD",
        "${DB_PASSWORD}",
        "$(dbPassword)",
        "@Microsoft.KeyVault(SecretUri=https://k.vault.azure.net/secrets/s)",
        "{{ db_password }}",
        "<placeholder>",
        "%DB_PASSWORD%",
        "[parameters('dbPassword')]",
        "***",
    ] {
        let text = format!("{{\"administratorLoginPassword\": \"{kept}\"}}");
        assert_eq!(redact(text.as_bytes()), Redaction::Clean, "{kept}");
    }
}
