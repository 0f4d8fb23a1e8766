//! Whether a published data set is what its records and artifacts give: judged again, partition by partition, and compared with what
//! is stored. Nothing that the publisher computed is taken for true.
//!
//! 1. [`Verifier::new`] with the columns of all spans;
//! 2. for each of [`Verifier::n_partitions`]: [`Verifier::read`] each of [`Verifier::record_files`], then each of
//!    [`Verifier::artifacts`], and [`Verifier::judge`] them;
//! 3. [`Verifier::compare_segment`] for each of [`Verifier::segments`], with its content;
//! 4. [`Verifier::finish`] with the summary and the sources, and the contents of [`Verifier::segments_of_parts`].
//!
//! One part of a data set that is loaded in parts is verified by itself with [`Verifier::of_part`], and [`Verifier::finish_part`] at the
//! end: all its changes and their evidence.

use crate::bucket::Buckets;
use crate::difference::{Difference, first_difference};
use crate::directory::{PackedFile, evidence_path, partition_of};
use crate::folder::Folder;
use crate::index::INDEX;
use crate::judge::{JudgedChange, by_change};
use crate::merge::Merger;
use crate::segment::{Layer, Segment};
use crate::span::Span;
use crate::stored::{Print, Prints, StoredChange, StoredChanges};
use crate::verify_parts::{self, OF_PARTS};
use plumbline_assess::Assessment;
use plumbline_assess::published::{Sources, StoredColumns, Summary, later_from_bytes, later_to_bytes};
use plumbline_domain::{Policy, Verification, name_key};
use plumbline_ingest::{Prepared, Reader, Source, prepare};
use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// Judges a published data set again.
pub struct Verifier<'f> {
    folder: &'f Folder,
    policy: Policy,
    policy_sha256: String,
    changes: StoredChanges<'f>,
    /// The changes of each segment of details, by its path, once all are judged.
    of_details: OnceCell<HashMap<&'f str, Vec<u32>>>,
    /// The files of records of each partition, by name.
    partitions: Vec<Vec<&'f PackedFile>>,
    /// The first path of each artifact with the same bytes.
    first_of: HashMap<&'f str, &'f PackedFile>,
    named: HashSet<&'f str>,
    /// What was read of the partition that is judged next.
    files: Vec<Prepared>,
    /// The partition of each team, by its key.
    teams: HashMap<String, usize>,
    sources_of: SourcesOf,
    /// What is known of the data set as a whole; none where only a part is judged.
    merger: Option<Merger>,
    /// The columns of the only part that is judged.
    part: Option<&'f Segment>,
}

/// Gives what the sources of a judgement show.
pub type SourcesOf = fn(&Assessment) -> Sources;

impl<'f> Verifier<'f> {
    /// Begins; `columns` are those of each segment of [`Layer::Columns`], in the order of the index. `sources_of` is what the publisher
    /// wrote the sources with.
    ///
    /// # Errors
    /// When the columns are not those of one data set.
    pub fn new(folder: &'f Folder, columns: Vec<StoredColumns>, sources_of: SourcesOf) -> Result<Self, Difference> {
        let changes = StoredChanges::of(folder.index.of_layer(Layer::Columns).zip(columns))?;
        let merger = Merger::new(changes.all().iter().map(|change| change.id.clone()));
        let mut verifier = Self::over(folder, changes, sources_of)?;
        verifier.merger = Some(merger);
        // the artifacts that no record names
        verifier.partitions.push(Vec::new());
        Ok(verifier)
    }

    /// Begins with one part of a data set that is loaded in parts; `part` is the segment of its columns.
    ///
    /// # Errors
    /// When the columns are not those of one data set, or nothing tells which records belong to them.
    pub fn of_part(
        folder: &'f Folder,
        part: &'f Segment,
        columns: StoredColumns,
        sources_of: SourcesOf,
    ) -> Result<Self, Difference> {
        let changes = StoredChanges::of([(part, columns)])?;
        let mut verifier = Self::over(folder, changes, sources_of)?;
        let names = verifier.partitions.iter().filter_map(|files| partition_of(&files.first()?.path));
        let span = |segment: &Segment| Span::from_name(segment.span.as_deref()?);
        let spans: BTreeSet<Span> = folder.index.of_layer(Layer::Columns).filter_map(span).collect();
        let buckets = Buckets::fitting(names, &spans);
        let Some((buckets, of_part)) = buckets.zip(span(part)) else {
            return Err(Difference::new(&part.path, None, "its records cannot be told from those of other parts"));
        };
        let is_of_part = |files: &Vec<&PackedFile>| {
            let name = files.first().and_then(|file| partition_of(&file.path));
            name.is_some_and(|name| buckets.of_partition(name) == of_part)
        };
        verifier.partitions.retain(is_of_part);
        verifier.part = Some(part);
        Ok(verifier)
    }

    fn over(folder: &'f Folder, changes: StoredChanges<'f>, sources_of: SourcesOf) -> Result<Self, Difference> {
        let no_policy = || Difference::new(INDEX, None, "the policy that judged is not at hand");
        let (policy, policy_sha256) = folder.index.policy().ok_or_else(no_policy)?;
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
        Ok(Verifier {
            folder,
            policy,
            policy_sha256,
            changes,
            of_details: OnceCell::new(),
            partitions: partitions.into_values().collect(),
            first_of,
            named: HashSet::new(),
            files: Vec::new(),
            teams: HashMap::new(),
            sources_of,
            merger: None,
            part: None,
        })
    }

    /// How many partitions there are; the last of a whole data set holds the artifacts that no record names.
    pub fn n_partitions(&self) -> usize {
        self.partitions.len()
    }

    /// The files of records of a partition.
    pub fn record_files(&self, partition: usize) -> &[&'f PackedFile] {
        self.partitions.get(partition).map(Vec::as_slice).unwrap_or_default()
    }

    /// Reads a file of the partition that is judged next, and drops its bytes.
    pub fn read(&mut self, file: Source) {
        self.files.push(prepare(file, &self.policy));
    }

    /// The artifacts that a partition is judged with, once its files of records are read. The last partition has to come last.
    pub fn artifacts(&mut self, partition: usize) -> Vec<&'f PackedFile> {
        let mut found: BTreeMap<&str, &PackedFile> = BTreeMap::new();
        if self.part.is_none() && partition + 1 == self.partitions.len() {
            let rest = self.folder.directory.files.iter().filter(|file| !file.holds_records());
            found.extend(rest.filter(|file| !self.named.contains(file.path.as_str())).map(|file| (file.path.as_str(), file)));
        }
        for stated in self.files.iter().flat_map(Prepared::stated_paths) {
            let Some(file) = evidence_path(stated).and_then(|path| self.folder.directory.file(&path)) else { continue };
            self.named.insert(&file.path);
            found.insert(&file.path, file);
        }
        let firsts: Vec<&PackedFile> =
            found.values().filter_map(|file| self.first_of.get(file.sha256.as_str()).copied()).collect();
        found.extend(firsts.into_iter().map(|file| (file.path.as_str(), file)));
        found.into_values().collect()
    }

    /// Judges a partition from what was read, and compares the columns. Gives how many changes it has.
    ///
    /// # Errors
    /// When a change is not as it is stored.
    pub fn judge(&mut self, partition: usize) -> Result<u64, Difference> {
        let mut reader = Reader::new(self.policy.clone(), self.policy_sha256.clone());
        for file in self.files.drain(..) {
            reader.add(file);
        }
        let assessment = Assessment::new(reader.into_dataset(self.folder.index.now()));
        self.has_no_run_of_others(&assessment)?;
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
            self.changes.recomputed(records, &row, Prints { record: Print::of(&record), detail: Print::of(&detail), later })?;
            n += 1;
        }
        if let Some(merger) = &mut self.merger {
            merger.add(&assessment, (self.sources_of)(&assessment));
        }
        Ok(n)
    }

    /// Whether no run was judged apart from the reports of its change: there it would neither prove nor refute anything.
    fn has_no_run_of_others(&self, assessment: &Assessment) -> Result<(), Difference> {
        let dataset = assessment.dataset();
        let mut runs = dataset.orphans.iter().map(|orphan| &orphan.verification);
        let is_of_another = |run: &&Verification| {
            let in_this = dataset.changes.binary_search_by(|change| change.fields.id.as_str().cmp(&run.change));
            in_this.is_err() && self.changes.holds(&run.change)
        };
        match runs.find(is_of_another) {
            Some(run) => {
                let file = dataset.receipts.get(run.origin.file.0 as usize).map_or("", |receipt| receipt.file.as_str());
                Err(Difference::new(file, Some(&run.change), "a run of it lies among the records of other changes"))
            }
            None => Ok(()),
        }
    }

    /// The segments that [`Self::compare_segment`] compares: those of the changes, of how they will be judged, and of the details.
    pub fn segments(&self) -> impl Iterator<Item = &'f Segment> {
        let (index, directory) = (&self.folder.index, &self.folder.directory);
        let part = self.part;
        let is_asked_for = move |segment: &&Segment| part.is_none_or(|part| part.span == segment.span);
        let of_part: Option<HashSet<u32>> = part.map(|part| {
            let of_spans = directory.of_spans.iter().filter(|of_span| Some(&of_span.span) == part.span.as_ref());
            of_spans.flat_map(|of_span| of_span.segment.iter().copied()).collect()
        });
        let details = (0_u32..).zip(&directory.details);
        let details = details.filter(move |(n, _)| of_part.as_ref().is_none_or(|of_part| of_part.contains(n)));
        let changes = index.of_layer(Layer::Changes).chain(index.of_layer(Layer::Later)).filter(is_asked_for);
        changes.chain(details.map(|(_, segment)| segment))
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
            let found = print.and_then(|print| rest.split_at_checked(print.bytes).filter(|(own, _)| Print::of(own) == print));
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
        let damaged = || Difference::new(&segment.path, None, "it holds no later rows");
        let rows = later_from_bytes(content).map_err(|_| damaged())?;
        let n_rows = rows.len();
        let mut found = by_change(rows);
        if found.values().map(Vec::len).sum::<usize>() != n_rows {
            return Err(damaged());
        }
        let mut n = 0;
        for change in self.changes.of_span(segment) {
            let stored = found.remove(&*change.id).unwrap_or_default();
            n += u64::from(!stored.is_empty());
            if change.recomputed.is_some_and(|prints| prints.later != Print::of(&later_to_bytes(&stored))) {
                let what = "how it will be judged later is not what was recomputed";
                return Err(Difference::new(&segment.path, Some(&change.id), what));
            }
        }
        match found.is_empty() && n == segment.changes {
            true => Ok(()),
            false => Err(Difference::new(&segment.path, None, "it holds other changes than its span has")),
        }
    }

    /// The changes of a span, with what was recomputed of their records.
    fn of_span(&self, segment: &Segment) -> Vec<(&str, Option<Print>)> {
        let with_print = |change: &'_ StoredChange| change.recomputed.map(|prints| prints.record);
        self.changes.of_span(segment).into_iter().map(|change| (&*change.id, with_print(change))).collect()
    }

    /// The changes of a segment of details in their order, with what was recomputed of them.
    fn of_details(&self, segment: &Segment) -> Vec<(&str, Option<Print>)> {
        let of_details = self.of_details.get_or_init(|| self.changes.of_details(&self.folder.directory));
        let places = of_details.get(segment.path.as_str()).map(Vec::as_slice).unwrap_or_default();
        let with_print = |change: &'_ StoredChange| change.recomputed.map(|prints| prints.detail);
        self.changes.at(places).into_iter().map(|change| (&*change.id, with_print(change))).collect()
    }

    /// The segments whose contents [`Self::finish`] compares: what a data set that is loaded in parts has beside them.
    pub fn segments_of_parts(&self) -> impl Iterator<Item = &'f Segment> {
        let part = self.part;
        let is_of_parts = move |segment: &&Segment| match part {
            None => segment.layer == Layer::Whole || OF_PARTS.contains(&segment.layer),
            Some(part) => segment.layer == Layer::Lookup && segment.span == part.span,
        };
        self.folder.index.segments.iter().filter(is_of_parts)
    }

    /// Compares what is known of the data set as a whole, and `of_parts`, the contents of [`Self::segments_of_parts`]; how many changes
    /// were recomputed. Finished answers are not recomputed here.
    ///
    /// # Errors
    /// When something is stored that was not recomputed, or differs.
    pub fn finish(mut self, summary: &Summary, sources: &Sources, of_parts: &[(&Segment, Vec<u8>)]) -> Result<u64, Difference> {
        let index = &self.folder.index;
        let n = self.all_recomputed()?;
        let n_rows: BTreeSet<(Option<&str>, usize)> =
            self.changes.spans().map(|(segment, columns)| (segment.span.as_deref(), columns.len())).collect();
        let listed: BTreeSet<(Option<&str>, usize)> =
            self.folder.directory.of_spans.iter().map(|of_span| (Some(of_span.span.as_str()), of_span.segment.len())).collect();
        let path_of = |layer: Layer| index.only(layer).map_or(INDEX, |segment| segment.path.as_str());
        if n_rows != listed {
            return Err(Difference::new(path_of(Layer::Directory), None, "it does not say which details belong to which change"));
        }
        self.has_all_layers(&[Layer::Changes, Layer::Later])?;
        if index.is_in_parts() {
            self.has_all_layers(&OF_PARTS)?;
        }
        let artifacts = self.folder.directory.files.iter().filter(|file| !file.holds_records()).count() as u64;
        let bytes = self.folder.directory.files.iter().map(|file| file.bytes).sum();
        let merger = self.merger.take().ok_or_else(|| Difference::new(INDEX, None, "only a part of it was judged"))?;
        let (mut of_all, its_sources) = merger.finish(index.now(), self.policy_sha256.clone(), index.title.clone());
        if index.is_in_parts() {
            verify_parts::compare(self.folder, &self.changes, &of_all.remarks, of_parts)?;
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

    /// Compares what is known of a part beside its changes: `of_parts` are the contents of [`Self::segments_of_parts`]. How many changes were
    /// recomputed. What is known of the data set as a whole is not recomputed, remarks among it.
    ///
    /// # Errors
    /// When something is stored that was not recomputed, or differs.
    pub fn finish_part(self, of_parts: &[(&Segment, Vec<u8>)]) -> Result<u64, Difference> {
        let n = self.all_recomputed()?;
        self.has_all_layers(&[Layer::Changes, Layer::Later, Layer::Lookup])?;
        for (segment, content) in of_parts {
            let lookup = self.folder.directory.of_span(segment.span.as_deref().unwrap_or_default());
            let n_rows: usize = lookup.of_spans.iter().map(|of_span| of_span.segment.len()).sum();
            if *content != lookup.to_bytes() || n_rows as u64 != n {
                return Err(Difference::new(&segment.path, None, "it does not say which details belong to which change"));
            }
        }
        Ok(n)
    }

    /// How many changes there are, when all of them were recomputed.
    fn all_recomputed(&self) -> Result<u64, Difference> {
        match self.changes.all().iter().find(|change| change.recomputed.is_none()) {
            Some(change) => {
                let file = self.changes.segment_of(change).map_or(INDEX, |segment| segment.path.as_str());
                Err(Difference::new(file, Some(&change.id), "no record speaks of it"))
            }
            None => Ok(self.changes.all().len() as u64),
        }
    }

    /// Whether each span has a segment of these layers.
    fn has_all_layers(&self, layers: &[Layer]) -> Result<(), Difference> {
        for (columns, rows) in self.changes.spans() {
            for layer in layers {
                if !self.folder.index.of_layer(*layer).any(|segment| segment.span == columns.span) && !rows.is_empty() {
                    return Err(Difference::new(&columns.path, None, "its span lacks a segment of another layer"));
                }
            }
        }
        Ok(())
    }
}
