//! cfn-lint and cfn-nag: linters of CloudFormation templates.

use super::super::json::Json;
use super::super::mask::mask;
use super::{Reading, Refusal, Shape, finding, line_of, list, severity, tree};
use plumbline_domain::{DiagnosticKind, Finding, Location, Scan, Severity};

/// Whether a document is cfn-lint's. It writes an empty list when it found nothing, as some others do.
pub(super) fn fits_lint(shape: &Shape<'_>) -> bool {
    shape.is_array()
        && shape.error.is_none()
        && (shape.elements == 0 || (shape.has("Rule") && shape.has("Filename") && shape.has("Level")))
}

/// Reads matches.
pub(super) fn read_lint(text: &str, reading: &mut Reading) -> Result<(), Refusal> {
    let document = tree(text, &mut reading.log)?;
    let matches = document.elements();
    reading.tool = Some("cfn-lint".to_owned());
    reading.items = matches.len() as u64;
    if matches.is_empty() {
        reading.log.say(DiagnosticKind::EmptyList, "", "an empty list, which several tools write when they find nothing: counted as cfn-lint's unless a report's evidence is of another type");
    }
    for found in matches {
        let path = found.at(&["Location", "Path"]).map(Json::elements).unwrap_or_default();
        let resource = match path {
            [first, second, ..] if first.text() == Some("Resources") => second.text().map(str::to_owned),
            _ => None,
        };
        reading.add(Finding {
            rule_id: found.at(&["Rule", "Id"]).and_then(Json::text).map(str::to_owned),
            message: found.text_of("Message").map(|m| mask(m, false).into_owned()),
            severity: severity::or_medium(found.text_of("Level")),
            resource,
            location: Location {
                path: found.text_of("Filename").map(str::to_owned),
                line: line_of(found.at(&["Location", "Start", "LineNumber"])),
            },
            ..finding("cfn-lint")
        });
    }
    reading.facts.scan = Some(Scan { completed: None, passed: None, scanned_nothing: false });
    Ok(())
}

/// Whether a document is cfn-nag's.
pub(super) fn fits_nag(shape: &Shape<'_>) -> bool {
    shape.is_array() && shape.has("filename") && shape.has("file_results")
}

/// Reads violations: `FAIL` is high, `WARN` medium.
pub(super) fn read_nag(text: &str, reading: &mut Reading) -> Result<(), Refusal> {
    let document = tree(text, &mut reading.log)?;
    reading.tool = Some("cfn-nag".to_owned());
    for file in document.elements() {
        let Some(results) = file.get("file_results") else { continue };
        for violation in list(results, "violations", &mut reading.log) {
            reading.items += 1;
            let first = |key: &str| violation.get(key).and_then(|l| l.elements().first());
            reading.add(Finding {
                rule_id: violation.text_of("id").map(str::to_owned),
                message: violation.text_of("message").map(|m| mask(m, false).into_owned()),
                severity: if violation.text_of("type") == Some("FAIL") { Severity::High } else { Severity::Medium },
                resource: first("logical_resource_ids").and_then(Json::text).map(str::to_owned),
                location: Location { path: file.text_of("filename").map(str::to_owned), line: line_of(first("line_numbers")) },
                ..finding("cfn-nag")
            });
        }
    }
    reading.facts.scan = Some(Scan { completed: None, passed: None, scanned_nothing: false });
    Ok(())
}
