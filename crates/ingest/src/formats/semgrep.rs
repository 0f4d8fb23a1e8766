//! semgrep. The matched lines are not kept: they may hold a secret.

use super::super::json::Json;
use super::super::mask::mask;
use super::super::places::Places;
use super::{Found, Reading, Refusal, Shape, covered, finding, line_of, list, scan_by, severity, short, tree};
use plumbline_domain::{DiagnosticKind, Finding, FindingStatus, Location, Place};

/// Whether a document is one.
pub(super) fn fits(shape: &Shape<'_>) -> bool {
    shape.is_object()
        && shape.has("results")
        && shape.has("errors")
        && (shape.has_inner("results", "check_id")
            || (shape.key_is_empty("results") && (shape.has("paths") || shape.has("version") || shape.keys.len() == 2)))
}

/// Reads results.
pub(super) fn read(text: &str, reading: &mut Reading) -> Result<(), Refusal> {
    let document = tree(text)?;
    let Some(Json::Array(results)) = document.get("results") else {
        return Err(Refusal::shape("results", "must be an array"));
    };
    reading.tool = Some(document.text_of("version").map_or_else(|| "semgrep".to_owned(), |v| format!("semgrep {v}")));
    reading.items = results.len() as u64;
    let places = Places::of(text);
    for (i, result) in results.iter().enumerate() {
        let extra = result.get("extra");
        let of = |key: &str| extra.and_then(|e| e.text_of(key));
        let is_ignored = extra.and_then(|e| e.get("is_ignored")).and_then(Json::truth) == Some(true);
        let finding = Finding {
            rule_id: result.text_of("check_id").map(str::to_owned),
            message: of("message").map(|m| mask(m, false).into_owned()),
            status: if is_ignored { FindingStatus::Suppressed } else { FindingStatus::Open },
            location: Location { path: result.text_of("path").map(str::to_owned), line: line_of(result.at(&["start", "line"])) },
            ..finding("semgrep")
        };
        let found = Found::new(finding, of("severity").and_then(severity::from_word));
        reading.keep(found, || places.at(format!("results[{i}]"), result));
    }
    let errors = list(&document, "errors", &mut reading.log);
    if !errors.is_empty() {
        reading.log.say(DiagnosticKind::ToolReport, "errors", format!("semgrep reports {} errors", errors.len()));
    }
    let mut scan = scan_by("semgrep", !results.is_empty());
    for (i, error) in errors.iter().enumerate() {
        // a warning tells of a file, or a part of one, that was not read
        if error.text_of("level").is_none_or(|level| level != "info") {
            let message = ["message", "long_msg", "short_msg"].iter().find_map(|key| error.text_of(key));
            scan.stop(short(message.unwrap_or("semgrep reports an error")), places.at(format!("errors[{i}]"), error));
        }
    }
    if let Some(scanned) = document.at(&["paths", "scanned"]) {
        scan.covered = covered(scanned.elements().len() as u64, "files", || Place { path: "paths.scanned".into(), line: 0 });
    }
    reading.facts.scan = Some(Box::new(scan));
    Ok(())
}
