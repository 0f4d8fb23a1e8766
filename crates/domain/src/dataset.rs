//! Everything that was read, joined for one assessment time.

use std::borrow::Cow;

use super::{Change, Content, ContentId, Fate, FileId, Gate, Instant, Origin, Policy, Receipt, Verification};

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
    /// Records of another origin than their change, in the order of reading. No number knows of them.
    pub apart: Vec<Apart>,
    /// One for each file, in byte order of their paths.
    pub receipts: Vec<Receipt>,
    /// A digest over the digests of all files, in their order, one a line: the same files give the same digest.
    pub sha256: String,
    /// Gate reports read, counting and superseded; those that are kept apart are not among them.
    pub n_reports: u64,
    /// Verifications read; those that are kept apart are not among them.
    pub n_verifications: u64,
    /// The latest `recordedAt` of any report that is not kept apart, dated after `now` or not.
    pub newest_record: Option<Instant>,
    /// The earliest `recordedAt` of any of these.
    pub oldest_record: Option<Instant>,
}

/// A tool file that no report names. It moves no score.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct LooseArtifact {
    /// Its bytes.
    pub content: ContentId,
    /// Its receipt.
    pub file: FileId,
}

/// A verification that belongs to nothing that was read.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Orphan {
    /// The record.
    pub verification: Verification,
    /// What is unknown: the change, the gate's report, the part or the evidence.
    pub unknown: Cow<'static, str>,
}

/// A record that speaks of a change of one repository and comes from another: it proves and refutes nothing.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Apart {
    /// The change that it speaks of.
    pub change: String,
    /// The gate.
    pub gate: Gate,
    /// The part of the gate.
    pub part: Option<Box<str>>,
    /// The repository that the change's id names; none for an id of another form.
    pub repository: Option<String>,
    /// The repository that the record comes from.
    pub comes_from: String,
    /// How that is known.
    pub why: WhyApart,
    /// Where it was read.
    pub origin: Origin,
}

/// How it is known where a record comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum WhyApart {
    /// The record states it as its source.
    Stated,
    /// Whoever handed in the files says so.
    Bound,
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
