//! `checkov -o json`: one report, or an array of one for each framework.

use super::super::json::{Cursor, Json, JsonError, Kind};
use super::super::mask::mask;
use super::super::places::Places;
use super::{Found, Reading, Refusal, Shape, covered, finding, severity, short, stated};
use plumbline_domain::{DiagnosticKind, Finding, FindingStatus, Place, Scan, ScanRun, Severity};

/// Whether a document is one. checkov writes a bare summary when it found nothing to scan.
pub(super) fn fits(shape: &Shape<'_>) -> bool {
    (shape.is_object() || shape.is_array())
        && (shape.has_inner("results", "failed_checks")
            || shape.has_inner("results", "passed_checks")
            || (shape.has("check_type") && shape.has("results"))
            || (shape.has("checkov_version") && shape.has("failed")))
}

/// What the reports of a file say together.
#[derive(Default)]
struct Totals {
    passed: Option<u64>,
    failed: u64,
    skipped: u64,
    /// The sum of what the summaries count: checks and resources.
    stated: u64,
    parsing_errors: u64,
    scan: Scan,
}

/// Where a report stands.
struct Report<'t> {
    /// The path of what is in it, such as `[1].`.
    prefix: String,
    places: &'t Places<'t>,
}

impl Report<'_> {
    fn place(&self, path: &str, at: usize) -> Place {
        Place { path: format!("{}{path}", self.prefix).into(), line: self.places.line(at) }
    }
}

/// Reads a report.
pub(super) fn read(text: &str, reading: &mut Reading) -> Result<(), Refusal> {
    let mut cursor = Cursor::new(text);
    let places = Places::of(text);
    let mut totals = Totals::default();
    let mut refusal = None;
    if cursor.peek()? == Kind::Array {
        cursor.array(|c, i| {
            if c.peek()? == Kind::Object {
                read_report(c, &Report { prefix: format!("[{i}]."), places: &places }, &mut totals, reading, &mut refusal)
            } else {
                reading.log.say(DiagnosticKind::Malformed, format!("[{i}]"), "must be an object");
                c.skip()
            }
        })?;
    } else {
        read_report(&mut cursor, &Report { prefix: String::new(), places: &places }, &mut totals, reading, &mut refusal)?;
    }
    cursor.end()?;
    if let Some(path) = refusal {
        return Err(Refusal::shape(path, "must be an array"));
    }
    reading.items = totals.failed;
    if totals.parsing_errors > 0 {
        reading.log.say(
            DiagnosticKind::ToolReport,
            "results.parsing_errors",
            format!("checkov could not parse {} files", totals.parsing_errors),
        );
    }
    let counted = totals.passed.unwrap_or(0) + totals.failed + totals.skipped;
    // without its passes the file still counts them in a summary
    let (n, what) = if counted > 0 { (counted, "checks") } else { (totals.stated, "checks and resources") };
    let mut scan = Scan { passed: totals.passed, covered: covered(n, what, Place::default), ..totals.scan };
    let listed = scan.stopped.len() as u64;
    if totals.parsing_errors > listed && listed < Scan::MAX_SHOWN as u64 {
        let more = totals.parsing_errors - listed;
        scan.stop(format!("checkov could not parse {more} file{}", if more == 1 { "" } else { "s" }), Place::default());
    }
    reading.facts.scan = Some(Box::new(scan));
    Ok(())
}

fn read_report(
    cursor: &mut Cursor<'_>,
    report: &Report<'_>,
    totals: &mut Totals,
    reading: &mut Reading,
    refusal: &mut Option<String>,
) -> Result<(), JsonError> {
    let mut stated_errors = 0;
    let mut listed_errors = 0;
    let mut kind: Option<String> = None;
    let mut n_results = 0;
    let mut found: Vec<(Found, usize, usize)> = Vec::new();
    cursor.object(|c, key| match key.as_ref() {
        "check_type" => {
            kind = c.string_if()?.map(|kind| kind.into_owned());
            Ok(())
        }
        "results" => c
            .object_if(|c, key| {
                let is_list = c.peek()? == Kind::Array;
                match key.as_ref() {
                    "failed_checks" | "passed_checks" | "skipped_checks" if !is_list => {
                        if c.peek()? != Kind::Null {
                            refusal.get_or_insert_with(|| format!("{}results.{key}", report.prefix));
                        }
                        c.skip()
                    }
                    "failed_checks" => c.array(|c, i| {
                        totals.failed += 1;
                        n_results += 1;
                        let at = c.place();
                        read_check(c, FindingStatus::Open).map(|check| found.push((check, i, at)))
                    }),
                    "skipped_checks" => c.array(|c, i| {
                        totals.skipped += 1;
                        n_results += 1;
                        let at = c.place();
                        read_check(c, FindingStatus::Suppressed).map(|check| found.push((check, i, at)))
                    }),
                    "passed_checks" => {
                        let passed = totals.passed.get_or_insert(0);
                        c.array(|c, _| {
                            *passed += 1;
                            n_results += 1;
                            c.skip()
                        })
                    }
                    "parsing_errors" => c
                        .array_if(|c, i| {
                            listed_errors += 1;
                            let at = c.place();
                            let file = c.string_if()?;
                            let file = file.as_deref().map_or_else(|| "a file".to_owned(), short);
                            let place = report.place(&format!("results.parsing_errors[{i}]"), at);
                            totals.scan.stop(format!("checkov could not parse {file}"), place);
                            Ok(())
                        })
                        .map(drop),
                    _ => c.skip(),
                }
            })
            .map(drop),
        "summary" => c
            .object_if(|c, key| {
                match key.as_ref() {
                    "checkov_version" => name_tool(c, reading)?,
                    "parsing_errors" => stated_errors = read_count(c)?,
                    "passed" | "failed" | "skipped" | "resource_count" => totals.stated += read_count(c)?,
                    _ => c.skip()?,
                }
                Ok(())
            })
            .map(drop),
        "checkov_version" => name_tool(c, reading),
        "parsing_errors" | "parsingerrors" => read_count(c).map(|n| stated_errors = n),
        "passed" | "failed" | "skipped" | "resource_count" | "resourcecount" => read_count(c).map(|n| totals.stated += n),
        _ => c.skip(),
    })?;
    totals.parsing_errors += stated_errors.max(listed_errors);
    if reading.tool.is_none() {
        reading.tool = Some("checkov".to_owned());
    }
    let looked_for_secrets = kind.as_deref().map(|kind| kind == "secrets");
    for (mut check, i, at) in found {
        let is_secret = looked_for_secrets == Some(true) || check.finding.rule_id.as_deref().is_some_and(is_secret_rule);
        if is_secret {
            check.finding.message = check.finding.message.as_deref().map(|m| mask(m, true).into_owned());
        }
        // the resource of a secret is its digest
        if check.finding.rule_id.as_deref().is_some_and(|rule| rule.starts_with("CKV_SECRET_")) {
            check.finding.resource = None;
        }
        let list = if check.finding.status == FindingStatus::Open { "failed_checks" } else { "skipped_checks" };
        reading.keep(check.secret(is_secret), || report.place(&format!("results.{list}[{i}]"), at));
    }
    let place = Place { path: report.prefix.trim_end_matches('.').into(), line: 0 };
    totals.scan.runs.push(ScanRun { looked_for_secrets, place, ..ScanRun::of_tool("checkov", n_results > 0) });
    Ok(())
}

/// Whether a rule of checkov is about secrets in files.
pub(super) fn is_secret_rule(rule_id: &str) -> bool {
    rule_id.starts_with("CKV_SECRET_")
}

fn read_count(cursor: &mut Cursor<'_>) -> Result<u64, JsonError> {
    Ok(cursor.number_if()?.map_or(0, stated))
}

fn name_tool(cursor: &mut Cursor<'_>, reading: &mut Reading) -> Result<(), JsonError> {
    if let Some(version) = cursor.string_if()? {
        reading.tool = Some(format!("checkov {version}"));
    }
    Ok(())
}

fn read_check(cursor: &mut Cursor<'_>, status: FindingStatus) -> Result<Found, JsonError> {
    let mut finding = Finding { status, ..finding("checkov") };
    let mut stated = None;
    cursor.object_if(|c, key| {
        match key.as_ref() {
            "check_id" => finding.rule_id = c.string_if()?.map(String::from),
            "check_name" => finding.message = c.string_if()?.map(|m| mask(&m, false).into_owned()),
            "severity" => stated = c.string_if()?.and_then(|word| own_severity(&word)),
            "resource" => finding.resource = c.string_if()?.map(String::from),
            "file_path" => finding.location.path = c.string_if()?.map(|p| p.trim_start_matches('/').to_owned()),
            "file_line_range" => {
                c.array_if(|c, i| {
                    let line = c.number_if()?;
                    if i == 0 {
                        finding.location.line = line.filter(|n| *n >= 1.0).map(|n| n as u64);
                    }
                    Ok(())
                })?;
            }
            "check_result" => {
                let result = c.value()?;
                finding.justification = result.get("suppress_comment").and_then(Json::text).map(|m| mask(m, false).into_owned());
            }
            _ => c.skip()?,
        }
        Ok(())
    })?;
    Ok(Found::new(finding, stated))
}

/// The severity that a word of checkov means: without an account it writes `NONE` or nothing.
pub(super) fn own_severity(word: &str) -> Option<Severity> {
    severity::from_word(word).filter(|_| !word.trim().eq_ignore_ascii_case("none"))
}
