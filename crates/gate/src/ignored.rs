//! Records that a check leaves aside: they count as absent, and are named.

use plumbline_report::text::number::counted;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Why a record does not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum WhyIgnored {
    /// Git tracks its file, or tracks the same bytes elsewhere: the change itself brought it.
    InCheckout,
    /// It stands where the evidence of other records stands: whoever made that evidence wrote it.
    AmongEvidence,
    /// It is dated before the commit that it speaks of.
    BeforeItsCommit,
    /// It is dated after the commit that holds it.
    AfterItsHolder,
}

impl WhyIgnored {
    const fn id(self) -> &'static str {
        match self {
            WhyIgnored::InCheckout => "in-checkout",
            WhyIgnored::AmongEvidence => "among-evidence",
            WhyIgnored::BeforeItsCommit => "before-its-commit",
            WhyIgnored::AfterItsHolder => "after-its-holder",
        }
    }

    const fn in_words(self, is_one: bool) -> &'static str {
        match (self, is_one) {
            (WhyIgnored::InCheckout, true) => "stands in the checkout and is ignored",
            (WhyIgnored::InCheckout, false) => "stand in the checkout and are ignored",
            (WhyIgnored::AmongEvidence, true) => "stands among the evidence and is ignored",
            (WhyIgnored::AmongEvidence, false) => "stand among the evidence and are ignored",
            (WhyIgnored::BeforeItsCommit, true) => "is dated before the commit that it speaks of and is ignored",
            (WhyIgnored::BeforeItsCommit, false) => "are dated before the commit that they speak of and are ignored",
            (WhyIgnored::AfterItsHolder, true) => "is dated after the commit that holds it and is ignored",
            (WhyIgnored::AfterItsHolder, false) => "are dated after the commit that holds them and are ignored",
        }
    }
}

/// Records of one file, or of one folder, that do not count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ignored {
    /// The file; the folder when it holds several such files.
    pub file: String,
    /// How many records, at least one.
    pub records: u64,
    /// Why.
    pub why: WhyIgnored,
}

impl Ignored {
    /// "3 records stand in the checkout and are ignored: plumbline-data/reports/a-1".
    pub fn in_words(&self) -> String {
        let n = counted(self.records, "record", "records");
        format!("{n} {}: {}", self.why.in_words(self.records == 1), self.file)
    }

    /// As an element of `ignored` in a check's JSON.
    pub(crate) fn to_json(&self) -> Value {
        json!({"file": self.file, "records": self.records, "kind": self.why.id(), "why": self.in_words()})
    }
}

/// Gathers them, file by file.
#[derive(Clone, Debug, Default)]
pub struct IgnoredRecords {
    /// By folder and reason: the files, each with its count.
    by_folder: BTreeMap<(String, WhyIgnored), BTreeMap<String, u64>>,
}

impl IgnoredRecords {
    /// Notes that so many records of a file do not count.
    pub fn add(&mut self, file: &str, records: u64, why: WhyIgnored) {
        if records > 0 {
            let folder = file.rsplit_once('/').map_or("", |(folder, _)| folder);
            let files = self.by_folder.entry((folder.to_owned(), why)).or_default();
            *files.entry(file.to_owned()).or_default() += records;
        }
    }

    /// One element for each folder, or for its file where it is only one.
    pub fn list(&self) -> Vec<Ignored> {
        let one = |((folder, why), files): (&(String, WhyIgnored), &BTreeMap<String, u64>)| {
            let file = match files.first_key_value() {
                Some((file, _)) if files.len() == 1 => file.clone(),
                _ if folder.is_empty() => ".".to_owned(),
                _ => folder.clone(),
            };
            Ignored { file, records: files.values().sum(), why: *why }
        };
        self.by_folder.iter().map(one).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_are_told_by_folder_and_a_single_file_by_its_name() {
        let mut ignored = IgnoredRecords::default();
        ignored.add("d/a/1.json", 1, WhyIgnored::InCheckout);
        ignored.add("d/a/2.ndjson", 2, WhyIgnored::InCheckout);
        ignored.add("d/a/3.json", 0, WhyIgnored::InCheckout);
        ignored.add("d/b.json", 1, WhyIgnored::BeforeItsCommit);
        let told: Vec<String> = ignored.list().iter().map(Ignored::in_words).collect();
        assert_eq!(
            told,
            [
                "1 record is dated before the commit that it speaks of and is ignored: d/b.json",
                "3 records stand in the checkout and are ignored: d/a",
            ]
        );
    }
}
