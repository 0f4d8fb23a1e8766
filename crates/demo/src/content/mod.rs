//! The artifact files of the made-up organisation: small, and of the shapes that the tools write.

mod access;
mod deployment;
mod intent;
mod observation;
mod preview;
mod scans;

pub use access::{key_reference_check, network_intent, role_assignment_diff};
pub use deployment::{deployment_log, deployment_outputs, provenance_attestation, rollback_rehearsal};
pub use intent::threat_intent;
pub use observation::{alert_linkage, alert_test, drift_check, telemetry_signal};
pub use preview::change_preview;
pub use scans::{lint_diagnostics, nightly_scan, policy_diagnostics, secret_scan, template_diagnostics};

use super::work::Action;
use serde_json::Value;

/// The subscription that everything is deployed to.
const SUBSCRIPTION: &str = "/subscriptions/5e2f7c1a-0b8d-4c5e-9a63-d41f60b7a9e2";

/// A file before it is put on the shelf.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// Its path in the data set.
    pub path: String,
    /// Its text.
    pub text: String,
}

/// What the files of an item say: one file, sometimes with the state before and others that are read with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Files {
    /// The artifact.
    pub artifact: Draft,
    /// The state before.
    pub before: Option<Draft>,
    /// Files that are read together with it.
    pub with: Vec<Draft>,
}

impl From<Draft> for Files {
    fn from(artifact: Draft) -> Self {
        Files { artifact, before: None, with: Vec::new() }
    }
}

/// What a file says of the claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Says {
    /// It proves it.
    Yes,
    /// It says the opposite, in one of several ways.
    No(usize),
    /// It leaves it open, in one of several ways.
    Open(usize),
}

impl Says {
    /// The name of the variant among so many ways, for the file's name.
    fn among(self, no: &[&'static str], open: &[&'static str]) -> &'static str {
        let pick = |ways: &[&'static str], n: usize| ways.get(n % ways.len().max(1)).copied().unwrap_or("clean");
        match self {
            Says::Yes => "clean",
            Says::No(n) => pick(no, n),
            Says::Open(n) => pick(open, n),
        }
    }
}

fn draft(folder: &str, name: &str, text: String) -> Draft {
    Draft { path: format!("evidence/{folder}/{name}"), text }
}

/// A JSON file, laid out so that its lines say something.
fn laid_out(value: &Value) -> String {
    let mut text = serde_json::to_string_pretty(value).unwrap_or_default();
    text.push('\n');
    text
}

/// `{}` of a title replaced by the service.
pub fn titled(title: &str, service: &str) -> String {
    title.replace("{}", service)
}

/// The id of a resource in the resource group of a service or team.
fn arm_id(group: &str, kind: &str, name: &str) -> String {
    format!("{SUBSCRIPTION}/resourceGroups/rg-{group}/providers/{kind}/{}", name.replace('_', "-"))
}

/// Terraform's word for what happens to a resource.
const fn terraform_action(action: Action) -> &'static str {
    match action {
        Action::Create => "create",
        Action::Modify => "update",
        Action::Delete => "delete",
    }
}

/// What Azure calls a Terraform type.
fn azure_type(terraform_type: &str) -> &'static str {
    match terraform_type {
        "azurerm_private_endpoint" => "Microsoft.Network/privateEndpoints",
        "azurerm_private_dns_zone_virtual_network_link" => "Microsoft.Network/privateDnsZones",
        "azurerm_storage_account" => "Microsoft.Storage/storageAccounts",
        "azurerm_key_vault" | "azurerm_key_vault_key" | "azurerm_key_vault_secret" => "Microsoft.KeyVault/vaults",
        "azurerm_disk_encryption_set" => "Microsoft.Compute/diskEncryptionSets",
        "azurerm_user_assigned_identity" | "azurerm_federated_identity_credential" => {
            "Microsoft.ManagedIdentity/userAssignedIdentities"
        }
        "azurerm_role_assignment" => "Microsoft.Authorization/roleAssignments",
        "azurerm_kubernetes_cluster" | "azurerm_kubernetes_cluster_node_pool" => "Microsoft.ContainerService/managedClusters",
        "azurerm_monitor_autoscale_setting" => "Microsoft.Insights/autoscaleSettings",
        "azurerm_monitor_metric_alert" => "Microsoft.Insights/metricAlerts",
        "azurerm_monitor_action_group" => "Microsoft.Insights/actionGroups",
        "azurerm_monitor_diagnostic_setting" => "Microsoft.Insights/diagnosticSettings",
        "azurerm_log_analytics_workspace" => "Microsoft.OperationalInsights/workspaces",
        "azurerm_network_security_rule"
        | "azurerm_network_security_group"
        | "azurerm_subnet_network_security_group_association" => "Microsoft.Network/networkSecurityGroups",
        "azurerm_subnet" | "azurerm_virtual_network" => "Microsoft.Network/virtualNetworks",
        "azurerm_route_table" => "Microsoft.Network/routeTables",
        "azurerm_linux_web_app" => "Microsoft.Web/sites",
        "azurerm_traffic_manager_profile" => "Microsoft.Network/trafficManagerProfiles",
        "azurerm_dns_a_record" => "Microsoft.Network/dnsZones",
        "azurerm_lb" | "azurerm_lb_rule" => "Microsoft.Network/loadBalancers",
        "azurerm_public_ip" => "Microsoft.Network/publicIPAddresses",
        "azurerm_data_protection_backup_vault" => "Microsoft.DataProtection/backupVaults",
        _ => "Microsoft.Resources/deployments",
    }
}

/// The ARM id of a resource of a kind of work; its name is its own among those of the same Azure type.
fn arm_id_of(group: &str, terraform_type: &str, name: &str) -> String {
    let short = terraform_type.trim_start_matches("azurerm_");
    arm_id(group, azure_type(terraform_type), &format!("{short}-{name}"))
}

#[cfg(test)]
mod tests;
