//! Alert rules and action groups of Azure in Terraform.

use super::terraform::{Of, texts};
use crate::formats::alerts::words::{name, scalar, truth};
use crate::formats::azure_alerts::{called, key};
use crate::json::Json;
use plumbline_domain::{AlertRules, Called, Calls, Reach};

/// The types that are read.
pub(super) const KINDS: &[&str] = &[
    "azurerm_monitor_metric_alert",
    "azurerm_monitor_scheduled_query_rules_alert",
    "azurerm_monitor_scheduled_query_rules_alert_v2",
    "azurerm_monitor_activity_log_alert",
    "azurerm_monitor_smart_detector_alert_rule",
    PROMETHEUS,
    GROUP,
];
const GROUP: &str = "azurerm_monitor_action_group";
const PROMETHEUS: &str = "azurerm_monitor_alert_prometheus_rule_group";

/// Takes a rule or a group.
pub(super) fn take(of: &Of<'_, '_, '_>, alerts: &mut AlertRules) {
    match of.resource.kind.as_str() {
        GROUP => of.give_receiver(of.text("id").map(key), &of.name(&["name"]), &reach(of), alerts),
        PROMETHEUS => {
            let is_on = of.is_on("rule_group_enabled");
            for rule in of.blocks("rule") {
                let Some(alert) = rule.get("alert").and_then(scalar).filter(|a| !a.is_empty()) else { continue };
                let ids = rule.get("action").map(Json::elements).unwrap_or_default().iter().flat_map(ids_in).collect();
                let is_enabled = is_on && truth(rule.get("enabled")) != Some(false);
                of.give_rule(name(&alert), is_enabled, Calls::Receivers(of.called("rule", ids)), alerts);
            }
        }
        _ => {
            let block = if of.get("action").is_some() || of.is_unknown("action") { "action" } else { "action_group" };
            let ids = of.blocks(block).iter().flat_map(ids_in).collect();
            let is_enabled = of.is_on("enabled");
            of.give_rule(of.name(&["name"]), is_enabled, Calls::Receivers(of.called(block, ids)), alerts);
        }
    }
}

/// The ids of groups in a block of a rule.
fn ids_in(block: &Json<'_>) -> Vec<Called> {
    const ARGUMENTS: [&str; 4] = ["action_group_id", "action_group", "action_groups", "ids"];
    ARGUMENTS.iter().flat_map(|argument| texts(block.get(argument))).map(called).collect()
}

/// Whom a group reaches: it is enabled and has a block for a receiver.
fn reach(of: &Of<'_, '_, '_>) -> Reach {
    let is_receiver = |key: &str| key.ends_with("_receiver");
    let has_receiver = of.resource.after.pairs().iter().any(|(key, list)| is_receiver(key) && !list.elements().is_empty());
    let mut later = of.resource.after_unknown.pairs().iter();
    match has_receiver {
        _ if !of.is_on("enabled") => Reach::Nobody("it is disabled".into()),
        true => Reach::Somebody,
        false if later.any(|(key, unknown)| is_receiver(key) && unknown.truth() == Some(true)) => {
            Reach::Open("its receivers are known after the deployment only".into())
        }
        false => Reach::Nobody("it has no receiver".into()),
    }
}
