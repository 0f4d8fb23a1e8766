//! Alerts of Google Cloud, Datadog and Kubernetes in Terraform.

use super::terraform::{Of, texts};
use crate::formats::alerts::datadog::handles_in;
use crate::formats::alerts::google::reach_of;
use crate::formats::alerts::prometheus::take_manifest;
use crate::json::Json;
use plumbline_domain::{AlertRules, Called, Calls};

/// The types that are read.
pub(super) const KINDS: &[&str] = &[POLICY, CHANNEL, MONITOR, MANIFEST];
const POLICY: &str = "google_monitoring_alert_policy";
const CHANNEL: &str = "google_monitoring_notification_channel";
const MONITOR: &str = "datadog_monitor";
const MANIFEST: &str = "kubernetes_manifest";

/// Takes a policy, a channel, a monitor or a manifest.
pub(super) fn take(of: &Of<'_, '_, '_>, alerts: &mut AlertRules) {
    match of.resource.kind.as_str() {
        POLICY => {
            let ids = texts(of.get("notification_channels")).map(|id| Called::Receiver(id.into())).collect();
            let calls = Calls::Receivers(of.called("notification_channels", ids));
            of.give_rule(of.name(&["display_name", "name"]), of.is_on("enabled"), calls, alerts);
        }
        CHANNEL => {
            let reach = reach_of(of.is_on("enabled"), of.text("verification_status") != Some("UNVERIFIED"));
            let id = of.text("name").or_else(|| of.text("id")).map(Into::into);
            of.give_receiver(id, &of.name(&["display_name", "name"]), &reach, alerts);
        }
        MONITOR => {
            let mut called = of.text("message").map(handles_in).unwrap_or_default();
            let escalates = of.get("renotify_interval").and_then(Json::number).is_some_and(|minutes| minutes > 0.0);
            called.extend(of.text("escalation_message").filter(|_| escalates).map(handles_in).unwrap_or_default());
            let calls = if of.is_unknown("message") { Calls::Unsaid } else { Calls::Receivers(called) };
            of.give_rule(of.name(&["name"]), of.text("draft_status") != Some("draft"), calls, alerts);
        }
        _ => {
            if let Some(manifest) = of.get("manifest").filter(|m| m.is_object()).or_else(|| of.get("object")) {
                take_manifest(manifest, &format!("{}.manifest.", of.resource.path), of.places, alerts);
            }
        }
    }
}
