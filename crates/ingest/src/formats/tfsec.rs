//! tfsec, current and old.

use super::super::json::Json;
use super::super::mask::mask;
use super::super::places::Places;
use super::{Found, Reading, Refusal, Shape, finding, line_of, scan_by, severity, tree};
use plumbline_domain::{Covered, Finding, FindingStatus, Location, Scan};

/// Whether a document is one. It holds nothing but its results.
pub(super) fn fits(shape: &Shape<'_>) -> bool {
    shape.is_object()
        && shape.has("results")
        && (shape.keys.len() == 1 || shape.has("statistics"))
        && (shape.has_inner("results", "rule_id") || shape.key_is_empty("results"))
}

/// Reads results. Passes stand among them.
pub(super) fn read(text: &str, reading: &mut Reading) -> Result<(), Refusal> {
    let document = tree(text)?;
    let results = match document.get("results") {
        Some(Json::Array(results)) => results.as_slice(),
        Some(Json::Null) => &[],
        _ => return Err(Refusal::shape("results", "must be an array")),
    };
    reading.tool = Some("tfsec".to_owned());
    let places = Places::of(text);
    let mut passed = None;
    for (i, result) in results.iter().enumerate() {
        reading.items += 1;
        let status = result.get("status").and_then(Json::number);
        if result.get("passed").and_then(Json::truth) == Some(true) || status == Some(1.0) {
            *passed.get_or_insert(0) += 1;
            continue;
        }
        let place = result.get("location").or_else(|| result.get("range"));
        let path = place.and_then(|p| p.text_of("filename")).map(str::to_owned);
        let line = line_of(place.and_then(|p| p.get("start_line").or_else(|| p.at(&["start", "line"]))));
        let finding = Finding {
            rule_id: result.text_of("rule_id").map(str::to_owned),
            message: result
                .text_of("description")
                .or_else(|| result.text_of("rule_description"))
                .map(|m| mask(m, false).into_owned()),
            status: if status == Some(2.0) { FindingStatus::Suppressed } else { FindingStatus::Open },
            resource: result.text_of("resource").map(str::to_owned),
            location: Location { path, line },
            ..finding("tfsec")
        };
        let found = Found::new(finding, result.text_of("severity").and_then(severity::from_word));
        reading.keep(found, || places.at(format!("results[{i}]"), result));
    }
    let mut scan = Scan { passed, ..scan_by("tfsec", !results.is_empty()) };
    if passed.is_some() {
        scan.covered = Covered::Something(format!("{} checks", results.len()).into());
    }
    reading.facts.scan = Some(Box::new(scan));
    Ok(())
}
