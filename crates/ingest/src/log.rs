//! Diagnostics of one file, gathered as it is read.

use super::{json::JsonError, limits::MAX_DIAGNOSTICS};
use plumbline_domain::{Diagnostic, DiagnosticSeverity};
use std::collections::BTreeMap;

/// Diagnostics of one file.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Log {
    diagnostics: Vec<Diagnostic>,
    left_out: usize,
    left_out_errors: bool,
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
            self.left_out_errors |= diagnostic.severity == DiagnosticSeverity::Error;
        }
    }

    pub fn error(&mut self, path: impl Into<String>, message: impl Into<String>) {
        self.push(Diagnostic::error(path, message));
    }

    pub fn warning(&mut self, path: impl Into<String>, message: impl Into<String>) {
        self.push(Diagnostic::warning(path, message));
    }

    pub fn note(&mut self, path: impl Into<String>, message: impl Into<String>) {
        self.push(Diagnostic::note(path, message));
    }

    /// A syntax error; `text` is what was read, and `first_line` the line of the file at which it starts, from 1.
    pub fn syntax(&mut self, path: impl Into<String>, error: &JsonError, text: &str, first_line: u64) {
        let (line, column) = error.line_and_column(text);
        self.push(Diagnostic::error(path, error.message).at(first_line + line - 1, column));
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

    /// The first error behind the first `before` diagnostics.
    pub fn said(&self, before: usize) -> Option<Diagnostic> {
        self.diagnostics.iter().skip(before).find(|d| d.severity == DiagnosticSeverity::Error).cloned()
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
            let message = format!("unknown keys are ignored: {}{tail}", shown.join(", "));
            self.diagnostics.push(Diagnostic::note(first.clone(), message));
        }
        if self.left_out > 0 {
            let message = format!("{} more diagnostics are left out", self.left_out);
            self.diagnostics.push(match self.left_out_errors {
                true => Diagnostic::error("", message + ", errors among them"),
                false => Diagnostic::note("", message),
            });
        }
        self.diagnostics
    }
}
