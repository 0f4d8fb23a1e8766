//! Everything that was read, joined for one assessment time.

use super::{Change, Content, ContentId, Fate, FileId, Instant, Policy, Receipt, Verification};

/// All changes and contents, joined for one assessment time.
#[derive(Clone, Debug, PartialEq)]
pub struct Dataset {
    /// The assessment time: whatever is dated later is ignored by every number.
    pub now: Instant,
    /// The rules in force.
    pub policy: Policy,
    /// The SHA-256 of the policy's bytes.
    pub policy_sha256: String,
    /// The name of the data set, when its index gives one.
    pub title: Option<String>,
    /// The changes, by id.
    pub changes: Vec<Change>,
    /// Contents of artifact files.
    pub contents: Vec<Content>,
    /// Artifacts without a change: tool files that no report names.
    pub loose: Vec<LooseArtifact>,
    /// Verifications of an unknown change, gate, part or evidence.
    pub orphans: Vec<Orphan>,
    /// One for each file, in byte order of their paths.
    pub receipts: Vec<Receipt>,
    /// A digest over the digests of all files, in their order, one a line: the same files give the same digest.
    pub sha256: String,
    /// Gate reports read, counting and superseded.
    pub n_reports: u64,
    /// Verifications read.
    pub n_verifications: u64,
    /// The latest `recordedAt` of any report, dated after `now` or not.
    pub newest_record: Option<Instant>,
    /// The earliest `recordedAt` of any report.
    pub oldest_record: Option<Instant>,
}

/// A tool file that no report names. It moves no score.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LooseArtifact {
    /// Its bytes.
    pub content: ContentId,
    /// Its receipt.
    pub file: FileId,
}

/// A verification that belongs to nothing that was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Orphan {
    /// The record.
    pub verification: Verification,
    /// What is unknown: the change, the gate's report, the part or the evidence.
    pub unknown: &'static str,
}

impl Dataset {
    /// Whether none of the files could be used.
    pub fn is_unread(&self) -> bool {
        self.receipts.iter().all(|r| r.fate != Fate::Read)
    }

    /// The content at this place.
    pub fn content(&self, id: ContentId) -> Option<&Content> {
        self.contents.get(id.0 as usize)
    }

    /// The receipt of a file.
    pub fn receipt(&self, id: FileId) -> Option<&Receipt> {
        self.receipts.get(id.0 as usize)
    }
}
