//! The files that are offered as evidence.

use plumbline_domain::{Family, Instant};
use std::collections::BTreeMap;

/// A file that is offered as evidence.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Offered {
    /// Its path from the root of the data.
    pub path: String,
    /// The path that was given for it, where that is another.
    pub given: Option<String>,
    /// Its bytes: of the redacted copy, where one was made.
    pub bytes: Vec<u8>,
    /// The digest of the file that the bytes are the redacted copy of.
    pub raw_sha256: Option<String>,
    /// When the file was last written.
    pub written_at: Option<Instant>,
    /// The artifact type's id, when it is not to be told from the content.
    pub artifact_type: Option<String>,
    /// The id of the evidence item; else the name of the file.
    pub id: Option<String>,
    /// What it is.
    pub title: Option<String>,
    /// The command that made it; else what the file itself says.
    pub command: Option<String>,
    /// The tool that made it, as "checkov 3.3.30"; else what the file itself says.
    pub tool: Option<String>,
    /// The families that it speaks for.
    pub controls: Option<Vec<Family>>,
    /// When it stops being valid.
    pub expires_at: Option<Instant>,
    /// The path of its attestation, from the root of the data.
    pub attestation: Option<String>,
    /// The file with the state before.
    pub before: Option<Companion>,
    /// Further files that are read together with it.
    pub with: Vec<Companion>,
    /// From a grant (`principal role scope`) to the sentence that justifies it.
    pub justifications: BTreeMap<String, String>,
}

/// A file that is read together with an artifact.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Companion {
    /// Its path from the root of the data.
    pub path: String,
    /// Its bytes: of the redacted copy, where one was made.
    pub bytes: Vec<u8>,
    /// The digest of the file that the bytes are the redacted copy of.
    pub raw_sha256: Option<String>,
}

impl Offered {
    /// The path by which people know it.
    pub(super) fn name(&self) -> &str {
        self.given.as_deref().unwrap_or(&self.path)
    }
}
