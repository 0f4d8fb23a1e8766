//! `driftctl scan -o json://`: what the cloud holds beside what the source says.

use super::super::super::json::{Json, Kind};
use super::super::super::places::Places;
use super::super::{Reading, Refusal, Shape, list, tree};
use super::values::{id, phrase};
use crate::times::time;
use plumbline_domain::{Difference, Drift, Drifted, Naming};
use std::collections::HashSet;

/// Whether a document is one.
pub(in crate::formats) fn fits(shape: &Shape<'_>) -> bool {
    shape.is_object()
        && shape.has_kind("summary", Kind::Object)
        && shape.has("managed")
        && shape.has("unmanaged")
        && (shape.has("missing") || shape.has("deleted"))
}

/// Reads a scan. What it counted is counted again.
pub(in crate::formats) fn read(text: &str, reading: &mut Reading) -> Result<(), Refusal> {
    let document = tree(text)?;
    let places = Places::of(text);
    let mut drift =
        Drift { naming: Naming::Other, caveat: "what a .driftignore leaves out leaves no mark".into(), ..Drift::default() };
    let name = |resource: &Json<'_>| {
        let text = |key: &str| resource.text_of(key).unwrap_or("?");
        id(&format!("{}.{}", text("type"), text("id")))
    };
    let mut changed: HashSet<Box<str>> = HashSet::new();
    for (i, difference) in list(&document, "differences", &mut reading.log).iter().enumerate() {
        let resource = name(difference.get("res").unwrap_or(difference));
        changed.insert(resource.clone());
        let place = places.at(format!("differences[{i}]"), difference);
        drift.differing.push(Drifted { id: resource, difference: Difference::Changed, place });
    }
    let kinds = [("missing", Difference::Missing), ("deleted", Difference::Missing), ("unmanaged", Difference::Unmanaged)];
    for (key, difference) in kinds {
        for (i, resource) in list(&document, key, &mut reading.log).iter().enumerate() {
            let place = places.at(format!("{key}[{i}]"), resource);
            drift.differing.push(Drifted { id: name(resource), difference, place });
        }
    }
    let managed = list(&document, "managed", &mut reading.log);
    drift.in_sync = managed.iter().map(name).filter(|id| !changed.contains(id)).collect();
    drift.compared = (drift.in_sync.len() + drift.differing.len()) as u64;
    for (what, alerts) in document.get("alerts").map(Json::pairs).unwrap_or_default() {
        for (i, alert) in alerts.elements().iter().enumerate() {
            let message = alert.text_of("message").unwrap_or("an alert without a message");
            // differences on computed fields are compared, and may be none
            if message.to_ascii_lowercase().contains("computed field") {
                continue;
            }
            drift.open.push((phrase(message).into(), places.at(format!("alerts.{}[{i}]", id(what)), alert)));
        }
    }
    reading.items = drift.compared;
    reading.tool = Some("driftctl".to_owned());
    reading.facts.ran_at = time(document.get("date"));
    reading.facts.drift = Some(Box::new(drift));
    Ok(())
}
