//! Incidents of PagerDuty: one that a person acknowledged or resolved reached somebody.

use super::super::{Reading, Refusal, Shape};
use super::words::{documents, goes_on, name, time};
use crate::cut::phrase;
use crate::json::{Json, Kind};
use crate::places::Places;
use plumbline_domain::{Delivery, Notification, Notifications};

/// Whether a document is an incident, or lists them.
pub(super) fn fits(shape: &Shape<'_>) -> bool {
    let is_list = shape.has_kind("incidents", Kind::Array)
        && (shape.has_inner("incidents", "incident_number")
            || (shape.key_is_empty("incidents") && shape.has("more") && shape.has("limit")));
    let is_incident = shape.has("incident_number") && shape.has("urgency") && shape.has("status");
    is_list || is_incident || shape.has_inner("incident", "incident_number")
}

/// Reads incidents.
pub(super) fn read(text: &str, reading: &mut Reading) -> Result<(), Refusal> {
    let places = Places::of(text);
    let mut notifications = Notifications::default();
    for document in &documents(text)? {
        let (list, path) = match (document, document.get("incidents"), document.get("incident")) {
            (Json::Array(list), ..) => (list.as_slice(), ""),
            (_, Some(list), _) => (list.elements(), "incidents"),
            (_, _, Some(incident)) => (std::slice::from_ref(incident), "incident"),
            _ => (std::slice::from_ref(document), ""),
        };
        for (i, incident) in list.iter().enumerate() {
            let path = if path == "incident" { path.to_owned() } else { format!("{path}[{i}]") };
            notifications.list.push(read_one(incident, path, &places));
        }
        notifications.goes_on = notifications.goes_on.take().or_else(|| goes_on(document, &places));
    }
    reading.items = notifications.list.len() as u64;
    reading.tool = Some("pagerduty".to_owned());
    reading.facts.notifications = Some(Box::new(notifications));
    Ok(())
}

fn read_one(incident: &Json<'_>, path: String, places: &Places<'_>) -> Notification {
    let title = phrase(incident.text_of("title").or_else(|| incident.text_of("summary")).unwrap_or("an incident"));
    let status = incident.text_of("status").unwrap_or("unknown");
    let acknowledged = incident.get("acknowledgements").map(Json::elements).unwrap_or_default().iter();
    let by = acknowledged.filter_map(|a| a.get("acknowledger")).find_map(person).map(|who| (who, "acknowledged"));
    // a status other than triggered was set by whoever changed it last
    let word = match status {
        "acknowledged" => Some("acknowledged"),
        "resolved" => Some("resolved"),
        _ => None,
    };
    let by = by.or_else(|| Some((incident.get("last_status_change_by").and_then(person)?, word?)));
    let (delivery, says) = match by {
        Some((who, did)) => (Delivery::Arrived, format!("{} {did} {title:?}", name(who))),
        None => (Delivery::Open, format!("{title:?} is {}, and no person has acted on it", name(status))),
    };
    Notification {
        receiver: title.into(),
        delivery,
        says: says.into(),
        at: time(incident.get("last_status_change_at").or_else(|| incident.get("created_at"))),
        place: places.at(path, incident),
    }
}

/// The name of whoever is referred to, when it is a person: services and integrations act by themselves.
fn person<'j>(reference: &'j Json<'_>) -> Option<&'j str> {
    let kind = reference.text_of("type")?;
    let is_person = kind == "user" || kind == "user_reference";
    is_person.then(|| reference.text_of("summary").or_else(|| reference.text_of("name")).unwrap_or("a person"))
}
