//! Assessments of controls: Heimdall's data format and OSCAL assessment results.

use super::super::json::Json;
use super::super::mask::mask;
use super::{Reading, Refusal, Shape, finding, list, tree};
use plumbline_domain::{Finding, Instant, Scan, Severity};

/// Whether a document is HDF (or InSpec's own report, which it grew from).
pub(super) fn fits_hdf(shape: &Shape<'_>) -> bool {
    shape.is_object() && shape.has("platform") && shape.has("profiles")
}

/// Reads profiles: one item for each control.
pub(super) fn read_hdf(text: &str, reading: &mut Reading) -> Result<(), Refusal> {
    let document = tree(text, &mut reading.log)?;
    let Some(Json::Array(profiles)) = document.get("profiles") else {
        return Err(Refusal::shape("profiles", "must be an array"));
    };
    let name = document.at(&["platform", "name"]).and_then(Json::text).unwrap_or("hdf");
    reading.tool = Some(document.text_of("version").map_or_else(|| name.to_owned(), |v| format!("{name} {v}")));
    let mut passed = 0;
    let mut controls = Vec::new();
    profiles.iter().for_each(|p| controls.extend(list(p, "controls", &mut reading.log)));
    for control in controls {
        reading.items += 1;
        let results = list(control, "results", &mut reading.log);
        let any = |word: &str| results.iter().any(|r| r.text_of("status") == Some(word));
        if any("failed") || any("error") {
            let impact = control.get("impact").and_then(Json::number);
            reading.add(Finding {
                rule_id: control.text_of("id").map(|id| id.replace('\n', " ")),
                message: control.text_of("title").map(|m| mask(m, false).into_owned()),
                severity: match impact {
                    Some(i) if i >= 0.9 => Severity::Critical,
                    Some(i) if i >= 0.7 => Severity::High,
                    Some(i) if i >= 0.4 => Severity::Medium,
                    Some(i) if i > 0.0 => Severity::Low,
                    Some(_) => Severity::Info,
                    None => Severity::Medium,
                },
                resource: control.at(&["tags", "resource"]).and_then(Json::text).map(str::to_owned),
                ..finding(name)
            });
        } else if any("passed") {
            passed += 1;
        }
    }
    reading.facts.scan = Some(Scan { completed: None, passed: Some(passed), scanned_nothing: false });
    Ok(())
}

/// Whether a document is OSCAL assessment results, with or without its outer key.
pub(super) fn fits_oscal(shape: &Shape<'_>) -> bool {
    shape.is_object() && (shape.has("assessment-results") || shape.has_inner("results", "reviewed-controls"))
}

/// Reads results: one item for each finding.
pub(super) fn read_oscal(text: &str, reading: &mut Reading) -> Result<(), Refusal> {
    let document = tree(text, &mut reading.log)?;
    let body = document.get("assessment-results").unwrap_or(&document);
    let Some(Json::Array(results)) = body.get("results") else {
        return Err(Refusal::shape("results", "must be an array"));
    };
    let version = body.at(&["metadata", "oscal-version"]).and_then(Json::text);
    reading.tool = Some(version.map_or_else(|| "oscal".to_owned(), |v| format!("oscal {v}")));
    let mut passed = None;
    for result in results {
        reading.facts.ran_at = result.text_of("end").and_then(|t| Instant::from_rfc3339(t).ok()).or(reading.facts.ran_at);
        for found in list(result, "findings", &mut reading.log) {
            reading.items += 1;
            if found.at(&["target", "status", "state"]).and_then(Json::text) == Some("satisfied") {
                *passed.get_or_insert(0) += 1;
                continue;
            }
            reading.add(Finding {
                rule_id: found.at(&["target", "target-id"]).and_then(Json::text).map(str::to_owned),
                message: found.text_of("title").map(|m| mask(m, false).into_owned()),
                fingerprint: found.text_of("uuid").map(str::to_owned),
                ..finding("oscal")
            });
        }
    }
    reading.facts.scan = Some(Scan { completed: None, passed, scanned_nothing: false });
    Ok(())
}
