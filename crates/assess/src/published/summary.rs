//! What is known of a data set as a whole.

use crate::{Assessment, Remark};
use plumbline_domain::{Apart, Instant};
use serde::{Deserialize, Serialize};

/// What is known of a data set as a whole: what stands around every page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    /// The assessment time.
    pub now: Instant,
    /// The SHA-256 of the policy's bytes.
    pub policy_sha256: String,
    /// The name of the data set.
    pub title: Option<String>,
    /// A digest over the digests of all files.
    pub sha256: String,
    /// How many files were read.
    pub n_files: u64,
    /// Of these, refused.
    pub n_refused: u64,
    /// Gate reports read.
    pub n_reports: u64,
    /// Verifications read.
    pub n_verifications: u64,
    /// The latest `recordedAt` of any report.
    pub newest_record: Option<Instant>,
    /// The earliest.
    pub oldest_record: Option<Instant>,
    /// Records of another origin than their change; [`super::Sources`] names their files.
    pub apart: Vec<Apart>,
    /// What is worth a second look.
    pub remarks: Vec<Remark>,
}

impl Summary {
    /// The same without the changes that each remark speaks of: those are with the parts of a data set that is loaded in parts.
    #[must_use]
    pub fn without_places(&self) -> Self {
        let remarks = self.remarks.iter().map(|remark| Remark { kind: remark.kind.clone(), changes: Vec::new() }).collect();
        Summary { remarks, ..self.clone() }
    }
}

impl Assessment {
    /// What is known of the data set as a whole.
    pub fn summary(&self) -> Summary {
        let dataset = self.dataset();
        Summary {
            now: dataset.now,
            policy_sha256: dataset.policy_sha256.clone(),
            title: dataset.title.clone(),
            sha256: dataset.sha256.clone(),
            n_files: self.n_files(),
            n_refused: self.n_refused(),
            n_reports: dataset.n_reports,
            n_verifications: dataset.n_verifications,
            newest_record: dataset.newest_record,
            oldest_record: dataset.oldest_record,
            apart: dataset.apart.clone(),
            remarks: self.remarks().to_vec(),
        }
    }
}
