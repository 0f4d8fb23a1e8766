//! semgrep. The matched lines are not kept: they may hold a secret.

use super::super::json::Json;
use super::super::mask::mask;
use super::{Reading, Refusal, Shape, finding, line_of, list, severity, tree};
use plumbline_domain::{DiagnosticKind, Finding, FindingStatus, Location, Scan};

/// Whether a document is one.
pub(super) fn fits(shape: &Shape<'_>) -> bool {
    shape.is_object()
        && shape.has("results")
        && shape.has("errors")
        && (shape.has_inner("results", "check_id") || shape.key_is_empty("results"))
}

/// Reads results.
pub(super) fn read(text: &str, reading: &mut Reading) -> Result<(), Refusal> {
    let document = tree(text, &mut reading.log)?;
    let Some(Json::Array(results)) = document.get("results") else {
        return Err(Refusal::shape("results", "must be an array"));
    };
    reading.tool = Some(document.text_of("version").map_or_else(|| "semgrep".to_owned(), |v| format!("semgrep {v}")));
    reading.items = results.len() as u64;
    for result in results {
        let extra = result.get("extra");
        let of = |key: &str| extra.and_then(|e| e.text_of(key));
        let is_ignored = extra.and_then(|e| e.get("is_ignored")).and_then(Json::truth) == Some(true);
        reading.add(Finding {
            rule_id: result.text_of("check_id").map(str::to_owned),
            message: of("message").map(|m| mask(m, false).into_owned()),
            severity: severity::or_medium(of("severity")),
            status: if is_ignored { FindingStatus::Suppressed } else { FindingStatus::Open },
            location: Location { path: result.text_of("path").map(str::to_owned), line: line_of(result.at(&["start", "line"])) },
            ..finding("semgrep")
        });
    }
    let errors = list(&document, "errors", &mut reading.log).len();
    if errors > 0 {
        reading.log.say(DiagnosticKind::ToolReport, "errors", format!("semgrep reports {errors} errors"));
    }
    let scanned = document.at(&["paths", "scanned"]).map(|s| s.elements().len());
    reading.facts.scan =
        Some(Scan { completed: None, passed: None, scanned_nothing: errors > 0 && results.is_empty() && scanned == Some(0) });
    Ok(())
}
