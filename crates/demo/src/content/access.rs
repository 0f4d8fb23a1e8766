//! Role assignments, network rules, and references to keys.

use super::preview::{resource_change, terraform_plan};
use super::{Draft, Files, SUBSCRIPTION, Says, arm_id, draft, laid_out};
use crate::team::{Habit, Tooling};
use serde_json::{Value, json};

fn role_assignment(service: &str, principal: &str, role: &str, scope: &str, justification: Option<&str>) -> Value {
    let mut assignment = json!({
        "principalName": format!("id-{service}-{principal}"), "principalType": "ServicePrincipal", "roleDefinitionName": role,
        "scope": format!("{SUBSCRIPTION}/resourceGroups/rg-{service}{scope}")
    });
    if let (Value::Object(fields), Some(sentence)) = (&mut assignment, justification) {
        fields.insert("description".to_owned(), sentence.into());
    }
    assignment
}

/// Role assignments before and after: of least privilege, wide with a reason, wide without, or of one moment only.
pub fn role_assignment_diff(service: &str, says: Says) -> Draft {
    let store = format!("/providers/Microsoft.Storage/storageAccounts/st{}", service.replace('-', ""));
    let reader =
        role_assignment(service, "reader", "Storage Queue Data Reader", &store, Some("reads one queue and nothing else"));
    let known = role_assignment(service, "monitor", "Monitoring Reader", "", None);
    let wide = role_assignment(service, "deploy", "Contributor", "", None);
    match says.among(&["contributor"], &["one-moment", "one-moment-wide"]) {
        "contributor" => draft(service, "roles-contributor.json", laid_out(&json!({"before": [known], "after": [known, wide]}))),
        "one-moment" => draft(service, "roles-now.json", laid_out(&json!([known, reader]))),
        "one-moment-wide" => draft(service, "roles-now-wide.json", laid_out(&json!([known, wide]))),
        _ => draft(service, "roles.json", laid_out(&json!({"before": [known], "after": [known, reader]}))),
    }
}

fn security_rule(name: &str, priority: u32, access: &str, source: &str, port: &str) -> Value {
    json!({
        "name": name, "priority": priority, "direction": "Inbound", "access": access, "protocol": if access == "Deny" { "*" } else { "Tcp" },
        "sourceAddressPrefix": source, "sourcePortRange": "*", "destinationAddressPrefix": "*", "destinationPortRange": port
    })
}

/// Which paths are open, and which are closed on purpose; with the routes where the team keeps them.
pub fn network_intent(service: &str, says: Says) -> Files {
    let way = says.among(&["ssh"], &["no-deny", "no-rules"]);
    let gateway = security_rule("gateway-in", 100, "Allow", "10.20.4.0/24", "443");
    let deny = security_rule("deny-all-in", 4000, "Deny", "*", "*");
    let rules = match way {
        "ssh" => vec![gateway, security_rule("ssh-in", 200, "Allow", "Internet", "22"), deny],
        "no-deny" => vec![gateway],
        "no-rules" => Vec::new(),
        _ => vec![gateway, deny],
    };
    let name = format!("nsg-{service}");
    let group = json!({
        "id": arm_id(service, "Microsoft.Network/networkSecurityGroups", &name), "name": name,
        "type": "Microsoft.Network/networkSecurityGroups", "location": "westeurope", "securityRules": rules
    });
    let file = if says == Says::Yes { "nsg.json".to_owned() } else { format!("nsg-{way}.json") };
    let table = format!("rt-{service}");
    let routes = json!([{
        "id": arm_id(service, "Microsoft.Network/routeTables", &table), "name": table, "type": "Microsoft.Network/routeTables",
        "routes": [{"name": "to-firewall", "addressPrefix": "0.0.0.0/0", "nextHopType": "VirtualAppliance", "nextHopIpAddress": "10.20.0.4"}]
    }]);
    let keeps_routes = service.len().is_multiple_of(2);
    let with = if keeps_routes { vec![draft(service, "routes.json", laid_out(&routes))] } else { Vec::new() };
    Files { artifact: draft(service, &file, laid_out(&json!([group]))), before: None, with }
}

/// Where keys and secrets come from: the approved vault, another one, or the template itself.
pub fn key_reference_check(habit: &Habit, service: &str, says: Says) -> Draft {
    let way = says.among(&["other-vault", "in-place"], &["none"]);
    let vault = if way == "other-vault" { format!("shared-{service}-old") } else { format!("kv-{service}") };
    let secret = format!("@Microsoft.KeyVault(SecretUri=https://{vault}.vault.azure.net/secrets/connection/)");
    let connection = match way {
        "in-place" => "Server=tcp:db.internal.example;Password=Summer-2026-changeit;".to_owned(),
        _ => secret,
    };
    let suffix = if says == Says::Yes { String::new() } else { format!("-{way}") };
    match habit.tooling {
        Tooling::Terraform => {
            let mut app = resource_change(service, "create", "azurerm_linux_web_app", "main");
            let settings = if way == "none" { json!({}) } else { json!({"CONNECTION": connection}) };
            if let Some(Value::Object(after)) = app.pointer_mut("/change/after") {
                after.insert("app_settings".to_owned(), settings);
            }
            let plan = terraform_plan(&[app], &[], &[], false);
            draft(service, &format!("keys{suffix}.json"), laid_out(&plan))
        }
        Tooling::Bicep => {
            let settings = if way == "none" { json!([]) } else { json!([{"name": "CONNECTION", "value": connection}]) };
            let app = json!({
                "id": arm_id(service, "Microsoft.Web/sites", &format!("app-{service}")), "name": format!("app-{service}"),
                "type": "Microsoft.Web/sites", "apiVersion": "2024-04-01", "properties": {"siteConfig": {"appSettings": settings}}
            });
            draft(service, &format!("keys{suffix}.json"), laid_out(&json!({"predictedResources": [app], "diagnostics": []})))
        }
    }
}
