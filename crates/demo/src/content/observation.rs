//! What is true after a deployment: alerts, test notifications, signals, drift.

use super::preview::{resource_change, terraform_plan, what_if};
use super::{Draft, SUBSCRIPTION, Says, arm_id, draft, laid_out};
use crate::record::Minute;
use crate::team::{Habit, Tooling};
use serde_json::{Value, json};

/// Alert rules with their action groups resolved; or a rule that reaches nobody, rules that are all off, or a group that is elsewhere.
pub fn alert_linkage(service: &str, says: Says) -> Draft {
    let way = says.among(&["broken", "off"], &["elsewhere"]);
    let group = arm_id(service, "Microsoft.Insights/actionGroups", "on-call");
    let rule = |name: &str, linked: bool| {
        let actions = if linked { vec![json!({"actionGroupId": group})] } else { Vec::new() };
        json!({
            "id": arm_id(service, "Microsoft.Insights/metricAlerts", &format!("{service}-{name}")), "name": format!("{service}-{name}"),
            "type": "Microsoft.Insights/metricAlerts", "properties": {"enabled": way != "off", "severity": 1, "actions": actions}
        })
    };
    let mut resources = vec![rule("errors", true), rule("dead-letters", way != "broken")];
    if way != "elsewhere" {
        resources.push(json!({
            "id": group, "name": "on-call", "type": "Microsoft.Insights/actionGroups",
            "properties": {"enabled": true, "webhookReceivers": [
                {"name": "pager", "serviceUri": format!("https://pager.tidewrack.example/{service}")}
            ]}
        }));
    }
    let name = if says == Says::Yes { "alerts.json".to_owned() } else { format!("alerts-{way}.json") };
    draft(service, &name, laid_out(&json!({"value": resources})))
}

/// A test notification, once in a release of a team: it arrived, it failed, or it was still on its way.
pub fn alert_test(team: &str, release: &str, says: Says) -> Draft {
    let way = says.among(&["failed"], &["pending"]);
    let (state, status, sub_state) = match way {
        "failed" => ("Complete", "Failed", "HttpStatus404"),
        "pending" => ("InProgress", "Pending", "Default"),
        _ => ("Complete", "Succeeded", "Default"),
    };
    let result = json!({
        "state": state, "createdTime": format!("{}-01T08:00:00Z", month_of(release)), "completedTime": format!("{}-01T08:00:41Z", month_of(release)),
        "context": {"contextType": "Microsoft.Insights/Metric Alert", "notificationSource": format!("{team}-errors")},
        "actionDetails": [{"MechanismType": "Webhook", "Name": "pager", "Status": status, "SubState": sub_state, "Detail": null}]
    });
    let suffix = if says == Says::Yes { String::new() } else { format!("-{way}") };
    draft(team, &format!("alert-test-{release}{suffix}.json"), laid_out(&result))
}

/// The month of a release such as `2026.11`.
fn month_of(release: &str) -> String {
    release.get(..7).unwrap_or(release).replace('.', "-")
}

/// The compliance states after a deployment: compliant, not compliant, or evaluated before it.
pub fn telemetry_signal(service: &str, at: Minute, says: Says) -> Draft {
    let way = says.among(&["non-compliant", "before"], &["none"]);
    let at = if way == "before" { at.plus_days(-60) } else { at };
    let state = if way == "non-compliant" { "NonCompliant" } else { "Compliant" };
    let states: Vec<Value> = match way {
        "none" => Vec::new(),
        _ => vec![json!({
            "resourceId": arm_id(service, "Microsoft.Web/sites", &format!("app-{service}")), "policyAssignmentName": "landing-zone",
            "policyDefinitionName": "https-only",
            "policyAssignmentId": format!("{SUBSCRIPTION}/providers/Microsoft.Authorization/policyAssignments/landing-zone"),
            "policyDefinitionId": "/providers/Microsoft.Authorization/policyDefinitions/https-only", "complianceState": state, "timestamp": at.instant().to_rfc3339()
        })],
    };
    let name = if states.is_empty() { "compliance-none.json".to_owned() } else { format!("compliance-{}-{way}.json", at.0) };
    let group = arm_id(service, "Microsoft.PolicyInsights", "policyStates");
    let context = format!("https://management.azure.com{group}/$metadata#latest");
    draft(service, &name, laid_out(&json!({"@odata.context": context, "@odata.count": states.len(), "value": states})))
}

/// Source against what is deployed: in step, drifted, or not comparable.
pub fn drift_check(habit: &Habit, service: &str, says: Says) -> Draft {
    let way = says.among(&["found"], &["unseen"]);
    let name = if says == Says::Yes { "drift-none.json".to_owned() } else { format!("drift-{way}.json") };
    let value = match habit.tooling {
        Tooling::Terraform => {
            let same = [
                resource_change(service, "no-op", "azurerm_linux_web_app", "main"),
                resource_change(service, "no-op", "azurerm_network_security_group", "main"),
            ];
            let drifted = match way {
                "found" => vec![resource_change(service, "update", "azurerm_network_security_group", "main")],
                _ => Vec::new(),
            };
            terraform_plan(&same, &drifted, &[], way == "unseen")
        }
        Tooling::Bicep => {
            let change = match way {
                "found" => "Modify",
                "unseen" => "Unsupported",
                _ => "NoChange",
            };
            let group = "azurerm_network_security_group";
            what_if(service, &[("NoChange", "azurerm_linux_web_app", "main"), (change, group, "main")], &[])
        }
    };
    draft(service, &name, laid_out(&value))
}
