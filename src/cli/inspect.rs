//! `plumbline inspect`: what became of each file.

mod offer;

use super::args::Failure;
use super::clock;
use super::input::read_paths;
use super::policy_choice::{self, PolicyChoice};
use super::terminal::{document, tell};
use plumbline_domain::{Diagnostic, DiagnosticSeverity, Receipt, Severity};
use plumbline_report::export::receipt_to_json;
use plumbline_text::terminal_line;
use std::path::PathBuf;
use std::process::ExitCode;

/// How the command is used.
pub const USAGE: &str = "\
usage: plumbline inspect PATH... [POLICY] [--json]
       plumbline inspect FILE --as TYPE [--before FILE] [--with FILE]... [--plan FILE] [--justifications FILE]
                         [--outcome O] [--mode M] [--deployed-at T] [POLICY] [--json]

Reads files, folders and zips, and prints a receipt for each file: its format, what was read, and what could not be read.
With --json, prints one JSON object per line. Exits with 1 when a file was refused, 2 when a path cannot be read.

POLICY is --policy FILE (outside the data), --policy REV:PATH (in a commit, such as origin/main:policy.json), --policy-digest SHA256
(the policy must have this digest) or --trust-input-policy (the data brings its policy); default: the built-in policy.

With --as, says what one file would be worth as evidence of a type: which of the type's probes hold, and where in the file that stands.

  --as TYPE              an artifact type of the policy, such as alert-linkage
  --before FILE          the file with the state before
  --with FILE            a file that is read together with it, such as an Alertmanager configuration; can be repeated
  --plan FILE            the change preview of the same change
  --justifications FILE  a JSON object from a grant (\"principal role scope\") to the sentence that justifies it
  --outcome O            what the gate said: passed (default), failed, bypassed or skipped
  --mode M               enforce (default) or evaluate
  --deployed-at T        when the change was deployed

Exits with 0 when the file is checked, 1 when it is not, 2 on wrong usage or when a file cannot be read.";

/// Runs the command.
///
/// # Errors
/// On wrong usage, and when a path cannot be read.
pub fn run(mut parser: lexopt::Parser) -> Result<ExitCode, Failure> {
    let mut paths: Vec<PathBuf> = Vec::new();
    let mut policy = PolicyChoice::default();
    let mut as_json = false;
    let mut offer = offer::Options::default();
    while let Some(argument) = parser.next()? {
        match argument {
            lexopt::Arg::Long("json") => as_json = true,
            lexopt::Arg::Long(option) if policy_choice::OPTIONS.contains(&option) => {
                let option = option.to_owned();
                policy.take(&option, &mut parser)?;
            }
            lexopt::Arg::Long(option) if offer::OPTIONS.contains(&option) => {
                let option = option.to_owned();
                offer.take(&option, &mut parser)?;
            }
            lexopt::Arg::Value(path) => paths.push(PathBuf::from(path)),
            other => return Err(other.unexpected().into()),
        }
    }
    if paths.is_empty() {
        return Err(Failure::Usage("a path is missing".to_owned()));
    }
    let policy = policy.in_force(&paths)?;
    if offer.is_asked() {
        tell(&policy.in_words());
        return offer::run(&offer, &paths, &policy.policy, as_json);
    }
    let data = read_paths(&paths, policy.policy, policy.sha256)?.into_dataset(clock::now());
    let mut text = String::new();
    for receipt in &data.receipts {
        match as_json {
            true => text.push_str(&in_json(receipt)?),
            false => text.push_str(&in_words(receipt)),
        }
        text.push('\n');
    }
    document(&text);
    let any_refused = data.receipts.iter().any(Receipt::is_refused);
    // The process ends: taking millions of findings apart one by one would only cost time.
    std::mem::forget(data);
    Ok(if any_refused { ExitCode::from(1) } else { ExitCode::SUCCESS })
}

fn in_json(receipt: &Receipt) -> Result<String, Failure> {
    receipt_to_json(receipt).map_err(|e| Failure::Unusable(e.to_string()))
}

fn in_words(receipt: &Receipt) -> String {
    let state = if receipt.is_refused() { "refused" } else { receipt.format.id() };
    let mut out = format!("{}  {state}", terminal_line(&receipt.file));
    if let Some(tool) = &receipt.tool {
        out.push_str(&format!("  {}", terminal_line(tool)));
    }
    out.push_str(&format!("  {} items", receipt.items));
    if receipt.open > 0 {
        let by_severity: Vec<String> = Severity::ALL
            .iter()
            .zip(receipt.by_severity)
            .filter(|(_, n)| *n > 0)
            .map(|(severity, n)| format!("{n} {severity}"))
            .collect();
        out.push_str(&format!("  {} open ({})", receipt.open, by_severity.join(", ")));
    }
    if let Some(first) = &receipt.duplicate_of {
        out.push_str(&format!("  the same bytes as {}: counted once", terminal_line(first)));
    }
    for diagnostic in &receipt.diagnostics {
        out.push_str(&format!("\n  {}", told(diagnostic)));
    }
    out
}

/// A diagnostic in a line: "error 3:14 evidence[0]: not an object".
fn told(diagnostic: &Diagnostic) -> String {
    let severity = match diagnostic.severity {
        DiagnosticSeverity::Error => "error",
        DiagnosticSeverity::Warning => "warning",
        DiagnosticSeverity::Note => "note",
    };
    let place = diagnostic.place();
    let space = if place.is_empty() { "" } else { " " };
    terminal_line(&format!("{severity}{space}{}: {}", place.trim_start(), diagnostic.message)).into_owned()
}
