//! tflint: issues, and errors of its own that kept it from looking.

use crate::formats::{Found, Reading, Refusal, Shape, finding, line_of, list, scan_by, severity, short, tree};
use crate::json::{Json, Kind};
use crate::mask::mask;
use crate::places::Places;
use plumbline_domain::{Finding, Location, Severity};

/// Whether a document is one: both of its lists are always there.
pub(super) fn fits(shape: &Shape<'_>) -> bool {
    shape.is_object() && shape.has_kind("issues", Kind::Array) && shape.has_kind("errors", Kind::Array) && shape.keys.len() == 2
}

/// Reads issues and errors.
pub(super) fn read(text: &str, reading: &mut Reading) -> Result<(), Refusal> {
    let document = tree(text)?;
    let places = Places::of(text);
    reading.tool = Some("tflint".to_owned());
    let issues = list(&document, "issues", &mut reading.log);
    reading.items = issues.len() as u64;
    for (i, issue) in issues.iter().enumerate() {
        let level = issue.at(&["rule", "severity"]).and_then(Json::text).and_then(severity::from_word);
        let range = issue.get("range");
        let finding = Finding {
            rule_id: issue.at(&["rule", "name"]).and_then(Json::text).map(str::to_owned),
            message: issue.text_of("message").map(|m| mask(m, false).into_owned()),
            location: Location {
                path: range.and_then(|r| r.text_of("filename")).map(str::to_owned),
                line: line_of(range.and_then(|r| r.at(&["start", "line"]))),
            },
            ..finding("tflint")
        };
        let found = Found::new(finding, level).error(level == Some(Severity::High));
        reading.keep(found, || places.at(format!("issues[{i}]"), issue));
    }
    let mut scan = scan_by("tflint", reading.items > 0);
    for (i, error) in list(&document, "errors", &mut reading.log).iter().enumerate() {
        let is_error = error.text_of("severity").is_none_or(|s| s.eq_ignore_ascii_case("error"));
        if is_error {
            let message = ["summary", "message"].iter().find_map(|key| error.text_of(key));
            scan.stop(short(message.unwrap_or("tflint reports an error")), places.at(format!("errors[{i}]"), error));
        }
    }
    reading.facts.scan = Some(Box::new(scan));
    Ok(())
}
