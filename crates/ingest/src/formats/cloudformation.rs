//! CloudFormation: change sets and drift. Property values are not kept: they may be secret.

use super::super::json::Json;
use super::super::places::Places;
use super::super::resources::give_change_set;
use super::deployments::values::{id, phrase};
use super::{Reading, Refusal, Shape, stated, tree};
use crate::paging::next_page;
use plumbline_domain::{Action, DiagnosticKind, Difference, Drift, Drifted, Naming, Place, ResourceChange, ResourceChanges};

/// Whether a document is `describe-change-set`.
pub(super) fn fits_change_set(shape: &Shape<'_>) -> bool {
    let names_set = shape.has("ChangeSetName") || shape.has("ChangeSetId");
    shape.is_object()
        && (shape.has("Changes") && (names_set || shape.has("StackName") || shape.has("StackId"))
            || (names_set && shape.has("Status") && shape.has("StackName")))
}

/// Reads a change set.
pub(super) fn read_change_set(text: &str, reading: &mut Reading) -> Result<(), Refusal> {
    let document = tree(text)?;
    give_change_set(&document, text, &mut reading.facts);
    let places = Places::of(text);
    let listed = match document.get("Changes") {
        Some(Json::Array(listed)) => listed.as_slice(),
        None | Some(Json::Null) => &[],
        Some(_) => return Err(Refusal::shape("Changes", "must be an array")),
    };
    let mut changes = ResourceChanges { naming: Naming::LogicalId, ..ResourceChanges::default() };
    let part = |key: &str| document.get(key).map(|value| places.at(key, value)).unwrap_or_default();
    for (i, change) in listed.iter().enumerate() {
        // a hook that runs with the change set is no resource
        let Some(resource) = change.get("ResourceChange") else { continue };
        let replaces = resource.text_of("Replacement").unwrap_or_default();
        let action = match (resource.text_of("Action"), replaces) {
            (Some("Add" | "Import"), _) => Action::Create,
            (Some("Modify"), "True") => Action::Replace,
            (Some("Modify"), "Conditional") => Action::MayReplace,
            (Some("Modify"), _) => Action::Update,
            (Some("SyncWithActual"), _) => Action::NoOp,
            (Some("Remove"), _) if resource.text_of("PolicyAction") == Some("Retain") => Action::Forget,
            (Some("Remove"), _) => Action::Delete,
            _ => Action::Unknown,
        };
        let name = resource.text_of("LogicalResourceId").unwrap_or_default();
        let place = places.at(format!("Changes[{i}].ResourceChange"), resource);
        changes.changes.push(ResourceChange { id: id(name), action, place });
    }
    let reason = document.text_of("StatusReason").unwrap_or_default();
    match document.text_of("Status").unwrap_or_default() {
        "" | "CREATE_COMPLETE" => {}
        "FAILED" if says_nothing_changes(reason) => {}
        "FAILED" => {
            reading.log.say(DiagnosticKind::ToolReport, "Status", "the change set could not be created");
            let why = format!("the change set could not be created: {}", phrase(reason));
            changes.incomplete.push((why.trim_end_matches([':', ' ']).into(), part("Status")));
        }
        status => changes.incomplete.push((format!("its status is {}", phrase(status)).into(), part("Status"))),
    }
    if let Some((key, _)) = next_page(&document) {
        changes.has_unseen = true;
        changes.incomplete.push(("the list goes on on another page".into(), part(key)));
    }
    reading.items = listed.len() as u64;
    reading.tool = Some("cloudformation".to_owned());
    reading.facts.changes = Some(Box::new(changes));
    Ok(())
}

/// Whether a change set failed only because there is nothing to do.
fn says_nothing_changes(reason: &str) -> bool {
    let reason = reason.to_ascii_lowercase();
    ["didn't contain changes", "did not contain changes", "no updates are to be performed", "no changes"]
        .iter()
        .any(|words| reason.contains(words))
}

/// Whether a document is an answer about drift.
pub(super) fn fits_drift(shape: &Shape<'_>) -> bool {
    let is_answer = shape.has("StackResourceDrifts") || shape.has("StackResourceDrift") || shape.has("StackDriftStatus");
    is_answer && shape.is_object() || (shape.has("StackResourceDriftStatus") && shape.has("LogicalResourceId"))
}

/// Reads what drifted. What was not checked is no drift, and is said.
pub(super) fn read_drift(text: &str, reading: &mut Reading) -> Result<(), Refusal> {
    let document = tree(text)?;
    let places = Places::of(text);
    let mut drift = Drift { naming: Naming::LogicalId, ..Drift::default() };
    let (list, path) = match (&document, document.get("StackResourceDrifts")) {
        (Json::Array(list), _) => (list.as_slice(), ""),
        (_, Some(Json::Array(list))) => (list.as_slice(), "StackResourceDrifts"),
        (_, Some(_)) => return Err(Refusal::shape("StackResourceDrifts", "must be an array")),
        (_, None) => match document.get("StackResourceDrift") {
            Some(one) => (std::slice::from_ref(one), "StackResourceDrift"),
            None if document.get("StackResourceDriftStatus").is_some() => (std::slice::from_ref(&document), ""),
            None => (&[][..], ""),
        },
    };
    for (i, resource) in list.iter().enumerate() {
        let name = id(resource.text_of("LogicalResourceId").unwrap_or("a resource without a name"));
        let place = places.at(format!("{path}[{i}]"), resource);
        judge(&mut drift, name, resource.text_of("StackResourceDriftStatus"), place);
    }
    reading.items = list.len() as u64;
    if !list.is_empty() {
        drift.caveat = "the list may have been filtered by status, which leaves no mark".into();
    }
    let part = |key: &str| document.get(key).map(|value| places.at(key, value)).unwrap_or_default();
    if let Some(status) = document.get("StackDriftStatus") {
        let name = document.text_of("StackName").or_else(|| document.text_of("StackId")).unwrap_or("the stack");
        judge(&mut drift, id(name), status.text(), part("StackDriftStatus"));
        reading.items += document.get("DriftedStackResourceCount").and_then(Json::number).map_or(0, stated);
    }
    match document.text_of("DetectionStatus") {
        None | Some("DETECTION_COMPLETE") => {}
        Some(status) => drift.open.push((format!("the detection is {}", phrase(status)).into(), part("DetectionStatus"))),
    }
    if let Some((key, _)) = next_page(&document) {
        drift.open.push(("the list goes on on another page".into(), part(key)));
    }
    if !drift.open.is_empty() {
        let n = drift.open.len();
        reading.log.say(DiagnosticKind::ToolReport, "", format!("{n} resources were not checked for drift"));
    }
    reading.tool = Some("cloudformation".to_owned());
    reading.facts.drift = Some(Box::new(drift));
    Ok(())
}

/// Takes one status.
fn judge(drift: &mut Drift, id: Box<str>, status: Option<&str>, place: Place) {
    let difference = match status {
        Some("IN_SYNC") => {
            drift.compared += 1;
            drift.in_sync.push(id);
            return;
        }
        Some("MODIFIED" | "DRIFTED") => Difference::Changed,
        Some("DELETED") => Difference::Missing,
        other => {
            let why = format!("{id} is {}", phrase(other.unwrap_or("not checked")));
            drift.open.push((why.into(), place));
            return;
        }
    };
    drift.compared += 1;
    drift.differing.push(Drifted { id, difference, place });
}
