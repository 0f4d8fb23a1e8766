//! Plans, states and what-if answers.

use crate::Rule::{self, Either, List, Map, Named, Of, Raw, Word};

static ADDRESS: Rule = Word(&[
    "azurerm_storage_account.logs",
    "module.a[\\\"x\\\"].azurerm_key_vault.v[0]",
    "data.aws_iam_policy_document.d",
    "aws_iam_role_policy.p",
    "",
    "x",
]);
static TYPE: Rule = Word(&[
    "azurerm_role_assignment",
    "azurerm_network_security_group",
    "azurerm_network_security_rule",
    "azurerm_monitor_metric_alert",
    "azurerm_monitor_action_group",
    "azurerm_key_vault_secret",
    "aws_iam_policy",
    "aws_security_group",
    "aws_security_group_rule",
    "google_project_iam_binding",
    "kubernetes_manifest",
]);
static SCALAR: Rule = Either(&[
    Word(&[
        "Owner",
        "*",
        "0.0.0.0/0",
        "Allow",
        "Deny",
        "Inbound",
        "${var.x}",
        "{\\\"Statement\\\":[{\\\"Effect\\\":\\\"Allow\\\",\\\"Action\\\":\\\"*\\\"}]}",
        "https://v.vault.azure.net/keys/k",
    ]),
    Raw(&["true", "false", "null", "22", "0", "65535", "-1"]),
]);
static VALUES: Rule = Named(
    &[
        "role_definition_name",
        "scope",
        "principal_id",
        "policy",
        "security_rule",
        "ingress",
        "egress",
        "access",
        "direction",
        "priority",
        "source_address_prefix",
        "destination_port_range",
        "key_vault_key_id",
        "app_settings",
        "password",
        "enabled",
        "action",
        "criteria",
        "members",
        "role",
        "manifest",
        "cidr_blocks",
        "from_port",
        "to_port",
        "name",
    ],
    &Either(&[Of(&SCALAR), Of(&SCALAR), List(&Of(&SCALAR)), List(&Of(&VALUES)), Of(&VALUES)]),
);
static SENSITIVE: Rule = Either(&[
    Raw(&["true", "false", "{}"]),
    Named(&["password", "policy", "app_settings", "security_rule"], &Of(&SENSITIVE)),
    List(&Of(&SENSITIVE)),
]);
static ACTIONS: Rule = List(&Word(&["create", "delete", "update", "no-op", "read", "forget"]));
static CHANGE: Rule = Map(&[
    ("actions", Of(&ACTIONS)),
    ("before", Of(&VALUES)),
    ("after", Of(&VALUES)),
    ("after_unknown", Of(&SENSITIVE)),
    ("before_sensitive", Of(&SENSITIVE)),
    ("after_sensitive", Of(&SENSITIVE)),
    ("replace_paths", List(&List(&SCALAR))),
    ("importing", Map(&[("id", Of(&SCALAR))])),
]);
static RESOURCE_CHANGE: Rule = Map(&[
    ("address", Of(&ADDRESS)),
    ("previous_address", Of(&ADDRESS)),
    ("mode", Word(&["managed", "data"])),
    ("type", Of(&TYPE)),
    ("name", Of(&SCALAR)),
    ("index", Of(&SCALAR)),
    ("provider_name", Of(&SCALAR)),
    ("change", Of(&CHANGE)),
]);
static RESOURCE: Rule = Map(&[
    ("address", Of(&ADDRESS)),
    ("mode", Word(&["managed", "data"])),
    ("type", Of(&TYPE)),
    ("values", Of(&VALUES)),
    ("sensitive_values", Of(&SENSITIVE)),
]);
static MODULE: Rule = Map(&[("address", Of(&ADDRESS)), ("resources", List(&RESOURCE)), ("child_modules", List(&Of(&MODULE)))]);
static OUTPUTS: Rule =
    Named(&["a", "b"], &Map(&[("value", Of(&SCALAR)), ("sensitive", Raw(&["true", "false"])), ("type", Of(&SCALAR))]));
static VALUES_OF: Rule = Map(&[("root_module", Of(&MODULE)), ("outputs", Of(&OUTPUTS))]);
static EXPRESSION: Rule = Either(&[
    Map(&[("constant_value", Of(&SCALAR))]),
    Map(&[("references", List(&Word(&["azurerm_key_vault_secret.s.value", "var.x", "module.a.o", "each.value"])))]),
    Named(&["policy", "name", "scope"], &Of(&EXPRESSION)),
]);
static CONFIGURED: Rule = Map(&[
    ("resources", List(&Map(&[("address", Of(&ADDRESS)), ("type", Of(&TYPE)), ("expressions", Of(&EXPRESSION))]))),
    ("outputs", Named(&["o"], &Map(&[("expression", Of(&EXPRESSION))]))),
    ("variables", Named(&["x"], &Map(&[("default", Of(&SCALAR)), ("sensitive", Raw(&["true"]))]))),
    (
        "module_calls",
        Named(&["a", "b"], &Map(&[("source", Of(&SCALAR)), ("expressions", Of(&EXPRESSION)), ("module", Of(&CONFIGURED))])),
    ),
]);

static PLAN: Rule = Map(&[
    ("format_version", Raw(&["\"1.2\"", "\"1.2\"", "\"0.1\"", "\"2.0\""])),
    ("terraform_version", Word(&["1.9.0"])),
    ("planned_values", Of(&VALUES_OF)),
    ("resource_changes", List(&RESOURCE_CHANGE)),
    ("resource_drift", List(&RESOURCE_CHANGE)),
    ("output_changes", Named(&["a", "b"], &CHANGE)),
    ("deferred_changes", List(&Map(&[("reason", Of(&SCALAR)), ("resource_change", Of(&RESOURCE_CHANGE))]))),
    ("prior_state", Map(&[("format_version", Word(&["1.0"])), ("values", Of(&VALUES_OF))])),
    (
        "configuration",
        Map(&[("root_module", Of(&CONFIGURED)), ("provider_config", Named(&["a"], &Map(&[("name", Of(&SCALAR))])))]),
    ),
    (
        "checks",
        List(&Map(&[("address", Map(&[("to_display", Of(&ADDRESS))])), ("status", Word(&["pass", "fail", "error", "unknown"]))])),
    ),
    ("variables", Named(&["x"], &Map(&[("value", Of(&SCALAR))]))),
    ("complete", Raw(&["true", "false"])),
    ("errored", Raw(&["true", "false"])),
    ("applyable", Raw(&["true", "false"])),
]);
static STATE: Rule =
    Map(&[("format_version", Word(&["1.0"])), ("terraform_version", Word(&["1.9.0"])), ("values", Of(&VALUES_OF))]);
static DELTA: Rule = Map(&[
    ("path", Word(&["properties.securityRules", "properties.access", "0", "tags.a"])),
    ("propertyChangeType", Word(&["Create", "Delete", "Modify", "Array", "NoEffect"])),
    ("before", Of(&SCALAR)),
    ("after", Of(&SCALAR)),
    ("children", List(&Of(&DELTA))),
]);
static AZURE: Rule = Map(&[
    ("resourceId", Word(&["/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/networkSecurityGroups/n", "/", "x"])),
    ("changeType", Word(&["Create", "Delete", "Modify", "NoChange", "Ignore", "Deploy", "Unsupported"])),
    ("before", Of(&VALUES)),
    ("after", Of(&VALUES)),
    ("delta", List(&DELTA)),
    ("unsupportedReason", Of(&SCALAR)),
]);
static WHAT_IF: Rule = Map(&[
    ("status", Word(&["Succeeded", "Failed"])),
    ("changes", List(&AZURE)),
    ("potentialChanges", List(&AZURE)),
    ("diagnostics", List(&Map(&[("level", Word(&["Error", "Warning"])), ("message", Of(&SCALAR)), ("target", Of(&SCALAR))]))),
    ("error", Map(&[("code", Of(&SCALAR)), ("message", Of(&SCALAR))])),
]);

/// A document of one of these formats.
pub static DOCUMENT: Rule = Either(&[Of(&PLAN), Of(&PLAN), Of(&PLAN), Of(&STATE), Of(&WHAT_IF)]);
