//! `plumbline inspect`: what became of each file.

mod offer;

use super::args::Failure;
use super::clock;
use super::input::read_paths;
use super::policy_choice::PolicyChoice;
use super::terminal::{document, tell};
use clap::Args;
use plumbline_domain::{Diagnostic, DiagnosticSeverity, Receipt, Severity};
use plumbline_report::export::receipt_to_json;
use plumbline_text::terminal_line;
use std::path::PathBuf;
use std::process::ExitCode;

/// Print what each file is, and what could not be read
///
/// Reads files, folders and zips, and prints a receipt for each file: its format, what was read, and what could not be read. Exits with
/// 1 when a file was refused, 2 when a path cannot be read.
///
/// With --as, says what one file would be worth as evidence of a type: which of the type's probes hold, and where in the file that
/// stands. Exits with 0 when the file is checked, 1 when it is not, 2 on wrong usage or when a file cannot be read.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  plumbline inspect results.sarif plan.json
  plumbline inspect rules.yaml --as alert-linkage --plan plan.json")]
pub struct Options {
    /// The files, folders and zips to read
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Print JSON: one object per line, or one document with --as
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    offer: offer::Options,
    #[command(flatten)]
    policy: PolicyChoice,
}

/// Runs the command.
///
/// # Errors
/// On wrong usage, and when a path cannot be read.
pub fn run(options: &Options) -> Result<ExitCode, Failure> {
    let Options { paths, json: as_json, offer, policy } = options;
    let policy = policy.in_force(paths)?;
    if let Some(artifact_type) = offer.artifact_type() {
        tell(&policy.in_words());
        return offer::run(offer, artifact_type, paths, &policy.policy, *as_json);
    }
    let data = read_paths(paths, policy.policy, policy.sha256)?.into_dataset(clock::now());
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
