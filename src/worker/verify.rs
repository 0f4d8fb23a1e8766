//! Judges a published data set again from its records and artifacts, partition by partition, and compares.

use super::bytes::digest;
use super::post;
use super::published::Published;
use super::read::PolicyInForce;
use super::segments::Fetches;
use super::session::Session;
use crate::link::protocol::{Extent, Progress, Reply};
use crate::published::parts::segments_of;
use plumbline_assess::published::{Sources, StoredColumns, Summary, columns_from_bytes};
use plumbline_ingest::{Reader, Source};
use plumbline_layers::{Fault, Folder, Layer, PackedFile, Segment, Unusable, Verifier, file_in, from_bytes};
use plumbline_report::pages::sources::words;
use plumbline_report::sources_of;
use serde::de::DeserializeOwned;
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
    /// Judges the published data set again, or the parts of it that are at hand.
    pub(super) async fn verify(&mut self, id: u32, extent: Extent) -> Reply {
        let Some(published) = self.published() else { return Reply::Failed { message: words::NOT_PUBLISHED.to_owned() } };
        let outcome = match extent {
            Extent::Parts => parts_verified(published, id).await.map(|(n, parts)| words::parts_identical(n, parts)),
            Extent::Whole => verified(published, id).await.map(|n| match published.index.is_in_parts() {
                true => words::identical(n) + words::ANSWERS_NOT_RECOMPUTED,
                false => words::identical(n),
            }),
        };
        match outcome {
            Ok(told) => Reply::Verified { extent, identical: true, told },
            Err(told) => Reply::Verified { extent, identical: false, told },
        }
    }
}

/// Judges a data set, or a part of it, and fetches what that needs.
struct Judging<'p> {
    id: u32,
    folder: &'p Folder,
    packs: Packs<'p>,
}

impl<'p> Judging<'p> {
    fn new(published: &'p Published, folder: &'p Folder, id: u32) -> Self {
        Judging { id, folder, packs: Packs { published, folder, id, kept: VecDeque::new() } }
    }

    async fn content(&self, segment: &Segment) -> Result<Vec<u8>, String> {
        Fetches::new(self.id, &self.packs.published.folder).segment(segment).content(segment).await
    }

    async fn columns(&self, segment: &Segment) -> Result<StoredColumns, String> {
        columns_from_bytes(&self.content(segment).await?).map_err(|damaged| format!("{}: {damaged}", segment.path))
    }

    async fn value<T: DeserializeOwned>(&self, layer: Layer) -> Result<T, String> {
        let segment = self.folder.index.only(layer).map_err(|unusable| unusable.to_string())?;
        from_bytes(&segment.path, &self.content(segment).await?).map_err(|unusable| unusable.to_string())
    }

    /// Judges all partitions, and compares their changes; `n` were compared before.
    async fn judge(&mut self, verifier: &mut Verifier<'p>, mut n: u64) -> Result<(), String> {
        let n_partitions = verifier.n_partitions();
        for partition in 0..n_partitions {
            tell(self.id, partition, n_partitions, n);
            let files = verifier.record_files(partition).to_vec();
            let mut sources = self.packs.sources(&files).await?;
            let artifacts = verifier.artifacts(partition, &sources);
            sources.append(&mut self.packs.sources(&artifacts).await?);
            n += verifier.judge(partition, sources).map_err(|difference| difference.to_string())?;
        }
        tell(self.id, n_partitions, n_partitions, n);
        for segment in verifier.segments() {
            verifier.compare_segment(segment, &self.content(segment).await?).map_err(|difference| difference.to_string())?;
        }
        Ok(())
    }

    /// What a data set that is loaded in parts has beside them.
    async fn of_parts(&self, verifier: &Verifier<'p>) -> Result<Vec<(&'p Segment, Vec<u8>)>, String> {
        let mut of_parts = Vec::new();
        for segment in verifier.segments_of_parts() {
            of_parts.push((segment, self.content(segment).await?));
        }
        Ok(of_parts)
    }
}

/// How many changes were recomputed; or the first thing that differs, or cannot be used, in a sentence with the name of its file.
async fn verified(published: &Published, id: u32) -> Result<u64, String> {
    let folder = folder_of(published, id).await?;
    let mut judging = Judging::new(published, &folder, id);
    let mut columns = Vec::new();
    for segment in folder.index.of_layer(Layer::Columns) {
        columns.push(judging.columns(segment).await?);
    }
    let mut verifier = Verifier::new(&folder, columns, sources_of).map_err(|difference| difference.to_string())?;
    judging.judge(&mut verifier, 0).await?;
    let (summary, sources): (Summary, Sources) = (judging.value(Layer::Summary).await?, judging.value(Layer::Sources).await?);
    let of_parts = judging.of_parts(&verifier).await?;
    verifier.finish(&summary, &sources, &of_parts).map_err(|difference| difference.to_string())
}

/// The same of the parts that are at hand, and how many these are.
async fn parts_verified(published: &Published, id: u32) -> Result<(u64, usize), String> {
    let folder = folder_of(published, id).await?;
    let mut judging = Judging::new(published, &folder, id);
    let parts: Vec<_> = published.parts.iter().flatten().filter_map(|part| segments_of(&folder.index, *part)).collect();
    let n_parts = parts.len();
    let mut n = 0;
    for (part, _) in parts {
        let columns = judging.columns(part).await?;
        let mut verifier = Verifier::of_part(&folder, part, columns, sources_of).map_err(|difference| difference.to_string())?;
        judging.judge(&mut verifier, n).await?;
        let of_parts = judging.of_parts(&verifier).await?;
        n += verifier.finish_part(&of_parts).map_err(|difference| difference.to_string())?;
    }
    if n_parts == 0 { Err(words::NO_PART.to_owned()) } else { Ok((n, n_parts)) }
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
