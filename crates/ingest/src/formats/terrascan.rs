//! Terrascan.

use super::super::json::Json;
use super::super::mask::mask;
use super::{Reading, Refusal, Shape, finding, line_of, list, severity, tree};
use plumbline_domain::{Finding, FindingStatus, Location, Scan};

/// Whether a document is one.
pub(super) fn fits(shape: &Shape<'_>) -> bool {
    shape.is_object() && (shape.has_inner("results", "violations") || shape.has_inner("results", "scan_summary"))
}

/// Reads violations, and those that were skipped.
pub(super) fn read(text: &str, reading: &mut Reading) -> Result<(), Refusal> {
    let document = tree(text, &mut reading.log)?;
    let results = document.get("results");
    if let Some(other) = results.and_then(|r| r.get("violations")).filter(|v| !matches!(v, Json::Array(_) | Json::Null)) {
        return Err(Refusal::shape(
            "results.violations",
            if other.is_object() { "must be an array, not an object" } else { "must be an array" },
        ));
    }
    reading.tool = Some("terrascan".to_owned());
    for (key, status) in [("violations", FindingStatus::Open), ("skipped_violations", FindingStatus::Suppressed)] {
        for violation in results.map_or(&[][..], |r| list(r, key, &mut reading.log)) {
            reading.items += u64::from(status == FindingStatus::Open);
            let resource = match (violation.text_of("resource_type"), violation.text_of("resource_name")) {
                (Some(kind), Some(name)) => Some(format!("{kind}.{name}")),
                (one, other) => one.or(other).map(str::to_owned),
            };
            reading.add(Finding {
                rule_id: violation.text_of("rule_id").map(str::to_owned),
                message: violation.text_of("description").map(|m| mask(m, false).into_owned()),
                severity: severity::or_medium(violation.text_of("severity")),
                status,
                resource,
                location: Location { path: violation.text_of("file").map(str::to_owned), line: line_of(violation.get("line")) },
                justification: violation.text_of("skip_comment").map(|m| mask(m, false).into_owned()),
                ..finding("terrascan")
            });
        }
    }
    let passed = results.and_then(|r| r.get("passed_rules")).map(|p| p.elements().len() as u64);
    reading.facts.scan = Some(Scan { completed: None, passed, scanned_nothing: false });
    Ok(())
}
