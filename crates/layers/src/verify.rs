//! Whether a published data set is what its records and artifacts give: judged again, partition by partition, and compared with what
//! is stored. Nothing that the publisher computed is taken for true.
//!
//! 1. [`Verifier::new`] with the columns of all spans;
//! 2. for each of [`Verifier::n_partitions`]: [`Verifier::record_files`], and from their bytes [`Verifier::artifacts`]; with the bytes
//!    of both [`Verifier::judge`];
//! 3. [`Verifier::compare_segment`] for each of [`Verifier::segments`], with its content;
//! 4. [`Verifier::finish`] with the summary and the sources, and the contents of [`Verifier::segments_of_parts`].

use crate::difference::{Difference, first_difference};
use crate::directory::{PackedFile, evidence_path, partition_of};
use crate::folder::Folder;
use crate::index::INDEX;
use crate::judge::{JudgedChange, by_change};
use crate::merge::Merger;
use crate::segment::{Layer, Segment};
use crate::verify_parts::{self, OF_PARTS};
use plumbline_assess::Assessment;
use plumbline_assess::published::{ColumnRow, Sources, Summary, later_from_bytes, later_to_bytes};
use plumbline_domain::{Policy, name_key};
use plumbline_ingest::{Reader, Source, sha256_hex};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// What was recomputed of a part of a change: how many bytes it has when encoded, and their digest.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Print {
    bytes: usize,
    sha256: String,
}

impl Print {
    fn of(bytes: &[u8]) -> Self {
        Print { bytes: bytes.len(), sha256: sha256_hex(bytes) }
    }
}

/// What was recomputed of a change.
struct Prints {
    record: Print,
    detail: Print,
    /// Of its later rows, as a list.
    later: Print,
}

/// A change as it is stored, and what was recomputed of it.
struct Stored {
    /// The place of its span in [`Verifier::columns`].
    span: usize,
    /// Its row there.
    row: usize,
    recomputed: Option<Prints>,
}

/// Judges a published data set again.
pub struct Verifier<'f> {
    folder: &'f Folder,
    policy: Policy,
    policy_sha256: String,
    /// By span.
    columns: Vec<(&'f Segment, Vec<ColumnRow>)>,
    changes: BTreeMap<String, Stored>,
    /// The files of records of each partition, by name.
    partitions: Vec<Vec<&'f PackedFile>>,
    /// The first path of each artifact with the same bytes.
    first_of: HashMap<&'f str, &'f PackedFile>,
    named: HashSet<&'f str>,
    /// The partition of each team, by its key.
    teams: HashMap<String, usize>,
    sources_of: SourcesOf,
    merger: Merger,
}

/// Gives what the sources of a judgement show.
pub type SourcesOf = fn(&Assessment) -> Sources;

impl<'f> Verifier<'f> {
    /// Begins; `columns` are the rows of each segment of [`Layer::Columns`], in the order of the index. `sources_of` is what the publisher
    /// wrote the sources with.
    ///
    /// # Errors
    /// When the columns are not those of one data set.
    pub fn new(folder: &'f Folder, columns: Vec<Vec<ColumnRow>>, sources_of: SourcesOf) -> Result<Self, Difference> {
        let no_policy = || Difference::new(INDEX, None, "the policy that judged is not at hand");
        let (policy, policy_sha256) = folder.index.policy().ok_or_else(no_policy)?;
        let columns: Vec<(&Segment, Vec<ColumnRow>)> = folder.index.of_layer(Layer::Columns).zip(columns).collect();
        let mut changes = BTreeMap::new();
        for (span, (segment, rows)) in columns.iter().enumerate() {
            for (row, change) in rows.iter().enumerate() {
                let stored = Stored { span, row, recomputed: None };
                if changes.insert(change.id.clone(), stored).is_some() {
                    return Err(Difference::new(&segment.path, Some(&change.id), "is stored twice"));
                }
            }
            if segment.changes != rows.len() as u64 {
                let what = format!("{} changes are listed, {} are stored", segment.changes, rows.len());
                return Err(Difference::new(&segment.path, None, what));
            }
        }
        let mut partitions: BTreeMap<&str, Vec<&PackedFile>> = BTreeMap::new();
        let mut first_of = HashMap::new();
        for file in &folder.directory.files {
            match partition_of(&file.path).filter(|_| file.holds_records()) {
                Some(partition) => partitions.entry(partition).or_default().push(file),
                None => {
                    first_of.entry(file.sha256.as_str()).or_insert(file);
                }
            }
        }
        let merger = Merger::new(changes.keys().map(|id| id.as_str().into()));
        let partitions = partitions.into_values().chain([Vec::new()]).collect();
        let (named, teams) = (HashSet::new(), HashMap::new());
        Ok(Verifier { folder, policy, policy_sha256, columns, changes, partitions, first_of, named, teams, sources_of, merger })
    }

    /// How many partitions there are; the last holds the artifacts that no record names.
    pub fn n_partitions(&self) -> usize {
        self.partitions.len()
    }

    /// The files of records of a partition.
    pub fn record_files(&self, partition: usize) -> &[&'f PackedFile] {
        self.partitions.get(partition).map(Vec::as_slice).unwrap_or_default()
    }

    /// The artifacts that a partition is judged with, from the bytes of its files of records. The last partition has to come last.
    pub fn artifacts(&mut self, partition: usize, records: &[Source]) -> Vec<&'f PackedFile> {
        let mut found: BTreeMap<&str, &PackedFile> = BTreeMap::new();
        if partition + 1 == self.partitions.len() {
            let rest = self.folder.directory.files.iter().filter(|file| !file.holds_records());
            found.extend(rest.filter(|file| !self.named.contains(file.path.as_str())).map(|file| (file.path.as_str(), file)));
        }
        for stated in records.iter().flat_map(|file| stated_in(&file.bytes)) {
            let Some(file) = evidence_path(&stated).and_then(|path| self.folder.directory.file(&path)) else { continue };
            self.named.insert(&file.path);
            found.insert(&file.path, file);
        }
        let firsts: Vec<&PackedFile> =
            found.values().filter_map(|file| self.first_of.get(file.sha256.as_str()).copied()).collect();
        found.extend(firsts.into_iter().map(|file| (file.path.as_str(), file)));
        found.into_values().collect()
    }

    /// Judges a partition from its files of records and its artifacts, and compares the columns. Gives how many changes it has.
    ///
    /// # Errors
    /// When a change is not as it is stored.
    pub fn judge(&mut self, partition: usize, files: impl IntoIterator<Item = Source>) -> Result<u64, Difference> {
        let mut reader = Reader::new(self.policy.clone(), self.policy_sha256.clone());
        for file in files {
            reader.read(file);
        }
        let assessment = Assessment::new(reader.into_dataset(self.folder.index.now()));
        let records = self.record_files(partition).first().map_or("", |file| file.path.as_str());
        for change in &assessment.dataset().changes {
            let key = change.fields.team.as_deref().map(name_key).unwrap_or_default().into_owned();
            if *self.teams.entry(key).or_insert(partition) != partition {
                let what = "its team has records in two partitions, so they were judged apart";
                return Err(Difference::new(records, Some(&change.fields.id), what));
            }
        }
        let mut n = 0;
        for JudgedChange { row, record, detail, later } in JudgedChange::all(&assessment) {
            let later = Print::of(&later_to_bytes(&later));
            self.compare_row(records, &row, Prints { record: Print::of(&record), detail: Print::of(&detail), later })?;
            n += 1;
        }
        self.merger.add(&assessment, (self.sources_of)(&assessment));
        Ok(n)
    }

    fn compare_row(&mut self, records: &str, row: &ColumnRow, prints: Prints) -> Result<(), Difference> {
        let Some(stored) = self.changes.get_mut(&row.id) else {
            return Err(Difference::new(records, Some(&row.id), "is in no column"));
        };
        if stored.recomputed.replace(prints).is_some() {
            return Err(Difference::new(records, Some(&row.id), "has records in two partitions, so they were judged apart"));
        }
        let found = self.columns.get(stored.span).and_then(|(segment, rows)| Some((*segment, rows.get(stored.row)?)));
        let Some((segment, of_columns)) = found else { return Ok(()) };
        match first_difference(of_columns, row) {
            Some(what) => Err(Difference::new(&segment.path, Some(&row.id), what)),
            None => Ok(()),
        }
    }

    /// The segments that [`Self::compare_segment`] compares: those of the changes, of how they will be judged, and of the details.
    pub fn segments(&self) -> impl Iterator<Item = &'f Segment> {
        let index = &self.folder.index;
        index.of_layer(Layer::Changes).chain(index.of_layer(Layer::Later)).chain(&self.folder.directory.details)
    }

    /// Compares what a segment holds with what was recomputed, once all partitions are judged.
    ///
    /// # Errors
    /// When it does not hold exactly that.
    pub fn compare_segment(&self, segment: &Segment, content: &[u8]) -> Result<(), Difference> {
        let (changes, what) = match segment.layer {
            Layer::Later => return self.compare_later(segment, content),
            Layer::Changes => (self.of_span(segment), "its judgement"),
            _ => (self.of_details(segment), "its reports, items or findings"),
        };
        let expected = changes.len();
        let mut rest = content;
        let count = postcard::take_from_bytes::<usize>(rest).map(|(count, after)| {
            rest = after;
            count
        });
        if count != Ok(expected) || segment.changes != expected as u64 {
            return Err(Difference::new(&segment.path, None, format!("it does not hold {expected} changes")));
        }
        for (id, print) in changes {
            let found = print.and_then(|print| rest.split_at_checked(print.bytes).filter(|(own, _)| Print::of(own) == *print));
            let Some((_, after)) = found else {
                return Err(Difference::new(&segment.path, Some(id), format!("{what} is not what was recomputed")));
            };
            rest = after;
        }
        match rest.is_empty() {
            true => Ok(()),
            false => Err(Difference::new(&segment.path, None, "it holds more than its changes")),
        }
    }

    /// Compares how the changes of a span will be judged later.
    fn compare_later(&self, segment: &Segment, content: &[u8]) -> Result<(), Difference> {
        let damaged = |_| Difference::new(&segment.path, None, "it holds no later rows");
        let rows = later_from_bytes(content).map_err(damaged)?;
        let mut found = by_change(rows);
        let mut n = 0;
        for (id, _) in self.of_span(segment) {
            let stored = found.remove(id).unwrap_or_default();
            n += u64::from(!stored.is_empty());
            let print = self.changes.get(id).and_then(|stored| stored.recomputed.as_ref()).map(|prints| &prints.later);
            if print.is_some_and(|print| *print != Print::of(&later_to_bytes(&stored))) {
                return Err(Difference::new(&segment.path, Some(id), "how it will be judged later is not what was recomputed"));
            }
        }
        match found.is_empty() && n == segment.changes {
            true => Ok(()),
            false => Err(Difference::new(&segment.path, None, "it holds other changes than its span has")),
        }
    }

    /// The changes of a span, with what was recomputed of their records.
    fn of_span(&self, segment: &Segment) -> Vec<(&str, Option<&Print>)> {
        let rows = self.columns.iter().find(|(columns, _)| columns.span == segment.span).map(|(_, rows)| rows.as_slice());
        let print = |id: &str| self.changes.get(id).and_then(|stored| stored.recomputed.as_ref()).map(|prints| &prints.record);
        rows.unwrap_or_default().iter().map(|row| (row.id.as_str(), print(&row.id))).collect()
    }

    /// The changes of a segment of details in their order, with what was recomputed of them.
    fn of_details(&self, segment: &Segment) -> Vec<(&str, Option<&Print>)> {
        let directory = &self.folder.directory;
        let Some(number) = directory.details.iter().position(|other| other.path == segment.path) else { return Vec::new() };
        let mut found: Vec<(u32, &str, Option<&Print>)> = Vec::new();
        for of_span in &directory.of_spans {
            let rows = self.columns.iter().find(|(columns, _)| columns.span.as_deref() == Some(&of_span.span));
            let Some((_, rows)) = rows else { continue };
            for ((row, _), place) in
                rows.iter().zip(&of_span.segment).zip(&of_span.place).filter(|((_, n), _)| **n as usize == number)
            {
                let print = self.changes.get(&row.id).and_then(|stored| stored.recomputed.as_ref()).map(|prints| &prints.detail);
                found.push((*place, row.id.as_str(), print));
            }
        }
        found.sort_by_key(|(place, ..)| *place);
        found.into_iter().map(|(_, id, print)| (id, print)).collect()
    }

    /// The segments whose contents [`Self::finish`] compares: what a data set that is loaded in parts has beside them.
    pub fn segments_of_parts(&self) -> impl Iterator<Item = &'f Segment> {
        let is_of_parts = |segment: &&Segment| segment.layer == Layer::Whole || OF_PARTS.contains(&segment.layer);
        self.folder.index.segments.iter().filter(is_of_parts)
    }

    /// Compares what is known of the data set as a whole, and `of_parts`, the contents of [`Self::segments_of_parts`]; how many changes
    /// were recomputed. Finished answers are not recomputed here.
    ///
    /// # Errors
    /// When something is stored that was not recomputed, or differs.
    pub fn finish(self, summary: &Summary, sources: &Sources, of_parts: &[(&Segment, Vec<u8>)]) -> Result<u64, Difference> {
        let index = &self.folder.index;
        if let Some((id, stored)) = self.changes.iter().find(|(_, stored)| stored.recomputed.is_none()) {
            let file = self.columns.get(stored.span).map_or(INDEX, |(segment, _)| segment.path.as_str());
            return Err(Difference::new(file, Some(id), "no record speaks of it"));
        }
        let n_rows: BTreeSet<(Option<&str>, usize)> =
            self.columns.iter().map(|(segment, rows)| (segment.span.as_deref(), rows.len())).collect();
        let listed: BTreeSet<(Option<&str>, usize)> =
            self.folder.directory.of_spans.iter().map(|of_span| (Some(of_span.span.as_str()), of_span.segment.len())).collect();
        let path_of = |layer: Layer| index.only(layer).map_or(INDEX, |segment| segment.path.as_str());
        if n_rows != listed {
            return Err(Difference::new(path_of(Layer::Directory), None, "it does not say which details belong to which change"));
        }
        for (columns, rows) in &self.columns {
            let beside = OF_PARTS.iter().filter(|_| index.is_in_parts());
            for layer in [Layer::Changes, Layer::Later].iter().chain(beside).copied() {
                if !index.of_layer(layer).any(|segment| segment.span == columns.span) && !rows.is_empty() {
                    return Err(Difference::new(&columns.path, None, "its span lacks a segment of another layer"));
                }
            }
        }
        let n = self.changes.len() as u64;
        let artifacts = self.folder.directory.files.iter().filter(|file| !file.holds_records()).count() as u64;
        let bytes = self.folder.directory.files.iter().map(|file| file.bytes).sum();
        let (mut of_all, its_sources) = self.merger.finish(index.now(), self.policy_sha256, index.title.clone());
        if index.is_in_parts() {
            verify_parts::compare(self.folder, &self.columns, &of_all.remarks, of_parts)?;
            of_all = of_all.without_places();
        }
        if let Some(what) = first_difference(summary, &of_all) {
            return Err(Difference::new(path_of(Layer::Summary), None, what));
        }
        if let Some(what) = first_difference(sources, &its_sources) {
            return Err(Difference::new(path_of(Layer::Sources), None, what));
        }
        let (reports, verifications) = (of_all.n_reports, of_all.n_verifications);
        let counts = crate::Counts { changes: n, reports, verifications, artifacts, bytes };
        let stored = (index.sha256.as_str(), index.counts);
        match first_difference(&stored, &(of_all.sha256.as_str(), counts)) {
            Some(what) => Err(Difference::new(INDEX, None, what)),
            None => Ok(n),
        }
    }
}

/// The paths that the records of a file state for their artifacts.
fn stated_in(records: &[u8]) -> Vec<String> {
    let mut found = Vec::new();
    for line in records.split(|byte| *byte == b'\n') {
        let Ok(record) = serde_json::from_slice::<Value>(line) else { continue };
        let items = record.get("evidence").and_then(Value::as_array).into_iter().flatten();
        for item in items {
            let with = item.get("with").and_then(Value::as_array).into_iter().flatten();
            let named = ["artifact", "before", "attestation"].into_iter().filter_map(|key| item.get(key)).chain(with);
            found.extend(named.filter_map(|named| named.get("path")?.as_str().map(str::to_owned)));
        }
    }
    found
}
