//! gitleaks, current and old. What it matched is never kept.

use super::super::mask::mask;
use super::super::places::Places;
use super::{Found, Reading, Refusal, Shape, finding, line_of, scan_by, tree};
use plumbline_domain::{Location, Scan};

/// Whether a document is one. Old versions write `null` when they found nothing.
pub(super) fn fits(shape: &Shape<'_>) -> bool {
    let current = shape.has("RuleID") && (shape.has("Secret") || shape.has("Match") || shape.has("Fingerprint"));
    let old = shape.has("rule") && shape.has("offender") && shape.has("lineNumber");
    let nothing = shape.top == super::super::json::Kind::Null && shape.error.is_none();
    nothing || (shape.is_array() && (current || old))
}

/// Reads leaks.
pub(super) fn read(text: &str, reading: &mut Reading) -> Result<(), Refusal> {
    let document = tree(text)?;
    reading.tool = Some("gitleaks".to_owned());
    let places = Places::of(text);
    for (i, leak) in document.elements().iter().enumerate() {
        let text = |new: &str, old: &str| leak.text_of(new).or_else(|| leak.text_of(old)).map(str::to_owned);
        let mut found = finding("gitleaks");
        found.rule_id = text("RuleID", "rule");
        found.message = leak.text_of("Description").or_else(|| leak.text_of("rule")).map(|m| mask(m, true).into_owned());
        found.location =
            Location { path: text("File", "file"), line: line_of(leak.get("StartLine").or_else(|| leak.get("lineNumber"))) };
        found.fingerprint = leak.text_of("Fingerprint").map(str::to_owned);
        reading.keep(Found::new(found, None).secret(true), || places.at(format!("[{i}]"), leak));
    }
    reading.items = document.elements().len() as u64;
    // `null` and an empty list name no tool, and anybody can write them
    let scan = if reading.items > 0 { scan_by("gitleaks", true) } else { Scan::default() };
    reading.facts.scan = Some(Box::new(scan));
    Ok(())
}
