//! One small file of every format that tools write, made by hand after its published schema.
//!
//! `VALUE` stands where a tool writes values that may be secret, `TOKEN` where a token may stand in free text: neither may ever come
//! out of the readers.

/// In place of a value: a plan's or state's attribute, an output, a quoted line, a scanner's match.
pub const VALUE: &str = "correct-horse-battery";
/// In place of a token in a message: its beginning is that of an access key.
pub const TOKEN: &str = "AKIAQ7PLUMBLINE5XMPL";

/// A file of a format.
pub struct Sample {
    /// The id that `inspect` prints.
    pub format: &'static str,
    /// The text, with `VALUE` and `TOKEN`.
    text: &'static str,
    /// How many items it holds.
    pub items: u64,
    /// How many open findings.
    pub open: u64,
}

impl Sample {
    /// The file as the tool would write it.
    pub fn text(&self) -> String {
        self.text.replace("VALUE", VALUE).replace("TOKEN", TOKEN)
    }
}

const fn sample(format: &'static str, items: u64, open: u64, text: &'static str) -> Sample {
    Sample { format, text, items, open }
}

/// Every format that tools write.
pub const SAMPLES: &[Sample] = &[
    sample(
        "sarif-2.1.0",
        2,
        1,
        r#"{"version": "2.1.0", "$schema": "https://json.schemastore.org/sarif-2.1.0.json", "runs": [{
            "tool": {"driver": {"name": "PSRule", "version": "2.9.0", "rules": [{"id": "Azure.Storage.SecureTransfer",
                "properties": {"security-severity": "7.5"}}]}},
            "invocations": [{"executionSuccessful": true}],
            "results": [
                {"ruleId": "Azure.Storage.SecureTransfer", "ruleIndex": 0, "level": "error", "kind": "fail",
                 "suppressions": [{"kind": "inSource", "status": "rejected", "justification": "see TOKEN"}],
                 "message": {"text": "The key TOKEN is written out"},
                 "locations": [{"physicalLocation": {"artifactLocation": {"uri": "main.bicep"},
                    "region": {"startLine": 12, "snippet": {"text": "key: 'VALUE'"}}}}]},
                {"ruleId": "Azure.Storage.Name", "kind": "pass", "message": {"text": "fine"}}]}]}"#,
    ),
    sample(
        "terraform-plan",
        2,
        0,
        r#"{"format_version": "1.2", "terraform_version": "1.9.5", "timestamp": "2026-11-01T10:00:00Z", "errored": false,
            "variables": {"password": {"value": "VALUE"}},
            "planned_values": {"outputs": {"key": {"sensitive": true, "value": "VALUE"}}},
            "resource_changes": [
                {"address": "azurerm_key_vault_secret.db", "change": {"actions": ["create"], "before": null, "after": {"value": "VALUE"},
                    "after_sensitive": {"value": true}}},
                {"address": "random_password.db", "change": {"actions": ["no-op"], "before": {"result": "VALUE"}, "after": {"result": "VALUE"}}}],
            "resource_drift": []}"#,
    ),
    sample(
        "terraform-state",
        2,
        0,
        r#"{"format_version": "1.0", "terraform_version": "1.9.5", "values": {"outputs": {"key": {"value": "VALUE", "sensitive": true}},
            "root_module": {"resources": [{"address": "random_password.db", "values": {"result": "VALUE"}}],
                "child_modules": [{"resources": [{"address": "module.a.null_resource.b", "values": {}}]}]}}}"#,
    ),
    sample(
        "azure-what-if",
        2,
        0,
        r#"{"status": "Succeeded", "changes": [
            {"resourceId": "/subscriptions/s/resourceGroups/g/providers/Microsoft.KeyVault/vaults/v/secrets/db", "changeType": "Create",
             "after": {"properties": {"value": "VALUE"}}},
            {"resourceId": "/subscriptions/s/resourceGroups/g/providers/Microsoft.Web/sites/w", "changeType": "Modify",
             "delta": [{"path": "properties.key", "before": "VALUE", "after": "VALUE"}]}]}"#,
    ),
    sample(
        "azure-deployment",
        1,
        0,
        r#"{"id": "/subscriptions/s/resourceGroups/g/providers/Microsoft.Resources/deployments/d", "type": "Microsoft.Resources/deployments",
            "name": "d", "properties": {"provisioningState": "Succeeded", "timestamp": "2026-11-01T10:00:00Z",
                "parameters": {"password": {"type": "String", "value": "VALUE"}},
                "outputs": {"connection": {"type": "String", "value": "VALUE"}},
                "outputResources": [{"id": "/subscriptions/s/resourceGroups/g/providers/Microsoft.Web/sites/w"}]}}"#,
    ),
    sample(
        "azure-role-assignment",
        1,
        0,
        r#"[{"principalId": "p-1", "principalName": "deployer", "roleDefinitionName": "Reader", "scope": "/subscriptions/s",
            "type": "Microsoft.Authorization/roleAssignments", "condition": "VALUE"}]"#,
    ),
    sample(
        "azure-nsg-list",
        1,
        0,
        r#"[{"name": "nsg-web", "type": "Microsoft.Network/networkSecurityGroups", "tags": {"key": "VALUE"},
            "securityRules": [{"name": "deny-all", "access": "Deny", "direction": "Inbound", "priority": 4096}]}]"#,
    ),
    sample(
        "azure-metric-alert",
        1,
        0,
        r#"[{"name": "cpu", "type": "Microsoft.Insights/metricAlerts", "enabled": true, "tags": {"key": "VALUE"},
            "actions": [{"actionGroupId": "/subscriptions/s/resourceGroups/g/providers/microsoft.insights/actionGroups/oncall"}]}]"#,
    ),
    sample(
        "azure-action-group",
        1,
        0,
        r#"[{"name": "oncall", "type": "Microsoft.Insights/ActionGroups", "enabled": true,
            "webhookReceivers": [{"name": "hook", "serviceUri": "https://hooks.example/VALUE"}]}]"#,
    ),
    sample(
        "bicep-snapshot",
        1,
        0,
        r#"{"predictedResources": [{"id": "[resourceId('Microsoft.Web/sites', 'w')]", "type": "Microsoft.Web/sites", "properties": {"key": "VALUE"}}],
            "diagnostics": []}"#,
    ),
    sample(
        "checkov-json",
        1,
        1,
        r#"{"check_type": "terraform", "results": {
            "failed_checks": [{"check_id": "CKV_AZURE_33", "check_name": "Logging is on, not TOKEN", "severity": null,
                "file_path": "/main.tf", "file_line_range": [3, 9], "resource": "azurerm_storage_account.a",
                "code_block": [[3, "key = \"VALUE\"\n"]]}],
            "passed_checks": [{"check_id": "CKV_AZURE_3", "resource": "azurerm_storage_account.a", "file_path": "/main.tf", "file_line_range": [3, 9]}],
            "skipped_checks": [{"check_id": "CKV_AZURE_59", "file_path": "/main.tf", "file_line_range": [3, 9], "resource": "b",
                "check_result": {"result": "SKIPPED", "suppress_comment": "see TOKEN"}}]}, "summary": {"passed": 1, "failed": 1, "skipped": 0, "checkov_version": "3.2.1"}}"#,
    ),
    sample(
        "trivy-json",
        2,
        2,
        r#"{"SchemaVersion": 2, "ArtifactName": ".", "CreatedAt": "2026-11-01T10:00:00Z", "Results": [
            {"Target": "main.tf", "Class": "config", "MisconfSummary": {"Successes": 4, "Failures": 1},
             "Misconfigurations": [{"ID": "AVD-AZU-0008", "Title": "Secure transfer", "Message": "uses TOKEN", "Severity": "HIGH", "Status": "FAIL",
                "CauseMetadata": {"Resource": "azurerm_storage_account.a", "StartLine": 3, "Code": {"Lines": [{"Content": "key = VALUE"}]}}}]},
            {"Target": "run.sh", "Class": "secret", "Secrets": [{"RuleID": "aws-access-key-id", "Title": "Access key", "Severity": "CRITICAL",
                "StartLine": 2, "Match": "export KEY=VALUE"}]}]}"#,
    ),
    sample(
        "trivy-operator-json",
        2,
        2,
        r#"{"apiVersion": "v1", "kind": "List", "items": [
            {"apiVersion": "aquasecurity.github.io/v1alpha1", "kind": "ConfigAuditReport", "metadata": {"name": "replicaset-web"},
             "report": {"checks": [{"checkID": "KSV001", "title": "Escalation with TOKEN", "severity": "MEDIUM", "success": false},
                {"checkID": "KSV002", "title": "fine", "severity": "LOW", "success": true}]}},
            {"apiVersion": "aquasecurity.github.io/v1alpha1", "kind": "ExposedSecretReport", "metadata": {"name": "web"},
             "report": {"secrets": [{"ruleID": "private-key", "title": "Key", "severity": "HIGH", "match": "VALUE"}]}}]}"#,
    ),
    sample(
        "kics-json",
        1,
        1,
        r#"{"kics_version": "v2.1.3", "files_scanned": 1, "files_parsed": 1, "queries_total": 20, "queries_failed_to_execute": 0,
            "severity_counters": {"HIGH": 1}, "total_counter": 1, "queries": [{"query_id": "q-1", "query_name": "Password TOKEN in text",
                "severity": "HIGH", "category": "Secret Management", "files": [{"file_name": "main.tf", "line": 4, "similarity_id": "s1",
                    "search_key": "a[b].c", "actual_value": "password is VALUE", "expected_value": "none"}]}]}"#,
    ),
    sample(
        "tfsec-json",
        1,
        1,
        r#"{"results": [{"rule_id": "AVD-AZU-0008", "rule_description": "d", "description": "Uses TOKEN", "severity": "HIGH", "status": 0,
            "resource": "azurerm_storage_account.a", "location": {"filename": "main.tf", "start_line": 3, "end_line": 4}, "snippet": "VALUE"}]}"#,
    ),
    sample(
        "terrascan-json",
        1,
        1,
        r#"{"results": {"violations": [{"rule_id": "AC_AZURE_0370", "rule_name": "n", "description": "Uses TOKEN", "severity": "HIGH",
            "resource_name": "a", "resource_type": "azurerm_storage_account", "file": "main.tf", "line": 3, "source": "VALUE"}],
            "skipped_violations": [{"rule_id": "AC_AZURE_0371", "description": "d", "severity": "LOW", "resource_name": "b",
                "resource_type": "t", "file": "main.tf", "line": 9, "skip_comment": "see TOKEN"}],
            "scan_summary": {"policies_validated": 10, "violated_policies": 1}}}"#,
    ),
    sample(
        "psrule-json",
        2,
        1,
        r#"[{"outcome": "Fail", "ruleId": "PSRule.Rules.Azure\\Azure.Storage.SecureTransfer", "ruleName": "Azure.Storage.SecureTransfer",
            "targetName": "st1", "targetType": "Microsoft.Storage/storageAccounts", "level": "Error", "field": {"key": "VALUE"},
            "info": {"recommendation": "Do not use TOKEN"}},
            {"outcome": "Pass", "ruleId": "r2", "ruleName": "Azure.Storage.Name", "targetName": "st1"}]"#,
    ),
    sample(
        "conftest-json",
        2,
        2,
        r#"[{"filename": "deployment.yaml", "namespace": "main", "successes": 3,
            "failures": [{"msg": "runs as root with TOKEN", "metadata": {"query": "data.main.deny", "value": "VALUE"}}],
            "warnings": [{"msg": "no limits"}], "exceptions": [{"msg": "known"}]}]"#,
    ),
    sample(
        "gitleaks-json",
        1,
        1,
        r#"[{"RuleID": "generic-api-key", "Description": "Found TOKEN", "StartLine": 3, "File": "run.sh", "Match": "key=VALUE", "Secret": "VALUE",
            "Commit": "c0ffee", "Message": "add VALUE", "Fingerprint": "c0ffee:run.sh:generic-api-key:3"}]"#,
    ),
    sample(
        "semgrep-json",
        1,
        1,
        r#"{"version": "1.90.0", "errors": [], "paths": {"scanned": ["main.tf"]}, "results": [{"check_id": "terraform.azure.open",
            "path": "main.tf", "start": {"line": 3}, "end": {"line": 4},
            "extra": {"message": "Open to TOKEN", "severity": "ERROR", "lines": "key = VALUE", "metavars": {"$K": {"abstract_content": "VALUE"}}}}]}"#,
    ),
    sample(
        "snyk-json",
        1,
        1,
        r#"{"ok": false, "projectName": "p", "targetFile": "main.tf", "infrastructureAsCodeIssues": [{"id": "SNYK-CC-TF-1",
            "title": "Public with TOKEN", "severity": "high", "path": ["resource", "a[b]"], "lineNumber": 3, "resolve": "VALUE"}]}"#,
    ),
    sample(
        "kubescape-json",
        1,
        1,
        r#"{"summaryDetails": {"controls": {"C-0012": {"scoreFactor": 8, "name": "Applications credentials in configuration files"}}},
            "results": [{"resourceID": "apps/v1/default/Deployment/web", "controls": [
                {"controlID": "C-0012", "name": "Credentials TOKEN", "status": {"status": "failed"}, "rules": [{"paths": [{"failedPath": "VALUE"}]}]},
                {"controlID": "C-0013", "name": "n", "status": {"status": "passed"}}]}]}"#,
    ),
    sample(
        "cfn-lint-json",
        1,
        1,
        r#"[{"Filename": "ledger.yaml", "Id": "i", "Level": "Error", "Message": "Default TOKEN", "Rule": {"Id": "E3012", "Description": "d", "Source": "s"},
            "Location": {"Start": {"LineNumber": 3, "ColumnNumber": 1}, "End": {"LineNumber": 3, "ColumnNumber": 9},
                "Path": ["Resources", "Bucket", "Properties"]}}]"#,
    ),
    sample(
        "cfn-nag-json",
        1,
        1,
        r#"[{"filename": "ledger.yaml", "file_results": {"failure_count": 1, "violations": [{"id": "F1000", "type": "FAIL",
            "message": "Egress TOKEN", "logical_resource_ids": ["Group"], "line_numbers": [4], "element_types": ["VALUE"]}]}}]"#,
    ),
    sample(
        "cfn-change-set",
        1,
        0,
        r#"{"ChangeSetName": "c", "StackName": "s", "Status": "CREATE_COMPLETE", "Parameters": [{"ParameterKey": "Password", "ParameterValue": "VALUE"}],
            "Changes": [{"Type": "Resource", "ResourceChange": {"Action": "Add", "LogicalResourceId": "Bucket", "ResourceType": "AWS::S3::Bucket"}}]}"#,
    ),
    sample(
        "cfn-drift",
        1,
        0,
        r#"{"StackResourceDrifts": [{"StackId": "s", "LogicalResourceId": "Bucket", "StackResourceDriftStatus": "MODIFIED",
            "ExpectedProperties": "{\"Key\":\"VALUE\"}", "ActualProperties": "{\"Key\":\"VALUE\"}",
            "PropertyDifferences": [{"PropertyPath": "/Key", "ExpectedValue": "VALUE", "ActualValue": "VALUE"}]}]}"#,
    ),
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
        "in-toto-statement",
        1,
        0,
        r#"{"_type": "https://in-toto.io/Statement/v1", "subject": [{"name": "plan.json",
            "digest": {"sha256": "0000000000000000000000000000000000000000000000000000000000000001"}}],
            "predicateType": "https://slsa.dev/provenance/v1", "predicate": {"buildDefinition": {"externalParameters": {"key": "VALUE"}}}}"#,
    ),
    sample(
        "dsse-envelope",
        1,
        0,
        r#"{"payloadType": "application/vnd.in-toto+json", "payload": "eyJfdHlwZSI6Imh0dHBzOi8vaW4tdG90by5pby9TdGF0ZW1lbnQvdjEiLCJzdWJqZWN0IjpbXX0=",
            "signatures": [{"keyid": "k", "sig": "VALUE"}]}"#,
    ),
    sample(
        "sigstore-bundle",
        1,
        0,
        r#"{"mediaType": "application/vnd.dev.sigstore.bundle.v0.3+json", "verificationMaterial": {"certificate": {"rawBytes": "VALUE"}},
            "dsseEnvelope": {"payloadType": "application/vnd.in-toto+json",
                "payload": "eyJfdHlwZSI6Imh0dHBzOi8vaW4tdG90by5pby9TdGF0ZW1lbnQvdjEiLCJzdWJqZWN0IjpbXX0=", "signatures": [{"sig": "VALUE"}]}}"#,
    ),
    sample(
        "cyclonedx-attestation",
        1,
        0,
        r#"{"bomFormat": "CycloneDX", "specVersion": "1.6", "declarations": {"assessors": [], "attestations": [{"summary": "VALUE", "map": []}],
            "claims": []}}"#,
    ),
    sample(
        "aws-iam-policies",
        2,
        0,
        r#"{"RoleDetailList": [{"RoleName": "ci", "Arn": "arn:aws:iam::000000000000:role/ci", "Tags": [{"Key": "justification", "Value": "runs with TOKEN"}],
            "AttachedManagedPolicies": [{"PolicyName": "ReadOnlyAccess", "PolicyArn": "arn:aws:iam::aws:policy/ReadOnlyAccess"}],
            "RolePolicyList": [{"PolicyName": "inline", "PolicyDocument": {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
                "Action": "s3:GetObject", "Resource": "*", "Condition": {"StringEquals": {"aws:PrincipalTag/key": "VALUE"}}}]}}]}]}"#,
    ),
    sample(
        "aws-access-analyzer",
        1,
        0,
        r#"{"findings": [{"id": "f", "changeType": "NEW", "status": "ACTIVE", "resource": "arn:aws:s3:::b", "resourceType": "AWS::S3::Bucket",
            "resourceOwnerAccount": "000000000000", "principal": {"AWS": "000000000001"}, "action": ["s3:GetObject"], "condition": {"aws:SourceVpc": "VALUE"}}]}"#,
    ),
    sample(
        "gcp-iam-policy",
        1,
        0,
        r#"{"bindings": [{"role": "roles/viewer", "members": ["group:ops@example.com"],
            "condition": {"title": "t", "description": "until TOKEN is gone", "expression": "request.host == 'VALUE'"}}], "etag": "BwY=", "version": 3}"#,
    ),
    sample(
        "k8s-rbac",
        1,
        0,
        r#"{"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "RoleBinding", "metadata": {"name": "b", "namespace": "n",
            "annotations": {"example.com/justification": "reads with TOKEN", "other": "VALUE"}},
            "roleRef": {"kind": "ClusterRole", "name": "view"}, "subjects": [{"kind": "Group", "name": "ops"}]}"#,
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
