//! `plumbline policy`: the rules in force, as data.

use super::args::{Failure, time_of};
use super::clock;
use super::input::{name_of, policy_from_file, read_file, read_paths, tell_diagnostics};
use super::terminal::document;
use plumbline_assess::{Assessment, Score, Selection};
use plumbline_domain::{DiagnosticSeverity, Instant, Policy};
use plumbline_ingest::{DEFAULT_POLICY_JSON, default_policy, policy_diagnostics, sha256_hex};
use plumbline_report::export::{PolicyEffect, effect_to_json, effect_to_markdown, effect_to_plain};
use plumbline_text::terminal_line;
use serde_json::json;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// How the command is used.
pub const USAGE: &str = "\
usage: plumbline policy print
       plumbline policy validate FILE [--json]
       plumbline policy diff A B [PATH...] [--now T] [--json | --markdown]

print     prints the default policy, as a start for your own
validate  prints the errors of a policy with line and column, and warns about unknown keys
diff      prints how two policies differ and, for the files, folders and zips of PATH, which teams change their rung and
          which numbers change; A and B are files, or the word default

  --now T     the assessment time (default: the clock), such as 2026-11-20T10:15:00Z or 2026-11-20
  --json      print one JSON document
  --markdown  print Markdown tables

Exits with 1 when validate finds an error, 2 on wrong usage or when something cannot be read.";

/// Runs the command.
///
/// # Errors
/// On wrong usage, and when something cannot be read.
pub fn run(mut parser: lexopt::Parser) -> Result<ExitCode, Failure> {
    use lexopt::prelude::*;
    let mut values: Vec<PathBuf> = Vec::new();
    let (mut now, mut as_json, mut as_markdown) = (None, false, false);
    while let Some(argument) = parser.next()? {
        match argument {
            Long("now") => now = Some(time_of(&mut parser, "now", false)?),
            Long("json") => as_json = true,
            Long("markdown") => as_markdown = true,
            Value(value) => values.push(PathBuf::from(value)),
            other => return Err(other.unexpected().into()),
        }
    }
    let mut values = values.into_iter();
    let verb = values.next().map(|v| v.to_string_lossy().into_owned());
    let rest: Vec<PathBuf> = values.collect();
    match (verb.as_deref(), rest.as_slice()) {
        (Some("print"), []) => {
            document(DEFAULT_POLICY_JSON);
            Ok(ExitCode::SUCCESS)
        }
        (Some("validate"), [file]) => validate(file, as_json),
        (Some("diff"), [a, b, paths @ ..]) => diff(a, b, paths, now, as_json, as_markdown).map(|()| ExitCode::SUCCESS),
        (Some("print"), _) => Err(Failure::Usage("print takes no file".to_owned())),
        (Some("validate"), _) => Err(Failure::Usage("validate takes one file".to_owned())),
        (Some("diff"), _) => Err(Failure::Usage("diff takes two policies".to_owned())),
        (Some(verb), _) => Err(Failure::Usage(format!("unknown command \"policy {verb}\""))),
        (None, _) => Err(Failure::Usage("print, validate or diff is missing".to_owned())),
    }
}

fn validate(file: &Path, as_json: bool) -> Result<ExitCode, Failure> {
    let bytes = read_file(file).map_err(|e| Failure::Unusable(format!("{}: {e}", file.display())))?;
    let diagnostics = policy_diagnostics(&bytes);
    let is_valid = diagnostics.iter().all(|d| d.severity != DiagnosticSeverity::Error);
    let (sha256, name) = (sha256_hex(&bytes), name_of(file));
    if as_json {
        let json = json!({"file": name, "sha256": sha256, "valid": is_valid, "diagnostics": diagnostics});
        document(&plumbline_text::json(&format!("{json:#}\n")));
    } else {
        let mut text = String::new();
        for d in &diagnostics {
            let word = if d.severity == DiagnosticSeverity::Error { "error" } else { "warning" };
            text.push_str(&terminal_line(&format!("{name}{}: {word}: {}", d.place(), d.message)));
            text.push('\n');
        }
        let name = terminal_line(&name);
        text.push_str(&match is_valid {
            true => format!("{name} can be used; its SHA-256 is {sha256}\n"),
            false => format!("{name} cannot be used\n"),
        });
        document(&text);
    }
    Ok(if is_valid { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

fn diff(a: &Path, b: &Path, paths: &[PathBuf], now: Option<Instant>, as_json: bool, as_markdown: bool) -> Result<(), Failure> {
    if as_json && as_markdown {
        return Err(Failure::Usage("--json and --markdown both write to stdout".to_owned()));
    }
    let (a, b) = (policy_named(a)?, policy_named(b)?);
    let policies = (a.0.clone(), b.0.clone());
    let now = now.unwrap_or_else(clock::now);
    let digests = (a.1.clone(), b.1.clone());
    let scores = match paths {
        [] => None,
        paths => Some((score(paths, a, now, true)?, score(paths, b, now, false)?)),
    };
    let effect = PolicyEffect::of((&policies.0, &policies.1), scores.as_ref().map(|(a, b)| (a, b)))
        .map_err(|e| Failure::Unusable(e.to_string()))?;
    document(&match (as_json, as_markdown) {
        (true, _) => effect_to_json(&effect, (&digests.0, &digests.1)),
        (_, true) => effect_to_markdown(&effect, scores.is_some()),
        _ => effect_to_plain(&effect, scores.is_some()),
    });
    Ok(())
}

/// A policy by its file, or the default by that word.
fn policy_named(path: &Path) -> Result<(Policy, String), Failure> {
    if path.as_os_str() == "default" { Ok(default_policy()) } else { policy_from_file(path) }
}

/// The score of the files under a policy: reading depends on it too.
fn score(paths: &[PathBuf], policy: (Policy, String), now: Instant, tells: bool) -> Result<Score, Failure> {
    let dataset = read_paths(paths, policy.0, policy.1)?.into_dataset(now);
    if tells {
        tell_diagnostics(&dataset);
    }
    if dataset.is_unread() {
        return Err(Failure::Unusable("nothing could be read".to_owned()));
    }
    Ok(Score::of(&Assessment::new(dataset), &Selection::default()))
}
