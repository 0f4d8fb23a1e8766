//! `az monitor action-group test-notifications create`: what became of a test of an action group.

use super::super::{Reading, Refusal, Shape, tree};
use super::words::{get, name, time};
use crate::json::{Json, Kind};
use crate::places::Places;
use plumbline_domain::{Delivery, Notification, Notifications, OverallDelivery};

/// Whether a document is one. The command writes small letters, the REST answer capital ones.
pub(super) fn fits(shape: &Shape<'_>) -> bool {
    let has = |small, capital| shape.has_kind(small, Kind::Array) || shape.has_kind(capital, Kind::Array);
    has("actionDetails", "ActionDetails") && (shape.has("state") || shape.has("State"))
}

/// Reads a test.
pub(super) fn read(text: &str, reading: &mut Reading) -> Result<(), Refusal> {
    let places = Places::of(text);
    let document = tree(text)?;
    let mut notifications = Notifications::default();
    if let Some((value, word)) = get(&document, "state").and_then(|v| Some((v, v.text()?))) {
        let place = places.at("state", value);
        notifications.overall = Some(OverallDelivery { delivery: meaning(word), word: name(word), place });
    }
    for (i, detail) in get(&document, "actionDetails").map(Json::elements).unwrap_or_default().iter().enumerate() {
        let text_of = |key| get(detail, key).and_then(Json::text);
        let receiver = name(text_of("name").unwrap_or("a receiver without a name"));
        let status = text_of("status").unwrap_or("no status");
        notifications.list.push(Notification {
            says: format!("{receiver} has status {}", name(status)).into(),
            receiver,
            delivery: meaning(status),
            at: time(get(detail, "sendTime")),
            place: places.at(format!("actionDetails[{i}]"), detail),
        });
    }
    reading.items = notifications.list.len() as u64;
    reading.tool = Some("azure monitor".to_owned());
    reading.facts.notifications = Some(Box::new(notifications));
    Ok(())
}

/// What a word for the state of a test, or of one receiver in it, means.
fn meaning(word: &str) -> Delivery {
    match word.to_ascii_lowercase().as_str() {
        "complete" | "completed" | "succeeded" | "success" | "delivered" => Delivery::Arrived,
        "failed" | "failure" | "error" | "canceled" | "cancelled" | "throttled" | "timedout" => Delivery::Failed,
        _ => Delivery::Open,
    }
}
