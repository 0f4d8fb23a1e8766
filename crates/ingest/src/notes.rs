//! What is to be known about a file once it has been joined with the others.

use super::reader::FileEntry;
use plumbline_domain::{Diagnostic, DiagnosticKind, DiagnosticSeverity, Fate, Format, Receipt};
use plumbline_text::shown;

/// How often something was seen in a file, and where first.
#[derive(Clone, Debug, Default)]
pub(super) struct Tally {
    n: u64,
    first: Option<(u32, String)>,
    /// What it was about, of the first few.
    names: Vec<String>,
}

/// How many names a sentence holds.
const MAX_NAMES: usize = 3;

/// Of how many characters each: a path is text of a file.
const MAX_NAME: usize = 200;

impl Tally {
    pub fn add(&mut self, record: u32, key: &str) {
        self.n += 1;
        if self.first.is_none() {
            self.first = Some((record, key.to_owned()));
        }
    }

    /// The same of something that has a name.
    pub fn add_named(&mut self, record: u32, key: &str, name: &str) {
        self.add(record, key);
        if self.names.len() < MAX_NAMES {
            let short = name.char_indices().nth(MAX_NAME).and_then(|(end, _)| name.get(..end)).unwrap_or(name);
            let name = shown(short);
            if !self.names.iter().any(|n| *n == name) {
                self.names.push(name.into_owned());
            }
        }
    }
}

/// What is to be known about one file.
#[derive(Clone, Debug, Default)]
pub(super) struct FileNotes {
    /// Whether the file is one record, so that paths need no number.
    pub is_one_record: bool,
    /// In the order of the file.
    pub diagnostics: Vec<Diagnostic>,
    pub future_reports: Tally,
    pub future_runs: Tally,
    pub future_reviews: Tally,
    pub future_verifications: Tally,
    pub not_at_hand: Tally,
    pub unknown_touches: Tally,
    pub unknown_environment: Tally,
    pub orphans: Tally,
    pub missing_files: Tally,
    pub of_another_origin: Tally,
    pub team_spellings: Tally,
    pub deployed_before_merged: Tally,
    pub merged_before_opened: Tally,
    pub ahead_of_report: Tally,
}

impl FileNotes {
    /// The path of a key in a record.
    pub fn path(&self, record: u32, key: &str) -> String {
        if self.is_one_record { key.to_owned() } else { format!("[{record}].{key}") }
    }

    /// The receipt of a file with everything that is known by now.
    pub fn receipt(mut self, entry: FileEntry, named: bool) -> Receipt {
        use DiagnosticKind::{AnotherOrigin, DatedLater, NotAsListed, NotAtHand, OddTimes, Orphan, TeamSpelling, UnknownScope};
        let mut receipt = entry.receipt;
        receipt.named_by_report = named;
        if receipt.duplicate_of.is_some() {
            offered(&mut receipt);
            return receipt;
        }
        receipt.diagnostics.append(&mut self.diagnostics);
        let tallies = [
            (&self.future_reports, DatedLater, "dated after the assessment time: ignored", "report", "reports"),
            (&self.future_runs, DatedLater, "dated after the assessment time: ignored", "run", "runs"),
            (&self.future_reviews, DatedLater, "dated after the assessment time: ignored", "review", "reviews"),
            (&self.future_verifications, DatedLater, "dated after the assessment time: ignored", "verification", "verifications"),
            (&self.orphans, Orphan, "of an unknown change, gate, part or evidence", "verification", "verifications"),
            (&self.missing_files, NotAsListed, "listed, but missing or with different bytes", "file", "files"),
            (&self.not_at_hand, NotAtHand, "named by its reports, but not available", "file", "files"),
            (&self.unknown_touches, UnknownScope, "without `touches`: assumed to touch every family", "change", "changes"),
            (&self.unknown_environment, UnknownScope, "without `environment`: assumed to be critical", "change", "changes"),
            (&self.of_another_origin, AnotherOrigin, "of another origin, kept apart", "record", "records"),
            (&self.team_spellings, TeamSpelling, "with another spelling of a team, joined", "change", "changes"),
            (&self.deployed_before_merged, OddTimes, "deployed before the merge", "change", "changes"),
            (&self.merged_before_opened, OddTimes, "merged before the opening", "change", "changes"),
            (
                &self.ahead_of_report,
                OddTimes,
                "with a time after the report that states it, so that a gate is not due",
                "change",
                "changes",
            ),
        ];
        for (tally, kind, what, one, many) in tallies {
            if let Some((record, key)) = &tally.first {
                let mut message = if tally.n == 1 { format!("1 {one} {what}") } else { format!("{} {many} {what}", tally.n) };
                for (n, name) in tally.names.iter().enumerate() {
                    message.push_str(if n == 0 { ": " } else { ", " });
                    message.push_str(name);
                }
                if tally.names.len() == MAX_NAMES && tally.n > MAX_NAMES as u64 {
                    message.push_str(", …");
                }
                let path = if self.is_one_record { key.clone() } else { format!("[{record}].{key}") };
                receipt.diagnostics.push(Diagnostic::new(kind, path, message));
            }
        }
        // A file of one record a line that holds none is whole; any other empty file is not.
        if receipt.bytes == 0 && [".ndjson", ".jsonl"].iter().any(|end| receipt.file.ends_with(end)) {
            receipt.fate = Fate::Read;
            for diagnostic in receipt.diagnostics.iter_mut().filter(|d| d.kind == DiagnosticKind::EmptyFile) {
                *diagnostic = Diagnostic::new(DiagnosticKind::NoRecord, "", std::mem::take(&mut diagnostic.message));
            }
        }
        offered(&mut receipt);
        receipt
    }
}

/// A plan, a photo or a page of prose is no format of ours, and still what a report offers. What is damaged, or names one of our
/// formats, stays refused.
fn offered(receipt: &mut Receipt) {
    if !(receipt.named_by_report && receipt.format == Format::Unknown && receipt.bytes > 0 && receipt.is_refused()) {
        return;
    }
    let is_error = |d: &Diagnostic| d.severity == DiagnosticSeverity::Error;
    let is_of_no_format = |d: &Diagnostic| {
        matches!(d.kind, DiagnosticKind::UnknownFormat | DiagnosticKind::UnreadFormat | DiagnosticKind::TooLarge)
    };
    if receipt.diagnostics.iter().filter(|d| is_error(d)).all(is_of_no_format) {
        receipt.fate = Fate::Read;
        for diagnostic in receipt.diagnostics.iter_mut().filter(|d| is_error(d)) {
            let message =
                "kept as evidence, not parsed: its format is not recognised, so it counts only where any file is accepted";
            *diagnostic = Diagnostic::new(DiagnosticKind::AnyFormat, "", message);
        }
    }
}
