//! References to keys and vaults among the resources of a plan, a state, a what-if or a snapshot, and secrets that stand in place. A
//! secret is looked at and never kept.

mod forms;
mod names;
mod node;
mod origins;
mod walk;

pub(crate) use forms::reference_in;
pub(crate) use names::is_filled_in_elsewhere;
#[cfg(not(target_arch = "wasm32"))]
pub(crate) use names::is_secret_value;

use super::super::json::Json;
use super::{Places, Resources, without_instances};
use forms::Identities;
use plumbline_domain::{Action, Facts, KeyReferences, Keyless};
use walk::{Surroundings, Walk};

/// Types whose values are never looked at: they take no key and no secret, and there are many of them.
const IDLE: &[&str] = &[
    "aws_iam_",
    "aws_route",
    "aws_security_group",
    "aws_vpc",
    "aws_subnet",
    "aws_network_",
    "aws_internet_gateway",
    "aws_nat_gateway",
    "aws_eip",
    "aws_availability_zone",
    "aws_caller_identity",
    "aws_region",
    "aws_partition",
    "aws_cloudwatch_metric_alarm",
    "azurerm_role_",
    "azurerm_resource_group",
    "azurerm_virtual_network",
    "azurerm_subnet",
    "azurerm_network_",
    "azurerm_route",
    "azurerm_public_ip",
    "azurerm_private_",
    "azurerm_dns_",
    "azurerm_monitor_",
    "azurerm_policy_",
    "azurerm_user_assigned_identity",
    "azurerm_client_config",
    "azurerm_subscription",
    "azurerm_management_",
    "google_project_iam",
    "google_project_service",
    "google_compute_network",
    "google_compute_subnetwork",
    "google_compute_firewall",
    "google_compute_route",
    "google_dns_",
    "google_service_account_iam",
    "google_kms_crypto_key_iam",
    "google_kms_key_ring_iam",
    "google_secret_manager_secret_iam",
    "kubernetes_namespace",
    "kubernetes_role",
    "kubernetes_cluster_role",
    "kubernetes_network_policy",
    "kubernetes_service",
    "microsoft.authorization/",
    "microsoft.network/",
    "microsoft.managedidentity/",
    "microsoft.insights/",
    "microsoft.resources/",
    "aws::iam::",
    "aws::ec2::securitygroup",
    "aws::ec2::route",
    "aws::ec2::subnet",
    "aws::ec2::vpc",
];

/// Types of idle families that take a key or a secret all the same.
const BUSY: &[&str] = &[
    "aws_network_interface_attachment",
    "azurerm_virtual_network_gateway_connection",
    "azurerm_route_server",
    "azurerm_monitor_aad_diagnostic_setting",
    "microsoft.network/connections",
    "microsoft.network/applicationgateways",
    "microsoft.network/firewallpolicies",
    "aws_iam_user_login_profile",
];

/// Types that are a vault, a key or its access, and use none themselves.
const VAULTS: &[&str] = &[
    "azurerm_key_vault",
    "azurerm_key_vault_access_policy",
    "azurerm_key_vault_managed_hardware_security_module",
    "aws_kms_key",
    "aws_kms_alias",
    "aws_kms_grant",
    "aws_kms_key_policy",
    "google_kms_key_ring",
    "google_kms_crypto_key",
    "microsoft.keyvault/vaults",
    "microsoft.keyvault/managedhsms",
    "microsoft.keyvault/vaults/accesspolicies",
];

/// Types of ARM and CloudFormation that can take a key of one's own or a reference to a vault: what is not set does not stand there.
const TAKERS: &[&str] = &[
    "aws::apprunner::service",
    "aws::athena::workgroup",
    "aws::backup::backupvault",
    "aws::cloudtrail::trail",
    "aws::codebuild::project",
    "aws::docdb::dbcluster",
    "aws::dynamodb::globaltable",
    "aws::dynamodb::table",
    "aws::ec2::instance",
    "aws::ec2::launchtemplate",
    "aws::ec2::volume",
    "aws::ecr::repository",
    "aws::ecs::taskdefinition",
    "aws::efs::filesystem",
    "aws::eks::cluster",
    "aws::elasticache::replicationgroup",
    "aws::fsx::filesystem",
    "aws::kinesis::stream",
    "aws::kinesisfirehose::deliverystream",
    "aws::lambda::function",
    "aws::logs::loggroup",
    "aws::msk::cluster",
    "aws::neptune::dbcluster",
    "aws::opensearchservice::domain",
    "aws::rds::dbcluster",
    "aws::rds::dbinstance",
    "aws::redshift::cluster",
    "aws::s3::bucket",
    "aws::sagemaker::notebookinstance",
    "aws::secretsmanager::secret",
    "aws::serverless::function",
    "aws::sns::topic",
    "aws::sqs::queue",
    "microsoft.apimanagement/service",
    "microsoft.app/containerapps",
    "microsoft.app/jobs",
    "microsoft.automation/automationaccounts",
    "microsoft.batch/batchaccounts",
    "microsoft.cache/redisenterprise",
    "microsoft.cognitiveservices/accounts",
    "microsoft.compute/diskencryptionsets",
    "microsoft.compute/disks",
    "microsoft.compute/snapshots",
    "microsoft.compute/virtualmachines",
    "microsoft.compute/virtualmachinescalesets",
    "microsoft.containerinstance/containergroups",
    "microsoft.containerregistry/registries",
    "microsoft.containerservice/managedclusters",
    "microsoft.databricks/workspaces",
    "microsoft.datafactory/factories",
    "microsoft.dbformysql/flexibleservers",
    "microsoft.dbforpostgresql/flexibleservers",
    "microsoft.documentdb/databaseaccounts",
    "microsoft.eventhub/namespaces",
    "microsoft.kusto/clusters",
    "microsoft.machinelearningservices/workspaces",
    "microsoft.netapp/netappaccounts",
    "microsoft.recoveryservices/vaults",
    "microsoft.search/searchservices",
    "microsoft.servicebus/namespaces",
    "microsoft.sql/managedinstances",
    "microsoft.sql/servers",
    "microsoft.storage/storageaccounts",
    "microsoft.synapse/workspaces",
    "microsoft.web/sites",
    "microsoft.web/sites/slots",
];

fn starts_with_any(kind: &str, starts: &[&str]) -> bool {
    starts.iter().any(|start| kind.starts_with(start))
}

/// Whether a resource of this type says something of them.
pub(super) fn wants(kind: &str) -> bool {
    const PROVIDERS: [&str; 11] =
        ["aws_", "awscc_", "azapi_", "azurerm_", "google_", "helm_", "kubernetes_", "oci_", "vault_", "microsoft.", "aws::"];
    starts_with_any(kind, &PROVIDERS) && (!starts_with_any(kind, IDLE) || starts_with_any(kind, BUSY))
}

/// Gives the facts.
pub(super) fn give(resources: &Resources<'_>, places: &Places<'_>, facts: &mut Facts) {
    let mut identities = Identities::default();
    for resource in resources.list.iter().filter(|r| wants(&r.kind)) {
        identities.learn(resource, without_instances(&resource.address));
    }
    let mut found = KeyReferences {
        resources: resources.total as u64,
        is_whole_preview: resources.shows_change && resources.is_complete,
        is_partial: !resources.is_complete,
        ..KeyReferences::default()
    };
    let around = Surroundings { resources, identities: &identities, places };
    for resource in &resources.list {
        let is_user = wants(&resource.kind) && !VAULTS.contains(&resource.kind.as_str()) && resource.action != Action::Delete;
        if !is_user || is_data(&resource.address) {
            continue;
        }
        // a change set without property values, a what-if with ids only
        if resource.after == Json::Null && TAKERS.contains(&resource.kind.as_str()) {
            found.is_partial = true;
        }
        let before = found.uses.len();
        let mut walk = Walk::new(&around, resource, &mut found.uses);
        walk.run();
        let is_taker = walk.can_take || TAKERS.contains(&resource.kind.as_str());
        let names_none = !found.uses.iter().skip(before).any(|u| u.is_reference());
        if is_taker && names_none {
            let place = places.at(resource.path.as_str(), &resource.after);
            found.keyless.push(Keyless { resource: name_of(&resource.address), place });
        }
    }
    forms::join_by_name(&mut found.uses);
    facts.keys = Some(Box::new(found));
}

/// Whether an address is that of something that is read and not managed.
fn is_data(address: &str) -> bool {
    let plain = without_instances(address);
    !plain.contains('/') && plain.rsplit('.').nth(2) == Some("data")
}

/// The name of a resource as it is shown.
fn name_of(address: &str) -> Box<str> {
    // what tells ARM ids apart stands at their end
    let n = address.chars().count();
    if n <= 200 { address.into() } else { format!("…{}", address.chars().skip(n - 199).collect::<String>()).into() }
}

#[cfg(test)]
mod tests;
