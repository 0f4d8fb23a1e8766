//! PSRule: a list of rule results, passes among them.

use super::super::json::Json;
use super::super::mask::mask;
use super::super::places::Places;
use super::{Found, Reading, Refusal, Shape, covered, finding, scan_by, severity, short, tree};
use plumbline_domain::{Finding, Place, Scan, Severity};

/// Whether a document is one.
pub(super) fn fits(shape: &Shape<'_>) -> bool {
    shape.is_array() && shape.has("outcome") && shape.has_any(|k| matches!(k, "ruleName" | "ruleId")) && shape.has("targetName")
}

/// Reads results.
pub(super) fn read(text: &str, reading: &mut Reading) -> Result<(), Refusal> {
    let document = tree(text)?;
    reading.tool = Some("psrule".to_owned());
    reading.items = document.elements().len() as u64;
    let places = Places::of(text);
    let mut stopped = Scan::default();
    let (mut passed, mut failed) = (0, 0);
    for (i, result) in document.elements().iter().enumerate() {
        let outcome = result.text_of("outcome").map(str::to_ascii_lowercase);
        let code = result.get("outcome").and_then(Json::number);
        match (outcome.as_deref(), code) {
            (Some("pass"), _) | (_, Some(4.0)) => passed += 1,
            (Some("fail" | "error"), _) | (_, Some(2.0 | 8.0)) => {
                failed += 1;
                let rule = result.text_of("ruleName").or_else(|| result.text_of("ruleId"));
                if outcome.as_deref() == Some("error") || code == Some(8.0) {
                    let why = format!("the rule {} ended in an error", short(rule.unwrap_or("without a name")));
                    stopped.stop(why, places.at(format!("[{i}]"), result));
                }
                let level = match result.get("level") {
                    Some(Json::Number("1")) => Some(Severity::High),
                    Some(Json::Number("3")) => Some(Severity::Info),
                    level => level.and_then(Json::text).and_then(severity::from_word),
                };
                let says =
                    result.at(&["info", "recommendation"]).and_then(Json::text).or_else(|| result.text_of("recommendation"));
                let finding = Finding {
                    rule_id: rule.map(str::to_owned),
                    message: says
                        .or_else(|| result.at(&["info", "synopsis"]).and_then(Json::text))
                        .map(|m| mask(m, false).into_owned()),
                    resource: result.text_of("targetName").map(str::to_owned),
                    ..finding("psrule")
                };
                reading.keep(Found::new(finding, level), || places.at(format!("[{i}]"), result));
            }
            _ => {}
        }
    }
    let n_checks = passed + failed;
    reading.facts.scan = Some(Box::new(Scan {
        passed: Some(passed),
        stopped: stopped.stopped,
        covered: covered(n_checks, "checks", Place::default),
        ..scan_by("psrule", n_checks > 0)
    }));
    Ok(())
}
