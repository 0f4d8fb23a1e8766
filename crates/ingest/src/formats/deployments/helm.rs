//! `helm status -o json` (also what `helm upgrade` and `helm install` print) and `helm history -o json`: how the newest revision of a
//! release ended. YAML is read as well.

use super::super::super::json::Json;
use super::super::super::places::Places;
use super::super::{Reading, Refusal, Shape, tree};
use super::values::{id, phrase};
use crate::times::time;
use plumbline_domain::{Action, Naming, Operation, OperationResult, Operations, Place, WayBack};

/// Whether a document is the status of a release.
pub(in crate::formats) fn fits_status(shape: &Shape<'_>) -> bool {
    shape.is_object()
        && shape.has("name")
        && shape.has_inner("info", "status")
        && (shape.has("version") || shape.has("namespace"))
}

/// Whether a document is the history of a release.
pub(in crate::formats) fn fits_history(shape: &Shape<'_>) -> bool {
    shape.is_array() && ["revision", "updated", "status", "chart", "description"].iter().all(|key| shape.has(key))
}

/// Reads a status.
pub(in crate::formats) fn read_status(text: &str, reading: &mut Reading) -> Result<(), Refusal> {
    let release = tree(text)?;
    let places = Places::of(text);
    let none = Json::Null;
    let info = release.get("info").unwrap_or(&none);
    let place = |key: &str| info.get(key).map(|value| places.at(format!("info.{key}"), value)).unwrap_or_default();
    reading.items = 1;
    reading.tool = Some("helm".to_owned());
    reading.facts.ran_at = time(info.get("last_deployed"));
    let revision = Revision {
        release: release.text_of("name").unwrap_or("the release"),
        status: info.text_of("status").unwrap_or_default(),
        description: info.text_of("description").unwrap_or_default(),
        is_rollback: false,
        status_place: place("status"),
        description_place: place("description"),
    };
    reading.facts.operations = Some(Box::new(revision.operations()));
    Ok(())
}

/// Reads a history: its newest revision counts.
pub(in crate::formats) fn read_history(text: &str, reading: &mut Reading) -> Result<(), Refusal> {
    let document = tree(text)?;
    let places = Places::of(text);
    let revisions = document.elements();
    reading.items = revisions.len() as u64;
    reading.tool = Some("helm".to_owned());
    let number = |revision: &Json<'_>| revision.get("revision").and_then(Json::number).unwrap_or_default();
    let newest = revisions.iter().enumerate().max_by(|(_, a), (_, b)| number(a).total_cmp(&number(b)));
    let Some((i, newest)) = newest else { return Ok(()) };
    reading.facts.ran_at = time(newest.get("updated"));
    let place = |key: &str| newest.get(key).map(|value| places.at(format!("[{i}].{key}"), value)).unwrap_or_default();
    let revision = Revision {
        release: newest.text_of("chart").unwrap_or("the release"),
        status: newest.text_of("status").unwrap_or_default(),
        description: newest.text_of("description").unwrap_or_default(),
        is_rollback: names_rollback(newest),
        status_place: place("status"),
        description_place: place("description"),
    };
    reading.facts.operations = Some(Box::new(revision.operations()));
    Ok(())
}

/// Whether a revision says which earlier one it went back to.
fn names_rollback(revision: &Json<'_>) -> bool {
    revision.get("rollback_revision").and_then(Json::number).is_some_and(|n| n >= 1.0)
}

struct Revision<'j> {
    release: &'j str,
    status: &'j str,
    description: &'j str,
    is_rollback: bool,
    status_place: Place,
    description_place: Place,
}

impl Revision<'_> {
    fn operations(self) -> Operations {
        let result = match self.status.to_ascii_lowercase().as_str() {
            "deployed" => OperationResult::Succeeded,
            "failed" => OperationResult::Failed,
            _ => OperationResult::Unfinished,
        };
        let goes_back = self.is_rollback
            || self.status.eq_ignore_ascii_case("pending-rollback")
            || self.description.trim_start().to_ascii_lowercase().starts_with("rollback ");
        let back = if self.description.is_empty() { self.status } else { self.description };
        let way_back = WayBack { result, word: phrase(back).into(), place: self.description_place };
        let word = match (self.status, self.description) {
            ("", _) => "no status".to_owned(),
            (status, "") => phrase(status),
            (status, description) => format!("{} ({})", phrase(status), phrase(description)),
        };
        Operations {
            operations: vec![Operation {
                id: id(self.release),
                action: Action::Unknown,
                result,
                place: self.status_place.clone(),
            }],
            overall: result,
            overall_word: word.into(),
            overall_place: self.status_place,
            way_back: goes_back.then_some(way_back),
            naming: Naming::Other,
            goes_on: false,
            caveat: "".into(),
        }
    }
}
