//! detect-secrets: a baseline, with what its plugins found in each file. The digests of what they matched are not kept either.

use crate::formats::{Found, Reading, Refusal, Shape, finding, line_of, scan_by, short, tree};
use crate::json::{Json, Kind};
use crate::places::Places;
use plumbline_domain::{Covered, Finding, FindingStatus, Location};

/// Whether a document is one.
pub(super) fn fits(shape: &Shape<'_>) -> bool {
    shape.is_object() && shape.has_kind("results", Kind::Object) && shape.has_kind("plugins_used", Kind::Array)
}

/// Reads results. One that somebody looked at and found to be no secret is a false positive.
pub(super) fn read(text: &str, reading: &mut Reading) -> Result<(), Refusal> {
    let document = tree(text)?;
    let places = Places::of(text);
    reading.tool =
        Some(document.text_of("version").map_or_else(|| "detect-secrets".to_owned(), |v| format!("detect-secrets {v}")));
    for (file, results) in document.get("results").map(Json::pairs).unwrap_or_default() {
        for (i, result) in results.elements().iter().enumerate() {
            let kind = result.text_of("type").map(short);
            let is_no_secret = result.get("is_secret").and_then(Json::truth) == Some(false);
            let finding = Finding {
                message: kind.as_deref().map(|kind| format!("{kind}: secret found")),
                rule_id: kind,
                status: if is_no_secret { FindingStatus::FalsePositive } else { FindingStatus::Open },
                location: Location { path: Some(file.to_string()), line: line_of(result.get("line_number")) },
                ..finding("detect-secrets")
            };
            reading.items += 1;
            let path = || format!("results.{}[{i}]", short(file));
            reading.keep(Found::new(finding, None).secret(true), || places.at(path(), result));
        }
    }
    let mut scan = scan_by("detect-secrets", reading.items > 0);
    if let Some(plugins) = document.get("plugins_used").filter(|p| p.elements().is_empty() && reading.items == 0) {
        scan.covered = Covered::Nothing("it used no plugin".into(), places.at("plugins_used", plugins));
    }
    reading.facts.scan = Some(Box::new(scan));
    Ok(())
}
