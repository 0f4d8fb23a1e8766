//! What deployments leave behind: logs, outputs, rehearsals of a way back, provenance.

use super::preview::{endpoint, terraform_plan, versions, what_if};
use super::{Draft, Files, Says, arm_id_of, draft, laid_out, terraform_action};
use crate::team::{Habit, Tooling};
use crate::work::{Action, Kind, Touched};
use serde_json::{Value, json};

/// A line of Terraform's log.
fn ui_line(kind: &str, message: &str, more: Value) -> String {
    let mut line = json!({
        "@level": if kind == "apply_errored" { "error" } else { "info" }, "@message": message, "@module": "terraform.ui",
        "@timestamp": "2026-05-18T09:30:00.000000Z", "type": kind
    });
    if let (Value::Object(line), Value::Object(more)) = (&mut line, more) {
        line.extend(more);
    }
    format!("{line}\n")
}

/// The log of an apply of these resources. It stops before its end when it is cut.
fn terraform_log(module: &str, resources: &[Touched], fails_at: Option<usize>, is_cut: bool) -> String {
    let mut log = ui_line("version", "Terraform 1.13.4", json!({"terraform": "1.13.4", "ui": "1.2"}));
    for (i, (action, kind, name)) in resources.iter().enumerate() {
        let address = format!("module.{module}.{kind}.{name}");
        let action = terraform_action(*action);
        let resource = json!({
            "addr": address, "module": format!("module.{module}"), "resource": format!("{kind}.{name}"), "implied_provider": "azurerm",
            "resource_type": kind, "resource_name": name, "resource_key": null
        });
        let hook = |more: Value| {
            let mut hook = json!({"resource": resource, "action": action});
            if let (Value::Object(hook), Value::Object(more)) = (&mut hook, more) {
                hook.extend(more);
            }
            json!({"hook": hook})
        };
        log += &ui_line("apply_start", &format!("{address}: started"), hook(json!({})));
        if fails_at == Some(i) {
            log += &ui_line("apply_errored", &format!("{address}: errored after 3s"), hook(json!({"elapsed_seconds": 3})));
            let diagnostic =
                json!({"diagnostic": {"severity": "error", "summary": "the quota of the region is used up", "detail": ""}});
            return log + &ui_line("diagnostic", "Error: the quota of the region is used up", diagnostic);
        }
        if is_cut && i + 1 == resources.len() {
            return log;
        }
        log += &ui_line("apply_complete", &format!("{address}: complete after 4s"), hook(json!({"elapsed_seconds": 4})));
    }
    let of = |wanted: Action| resources.iter().filter(|(action, _, _)| *action == wanted).count();
    let (add, change, remove) = (of(Action::Create), of(Action::Modify), of(Action::Delete));
    let changes = json!({"changes": {"add": add, "change": change, "import": 0, "remove": remove, "operation": "apply"}});
    let message = format!("Apply complete! Resources: {add} added, {change} changed, {remove} destroyed.");
    log + &ui_line("change_summary", &message, changes)
}

/// The operations of a deployment of Azure.
fn azure_operations(group: &str, resources: &[Touched], fails_at: Option<usize>, is_cut: bool) -> Value {
    let operation = |n: usize, what: &str, state: &str, target: Value| {
        json!({
            "id": format!("{}/operations/{n:02}", arm_id_of(group, "deployment", "main")), "operationId": format!("{n:02}"),
            "properties": {
                "provisioningOperation": what, "provisioningState": state, "timestamp": "2026-05-18T09:30:00Z",
                "duration": "PT4S", "targetResource": target
            }
        })
    };
    let mut operations: Vec<Value> = resources
        .iter()
        .enumerate()
        .map(|(i, (action, kind, name))| {
            let id = arm_id_of(group, kind, name);
            let target = json!({"id": id, "resourceName": name.replace('_', "-"), "resourceType": super::azure_type(kind)});
            let state = match i {
                _ if fails_at == Some(i) => "Failed",
                0 if is_cut => "Running",
                _ => "Succeeded",
            };
            operation(i + 1, if *action == Action::Delete { "Delete" } else { "Create" }, state, target)
        })
        .collect();
    if fails_at.is_none() && !is_cut {
        operations.push(operation(operations.len() + 1, "EvaluateDeploymentOutput", "Succeeded", Value::Null));
    }
    Value::Array(operations)
}

/// A resource that no preview of the team names.
const BY_HAND: Touched = (Action::Create, "azurerm_public_ip", "jump_host");

/// What a deployment of the kind of work did: as planned, with one resource more, failed, or cut off.
pub fn deployment_log(habit: &Habit, kind: &Kind, k: usize, says: Says) -> Draft {
    let way = says.among(&["failed", "one-more"], &["cut", "one-less"]);
    let mut resources = kind.resources.to_vec();
    match way {
        "one-more" => resources.push(BY_HAND),
        "one-less" if resources.len() > 1 => {
            resources.remove(0);
        }
        _ => {}
    }
    let fails_at = (way == "failed").then_some(0);
    // of one resource none can be missing
    let way = if way == "one-less" && kind.resources.len() < 2 { "cut" } else { way };
    let is_cut = way == "cut";
    let suffix = if says == Says::Yes { String::new() } else { format!("-{way}") };
    match habit.tooling {
        Tooling::Terraform => {
            let text = terraform_log(&habit.slug, &resources, fails_at, is_cut);
            draft(&habit.slug, &format!("apply-{k}{suffix}.ndjson"), text)
        }
        Tooling::Bicep => {
            let text = laid_out(&azure_operations(&habit.slug, &resources, fails_at, is_cut));
            draft(&habit.slug, &format!("operations-{k}{suffix}.json"), text)
        }
    }
}

fn terraform_outputs(team: &str, version: &str, compact: bool) -> String {
    let text = |value: &str| json!({"sensitive": false, "type": "string", "value": value});
    let outputs = json!({
        "admin_password": {"sensitive": true, "type": "string", "value": "not kept here"},
        "endpoint": text(&endpoint(team)), "module_version": text(version)
    });
    if compact { format!("{outputs}\n") } else { laid_out(&outputs) }
}

fn azure_outputs(team: &str, version: Option<&str>, compact: bool) -> String {
    let outputs = match version {
        Some(version) => json!({
            "endpoint": {"type": "String", "value": endpoint(team)}, "moduleVersion": {"type": "String", "value": version}
        }),
        None => json!({}),
    };
    let deployment = json!({
        "id": arm_id_of(team, "deployment", "main"), "name": "main", "type": "Microsoft.Resources/deployments",
        "properties": {
            "provisioningState": "Succeeded", "timestamp": "2026-05-18T09:30:00Z", "outputResources": [{"id": arm_id_of(team, "azurerm_linux_web_app", "main")}],
            "outputs": outputs
        }
    });
    if compact { format!("{deployment}\n") } else { laid_out(&deployment) }
}

fn outputs(habit: &Habit, version: &str, compact: bool) -> String {
    match habit.tooling {
        Tooling::Terraform => terraform_outputs(&habit.slug, version, compact),
        Tooling::Bicep => azure_outputs(&habit.slug, Some(version), compact),
    }
}

/// Outputs after the deployment, with those before; or others than planned; or, in their place, what is not yet the state after:
/// Terraform's plan of them, or a deployment of Azure without any.
pub fn deployment_outputs(habit: &Habit, k: usize, says: Says) -> Files {
    let way = says.among(&["not-planned"], &["after-only"]);
    let (before, after) = versions(k);
    let team = habit.slug.as_str();
    let artifact = match way {
        "after-only" if habit.tooling == Tooling::Terraform => {
            let endpoint = endpoint(team);
            let outputs = [("endpoint", &*endpoint, &*endpoint), ("module_version", &before, &after)];
            let planned = terraform_plan(&[], &[], &outputs, false);
            draft(team, &format!("outputs-{k}-planned.json"), laid_out(&planned))
        }
        "after-only" => draft(team, "outputs-none.json", format!("{}\n", azure_outputs(team, None, false).trim_end())),
        "not-planned" => draft(team, &format!("outputs-{k}-not-planned.json"), outputs(habit, &format!("{after}-hotfix"), false)),
        _ => draft(team, &format!("outputs-{k}-after.json"), outputs(habit, &after, false)),
    };
    let before = (way != "after-only").then(|| draft(team, &format!("outputs-{k}-before.json"), outputs(habit, &before, false)));
    Files { artifact, before, with: Vec::new() }
}

/// A rehearsal, once a month for all of a team's services: outputs as they were before, others, or a log that does not say its way.
pub fn rollback_rehearsal(habit: &Habit, month: &str, says: Says) -> Files {
    let team = habit.slug.as_str();
    let version = format!("2.0.0-{month}");
    let before = draft(team, &format!("rollback-{month}-before.json"), outputs(habit, &version, true));
    match (says.among(&["not-restored"], &["log"]), habit.tooling) {
        ("not-restored", _) => {
            let after =
                draft(team, &format!("rollback-{month}-not-restored.json"), outputs(habit, &format!("2.1.0-{month}"), false));
            Files { artifact: after, before: Some(before), with: Vec::new() }
        }
        ("log", _) => {
            let log = terraform_log(
                &format!("{team}_{}", month.replace('-', "_")),
                &[(Action::Modify, "azurerm_linux_web_app", "main")],
                None,
                false,
            );
            draft(team, &format!("rollback-{month}-apply.ndjson"), log).into()
        }
        (_, Tooling::Bicep) => {
            let preview = what_if(&format!("{team}-{month}"), &[("NoChange", "azurerm_linux_web_app", "main")], &[]);
            draft(team, &format!("rollback-{month}.json"), laid_out(&preview)).into()
        }
        (_, Tooling::Terraform) => {
            let after = draft(team, &format!("rollback-{month}.json"), outputs(habit, &version, false));
            Files { artifact: after, before: Some(before), with: Vec::new() }
        }
    }
}

/// A statement about what was deployed. Nobody signed it.
pub fn provenance_attestation(habit: &Habit, k: usize, module_sha256: &str) -> Draft {
    let statement = json!({
        "_type": "https://in-toto.io/Statement/v1",
        "subject": [{"name": format!("{}-module-{k}.tar.gz", habit.slug), "digest": {"sha256": module_sha256}}],
        "predicateType": "https://slsa.dev/provenance/v1",
        "predicate": {"buildDefinition": {"buildType": "https://ci.tidewrack.example/apply/v1", "externalParameters": {}}}
    });
    draft(&habit.slug, &format!("provenance-{k}.json"), laid_out(&statement))
}
