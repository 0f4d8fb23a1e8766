//! Network security groups, firewall policies and routes of Azure: in Terraform, and as ARM has them.

use super::{Stage, View, before, joined};
use crate::formats::networks::azure_firewall::{Stage as Turns, Turn, collection_group, collection_of, firewall};
use crate::formats::networks::azure_nsg::{add_rule, group, single_rule, split_before};
use crate::formats::networks::azure_routes::{route, table};
use crate::formats::networks::values::Values;
use crate::formats::networks::words::Span;
use crate::resources::Resource;
use plumbline_domain::RulePlatform;
use std::collections::HashSet;

/// The types that are read.
pub(super) const KINDS: &[&str] = &[
    "azurerm_network_security_group",
    "azurerm_network_security_rule",
    "azurerm_firewall_policy_rule_collection_group",
    "azurerm_firewall_network_rule_collection",
    "azurerm_firewall_nat_rule_collection",
    "azurerm_ip_group",
    "azurerm_ip_group_cidr",
    "azurerm_route_table",
    "azurerm_route",
    "microsoft.network/networksecuritygroups",
    "microsoft.network/networksecuritygroups/securityrules",
    "microsoft.network/firewallpolicies/rulecollectiongroups",
    "microsoft.network/azurefirewalls",
    "microsoft.network/ipgroups",
    "microsoft.network/routetables",
    "microsoft.network/routetables/routes",
];

/// Rules that are taken away or changed: group and name, in lower case.
#[derive(Debug, Default)]
pub(super) struct Removed(HashSet<(String, String)>);

impl Removed {
    pub fn of<'r, 'a: 'r>(gone: impl Iterator<Item = &'r Resource<'a>>) -> Self {
        let keys = gone.filter_map(|resource| match resource.kind.as_str() {
            "azurerm_network_security_rule" => {
                let values = Values::of(before(resource));
                let group = joined(values, "resourceGroupName", "networkSecurityGroupName")?;
                Some((group, values.text("name")?.to_ascii_lowercase()))
            }
            "microsoft.network/networksecuritygroups/securityrules" => {
                let (group, name) = split_before(&resource.address, "/securityrules/")?;
                Some((group.to_ascii_lowercase(), name.to_ascii_lowercase()))
            }
            _ => None,
        });
        Removed(keys.collect())
    }

    fn keeps(&self, group: &str, name: &str) -> bool {
        self.0.is_empty() || !self.0.contains(&(group.to_ascii_lowercase(), name.to_ascii_lowercase()))
    }
}

/// Adds what a resource says.
pub(super) fn add(
    view: &mut View<'_, '_, '_, '_>,
    resource: &Resource<'_>,
    values: Values<'_, '_>,
    stage: Stage,
    removed: &Removed,
) {
    let path = view.path(resource);
    let id = resource.address.as_str();
    match (stage, resource.kind.as_str()) {
        (Stage::Lists, "azurerm_ip_group" | "azurerm_ip_group_cidr" | "microsoft.network/ipgroups") => {
            ip_group(view, resource, values)
        }
        (Stage::Groups, "azurerm_network_security_group") => security_group(view, resource, values, &path, removed),
        (Stage::Rules, "azurerm_network_security_rule") => {
            let key = joined(values, "resourceGroupName", "networkSecurityGroupName");
            let argument = "network_security_group_name";
            let group = view.group_of_rule(RulePlatform::AzureNsg, key.as_deref(), argument, resource);
            add_rule(&mut view.network, group, values, &path);
        }
        (Stage::Rules, "azurerm_firewall_policy_rule_collection_group") => collections(view, resource, values, &path),
        (Stage::Rules, "azurerm_firewall_network_rule_collection" | "azurerm_firewall_nat_rule_collection") => {
            let key = joined(values, "resourceGroupName", "azureFirewallName");
            let group = view.group_of_rule(RulePlatform::AzureFirewall, key.as_deref(), "azure_firewall_name", resource);
            let turns = if resource.kind.contains("_nat_") { Turns::Nat } else { Turns::Network };
            let turn = Turn::of(turns, Some(0), values.whole("priority"));
            collection_of(&mut view.network, group, &turn, values, values.list("rule"), &path);
        }
        (Stage::Rules, "azurerm_route_table") => {
            let name = values.text("name").unwrap_or(id);
            for (n, element) in values.list("route").filter(|(_, r)| r.json().is_object()) {
                route(&mut view.network, name, element, &format!("{path}.route[{n}]"));
            }
        }
        (Stage::Rules, "azurerm_route") => {
            route(&mut view.network, values.text("routeTableName").unwrap_or_default(), values, &path);
        }
        (Stage::Groups, "microsoft.network/networksecuritygroups") => {
            group(&mut view.network, id, values.json(), &path, |name| removed.keeps(id, name));
        }
        (Stage::Rules, "microsoft.network/networksecuritygroups/securityrules") => {
            single_rule(&mut view.network, id, values, &path);
        }
        (Stage::Rules, "microsoft.network/firewallpolicies/rulecollectiongroups") => {
            collection_group(&mut view.network, id, values.json(), &path);
        }
        (Stage::Rules, "microsoft.network/azurefirewalls") => firewall(&mut view.network, id, values.json(), &path),
        (Stage::Rules, "microsoft.network/routetables") => table(&mut view.network, values.json(), &path),
        (Stage::Rules, "microsoft.network/routetables/routes") => {
            let name = split_before(id, "/routes/").and_then(|(table, _)| table.rsplit('/').next());
            route(&mut view.network, name.unwrap_or_default(), values, &path);
        }
        _ => {}
    }
}

/// Keeps the addresses of an IP group under its id.
fn ip_group(view: &mut View<'_, '_, '_, '_>, resource: &Resource<'_>, values: Values<'_, '_>) {
    let id = match resource.kind.as_str() {
        "azurerm_ip_group" => values.text("id"),
        "azurerm_ip_group_cidr" => values.text("ipGroupId"),
        _ => Some(resource.address.as_str()),
    };
    let Some(id) = id.map(str::to_ascii_lowercase) else { return };
    let fields = super::properties(values);
    let texts = fields.texts("cidrs").chain(fields.texts("cidr")).chain(fields.texts("ipAddresses"));
    let spans = view.network.lists.entry(id).or_default();
    spans.extend(texts.filter_map(Span::of));
}

fn security_group(
    view: &mut View<'_, '_, '_, '_>,
    resource: &Resource<'_>,
    values: Values<'_, '_>,
    path: &str,
    removed: &Removed,
) {
    let key = joined(values, "resourceGroupName", "name");
    let name = values.text("name").unwrap_or(&resource.address);
    let group = view.group(RulePlatform::AzureNsg, key.as_deref(), name, resource);
    view.note_unknown(group, values, "securityRule", &["azurerm_network_security_rule"]);
    for (n, rule) in values.list("securityRule").filter(|(_, r)| r.json().is_object()) {
        if key.as_deref().is_none_or(|key| removed.keeps(key, rule.text("name").unwrap_or_default())) {
            add_rule(&mut view.network, group, rule, &format!("{path}.security_rule[{n}]"));
        }
    }
}

fn collections(view: &mut View<'_, '_, '_, '_>, resource: &Resource<'_>, values: Values<'_, '_>, path: &str) {
    let policy = values.text("firewallPolicyId");
    let group = view.group_of_rule(RulePlatform::AzureFirewall, policy, "firewall_policy_id", resource);
    let priority = values.whole("priority");
    for (key, turns) in [("nat_rule_collection", Turns::Nat), ("network_rule_collection", Turns::Network)] {
        view.note_unknown(group, values, key, &[]);
        for (n, collection) in values.list(key).filter(|(_, c)| c.json().is_object()) {
            let turn = Turn::of(turns, priority, collection.whole("priority"));
            let rules = collection.list("rule");
            collection_of(&mut view.network, group, &turn, collection, rules, &format!("{path}.{key}[{n}]"));
        }
    }
}
