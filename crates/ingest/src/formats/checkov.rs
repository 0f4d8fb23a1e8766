//! `checkov -o json`: one report, or an array of one for each framework.

use super::super::json::{Cursor, Json, JsonError, Kind};
use super::super::limits::MAX_FINDINGS;
use super::super::mask::mask;
use super::{Reading, Refusal, Shape, severity};
use plumbline_domain::{DiagnosticKind, Finding, FindingStatus, Location, Scan, Severity};

/// Whether a document is one. checkov writes a bare summary when it found nothing to scan.
pub(super) fn fits(shape: &Shape<'_>) -> bool {
    (shape.is_object() || shape.is_array())
        && (shape.has_inner("results", "failed_checks")
            || shape.has_inner("results", "passed_checks")
            || (shape.has("check_type") && shape.has("results"))
            || (shape.has("checkov_version") && shape.has("failed")))
}

/// Counts of what was scanned.
#[derive(Default)]
struct Totals {
    passed: Option<u64>,
    failed: u64,
    skipped: u64,
    parsing_errors: u64,
}

/// Reads a report.
pub(super) fn read(text: &str, reading: &mut Reading) -> Result<(), Refusal> {
    let mut cursor = Cursor::new(text);
    let mut totals = Totals::default();
    let mut refusal = None;
    if cursor.peek()? == Kind::Array {
        cursor.array(|c, i| {
            if c.peek()? == Kind::Object {
                read_report(c, &format!("[{i}]."), &mut totals, reading, &mut refusal)
            } else {
                reading.log.say(DiagnosticKind::Malformed, format!("[{i}]"), "must be an object");
                c.skip()
            }
        })?;
    } else {
        read_report(&mut cursor, "", &mut totals, reading, &mut refusal)?;
    }
    cursor.end()?;
    if let Some(path) = refusal {
        return Err(Refusal::shape(path, "must be an array"));
    }
    reading.items = totals.failed;
    let scanned = totals.passed.unwrap_or(0) + totals.failed + totals.skipped;
    if totals.parsing_errors > 0 {
        reading.log.say(
            DiagnosticKind::ToolReport,
            "results.parsing_errors",
            format!("checkov could not parse {} files", totals.parsing_errors),
        );
    }
    reading.facts.scan =
        Some(Scan { completed: None, passed: totals.passed, scanned_nothing: totals.parsing_errors > 0 && scanned == 0 });
    Ok(())
}

fn read_report(
    cursor: &mut Cursor<'_>,
    prefix: &str,
    totals: &mut Totals,
    reading: &mut Reading,
    refusal: &mut Option<String>,
) -> Result<(), JsonError> {
    let mut stated_errors = 0;
    let mut listed_errors = 0;
    let mut is_secrets = false;
    let from = reading.findings.len();
    cursor.object(|c, key| match key.as_ref() {
        "check_type" => {
            is_secrets = c.string_if()?.as_deref() == Some("secrets");
            Ok(())
        }
        "results" => c
            .object_if(|c, key| {
                let is_list = c.peek()? == Kind::Array;
                match key.as_ref() {
                    "failed_checks" | "passed_checks" | "skipped_checks" if !is_list => {
                        if c.peek()? != Kind::Null {
                            refusal.get_or_insert_with(|| format!("{prefix}results.{key}"));
                        }
                        c.skip()
                    }
                    "failed_checks" => c.array(|c, _| {
                        totals.failed += 1;
                        read_check(c, FindingStatus::Open, reading)
                    }),
                    "skipped_checks" => c.array(|c, _| {
                        totals.skipped += 1;
                        read_check(c, FindingStatus::Suppressed, reading)
                    }),
                    "passed_checks" => {
                        let passed = totals.passed.get_or_insert(0);
                        c.array(|c, _| {
                            *passed += 1;
                            c.skip()
                        })
                    }
                    "parsing_errors" => c
                        .array_if(|c, _| {
                            listed_errors += 1;
                            c.skip()
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
                    "parsing_errors" => stated_errors = c.number_if()?.map_or(0, |n| n.max(0.0) as u64),
                    _ => c.skip()?,
                }
                Ok(())
            })
            .map(drop),
        "checkov_version" => name_tool(c, reading),
        "parsing_errors" => {
            stated_errors = c.number_if()?.map_or(0, |n| n.max(0.0) as u64);
            Ok(())
        }
        _ => c.skip(),
    })?;
    totals.parsing_errors += stated_errors.max(listed_errors);
    if reading.tool.is_none() {
        reading.tool = Some("checkov".to_owned());
    }
    if is_secrets {
        for finding in reading.findings.iter_mut().skip(from) {
            finding.message = finding.message.as_deref().map(|m| mask(m, true).into_owned());
        }
    }
    Ok(())
}

fn name_tool(cursor: &mut Cursor<'_>, reading: &mut Reading) -> Result<(), JsonError> {
    if let Some(version) = cursor.string_if()? {
        reading.tool = Some(format!("checkov {version}"));
    }
    Ok(())
}

fn read_check(cursor: &mut Cursor<'_>, status: FindingStatus, reading: &mut Reading) -> Result<(), JsonError> {
    let mut finding = Finding {
        id: None,
        rule_id: None,
        tool: Some("checkov".to_owned()),
        severity: Severity::Medium,
        status,
        message: None,
        resource: None,
        location: Location::default(),
        control: None,
        pattern: None,
        surface: None,
        fingerprint: None,
        justification: None,
    };
    cursor.object_if(|c, key| {
        match key.as_ref() {
            "check_id" => finding.rule_id = c.string_if()?.map(String::from),
            "check_name" => finding.message = c.string_if()?.map(|m| mask(&m, false).into_owned()),
            "severity" => {
                finding.severity = c.string_if()?.and_then(|w| severity::from_word(&w)).unwrap_or(Severity::Medium);
            }
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
    if reading.findings.len() < MAX_FINDINGS {
        reading.findings.push(finding);
    }
    Ok(())
}
