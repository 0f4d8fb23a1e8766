//! Test reports of scanners that write them: JUnit and NUnit.

use super::super::json::JsonError;
use super::super::mask::mask;
use super::xml::{Event, Xml, XmlError};
use super::{Reading, Refusal, finding, severity};
use plumbline_domain::{Finding, Format, Location, Scan, Severity};
use std::borrow::Cow;

/// The format of an XML text by its root element.
pub(crate) fn format_of(text: &str) -> Option<Format> {
    let mut xml = Xml::new(text);
    match xml.next() {
        Ok(Some(Event::Start(root))) => match root.name() {
            "testsuites" | "testsuite" => Some(Format::Junit),
            "test-results" | "test-run" | "test-suite" => Some(Format::Nunit),
            _ => None,
        },
        _ => None,
    }
}

/// Reads a report of either format: one item for each test case.
pub(crate) fn read(text: &str, reading: &mut Reading) -> Result<(), Refusal> {
    read_events(text, reading).map_err(|e| Refusal::Syntax(JsonError { message: e.message, at: e.at }))
}

/// What is known of a test case until it ends.
#[derive(Default)]
struct Case {
    name: Option<String>,
    path: Option<String>,
    line: Option<u64>,
    severity: Option<Severity>,
    message: Option<String>,
    failed: bool,
    skipped: bool,
    in_failure: bool,
}

fn read_events(text: &str, reading: &mut Reading) -> Result<(), XmlError> {
    let mut xml = Xml::new(text);
    let mut case: Option<Case> = None;
    let mut passed = 0;
    while let Some(event) = xml.next()? {
        match event {
            Event::Start(tag) => {
                let of = |key: &str| tag.attribute(key);
                match tag.name() {
                    "testcase" | "test-case" => {
                        let result = of("result").unwrap_or_default();
                        let is_wrong = matches!(&*result, "Failed" | "Failure" | "Error")
                            || of("success").is_some_and(|s| s.eq_ignore_ascii_case("false"));
                        case = Some(Case {
                            name: of("name").map(Cow::into_owned),
                            path: of("file").or_else(|| of("classname")).map(Cow::into_owned),
                            line: of("line").and_then(|l| l.parse().ok()),
                            severity: of("severity").and_then(|word| severity::from_word(&word)),
                            failed: tag.name() == "test-case" && is_wrong,
                            skipped: matches!(&*result, "Skipped" | "Ignored" | "NotRunnable" | "Inconclusive")
                                || of("executed").is_some_and(|e| e.eq_ignore_ascii_case("false")),
                            ..Case::default()
                        });
                    }
                    "failure" | "error" => {
                        if let Some(case) = &mut case {
                            case.failed = true;
                            case.in_failure = true;
                            case.message =
                                of("message").filter(|m| !m.trim().is_empty()).map(Cow::into_owned).or(case.message.take());
                        }
                    }
                    "skipped" => {
                        if let Some(case) = &mut case {
                            case.skipped = true;
                        }
                    }
                    "testsuite" | "test-run" | "test-results" if reading.tool.is_none() => {
                        reading.tool = of("name").filter(|n| !n.trim().is_empty()).map(|n| n.chars().take(100).collect());
                    }
                    _ => {}
                }
            }
            Event::Text(text) => {
                if let Some(case) = case.as_mut().filter(|c| c.in_failure && c.message.is_none()) {
                    case.message = Some(text.trim().chars().take(600).collect());
                }
            }
            Event::End { name } if matches!(name.as_str(), "testcase" | "test-case") => {
                reading.items += 1;
                let Some(case) = case.take() else { continue };
                if case.failed {
                    let path = case.path;
                    reading.add(Finding {
                        rule_id: case.name,
                        message: case.message.map(|m| mask(&m, false).into_owned()),
                        severity: case.severity.unwrap_or(Severity::Medium),
                        location: Location { path, line: case.line },
                        ..finding(reading.tool.as_deref().unwrap_or("test report"))
                    });
                } else if !case.skipped {
                    passed += 1;
                }
            }
            Event::End { name } if matches!(name.as_str(), "failure" | "error") => {
                if let Some(case) = &mut case {
                    case.in_failure = false;
                }
            }
            Event::End { .. } => {}
        }
    }
    reading.facts.scan = Some(Scan { completed: None, passed: Some(passed), scanned_nothing: false });
    Ok(())
}
