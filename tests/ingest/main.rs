//! Bytes to domain, from outside: what the readers promise about good files, bad files and hostile ones.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, reason = "a test fails by panicking")]

mod bad_input;
mod begun_report;
mod command;
mod containers;
mod every_format;
#[path = "../worked/example.rs"]
mod example;
mod hostile;
mod joining;
mod parts;
mod records;
mod redaction;
mod redaction_mixed;
mod samples;
mod scanners;
mod shared_examples;
mod tool_files;
mod wrappers;

use plumbline_domain::{Dataset, DiagnosticSeverity, Instant, Receipt};
use plumbline_ingest::{Reader, Source, default_policy};

/// The assessment time of these tests.
pub const NOW: &str = "2026-11-22T12:00:00Z";

/// A point in time.
pub fn time(text: &str) -> Instant {
    Instant::from_rfc3339(text).unwrap()
}

/// A reader under the default policy.
pub fn reader() -> Reader {
    let (policy, sha256) = default_policy();
    Reader::new(policy, sha256)
}

/// Joins files given by path and bytes.
pub fn load(files: &[(&str, &[u8])]) -> Dataset {
    let mut reader = reader();
    for (path, bytes) in files {
        reader.read(Source::new(*path, bytes.to_vec()));
    }
    reader.into_dataset(time(NOW))
}

/// The receipt of one file.
pub fn inspect(bytes: &[u8]) -> Receipt {
    load(&[("f.json", bytes)]).receipts.remove(0)
}

/// The errors of a receipt, each as `line:column path: message`, with what is known of the place.
pub fn errors(receipt: &Receipt) -> Vec<String> {
    words(receipt, DiagnosticSeverity::Error)
}

/// The diagnostics of one severity.
pub fn words(receipt: &Receipt, severity: DiagnosticSeverity) -> Vec<String> {
    let of_severity = receipt.diagnostics.iter().filter(|d| d.severity == severity);
    of_severity
        .map(|d| {
            let place: Vec<String> = [d.line, d.column].iter().flatten().map(u64::to_string).collect();
            let place = [place.join(":"), d.path.clone()].into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join(" ");
            if place.is_empty() { d.message.clone() } else { format!("{place}: {}", d.message) }
        })
        .collect()
}

/// A gate report of the change `c`, with more fields as JSON text that starts with a comma.
pub fn report(gate: &str, recorded_at: &str, more: &str) -> String {
    format!(
        r#"{{"format": "plumbline.gate-report/1", "gate": "{gate}", "recordedAt": "{recorded_at}", "outcome": "passed",
            "change": {{"id": "c", "author": "u-1", "touches": [], "environment": "dev"}}{more}}}"#
    )
    .replace('\n', " ")
}
