//! `plumbline check`: the gate of a pull request.

use super::args::{Failure, time_of};
use super::clock;
use super::input::{place, policy_for, read_paths, tell_diagnostics};
use super::whole_file::write_whole;
use plumbline_assess::Assessment;
use plumbline_domain::{Dataset, Diagnostic, DiagnosticSeverity, Format, Receipt};
use plumbline_gate::annotation::{Annotations, annotation};
use plumbline_gate::check::{ChangeCheck, check_change, check_unknown};
use plumbline_gate::check_notation::{Check, Unreadable, check_to_json, check_to_markdown, check_to_plain};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// How the command is used.
pub const USAGE: &str = "\
usage: plumbline check PATH... [--change ID]... [--policy FILE] [--now T] [--strict] [--explain]
                       [--annotations github|azure|none] [--markdown FILE] [--force] [--json]

Reads files, folders and zips, and says what stands in the way of each change: required evidence that is missing (or only
claimed in a sentence), contradicted or stale, and critical or high findings that are open.

  --change ID      only this change; can be given several times. One that no report names fails: nothing proves it
  --policy FILE    the rules in force, instead of the data set's own or the default
  --now T          the assessment time (the clock), such as 2026-11-20T10:15:00Z or 2026-11-20
  --strict         whatever is required and not verified fails, inconclusive evidence and bytes that are not at hand too
  --explain        for each item the command that supplies it
  --annotations A  lines that the pipeline's page shows beside the code; by itself where GITHUB_ACTIONS or TF_BUILD is set
  --markdown FILE  a summary as Markdown into this file; - for stdout, in place of the list
  --force          replace the file of --markdown
  --json           one JSON document

Ends with 0 when everything stands, 1 when something does not, 2 on wrong usage or when nothing could be read.";

/// Runs the command.
///
/// # Errors
/// On wrong usage, and when a path cannot be read or holds nothing that can be.
pub fn run(mut parser: lexopt::Parser) -> Result<ExitCode, Failure> {
    use lexopt::prelude::*;
    let mut paths: Vec<PathBuf> = Vec::new();
    let mut wanted: Vec<String> = Vec::new();
    let (mut now, mut policy, mut markdown, mut style) = (None, None, None::<PathBuf>, None);
    let (mut strict, mut explain, mut force, mut as_json) = (false, false, false, false);
    while let Some(argument) = parser.next()? {
        match argument {
            Long("change") => wanted.push(parser.value()?.string()?),
            Long("policy") => policy = Some(PathBuf::from(parser.value()?)),
            Long("now") => now = Some(time_of(&mut parser, "now", false)?),
            Long("strict") => strict = true,
            Long("explain") => explain = true,
            Long("annotations") => style = Some(style_of(&parser.value()?.string()?)?),
            Long("markdown") => markdown = Some(PathBuf::from(parser.value()?)),
            Long("force") => force = true,
            Long("json") => as_json = true,
            Value(path) => paths.push(PathBuf::from(path)),
            other => return Err(other.unexpected().into()),
        }
    }
    if paths.is_empty() {
        return Err(Failure::Usage("a path is missing".to_owned()));
    }
    let to_stdout = markdown.as_deref() == Some(Path::new("-"));
    if to_stdout && as_json {
        return Err(Failure::Usage("--json and --markdown - both want stdout".to_owned()));
    }
    let (policy, policy_sha256) = policy_for(policy.as_deref(), &paths)?;
    let now = now.unwrap_or_else(clock::now);
    let dataset = read_paths(&paths, policy, policy_sha256.clone())?.into_dataset(now);
    tell_diagnostics(&dataset);
    if dataset.receipts.iter().all(|r| r.refused || r.sha256.is_empty()) {
        return Err(Failure::Unusable("nothing could be read".to_owned()));
    }
    let unreadable = unreadable(&dataset);
    let all_later = dataset.changes.is_empty() && dataset.receipts.iter().any(has_later_report);
    let assessment = Assessment::new(dataset);
    let changes = checked(&assessment, &wanted);
    let (now, policy) = (now.to_rfc3339(), policy_sha256.as_str());
    let check = Check { now, policy, strict, changes: &changes, unreadable: &unreadable, all_later };

    if let Some(path) = markdown.filter(|_| !to_stdout) {
        write_whole(&path, check_to_markdown(&check, explain).as_bytes(), force)?;
    }
    let text = if as_json {
        check_to_json(&check)
    } else if to_stdout {
        check_to_markdown(&check, explain)
    } else {
        check_to_plain(&check, explain)
    };
    // whoever reads may have gone away (`| head`): nothing is left to be said then
    let _ = std::io::stdout().lock().write_all(text.as_bytes());
    if let Some(style) = style.unwrap_or_else(surroundings) {
        annotate(&check, style, as_json || to_stdout);
    }
    let passed = check.passed();
    std::mem::forget(assessment);
    Ok(if passed { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

/// Files of ours that were refused, records that are lost out of others, and parts of records that may have told what fails a
/// change. An artifact that cannot be read fails the item that names it; a report has nobody to fail.
fn unreadable(dataset: &Dataset) -> Vec<Unreadable> {
    let is_ours = |r: &&Receipt| {
        let names_us = r.diagnostics.iter().any(|d| d.message.contains("plumbline.gate-report"));
        r.refused && (names_us || matches!(r.format, Format::GateReport | Format::Verification | Format::Records))
    };
    let told = |r: &Receipt, error: Option<&Diagnostic>| Unreadable {
        file: r.file.clone(),
        place: error.map(place).unwrap_or_default().trim_start().to_owned(),
        why: error.map(|d| d.message.clone()).unwrap_or_default(),
    };
    let mut out = Vec::new();
    for receipt in dataset.receipts.iter().filter(|r| r.duplicate_of.is_none()) {
        if is_ours(&receipt) {
            let error = receipt.diagnostics.iter().find(|d| d.severity == DiagnosticSeverity::Error);
            out.push(told(receipt, error));
        } else if !(receipt.refused && receipt.named_by_report) {
            out.extend(receipt.lost.iter().map(|lost| told(receipt, Some(lost))));
            let is_new = |d: &&Diagnostic| !receipt.lost.contains(d) && may_hide_a_failure(d);
            if matches!(receipt.format, Format::GateReport | Format::Verification | Format::Records) {
                out.extend(receipt.diagnostics.iter().filter(is_new).map(|d| told(receipt, Some(d))));
            }
        }
    }
    out
}

/// Whether what could not be used of a record might have failed a change: a finding or an item of evidence (which may contradict),
/// a digest of a repetition, and the times that decide which gates are due. Errors that are no longer told may be one of these.
fn may_hide_a_failure(diagnostic: &Diagnostic) -> bool {
    const PARTS: [&str; 6] = ["findings", "evidence", "change.mergedAt", "change.deployedAt", "inputs", "output"];
    let path = match diagnostic.path.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((_, rest)) => rest.trim_start_matches('.'),
        None => diagnostic.path.as_str(),
    };
    let stands_in = |part: &str| path.strip_prefix(part).is_some_and(|rest| rest.is_empty() || rest.starts_with(['[', '.']));
    diagnostic.severity == DiagnosticSeverity::Error && (diagnostic.path.is_empty() || PARTS.into_iter().any(stands_in))
}

/// Whether a file holds a gate report that is dated after the assessment time.
fn has_later_report(receipt: &Receipt) -> bool {
    receipt.diagnostics.iter().any(|d| d.severity == DiagnosticSeverity::Warning && d.path.ends_with("recordedAt"))
}

/// The changes that are wanted, or all of them.
fn checked(assessment: &Assessment, wanted: &[String]) -> Vec<ChangeCheck> {
    if wanted.is_empty() {
        return (0_u32..).zip(assessment.changes()).filter_map(|(place, _)| check_change(assessment, place)).collect();
    }
    wanted
        .iter()
        .map(|id| {
            let known = assessment.place_of(id).and_then(|place| check_change(assessment, place));
            known.unwrap_or_else(|| {
                eprintln!("warning: no gate report names the change \"{id}\"");
                check_unknown(assessment, id)
            })
        })
        .collect()
}

fn style_of(word: &str) -> Result<Option<Annotations>, Failure> {
    match word {
        "github" => Ok(Some(Annotations::GitHub)),
        "azure" => Ok(Some(Annotations::Azure)),
        "none" => Ok(None),
        _ => Err(Failure::Usage(format!("--annotations is github, azure or none, not \"{word}\""))),
    }
}

/// Whose pipeline this runs in.
fn surroundings() -> Option<Annotations> {
    let is_set = |name: &str| std::env::var_os(name).is_some_and(|v| v.eq_ignore_ascii_case("true"));
    if is_set("GITHUB_ACTIONS") {
        Some(Annotations::GitHub)
    } else if is_set("TF_BUILD") {
        Some(Annotations::Azure)
    } else {
        None
    }
}

/// Both services read either stream; stdout is left alone where it carries a document.
fn annotate(check: &Check<'_>, style: Annotations, stdout_is_taken: bool) {
    let mut text = String::new();
    for change in check.changes {
        for problem in &change.problems {
            text.push_str(&annotation(style, &change.change, problem, problem.failing.fails(check.strict)));
            text.push('\n');
        }
    }
    let _ = match stdout_is_taken {
        true => std::io::stderr().lock().write_all(text.as_bytes()),
        false => std::io::stdout().lock().write_all(text.as_bytes()),
    };
}
