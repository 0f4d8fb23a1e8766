//! Applications of Argo CD (`argocd app get -o json`, `argocd app list -o json`, `kubectl get applications`): whether what runs is what
//! the repository says.

use super::super::super::json::Json;
use super::super::super::places::Places;
use super::super::alerts::argocd_health;
use super::super::{Reading, Refusal, Shape, documents};
use super::values::{id, phrase};
use crate::paging::next_page;
use crate::times::time;
use plumbline_domain::{Compliance, Difference, Drift, Drifted, Naming};

/// Whether a document is an application, or a list of them.
pub(in crate::formats) fn fits(shape: &Shape<'_>) -> bool {
    let is_argo = |version: Option<&str>| version.is_some_and(|v| v.starts_with("argoproj.io/"));
    let one = shape.word("kind") == Some("Application") && is_argo(shape.word("apiVersion"));
    let of_list = shape.inner_word("items", "kind") == Some("Application") && is_argo(shape.inner_word("items", "apiVersion"));
    // the API leaves kind and version out
    let bare = |has: &dyn Fn(&str, &str) -> bool| has("status", "sync") && has("status", "health");
    one || of_list || (shape.has("spec") && bare(&|key, inner| shape.has_inner(key, inner)))
}

/// Reads applications.
pub(in crate::formats) fn read(text: &str, reading: &mut Reading) -> Result<(), Refusal> {
    let documents = documents(text)?;
    let places = Places::of(text);
    let mut drift =
        Drift { naming: Naming::Other, caveat: "what ignoreDifferences leaves out is not compared".into(), ..Drift::default() };
    let mut says_status = false;
    let mut compliance = Compliance::default();
    let mut take = |application: &Json<'_>, path: &str| {
        argocd_health::count(application, path, &places, &mut compliance);
        let Some(status) = application.get("status").filter(|s| s.get("sync").is_some()) else { return };
        says_status = true;
        if let Some(at) = time(status.get("reconciledAt")) {
            reading.facts.ran_at = reading.facts.ran_at.max(Some(at));
        }
        read_application(application, status, path, &places, &mut drift);
    };
    for (n, document) in documents.iter().enumerate() {
        let path = if documents.len() > 1 { format!("[{n}].") } else { String::new() };
        match (document, document.get("items")) {
            (Json::Array(list), _) => list.iter().enumerate().for_each(|(i, a)| take(a, &format!("{path}[{i}]."))),
            (_, Some(Json::Array(list))) => {
                list.iter().enumerate().for_each(|(i, a)| take(a, &format!("{path}items[{i}].")));
            }
            _ => take(document, &path),
        }
    }
    for document in &documents {
        if let Some((key, next)) = next_page(document) {
            drift.open.push(("the list goes on on another page".into(), places.at(key, next)));
            compliance.goes_on = Some(places.at(key, next));
        }
    }
    reading.items = drift.compared;
    reading.tool = Some("argo cd".to_owned());
    reading.facts.compliance = Some(Box::new(compliance));
    if says_status {
        reading.facts.drift = Some(Box::new(drift));
    }
    Ok(())
}

/// Takes what Argo CD compared of one application.
fn read_application(application: &Json<'_>, status: &Json<'_>, path: &str, places: &Places<'_>, drift: &mut Drift) {
    let name = application.at(&["metadata", "name"]).and_then(Json::text).unwrap_or("the application");
    let before = drift.differing.len();
    for (i, resource) in status.get("resources").map(Json::elements).unwrap_or_default().iter().enumerate() {
        let text = |key: &str| resource.text_of(key).unwrap_or_default();
        let place = places.at(format!("{path}status.resources[{i}]"), resource);
        let id = id(&format!("{}/{}/{}", text("kind"), text("namespace"), text("name")).replace("//", "/"));
        match text("status") {
            "Synced" => {
                drift.compared += 1;
                drift.in_sync.push(id);
            }
            "OutOfSync" => {
                drift.compared += 1;
                let must_go = resource.get("requiresPruning").and_then(Json::truth) == Some(true);
                let difference = if must_go { Difference::Unmanaged } else { Difference::Changed };
                drift.differing.push(Drifted { id, difference, place });
            }
            // a hook and what is not tracked has none
            "" => {}
            other => drift.open.push((format!("{id} is {}", phrase(other)).into(), place)),
        }
    }
    let sync = status.get("sync").and_then(|s| s.get("status"));
    let place = sync.map(|s| places.at(format!("{path}status.sync.status"), s)).unwrap_or_default();
    match sync.and_then(Json::text).unwrap_or_default() {
        "Synced" => drift.compared = drift.compared.max(1),
        "OutOfSync" => {
            drift.compared = drift.compared.max(1);
            // its resources say more
            if drift.differing.len() == before {
                drift.differing.push(Drifted { id: id(name), difference: Difference::Changed, place });
            }
        }
        other => {
            let word = if other.is_empty() { "Unknown".to_owned() } else { phrase(other) };
            drift.open.push((format!("{} is {word}", id(name)).into(), place));
        }
    }
    for (i, condition) in status.get("conditions").map(Json::elements).unwrap_or_default().iter().enumerate() {
        if matches!(condition.text_of("type"), Some("ComparisonError" | "InvalidSpecError" | "UnknownError")) {
            let why = phrase(condition.text_of("message").unwrap_or("it could not be compared"));
            drift.open.push((why.into(), places.at(format!("{path}status.conditions[{i}]"), condition)));
        }
    }
}
