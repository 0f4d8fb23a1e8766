//! Samples of logs and answers that say what a deployment did, and what it gives out.

use super::{Sample, sample};

pub const SAMPLES: &[Sample] = &[
    sample(
        "pulumi-preview-json",
        2,
        0,
        r#"{"config": {"ledger:password": "VALUE"}, "steps": [
            {"op": "create", "urn": "urn:pulumi:prod::ledger::aws:s3/bucket:Bucket::invoices", "newState": {
                "urn": "urn:pulumi:prod::ledger::aws:s3/bucket:Bucket::invoices", "custom": true, "type": "aws:s3/bucket:Bucket",
                "inputs": {"key": "VALUE"}}, "detailedDiff": null},
            {"op": "same", "urn": "urn:pulumi:prod::ledger::pulumi:pulumi:Stack::ledger-prod", "oldState": {
                "urn": "urn:pulumi:prod::ledger::pulumi:pulumi:Stack::ledger-prod", "custom": false, "type": "pulumi:pulumi:Stack",
                "outputs": {"connection": "VALUE"}}}],
            "diagnostics": [{"urn": "urn:pulumi:prod::ledger::aws:s3/bucket:Bucket::invoices", "message": "mind TOKEN", "severity": "warning"}],
            "duration": 2000000000, "changeSummary": {"create": 1, "same": 1}}"#,
    ),
    sample(
        "terraform-ui-log",
        2,
        0,
        r#"{"@level":"info","@message":"Terraform 1.9.5","@module":"terraform.ui","@timestamp":"2026-11-01T10:00:00Z","terraform":"1.9.5","type":"version","ui":"1.2"}
{"@level":"info","@message":"random_password.db: Plan to create","@module":"terraform.ui","@timestamp":"2026-11-01T10:00:01Z","change":{"resource":{"addr":"random_password.db","module":"","resource":"random_password.db","resource_type":"random_password","resource_name":"db","resource_key":null},"action":"create"},"type":"planned_change"}
{"@level":"warn","@message":"Warning: mind TOKEN","@module":"terraform.ui","@timestamp":"2026-11-01T10:00:01Z","diagnostic":{"severity":"warning","summary":"mind TOKEN","detail":"VALUE","snippet":{"code":"password = \"VALUE\"","values":[{"traversal":"var.password","statement":"is \"VALUE\""}]}},"type":"diagnostic"}
{"@level":"info","@message":"random_password.db: Creating...","@module":"terraform.ui","@timestamp":"2026-11-01T10:00:02Z","hook":{"resource":{"addr":"random_password.db"},"action":"create"},"type":"apply_start"}
{"@level":"info","@message":"random_password.db: Creation complete","@module":"terraform.ui","@timestamp":"2026-11-01T10:00:03Z","hook":{"resource":{"addr":"random_password.db"},"action":"create","id_key":"id","id_value":"VALUE","elapsed_seconds":1},"type":"apply_complete"}
{"@level":"info","@message":"Apply complete! Resources: 1 added, 0 changed, 0 destroyed.","@module":"terraform.ui","@timestamp":"2026-11-01T10:00:04Z","changes":{"add":1,"change":0,"remove":0,"operation":"apply"},"type":"change_summary"}
{"@level":"info","@message":"Outputs: 2","@module":"terraform.ui","@timestamp":"2026-11-01T10:00:04Z","outputs":{"password":{"sensitive":true},"connection":{"sensitive":false,"type":"string","value":"VALUE"}},"type":"outputs"}
"#,
    ),
    sample(
        "azure-deployment-operations",
        3,
        0,
        r#"[{"id": "/subscriptions/s/resourceGroups/g/providers/Microsoft.Resources/deployments/d/operations/1", "operationId": "1", "properties": {
                "provisioningOperation": "Create", "provisioningState": "Succeeded", "timestamp": "2026-11-01T10:00:00Z", "duration": "PT1S",
                "statusCode": "OK", "request": {"content": {"properties": {"value": "VALUE"}}}, "response": {"content": {"key": "VALUE"}},
                "targetResource": {"id": "/subscriptions/s/resourceGroups/g/providers/Microsoft.Web/sites/w", "resourceType": "Microsoft.Web/sites", "resourceName": "w"}}},
            {"id": "/subscriptions/s/resourceGroups/g/providers/Microsoft.Resources/deployments/d/operations/2", "operationId": "2", "properties": {
                "provisioningOperation": "Create", "provisioningState": "Failed", "timestamp": "2026-11-01T10:00:01Z", "statusCode": "Conflict",
                "statusMessage": {"status": "Failed", "error": {"code": "Conflict", "message": "the key TOKEN is taken", "details": [{"message": "VALUE"}]}},
                "targetResource": {"id": "/subscriptions/s/resourceGroups/g/providers/Microsoft.KeyVault/vaults/v", "resourceType": "Microsoft.KeyVault/vaults", "resourceName": "v"}}},
            {"id": "/subscriptions/s/resourceGroups/g/providers/Microsoft.Resources/deployments/d/operations/3", "operationId": "3", "properties": {
                "provisioningOperation": "EvaluateDeploymentOutput", "provisioningState": "Succeeded", "timestamp": "2026-11-01T10:00:02Z", "statusCode": "OK"}}]"#,
    ),
    sample(
        "cfn-stack-events",
        3,
        0,
        r#"{"StackEvents": [
            {"StackId": "arn:aws:cloudformation:eu-west-1:000000000000:stack/ledger/1", "EventId": "e3", "StackName": "ledger", "LogicalResourceId": "ledger",
             "PhysicalResourceId": "arn:aws:cloudformation:eu-west-1:000000000000:stack/ledger/1", "ResourceType": "AWS::CloudFormation::Stack",
             "Timestamp": "2026-11-01T10:00:02Z", "ResourceStatus": "ROLLBACK_IN_PROGRESS", "ResourceStatusReason": "refused TOKEN"},
            {"StackId": "arn:aws:cloudformation:eu-west-1:000000000000:stack/ledger/1", "EventId": "e2", "StackName": "ledger", "LogicalResourceId": "Bucket",
             "PhysicalResourceId": "invoices", "ResourceType": "AWS::S3::Bucket", "Timestamp": "2026-11-01T10:00:01Z", "ResourceStatus": "CREATE_FAILED",
             "ResourceStatusReason": "the key TOKEN is taken", "ResourceProperties": "{\"Key\":\"VALUE\"}"},
            {"StackId": "arn:aws:cloudformation:eu-west-1:000000000000:stack/ledger/1", "EventId": "e1", "StackName": "ledger", "LogicalResourceId": "ledger",
             "PhysicalResourceId": "arn:aws:cloudformation:eu-west-1:000000000000:stack/ledger/1", "ResourceType": "AWS::CloudFormation::Stack",
             "Timestamp": "2026-11-01T10:00:00Z", "ResourceStatus": "CREATE_IN_PROGRESS", "ClientRequestToken": "VALUE"}]}"#,
    ),
    sample(
        "pulumi-events",
        5,
        0,
        r#"{"sequence": 0, "timestamp": 1795190400, "preludeEvent": {"config": {"ledger:password": "VALUE"}}}
{"sequence": 1, "timestamp": 1795190401, "resourcePreEvent": {"metadata": {"op": "create", "urn": "urn:pulumi:prod::ledger::aws:s3/bucket:Bucket::invoices", "type": "aws:s3/bucket:Bucket", "old": null, "new": {"type": "aws:s3/bucket:Bucket", "urn": "urn:pulumi:prod::ledger::aws:s3/bucket:Bucket::invoices", "inputs": {"key": "VALUE"}, "outputs": {}}}}}
{"sequence": 2, "timestamp": 1795190402, "diagnosticEvent": {"urn": "", "message": "refused TOKEN", "color": "raw", "severity": "error"}}
{"sequence": 3, "timestamp": 1795190403, "resOutputsEvent": {"metadata": {"op": "create", "urn": "urn:pulumi:prod::ledger::aws:s3/bucket:Bucket::invoices", "type": "aws:s3/bucket:Bucket", "old": null, "new": {"type": "aws:s3/bucket:Bucket", "urn": "urn:pulumi:prod::ledger::aws:s3/bucket:Bucket::invoices", "inputs": {}, "outputs": {"connection": "VALUE"}}}}}
{"sequence": 4, "timestamp": 1795190404, "summaryEvent": {"maybeCorrupt": false, "durationSeconds": 4, "resourceChanges": {"create": 1}}}
"#,
    ),
    sample(
        "helm-status-json",
        1,
        0,
        r#"{"name": "ledger", "info": {"first_deployed": "2026-11-01T09:00:00Z", "last_deployed": "2026-11-01T10:00:00Z", "deleted": "",
                "description": "Upgrade failed with TOKEN", "status": "failed", "notes": "log in with VALUE"},
            "config": {"password": "VALUE"}, "manifest": "kind: Secret\ndata:\n  key: VALUE\n", "hooks": [{"name": "h", "manifest": "VALUE"}],
            "version": 3, "namespace": "n"}"#,
    ),
    sample(
        "helm-history-json",
        2,
        0,
        r#"[{"revision": 1, "updated": "2026-11-01T09:00:00Z", "status": "superseded", "chart": "ledger-1.0.0", "app_version": "1.0", "description": "Install complete"},
            {"revision": 2, "updated": "2026-11-01T10:00:00Z", "status": "failed", "chart": "ledger-1.1.0", "app_version": "1.1", "description": "Upgrade failed with TOKEN"}]"#,
    ),
    sample(
        "ansible-json",
        1,
        0,
        r#"{"custom_stats": {"key": "VALUE"}, "global_custom_stats": {}, "plays": [{"play": {"name": "Ledger", "id": "p",
                "duration": {"start": "2026-11-01T10:00:00Z", "end": "2026-11-01T10:00:09Z"}}, "tasks": [
                {"task": {"name": "Write the key", "id": "t1", "duration": {"start": "2026-11-01T10:00:01Z", "end": "2026-11-01T10:00:02Z"}},
                 "hosts": {"web-1": {"action": "copy", "changed": true, "invocation": {"module_args": {"content": "VALUE"}}, "diff": [{"after": "VALUE"}]}}},
                {"task": {"name": "Log in", "id": "t2", "duration": {"start": "2026-11-01T10:00:02Z", "end": "2026-11-01T10:00:03Z"}},
                 "hosts": {"web-1": {"action": "command", "failed": true, "msg": "refused TOKEN", "cmd": ["login", "VALUE"], "stdout": "VALUE", "stderr": "VALUE"}}}]}],
            "stats": {"web-1": {"ok": 1, "changed": 1, "failures": 1, "unreachable": 0, "skipped": 0, "rescued": 0, "ignored": 0}}}"#,
    ),
    sample(
        "terraform-output-json",
        3,
        0,
        r#"{"password": {"sensitive": true, "type": "string", "value": "VALUE"}, "connection": {"sensitive": false, "type": "string", "value": "VALUE"},
            "keys": {"sensitive": false, "type": ["list", "string"], "value": ["VALUE", "TOKEN"]}}"#,
    ),
    sample(
        "cfn-stacks",
        1,
        0,
        r#"{"Stacks": [{"StackId": "arn:aws:cloudformation:eu-west-1:000000000000:stack/ledger/1", "StackName": "ledger", "StackStatus": "CREATE_COMPLETE",
            "CreationTime": "2026-11-01T10:00:00Z", "StackStatusReason": "mind TOKEN", "Parameters": [{"ParameterKey": "Password", "ParameterValue": "VALUE"}],
            "Outputs": [{"OutputKey": "Connection", "OutputValue": "VALUE", "Description": "uses TOKEN"}], "Tags": [{"Key": "key", "Value": "VALUE"}]}]}"#,
    ),
    sample(
        "driftctl-json",
        3,
        0,
        r#"{"summary": {"total_resources": 3, "total_changed": 1, "total_unmanaged": 1, "total_missing": 1, "total_managed": 1, "total_iac_source_count": 1},
            "managed": [{"id": "invoices", "type": "aws_s3_bucket", "source": {"source": "tfstate://a", "namespace": "", "internal_name": "b"}}],
            "unmanaged": [{"id": "by-hand", "type": "aws_iam_user"}], "missing": [{"id": "gone", "type": "aws_s3_bucket"}],
            "differences": [{"res": {"id": "invoices", "type": "aws_s3_bucket"}, "changelog": [{"type": "update", "path": ["Key"], "from": "VALUE", "to": "VALUE", "computed": false}]}],
            "coverage": 33, "alerts": {"": [{"message": "Ignoring aws_x: refused TOKEN"}]}, "provider_name": "AWS", "provider_version": "3.19.0",
            "scan_duration": 12, "date": "2026-11-01T10:00:00Z"}"#,
    ),
];
