//! What pages that look through changes need of one: its fields, and how it was judged.

use super::{Damaged, list_of};
use crate::{Assessment, ChangeAssessment, Occurrence};
use plumbline_domain::{Change, ChangeFields, FileId, Finding, Instant, ReviewRecord};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::HashMap;

/// A change without its reports, judged.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct StoredChange<'a> {
    pub fields: Cow<'a, ChangeFields>,
    pub environments: Cow<'a, [String]>,
    pub reviews: Vec<ReviewRecord>,
    /// The files of the reviews, which name them by their places here.
    pub files: Vec<Cow<'a, str>>,
    pub earliest_recorded_at: Instant,
    pub assessed: Cow<'a, ChangeAssessment>,
    pub occurrences: Cow<'a, [Occurrence]>,
    /// Every rule that has a finding in it, each once, in byte order.
    pub rules: Vec<Cow<'a, str>>,
}

/// Names of files, by the order in which they come up.
#[derive(Default)]
pub(super) struct Files<'a> {
    pub names: Vec<Cow<'a, str>>,
    places: HashMap<&'a str, FileId>,
}

impl<'a> Files<'a> {
    pub fn place(&mut self, assessment: &'a Assessment, file: FileId) -> FileId {
        let name = assessment.file_name(file);
        *self.places.entry(name).or_insert_with(|| {
            self.names.push(Cow::Borrowed(name));
            FileId(u32::try_from(self.names.len() - 1).unwrap_or(u32::MAX))
        })
    }
}

impl Assessment {
    /// What pages that look through changes need of the one at a place, as bytes for [`changes_to_bytes`]; none where there is no change,
    /// or where it was not judged here.
    pub fn change_record(&self, place: u32) -> Option<Vec<u8>> {
        let (change, assessed) = self.judged.change(place)?;
        self.record_of(change, assessed, self.judged.occurrences_of(place))
    }

    pub(super) fn record_of(&self, change: &Change, assessed: &ChangeAssessment, occurrences: &[Occurrence]) -> Option<Vec<u8>> {
        let mut files = Files::default();
        let mut reviews = change.reviews.clone();
        for review in &mut reviews {
            review.origin.file = files.place(self, review.origin.file);
        }
        let stored = StoredChange {
            fields: Cow::Borrowed(&change.fields),
            environments: Cow::Borrowed(&change.environments),
            reviews,
            files: files.names,
            earliest_recorded_at: change.earliest_recorded_at,
            // places depend on what else is judged with it: a reader knows its own
            assessed: Cow::Owned(ChangeAssessment {
                team: None,
                service: None,
                environment: None,
                release: None,
                ..assessed.clone()
            }),
            occurrences: occurrences.iter().map(|occurrence| Occurrence { change: 0, ..occurrence.clone() }).collect(),
            rules: self.rules_found_in(change).into_iter().map(Cow::Borrowed).collect(),
        };
        postcard::to_allocvec(&stored).ok()
    }

    /// The rules that have a finding in a change, each once, in byte order.
    pub(crate) fn rules_found_in<'a>(&'a self, change: &'a Change) -> Vec<&'a str> {
        let rule = |finding: &'a Finding| finding.rule_id.as_deref();
        let mut rules: Vec<&str> = Vec::new();
        for report in &change.reports {
            rules.extend(report.findings.iter().filter_map(rule));
            let contents = report.items.iter().filter_map(|item| item.artifact.as_ref()?.content);
            for content in contents.filter_map(|id| self.dataset().content(id)) {
                // findings of the same rule mostly stand side by side
                let mut last = None;
                for found in content.findings.iter().filter_map(rule).filter(|found| last.replace(*found) != Some(*found)) {
                    rules.push(found);
                }
            }
        }
        rules.sort();
        rules.dedup();
        rules
    }
}

/// What was written of some changes, in byte order of their ids, as one segment.
pub fn changes_to_bytes(records: &[impl AsRef<[u8]>]) -> Vec<u8> {
    list_of(records)
}

pub(super) fn changes_from_bytes(bytes: &[u8]) -> Result<Vec<StoredChange<'static>>, Damaged> {
    postcard::from_bytes(bytes).map_err(|_| Damaged("it holds no changes"))
}
