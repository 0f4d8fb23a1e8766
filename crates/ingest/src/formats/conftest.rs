//! conftest: what a policy denies is high, what it warns of is medium.

use super::super::json::Json;
use super::super::mask::mask;
use super::super::places::Places;
use super::{Found, Reading, Refusal, Shape, covered, finding, list, scan_by, severity, stated, tree};
use plumbline_domain::{Finding, FindingStatus, Location, Place, Scan, Severity};

/// Whether a document is one.
pub(super) fn fits(shape: &Shape<'_>) -> bool {
    shape.is_array()
        && shape.has("filename")
        && shape.has_any(|k| matches!(k, "successes" | "failures" | "warnings" | "exceptions"))
}

/// Reads the results of each file.
pub(super) fn read(text: &str, reading: &mut Reading) -> Result<(), Refusal> {
    let document = tree(text)?;
    reading.tool = Some("conftest".to_owned());
    let mut passed = None;
    let kinds = [
        ("failures", Severity::High, FindingStatus::Open),
        ("warnings", Severity::Medium, FindingStatus::Open),
        ("exceptions", Severity::High, FindingStatus::Suppressed),
    ];
    let places = Places::of(text);
    let mut n_others = 0;
    for (f, file) in document.elements().iter().enumerate() {
        if let Some(n) = file.get("successes").and_then(Json::number) {
            *passed.get_or_insert(0) += stated(n);
        }
        for (key, default, status) in kinds {
            for (i, result) in list(file, key, &mut reading.log).iter().enumerate() {
                n_others += 1;
                reading.items += u64::from(status == FindingStatus::Open);
                let metadata = result.get("metadata");
                let of = |key: &str| metadata.and_then(|m| m.text_of(key));
                let finding = Finding {
                    rule_id: of("id").or_else(|| of("query")).or_else(|| file.text_of("namespace")).map(str::to_owned),
                    message: result.text_of("msg").map(|m| mask(m, false).into_owned()),
                    status,
                    location: Location { path: file.text_of("filename").map(str::to_owned), line: None },
                    ..finding("conftest")
                };
                let stated = of("severity").and_then(severity::from_word).unwrap_or(default);
                let found = Found::new(finding, Some(stated));
                reading.keep(found, || places.at(format!("[{f}].{key}[{i}]"), result));
            }
        }
    }
    let n_checks = passed.unwrap_or(0) + n_others;
    reading.facts.scan = Some(Box::new(Scan {
        passed,
        covered: covered(n_checks, "checks", Place::default),
        ..scan_by("conftest", n_checks > 0)
    }));
    Ok(())
}
