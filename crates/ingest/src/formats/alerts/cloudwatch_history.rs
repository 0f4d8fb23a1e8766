//! `aws cloudwatch describe-alarm-history`: the actions that alarms executed.

use super::super::{Reading, Refusal, Shape};
use super::words::{documents, goes_on, name, time};
use crate::json::{Cursor, Json, Kind};
use crate::places::Places;
use plumbline_domain::{Delivery, Notification, Notifications};

/// Whether a document is one.
pub(super) fn fits(shape: &Shape<'_>) -> bool {
    shape.has_kind("AlarmHistoryItems", Kind::Array)
}

/// Reads the actions. What a state's reason says is free text, and proves nothing.
pub(super) fn read(text: &str, reading: &mut Reading) -> Result<(), Refusal> {
    let places = Places::of(text);
    let mut notifications = Notifications::default();
    for document in &documents(text)? {
        for (i, item) in document.get("AlarmHistoryItems").map(Json::elements).unwrap_or_default().iter().enumerate() {
            reading.items += 1;
            if item.text_of("HistoryItemType") != Some("Action") {
                continue;
            }
            let (resource, delivery) = action_of(item);
            // what scales a group or stops a machine notifies nobody
            let Some(topic) = resource.filter(|r| r.split(':').nth(2) == Some("sns")) else { continue };
            let (topic, alarm) = (name(&topic), name(item.text_of("AlarmName").unwrap_or("the alarm")));
            let says = match delivery {
                Delivery::Arrived => format!("{alarm} delivered to {topic}"),
                Delivery::Failed => format!("{alarm} could not deliver to {topic}"),
                Delivery::Open => format!("{alarm} called {topic}, and how that ended is not said"),
            };
            notifications.list.push(Notification {
                receiver: topic,
                delivery,
                says: says.into(),
                at: time(item.get("Timestamp")),
                place: places.at(format!("AlarmHistoryItems[{i}]"), item),
            });
        }
        notifications.goes_on = notifications.goes_on.take().or_else(|| goes_on(document, &places));
    }
    reading.tool = Some("cloudwatch".to_owned());
    reading.facts.notifications = Some(Box::new(notifications));
    Ok(())
}

/// What an action called, and how that ended: by the data of the item, else by its summary.
fn action_of(item: &Json<'_>) -> (Option<String>, Delivery) {
    let data = item.text_of("HistoryData").and_then(|text| Cursor::new(text).value().ok());
    let of_data = |key| data.as_ref().and_then(|d| d.text_of(key)).map(str::to_owned);
    let summary = item.text_of("HistorySummary").unwrap_or_default();
    let (in_summary, word) =
        match (summary.strip_prefix("Successfully executed action "), summary.strip_prefix("Failed to execute action ")) {
            (Some(action), _) => (Some(action), "Succeeded"),
            (_, Some(action)) => (Some(action), "Failed"),
            _ => (None, ""),
        };
    let in_summary = in_summary.and_then(|a| a.split_whitespace().next()).map(|a| a.trim_end_matches('.').to_owned());
    let delivery = match of_data("actionState").as_deref().unwrap_or(word) {
        "Succeeded" => Delivery::Arrived,
        "Failed" => Delivery::Failed,
        _ => Delivery::Open,
    };
    (of_data("notificationResource").or(in_summary), delivery)
}
