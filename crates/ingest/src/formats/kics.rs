//! KICS. What it searched for and found is not kept: it may be a secret.

use super::super::json::Json;
use super::super::mask::mask;
use super::{Reading, Refusal, Shape, finding, line_of, list, severity, tree};
use plumbline_domain::{DiagnosticKind, Finding, Location, Scan};

/// Whether a document is one.
pub(super) fn fits(shape: &Shape<'_>) -> bool {
    shape.is_object()
        && shape.has("queries")
        && (shape.has("files_scanned") || shape.has("total_counter") || shape.has("severity_counters"))
}

/// Reads a report: one finding for each place that a query names.
pub(super) fn read(text: &str, reading: &mut Reading) -> Result<(), Refusal> {
    let document = tree(text, &mut reading.log)?;
    let Some(Json::Array(queries)) = document.get("queries") else {
        return Err(Refusal::shape("queries", "must be an array"));
    };
    reading.tool = Some(document.text_of("kics_version").map_or_else(|| "kics".to_owned(), |v| format!("kics {v}")));
    for query in queries {
        for place in list(query, "files", &mut reading.log) {
            reading.items += 1;
            reading.add(Finding {
                rule_id: query.text_of("query_id").map(str::to_owned),
                message: query.text_of("query_name").map(|m| mask(m, false).into_owned()),
                severity: severity::or_medium(query.text_of("severity")),
                resource: place
                    .text_of("resource_name")
                    .or_else(|| place.text_of("search_key"))
                    .map(|r| mask(r, false).into_owned()),
                location: Location { path: place.text_of("file_name").map(str::to_owned), line: line_of(place.get("line")) },
                fingerprint: place.text_of("similarity_id").map(str::to_owned),
                ..finding("kics")
            });
        }
    }
    let count = |key: &str| document.get(key).and_then(Json::number);
    let not_run = count("queries_failed_to_execute").unwrap_or(0.0) + count("files_failed_to_scan").unwrap_or(0.0);
    if not_run > 0.0 {
        // As a whole number, because what writes fractions is 10 KB that everybody would load.
        reading.log.say(
            DiagnosticKind::ToolReport,
            "queries_failed_to_execute",
            format!("{} queries or files failed", not_run as u64),
        );
    }
    reading.facts.scan = Some(Scan {
        completed: count("queries_total").filter(|n| *n > 0.0 && not_run == 0.0).map(|_| true),
        passed: None,
        scanned_nothing: count("files_scanned").is_some_and(|n| n > 0.0) && count("files_parsed") == Some(0.0),
    });
    Ok(())
}
