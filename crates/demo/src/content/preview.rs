//! Previews: Terraform plans and what-ifs of Azure.

use super::{Draft, Says, arm_id_of, draft, laid_out, terraform_action};
use crate::team::{Habit, Tooling};
use crate::work::{Action, Kind};
use serde_json::{Map, Value, json};

/// One resource of a plan.
pub(super) fn resource_change(module: &str, action: &str, kind: &str, name: &str) -> Value {
    let values = json!({"name": name.replace('_', "-"), "resource_group_name": format!("rg-{module}")});
    let (before, after) = match action {
        "create" => (Value::Null, values),
        "delete" => (values, Value::Null),
        _ => (values.clone(), values),
    };
    json!({
        "address": format!("module.{module}.{kind}.{name}"), "mode": "managed", "type": kind, "name": name,
        "provider_name": "registry.terraform.io/hashicorp/azurerm",
        "change": {"actions": [action], "before": before, "after": after, "after_unknown": {}}
    })
}

/// A plan of these changes, with outputs as name, value before and value after.
pub(super) fn terraform_plan(changes: &[Value], drifted: &[Value], outputs: &[(&str, &str, &str)], errored: bool) -> Value {
    let outputs: Map<String, Value> = outputs
        .iter()
        .map(|(name, before, after)| {
            let actions = if before == after { "no-op" } else { "update" };
            let change = json!({"actions": [actions], "before": before, "after": after, "after_unknown": false});
            ((*name).to_owned(), change)
        })
        .collect();
    json!({
        "format_version": "1.2", "terraform_version": "1.13.4", "planned_values": {"root_module": {}},
        "resource_drift": drifted, "resource_changes": changes, "output_changes": outputs,
        "complete": !errored, "errored": errored
    })
}

/// A what-if of these changes: each its word, its Terraform type and its name.
pub(super) fn what_if(group: &str, changes: &[(&str, &str, &str)], diagnostics: &[Value]) -> Value {
    let changes: Vec<Value> = changes
        .iter()
        .map(|(change, kind, name)| json!({"resourceId": arm_id_of(group, kind, name), "changeType": change}))
        .collect();
    let mut result = json!({"status": "Succeeded", "changes": changes});
    if let (Value::Object(result), false) = (&mut result, diagnostics.is_empty()) {
        result.insert("diagnostics".to_owned(), Value::Array(diagnostics.to_vec()));
    }
    result
}

/// A plan or what-if whose counts are those of the kind of work; or one that could not see everything.
///
/// A team's services are built from its own modules, so that the same work foresees the same resources.
pub fn change_preview(habit: &Habit, kind: &Kind, k: usize, says: Says) -> Draft {
    let team = habit.slug.as_str();
    match habit.tooling {
        Tooling::Terraform => {
            let errored = says.among(&[], &["errored"]) == "errored";
            let changes: Vec<Value> = kind
                .resources
                .iter()
                .map(|(action, kind, name)| resource_change(team, terraform_action(*action), kind, name))
                .collect();
            let changes = if errored { changes.get(..1).unwrap_or_default() } else { &changes };
            let (before, after) = versions(k);
            let outputs = [("endpoint", endpoint(team), endpoint(team)), ("module_version", before, after)];
            let outputs: Vec<(&str, &str, &str)> = outputs.iter().map(|(n, b, a)| (*n, b.as_str(), a.as_str())).collect();
            let name = if errored { format!("plan-{k}-errored.json") } else { format!("plan-{k}.json") };
            draft(team, &name, laid_out(&terraform_plan(changes, &[], &outputs, errored)))
        }
        Tooling::Bicep => {
            let way = says.among(&[], &["unsupported", "short-circuited"]);
            let changes: Vec<_> = kind
                .resources
                .iter()
                .map(|(action, kind, name)| {
                    let change = match action {
                        _ if way == "unsupported" => "Unsupported",
                        Action::Create => "Create",
                        Action::Modify => "Modify",
                        Action::Delete => "Delete",
                    };
                    (change, *kind, *name)
                })
                .collect();
            let diagnostics = match way {
                "short-circuited" => vec![json!({
                    "level": "Error", "code": "NestedDeploymentShortCircuited",
                    "message": "A nested deployment was not expanded: its template link could not be read.",
                    "target": arm_id_of(team, "nested", "edge")
                })],
                _ => Vec::new(),
            };
            let name = if says == Says::Yes { format!("what-if-{k}.json") } else { format!("what-if-{k}-{way}.json") };
            draft(team, &name, laid_out(&what_if(team, &changes, &diagnostics)))
        }
    }
}

/// The version of a team's module before and after the `k`th kind of work.
pub(super) fn versions(k: usize) -> (String, String) {
    (format!("{}.0.0", k + 3), format!("{}.1.0", k + 3))
}

/// Where a team's services answer.
pub(super) fn endpoint(team: &str) -> String {
    format!("https://{team}.internal.example")
}
