//! Plans the records, one partition at a time, and keeps what is written of them in a spool.

use super::super::args::Failure;
use super::gather::Lies;
use super::parallel::in_order;
use super::spool::{Place, SpoolFile, changed};
use plumbline_gate::{AtHand, Bundle, Intake, KeptRecord, Part, Planner, RecordAtHand, Terms};
use plumbline_ingest::sha256_hex;
use plumbline_layers::{Partitions, evidence_path, packed, record_file};
use std::collections::{BTreeMap, BTreeSet};

/// Bytes that a pack will hold, in a spool until then.
#[derive(Clone, Debug)]
pub(super) struct Stored {
    pub place: Place,
    pub is_deflated: bool,
    pub sha256: String,
    /// How many they are when they are inflated.
    pub bytes: u64,
}

impl Stored {
    /// Keeps bytes.
    pub fn new(bytes: &[u8], sha256: String, spool: &SpoolFile) -> Result<Self, Failure> {
        let (stored, is_deflated) = packed(bytes);
        Ok(Stored { place: spool.add(&stored)?, is_deflated, sha256, bytes: bytes.len() as u64 })
    }

    /// The bytes.
    pub fn open(&self, spool: &SpoolFile) -> Result<Vec<u8>, Failure> {
        let stored = spool.bytes(self.place)?;
        match self.is_deflated {
            false => Ok(stored),
            true => plumbline_layers::inflate(&stored, self.bytes).ok_or_else(changed),
        }
    }
}

/// The files of the records of one partition.
#[derive(Debug, Default)]
pub(super) struct PlannedPart {
    /// By path.
    pub record_files: BTreeMap<String, Stored>,
    /// The paths of artifacts that the records may mean, whoever brought them.
    pub evidence: BTreeSet<String>,
}

/// What planning needs of the input.
pub(super) struct Records<'a> {
    pub records: &'a [KeptRecord],
    pub paths: &'a [String],
    pub partitions: &'a Partitions,
    pub texts: &'a SpoolFile,
    pub files: &'a [AtHand],
    pub terms: &'a Terms,
}

impl<'a> Records<'a> {
    /// The records that were read.
    pub fn of(intake: &'a Intake<Lies, &SpoolFile>, partitions: &'a Partitions) -> Self {
        Records {
            records: &intake.records,
            paths: &intake.paths,
            partitions,
            texts: intake.spool,
            files: &intake.files,
            terms: &intake.terms,
        }
    }
}

/// Plans all partitions, and adds what was planned to `plan`.
pub(super) fn plan_parts(of: &Records<'_>, plan: &mut Bundle, stored: &SpoolFile) -> Result<Vec<PlannedPart>, Failure> {
    // the places of the records, those of one partition together and in the order of the input
    let partition_of = |place: &u32| of.records.get(*place as usize).map(|record| of.partitions.of(record.change));
    let mut places: Vec<u32> = (0_u32..).zip(of.records).map(|(place, _)| place).collect();
    places.sort_by_key(partition_of);
    let mut by_partition: Vec<&[u32]> = of.partitions.names().iter().map(|_| [].as_slice()).collect();
    for of_partition in places.chunk_by(|one, next| partition_of(one) == partition_of(next)) {
        let partition = of_partition.first().and_then(partition_of);
        if let Some(slot) = partition.and_then(|partition| by_partition.get_mut(partition as usize)) {
            *slot = of_partition;
        }
    }
    let planner = Planner::new(of.files, of.terms);
    let mut parts = Vec::with_capacity(by_partition.len());
    let work = |n: usize| {
        let places = by_partition.get(n).copied().unwrap_or_default();
        let mut part = planner.part(places.len(), |n| of.at_hand(places.get(n).copied()))?;
        let name = of.partitions.names().get(n).map_or("", String::as_str);
        let planned = kept(&mut part, name, stored)?;
        Ok((part, planned))
    };
    in_order(by_partition.len(), work, |_, (part, planned)| {
        plan.add(&part, of.files);
        parts.push(planned);
        Ok(())
    })?;
    Ok(parts)
}

impl Records<'_> {
    /// A record by its place.
    fn at_hand(&self, place: Option<u32>) -> Result<RecordAtHand, Failure> {
        let record = place.and_then(|place| self.records.get(place as usize)).ok_or_else(changed)?;
        let text = self.texts.bytes(Place { at: record.at, bytes: u64::from(record.bytes) })?;
        let path = self.paths.get(record.path as usize).cloned().unwrap_or_default();
        let value = serde_json::from_slice(&text).map_err(|e| Failure::Unusable(format!("{path}: {e}")))?;
        Ok(RecordAtHand { root: record.root as usize, path, record: value })
    }
}

/// Keeps the records of a part as files.
fn kept(part: &mut Part, name: &str, stored: &SpoolFile) -> Result<PlannedPart, Failure> {
    let mut out = PlannedPart::default();
    for (month, text) in std::mem::take(&mut part.months) {
        let sha256 = sha256_hex(text.as_bytes());
        out.record_files.insert(record_file(&month, name), Stored::new(text.as_bytes(), sha256, stored)?);
    }
    out.evidence = std::mem::take(&mut part.stated).iter().filter_map(|stated| evidence_path(stated)).collect();
    Ok(out)
}
