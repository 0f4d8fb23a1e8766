//! `plumbline check`: the gate of a pull request.

use super::args::{Failure, time_of};
use super::clock;
use super::input::{policy_for, read_paths, tell_diagnostics};
use super::terminal::{commands, document, tell};
use super::whole_file::write_whole;
use plumbline_assess::Assessment;
use plumbline_gate::{Annotations, Check, Service, check_to_annotations, check_to_json, check_to_markdown, check_to_plain};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// How the command is used.
pub const USAGE: &str = "\
usage: plumbline check PATH... [--change ID]... [--policy FILE] [--now T] [--strict] [--explain]
                       [--annotations github|azure|none] [--markdown FILE] [--force] [--json]

Reads files, folders and zips, and lists for each change: required evidence that is missing (only claimed in a sentence, in a
file that its type does not accept, or in one that says nothing of what it must prove), contradicted or stale, and open critical
or high findings. Each item names the probe that decides, with its sentence and place (plumbline probes explains them).

  --change ID      only this change; can be repeated. A change that no report names fails, because nothing proves it
  --policy FILE    the policy to use, instead of the data set's own or the default
  --now T          the assessment time (default: the clock), such as 2026-11-20T10:15:00Z or 2026-11-20
  --strict         fail on everything required that is not verified, also inconclusive evidence and missing bytes
  --explain        add the command that supplies each item
  --annotations A  annotations in the format of this service (default: detected from GITHUB_ACTIONS or TF_BUILD)
  --markdown FILE  write a Markdown summary to this file; - prints it in place of the list
  --force          replace the file of --markdown
  --json           print one JSON document

Exits with 0 when every change passes, 1 when one fails, 2 on wrong usage or when nothing could be read.";

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
        return Err(Failure::Usage("--json and --markdown - both write to stdout".to_owned()));
    }
    let (policy, policy_sha256) = policy_for(policy.as_deref(), &paths)?;
    let dataset = read_paths(&paths, policy, policy_sha256)?.into_dataset(now.unwrap_or_else(clock::now));
    tell_diagnostics(&dataset);
    if dataset.is_unread() {
        return Err(Failure::Unusable("nothing could be read".to_owned()));
    }
    let assessment = Assessment::new(dataset);
    let check = Check::of(&assessment, &wanted, strict);
    for id in check.unknown_changes() {
        tell(&format!("warning: no gate report names the change \"{id}\""));
    }
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
    document(&text);
    if let Some(style) = style.unwrap_or_else(|| Service::detect(&|name| std::env::var(name).ok()).and_then(Annotations::of)) {
        let lines = check_to_annotations(&check, style);
        commands(&lines, as_json || to_stdout);
    }
    let passed = check.verdict().passed();
    std::mem::forget(assessment);
    Ok(if passed { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

fn style_of(word: &str) -> Result<Option<Annotations>, Failure> {
    match word {
        "github" => Ok(Some(Annotations::GitHub)),
        "azure" => Ok(Some(Annotations::Azure)),
        "none" => Ok(None),
        _ => Err(Failure::Usage(format!("--annotations is github, azure or none, not \"{word}\""))),
    }
}
