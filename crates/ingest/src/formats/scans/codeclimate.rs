//! Code quality reports, as Code Climate defined them and GitLab reads them. They have no field for the tool.

use crate::formats::{Found, Reading, Refusal, Shape, ToolByRules, documents, finding, line_of, severity, short};
use crate::mask::mask;
use crate::places::Places;
use plumbline_domain::{Finding, Location, Scan, ScanRun, Severity};
use std::collections::BTreeMap;

/// Whether a document is one: issues with a check and a place.
pub(super) fn fits(shape: &Shape<'_>) -> bool {
    shape.has("check_name")
        && shape.has("location")
        && (shape.has("fingerprint") || shape.has("categories") || shape.word("type") == Some("issue"))
}

/// Reads issues.
pub(super) fn read(text: &str, reading: &mut Reading) -> Result<(), Refusal> {
    let documents = documents(text)?;
    let places = Places::of(text);
    let mut by_engine: BTreeMap<&str, ToolByRules> = BTreeMap::new();
    let issues = documents.iter().flat_map(|d| if d.is_object() { std::slice::from_ref(d) } else { d.elements() });
    for (i, issue) in issues.enumerate() {
        reading.items += 1;
        let rule = issue.text_of("check_name").unwrap_or_default();
        let engine = issue.text_of("engine_name").unwrap_or_default();
        if by_engine.len() < Scan::MAX_SHOWN || by_engine.contains_key(engine) {
            by_engine.entry(engine).or_default().add(rule);
        }
        let location = issue.get("location");
        let of = |keys: &[&str]| location.and_then(|l| l.at(keys));
        let finding = Finding {
            rule_id: issue.text_of("check_name").map(str::to_owned),
            message: issue.text_of("description").map(|m| mask(m, false).into_owned()),
            location: Location {
                path: location.and_then(|l| l.text_of("path")).map(str::to_owned),
                line: line_of(of(&["lines", "begin"]).or_else(|| of(&["positions", "begin", "line"]))),
            },
            fingerprint: issue.text_of("fingerprint").map(str::to_owned),
            ..finding(if engine.is_empty() { "code quality" } else { engine })
        };
        let stated = issue.text_of("severity").and_then(of_word);
        let is_error = stated.is_some_and(|s| matches!(s, Severity::Critical | Severity::High));
        reading.keep(Found::new(finding, stated).error(is_error), || places.at(format!("[{i}]"), issue));
    }
    let run = |(engine, by_rules): (&str, ToolByRules)| ScanRun {
        tool: Some(short(engine)).filter(|e| !e.is_empty()).map(Into::into),
        tool_by_rules: by_rules.found().map(Into::into),
        has_results: true,
        ..ScanRun::default()
    };
    let runs: Vec<ScanRun> = by_engine.into_iter().map(run).collect();
    reading.tool = runs.iter().find_map(|r| r.tool.as_deref().or(r.tool_by_rules.as_deref())).map(str::to_owned);
    reading.facts.scan = Some(Box::new(Scan { runs, ..Scan::default() }));
    Ok(())
}

/// The words of Code Climate, from `blocker` to `info`.
fn of_word(word: &str) -> Option<Severity> {
    match word.trim().to_ascii_lowercase().as_str() {
        "blocker" => Some(Severity::Critical),
        "major" => Some(Severity::Medium),
        "minor" => Some(Severity::Low),
        word => severity::from_word(word),
    }
}
