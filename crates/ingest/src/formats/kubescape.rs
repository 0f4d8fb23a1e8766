//! kubescape: one result for each resource, with the controls that were tried on it.

use super::super::json::Json;
use super::super::mask::mask;
use super::super::places::Places;
use super::{Found, Reading, Refusal, Shape, covered, finding, list, scan_by, severity, tree};
use plumbline_domain::{Finding, Place, Scan, Severity};
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
    let document = tree(text)?;
    let results = match document.get("results") {
        Some(Json::Array(results)) => results.as_slice(),
        None | Some(Json::Null) => &[],
        Some(_) => return Err(Refusal::shape("results", "must be an array")),
    };
    reading.tool = Some("kubescape".to_owned());
    reading.items = results.len() as u64;
    let controls =
        document.at(&["summaryDetails", "controls"]).or_else(|| document.get("controls")).map(Json::pairs).unwrap_or_default();
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
    let places = Places::of(text);
    let (mut passed, mut failed) = (0, 0);
    for (r, result) in results.iter().enumerate() {
        for (i, control) in list(result, "controls", &mut reading.log).iter().enumerate() {
            let status = control.at(&["status", "status"]).and_then(Json::text).or_else(|| control.text_of("status"));
            match status {
                Some("passed") => passed += 1,
                Some("failed") => {
                    failed += 1;
                    let id = control.text_of("controlID");
                    let finding = Finding {
                        rule_id: id.map(str::to_owned),
                        message: control.text_of("name").map(|m| mask(m, false).into_owned()),
                        resource: result.text_of("resourceID").map(str::to_owned),
                        ..finding("kubescape")
                    };
                    let word = control.text_of("severity").and_then(severity::from_word);
                    let stated = word.or_else(|| weights.get(id?).copied());
                    reading.keep(Found::new(finding, stated), || places.at(format!("results[{r}].controls[{i}]"), control));
                }
                _ => {}
            }
        }
    }
    let n_checks = passed + failed;
    // the summary alone lists controls and no resource
    let n = if results.is_empty() { controls.len() as u64 } else { n_checks };
    reading.facts.scan = Some(Box::new(Scan {
        passed: Some(passed),
        covered: covered(n, "checks", Place::default),
        ..scan_by("kubescape", n_checks > 0)
    }));
    Ok(())
}
