//! A published data set in layers: its columns at once, everything else when somebody asks for it.

use std::collections::{BTreeSet, VecDeque};

use super::read::PolicyInForce;
use super::segments::{Coming, Fetches};
use crate::published::needed::{all_spans, changes_of, details_of, lookups_of};
use plumbline_assess::Assessment;
use plumbline_assess::published::{Damaged, Sources, Summary, Wanted, Whole, columns_from_bytes};
use plumbline_domain::{Instant, Policy};
use plumbline_ingest::{IndexVersion, index_from_json, sha256_hex};
use plumbline_layers::{Directory, Layer, LayeredIndex, Segment, from_bytes, to_bytes};

/// How many segments of evidence are on their way at a time.
const AHEAD: usize = 8;

/// How often more is added for one answer: columns, changes, evidence, sources, and what only these name.
pub const MOST_ROUNDS: usize = 8;

/// What is said when that is not enough.
pub const NO_END: &str = "what is published does not hold what its own index asks for";

/// The format's name, with the slash before its version.
const FORMAT: &[u8] = b"plumbline.index/";

/// A published data set in layers.
pub struct Published {
    /// The address of its folder, ending in `/`.
    pub folder: String,
    /// Its index.
    pub index: LayeredIndex,
    directory: Option<Directory>,
    /// The names of the spans whose columns are at hand.
    pub(super) spans: Vec<String>,
    /// What its parts have in common, once it was loaded.
    pub(super) common: Option<(Summary, Whole)>,
    /// Which parts are at hand, when it is loaded in parts; none when all of it is.
    pub(super) parts: Option<BTreeSet<u32>>,
    /// Why its columns are not there.
    pub fault: Option<String>,
}

/// Whether an index is of another version than 1. Of one that cannot be read, its text tells who says why.
pub fn is_layered(index: &[u8]) -> bool {
    match index_from_json(index) {
        Ok((index, _)) => index.version == IndexVersion::Layers,
        Err(_) => {
            let place = index.windows(FORMAT.len()).position(|window| window == FORMAT);
            place.and_then(|place| index.get(place + FORMAT.len()..)).is_some_and(|version| !version.starts_with(b"1"))
        }
    }
}

/// A data set of nothing.
pub fn nothing(policy: &PolicyInForce, now: Instant) -> Option<Assessment> {
    let summary = Summary {
        now,
        policy_sha256: policy.sha256.clone(),
        title: None,
        sha256: sha256_hex(b""),
        n_files: 0,
        n_refused: 0,
        n_reports: 0,
        n_verifications: 0,
        newest_record: None,
        oldest_record: None,
        apart: Vec::new(),
        remarks: Vec::new(),
    };
    let mut assessment = Assessment::of_columns(policy.policy.clone(), summary, &[]).ok()?;
    assessment.add_sources(&to_bytes(&Sources::default())).ok()?;
    Some(assessment)
}

/// What is wrong with a segment.
pub(super) fn damaged(segment: &Segment, damaged: &Damaged) -> String {
    format!("{}: {damaged}", segment.path)
}

impl Published {
    /// The data set of an index, and its policy.
    ///
    /// # Errors
    /// When the index cannot be used: a sentence.
    pub fn of_index(folder: &str, text: &[u8]) -> Result<(Self, PolicyInForce), String> {
        let index = LayeredIndex::from_json(text).map_err(|unusable| unusable.to_string())?;
        let policy = match (&index.policy_text, index.policy()) {
            (Some(text), Some((policy, sha256))) => PolicyInForce { policy, sha256, text: text.clone() },
            _ => PolicyInForce::default(),
        };
        let (spans, parts) = match index.is_in_parts() {
            true => (Vec::new(), Some(BTreeSet::new())),
            false => (all_spans(&index), None),
        };
        let folder = folder.to_owned();
        Ok((Published { folder, index, directory: None, spans, common: None, parts, fault: None }, policy))
    }

    /// Loads summary and columns. When one of them cannot be used, the data set is one without changes, and [`Published::fault`] says why.
    /// Of one that is loaded in parts nothing is needed yet.
    pub async fn load(&mut self, id: u32, policy: &PolicyInForce) -> Option<Assessment> {
        self.fault = None;
        if self.parts.is_some() {
            return None;
        }
        match self.columns(id, &policy.policy).await {
            Ok(assessment) => Some(assessment),
            Err(fault) => {
                self.fault = Some(fault);
                let summary = self.summary(id).await.ok()?;
                Assessment::of_columns(policy.policy.clone(), summary, &[]).ok()
            }
        }
    }

    pub(super) async fn summary(&self, id: u32) -> Result<Summary, String> {
        let segment = self.index.only(Layer::Summary).map_err(|unusable| unusable.to_string())?;
        let content = Fetches::new(id, &self.folder).segment(segment).content(segment).await?;
        from_bytes(&segment.path, &content).map_err(|unusable| unusable.to_string())
    }

    async fn columns(&self, id: u32, policy: &Policy) -> Result<Assessment, String> {
        let fetches = Fetches::new(id, &self.folder);
        let columns: Vec<(&Segment, Coming)> =
            self.index.of_layer(Layer::Columns).map(|segment| (segment, fetches.segment(segment))).collect();
        let summary = self.summary(id).await?;
        let mut spans = Vec::with_capacity(columns.len());
        for (segment, coming) in columns {
            let content = coming.content(segment).await?;
            spans.push(columns_from_bytes(&content).map_err(|error| damaged(segment, &error))?);
        }
        Assessment::of_columns(policy.clone(), summary, &spans).map_err(|error| format!("index.json: {error}"))
    }

    /// Adds what is wanted.
    ///
    /// # Errors
    /// When a segment is not there, or not the listed one: a sentence with its name.
    pub async fn add(&mut self, id: u32, assessment: &mut Assessment, wanted: &Wanted) -> Result<(), String> {
        let fetches = Fetches::new(id, &self.folder);
        let start = |segment| (segment, fetches.segment(segment));
        let only = |layer| self.index.only(layer).map(start).map_err(|unusable| unusable.to_string());
        // all of it is on its way before any of it is read
        let changes: Vec<_> =
            changes_of(&self.index, &self.spans, wanted).into_iter().map(|(span, segment)| (span, start(segment))).collect();
        let sources = if wanted.sources { Some(only(Layer::Sources)?) } else { None };
        let is_in_parts = self.index.is_in_parts();
        let needs_directory = !wanted.details.is_empty() && self.directory.is_none() && !is_in_parts;
        let directory = if needs_directory { Some(only(Layer::Directory)?) } else { None };
        for (span, (segment, coming)) in changes {
            let content = coming.content(segment).await?;
            assessment.add_changes(span, &content).map_err(|error| damaged(segment, &error))?;
        }
        if let Some((segment, coming)) = sources {
            let content = coming.content(segment).await?;
            assessment.add_sources(&content).map_err(|error| damaged(segment, &error))?;
        }
        if let Some((segment, coming)) = directory {
            let content = coming.content(segment).await?;
            let read = Directory::from_bytes(&segment.path, &content).map_err(|unusable| unusable.to_string())?;
            self.directory = Some(read);
        }
        if is_in_parts {
            let mut lookups = Vec::new();
            for segment in lookups_of(&self.index, &self.spans, assessment, wanted) {
                let content = fetches.segment(segment).content(segment).await?;
                lookups.push(Directory::from_bytes(&segment.path, &content).map_err(|unusable| unusable.to_string())?);
            }
            for lookup in &lookups {
                Self::add_details(&fetches, details_of(&self.spans, lookup, assessment, wanted), assessment).await?;
            }
            return Ok(());
        }
        let Some(directory) = &self.directory else { return Ok(()) };
        Self::add_details(&fetches, details_of(&self.spans, directory, assessment, wanted), assessment).await
    }

    /// Adds details.
    async fn add_details(fetches: &Fetches, details: Vec<&Segment>, assessment: &mut Assessment) -> Result<(), String> {
        let start = |segment| (segment, fetches.segment(segment));
        let mut waiting = details.into_iter();
        let mut coming: VecDeque<(&Segment, Coming)> = waiting.by_ref().take(AHEAD).map(start).collect();
        while let Some((segment, file)) = coming.pop_front() {
            let content = file.content(segment).await?;
            coming.extend(waiting.next().map(start));
            assessment.add_details(&content).map_err(|error| damaged(segment, &error))?;
        }
        Ok(())
    }

    /// The directory, fetched when it is not at hand.
    ///
    /// # Errors
    /// When it is not there, or not the listed one: a sentence with its name.
    pub async fn directory(&self, id: u32) -> Result<Directory, String> {
        if let Some(directory) = &self.directory {
            return Ok(directory.clone());
        }
        let segment = self.index.only(Layer::Directory).map_err(|unusable| unusable.to_string())?;
        let content = Fetches::new(id, &self.folder).segment(segment).content(segment).await?;
        Directory::from_bytes(&segment.path, &content).map_err(|unusable| unusable.to_string())
    }
}
