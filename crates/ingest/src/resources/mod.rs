//! Resources as plans, states, what-ifs and snapshots describe them, and the facts that each view takes from them.

mod alerts;
mod change_set;
mod grants;
mod keys;
mod network;

pub(super) use change_set::give_change_set;
#[cfg(not(target_arch = "wasm32"))]
pub(super) use keys::is_secret_value;
pub(super) use keys::{is_filled_in_elsewhere, reference_in};

use super::json::Json;
use super::places::Places;
use plumbline_domain::{Action, Facts};
use std::collections::HashMap;

/// One resource.
#[derive(Debug)]
pub(super) struct Resource<'a> {
    /// Its Terraform address, or its ARM id.
    pub address: String,
    /// Its type in lower case: `azurerm_role_assignment`, `microsoft.authorization/roleassignments`.
    pub kind: String,
    /// What would happen to it; [`Action::NoOp`] in a state.
    pub action: Action,
    /// Its values before; null when it does not exist yet, or they are not stated.
    pub before: Json<'a>,
    /// Its values after; null when it is deleted.
    pub after: Json<'a>,
    /// A tree like `after` that is true where a value is known after the deployment only; null when all is known.
    pub after_unknown: Json<'a>,
    /// Where it stands, such as `resource_changes[3]`.
    pub path: String,
}

impl Resource<'_> {
    /// One of which nothing is known yet but where it stands.
    pub fn at(path: String) -> Self {
        Resource {
            address: String::new(),
            kind: String::new(),
            action: Action::Unknown,
            before: Json::Null,
            after: Json::Null,
            after_unknown: Json::Null,
            path,
        }
    }
}

/// All resources of one file, as far as a view wants them.
#[derive(Debug, Default)]
pub(super) struct Resources<'a> {
    /// Those of a wanted type, in the order of the file.
    pub list: Vec<Resource<'a>>,
    /// How many there are in all, of wanted types or not.
    pub total: usize,
    /// Whether both states are known: a plan, a what-if or a change set; a state or a snapshot shows one moment.
    pub shows_change: bool,
    /// Whether the preview ran to its end.
    pub is_complete: bool,
    /// The expressions of Terraform's configuration, by address without instances; those of a call of a module by the address of
    /// the module, and those of its outputs by that address with `.outputs`.
    pub expressions: HashMap<String, Json<'a>>,
}

/// How many references of one argument are looked at: real ones have a few, and every instance of a resource asks for them again.
const MAX_REFERENCES: usize = 64;

impl<'a> Resources<'a> {
    /// The expression of an argument in the configuration: `{"constant_value": …}` or `{"references": […]}`.
    pub fn expression(&self, address: &str, argument: &str) -> Option<&Json<'a>> {
        self.expressions.get(without_instances(address).as_str())?.get(argument)
    }

    /// The addresses that an argument refers to, without instances and attributes.
    pub fn references<'r>(&'r self, address: &str, argument: &str) -> impl Iterator<Item = &'r str> {
        let list = self.expression(address, argument).and_then(|e| e.get("references")).map(Json::elements).unwrap_or_default();
        list.iter().take(MAX_REFERENCES).filter_map(Json::text)
    }
}

/// An address such as `module.a["x"].azurerm_b.c[0]` without its instances: `module.a.azurerm_b.c`.
pub(super) fn without_instances(address: &str) -> String {
    let mut plain = String::with_capacity(address.len());
    let (mut depth, mut in_quotes, mut is_escaped) = (0_u32, false, false);
    for c in address.chars() {
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' if in_quotes => is_escaped = true,
            '"' if depth > 0 => in_quotes = !in_quotes,
            '[' if !in_quotes => depth += 1,
            ']' if !in_quotes => depth = depth.saturating_sub(1),
            c if depth == 0 => plain.push(c),
            _ => {}
        }
    }
    plain
}

/// Collects the expressions of a plan's `configuration`, by address.
pub(super) fn expressions_of<'a>(configuration: Json<'a>) -> HashMap<String, Json<'a>> {
    let mut found = HashMap::new();
    if let Some(root) = take(configuration, "root_module") {
        collect_expressions(root, "", &mut found);
    }
    found
}

fn collect_expressions<'a>(module: Json<'a>, prefix: &str, found: &mut HashMap<String, Json<'a>>) {
    let Json::Object(pairs) = module else { return };
    for (key, value) in pairs {
        match (key.as_ref(), value) {
            ("resources", Json::Array(resources)) => {
                for resource in resources {
                    let Some(address) = resource.text_of("address").map(|a| format!("{prefix}{a}")) else { continue };
                    if let Some(expressions) = take(resource, "expressions") {
                        found.insert(address, expressions);
                    }
                }
            }
            ("module_calls", Json::Object(calls)) => {
                for (name, call) in calls {
                    let Json::Object(parts) = call else { continue };
                    for (key, part) in parts {
                        match key.as_ref() {
                            "module" => collect_expressions(part, &format!("{prefix}module.{name}."), found),
                            "expressions" => drop(found.insert(format!("{prefix}module.{name}"), part)),
                            _ => {}
                        }
                    }
                }
            }
            ("outputs", outputs @ Json::Object(_)) => drop(found.insert(format!("{prefix}outputs"), outputs)),
            _ => {}
        }
    }
}

/// The value of a key, taken out of its object.
fn take<'a>(object: Json<'a>, wanted: &str) -> Option<Json<'a>> {
    let Json::Object(pairs) = object else { return None };
    pairs.into_iter().rev().find(|(key, _)| key == wanted).map(|(_, value)| value)
}

/// The type in an ARM id, in lower case: `microsoft.network/networksecuritygroups` of `…/providers/Microsoft.Network/networkSecurityGroups/a`.
pub(super) fn kind_of_arm_id(id: &str) -> String {
    let lower = id.to_ascii_lowercase();
    let Some((_, behind)) = lower.rsplit_once("/providers/") else { return String::new() };
    let mut parts = behind.split('/');
    let mut kind = parts.next().unwrap_or_default().to_owned();
    while let (Some(part), Some(_name)) = (parts.next(), parts.next()) {
        kind.push('/');
        kind.push_str(part);
    }
    kind
}

/// Whether any view wants resources of this type: the values of the others are skipped as they are read.
pub(super) fn is_wanted(kind: &str) -> bool {
    grants::wants(kind) || network::wants(kind) || keys::wants(kind) || alerts::wants(kind)
}

/// Gives the facts of all views.
pub(super) fn give(resources: &Resources<'_>, places: &Places<'_>, facts: &mut Facts) {
    grants::give(resources, places, facts);
    network::give(resources, places, facts);
    keys::give(resources, places, facts);
    alerts::give(resources, places, facts);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_loses_its_instances() {
        assert_eq!(without_instances(r#"module.a["x]\"["].azurerm_b.c[0]"#), "module.a.azurerm_b.c");
    }

    #[test]
    fn the_type_stands_in_the_id() {
        let id = "/subscriptions/s/resourceGroups/r/providers/Microsoft.Network/networkSecurityGroups/a/securityRules/b";
        assert_eq!(kind_of_arm_id(id), "microsoft.network/networksecuritygroups/securityrules");
        let id =
            "/subscriptions/s/providers/Microsoft.Storage/storageAccounts/a/providers/Microsoft.Authorization/roleAssignments/b";
        assert_eq!(kind_of_arm_id(id), "microsoft.authorization/roleassignments");
    }
}
