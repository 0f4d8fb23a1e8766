//! Alert rules and receivers among the resources of a plan, a state or a what-if.

mod aws;
mod azure;
mod grafana;
mod others;
mod terraform;

use super::{Places, Resource, Resources};
use crate::formats::azure_alerts;
use plumbline_domain::{Action, AlertRules, Facts, Place};

/// Whether a resource of this type says something of them.
pub(super) fn wants(kind: &str) -> bool {
    azure_alerts::wants(kind)
        || azure::KINDS.contains(&kind)
        || aws::KINDS.contains(&kind)
        || grafana::KINDS.contains(&kind)
        || others::KINDS.contains(&kind)
}

/// Gives the facts.
pub(super) fn give(resources: &Resources<'_>, places: &Places<'_>, facts: &mut Facts) {
    let mut alerts = AlertRules::default();
    for resource in resources.list.iter().filter(|r| wants(&r.kind)) {
        let kind = resource.kind.as_str();
        if azure_alerts::wants(kind) {
            take_arm(resource, places, &mut alerts);
        } else if resource.after.is_object() {
            let of = terraform::Of { resource, resources, places };
            match kind {
                _ if azure::KINDS.contains(&kind) => azure::take(&of, &mut alerts),
                _ if aws::KINDS.contains(&kind) => aws::take(&of, &mut alerts),
                _ if grafana::KINDS.contains(&kind) => grafana::take(&of, &mut alerts),
                _ => others::take(&of, &mut alerts),
            }
        }
    }
    if alerts.rules.is_empty() && alerts.receivers.is_empty() && alerts.routings.is_empty() {
        return;
    }
    if !resources.is_complete {
        alerts.goes_on = Some(Place::default());
    }
    facts.alerts = Some(Box::new(alerts));
}

/// A resource of Azure by its id. One that the deployment leaves alone is no rule of it, and may be a receiver.
fn take_arm(resource: &Resource<'_>, places: &Places<'_>, alerts: &mut AlertRules) {
    let is_left = resource.action == Action::Ignore;
    let body = match (&resource.after, &resource.before) {
        (after, _) if after.is_object() => after,
        (_, before) if before.is_object() && resource.action != Action::Delete => before,
        _ => return,
    };
    let n_rules = alerts.rules.len();
    let id = body.text_of("id").unwrap_or(&resource.address);
    azure_alerts::take(&resource.kind, id, body, &resource.path, places, alerts);
    if is_left {
        alerts.rules.truncate(n_rules);
    }
}
