//! CloudFormation: change sets and drift. Property values are not kept: they may be secret.

use super::super::json::Json;
use super::{Reading, Refusal, Shape, tree};
use plumbline_domain::{DiagnosticKind, Drift, Preview};

/// Whether a document is `describe-change-set`.
pub(super) fn fits_change_set(shape: &Shape<'_>) -> bool {
    shape.is_object()
        && shape.has("Changes")
        && (shape.has("ChangeSetName") || shape.has("ChangeSetId") || shape.has("StackName") || shape.has("StackId"))
}

/// Reads a change set.
pub(super) fn read_change_set(text: &str, reading: &mut Reading) -> Result<(), Refusal> {
    let document = tree(text, &mut reading.log)?;
    let Some(Json::Array(changes)) = document.get("Changes") else {
        return Err(Refusal::shape("Changes", "must be an array"));
    };
    let mut preview = Preview::default();
    for change in changes {
        match change.at(&["ResourceChange", "Action"]).and_then(Json::text) {
            Some("Add" | "Import") => preview.create += 1,
            Some("Modify") => preview.modify += 1,
            Some("Remove") => preview.delete += 1,
            _ => preview.unknowable += 1,
        }
    }
    if document.text_of("Status") == Some("FAILED") {
        reading.log.say(DiagnosticKind::ToolReport, "Status", "the change set could not be created");
    }
    reading.items = changes.len() as u64;
    reading.tool = Some("cloudformation".to_owned());
    reading.facts.preview = Some(preview);
    Ok(())
}

/// Whether a document is an answer about drift.
pub(super) fn fits_drift(shape: &Shape<'_>) -> bool {
    shape.is_object() && (shape.has("StackResourceDrifts") || shape.has("StackResourceDrift") || shape.has("StackDriftStatus"))
}

/// Reads what drifted. What was not checked is no drift, and is said.
pub(super) fn read_drift(text: &str, reading: &mut Reading) -> Result<(), Refusal> {
    let document = tree(text, &mut reading.log)?;
    let (mut in_sync, mut differing, mut not_checked) = (0_u64, 0, 0);
    let mut judge = |status: Option<&str>| match status {
        Some("IN_SYNC") => in_sync += 1,
        Some("NOT_CHECKED" | "UNKNOWN" | "UNSUPPORTED") | None => not_checked += 1,
        Some(_) => differing += 1,
    };
    if let Some(drifts) = document.get("StackResourceDrifts") {
        let Json::Array(drifts) = drifts else {
            return Err(Refusal::shape("StackResourceDrifts", "must be an array"));
        };
        drifts.iter().for_each(|d| judge(d.text_of("StackResourceDriftStatus")));
        reading.items = drifts.len() as u64;
    } else if let Some(drift) = document.get("StackResourceDrift") {
        judge(drift.text_of("StackResourceDriftStatus"));
        reading.items = 1;
    } else {
        judge(document.text_of("StackDriftStatus"));
        reading.items = document.get("DriftedStackResourceCount").and_then(Json::number).map_or(0, |n| n.max(0.0) as u64);
    }
    if not_checked > 0 {
        reading.log.say(DiagnosticKind::ToolReport, "", format!("{not_checked} resources were not checked for drift"));
    }
    if not_checked > 0 && in_sync + differing == 0 {
    }
    reading.tool = Some("cloudformation".to_owned());
    reading.facts.drift = Some(Drift { differing });
    Ok(())
}
