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
use plumbline_layers::{Fault, Folder, Layer, Pack, PackedFile, Segment, Unusable, Verifier, file_in, from_bytes};
use plumbline_report::pages::sources::words;
use plumbline_report::sources_of;
use serde::de::DeserializeOwned;
use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;

/// How many bytes of packs are kept while partitions are judged: the records and artifacts of each lie in those of all its months.
const KEPT_BYTES: usize = 256 << 20;

/// Packs of the data set, the last used ones at hand.
struct Packs<'p> {
    folder: &'p Folder,
    fetches: Fetches,
    /// How many bytes of them are kept beside the last used one.
    most_kept: usize,
    /// The last used one first.
    kept: VecDeque<(u32, Vec<u8>)>,
}

impl<'p> Packs<'p> {
    fn new(folder: &'p Folder, fetches: Fetches, most_kept: usize) -> Self {
        Packs { folder, fetches, most_kept, kept: VecDeque::new() }
    }

    /// A pack, checked.
    async fn pack(&mut self, number: u32, pack: &Pack) -> Result<&[u8], String> {
        let known = self.kept.iter().position(|(kept, _)| *kept == number).and_then(|place| self.kept.remove(place));
        let pack = match known {
            Some(pack) => pack,
            None => {
                let bytes = self.fetches.pack(pack).bytes().await?;
                let sha256 = digest(&bytes).await;
                pack.check_digested(&bytes, &sha256).map_err(|unusable| unusable.to_string())?;
                let mut room = self.most_kept;
                self.kept.retain(|(_, kept)| {
                    let is_kept = kept.len() <= room;
                    room = if is_kept { room - kept.len() } else { 0 };
                    is_kept
                });
                (number, bytes)
            }
        };
        self.kept.push_front(pack);
        Ok(self.kept.front().map(|(_, bytes)| bytes.as_slice()).unwrap_or_default())
    }

    /// Hands over files of the data set, checked, one at a time.
    async fn read(&mut self, mut files: Vec<&PackedFile>, mut take: impl FnMut(Source)) -> Result<(), String> {
        files.sort_by_key(|file| (file.pack, file.offset));
        for file in files {
            let missing = || Unusable::new(&file.path, Fault::Missing).to_string();
            let pack = self.folder.directory.pack_of(file).ok_or_else(missing)?;
            let bytes = file_in(file, pack, self.pack(file.pack, pack).await?).map_err(|unusable| unusable.to_string())?;
            take(Source { path: file.path.clone(), bytes, sha256: file.sha256.clone() });
        }
        Ok(())
    }
}

/// Reads every record and artifact of a published data set under another policy.
pub async fn read_all(published: &Published, id: u32, policy: PolicyInForce) -> Result<Reader, String> {
    let folder = folder_of(published, id).await?;
    // each pack is read once
    let mut packs = Packs::new(&folder, Fetches::new(id, &published.folder), 0);
    let mut reader = Reader::new(policy.policy, policy.sha256);
    for files in folder.directory.of_packs() {
        packs
            .read(files, |source| {
                reader.read(source);
            })
            .await?;
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
    fetches: Fetches,
    packs: Packs<'p>,
    /// What the page is told.
    progress: Rc<RefCell<Progress>>,
}

impl<'p> Judging<'p> {
    fn new(published: &'p Published, folder: &'p Folder, id: u32) -> Self {
        let progress: Rc<RefCell<Progress>> = Rc::default();
        let fetches = Fetches::new(id, &published.folder).telling(Rc::clone(&progress));
        Judging { id, folder, packs: Packs::new(folder, fetches.clone(), KEPT_BYTES), fetches, progress }
    }

    async fn content(&self, segment: &Segment) -> Result<Vec<u8>, String> {
        self.fetches.segment(segment).content(segment).await
    }

    /// Tells the page how many partitions are judged, and how many changes.
    #[allow(clippy::cast_precision_loss)]
    fn tell(&self, done: usize, total: usize, records: u64) {
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let (bytes_done, bytes_total) = (done as f64, total as f64);
        let progress =
            Progress { done: count(done), total: count(total), bytes_done, bytes_total, records, ..Progress::default() };
        self.progress.replace(progress.clone());
        post(self.id, Reply::Progress(progress));
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
            self.tell(partition, n_partitions, n);
            self.packs.read(verifier.record_files(partition).to_vec(), |file| verifier.read(file)).await?;
            self.packs.read(verifier.artifacts(partition), |file| verifier.read(file)).await?;
            n += verifier.judge(partition).map_err(|difference| difference.to_string())?;
        }
        self.tell(n_partitions, n_partitions, n);
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
