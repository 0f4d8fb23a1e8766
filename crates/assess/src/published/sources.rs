//! What the sources of a data set show: what became of each file.

use plumbline_domain::{ArtifactTypeId, Content, Orphan, Receipt};
use serde::{Deserialize, Serialize};

/// What became of each file of a data set.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Sources {
    /// One for each file, in byte order of their paths.
    pub receipts: Vec<Receipt>,
    /// What each file was offered as.
    pub offered: Vec<Offered>,
    /// Tools' files that no report names, each with its place among the receipts.
    pub loose: Vec<(u32, Content)>,
    /// Verifications that belong to nothing that was read.
    pub orphans: Vec<Orphan>,
}

/// How a file serves an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum OfferedRole {
    /// It is the item's artifact.
    Artifact,
    /// It holds the state before.
    Before,
    /// It is read together with the artifact.
    With,
}

/// What a file was offered as, and what the first change that offers it so got for it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Offered {
    /// The file's path.
    pub path: String,
    /// The type.
    pub artifact_type: ArtifactTypeId,
    /// How it serves the item.
    pub role: OfferedRole,
    /// How many changes offer it so.
    pub n: u64,
    /// The first of them, by its place.
    pub first: u32,
    /// Whether the type accepts it there; none when it was not read.
    pub accepted: Option<bool>,
    /// What the file is read as.
    pub read_as: String,
    /// What the probes make of it there.
    pub summary: String,
}

impl Offered {
    /// Several lists as one: what stands in more than one is counted together. In byte order of the paths, then as the first change.
    pub fn merged(lists: impl IntoIterator<Item = Offered>) -> Vec<Offered> {
        let mut all: Vec<Offered> = lists.into_iter().collect();
        let key = |o: &Offered| (o.artifact_type, o.role);
        all.sort_by(|a, b| a.path.cmp(&b.path).then_with(|| key(a).cmp(&key(b))).then(a.first.cmp(&b.first)));
        all.dedup_by(|later, kept| {
            let is_same = later.path == kept.path && key(later) == key(kept);
            kept.n += if is_same { later.n } else { 0 };
            is_same
        });
        all.sort_by(|a, b| a.path.cmp(&b.path).then_with(|| a.first.cmp(&b.first)).then_with(|| key(a).cmp(&key(b))));
        all
    }
}
