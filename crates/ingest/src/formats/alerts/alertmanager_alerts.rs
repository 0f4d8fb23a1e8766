//! What Alertmanager tells of alerts: its API, which never says that a notification arrived, and the body that it sends to a webhook,
//! which arrived where it was kept.

use super::super::{Reading, Refusal, Shape};
use super::words::{documents, name, time};
use crate::json::{Json, Kind};
use crate::places::Places;
use plumbline_domain::{Delivery, Notification, Notifications};

/// Whether a document lists alerts of the API, or groups of them.
pub(super) fn fits(shape: &Shape<'_>) -> bool {
    let is_alert = shape.is_array() && ["labels", "startsAt", "status"].into_iter().all(|key| shape.has(key));
    let is_group = shape.is_array() && shape.has_inner("receiver", "name") && shape.has_inner("alerts", "fingerprint");
    (is_alert && (shape.has("fingerprint") || shape.has("receivers"))) || is_group
}

/// Reads alerts of the API.
pub(super) fn read(text: &str, reading: &mut Reading) -> Result<(), Refusal> {
    let places = Places::of(text);
    let mut notifications = Notifications::default();
    for document in &documents(text)? {
        for (i, element) in document.elements().iter().enumerate() {
            match element.get("alerts") {
                Some(alerts) => {
                    for (a, alert) in alerts.elements().iter().enumerate() {
                        notifications.list.push(of_api(alert, format!("[{i}].alerts[{a}]"), &places));
                    }
                }
                None => notifications.list.push(of_api(element, format!("[{i}]"), &places)),
            }
        }
    }
    give(notifications, reading);
    Ok(())
}

/// An alert of the API: what it is in says nothing of notifications.
fn of_api(alert: &Json<'_>, path: String, places: &Places<'_>) -> Notification {
    let alertname = name(alert.at(&["labels", "alertname"]).and_then(Json::text).unwrap_or("an alert"));
    let state = name(alert.at(&["status", "state"]).and_then(Json::text).unwrap_or("unknown"));
    let says = match state.as_ref() {
        "suppressed" => format!("{alertname} is suppressed: it is silenced or inhibited"),
        _ => format!("{alertname} is {state}, which does not say that a notification arrived"),
    };
    Notification {
        receiver: alertname,
        delivery: Delivery::Open,
        says: says.into(),
        at: time(alert.get("startsAt")),
        place: places.at(path, alert),
    }
}

/// Whether a document is the body that a webhook received.
pub(super) fn fits_webhook(shape: &Shape<'_>) -> bool {
    shape.has_kind("alerts", Kind::Array) && shape.has("groupLabels") && shape.has("receiver") && shape.has("status")
}

/// Reads bodies that a webhook received.
pub(super) fn read_webhook(text: &str, reading: &mut Reading) -> Result<(), Refusal> {
    let places = Places::of(text);
    let mut notifications = Notifications::default();
    for document in &documents(text)? {
        let bodies = if let Json::Array(bodies) = document { bodies } else { std::slice::from_ref(document) };
        for body in bodies {
            let receiver = name(body.text_of("receiver").unwrap_or("the webhook"));
            for (i, alert) in body.get("alerts").map(Json::elements).unwrap_or_default().iter().enumerate() {
                let alertname = name(alert.at(&["labels", "alertname"]).and_then(Json::text).unwrap_or("an alert"));
                notifications.list.push(Notification {
                    says: format!("{receiver} received {alertname}").into(),
                    receiver: receiver.clone(),
                    delivery: Delivery::Arrived,
                    at: time(alert.get("startsAt")),
                    place: places.at(format!("alerts[{i}]"), alert),
                });
            }
        }
    }
    give(notifications, reading);
    Ok(())
}

fn give(notifications: Notifications, reading: &mut Reading) {
    reading.items = notifications.list.len() as u64;
    reading.tool = Some("alertmanager".to_owned());
    reading.facts.notifications = Some(Box::new(notifications));
}
