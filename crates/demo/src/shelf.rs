//! The artifact files: each written once, however many reports name it.

use super::DemoFile;
use super::content::Draft;
use super::evidence::Proof;
use super::record::Artifact;
use plumbline_ingest::sha256_hex;
use std::collections::HashMap;

/// The artifact files that were put away, and those of them that were not taken yet.
#[derive(Debug, Default)]
pub struct Shelf {
    known: HashMap<String, (String, u64)>,
    fresh: Vec<DemoFile>,
    turns: HashMap<(&'static str, Proof), usize>,
}

impl Shelf {
    /// Puts a file away, and says what a report records of it.
    pub fn put(&mut self, draft: Draft) -> Artifact {
        if let Some((sha256, bytes)) = self.known.get(&draft.path) {
            return Artifact { path: draft.path, sha256: Some(sha256.clone()), bytes: Some(*bytes) };
        }
        let sha256 = sha256_hex(draft.text.as_bytes());
        let bytes = draft.text.len() as u64;
        self.known.insert(draft.path.clone(), (sha256.clone(), bytes));
        self.fresh.push(DemoFile { path: draft.path.clone(), bytes: draft.text.into_bytes() });
        Artifact { path: draft.path, sha256: Some(sha256), bytes: Some(bytes) }
    }

    /// How often files of this type had to turn out so before: the ways in which they can are taken in turn.
    pub fn turn(&mut self, artifact_type: &'static str, proof: Proof) -> usize {
        let turns = self.turns.entry((artifact_type, proof)).or_default();
        *turns += 1;
        *turns - 1
    }

    /// Takes the files that were put away since the last time.
    pub fn take(&mut self) -> Vec<DemoFile> {
        std::mem::take(&mut self.fresh)
    }
}
