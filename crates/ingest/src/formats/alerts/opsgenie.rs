//! Alerts of Opsgenie: one that a person acknowledged, saw or closed reached somebody.

use super::super::{Reading, Refusal, Shape};
use super::words::{documents, name, time};
use crate::cut::phrase;
use crate::json::{Json, Kind};
use crate::places::Places;
use plumbline_domain::{Delivery, Notification, Notifications};

/// Whether a document is an alert, or lists them. The answer to the request that made one is neither.
pub(super) fn fits(shape: &Shape<'_>) -> bool {
    let is_answer = shape.has("data") && shape.has("requestId");
    let is_alert = shape.has_inner("data", "tinyId") && shape.has_inner("data", "acknowledged");
    let is_empty = shape.has_kind("data", Kind::Array) && shape.key_is_empty("data") && shape.has("took");
    let is_bare = shape.has("tinyId") && shape.has("acknowledged");
    (is_answer && (is_alert || is_empty)) || is_bare
}

/// Reads alerts.
pub(super) fn read(text: &str, reading: &mut Reading) -> Result<(), Refusal> {
    let places = Places::of(text);
    let mut notifications = Notifications::default();
    for document in &documents(text)? {
        let data = document.get("data");
        let list = match data.unwrap_or(document) {
            Json::Array(list) => list.as_slice(),
            one => std::slice::from_ref(one),
        };
        let path = if data.is_some() { "data" } else { "" };
        for (i, alert) in list.iter().enumerate() {
            notifications.list.push(read_one(alert, format!("{path}[{i}]"), &places));
        }
        if let Some(next) = document.at(&["paging", "next"]).filter(|next| next.text().is_some()) {
            notifications.goes_on = Some(places.at("paging.next", next));
        }
    }
    reading.items = notifications.list.len() as u64;
    reading.tool = Some("opsgenie".to_owned());
    reading.facts.notifications = Some(Box::new(notifications));
    Ok(())
}

fn read_one(alert: &Json<'_>, path: String, places: &Places<'_>) -> Notification {
    let message = phrase(alert.text_of("message").unwrap_or("an alert"));
    let truth = |key| alert.get(key).and_then(Json::truth) == Some(true);
    let by = |key| alert.at(&["report", key]).and_then(Json::text).filter(|who| !who.trim().is_empty());
    let acknowledged = match by("acknowledgedBy") {
        Some(who) => Some(who).filter(|who| is_person(who)),
        None => alert.text_of("owner").filter(|who| truth("acknowledged") && is_person(who)),
    };
    let closed = by("closedBy").filter(|who| alert.text_of("status") == Some("closed") && is_person(who));
    let (delivery, says) = match (acknowledged, closed) {
        (Some(who), _) => (Delivery::Arrived, format!("{} acknowledged {message:?}", name(who))),
        (_, Some(who)) => (Delivery::Arrived, format!("{} closed {message:?}", name(who))),
        _ if truth("isSeen") => (Delivery::Arrived, format!("somebody saw {message:?}")),
        _ => (Delivery::Open, format!("no person acknowledged, saw or closed {message:?}")),
    };
    Notification {
        receiver: message.into(),
        delivery,
        says: says.into(),
        at: time(alert.get("updatedAt").or_else(|| alert.get("createdAt"))),
        place: places.at(path, alert),
    }
}

/// Users of Opsgenie have addresses as their names; policies, integrations and the system have none.
fn is_person(who: &str) -> bool {
    who.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.') && !who.contains(char::is_whitespace))
}
