//! Alerting resources of Grafana in Terraform.

use super::terraform::Of;
use crate::formats::alerts::grafana::{is_placeholder, key, labels_of};
use crate::formats::alerts::routes::{comparison_of, of_words};
use crate::formats::alerts::words::{name, scalar, truth};
use crate::json::Json;
use plumbline_domain::{AlertRules, Called, Calls, Reach, Receiver, Route, Router, Routing};

/// The types that are read.
pub(super) const KINDS: &[&str] = &["grafana_rule_group", POINT, POLICY];
const POINT: &str = "grafana_contact_point";
const POLICY: &str = "grafana_notification_policy";

/// Takes rules, a contact point or the tree of policies.
pub(super) fn take(of: &Of<'_, '_, '_>, alerts: &mut AlertRules) {
    match of.resource.kind.as_str() {
        POINT => {
            let Some(point) = of.text("name") else { return };
            alerts.receivers.push(Receiver { key: key(point), name: name(point), reach: reach(of), place: of.place() });
        }
        POLICY => {
            let root = route(&of.resource.after, "policy");
            alerts.routings.push(Routing { router: Router::Grafana, root, place: of.place() });
        }
        _ => of.blocks("rule").iter().for_each(|rule| take_rule(of, rule, alerts)),
    }
}

fn take_rule(of: &Of<'_, '_, '_>, rule: &Json<'_>, alerts: &mut AlertRules) {
    let first = |key: &str| rule.get(key).and_then(|list| list.elements().first());
    if first("record").is_some() {
        return;
    }
    let title = rule.get("name").and_then(scalar).unwrap_or_default();
    let calls = match first("notification_settings").and_then(|s| s.text_of("contact_point")) {
        Some(point) => Calls::Receivers(vec![Called::Receiver(key(point))]),
        None => Calls::Routed(Router::Grafana, labels_of(&title, rule.get("labels").unwrap_or(&Json::Null))),
    };
    of.give_rule(name(&title), truth(rule.get("is_paused")) != Some(true), calls, alerts);
}

/// Whom a contact point reaches: any block of settings is an integration.
fn reach(of: &Of<'_, '_, '_>) -> Reach {
    let blocks = of.resource.after.pairs().iter().flat_map(|(_, list)| list.elements()).filter(|block| block.is_object());
    let mut integrations = blocks.peekable();
    if integrations.peek().is_none() {
        return Reach::Nobody("it has no integration".into());
    }
    let is_real = |block: &Json<'_>| {
        let addresses = block.get("addresses").map(Json::elements).unwrap_or_default();
        addresses.is_empty() || addresses.iter().filter_map(Json::text).any(|a| !is_placeholder(a))
    };
    match integrations.any(is_real) {
        true => Reach::Somebody,
        false => Reach::Nobody("its only address is the placeholder that Grafana ships".into()),
    }
}

fn route(of: &Json<'_>, below: &str) -> Route {
    let matchers = of.get("matcher").map(Json::elements).unwrap_or_default();
    let text = |matcher: &Json<'_>, key: &str| matcher.get(key).and_then(scalar).unwrap_or_default().into_owned();
    Route {
        receiver: of.text_of("contact_point").map(key),
        matchers: matchers
            .iter()
            .map(|m| of_words(&text(m, "label"), comparison_of(&text(m, "match")), &text(m, "value")))
            .collect(),
        continues: truth(of.get("continue")) == Some(true),
        routes: of.get(below).map(Json::elements).unwrap_or_default().iter().map(|child| route(child, below)).collect(),
    }
}
