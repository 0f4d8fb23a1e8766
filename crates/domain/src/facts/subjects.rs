//! What an attestation speaks of.

use super::Place;

/// A digest as an attestation writes it.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Digest {
    /// The algorithm as in-toto names it, in lower case: `sha256`, `gitCommit` as `gitcommit`.
    pub algorithm: Box<str>,
    /// Its value: lower-case hex digits.
    pub value: Box<str>,
}

/// Something that an attestation speaks of.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Subject {
    /// Its name; empty when it has none.
    pub name: Box<str>,
    /// Its digests; none when it is spoken of by name only.
    pub digests: Vec<Digest>,
    /// Where it stands.
    pub place: Place,
}

/// The subjects of one file.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Subjects {
    /// In the order of the file.
    pub subjects: Vec<Subject>,
    /// The type of the first predicate.
    pub predicate_type: Option<Box<str>>,
    /// How many signatures the file carries. None of them is verified.
    pub signatures: u32,
}

impl Subjects {
    /// Whether a subject carries this SHA-256: 64 lower-case hex digits.
    pub fn names_sha256(&self, sha256: &str) -> bool {
        let mut digests = self.subjects.iter().flat_map(|s| &s.digests);
        digests.any(|d| &*d.algorithm == "sha256" && &*d.value == sha256)
    }

    /// Whether any subject carries a SHA-256.
    pub fn has_sha256(&self) -> bool {
        self.subjects.iter().flat_map(|s| &s.digests).any(|d| &*d.algorithm == "sha256")
    }
}
