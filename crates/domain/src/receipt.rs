//! What became of each file: nothing is dropped in silence.

use super::{Diagnostic, DiagnosticSeverity, Format, Severity};

/// Whether a file could be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Fate {
    /// It was read, in whole or in part.
    Read,
    /// It could not be used as a whole.
    Refused,
    /// It was left out on purpose.
    LeftOut,
}

/// What became of one file.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Receipt {
    /// The name as it was given.
    pub file: String,
    /// The digest of its bytes: 64 lower-case hex digits; empty when the bytes are not at hand.
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
    /// Whether it could be used.
    pub fate: Fate,
    /// Whether the same bytes were read before under another name; then nothing of it counted again.
    pub duplicate_of: Option<String>,
    /// Whether a report names it as an artifact.
    pub named_by_report: bool,
    /// What is to be known, in the order of the file.
    #[serde(with = "super::diagnostic::whole")]
    pub diagnostics: Vec<Diagnostic>,
}

impl Receipt {
    /// An empty receipt of a file that was read.
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
            fate: Fate::Read,
            duplicate_of: None,
            named_by_report: false,
            diagnostics: Vec::new(),
        }
    }

    /// The receipt of a file that could not be used, and why.
    pub fn refused(file: impl Into<String>, sha256: impl Into<String>, bytes: u64, why: Diagnostic) -> Self {
        Receipt { fate: Fate::Refused, diagnostics: vec![why], ..Receipt::new(file, sha256, bytes) }
    }

    /// Whether the file as a whole could not be used.
    pub fn is_refused(&self) -> bool {
        self.fate == Fate::Refused
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
