//! Test reports of scanners that write them: JUnit and NUnit.

use super::super::json::JsonError;
use super::super::mask::{is_secret_scanner, mask};
use super::super::places::Places;
use super::checkov::{is_secret_rule, own_severity};
use super::scans::checkstyle;
use super::xml::{Event, Tag, Xml, XmlError};
use super::{Found, Reading, Refusal, ToolByRules, covered, finding, severity, short, stated};
use plumbline_domain::{Finding, Format, Location, Place, Scan, ScanRun, Severity};
use plumbline_rules::{scanner, tool_of_rule};
use std::borrow::Cow;

/// The format of an XML text by its root element.
pub(crate) fn format_of(text: &str) -> Option<Format> {
    let mut xml = Xml::new(text);
    match xml.next() {
        Ok(Some(Event::Start(root))) => match root.name() {
            "testsuites" | "testsuite" => Some(Format::Junit),
            "test-results" | "test-run" | "test-suite" => Some(Format::Nunit),
            "checkstyle" => Some(Format::Checkstyle),
            _ => None,
        },
        _ => None,
    }
}

/// Reads a report of these formats: one item for each test case, or error.
pub(crate) fn read(text: &str, reading: &mut Reading) -> Result<(), Refusal> {
    let outcome = match format_of(text) {
        Some(Format::Checkstyle) => checkstyle::read(text, reading),
        _ => read_events(text, reading),
    };
    outcome.map_err(|e| Refusal::Syntax(JsonError { message: e.message, at: e.at }))
}

/// What is known of a test case until it ends.
#[derive(Default)]
struct Case {
    name: Option<String>,
    path: Option<String>,
    line: Option<u64>,
    severity: Option<Severity>,
    message: Option<String>,
    at: usize,
    failed: bool,
    skipped: bool,
    is_broken: bool,
    in_failure: bool,
}

impl Case {
    fn of(tag: &Tag<'_>, at: usize) -> Self {
        let of = |key: &str| tag.attribute(key);
        let result = of("result").unwrap_or_default();
        let is_wrong =
            matches!(&*result, "Failed" | "Failure" | "Error") || of("success").is_some_and(|s| s.eq_ignore_ascii_case("false"));
        let is_case_of_nunit = tag.name() == "test-case";
        Case {
            name: of("name").map(Cow::into_owned),
            path: of("file").or_else(|| of("classname")).map(Cow::into_owned),
            line: of("line").and_then(|l| l.parse().ok()),
            severity: of("severity").and_then(|word| severity::from_word(&word)),
            at,
            failed: is_case_of_nunit && is_wrong,
            is_broken: is_case_of_nunit && &*result == "Error",
            skipped: matches!(&*result, "Skipped" | "Ignored" | "NotRunnable" | "Inconclusive")
                || of("executed").is_some_and(|e| e.eq_ignore_ascii_case("false")),
            ..Case::default()
        }
    }

    /// The severity that its name begins with, in brackets, as checkov and trivy write it.
    fn severity_in_name(&self) -> Option<Severity> {
        own_severity(self.name.as_deref()?.strip_prefix('[')?.split_once(']')?.0)
    }

    /// The id of its rule, where its name begins with one: behind a severity in brackets, or as the first word.
    fn rule(&self) -> &str {
        let name = self.name.as_deref().unwrap_or_default();
        let mut parts = name.split([' ', '[', ']', ':']).filter(|part| !part.is_empty());
        let first = parts.next().unwrap_or_default();
        let second = parts.next().filter(|_| name.starts_with('['));
        second.filter(|second| tool_of_rule(second).is_some()).unwrap_or(first)
    }
}

/// A suite, and what its cases tell of its tool.
#[derive(Default)]
struct Suite {
    name: Option<String>,
    at: usize,
    /// Errors that it counts, and those among its cases.
    n_errors: u64,
    n_broken: u64,
    n_cases: u64,
    by_rules: ToolByRules,
}

impl Suite {
    fn of(tag: &Tag<'_>, at: usize) -> Self {
        Suite {
            name: tag.attribute("name").filter(|n| !n.trim().is_empty()).map(|n| n.chars().take(100).collect()),
            at,
            n_errors: tag.attribute("errors").and_then(|n| n.trim().parse().ok()).map_or(0, stated),
            ..Suite::default()
        }
    }

    fn is_known(&self) -> bool {
        self.name.as_deref().is_some_and(|name| scanner(name).is_some())
    }
}

/// The suites of a report: those that are open, the outermost first, and the runs of those that ended.
#[derive(Default)]
struct Suites {
    open: Vec<Suite>,
    n_closed: usize,
    scan: Scan,
}

impl Suites {
    /// The name of the tool that wrote the innermost suite: of the nearest suite that is known, else of the nearest that has a name.
    fn tool(&self) -> Option<&str> {
        let known = self.open.iter().rev().find(|s| s.is_known());
        known.or_else(|| self.open.iter().rev().find(|s| s.name.is_some()))?.name.as_deref()
    }

    fn close(&mut self, places: &Places<'_>) {
        let tool = self.tool().map(|name| short(name).into());
        let Some(suite) = self.open.pop() else { return };
        let place = Place { path: format!("testsuite[{}]", self.n_closed).into(), line: places.line(suite.at) };
        self.n_closed += 1;
        if suite.n_errors > suite.n_broken {
            self.scan.stop(format!("a suite counts {} errors", suite.n_errors), place.clone());
        }
        // what is told of a case is told of the suites around it too
        if let Some(outer) = self.open.last_mut() {
            outer.n_broken += suite.n_broken.max(suite.n_errors);
        }
        let is_only_one = self.open.is_empty() && self.scan.runs.is_empty();
        if suite.n_cases == 0 && !is_only_one {
            return;
        }
        let tool_by_rules = suite.by_rules.found();
        // checkov writes a suite for each kind of file: `terraform scan`, `secrets scan`
        let kind = suite.name.as_deref().and_then(|name| name.strip_suffix(" scan"));
        let looked_for_secrets = kind.filter(|_| tool_by_rules == Some("checkov")).map(|kind| kind == "secrets");
        self.scan.runs.push(ScanRun {
            tool,
            tool_by_rules: tool_by_rules.map(Into::into),
            has_results: suite.n_cases > 0,
            looked_for_secrets,
            place,
        });
    }
}

fn read_events(text: &str, reading: &mut Reading) -> Result<(), XmlError> {
    let places = Places::of(text);
    let mut xml = Xml::new(text);
    let mut case: Option<Case> = None;
    let mut suites = Suites::default();
    let mut passed = 0;
    loop {
        let from = xml.place();
        let at = from + text.get(from..).and_then(|rest| rest.find('<')).unwrap_or(0);
        let Some(event) = xml.next()? else { break };
        match event {
            Event::Start(tag) => match tag.name() {
                "testcase" | "test-case" => case = Some(Case::of(&tag, at)),
                name @ ("failure" | "error") => {
                    if let Some(case) = &mut case {
                        case.failed = true;
                        case.is_broken |= name == "error";
                        case.in_failure = true;
                        let message = tag.attribute("message").filter(|m| !m.trim().is_empty());
                        case.message = message.map(Cow::into_owned).or(case.message.take());
                    } else if name == "error" {
                        let why = tag.attribute("message").map_or_else(|| "a suite ended in an error".to_owned(), |m| short(&m));
                        suites.scan.stop(why, Place { path: "error".into(), line: places.line(at) });
                    }
                }
                "skipped" => {
                    if let Some(case) = &mut case {
                        case.skipped = true;
                    }
                }
                name @ ("testsuites" | "testsuite" | "test-suite" | "test-run" | "test-results") => {
                    suites.open.push(Suite::of(&tag, at));
                    if reading.tool.is_none() && !matches!(name, "testsuites" | "test-suite") {
                        reading.tool =
                            tag.attribute("name").filter(|n| !n.trim().is_empty()).map(|n| n.chars().take(100).collect());
                    }
                }
                _ => {}
            },
            Event::Text(text) => {
                // what a scanner of secrets writes there has the secret in it
                let is_secretive = || suites.tool().is_some_and(is_secret_scanner);
                if let Some(case) = case.as_mut().filter(|c| c.in_failure && c.message.is_none() && !is_secretive()) {
                    case.message = Some(text.trim().chars().take(600).collect());
                }
            }
            Event::End { name } if matches!(name.as_str(), "testcase" | "test-case") => {
                let Some(case) = case.take() else {
                    reading.items += 1;
                    continue;
                };
                passed += u64::from(!case.failed && !case.skipped);
                end_case(case, &mut suites, &places, reading);
            }
            Event::End { name } if matches!(name.as_str(), "failure" | "error") => {
                if let Some(case) = &mut case {
                    case.in_failure = false;
                }
            }
            Event::End { name } => {
                if matches!(name.as_str(), "testsuites" | "testsuite" | "test-suite" | "test-run" | "test-results") {
                    suites.close(&places);
                }
            }
        }
    }
    let nothing = covered(reading.items, "test cases", Place::default);
    reading.facts.scan = Some(Box::new(Scan { passed: Some(passed), covered: nothing, ..suites.scan }));
    Ok(())
}

fn end_case(case: Case, suites: &mut Suites, places: &Places<'_>, reading: &mut Reading) {
    let place = Place { path: format!("testcase[{}]", reading.items).into(), line: places.line(case.at) };
    reading.items += 1;
    let rule = case.rule().to_owned();
    if let Some(suite) = suites.open.last_mut() {
        suite.n_cases += 1;
        suite.by_rules.add(&rule);
        suite.n_broken += u64::from(case.is_broken);
    }
    if case.is_broken {
        let name = short(case.name.as_deref().unwrap_or("a case without a name"));
        suites.scan.stop(format!("{name} ended in an error"), place.clone());
    }
    if !case.failed {
        return;
    }
    let tool = suites.tool().unwrap_or("test report");
    let is_secret = is_secret_rule(&rule);
    let quotes_secrets = is_secret || is_secret_scanner(tool);
    let severity = case.severity.or_else(|| case.severity_in_name());
    // cfn-lint tells errors from the rest by the first letter of the rule
    let is_of_less = tool_of_rule(&rule) == Some("cfn-lint") && !rule.starts_with('E');
    let finding = Finding {
        message: case.message.as_deref().map(|m| mask(m, quotes_secrets).into_owned()),
        rule_id: case.name.map(|name| if quotes_secrets { mask(&name, true).into_owned() } else { name }),
        location: Location { path: case.path, line: case.line },
        ..finding(tool)
    };
    reading.keep(Found::new(finding, severity).secret(is_secret).error(!is_of_less), || place);
}
