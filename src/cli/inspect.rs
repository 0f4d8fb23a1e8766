//! `plumbline inspect`: what became of each file.

use super::args::Failure;
use super::input::{place, policy_for, read_paths};
use crate::domain::{Diagnostic, DiagnosticSeverity, Instant, Receipt, Severity};
use serde::ser::{Serialize, SerializeMap, Serializer};
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{SystemTime, UNIX_EPOCH};

/// How the command is used.
pub const USAGE: &str = "\
usage: plumbline inspect PATH... [--policy FILE] [--json]

Reads files, folders and zips, and says of each file what it is, what was read of it and what could not be.
With --json, one JSON object a line. Ends with 1 when a file was refused, 2 when a path cannot be read.";

/// One line of `--json`.
#[derive(serde::Serialize)]
#[serde(rename_all = "camelCase")]
struct Line<'r> {
    file: &'r str,
    sha256: &'r str,
    bytes: u64,
    format: &'r str,
    tool: Option<&'r str>,
    items: u64,
    open: u64,
    by_severity: BySeverity,
    #[serde(skip_serializing_if = "Option::is_none")]
    duplicate_of: Option<&'r str>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    named_by_report: bool,
    diagnostics: &'r [Diagnostic],
}

struct BySeverity([u64; 5]);

impl Serialize for BySeverity {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (severity, n) in Severity::ALL.iter().zip(self.0) {
            map.serialize_entry(severity.id(), &n)?;
        }
        map.end()
    }
}

/// Runs the command.
///
/// # Errors
/// On wrong usage, and when a path cannot be read.
pub fn run(mut parser: lexopt::Parser) -> Result<ExitCode, Failure> {
    let mut paths: Vec<PathBuf> = Vec::new();
    let mut policy = None;
    let mut as_json = false;
    while let Some(argument) = parser.next()? {
        match argument {
            lexopt::Arg::Long("json") => as_json = true,
            lexopt::Arg::Long("policy") => policy = Some(PathBuf::from(parser.value()?)),
            lexopt::Arg::Value(path) => paths.push(PathBuf::from(path)),
            other => return Err(other.unexpected().into()),
        }
    }
    if paths.is_empty() {
        return Err(Failure::Usage("a path is missing".to_owned()));
    }
    let (policy, policy_sha256) = policy_for(policy.as_deref(), &paths)?;
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| i64::try_from(d.as_micros()).unwrap_or(i64::MAX));
    let data = read_paths(&paths, policy, policy_sha256)?.into_dataset(Instant::from_micros(now));
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let written = data
        .receipts
        .iter()
        .try_for_each(|receipt| if as_json { write_json(&mut out, receipt) } else { write_words(&mut out, receipt) });
    // Whoever reads may have gone away (`| head`): nothing is left to be said then.
    let _ = written.and_then(|()| out.flush());
    let any_refused = data.receipts.iter().any(|r| r.refused);
    Ok(if any_refused { ExitCode::from(1) } else { ExitCode::SUCCESS })
}

fn write_json(out: &mut impl Write, receipt: &Receipt) -> std::io::Result<()> {
    let line = Line {
        file: &receipt.file,
        sha256: &receipt.sha256,
        bytes: receipt.bytes,
        format: receipt.format.id(),
        tool: receipt.tool.as_deref(),
        items: receipt.items,
        open: receipt.open,
        by_severity: BySeverity(receipt.by_severity),
        duplicate_of: receipt.duplicate_of.as_deref(),
        named_by_report: receipt.named_by_report,
        diagnostics: &receipt.diagnostics,
    };
    serde_json::to_writer(&mut *out, &line)?;
    out.write_all(b"\n")
}

fn write_words(out: &mut impl Write, receipt: &Receipt) -> std::io::Result<()> {
    let state = if receipt.refused { "refused" } else { receipt.format.id() };
    write!(out, "{}  {state}", receipt.file)?;
    if let Some(tool) = &receipt.tool {
        write!(out, "  {tool}")?;
    }
    write!(out, "  {} items", receipt.items)?;
    if receipt.open > 0 {
        let by_severity: Vec<String> = Severity::ALL
            .iter()
            .zip(receipt.by_severity)
            .filter(|(_, n)| *n > 0)
            .map(|(severity, n)| format!("{n} {severity}"))
            .collect();
        write!(out, "  {} open ({})", receipt.open, by_severity.join(", "))?;
    }
    if let Some(first) = &receipt.duplicate_of {
        write!(out, "  the same bytes as {first}: counted once")?;
    }
    writeln!(out)?;
    for diagnostic in &receipt.diagnostics {
        let severity = match diagnostic.severity {
            DiagnosticSeverity::Error => "error",
            DiagnosticSeverity::Warning => "warning",
            DiagnosticSeverity::Note => "note",
        };
        let place = place(diagnostic);
        let space = if place.is_empty() { "" } else { " " };
        writeln!(out, "  {severity}{space}{}: {}", place.trim_start(), diagnostic.message)?;
    }
    Ok(())
}
