//! SARIF 2.1.0, read in one pass: what is not needed is checked and skipped, nothing is built for it.

mod arriving;
mod parts;
mod uri;

pub(crate) use arriving::Arriving;

use super::super::json::{Cursor, JsonError, Kind};
use super::super::limits::MAX_FINDINGS;
use super::super::mask::{is_secret_scanner, mask};
use super::super::places::Places;
use super::checkov::is_secret_rule;
use super::severity::from_level;
use super::{Found, Reading, Refusal, Shape, ToolByRules, finding, short};
use parts::{Component, Rule, Run, SarifResult, Sink, Text, read_run};
use plumbline_domain::{Covered, DiagnosticKind, Finding, FindingStatus, Location, Place, Scan, ScanRun, Severity};
use std::borrow::Cow;
use std::collections::HashMap;
use uri::{Bases, Locations};

/// Whether a document is SARIF 2.1.0. Its runs tell, when it does not name its version.
pub(super) fn fits(shape: &Shape<'_>) -> bool {
    shape.is_object()
        && shape.has("runs")
        && match (shape.word("version"), shape.word("$schema")) {
            (Some(version), _) => version.starts_with("2.1."),
            (None, Some(schema)) => schema.contains("sarif") && schema.contains("2.1.0"),
            (None, None) => shape.has_inner("runs", "tool") && shape.has_inner("runs", "results"),
        }
}

/// Reads a log file.
pub(super) fn read(text: &str, reading: &mut Reading) -> Result<(), Refusal> {
    let mut cursor = if reading.notes_repeated_keys { Cursor::noting_repeated_keys(text) } else { Cursor::new(text) };
    let mut refusal = None;
    let places = Places::of(text);
    let mut runs = Runs { n: 0, left_out: 0, scan: Scan::default(), places: &places };
    loop {
        if !read_log(&mut cursor, reading, &mut runs, &mut refusal)? {
            refusal.get_or_insert(("runs".to_owned(), "is missing in one of the documents"));
        }
        // The Bicep linter writes one document for each file, one behind the other.
        if cursor.is_at_end() || cursor.peek() != Ok(Kind::Object) {
            break;
        }
    }
    cursor.end()?;
    reading.may_have_repeated_keys = cursor.may_have_repeated_keys();
    if let Some((path, message)) = refusal {
        return Err(Refusal::shape(path, message));
    }
    // a log of no run tells of no scan, so it proves none either
    if runs.n == 0 {
        reading.log.say(DiagnosticKind::ToolReport, "runs", "has no run: nothing was scanned");
        runs.scan.covered = Covered::Nothing("it holds no run at all".into(), Place { path: "runs".into(), line: 0 });
    }
    if runs.left_out > 0 {
        reading.log.say(
            DiagnosticKind::MoreFindings,
            "runs",
            format!("{} findings beyond {MAX_FINDINGS} were counted but not kept", runs.left_out),
        );
    }
    reading.facts.scan = Some(Box::new(runs.scan));
    Ok(())
}

/// Reads one document, and says whether it has runs.
fn read_log<'a>(
    cursor: &mut Cursor<'a>,
    reading: &mut Reading,
    runs: &mut Runs<'_>,
    refusal: &mut Option<(String, &'static str)>,
) -> Result<bool, JsonError> {
    let mut has_runs = false;
    cursor.object(|c, key| match (key.as_ref(), c.peek()?) {
        ("runs", Kind::Array) => {
            has_runs = true;
            c.array(|c, i| {
                if c.peek()? != Kind::Object {
                    reading.log.say(DiagnosticKind::Malformed, format!("runs[{i}]"), "must be an object");
                    return c.skip();
                }
                let mut results = Results { n_run: i, runs, reading, tool: Tool::default(), taken: Taken::default() };
                let run = read_run(c, i, &mut results, refusal)?;
                results.finish(&run);
                Ok(())
            })
        }
        ("runs", kind) => {
            has_runs = true;
            if kind != Kind::Null {
                refusal.get_or_insert(("runs".to_owned(), "must be an array"));
            }
            c.skip()
        }
        _ => c.skip(),
    })?;
    Ok(has_runs)
}

/// What the runs of a file say together.
struct Runs<'t> {
    n: usize,
    left_out: u64,
    scan: Scan,
    places: &'t Places<'t>,
}

/// What is known of the results of one run.
#[derive(Debug, Default)]
pub(crate) struct Taken {
    n: u64,
    passed: Option<u64>,
    left_out: u64,
    locations: Locations,
    /// The locations of findings, by their places among all findings and among the locations: bases and artifacts may come behind the
    /// results.
    unplaced: Vec<(u32, u32)>,
    by_rules: ToolByRules,
}

impl Runs<'_> {
    fn place(&self, path: String, at: usize) -> Place {
        Place { path: path.into(), line: self.places.line(at) }
    }
}

/// The tool of a run, with its rules.
#[derive(Default)]
struct Tool<'a> {
    /// As every finding carries it.
    name: String,
    driver: Component<'a>,
    extensions: Vec<Component<'a>>,
    is_checkov: bool,
    is_secret_scanner: bool,
    /// Where the first rule of an id stands: in the driver (0) or an extension (from 1), and its place there.
    by_id: HashMap<Cow<'a, str>, (usize, usize)>,
}

/// Takes the results of one run.
struct Results<'r, 't, 'a> {
    n_run: usize,
    runs: &'r mut Runs<'t>,
    reading: &'r mut Reading,
    tool: Tool<'a>,
    taken: Taken,
}

impl<'a> Sink<'a> for Results<'_, '_, 'a> {
    fn tool(&mut self, driver: Component<'a>, extensions: Vec<Component<'a>>) {
        self.tool = Tool::of(driver, extensions);
        if let (None, Some(_)) = (&self.reading.tool, &self.tool.driver.name) {
            self.reading.tool = Some(match &self.tool.driver.version {
                Some(version) => format!("{} {version}", self.tool.name),
                None => self.tool.name.clone(),
            });
        }
    }

    fn begin_results(&mut self, _: usize) -> bool {
        if let Some(arrived) = self.reading.arrived.take() {
            self.taken = *arrived;
        }
        true
    }

    fn result(&mut self, n: usize, result: Option<SarifResult<'a>>) {
        let (n_run, places) = (self.n_run, self.runs.places);
        self.taken.add((n_run, n), &self.tool, result, self.reading, places.bytes(), |at| places.line(at));
    }
}

impl Taken {
    /// Takes a result, by its run and its place there. `line` says in which line a byte of the file stands.
    // see `parts::read_result`
    #[inline(never)]
    fn add(
        &mut self,
        (run, n): (usize, usize),
        tool: &Tool<'_>,
        result: Option<SarifResult<'_>>,
        reading: &mut Reading,
        bytes: usize,
        line: impl FnOnce(usize) -> u32,
    ) {
        self.n += 1;
        let path = || format!("runs[{run}].results[{n}]");
        let Some(result) = result else {
            return reading.log.say(DiagnosticKind::Malformed, path(), "must be an object");
        };
        let rule = tool.rule(&result);
        self.by_rules.add(tool.rule_id(&result, rule).unwrap_or_default());
        match result.kind.as_deref() {
            None | Some("fail") => {
                let kept = reading.findings.len();
                if kept < MAX_FINDINGS {
                    reading.reserve(result.at, bytes);
                    reading.keep(tool.found(&result, rule), || Place { path: path().into(), line: line(result.at) });
                    if let Ok(kept) = u32::try_from(kept) {
                        self.unplaced.push((kept, self.locations.place(result.artifact)));
                    }
                } else {
                    self.left_out += 1;
                }
            }
            Some("pass") => *self.passed.get_or_insert(0) += 1,
            Some(_) => {}
        }
    }
}

impl Results<'_, '_, '_> {
    /// Completes what is known of the run, when all of it was read.
    fn finish(self, run: &Run<'_>) {
        let Results { n_run, runs, reading, tool, taken } = self;
        let Taken { n, passed, left_out, locations, unplaced, by_rules } = taken;
        runs.n += 1;
        runs.left_out += left_out;
        reading.items += n;
        if let Some(passed) = passed {
            *runs.scan.passed.get_or_insert(0) += passed;
        }
        let paths = locations.paths(&Bases::of(&run.bases), &run.artifacts);
        for (n, location) in unplaced {
            if let Some(finding) = reading.findings.get_mut(n as usize) {
                finding.location.path = paths.get(location as usize).cloned().flatten();
            }
        }
        for (why, path, at) in &run.stopped {
            let place = runs.place(format!("runs[{n_run}].{path}"), *at);
            runs.scan.stop(why.as_str(), place);
        }
        if !run.has_results {
            let place = runs.place(format!("runs[{n_run}].results"), run.at);
            runs.scan.stop(format!("the run of {} has no results: it looked for none", short(&tool.name)), place);
        } else if tool.name.eq_ignore_ascii_case("tflint-errors") && n > 0 {
            let place = runs.place(format!("runs[{n_run}]"), run.at);
            runs.scan.stop(format!("tflint reports {n} errors of its own"), place);
        }
        let place = runs.place(format!("runs[{n_run}]"), run.at);
        runs.scan.runs.push(ScanRun {
            tool: tool.driver.name.as_deref().filter(|name| !name.trim().is_empty()).map(|name| short(name).into()),
            tool_by_rules: by_rules.found().map(Into::into),
            has_results: n > 0,
            looked_for_secrets: None,
            place,
        });
    }
}

impl<'a> Tool<'a> {
    fn of(driver: Component<'a>, extensions: Vec<Component<'a>>) -> Self {
        let name = crate::cut::cut(driver.name.as_deref().unwrap_or("unknown tool"), MAX_NAME).to_owned();
        let mut by_id = HashMap::new();
        for (n, component) in std::iter::once(&driver).chain(&extensions).enumerate() {
            for (place, rule) in component.rules.iter().enumerate() {
                if let Some(id) = &rule.id {
                    by_id.entry(id.clone()).or_insert((n, place));
                }
            }
        }
        let (is_checkov, is_secret_scanner) = (name.eq_ignore_ascii_case("checkov"), is_secret_scanner(&name));
        Tool { name, driver, extensions, is_checkov, is_secret_scanner, by_id }
    }

    fn rule(&self, result: &SarifResult<'_>) -> Option<&Rule<'a>> {
        let rules = match result.extension {
            Some(n) => self.extensions.get(n).map(|e| &e.rules),
            None if result.names_component => None,
            None => Some(&self.driver.rules),
        };
        let by_index = result.rule_index.and_then(|i| rules?.get(i));
        // `a/b` is the rule `a` with a hint (SARIF 2.1.0, 3.27.5).
        let by_id = |id: &str| {
            let (component, place) = self.by_id.get(id).or_else(|| self.by_id.get(id.rsplit_once('/')?.0))?;
            let component = component.checked_sub(1).map_or(Some(&self.driver), |n| self.extensions.get(n))?;
            component.rules.get(*place)
        };
        by_index.or_else(|| result.rule_id.as_deref().and_then(by_id))
    }

    fn rule_id<'x>(&self, result: &'x SarifResult<'_>, rule: Option<&'x Rule<'_>>) -> Option<&'x str> {
        result.rule_id.as_deref().or_else(|| rule.and_then(|r| r.id.as_deref()))
    }

    /// The level that the result or its rule states. What SARIF takes where neither does is no word of the tool.
    fn level<'x>(result: &'x SarifResult<'_>, rule: Option<&'x Rule<'_>>) -> Option<&'x str> {
        result.level.as_deref().or_else(|| rule.and_then(|r| r.level.as_deref()))
    }

    /// The severity that the tool states.
    fn severity(&self, result: &SarifResult<'_>, rule: Option<&Rule<'_>>) -> Option<Severity> {
        let of_rule = rule.map(|r| r.stated).unwrap_or_default();
        let own = result.stated.score.or(of_rule.score).or(result.stated.word).or(of_rule.word);
        // checkov writes `error` on everything, whatever it thinks of it.
        if self.is_checkov {
            return own;
        }
        own.or_else(|| result.level.as_deref().and_then(from_level))
            .or_else(|| rule.and_then(|r| r.level.as_deref()).and_then(from_level))
    }

    /// The finding of a result, without its path.
    fn found(&self, result: &SarifResult<'_>, rule: Option<&Rule<'_>>) -> Found {
        let rule_id = self.rule_id(result, rule);
        let status = if result.baseline.as_deref() == Some("absent") {
            FindingStatus::Fixed
        } else if result.n_suppressions > 0 && result.n_not_in_force == 0 {
            FindingStatus::Suppressed
        } else {
            FindingStatus::Open
        };
        let own = |text: &Text<'_>| text.as_deref().filter(|t| !t.trim().is_empty()).map(str::to_owned);
        let finding = Finding {
            rule_id: rule_id.map(|id| crate::cut::cut(id, MAX_NAME).to_owned()),
            status,
            message: self.message(result, rule),
            resource: own(&result.resource),
            location: Location { path: None, line: result.line },
            fingerprint: own(&result.fingerprint),
            justification: own(&result.justification).map(|text| mask(&text, self.is_secret_scanner).into_owned()),
            ..finding(&self.name)
        };
        let is_secret =
            result.stated.is_secret || rule.is_some_and(|r| r.stated.is_secret) || rule_id.is_some_and(is_secret_rule);
        let is_error = Self::level(result, rule) == Some("error");
        Found::new(finding, self.severity(result, rule)).secret(is_secret).error(is_error)
    }

    fn message(&self, result: &SarifResult<'_>, rule: Option<&Rule<'_>>) -> Option<String> {
        let stored = |id: &str| rule?.messages.iter().find(|(k, _)| k == id).map(|(_, text)| text.as_ref());
        let message = &result.message;
        let text = message.text.as_deref().or_else(|| message.id.as_deref().and_then(stored));
        let text = text.or_else(|| rule.and_then(|r| r.text.as_deref()))?;
        let short = with_arguments(text, &message.arguments);
        Some(mask(&short, self.is_secret_scanner).into_owned())
    }
}

/// Characters of names that many results may share: of the tool, and of a rule.
const MAX_NAME: usize = 200;

/// Characters of a message: tools paste whole pages into it.
const MAX_MESSAGE: usize = 600;

/// A message with each `{n}` replaced once by its argument, cut to [`MAX_MESSAGE`] characters. What arguments say is text.
fn with_arguments<'t>(text: &'t str, arguments: &[Cow<'_, str>]) -> Cow<'t, str> {
    if arguments.is_empty() {
        return crate::cut::cut(text, MAX_MESSAGE).into();
    }
    let mut out = String::new();
    let mut n = 0;
    let mut add = |part: &str, out: &mut String| {
        for c in part.chars().take(MAX_MESSAGE - n) {
            out.push(c);
            n += 1;
        }
        n < MAX_MESSAGE
    };
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('{') {
        let argument = behind.split_once('}').and_then(|(number, behind)| {
            let is_number = !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
            Some((arguments.get(number.parse::<usize>().ok().filter(|_| is_number)?)?, behind))
        });
        let (inserted, behind) = argument.map_or(("{", behind), |(argument, behind)| (argument.as_ref(), behind));
        if !add(before, &mut out) || !add(inserted, &mut out) {
            return out.into();
        }
        rest = behind;
    }
    add(rest, &mut out);
    out.into()
}
