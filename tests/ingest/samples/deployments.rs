//! Samples of previews, states, deployments, outputs and drift.

use super::{Sample, sample};

pub const SAMPLES: &[Sample] = &[
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
        "bicep-snapshot",
        1,
        0,
        r#"{"predictedResources": [{"id": "[resourceId('Microsoft.Web/sites', 'w')]", "type": "Microsoft.Web/sites", "properties": {"key": "VALUE"}}],
            "diagnostics": []}"#,
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
];
