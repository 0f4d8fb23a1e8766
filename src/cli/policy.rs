//! `plumbline policy`: the rules in force, as data.

use super::args::{Failure, time};
use super::clock;
use super::input::{name_of, policy_from_file, read_file, read_paths, tell_diagnostics};
use super::terminal::document;
use clap::{Args, Subcommand};
use plumbline_assess::{Assessment, Score, Selection};
use plumbline_domain::{DiagnosticSeverity, Instant, Policy};
use plumbline_ingest::{DEFAULT_POLICY_JSON, default_policy, policy_diagnostics, sha256_hex};
use plumbline_report::export::{PolicyEffect, effect_to_json, effect_to_markdown, effect_to_plain};
use plumbline_text::terminal_line;
use serde_json::json;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Print, validate and compare policies
///
/// A policy holds the rules in force as data: which evidence each gate requires, and what it must prove. Exits with 1 when validate
/// finds an error, 2 on wrong usage or when something cannot be read.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  plumbline policy print > policy.json
  plumbline policy validate policy.json
  plumbline policy diff default policy.json data --markdown")]
pub struct Options {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Print the default policy, as a start for your own
    Print,
    /// Print the errors of a policy with line and column, and warn about unknown keys
    Validate {
        /// The policy
        file: PathBuf,
        /// Print one JSON document
        #[arg(long)]
        json: bool,
    },
    /// Print how two policies differ, and with PATH which teams change their rung and which numbers change
    Diff(Difference),
}

#[derive(Args, Debug)]
struct Difference {
    /// A policy: a file, or the word default
    a: PathBuf,
    /// Another one
    b: PathBuf,
    /// The files, folders and zips that are judged by both
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// The assessment time, such as 2026-11-20T10:15:00Z or 2026-11-20 [default: the clock]
    #[arg(long, value_name = "T", value_parser = time)]
    now: Option<Instant>,
    /// Print one JSON document
    #[arg(long, conflicts_with = "markdown")]
    json: bool,
    /// Print Markdown tables
    #[arg(long)]
    markdown: bool,
}

/// Runs the command.
///
/// # Errors
/// On wrong usage, and when something cannot be read.
pub fn run(options: Options) -> Result<ExitCode, Failure> {
    match options.verb {
        Verb::Print => {
            document(DEFAULT_POLICY_JSON);
            Ok(ExitCode::SUCCESS)
        }
        Verb::Validate { file, json } => validate(&file, json),
        Verb::Diff(difference) => diff(&difference).map(|()| ExitCode::SUCCESS),
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

fn diff(asked: &Difference) -> Result<(), Failure> {
    let (a, b) = (policy_named(&asked.a)?, policy_named(&asked.b)?);
    let policies = (a.0.clone(), b.0.clone());
    let now = asked.now.unwrap_or_else(clock::now);
    let digests = (a.1.clone(), b.1.clone());
    let scores = match asked.paths.as_slice() {
        [] => None,
        paths => Some((score(paths, a, now, true)?, score(paths, b, now, false)?)),
    };
    let effect = PolicyEffect::of((&policies.0, &policies.1), scores.as_ref().map(|(a, b)| (a, b)))
        .map_err(|e| Failure::Unusable(e.to_string()))?;
    document(&match (asked.json, asked.markdown) {
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
