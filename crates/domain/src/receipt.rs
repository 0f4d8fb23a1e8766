//! What became of each file: nothing is dropped in silence.

use super::{Format, Severity};

/// How much was lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DiagnosticSeverity {
    /// Something could not be used.
    Error,
    /// Something is odd, and was used.
    Warning,
    /// Something worth knowing.
    Note,
}

/// One thing to know about a file, with its place.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Diagnostic {
    /// How much was lost.
    pub severity: DiagnosticSeverity,
    /// What is wrong: a lower-case phrase without a full stop.
    pub message: String,
    /// The path inside the file, such as `runs[0].results[3]`; empty for the whole file.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub path: String,
    /// The line, from 1, for syntax errors.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u64>,
    /// The column, from 1, for syntax errors.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<u64>,
}

impl Diagnostic {
    /// A diagnostic without line and column.
    pub fn new(severity: DiagnosticSeverity, path: impl Into<String>, message: impl Into<String>) -> Self {
        Diagnostic { severity, message: message.into(), path: path.into(), line: None, column: None }
    }

    /// An error.
    pub fn error(path: impl Into<String>, message: impl Into<String>) -> Self {
        Self::new(DiagnosticSeverity::Error, path, message)
    }

    /// A warning.
    pub fn warning(path: impl Into<String>, message: impl Into<String>) -> Self {
        Self::new(DiagnosticSeverity::Warning, path, message)
    }

    /// A note.
    pub fn note(path: impl Into<String>, message: impl Into<String>) -> Self {
        Self::new(DiagnosticSeverity::Note, path, message)
    }

    /// The same, at a line and column (from 1).
    #[must_use]
    pub fn at(mut self, line: u64, column: u64) -> Self {
        self.line = Some(line);
        self.column = Some(column);
        self
    }
}

/// What became of one file.
#[derive(Clone, Debug, PartialEq)]
pub struct Receipt {
    /// The name as it was given.
    pub file: String,
    /// The digest of its bytes: 64 lower-case hex digits.
    pub sha256: String,
    /// How many bytes.
    pub bytes: u64,
    /// What it was taken for.
    pub format: Format,
    /// The tool that wrote it, with its version.
    pub tool: Option<String>,
    /// Results, findings, changes, test cases, controls or records.
    pub items: u64,
    /// Open findings.
    pub open: u64,
    /// Open findings by severity, in the order of [`Severity::ALL`].
    pub by_severity: [u64; 5],
    /// Whether the file as a whole could not be used.
    pub refused: bool,
    /// Whether the same bytes were read before under another name; then nothing of it counted again.
    pub duplicate_of: Option<String>,
    /// Whether a report names it as an artifact.
    pub named_by_report: bool,
    /// What is to be known, in the order of the file.
    pub diagnostics: Vec<Diagnostic>,
    /// Why each record that could not be read was lost, while the rest of the file counts; also why a file could not be opened.
    pub lost: Vec<Diagnostic>,
}

impl Receipt {
    /// An empty receipt.
    pub fn new(file: impl Into<String>, sha256: impl Into<String>, bytes: u64) -> Self {
        Receipt {
            file: file.into(),
            sha256: sha256.into(),
            bytes,
            format: Format::Unknown,
            tool: None,
            items: 0,
            open: 0,
            by_severity: [0; 5],
            refused: false,
            duplicate_of: None,
            named_by_report: false,
            diagnostics: Vec::new(),
            lost: Vec::new(),
        }
    }

    /// How many diagnostics are of this severity.
    pub fn count(&self, severity: DiagnosticSeverity) -> usize {
        self.diagnostics.iter().filter(|d| d.severity == severity).count()
    }

    /// Open findings of this severity.
    pub fn open_of(&self, severity: Severity) -> u64 {
        self.by_severity.get(severity.index()).copied().unwrap_or(0)
    }
}
