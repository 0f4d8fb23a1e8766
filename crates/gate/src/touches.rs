//! Which control families a preview touches, by the types of the resources that it changes.

use plumbline_domain::Family;
use serde_json::Value;
use std::collections::BTreeSet;

use Family::{DataProtection as Data, Identity, Monitoring, Network};

/// Beginnings of resource types (lower case) and the families that such a resource is part of; the longest that fits counts.
/// A type that fits none is of unknown scope, and unknown scope is every scope.
pub const TABLE: &[(&str, &[Family])] = &[
    // Terraform, Azure
    ("azurerm_role_", &[Identity]),
    ("azurerm_user_assigned_identity", &[Identity]),
    ("azurerm_federated_identity_credential", &[Identity]),
    ("azurerm_policy_", &[]),
    ("azuread_", &[Identity]),
    ("azurerm_network_", &[Network]),
    ("azurerm_network_watcher_flow_log", &[Network, Monitoring]),
    ("azurerm_virtual_network", &[Network]),
    ("azurerm_virtual_hub", &[Network]),
    ("azurerm_virtual_wan", &[Network]),
    ("azurerm_vpn_", &[Network]),
    ("azurerm_subnet", &[Network]),
    ("azurerm_route", &[Network]),
    ("azurerm_firewall", &[Network]),
    ("azurerm_web_application_firewall", &[Network]),
    ("azurerm_application_gateway", &[Network]),
    ("azurerm_application_security_group", &[Network]),
    ("azurerm_private_", &[Network]),
    ("azurerm_public_ip", &[Network]),
    ("azurerm_nat_gateway", &[Network]),
    ("azurerm_lb", &[Network]),
    ("azurerm_bastion_host", &[Network]),
    ("azurerm_cdn_frontdoor", &[Network]),
    ("azurerm_dns_", &[Network]),
    ("azurerm_key_vault", &[Data]),
    ("azurerm_key_vault_access_policy", &[Data, Identity]),
    ("azurerm_disk_encryption_set", &[Data]),
    ("azurerm_managed_disk", &[Data]),
    ("azurerm_storage_", &[Data]),
    ("azurerm_storage_account", &[Data, Network]),
    ("azurerm_storage_account_network_rules", &[Network]),
    ("azurerm_mssql_", &[Data]),
    ("azurerm_mssql_firewall_rule", &[Network]),
    ("azurerm_postgresql_", &[Data]),
    ("azurerm_postgresql_firewall_rule", &[Network]),
    ("azurerm_mysql_", &[Data]),
    ("azurerm_cosmosdb_", &[Data]),
    ("azurerm_redis_cache", &[Data]),
    ("azurerm_recovery_services_vault", &[Data]),
    ("azurerm_backup_", &[Data]),
    ("azurerm_monitor_", &[Monitoring]),
    ("azurerm_log_analytics_", &[Monitoring]),
    ("azurerm_application_insights", &[Monitoring]),
    ("azurerm_resource_group", &[]),
    ("azurerm_service_plan", &[]),
    ("azurerm_linux_", &[]),
    ("azurerm_windows_", &[]),
    ("azurerm_container_", &[]),
    ("azurerm_kubernetes_", &[]),
    // Terraform, AWS
    ("aws_iam_", &[Identity]),
    ("aws_security_group", &[Network]),
    ("aws_vpc", &[Network]),
    ("aws_subnet", &[Network]),
    ("aws_route", &[Network]),
    ("aws_network_", &[Network]),
    ("aws_internet_gateway", &[Network]),
    ("aws_nat_gateway", &[Network]),
    ("aws_lb", &[Network]),
    ("aws_alb", &[Network]),
    ("aws_wafv2_", &[Network]),
    ("aws_kms_", &[Data]),
    ("aws_secretsmanager_", &[Data]),
    ("aws_s3_", &[Data]),
    ("aws_s3_bucket_policy", &[Data, Identity]),
    ("aws_ebs_", &[Data]),
    ("aws_efs_", &[Data]),
    ("aws_db_", &[Data]),
    ("aws_rds_", &[Data]),
    ("aws_dynamodb_", &[Data]),
    ("aws_cloudwatch_", &[Monitoring]),
    ("aws_cloudtrail", &[Monitoring]),
    ("aws_sns_", &[Monitoring]),
    ("aws_instance", &[]),
    ("aws_launch_template", &[]),
    ("aws_autoscaling_", &[]),
    ("aws_lambda_", &[]),
    ("aws_lambda_permission", &[Identity]),
    ("aws_ecs_", &[]),
    ("aws_eks_", &[]),
    ("aws_ecr_", &[]),
    // Terraform, Google
    ("google_project_iam_", &[Identity]),
    ("google_service_account", &[Identity]),
    ("google_organization_iam_", &[Identity]),
    ("google_folder_iam_", &[Identity]),
    ("google_compute_firewall", &[Network]),
    ("google_compute_network", &[Network]),
    ("google_compute_subnetwork", &[Network]),
    ("google_compute_route", &[Network]),
    ("google_compute_instance", &[]),
    ("google_kms_", &[Data]),
    ("google_secret_manager_", &[Data]),
    ("google_storage_", &[Data]),
    ("google_sql_", &[Data]),
    ("google_monitoring_", &[Monitoring]),
    ("google_logging_", &[Monitoring]),
    // Terraform's own
    ("random_", &[]),
    ("null_resource", &[]),
    ("terraform_data", &[]),
    ("local_", &[]),
    ("time_", &[]),
    ("tls_", &[Data]),
    // Azure Resource Manager
    ("microsoft.authorization/", &[Identity]),
    ("microsoft.authorization/policy", &[]),
    ("microsoft.managedidentity/", &[Identity]),
    ("microsoft.network/", &[Network]),
    ("microsoft.network/networkwatchers", &[Network, Monitoring]),
    ("microsoft.keyvault/", &[Data]),
    ("microsoft.keyvault/vaults/accesspolicies", &[Data, Identity]),
    ("microsoft.storage/", &[Data]),
    ("microsoft.storage/storageaccounts", &[Data, Network]),
    ("microsoft.sql/", &[Data]),
    ("microsoft.sql/servers/firewallrules", &[Network]),
    ("microsoft.dbforpostgresql/", &[Data]),
    ("microsoft.dbformysql/", &[Data]),
    ("microsoft.documentdb/", &[Data]),
    ("microsoft.cache/", &[Data]),
    ("microsoft.recoveryservices/", &[Data]),
    ("microsoft.insights/", &[Monitoring]),
    ("microsoft.operationalinsights/", &[Monitoring]),
    ("microsoft.alertsmanagement/", &[Monitoring]),
    ("microsoft.resources/", &[]),
    ("microsoft.web/", &[]),
    ("microsoft.app/", &[]),
    ("microsoft.compute/", &[]),
    ("microsoft.compute/disks", &[Data]),
    ("microsoft.compute/diskencryptionsets", &[Data]),
    ("microsoft.containerservice/", &[]),
    ("microsoft.containerregistry/", &[]),
    // CloudFormation
    ("aws::iam::", &[Identity]),
    ("aws::ec2::securitygroup", &[Network]),
    ("aws::ec2::vpc", &[Network]),
    ("aws::ec2::subnet", &[Network]),
    ("aws::ec2::route", &[Network]),
    ("aws::ec2::network", &[Network]),
    ("aws::ec2::internetgateway", &[Network]),
    ("aws::ec2::instance", &[]),
    ("aws::ec2::volume", &[Data]),
    ("aws::elasticloadbalancingv2::", &[Network]),
    ("aws::kms::", &[Data]),
    ("aws::secretsmanager::", &[Data]),
    ("aws::s3::", &[Data]),
    ("aws::s3::bucketpolicy", &[Data, Identity]),
    ("aws::rds::", &[Data]),
    ("aws::dynamodb::", &[Data]),
    ("aws::cloudwatch::", &[Monitoring]),
    ("aws::cloudtrail::", &[Monitoring]),
    ("aws::logs::", &[Monitoring]),
    ("aws::sns::", &[Monitoring]),
    ("aws::lambda::", &[]),
    ("aws::lambda::permission", &[Identity]),
    ("aws::ecs::", &[]),
];

/// The families of a resource type; none when no row fits.
pub fn families_of(resource_type: &str) -> Option<&'static [Family]> {
    let lower = resource_type.to_lowercase();
    // an IAM binding on any Google resource
    if lower.starts_with("google_") && lower.contains("_iam_") {
        return Some(&[Identity]);
    }
    let fitting = TABLE.iter().filter(|(start, _)| lower.starts_with(start));
    fitting.max_by_key(|(start, _)| start.len()).map(|(_, families)| *families)
}

/// What the types of a preview's resources come to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Touched {
    /// The families, in the order of the vocabulary.
    pub families: BTreeSet<Family>,
    /// Types that no row names.
    pub unknown: BTreeSet<String>,
}

/// What a preview touches: a Terraform plan, a what-if or a change set. Resources that it leaves as they are do not count.
pub fn touched_by(preview: &[u8]) -> Touched {
    let mut touched = Touched::default();
    let Ok(document) = serde_json::from_slice::<Value>(preview) else { return touched };
    for resource_type in changed_types(&document) {
        match families_of(&resource_type) {
            Some(families) => touched.families.extend(families),
            None => {
                touched.unknown.insert(resource_type);
            }
        }
    }
    touched
}

fn changed_types(document: &Value) -> Vec<String> {
    let list = |pointer: &str| document.pointer(pointer).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let text = |v: &Value, pointer: &str| v.pointer(pointer).and_then(Value::as_str).map(str::to_owned);
    let mut types = Vec::new();
    for change in list("/resource_changes") {
        let actions = change.pointer("/change/actions").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        let is_idle = actions.iter().all(|a| matches!(a.as_str(), Some("no-op" | "read")));
        if !is_idle {
            types.extend(text(change, "/type"));
        }
    }
    for change in list("/changes").iter().chain(list("/properties/changes")) {
        if !matches!(change.get("changeType").and_then(Value::as_str), Some("NoChange" | "Ignore") | None) {
            let stated = text(change, "/after/type").or_else(|| text(change, "/before/type"));
            types.extend(stated.or_else(|| text(change, "/resourceId").and_then(|id| arm_type(&id))));
        }
    }
    for change in list("/Changes") {
        types.extend(text(change, "/ResourceChange/ResourceType"));
    }
    types
}

/// The type in a resource id: `…/providers/Microsoft.Sql/servers/s/firewallRules/r` is `Microsoft.Sql/servers/firewallRules`.
fn arm_type(id: &str) -> Option<String> {
    let (_, rest) = id.rsplit_once("/providers/")?;
    let mut parts = rest.split('/');
    let mut out = parts.next()?.to_owned();
    for kind in parts.step_by(2) {
        out.push('/');
        out.push_str(kind);
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn touched(document: Value) -> (Vec<&'static str>, Vec<String>) {
        let t = touched_by(document.to_string().as_bytes());
        (t.families.iter().map(|f| f.id()).collect(), t.unknown.into_iter().collect())
    }

    #[test]
    fn the_longest_row_counts() {
        assert_eq!(families_of("azurerm_storage_container"), Some(&[Data][..]));
        assert_eq!(families_of("azurerm_storage_account"), Some(&[Data, Network][..]));
        assert_eq!(families_of("Microsoft.Sql/servers/firewallRules"), Some(&[Network][..]));
        assert_eq!(families_of("google_storage_bucket_iam_member"), Some(&[Identity][..]));
        assert_eq!(families_of("azurerm_quantum_computer"), None);
        let distinct: BTreeSet<&str> = TABLE.iter().map(|(start, _)| *start).collect();
        assert_eq!(distinct.len(), TABLE.len());
        assert!(TABLE.iter().all(|(start, _)| *start == start.to_lowercase()));
    }

    #[test]
    fn what_a_plan_leaves_as_it_is_does_not_count() {
        let change = |kind: &str, action: &str| json!({"type": kind, "change": {"actions": [action]}});
        let plan = json!({"resource_changes": [change("azurerm_role_assignment", "create"), change("azurerm_subnet", "no-op"),
            change("azurerm_key_vault", "read"), change("x_y", "update")]});
        assert_eq!(touched(plan), (vec!["identity"], vec!["x_y".to_owned()]));
    }

    #[test]
    fn a_what_if_and_a_change_set_say_their_types_in_their_own_way() {
        let id = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/networkSecurityGroups/n/securityRules/r";
        let what_if = json!({"status": "Succeeded", "changes": [{"changeType": "Modify", "resourceId": id},
            {"changeType": "NoChange", "resourceId": "/x/providers/Microsoft.KeyVault/vaults/v"}]});
        assert_eq!(touched(what_if), (vec!["network"], vec![]));
        let change_set = json!({"Changes": [{"ResourceChange": {"ResourceType": "AWS::CloudWatch::Alarm"}}]});
        assert_eq!(touched(change_set), (vec!["monitoring"], vec![]));
    }
}
