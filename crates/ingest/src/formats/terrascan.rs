//! Terrascan.

use super::super::json::Json;
use super::super::mask::mask;
use super::super::places::Places;
use super::{Found, Reading, Refusal, Shape, count_of, covered, finding, line_of, list, scan_by, severity, short, tree};
use plumbline_domain::{Finding, FindingStatus, Location, Place, Scan};

/// Whether a document is one.
pub(super) fn fits(shape: &Shape<'_>) -> bool {
    shape.is_object() && (shape.has_inner("results", "violations") || shape.has_inner("results", "scan_summary"))
}

/// Reads violations, and those that were skipped.
pub(super) fn read(text: &str, reading: &mut Reading) -> Result<(), Refusal> {
    let document = tree(text)?;
    let results = document.get("results");
    if let Some(other) = results.and_then(|r| r.get("violations")).filter(|v| !matches!(v, Json::Array(_) | Json::Null)) {
        return Err(Refusal::shape(
            "results.violations",
            if other.is_object() { "must be an array, not an object" } else { "must be an array" },
        ));
    }
    reading.tool = Some("terrascan".to_owned());
    let places = Places::of(text);
    for (key, status) in [("violations", FindingStatus::Open), ("skipped_violations", FindingStatus::Suppressed)] {
        for (i, violation) in results.map_or(&[][..], |r| list(r, key, &mut reading.log)).iter().enumerate() {
            reading.items += u64::from(status == FindingStatus::Open);
            let resource = match (violation.text_of("resource_type"), violation.text_of("resource_name")) {
                (Some(kind), Some(name)) => Some(format!("{kind}.{name}")),
                (one, other) => one.or(other).map(str::to_owned),
            };
            let finding = Finding {
                rule_id: violation.text_of("rule_id").map(str::to_owned),
                message: violation.text_of("description").map(|m| mask(m, false).into_owned()),
                status,
                resource,
                location: Location { path: violation.text_of("file").map(str::to_owned), line: line_of(violation.get("line")) },
                justification: violation.text_of("skip_comment").map(|m| mask(m, false).into_owned()),
                ..finding("terrascan")
            };
            let found = Found::new(finding, violation.text_of("severity").and_then(severity::from_word));
            reading.keep(found, || places.at(format!("results.{key}[{i}]"), violation));
        }
    }
    let passed = results.and_then(|r| r.get("passed_rules")).map(|p| p.elements().len() as u64);
    let mut scan = Scan { passed, ..scan_by("terrascan", reading.items > 0 || passed > Some(0)) };
    for (i, error) in results.map_or(&[][..], |r| list(r, "scan_errors", &mut reading.log)).iter().enumerate() {
        let message = error.text_of("errMsg").unwrap_or("an error without a message");
        // it tries every kind of file in every folder, and calls it an error when a folder holds none
        if !["has no ", "no such chart", "not found", "could not find"].iter().any(|nothing| message.contains(nothing)) {
            scan.stop(short(message), places.at(format!("results.scan_errors[{i}]"), error));
        }
    }
    let validated = results.and_then(|r| r.at(&["scan_summary", "policies_validated"]));
    if let Some(n) = count_of(validated) {
        let place = || validated.map_or_else(Place::default, |v| places.at("results.scan_summary.policies_validated", v));
        scan.covered = covered(n, "policies", place);
    }
    reading.facts.scan = Some(Box::new(scan));
    Ok(())
}
