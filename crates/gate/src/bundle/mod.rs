//! A site's data set from records and artifacts: records by month, files by their digest. The same input makes the same bytes.
//!
//! Records are planned one partition at a time ([`Planner::part`]), so that no more of them is in memory. Everything that a record
//! decides over others lies inside of its change, and so inside of its partition.

mod admission;
mod name;
mod notation;
mod part;
mod record;
mod secrets;
#[cfg(test)]
mod tests;

pub use admission::{Head, Refusal, head_of};
pub use notation::{checks_json, raw_digests};
pub use part::{Part, Planner};

use name::name_of;
use plumbline_domain::Instant;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// A file at hand that is no record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AtHand {
    /// Which of the inputs it was found in.
    pub root: usize,
    /// Its path in that input.
    pub path: String,
    /// The digest of its bytes.
    pub sha256: String,
    /// Their number.
    pub bytes: u64,
    /// What it was taken for.
    pub format: &'static str,
    /// The tool that wrote it.
    pub tool: Option<String>,
    /// Whether it is a tool's file that is shown even when no report names it.
    pub of_a_tool: bool,
    /// What of it may be published.
    pub published: Published,
}

impl AtHand {
    /// The digest of what is published of it.
    pub fn digest(&self) -> &str {
        match &self.published {
            Published::Copy { sha256, .. } => sha256,
            Published::AsItIs | Published::Nothing(_) => &self.sha256,
        }
    }

    /// How many bytes are published of it.
    pub fn size(&self) -> u64 {
        match &self.published {
            Published::Copy { bytes, .. } => *bytes,
            Published::AsItIs | Published::Nothing(_) => self.bytes,
        }
    }
}

/// What of a file may be published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Published {
    /// The file.
    AsItIs,
    /// A copy without its secrets.
    Copy {
        /// The digest of the copy.
        sha256: String,
        /// Its size.
        bytes: u64,
        /// How many values were redacted.
        n_values: u64,
    },
    /// Nothing, for this reason.
    Nothing(String),
}

/// What is known of an input.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Provenance {
    /// The folder of its files, as it was given.
    pub folder: String,
    /// The repository whose records these are.
    pub repository: Option<String>,
    /// Whether it is the data set that is added to.
    pub is_standing: bool,
}

/// One record of a report file.
#[derive(Clone, Debug, PartialEq)]
pub struct RecordAtHand {
    /// Which of the inputs it was found in.
    pub root: usize,
    /// The path of its file in that input.
    pub path: String,
    /// The record.
    pub record: Value,
}

/// A file of the data set that is made from one of the input.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Copied {
    /// Which of [`Bundle`]'s files at hand it is.
    pub from: usize,
    /// The check of its digest: `same`, `differs` or `not-recorded`.
    pub digest: &'static str,
    /// The text that stands in its place: its bytes may not be published, but refute a record.
    pub notice: Option<String>,
    /// The digests of the files of which it is the redacted copy.
    pub raw: BTreeSet<String>,
}

/// How much it matters that something was left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// It does not belong into a data set.
    Note,
    /// It was kept apart, since it must decide nothing.
    Warning,
    /// It was lost and ought to be there.
    Fault,
}

/// Something that did not go into the data set.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LeftOut {
    /// Its path.
    pub path: String,
    /// Why.
    pub why: String,
    /// How much it matters.
    pub weight: Weight,
}

/// What goes into the data set, but for the records and the bytes of the copies.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Bundle {
    /// The copies, by path.
    pub copies: BTreeMap<String, Copied>,
    /// What did not go in.
    pub left_out: BTreeSet<LeftOut>,
    /// How many gate reports and verifications.
    pub records: (u64, u64),
    /// How many records are of another origin.
    pub n_of_another_origin: u64,
    /// How many records are dated after the data set.
    pub n_later: u64,
    /// The later ones of the data set that is added to.
    pub later_standing: BTreeSet<Instant>,
    /// The texts of records in which secrets were masked: the file, the record and the field.
    pub masked: BTreeSet<(String, String)>,
    /// How many artifacts that new records name are not at hand.
    pub n_not_at_hand: u64,
    /// One of them: the file of the record, and the path it names.
    pub not_at_hand: Option<(String, String)>,
    /// The latest date of any record.
    pub newest: Option<Instant>,
    /// The file and the date of each record that is dated after [`Terms::clock`].
    pub of_the_future: BTreeSet<(Instant, String)>,
    /// The files at hand that a record names.
    named: BTreeSet<usize>,
}

/// What a data set is made by.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Terms {
    /// Larger artifacts stay out, unless their digest is not the recorded one.
    pub max_artifact_bytes: Option<u64>,
    /// Later records stay out.
    pub until: Option<Instant>,
    /// The time of the clock. Nothing that is written depends on it.
    pub clock: Option<Instant>,
    /// What is known of each input, by root.
    pub inputs: Vec<Provenance>,
    /// The digests of the raw files of copies in the data set that is added to, by the path of the copy.
    pub raw_of: BTreeMap<String, BTreeSet<String>>,
}

impl Bundle {
    /// Takes what was planned of a partition.
    pub fn add(&mut self, part: &Part, files: &[AtHand]) {
        for (path, copied) in &part.copies {
            self.copy(path.clone(), copied.clone(), files);
        }
        self.left_out.extend(part.left_out.iter().cloned());
        self.records.0 += part.records.0;
        self.records.1 += part.records.1;
        self.masked.extend(part.masked.iter().cloned());
        self.n_not_at_hand += part.n_not_at_hand;
        if self.not_at_hand.is_none() {
            self.not_at_hand.clone_from(&part.not_at_hand);
        }
        self.newest = self.newest.max(part.newest);
        self.of_the_future.extend(part.of_the_future.iter().cloned());
        self.named.extend(part.named.iter().copied());
    }

    /// Notes that a record is not taken.
    pub fn refuse(&mut self, path: &str, refusal: Refusal, is_standing: bool) {
        let (why, weight) = match refusal {
            Refusal::Fault(why) => (why, Weight::Fault),
            Refusal::AnotherOrigin(why) => {
                self.n_of_another_origin += 1;
                (why, Weight::Warning)
            }
            Refusal::Later(at, why) => {
                self.n_later += 1;
                self.later_standing.extend(Some(at).filter(|_| is_standing));
                (why, Weight::Warning)
            }
        };
        self.left_out.insert(LeftOut { path: path.to_owned(), why, weight });
    }

    /// The digest and the size of a copy.
    pub fn published(&self, copied: &Copied, files: &[AtHand]) -> Option<(String, u64)> {
        files.get(copied.from).map(|file| notation::published(file, copied))
    }

    /// Adds a copy. Two files never share a path.
    fn copy(&mut self, path: String, copied: Copied, files: &[AtHand]) {
        let Some(known) = self.copies.get_mut(&path) else {
            self.copies.insert(path, copied);
            return;
        };
        let of = |copied: &Copied| files.get(copied.from).map(|file| notation::published(file, copied));
        if of(known) != of(&copied) {
            let why = "two files would get this name: nothing may be lost, so rename one of them".to_owned();
            self.left_out.insert(LeftOut { path, why, weight: Weight::Fault });
            return;
        }
        // one record that says otherwise is enough
        if copied.digest == "differs" || known.digest == "not-recorded" {
            known.digest = copied.digest;
        }
        known.raw.extend(copied.raw);
    }

    /// Adds the tools' files that no record of any partition names.
    pub fn add_loose(&mut self, files: &[AtHand], terms: &Terms) {
        let named = std::mem::take(&mut self.named);
        let by_digest: BTreeSet<&str> = named.iter().filter_map(|&n| files.get(n)).map(AtHand::digest).collect();
        for (n, file) in files.iter().enumerate().filter(|(n, _)| !named.contains(n)) {
            if by_digest.contains(file.digest()) {
                continue;
            }
            let wanted = format!("evidence/loose/{}", name_of(file));
            let left_out = |path: &str, why: &str, weight| LeftOut { path: path.to_owned(), why: why.to_owned(), weight };
            if !file.of_a_tool {
                self.left_out.insert(left_out(&file.path, "not a known format, and no report names it", Weight::Note));
            } else if let Published::Nothing(why) = &file.published {
                self.left_out.insert(left_out(&file.path, why, Weight::Fault));
            } else if is_too_large(file, terms) {
                self.left_out.extend(too_large(file, &wanted, terms));
            } else {
                let is_copy = matches!(file.published, Published::Copy { .. });
                let raw = is_copy.then(|| file.sha256.clone()).into_iter().collect();
                self.copy(wanted, Copied { from: n, digest: "not-recorded", notice: None, raw }, files);
            }
        }
    }
}

fn is_too_large(file: &AtHand, terms: &Terms) -> bool {
    terms.max_artifact_bytes.is_some_and(|max| file.size() > max)
}

fn too_large(file: &AtHand, path: &str, terms: &Terms) -> Option<LeftOut> {
    let why = format!("{} bytes are more than --max-artifact-bytes", file.size());
    is_too_large(file, terms).then(|| LeftOut { path: path.to_owned(), why, weight: Weight::Note })
}
