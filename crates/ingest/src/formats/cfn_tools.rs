//! cfn-lint and cfn-nag: linters of CloudFormation templates.

use super::super::json::Json;
use super::super::mask::mask;
use super::super::places::Places;
use super::{Found, Reading, Refusal, Shape, finding, line_of, list, scan_by, severity, short, tree};
use plumbline_domain::{Covered, DiagnosticKind, Finding, Location, Scan, Severity};

/// Whether a document is cfn-lint's. It writes an empty list when it found nothing, as some others do.
pub(super) fn fits_lint(shape: &Shape<'_>) -> bool {
    shape.is_array()
        && shape.error.is_none()
        && (shape.elements == 0 || (shape.has("Rule") && shape.has("Filename") && shape.has("Level")))
}

/// Reads matches.
pub(super) fn read_lint(text: &str, reading: &mut Reading) -> Result<(), Refusal> {
    let document = tree(text)?;
    let matches = document.elements();
    reading.tool = Some("cfn-lint".to_owned());
    reading.items = matches.len() as u64;
    if matches.is_empty() {
        reading.log.say(DiagnosticKind::EmptyList, "", "an empty list, which several tools write when they find nothing: counted as cfn-lint's unless a report's evidence is of another type");
    }
    let places = Places::of(text);
    // an empty list names no tool
    let mut scan = if matches.is_empty() { Scan::default() } else { scan_by("cfn-lint", true) };
    for (i, found) in matches.iter().enumerate() {
        let path = found.at(&["Location", "Path"]).map(Json::elements).unwrap_or_default();
        let resource = match path {
            [first, second, ..] if first.text() == Some("Resources") => second.text().map(str::to_owned),
            _ => None,
        };
        let rule = found.at(&["Rule", "Id"]).and_then(Json::text);
        // E0002: a rule of its own broke; E0003: its configuration is wrong
        if matches!(rule, Some("E0002" | "E0003")) {
            scan.stop(short(found.text_of("Message").unwrap_or("a rule ended in an error")), places.at(format!("[{i}]"), found));
        }
        let finding = Finding {
            rule_id: rule.map(str::to_owned),
            message: found.text_of("Message").map(|m| mask(m, false).into_owned()),
            resource,
            location: Location {
                path: found.text_of("Filename").map(str::to_owned),
                line: line_of(found.at(&["Location", "Start", "LineNumber"])),
            },
            ..finding("cfn-lint")
        };
        let level = found.text_of("Level").and_then(severity::from_word);
        let is_error = level == Some(Severity::High);
        reading.keep(Found::new(finding, level).error(is_error), || places.at(format!("[{i}]"), found));
    }
    reading.facts.scan = Some(Box::new(scan));
    Ok(())
}

/// Whether a document is cfn-nag's.
pub(super) fn fits_nag(shape: &Shape<'_>) -> bool {
    shape.is_array() && shape.has("filename") && shape.has("file_results")
}

/// Reads violations: `FAIL` is high, `WARN` medium.
pub(super) fn read_nag(text: &str, reading: &mut Reading) -> Result<(), Refusal> {
    let document = tree(text)?;
    reading.tool = Some("cfn-nag".to_owned());
    let places = Places::of(text);
    let mut scan = Scan::default();
    for (f, file) in document.elements().iter().enumerate() {
        let Some(results) = file.get("file_results") else { continue };
        for (i, violation) in list(results, "violations", &mut reading.log).iter().enumerate() {
            reading.items += 1;
            let place = || places.at(format!("[{f}].file_results.violations[{i}]"), violation);
            if violation.text_of("id") == Some("FATAL") {
                scan.stop(short(violation.text_of("message").unwrap_or("a template could not be read")), place());
            }
            let first = |key: &str| violation.get(key).and_then(|l| l.elements().first());
            let finding = Finding {
                rule_id: violation.text_of("id").map(str::to_owned),
                message: violation.text_of("message").map(|m| mask(m, false).into_owned()),
                resource: first("logical_resource_ids").and_then(Json::text).map(str::to_owned),
                location: Location { path: file.text_of("filename").map(str::to_owned), line: line_of(first("line_numbers")) },
                ..finding("cfn-nag")
            };
            let severity = if violation.text_of("type") == Some("FAIL") { Severity::High } else { Severity::Medium };
            reading.keep(Found::new(finding, Some(severity)), place);
        }
    }
    let n_files = document.elements().len();
    reading.facts.scan = Some(Box::new(Scan {
        stopped: scan.stopped,
        covered: Covered::Something(format!("{n_files} templates").into()),
        ..scan_by("cfn-nag", reading.items > 0)
    }));
    Ok(())
}
