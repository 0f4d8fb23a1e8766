//! KICS. What it searched for and found is not kept: it may be a secret.

use super::super::json::Json;
use super::super::mask::mask;
use super::super::places::Places;
use super::{Found, Reading, Refusal, Shape, count_of, covered, finding, line_of, list, scan_by, severity, tree};
use crate::cut::{MAX_SHARED, cut};
use plumbline_domain::{DiagnosticKind, Finding, Location, Place};

/// Whether a document is one.
pub(super) fn fits(shape: &Shape<'_>) -> bool {
    shape.is_object()
        && shape.has("queries")
        && (shape.has("files_scanned") || shape.has("total_counter") || shape.has("severity_counters"))
}

/// Reads a report: one finding for each place that a query names.
pub(super) fn read(text: &str, reading: &mut Reading) -> Result<(), Refusal> {
    let document = tree(text)?;
    let Some(Json::Array(queries)) = document.get("queries") else {
        return Err(Refusal::shape("queries", "must be an array"));
    };
    reading.tool = Some(document.text_of("kics_version").map_or_else(|| "kics".to_owned(), |v| format!("kics {v}")));
    let places = Places::of(text);
    for (q, query) in queries.iter().enumerate() {
        // all places of a query share these
        let rule_id = query.text_of("query_id").map(|id| cut(id, MAX_SHARED));
        let message = query.text_of("query_name").map(|name| mask(cut(name, MAX_SHARED), false));
        for (i, place) in list(query, "files", &mut reading.log).iter().enumerate() {
            reading.items += 1;
            let finding = Finding {
                rule_id: rule_id.map(str::to_owned),
                message: message.as_deref().map(str::to_owned),
                resource: place
                    .text_of("resource_name")
                    .or_else(|| place.text_of("search_key"))
                    .map(|r| mask(r, false).into_owned()),
                location: Location { path: place.text_of("file_name").map(str::to_owned), line: line_of(place.get("line")) },
                fingerprint: place.text_of("similarity_id").map(str::to_owned),
                ..finding("kics")
            };
            let found = Found::new(finding, query.text_of("severity").and_then(severity::from_word));
            reading.keep(found, || places.at(format!("queries[{q}].files[{i}]"), place));
        }
    }
    let count = |key: &str| count_of(document.get(key));
    let mut scan = scan_by("kics", reading.items > 0);
    for (key, what) in [("files_failed_to_scan", "files could not be scanned"), ("queries_failed_to_execute", "queries failed")] {
        if let Some(n) = count(key).filter(|n| *n > 0) {
            reading.log.say(DiagnosticKind::ToolReport, key, format!("{n} {what}"));
            let place = document.get(key).map_or_else(Place::default, |value| places.at(key, value));
            scan.stop(format!("{n} {what}"), place);
        }
    }
    if let Some(files) = count("files_scanned") {
        let place = || document.get("files_scanned").map_or_else(Place::default, |value| places.at("files_scanned", value));
        scan.covered = covered(files, "files", place);
    }
    reading.facts.scan = Some(Box::new(scan));
    Ok(())
}
