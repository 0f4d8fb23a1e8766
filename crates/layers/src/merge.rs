//! What is known of a data set as a whole, from the judgements of its partitions: the same as one judgement of everything gives.

use plumbline_assess::published::{Offered, Sources, Summary};
use plumbline_assess::{Assessment, RemarkCollector};
use plumbline_domain::{Apart, Content, FileId, Instant, Origin, Orphan, Receipt};
use plumbline_ingest::sha256_hex;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Gathers what is known of a data set, partition by partition, in any order.
pub struct Merger {
    /// The ids of all changes that there may be, in byte order: their places while it is not known which there are.
    ids: Vec<Box<str>>,
    /// Whether each is there.
    is_there: Vec<bool>,
    receipts: BTreeMap<String, Receipt>,
    offered: Vec<Offered>,
    /// Files that are loose in every partition so far.
    loose: BTreeMap<String, Content>,
    /// Files that a partition uses.
    used: BTreeSet<String>,
    orphans: Vec<(String, Orphan)>,
    apart: Vec<(String, Apart)>,
    remarks: RemarkCollector,
    n_reports: u64,
    n_verifications: u64,
    newest_record: Option<Instant>,
    oldest_record: Option<Instant>,
}

impl Merger {
    /// For a data set with no other changes than these, each with its records in one partition.
    pub fn new(ids: impl IntoIterator<Item = Box<str>>) -> Self {
        let mut ids: Vec<Box<str>> = ids.into_iter().collect();
        ids.sort_unstable();
        ids.dedup();
        Merger {
            is_there: vec![false; ids.len()],
            ids,
            receipts: BTreeMap::new(),
            offered: Vec::new(),
            loose: BTreeMap::new(),
            used: BTreeSet::new(),
            orphans: Vec::new(),
            apart: Vec::new(),
            remarks: RemarkCollector::default(),
            n_reports: 0,
            n_verifications: 0,
            newest_record: None,
            oldest_record: None,
        }
    }

    /// Adds a partition that was judged, with what its sources show.
    pub fn add(&mut self, assessment: &Assessment, sources: Sources) {
        let dataset = assessment.dataset();
        let places: Vec<u32> = dataset.changes.iter().map(|change| self.place(&change.fields.id)).collect();
        for place in &places {
            if let Some(is_there) = self.is_there.get_mut(*place as usize) {
                *is_there = true;
            }
        }
        let place_of = |place: u32| places.get(place as usize).copied().unwrap_or(u32::MAX);
        self.remarks.add(assessment, place_of);
        let Sources { receipts, offered, loose, orphans } = sources;
        let path_of = |file: FileId| receipts.get(file.0 as usize).map(|r| r.file.clone()).unwrap_or_default();
        let offered = offered.into_iter().map(|offered| Offered { first: place_of(offered.first), ..offered });
        self.offered.extend(offered);
        self.orphans.extend(orphans.into_iter().map(|orphan| (path_of(orphan.verification.origin.file), orphan)));
        self.apart.extend(dataset.apart.iter().map(|apart| (path_of(apart.origin.file), apart.clone())));
        let loose: HashMap<u32, Content> = loose.into_iter().collect();
        for (receipt, n) in receipts.into_iter().zip(0_u32..) {
            match loose.get(&n) {
                Some(content) => {
                    self.loose.insert(receipt.file.clone(), content.clone());
                }
                None if receipt.duplicate_of.is_none() => {
                    self.used.insert(receipt.file.clone());
                }
                None => {}
            }
            // a file is named when any report names it
            let is_better =
                self.receipts.get(&receipt.file).is_none_or(|known| !known.named_by_report && receipt.named_by_report);
            if is_better {
                self.receipts.insert(receipt.file.clone(), receipt);
            }
        }
        self.n_reports += dataset.n_reports;
        self.n_verifications += dataset.n_verifications;
        self.newest_record = self.newest_record.max(dataset.newest_record);
        let oldest = self.oldest_record.into_iter().chain(dataset.oldest_record);
        self.oldest_record = oldest.min();
    }

    /// The place of a change among all that there may be.
    fn place(&self, id: &str) -> u32 {
        let place = self.ids.binary_search_by(|known| (**known).cmp(id));
        place.ok().and_then(|place| u32::try_from(place).ok()).unwrap_or(u32::MAX)
    }

    /// What is known of the data set as a whole.
    pub fn finish(self, now: Instant, policy_sha256: String, title: Option<String>) -> (Summary, Sources) {
        // from places among all changes that there may be to places among those that there are
        let mut n_there = 0;
        let final_places: Vec<u32> = self
            .is_there
            .iter()
            .map(|is_there| {
                let place = n_there;
                n_there += u32::from(*is_there);
                place
            })
            .collect();
        let final_place = |place: u32| final_places.get(place as usize).copied().unwrap_or(u32::MAX);
        let receipts: Vec<Receipt> = self.receipts.into_values().collect();
        let file_of = |path: &str| {
            let place = receipts.binary_search_by(|receipt| receipt.file.as_str().cmp(path)).unwrap_or_default();
            FileId(u32::try_from(place).unwrap_or(u32::MAX))
        };
        let moved = |path: &str, origin: Origin| Origin { file: file_of(path), ..origin };
        let mut orphans: Vec<Orphan> = self
            .orphans
            .into_iter()
            .map(|(path, mut orphan)| {
                orphan.verification.origin = moved(&path, orphan.verification.origin);
                orphan
            })
            .collect();
        orphans.sort_by_key(|orphan| orphan.verification.origin);
        let mut apart: Vec<Apart> =
            self.apart.into_iter().map(|(path, apart)| Apart { origin: moved(&path, apart.origin), ..apart }).collect();
        apart.sort_by_key(|apart| apart.origin);
        let mut remarks = self.remarks.finish();
        for remark in &mut remarks {
            remark.changes.iter_mut().for_each(|place| *place = final_place(*place));
        }
        let offered = self.offered.into_iter().map(|offered| Offered { first: final_place(offered.first), ..offered });
        let loose = self.loose.into_iter().filter(|(path, _)| !self.used.contains(path));
        let sources = Sources {
            offered: Offered::merged(offered),
            loose: loose.map(|(path, content)| (file_of(&path).0, content)).collect(),
            orphans,
            receipts,
        };
        let digests: String = sources.receipts.iter().flat_map(|r| [r.sha256.as_str(), "\n"]).collect();
        let count = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
        let summary = Summary {
            now,
            policy_sha256,
            title,
            sha256: sha256_hex(digests.as_bytes()),
            n_files: count(sources.receipts.len()),
            n_refused: count(sources.receipts.iter().filter(|r| r.is_refused()).count()),
            n_reports: self.n_reports,
            n_verifications: self.n_verifications,
            newest_record: self.newest_record,
            oldest_record: self.oldest_record,
            apart,
            remarks,
        };
        (summary, sources)
    }
}
