//! Judges one partition at a time, and keeps its rows in a spool until the file that they belong to is written.

use super::super::args::Failure;
use super::super::parallel::in_order;
use super::super::spool::SpoolFile;
use super::gather::{Block, Gathered, Kept};
use super::told::Told;
use plumbline_assess::Assessment;
use plumbline_domain::{Instant, Policy, Record};
use plumbline_facts::{Facts, TableMonth, facts_of};
use plumbline_ingest::{Prepared, Reader};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What a partition is judged by.
pub(super) struct Rules<'a> {
    pub policy: &'a Policy,
    pub policy_sha256: &'a str,
    /// Paths with the repository whose runs wrote what is below them.
    pub repositories: &'a [(String, String)],
    pub now: Instant,
}

/// The records of a partition.
pub(super) struct Part {
    /// Its name.
    pub name: String,
    /// Its bucket.
    pub bucket: u32,
    /// Its records, by content.
    pub blocks: Vec<Block>,
}

/// A partition that was judged.
pub(super) struct JudgedPart {
    /// How many changes each team has.
    pub teams: BTreeMap<String, u64>,
    pub n_changes: u64,
    /// Its rows, in the spool.
    pub batches: Vec<(TableMonth, Kept)>,
    /// What is odd about its records.
    pub told: Told,
}

/// Judges partitions on all processors, and hands them over in their order.
///
/// # Errors
/// When a temporary file cannot be read or written, and the first of `take`.
pub(super) fn judge_parts(
    gathered: &Gathered<'_>,
    parts: &[Part],
    rules: &Rules<'_>,
    rows: &SpoolFile,
    mut take: impl FnMut(&Part, JudgedPart) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let work = |n: usize| match parts.get(n) {
        Some(part) => judge(gathered, part, rules, rows).map(Some),
        None => Ok(None),
    };
    in_order(parts.len(), work, |n, judged| match (parts.get(n), judged) {
        (Some(part), Some(judged)) => take(part, judged),
        _ => Ok(()),
    })
}

fn judge(gathered: &Gathered<'_>, part: &Part, rules: &Rules<'_>, rows: &SpoolFile) -> Result<JudgedPart, Failure> {
    let mut told = Told::default();
    let assessment = Assessment::new(reader_of(gathered, part, rules, &mut told)?.into_dataset(rules.now));
    assessment.dataset().receipts.iter().for_each(|receipt| told.add(receipt));
    let Facts { batches, teams, n_changes } = facts_of(&assessment);
    drop(assessment);
    let mut kept = Vec::with_capacity(batches.len());
    for (of, batch) in batches {
        let bytes = postcard::to_allocvec(&batch).map_err(|e| Failure::Unusable(format!("rows cannot be kept: {e}")))?;
        kept.push((of, Kept::new(&bytes, rows)?));
    }
    Ok(JudgedPart { teams, n_changes, batches: kept, told })
}

/// Reads the files of a partition: those with its records, and those that these records name.
fn reader_of(gathered: &Gathered<'_>, part: &Part, rules: &Rules<'_>, told: &mut Told) -> Result<Reader, Failure> {
    let mut reader = Reader::new(rules.policy.clone(), rules.policy_sha256.to_owned());
    gathered.roots.iter().for_each(|root| reader.add_root(root));
    rules.repositories.iter().for_each(|(root, repository)| reader.bind(root, repository));
    let (mut added, mut named) = (BTreeSet::new(), BTreeSet::new());
    for blocks in part.blocks.chunk_by(|one, next| one.content == next.content) {
        let Some(found) = blocks.first().and_then(|block| gathered.contents.get(block.content as usize)) else { continue };
        let mut records = records_of(blocks, gathered)?;
        // as they stand in the file: the last of one time wins
        records.sort_by_key(place_in_file);
        for record in &records {
            for stated in record.stated_paths() {
                let mut at_hand = found.paths.iter().filter_map(|path| gathered.find(path, stated)).peekable();
                if at_hand.peek().is_none() {
                    told.miss(found.paths.first().map_or("", |path| path), stated);
                }
                named.extend(at_hand);
            }
        }
        let rest = prepared(found.rest, gathered)?;
        let mut records = Some(records);
        for path in &found.paths {
            // the reader takes the records of the first for those of all
            reader.add(rest.clone().at_path(path).with_records(records.take().unwrap_or_default()));
            added.insert(Arc::clone(path));
        }
    }
    for (path, content) in named {
        let Some(found) = gathered.contents.get(content as usize) else { continue };
        // of files with the same bytes the first counts
        let paths = [Some(path), found.paths.iter().min()];
        let rest = prepared(found.rest, gathered)?;
        for path in paths.into_iter().flatten().filter(|path| added.insert(Arc::clone(path))) {
            reader.add(rest.clone().at_path(path));
        }
    }
    Ok(reader)
}

fn prepared(rest: Kept, gathered: &Gathered<'_>) -> Result<Prepared, Failure> {
    Prepared::from_bytes(&rest.open(gathered.spool)?).ok_or_else(changed)
}

fn records_of(blocks: &[Block], gathered: &Gathered<'_>) -> Result<Vec<Record>, Failure> {
    let mut records = Vec::new();
    for block in blocks {
        let bytes = block.records.open(gathered.spool)?;
        let mut rest = bytes.as_slice();
        while !rest.is_empty() {
            let (record, after) = postcard::take_from_bytes(rest).map_err(|_| changed())?;
            records.push(record);
            rest = after;
        }
    }
    Ok(records)
}

fn place_in_file(record: &Record) -> u32 {
    match record {
        Record::Report(report) => report.origin.record,
        Record::Verification(verification) => verification.origin.record,
    }
}

fn changed() -> Failure {
    Failure::Unusable("a temporary file has changed".to_owned())
}
