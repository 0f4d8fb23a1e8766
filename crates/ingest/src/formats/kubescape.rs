//! kubescape: one result for each resource, with the controls that were tried on it.

use super::super::json::Json;
use super::super::mask::mask;
use super::{Reading, Refusal, Shape, finding, list, tree};
use plumbline_domain::{Finding, Scan, Severity};
use std::collections::HashMap;

/// Whether a document is one, or the summary alone.
pub(super) fn fits(shape: &Shape<'_>) -> bool {
    shape.is_object()
        && (shape.has("summaryDetails")
            || (shape.has("controls")
                && shape.has_any(|k| matches!(k, "controlsSeverityCounters" | "resourcesSeverityCounters"))))
}

/// Reads results. kubescape weighs a control from 1 to 10.
pub(super) fn read(text: &str, reading: &mut Reading) -> Result<(), Refusal> {
    let document = tree(text, &mut reading.log)?;
    let results = match document.get("results") {
        Some(Json::Array(results)) => results.as_slice(),
        None | Some(Json::Null) => &[],
        Some(_) => return Err(Refusal::shape("results", "must be an array")),
    };
    reading.tool = Some("kubescape".to_owned());
    reading.items = results.len() as u64;
    let controls = document.at(&["summaryDetails", "controls"]).map(Json::pairs).unwrap_or_default();
    let weights: HashMap<&str, Severity> = controls
        .iter()
        .filter_map(|(id, control)| {
            Some((
                id.as_ref(),
                match control.get("scoreFactor").and_then(Json::number)? {
                    n if n >= 9.0 => Severity::Critical,
                    n if n >= 7.0 => Severity::High,
                    n if n >= 4.0 => Severity::Medium,
                    _ => Severity::Low,
                },
            ))
        })
        .collect();
    let mut passed = 0;
    for result in results {
        for control in list(result, "controls", &mut reading.log) {
            let status = control.at(&["status", "status"]).and_then(Json::text).or_else(|| control.text_of("status"));
            match status {
                Some("passed") => passed += 1,
                Some("failed") => {
                    let id = control.text_of("controlID");
                    reading.add(Finding {
                        rule_id: id.map(str::to_owned),
                        message: control.text_of("name").map(|m| mask(m, false).into_owned()),
                        severity: id.and_then(|id| weights.get(id)).copied().unwrap_or(Severity::Medium),
                        resource: result.text_of("resourceID").map(str::to_owned),
                        ..finding("kubescape")
                    });
                }
                _ => {}
            }
        }
    }
    reading.facts.scan = Some(Scan { completed: None, passed: Some(passed), scanned_nothing: false });
    Ok(())
}
