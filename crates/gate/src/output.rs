//! What a command brought forth, without its secrets: the form in which outputs are digested, compared and shown.

use super::normalise::{Normalised, normalise};
use plumbline_ingest::{Redaction, redact, sha256_hex};
use std::collections::BTreeSet;

/// An output whose secrets are redacted.
#[derive(Clone, Debug, PartialEq)]
pub struct Output {
    /// How many bytes the copy has.
    pub bytes: u64,
    /// The digest of the copy: the only one that is ever written or shown.
    pub sha256: String,
    /// The digest of the bytes as they were; a small secret could be guessed from it.
    pub(crate) file_sha256: String,
    /// How many values were redacted.
    pub n_redacted: u64,
    /// The copy without what may differ.
    pub normal: Normalised,
}

impl Output {
    /// Whether it is that of the file with this digest.
    pub fn is_of(&self, sha256: &str) -> bool {
        self.file_sha256 == sha256
    }

    /// The output of a command for an artifact type. `files` are the paths of the checkout, relative to it.
    ///
    /// # Errors
    /// Why no copy can be made of it.
    pub fn of(bytes: &[u8], artifact_type: &str, files: &BTreeSet<String>) -> Result<Self, String> {
        let file_sha256 = sha256_hex(bytes);
        let (bytes, n_redacted) = match redact(bytes) {
            Redaction::Clean => {
                let normal = normalise(bytes, artifact_type, files);
                let sha256 = file_sha256.clone();
                return Ok(Output { bytes: bytes.len() as u64, sha256, file_sha256, n_redacted: 0, normal });
            }
            Redaction::Copy { bytes, n_values } => (bytes, n_values),
            Redaction::Impossible(why) => return Err(why),
        };
        let normal = normalise(&bytes, artifact_type, files);
        Ok(Output { bytes: bytes.len() as u64, sha256: sha256_hex(&bytes), file_sha256, n_redacted, normal })
    }
}
