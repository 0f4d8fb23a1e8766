//! The sources: what was read, and what was not.

use crate::document::Sentence;
use plumbline_domain::DiagnosticSeverity;
use serde::{Deserialize, Serialize};

/// The sources.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SourcesPage {
    /// The headline.
    pub headline: Sentence,
    /// What was read, in one line.
    pub summary: String,
    /// A receipt per file.
    pub receipts: Vec<ReceiptRow>,
    /// Tool files that no report names.
    pub loose: Vec<crate::document::Content>,
    /// Facts about the evidence that are worth a second look.
    pub second_look: Vec<crate::document::Content>,
    /// Verifications of something unknown, in words.
    pub orphans: Vec<String>,
    /// Records of another origin than their change.
    pub apart: Option<ApartView>,
    /// The policy in force.
    pub policy: PolicyView,
    /// Why there are no receipts, of a data set that is loaded in parts; else empty.
    pub unread: String,
    /// Whether it can be judged again and compared: whoever loaded it knows.
    pub can_be_verified: bool,
    /// Whether some of its parts are at hand, which can be judged again by themselves.
    pub has_parts: bool,
}

/// Records of another origin than their change.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ApartView {
    /// How many there are.
    pub title: String,
    /// The first of them: change, gate, the repository that it comes from, and file.
    pub lines: Vec<String>,
    /// How many are not listed; empty when all are.
    pub more: String,
}

/// One receipt.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReceiptRow {
    /// The file.
    pub file: String,
    /// Its digest.
    pub sha256: String,
    /// Its size in words.
    pub size: String,
    /// Its format.
    pub format: String,
    /// Its tool.
    pub tool: Option<String>,
    /// Its items.
    pub items: u64,
    /// How it went.
    pub state: ReceiptState,
    /// Such as "410 records, 3 set aside"; may be empty when [`Self::offered`] says it all.
    pub outcome: String,
    /// What evidence offers it as, and what its probes answer: a sentence for each type.
    pub offered: Vec<String>,
    /// What is to be known.
    pub diagnostics: Vec<DiagnosticRow>,
}

/// How a file went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ReceiptState {
    /// Read.
    Read,
    /// Read, with errors or warnings.
    Partial,
    /// Not used.
    Refused,
    /// Same bytes as another.
    Duplicate,
}

/// One diagnostic.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DiagnosticRow {
    /// How much was lost.
    pub severity: DiagnosticSeverity,
    /// What.
    pub message: String,
    /// Where: path, line and column in words.
    pub place: String,
}

/// The policy in force.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PolicyView {
    /// Its title.
    pub title: String,
    /// Its digest.
    pub sha256: String,
    /// Whether it is the built-in one.
    pub is_default: bool,
}
