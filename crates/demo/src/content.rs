//! The artifact files of the made-up organisation: small, and of the shapes that the tools write.

use super::team::{Habit, Scanner, Tooling};
use super::work::{Action, Flaw, Kind, MINOR, SERIOUS};
use std::fmt::Write as _;

/// A file before it is put on the shelf.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// Its path in the data set.
    pub path: String,
    /// Its text.
    pub text: String,
}

fn draft(service: &str, name: &str, text: String) -> Draft {
    Draft { path: format!("evidence/{service}/{name}"), text }
}

/// What a scanner's file says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScanResult {
    /// Nothing.
    Clean,
    /// Findings that do not block.
    Minor,
    /// A finding that blocks.
    Serious,
    /// That the scan did not run to its end.
    Aborted,
}

impl ScanResult {
    const fn name(self) -> &'static str {
        match self {
            ScanResult::Clean => "clean",
            ScanResult::Minor => "minor",
            ScanResult::Serious => "serious",
            ScanResult::Aborted => "aborted",
        }
    }
}

/// `{}` of a title replaced by the service.
pub fn titled(title: &str, service: &str) -> String {
    title.replace("{}", service)
}

/// Deployment objective and threat assumptions, as a team keeps them for a kind of work.
pub fn threat_intent(habit: &Habit, kind: &Kind, k: usize) -> Draft {
    let title = titled(kind.title, &habit.name);
    let text = format!(
        "# {title}\n\n## Deployment objective\n\n{title}, so that it can be undone within the hour.\n\n## Threat assumptions\n\nResources that the preview does not name stay as they are.\n\n## Threats\n\n{}: {}\n",
        kind.category, kind.threat
    );
    draft(&habit.slug, &format!("intent-{k}.md"), text)
}

fn sarif(tool: &str, version: &str, successful: bool, flaws: &[Flaw], service: &str) -> String {
    let mut rules = String::new();
    let mut results = String::new();
    for (i, flaw) in flaws.iter().enumerate() {
        let comma = if i == 0 { "" } else { "," };
        let score = match flaw.severity {
            "critical" => "9.5",
            "high" => "8.0",
            "medium" => "5.5",
            "low" => "2.0",
            _ => "0.0",
        };
        let _ = write!(rules, r#"{comma}{{"id":"{}","properties":{{"security-severity":"{score}"}}}}"#, flaw.rule);
        let _ = write!(
            results,
            r#"{comma}{{"ruleId":"{}","ruleIndex":{i},"message":{{"text":"{}"}},"locations":[{{"physicalLocation":{{"artifactLocation":{{"uri":"infra/{service}/main.tf"}},"region":{{"startLine":{}}}}}}}]}}"#,
            flaw.rule,
            flaw.message,
            40 + 17 * i
        );
    }
    format!(
        r#"{{"version":"2.1.0","runs":[{{"tool":{{"driver":{{"name":"{tool}","version":"{version}","rules":[{rules}]}}}},"invocations":[{{"executionSuccessful":{successful}}}],"results":[{results}]}}]}}"#
    )
}

fn checkov_json(aborted: bool, flaws: &[Flaw], service: &str) -> String {
    let mut failed = String::new();
    for (i, flaw) in flaws.iter().enumerate() {
        let comma = if i == 0 { "" } else { "," };
        let line = 40 + 17 * i;
        let _ = write!(
            failed,
            r#"{comma}{{"check_id":"{}","check_name":"{}","check_result":{{"result":"FAILED"}},"file_path":"/infra/{service}/main.tf","file_line_range":[{line},{}],"resource":"{}","severity":"{}"}}"#,
            flaw.rule,
            flaw.message,
            line + 9,
            flaw.resource,
            flaw.severity.to_uppercase()
        );
    }
    let (errors, n_errors, passed, resources) =
        if aborted { (format!(r#""/infra/{service}/main.tf""#), 1, 0, 0) } else { (String::new(), 0, 41, 18) };
    format!(
        r#"{{"check_type":"terraform","results":{{"passed_checks":[],"failed_checks":[{failed}],"skipped_checks":[],"parsing_errors":[{errors}]}},"summary":{{"passed":{passed},"failed":{},"skipped":0,"parsing_errors":{n_errors},"resource_count":{resources},"checkov_version":"3.2.471"}}}}"#,
        flaws.len()
    )
}

/// Policy-as-code results.
pub fn policy_diagnostics(habit: &Habit, service: &str, result: ScanResult) -> Draft {
    let tool = match habit.scanner {
        Scanner::TrivySarif => "trivy",
        Scanner::CheckovSarif | Scanner::CheckovJson => "checkov",
    };
    // Each scanner knows its own rules; what blocks is the same flaw under the scanner's own id.
    let own = |flaw: &Flaw, rule: &'static str| Flaw { rule, tool, ..*flaw };
    let trivy = habit.scanner == Scanner::TrivySarif;
    let minor: Vec<Flaw> = match MINOR {
        [queue, tls, ..] => vec![
            own(queue, if trivy { "AZU-0009" } else { "CKV_AZURE_33" }),
            own(tls, if trivy { "AZU-0011" } else { "CKV_AZURE_44" }),
        ],
        _ => Vec::new(),
    };
    let serious: Vec<Flaw> =
        SERIOUS.iter().take(1).map(|flaw| own(flaw, if trivy { "AZU-0012" } else { "CKV_AZURE_35" })).collect();
    let flaws = match result {
        ScanResult::Clean | ScanResult::Aborted => Vec::new(),
        ScanResult::Minor => minor,
        ScanResult::Serious => serious,
    };
    let aborted = result == ScanResult::Aborted;
    let (extension, text) = match habit.scanner {
        Scanner::CheckovJson => ("json", checkov_json(aborted, &flaws, service)),
        Scanner::CheckovSarif => ("sarif", sarif("checkov", "3.2.471", !aborted, &flaws, service)),
        Scanner::TrivySarif => ("sarif", sarif("trivy", "0.66.0", !aborted, &flaws, service)),
    };
    // A file without findings names no file of the source, so that every service's is the same.
    if result == ScanResult::Clean || (habit.scanner != Scanner::CheckovJson && result == ScanResult::Aborted) {
        return draft("scan", &format!("{tool}-{}.{extension}", result.name()), text);
    }
    draft(service, &format!("{tool}-{}.{extension}", result.name()), text)
}

/// Secret scanner output.
pub fn secret_scan(service: &str, leaks: bool) -> Draft {
    if !leaks {
        return draft("scan", "gitleaks-clean.sarif", sarif("gitleaks", "8.28.0", true, &[], service));
    }
    let leak = Flaw {
        rule: "azure-ad-client-secret",
        tool: "gitleaks",
        severity: "high",
        message: "azure-ad-client-secret has detected a secret",
        resource: "",
        control: plumbline_domain::Family::DataProtection,
        pattern: None,
        surface: "access",
    };
    draft(service, "gitleaks-leak.sarif", sarif("gitleaks", "8.28.0", true, &[leak], service))
}

/// Linter output: clean, or with a warning that passes.
pub fn lint_diagnostics(habit: &Habit, service: &str, warns: bool) -> Draft {
    match (habit.tooling, warns) {
        (Tooling::Terraform, false) => draft("scan", "tflint-clean.json", r#"{"issues":[],"errors":[]}"#.to_owned()),
        (Tooling::Bicep, false) => draft("scan", "bicep-clean.sarif", sarif("bicep", "0.38.5", true, &[], service)),
        (_, true) => draft(
            service,
            "lint-warning.json",
            format!(
                r#"{{"issues":[{{"rule":{{"name":"terraform_unused_declarations","severity":"warning"}},"message":"variable legacy_sku is declared but not used","range":{{"filename":"infra/{service}/variables.tf","start":{{"line":12}}}}}}],"errors":[]}}"#
            ),
        ),
    }
}

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

/// Resource changes of a plan: each with its actions.
fn terraform_plan(module: &str, changes: &[(&str, &str, &str)], drifted: &[(&str, &str, &str)]) -> String {
    let list = |changes: &[(&str, &str, &str)]| {
        changes
            .iter()
            .map(|(actions, kind, name)| {
                format!(
                    r#"{{"address":"module.{module}.{kind}.{name}","mode":"managed","type":"{kind}","name":"{name}","provider_name":"registry.terraform.io/hashicorp/azurerm","change":{{"actions":["{actions}"]}}}}"#
                )
            })
            .collect::<Vec<_>>()
            .join(",")
    };
    format!(
        r#"{{"format_version":"1.2","terraform_version":"1.13.4","planned_values":{{"root_module":{{}}}},"resource_drift":[{}],"resource_changes":[{}]}}"#,
        list(drifted),
        list(changes)
    )
}

fn what_if(service: &str, changes: &[(&str, &str, &str)]) -> String {
    let list: Vec<String> = changes
        .iter()
        .map(|(change, kind, name)| {
            format!(
                r#"{{"resourceId":"/subscriptions/5e2f7c1a-0b8d-4c5e-9a63-d41f60b7a9e2/resourceGroups/rg-{service}/providers/{}/{}","changeType":"{change}"}}"#,
                azure_type(kind),
                name.replace('_', "-")
            )
        })
        .collect();
    format!(r#"{{"status":"Succeeded","changes":[{}]}}"#, list.join(","))
}

/// A plan or what-if whose counts are those of the kind of work; or one that foresees nothing at all.
///
/// A team's services are built from its own modules, so that the same work foresees the same resources.
pub fn change_preview(habit: &Habit, kind: &Kind, k: usize, unknowable: bool) -> Draft {
    let team = habit.slug.as_str();
    match habit.tooling {
        Tooling::Terraform => {
            let changes: Vec<_> = kind
                .resources
                .iter()
                .map(|(action, kind, name)| {
                    let actions = match action {
                        Action::Create => "create",
                        Action::Modify => "update",
                        Action::Delete => "delete",
                    };
                    (actions, *kind, *name)
                })
                .collect();
            draft(team, &format!("plan-{k}.json"), terraform_plan(team, &changes, &[]))
        }
        Tooling::Bicep => {
            let changes: Vec<_> = kind
                .resources
                .iter()
                .map(|(action, kind, name)| {
                    let change = match action {
                        _ if unknowable => "Unsupported",
                        Action::Create => "Create",
                        Action::Modify => "Modify",
                        Action::Delete => "Delete",
                    };
                    (change, *kind, *name)
                })
                .collect();
            let name = if unknowable { format!("what-if-{k}-unsupported.json") } else { format!("what-if-{k}.json") };
            draft(team, &name, what_if(team, &changes))
        }
    }
}

/// Source against what is deployed: in step, or drifted.
pub fn drift_check(habit: &Habit, service: &str, drifted: bool) -> Draft {
    let name = if drifted { "drift-found.json" } else { "drift-none.json" };
    let text = match habit.tooling {
        Tooling::Terraform => {
            let found: &[_] = if drifted { &[("update", "azurerm_network_security_group", "main")] } else { &[] };
            terraform_plan(
                service,
                &[("no-op", "azurerm_linux_web_app", "main"), ("no-op", "azurerm_network_security_group", "main")],
                found,
            )
        }
        Tooling::Bicep => {
            let change = if drifted { "Modify" } else { "NoChange" };
            what_if(service, &[("NoChange", "azurerm_linux_web_app", "main"), (change, "azurerm_network_security_group", "main")])
        }
    };
    draft(service, name, text)
}

/// Role assignments before and after: of least privilege with a justification, or inflated without.
pub fn role_assignment_diff(service: &str, inflated: bool) -> Draft {
    let scope = format!("/subscriptions/5e2f7c1a-0b8d-4c5e-9a63-d41f60b7a9e2/resourceGroups/rg-{service}");
    let (name, after) = if inflated {
        (
            "roles-contributor.json",
            format!(
                r#"{{"principalName":"id-{service}-deploy","principalType":"ServicePrincipal","roleDefinitionName":"Contributor","scope":"{scope}"}}"#
            ),
        )
    } else {
        (
            "roles.json",
            format!(
                r#"{{"principalName":"id-{service}-reader","principalType":"ServicePrincipal","roleDefinitionName":"Storage Queue Data Reader","scope":"{scope}/providers/Microsoft.Storage/storageAccounts/st{}","justification":"reads one queue and nothing else"}}"#,
                service.replace('-', "")
            ),
        )
    };
    draft(service, name, format!(r#"{{"before":[],"after":[{after}]}}"#))
}

/// Which paths are open, and which are closed on purpose.
pub fn network_intent(service: &str) -> Draft {
    draft(
        service,
        "network.json",
        format!(
            r#"{{"subnet":"snet-{service}","allow":[{{"from":"snet-gateway","port":443}}],"deny":[{{"from":"Internet","port":"*"}},{{"from":"VirtualNetwork","port":"*"}}],"routes":[{{"to":"0.0.0.0/0","next":"firewall"}}]}}"#
        ),
    )
}

/// Key references against the approved vaults.
pub fn key_reference_check(service: &str) -> Draft {
    draft(
        service,
        "keys.json",
        format!(
            r#"{{"vaults":["kv-{service}"],"references":[{{"name":"connection","vault":"kv-{service}","approved":true}},{{"name":"backup","vault":"kv-{service}","approved":true}}],"unapproved":0}}"#
        ),
    )
}

/// A deployment log without times, so that the same deployment writes the same log.
pub fn deployment_log(team: &str, kind: &Kind, k: usize) -> Draft {
    let mut text = String::new();
    for (action, resource, name) in kind.resources {
        let done = match action {
            Action::Create => "created",
            Action::Modify => "changed",
            Action::Delete => "destroyed",
        };
        let _ = writeln!(text, "{resource}.{name}: {done}");
    }
    let (created, modified, deleted) = kind.counts();
    let _ = writeln!(text, "Apply of {team} complete: {created} added, {modified} changed, {deleted} destroyed.");
    draft(team, &format!("apply-{k}.log"), text)
}

/// Outputs before and after.
pub fn deployment_outputs(service: &str) -> Draft {
    let outputs = format!(r#"{{"host":"{service}.internal.example","identity":"id-{service}","vault":"kv-{service}"}}"#);
    draft(service, "outputs.json", format!(r#"{{"before":{outputs},"after":{outputs}}}"#))
}

/// The note of a rehearsal, once a month for all of a team's services.
pub fn rollback_rehearsal(team: &str, month: &str) -> Draft {
    draft(
        team,
        &format!("rollback-{month}.md"),
        format!(
            "# Rollback of {team}, {month}\n\nRolled back to the last release and forward again in staging. Outputs compared: equal. No data lost.\n"
        ),
    )
}

/// Alert rules with their action groups resolved; in a broken one, a rule reaches nobody.
pub fn alert_linkage(service: &str, broken: bool) -> Draft {
    let group = format!(
        "/subscriptions/5e2f7c1a-0b8d-4c5e-9a63-d41f60b7a9e2/resourceGroups/rg-{service}/providers/Microsoft.Insights/actionGroups/on-call"
    );
    let rule = |name: &str, linked: bool| {
        let actions = if linked { format!(r#"{{"actionGroupId":"{group}"}}"#) } else { String::new() };
        format!(
            r#"{{"type":"Microsoft.Insights/metricAlerts","name":"{service}-{name}","properties":{{"enabled":true,"severity":1,"actions":[{actions}]}}}}"#
        )
    };
    let name = if broken { "alerts-broken.json" } else { "alerts.json" };
    draft(
        service,
        name,
        format!(
            r#"{{"value":[{},{},{{"id":"{group}","type":"Microsoft.Insights/actionGroups","name":"on-call","properties":{{"enabled":true,"webhookReceivers":[{{"name":"pager","serviceUri":"https://pager.tidewrack.example/{service}"}}]}}}}]}}"#,
            rule("errors", true),
            rule("dead-letters", !broken)
        ),
    )
}

/// The note of a notification that arrived, once in a release of a team.
pub fn alert_test(team: &str, release: &str) -> Draft {
    draft(
        team,
        &format!("alert-test-{release}.json"),
        format!(r#"{{"rule":"{team}-errors","release":"{release}","fired":true,"received":true,"acknowledged":"on-call"}}"#),
    )
}

/// What the monitoring sees after a deployment.
pub fn telemetry_signal(service: &str) -> Draft {
    draft(
        service,
        "telemetry.json",
        format!(r#"{{"service":"{service}","errorRate":0.002,"availability":0.9993,"compliant":true}}"#),
    )
}

/// A scan by night, of which no report speaks.
pub fn nightly_scan() -> Draft {
    Draft {
        path: "scans/nightly-trivy.sarif".to_owned(),
        text: sarif("trivy", "0.66.0", true, MINOR.get(..2).unwrap_or_default(), "landing-zone"),
    }
}

/// The compiler's diagnostics.
pub fn template_diagnostics(habit: &Habit, service: &str) -> Draft {
    match habit.tooling {
        Tooling::Terraform => draft(
            "scan",
            "validate.json",
            r#"{"format_version":"1.0","valid":true,"error_count":0,"warning_count":0,"diagnostics":[]}"#.to_owned(),
        ),
        Tooling::Bicep => draft("scan", "bicep-clean.sarif", sarif("bicep", "0.38.5", true, &[], service)),
    }
}

#[cfg(test)]
mod tests {
    use super::super::team::habits;
    use super::super::work::KINDS;
    use super::*;

    #[test]
    fn every_json_artifact_parses() {
        for habit in habits(8) {
            for service in &habit.services {
                let mut drafts = vec![
                    lint_diagnostics(&habit, service, false),
                    lint_diagnostics(&habit, service, true),
                    secret_scan(service, false),
                    secret_scan(service, true),
                    drift_check(&habit, service, false),
                    drift_check(&habit, service, true),
                    role_assignment_diff(service, false),
                    role_assignment_diff(service, true),
                    network_intent(service),
                    key_reference_check(service),
                    deployment_outputs(service),
                    alert_linkage(service, false),
                    alert_linkage(service, true),
                    alert_test(service, "2026.11"),
                    telemetry_signal(service),
                    template_diagnostics(&habit, service),
                ];
                drafts.extend(
                    [ScanResult::Clean, ScanResult::Minor, ScanResult::Serious, ScanResult::Aborted]
                        .map(|result| policy_diagnostics(&habit, service, result)),
                );
                drafts.extend(KINDS.iter().enumerate().map(|(k, kind)| change_preview(&habit, kind, k, false)));
                for draft in drafts {
                    let parsed = serde_json::from_str::<serde_json::Value>(&draft.text);
                    assert!(parsed.is_ok(), "{}: {parsed:?}", draft.path);
                }
            }
        }
    }

    #[test]
    fn a_plan_has_the_counts_of_its_kind_of_work() {
        let habits = habits(1);
        let plan = change_preview(&habits[0], &KINDS[1], 1, false);
        // Rotating keys: the new key, the encryption set, the old key.
        assert_eq!(KINDS[1].counts(), (1, 1, 1));
        for action in ["create", "update", "delete"] {
            assert_eq!(plan.text.matches(&format!(r#""actions":["{action}"]"#)).count(), 1);
        }
    }
}
