//! Alerting policies of Google Cloud Monitoring, and the notification channels that they name.

use super::super::{Reading, Refusal, Shape};
use super::words::{documents, goes_on, name, truth};
use crate::json::{Json, Kind};
use crate::places::Places;
use plumbline_domain::{AlertRule, AlertRules, Called, Calls, Reach, Receiver};

const POLICIES: &str = "/alertPolicies/";
const CHANNELS: &str = "/notificationChannels/";

/// Whether a document is, or lists, policies or channels.
pub(super) fn fits(shape: &Shape<'_>) -> bool {
    let is_name = |name: Option<&str>| name.is_some_and(|n| n.contains(POLICIES) || n.contains(CHANNELS));
    let has_list = |key| {
        shape.has_kind(key, Kind::Array)
            && (is_name(shape.inner_word(key, "name"))
                || (shape.has_inner(key, "displayName") && shape.has_inner(key, "conditions")))
    };
    is_name(shape.word("name"))
        || (shape.has("conditions") && shape.has("combiner"))
        || has_list("alertPolicies")
        || has_list("notificationChannels")
}

/// Reads policies and channels.
pub(super) fn read(text: &str, reading: &mut Reading) -> Result<(), Refusal> {
    let places = Places::of(text);
    let mut alerts = AlertRules::default();
    let documents = documents(text)?;
    for (d, document) in documents.iter().enumerate() {
        let lists = ["alertPolicies", "notificationChannels"];
        let is_listing = !document.get("conditions").is_some_and(|c| matches!(c, Json::Array(_)))
            && lists.iter().any(|key| matches!(document.get(key), Some(Json::Array(_))));
        match document {
            Json::Array(elements) => {
                elements.iter().enumerate().for_each(|(i, e)| take(e, format!("[{i}]"), &places, &mut alerts))
            }
            _ if is_listing => {
                for key in lists {
                    for (i, element) in document.get(key).map(Json::elements).unwrap_or_default().iter().enumerate() {
                        take(element, format!("{key}[{i}]"), &places, &mut alerts);
                    }
                }
            }
            // gcloud separates documents of YAML
            _ if documents.len() > 1 => take(document, format!("[{d}]"), &places, &mut alerts),
            _ => take(document, String::new(), &places, &mut alerts),
        }
        alerts.goes_on = alerts.goes_on.take().or_else(|| goes_on(document, &places));
    }
    reading.items = (alerts.rules.len() + alerts.receivers.len()) as u64;
    reading.tool = Some("google cloud monitoring".to_owned());
    reading.facts.alerts = Some(Box::new(alerts));
    Ok(())
}

/// A policy or a channel.
fn take(resource: &Json<'_>, path: String, places: &Places<'_>, alerts: &mut AlertRules) {
    let id = resource.text_of("name").unwrap_or_default();
    let of = name(resource.text_of("displayName").unwrap_or(id));
    if id.contains(CHANNELS) {
        let is_verified = resource.text_of("verificationStatus") != Some("UNVERIFIED");
        let reach = reach_of(is_enabled(resource), is_verified);
        alerts.receivers.push(Receiver { key: id.into(), name: of, reach, place: places.at(path, resource) });
    } else if resource.get("conditions").is_some() || id.contains(POLICIES) {
        let channels = resource.get("notificationChannels").map(Json::elements).unwrap_or_default();
        let called = channels.iter().filter_map(Json::text).filter(|c| !c.trim().is_empty());
        alerts.rules.push(AlertRule {
            name: of,
            id: id.into(),
            is_enabled: is_enabled(resource),
            calls: Calls::Receivers(called.map(|c| Called::Receiver(c.into())).collect()),
            parts: Vec::new(),
            place: places.at(path, resource),
        });
    }
}

/// Whether a policy or channel is on; older answers wrap the truth.
fn is_enabled(resource: &Json<'_>) -> bool {
    let enabled = resource.get("enabled");
    truth(enabled.and_then(|e| e.get("value")).or(enabled)) != Some(false)
}

/// Whom a channel reaches.
pub(crate) fn reach_of(is_enabled: bool, is_verified: bool) -> Reach {
    match (is_enabled, is_verified) {
        (false, _) => Reach::Nobody("it is disabled".into()),
        (_, false) => Reach::Nobody("its address was never verified".into()),
        _ => Reach::Somebody,
    }
}
