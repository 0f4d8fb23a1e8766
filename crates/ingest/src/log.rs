//! Diagnostics of one file, gathered as it is read.

use super::{json::JsonError, limits::MAX_DIAGNOSTICS};
use plumbline_domain::{Diagnostic, DiagnosticKind, DiagnosticSeverity};
use std::collections::BTreeMap;

/// Diagnostics of one file.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Log {
    diagnostics: Vec<Diagnostic>,
    left_out: usize,
    /// What is said of those that are left out: the gravest of their kinds.
    gravest: Option<DiagnosticKind>,
    /// Keys that nobody knows: how often, and where first.
    unknown_keys: BTreeMap<String, (u64, String)>,
    /// The line of the record that is being read, in a file of one record a line.
    pub line: Option<u64>,
}

impl Log {
    pub fn push(&mut self, mut diagnostic: Diagnostic) {
        if self.diagnostics.len() < MAX_DIAGNOSTICS {
            diagnostic.line = diagnostic.line.or(self.line);
            self.diagnostics.push(diagnostic);
        } else {
            self.left_out += 1;
            self.leave_out(when_left_out(diagnostic.kind));
        }
    }

    fn leave_out(&mut self, kind: DiagnosticKind) {
        // `DiagnosticKind` declares the four kinds of this from the gravest down
        self.gravest = Some(self.gravest.map_or(kind, |known| known.min(kind)));
    }

    pub fn say(&mut self, kind: DiagnosticKind, path: impl Into<String>, message: impl Into<String>) {
        self.push(Diagnostic::new(kind, path, message));
    }

    /// A syntax error; `text` is what was read, and `first_line` the line of the file at which it starts, from 1.
    pub fn syntax(&mut self, kind: DiagnosticKind, path: impl Into<String>, error: &JsonError, text: &str, first_line: u64) {
        let (line, column) = error.line_and_column(text);
        self.push(Diagnostic::new(kind, path, error.message).at(first_line + line - 1, column));
    }

    /// Marks a record as lost: the first error behind the first `before` diagnostics is the reason.
    pub fn lose_record(&mut self, before: usize) {
        let is_error = |d: &&mut Diagnostic| d.severity == DiagnosticSeverity::Error;
        match self.diagnostics.iter_mut().skip(before).find(is_error) {
            Some(reason) => reason.kind = DiagnosticKind::LostRecord,
            None => self.leave_out(DiagnosticKind::MoreLostRecords),
        }
    }

    /// A key that nobody knows, at this path; `shape` is the path without positions.
    pub fn unknown_key(&mut self, shape: &str, path: impl FnOnce() -> String) {
        if let Some((n, _)) = self.unknown_keys.get_mut(shape) {
            *n += 1;
        } else if self.unknown_keys.len() < MAX_DIAGNOSTICS {
            self.unknown_keys.insert(shape.to_owned(), (1, path()));
        }
    }

    /// How many diagnostics are kept so far.
    pub fn len(&self) -> usize {
        self.diagnostics.len()
    }

    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(|d| d.severity == DiagnosticSeverity::Error)
    }

    /// Everything, with one note for all unknown keys.
    pub fn into_diagnostics(mut self) -> Vec<Diagnostic> {
        if let Some((_, first)) = self.unknown_keys.values().next() {
            let shown: Vec<&str> = self.unknown_keys.keys().take(8).map(String::as_str).collect();
            let more = self.unknown_keys.len().saturating_sub(shown.len());
            let tail = if more > 0 { format!(" and {more} more") } else { String::new() };
            let message = format!("unknown keys were ignored: {}{tail}", shown.join(", "));
            self.diagnostics.push(Diagnostic::new(DiagnosticKind::UnknownKeys, first.clone(), message));
        }
        if let Some(kind) = self.gravest {
            let tail = if kind.severity() == DiagnosticSeverity::Error { ", including errors" } else { "" };
            self.diagnostics.push(Diagnostic::new(kind, "", format!("{} more diagnostics were omitted{tail}", self.left_out)));
        }
        self.diagnostics
    }
}

/// What is said of a diagnostic of this kind when it is left out.
fn when_left_out(kind: DiagnosticKind) -> DiagnosticKind {
    use DiagnosticKind as K;
    match kind {
        K::LostRecord => K::MoreLostRecords,
        K::LostEvidence | K::LostFinding | K::LostDueTime | K::LostDigest | K::LostDetail => K::MoreLostParts,
        _ if kind.severity() == DiagnosticSeverity::Error => K::MoreErrors,
        _ => K::MoreDiagnostics,
    }
}
