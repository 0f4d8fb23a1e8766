//! Judges what was planned, one partition at a time, and keeps what the layers hold of each change.

use super::super::args::Failure;
use super::copies::Copies;
use super::parallel::in_order;
use super::plan::{PlannedPart, Stored};
use super::spool::{Place, SpoolFile};
use plumbline_assess::Assessment;
use plumbline_assess::published::{ColumnRow, columns_to_bytes, later_to_bytes};
use plumbline_domain::{Instant, Month, Policy};
use plumbline_ingest::{Reader, Source};
use plumbline_layers::{JudgedChange, Merger};
use plumbline_report::sources_of;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Mutex, PoisonError};

/// What the layers hold of one change, but for its columns.
pub(super) struct Row {
    pub id: Box<str>,
    pub date: Instant,
    /// The place of its partition.
    pub partition: u32,
    pub record: Place,
    pub detail: Place,
    /// Its later rows; none when it has none.
    pub later: Option<Place>,
}

/// The columns of the changes of one partition in one month, as a segment.
pub(super) struct ColumnsOfMonth {
    pub partition: u32,
    /// The date of one of the changes.
    pub date: Instant,
    pub columns: Place,
}

/// What was judged; most of it is in a spool.
#[derive(Default)]
pub(super) struct Judged {
    /// In byte order of the ids.
    pub rows: Vec<Row>,
    pub columns: Vec<ColumnsOfMonth>,
}

/// The files of the data set.
pub(super) struct Files<'a> {
    pub parts: &'a [PlannedPart],
    /// The digest of each artifact, by its path.
    pub artifacts: &'a BTreeMap<String, String>,
    pub copies: &'a Copies,
    pub stored: &'a SpoolFile,
}

impl Files<'_> {
    /// The artifacts that each partition judges, by path. Of artifacts with the same bytes the first counts, so it comes with each. The
    /// last list are those that no partition names.
    fn artifacts_of_parts(&self) -> Vec<BTreeSet<&str>> {
        let mut first_of: HashMap<&str, &str> = HashMap::with_capacity(self.artifacts.len());
        for (path, sha256) in self.artifacts {
            first_of.entry(sha256).or_insert(path);
        }
        let first = |path: &str| self.artifacts.get(path).and_then(|sha256| first_of.get(sha256.as_str())).copied();
        let mut named: BTreeSet<&str> = BTreeSet::new();
        let mut of_parts = Vec::with_capacity(self.parts.len() + 1);
        for part in self.parts {
            let at_hand: Vec<&str> = part
                .evidence
                .iter()
                .filter_map(|path| self.artifacts.get_key_value(path))
                .map(|(path, _)| path.as_str())
                .collect();
            named.extend(&at_hand);
            let firsts: Vec<&str> = at_hand.iter().filter_map(|path| first(path)).collect();
            of_parts.push(at_hand.into_iter().chain(firsts).collect());
        }
        let rest: Vec<&str> = self.artifacts.keys().map(String::as_str).filter(|path| !named.contains(path)).collect();
        let firsts: Vec<&str> = rest.iter().filter_map(|path| first(path)).collect();
        of_parts.push(rest.into_iter().chain(firsts).collect());
        of_parts
    }

    fn source(&self, path: &str, stored: &Stored) -> Result<Source, Failure> {
        Ok(Source { path: path.to_owned(), bytes: stored.open(self.stored)?, sha256: stored.sha256.clone() })
    }
}

/// Judges all partitions.
pub(super) fn judge_parts(
    files: &Files<'_>,
    (policy, policy_sha256): &(Policy, String),
    now: Instant,
    merger: Merger,
) -> Result<(Judged, Merger), Failure> {
    let artifacts = files.artifacts_of_parts();
    let merger = Mutex::new(merger);
    let mut all = Judged::default();
    let work = |n: usize| {
        let mut reader = Reader::new(policy.clone(), policy_sha256.clone());
        for (path, stored) in files.parts.get(n).iter().flat_map(|part| &part.record_files) {
            reader.read(files.source(path, stored)?);
        }
        for path in artifacts.get(n).into_iter().flatten() {
            let stored = files.artifacts.get(*path).and_then(|sha256| files.copies.get(sha256));
            if let Some(stored) = stored {
                reader.read(files.source(path, stored)?);
            }
        }
        let assessment = Assessment::new(reader.into_dataset(now));
        let partition = u32::try_from(n).unwrap_or(u32::MAX);
        let mut rows = Vec::with_capacity(assessment.dataset().changes.len());
        let mut months: BTreeMap<Month, Vec<ColumnRow>> = BTreeMap::new();
        for JudgedChange { row, record, detail, later } in JudgedChange::all(&assessment) {
            let (record, detail) = (files.stored.add(&record)?, files.stored.add(&detail)?);
            let later = if later.is_empty() { None } else { Some(files.stored.add(&later_to_bytes(&later))?) };
            rows.push(Row { id: row.id.as_str().into(), date: row.date(), partition, record, detail, later });
            months.entry(row.date().month()).or_default().push(row);
        }
        let mut columns = Vec::with_capacity(months.len());
        for of_month in months.into_values() {
            let Some(date) = of_month.first().map(ColumnRow::date) else { continue };
            columns.push(ColumnsOfMonth { partition, date, columns: files.stored.add(&columns_to_bytes(&of_month))? });
        }
        let sources = sources_of(&assessment);
        merger.lock().unwrap_or_else(PoisonError::into_inner).add(&assessment, sources);
        Ok((rows, columns))
    };
    in_order(artifacts.len(), work, |_, (rows, columns)| {
        all.rows.extend(rows);
        all.columns.extend(columns);
        Ok(())
    })?;
    all.rows.sort_unstable_by(|a, b| a.id.cmp(&b.id));
    Ok((all, merger.into_inner().unwrap_or_else(PoisonError::into_inner)))
}
