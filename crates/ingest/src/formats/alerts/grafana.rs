//! Grafana's alerting resources, as its export and its provisioning API write them: rules, contact points, notification policies.

use super::super::{Reading, Refusal, Shape};
use super::prometheus::labels;
use super::routes::matchers_of;
use super::words::{documents, name, scalar, truth};
use crate::json::{Json, Kind};
use crate::places::Places;
use plumbline_domain::{AlertRule, AlertRules, Called, Calls, Label, Reach, Receiver, Route, Router, Routing};

/// Whether a document holds such resources: an export, rules, contact points, or the tree of policies.
pub(super) fn fits(shape: &Shape<'_>) -> bool {
    if shape.is_array() {
        let is_rule = shape.has("uid") && shape.has("title") && (shape.has("ruleGroup") || shape.has("folderUID"));
        return is_rule || is_contact_point(shape);
    }
    let is_list = |key| shape.has_kind(key, Kind::Array);
    let is_export =
        shape.has_kind("apiVersion", Kind::Number) && ["groups", "contactPoints", "policies"].into_iter().any(is_list);
    let is_rule = shape.has("uid") && shape.has("ruleGroup") && shape.has("condition");
    let has_folder = ["folder", "folderUid", "orgId"].into_iter().any(|key| shape.has_inner("groups", key));
    let is_group = shape.has("folderUid") && shape.has_inner("rules", "title");
    let is_tree = shape.word("receiver").is_some()
        && (is_list("routes") || is_list("group_by"))
        && !shape.has("alerts")
        && !shape.has("receivers");
    is_export || is_rule || is_group || (has_folder && shape.has_inner("groups", "rules")) || is_tree
}

fn is_contact_point(shape: &Shape<'_>) -> bool {
    ["uid", "name", "type", "settings"].into_iter().all(|key| shape.has(key)) && shape.has("disableResolveMessage")
}

/// Reads rules, contact points and policies.
pub(super) fn read(text: &str, reading: &mut Reading) -> Result<(), Refusal> {
    let documents = documents(text)?;
    let places = Places::of(text);
    let mut alerts = AlertRules::default();
    for document in &documents {
        match document {
            Json::Array(elements) => {
                for (i, element) in elements.iter().enumerate() {
                    take_element(element, &format!("[{i}]"), &places, &mut alerts);
                }
            }
            _ if document.get("uid").is_some() => take_element(document, "", &places, &mut alerts),
            _ if document.text_of("receiver").is_some() => take_tree(document, "", &places, &mut alerts),
            _ => take_export(document, &places, &mut alerts),
        }
    }
    reading.items = (alerts.rules.len() + alerts.receivers.len()) as u64;
    reading.tool = Some("grafana".to_owned());
    reading.facts.alerts = Some(Box::new(alerts));
    Ok(())
}

/// A rule or a contact point of a list of the provisioning API.
fn take_element(element: &Json<'_>, path: &str, places: &Places<'_>, alerts: &mut AlertRules) {
    if element.get("title").is_some() {
        take_rule(element, path, places, alerts);
    } else if let Some(of) = element.text_of("name") {
        let reach = if is_reachable(element) { Reach::Somebody } else { placeholder() };
        alerts.receivers.push(Receiver { key: key(of), name: name(of), reach, place: places.at(path, element) });
    }
}

fn take_export(export: &Json<'_>, places: &Places<'_>, alerts: &mut AlertRules) {
    let list = |of: &Json<'_>, key: &str| of.get(key).map(Json::elements).unwrap_or_default().len();
    for (g, group) in export.get("groups").map(Json::elements).unwrap_or_default().iter().enumerate() {
        take_rules(group, &format!("groups[{g}].rules"), places, alerts);
    }
    take_rules(export, "rules", places, alerts);
    for (i, point) in export.get("contactPoints").map(Json::elements).unwrap_or_default().iter().enumerate() {
        let Some(of) = point.text_of("name") else { continue };
        let receivers = point.get("receivers").map(Json::elements).unwrap_or_default();
        let reach = match list(point, "receivers") {
            0 => Reach::Nobody("it has no integration".into()),
            _ if receivers.iter().any(is_reachable) => Reach::Somebody,
            _ => placeholder(),
        };
        let place = places.at(format!("contactPoints[{i}]"), point);
        alerts.receivers.push(Receiver { key: key(of), name: name(of), reach, place });
    }
    for (i, tree) in export.get("policies").map(Json::elements).unwrap_or_default().iter().enumerate() {
        take_tree(tree, &format!("policies[{i}]"), places, alerts);
    }
}

fn take_rules(group: &Json<'_>, path: &str, places: &Places<'_>, alerts: &mut AlertRules) {
    for (r, rule) in group.get("rules").map(Json::elements).unwrap_or_default().iter().enumerate() {
        take_rule(rule, &format!("{path}[{r}]"), places, alerts);
    }
}

/// Takes a rule, when it alerts: one that records a metric calls nobody by design.
fn take_rule(rule: &Json<'_>, path: &str, places: &Places<'_>, alerts: &mut AlertRules) {
    if rule.get("record").is_some_and(|record| *record != Json::Null) {
        return;
    }
    let Some(title) = rule.get("title").and_then(scalar) else { return };
    let settings = rule.get("notification_settings").or_else(|| rule.get("notificationSettings"));
    let calls = match settings.and_then(|s| s.text_of("receiver")) {
        Some(receiver) => Calls::Receivers(vec![Called::Receiver(key(receiver))]),
        None => Calls::Routed(Router::Grafana, labels_of(&title, rule.get("labels").unwrap_or(&Json::Null))),
    };
    alerts.rules.push(AlertRule {
        name: name(&title),
        id: "".into(),
        is_enabled: truth(rule.get("isPaused").or_else(|| rule.get("is_paused"))) != Some(true),
        calls,
        parts: Vec::new(),
        place: places.at(path, rule),
    });
}

/// The labels of an alert of Grafana; it adds the name of the folder, which not every listing states.
pub(crate) fn labels_of(title: &str, of_rule: &Json<'_>) -> Vec<Label> {
    let mut labels = labels(title, &[of_rule]);
    labels.push(Label { name: "grafana_folder".into(), value: None });
    labels
}

fn take_tree(tree: &Json<'_>, path: &str, places: &Places<'_>, alerts: &mut AlertRules) {
    // one tree for each organisation: without them there is no telling whose rule is routed by which
    let root = Route { matchers: Vec::new(), ..route(tree) };
    alerts.routings.push(Routing { router: Router::Grafana, root, place: places.at(path, tree) });
}

fn route(of: &Json<'_>) -> Route {
    Route {
        receiver: of.text_of("receiver").map(key),
        matchers: matchers_of(of),
        continues: truth(of.get("continue")) == Some(true),
        routes: of.get("routes").map(Json::elements).unwrap_or_default().iter().map(route).collect(),
    }
}

/// What rules and policies call a contact point by.
pub(crate) fn key(contact_point: &str) -> Box<str> {
    format!("grafana {}", name(contact_point)).into()
}

fn placeholder() -> Reach {
    Reach::Nobody("its only address is the placeholder that Grafana ships".into())
}

/// Whether an integration has an address that is not the one that Grafana ships as an example.
fn is_reachable(integration: &Json<'_>) -> bool {
    let addresses = integration.at(&["settings", "addresses"]).and_then(scalar).unwrap_or_default();
    !is_placeholder(&addresses)
}

/// Whether a list of addresses is the example that Grafana ships.
pub(crate) fn is_placeholder(addresses: &str) -> bool {
    addresses.trim().trim_matches(['<', '>']) == "example@email.com"
}
