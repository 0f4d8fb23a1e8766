//! Judges a published data set again from its records and artifacts, partition by partition, and compares.

use super::bytes::digest;
use super::post;
use super::published::Published;
use super::read::PolicyInForce;
use super::segments::Fetches;
use super::session::Session;
use crate::link::protocol::{Progress, Reply};
use plumbline_assess::published::{Sources, Summary, columns_from_bytes};
use plumbline_ingest::{Reader, Source};
use plumbline_layers::{Fault, Folder, Layer, PackedFile, Segment, Unusable, Verifier, file_in, from_bytes};
use plumbline_report::pages::sources::words;
use plumbline_report::sources_of;
use std::collections::VecDeque;

/// How many packs are kept at a time, of at most 16 MB each: a partition's records and artifacts lie in those of a few months.
const KEPT: usize = 4;

/// Packs of the data set, the last used ones at hand.
struct Packs<'p> {
    published: &'p Published,
    folder: &'p Folder,
    id: u32,
    kept: VecDeque<(u32, Vec<u8>)>,
}

impl Packs<'_> {
    /// Files of the data set, checked.
    async fn sources(&mut self, files: &[&PackedFile]) -> Result<Vec<Source>, String> {
        let mut files = files.to_vec();
        files.sort_by_key(|file| (file.pack, file.offset));
        let mut out = Vec::with_capacity(files.len());
        for file in files {
            let missing = || Unusable::new(&file.path, Fault::Missing).to_string();
            let pack = self.folder.directory.pack_of(file).ok_or_else(missing)?;
            if !self.kept.iter().any(|(number, _)| *number == file.pack) {
                let bytes = Fetches::new(self.id, &self.published.folder).pack(pack).bytes().await?;
                let sha256 = digest(&bytes).await;
                pack.check_digested(&bytes, &sha256).map_err(|unusable| unusable.to_string())?;
                self.kept.truncate(KEPT - 1);
                self.kept.push_front((file.pack, bytes));
            }
            let bytes = self.kept.iter().find(|(number, _)| *number == file.pack).map(|(_, bytes)| bytes.as_slice());
            let content = file_in(file, pack, bytes.unwrap_or_default()).map_err(|unusable| unusable.to_string())?;
            out.push(Source { path: file.path.clone(), bytes: content, sha256: file.sha256.clone() });
        }
        Ok(out)
    }
}

/// Reads every record and artifact of a published data set under another policy.
pub async fn read_all(published: &Published, id: u32, policy: PolicyInForce) -> Result<Reader, String> {
    let folder = folder_of(published, id).await?;
    let mut packs = Packs { published, folder: &folder, id, kept: VecDeque::new() };
    let mut reader = Reader::new(policy.policy, policy.sha256);
    for files in folder.directory.of_packs() {
        for source in packs.sources(&files).await? {
            reader.read(source);
        }
    }
    Ok(reader)
}

async fn folder_of(published: &Published, id: u32) -> Result<Folder, String> {
    Ok(Folder { index: published.index.clone(), directory: published.directory(id).await? })
}

impl Session {
    /// Judges the published data set again.
    pub(super) async fn verify(&mut self, id: u32) -> Reply {
        let Some(published) = self.published() else { return Reply::Failed { message: words::NOT_PUBLISHED.to_owned() } };
        match verified(published, id).await {
            Ok(n) if published.index.is_in_parts() => {
                Reply::Verified { identical: true, told: words::identical(n) + words::ANSWERS_NOT_RECOMPUTED }
            }
            Ok(n) => Reply::Verified { identical: true, told: words::identical(n) },
            Err(told) => Reply::Verified { identical: false, told },
        }
    }
}

/// How many changes were recomputed; or the first thing that differs, or cannot be used, in a sentence with the name of its file.
async fn verified(published: &Published, id: u32) -> Result<u64, String> {
    let folder = folder_of(published, id).await?;
    let content = async |segment: &Segment| Fetches::new(id, &published.folder).segment(segment).content(segment).await;
    let mut columns = Vec::new();
    for segment in folder.index.of_layer(Layer::Columns) {
        let rows = columns_from_bytes(&content(segment).await?);
        columns.push(rows.map_err(|damaged| format!("{}: {damaged}", segment.path))?);
    }
    let mut verifier = Verifier::new(&folder, columns, sources_of).map_err(|difference| difference.to_string())?;
    let mut packs = Packs { published, folder: &folder, id, kept: VecDeque::new() };
    let n_partitions = verifier.n_partitions();
    let mut n = 0;
    for partition in 0..n_partitions {
        tell(id, partition, n_partitions, n);
        let files = verifier.record_files(partition).to_vec();
        let mut sources = packs.sources(&files).await?;
        let artifacts = verifier.artifacts(partition, &sources);
        sources.append(&mut packs.sources(&artifacts).await?);
        n += verifier.judge(partition, sources).map_err(|difference| difference.to_string())?;
    }
    tell(id, n_partitions, n_partitions, n);
    for segment in verifier.segments() {
        verifier.compare_segment(segment, &content(segment).await?).map_err(|difference| difference.to_string())?;
    }
    let only = |layer| folder.index.only(layer).map_err(|unusable| unusable.to_string());
    let (summary, sources) = (only(Layer::Summary)?, only(Layer::Sources)?);
    let its_summary: Summary = from_bytes(&summary.path, &content(summary).await?).map_err(|unusable| unusable.to_string())?;
    let its_sources: Sources = from_bytes(&sources.path, &content(sources).await?).map_err(|unusable| unusable.to_string())?;
    let mut of_parts = Vec::new();
    for segment in verifier.segments_of_parts() {
        of_parts.push((segment, content(segment).await?));
    }
    verifier.finish(&its_summary, &its_sources, &of_parts).map_err(|difference| difference.to_string())
}

/// Tells the page how many partitions are judged, and how many changes.
#[allow(clippy::cast_precision_loss)]
fn tell(id: u32, done: usize, total: usize, records: u64) {
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let progress = Progress {
        done: count(done),
        total: count(total),
        bytes_done: done as f64,
        bytes_total: total as f64,
        current: None,
        index: None,
        last: None,
        records,
    };
    post(id, Reply::Progress(progress));
}
