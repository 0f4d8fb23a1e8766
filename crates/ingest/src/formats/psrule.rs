//! PSRule: a list of rule results, passes among them.

use super::super::json::Json;
use super::super::mask::mask;
use super::{Reading, Refusal, Shape, finding, severity, tree};
use plumbline_domain::{Finding, Scan, Severity};

/// Whether a document is one.
pub(super) fn fits(shape: &Shape<'_>) -> bool {
    shape.is_array() && shape.has("outcome") && shape.has_any(|k| matches!(k, "ruleName" | "ruleId")) && shape.has("targetName")
}

/// Reads results.
pub(super) fn read(text: &str, reading: &mut Reading) -> Result<(), Refusal> {
    let document = tree(text, &mut reading.log)?;
    reading.tool = Some("psrule".to_owned());
    reading.items = document.elements().len() as u64;
    let mut passed = 0;
    for result in document.elements() {
        let outcome = result.text_of("outcome").map(str::to_ascii_lowercase);
        let code = result.get("outcome").and_then(Json::number);
        match (outcome.as_deref(), code) {
            (Some("pass"), _) | (_, Some(4.0)) => passed += 1,
            (Some("fail" | "error"), _) | (_, Some(2.0 | 8.0)) => {
                let level = match result.get("level") {
                    Some(Json::Number("1")) => Some(Severity::High),
                    Some(Json::Number("3")) => Some(Severity::Info),
                    level => level.and_then(Json::text).and_then(severity::from_word),
                };
                let says =
                    result.at(&["info", "recommendation"]).and_then(Json::text).or_else(|| result.text_of("recommendation"));
                reading.add(Finding {
                    rule_id: result.text_of("ruleName").or_else(|| result.text_of("ruleId")).map(str::to_owned),
                    message: says
                        .or_else(|| result.at(&["info", "synopsis"]).and_then(Json::text))
                        .map(|m| mask(m, false).into_owned()),
                    severity: level.unwrap_or(Severity::Medium),
                    resource: result.text_of("targetName").map(str::to_owned),
                    ..finding("psrule")
                });
            }
            _ => {}
        }
    }
    reading.facts.scan = Some(Scan { completed: None, passed: Some(passed), scanned_nothing: false });
    Ok(())
}
