//! Data sets in layers (`plumbline.index/2`) as they lie in folders.

use super::admission::{Admission, Whence};
use super::args::Failure;
use super::input::{FileSink, name_of, read_if_there};
use super::standing::Blob;
use plumbline_assess::Assessment;
use plumbline_assess::published::{Damaged, RemarksOfPart, Summary, columns_from_bytes};
use plumbline_domain::Policy;
use plumbline_ingest::{IndexVersion, Source, default_policy, index_from_json, prepare};
use plumbline_layers::{
    Fault, Folder, INDEX, Layer, LayeredIndex, OpenPack, Unusable, answer_span, file_in, from_bytes, open_segment,
};
use plumbline_report::route::Location;
use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::thread;

/// What is said of one that lies in a zip.
pub const IN_A_ZIP: &str = "a data set in layers is not read inside of a zip: unpack it and pass its folder";

/// An index is told from other files by its first bytes.
const HEAD: usize = 200;
const INDEX_FORMAT: &[u8] = b"plumbline.index/";

/// What is wrong with a part of the data set in a folder, with the whole path of its file. A file that is there and cannot be read is not
/// missing.
pub fn in_folder(folder: &Path, unusable: &Unusable) -> Failure {
    let unreadable = match unusable.fault {
        Fault::Missing => part_of(folder, &unusable.file).err(),
        _ => None,
    };
    unreadable.unwrap_or_else(|| Failure::Unusable(format!("{}/{unusable}", name_of(folder))))
}

/// The bytes of a file of a data set, by its path in it; none when nothing is there.
fn part_of(folder: &Path, path: &str) -> Result<Option<Vec<u8>>, Failure> {
    let file = folder.join(path);
    match file.symlink_metadata() {
        Ok(found) if found.is_symlink() => Err(Failure::Unusable(format!("{}: is a link: not followed", file.display()))),
        _ => read_if_there(&file),
    }
}

/// The bytes of a file of a data set, by its path in it; none when it is no file, or cannot be read: [`in_folder`] says which.
pub fn reader_of(folder: &Path) -> impl FnMut(&str) -> Option<Vec<u8>> {
    move |path| part_of(folder, path).ok().flatten()
}

/// The bytes of the index in a folder when it is one of layers; none when there is no file of its name, or one of something else.
fn layered_index(folder: &Path) -> Result<Option<Vec<u8>>, Failure> {
    // whoever reads the folder says what a link or a pipe of that name is
    if folder.join(INDEX).symlink_metadata().is_ok_and(|found| !found.is_file()) {
        return Ok(None);
    }
    Ok(part_of(folder, INDEX)?.filter(|index| is_layered(index)))
}

/// The data set in layers that lies in a folder; none when there is no index, or one of another version.
///
/// # Errors
/// When there is one that cannot be read or used.
pub fn open(folder: &Path) -> Result<Option<Folder>, Failure> {
    let Some(index) = layered_index(folder)? else { return Ok(None) };
    Folder::open(&index, &mut reader_of(folder)).map(Some).map_err(|unusable| in_folder(folder, &unusable))
}

/// A data set in layers as it was judged when it was published.
pub struct Judged {
    /// Of its columns.
    pub assessment: Assessment,
    /// Its index.
    pub index: LayeredIndex,
    /// The files that a page reads first.
    pub first: Vec<String>,
}

/// The judgement that the data set in a folder was published with; none when there is no index, or one of another version.
///
/// # Errors
/// When there is one that cannot be read or used.
pub fn judged(folder: &Path) -> Result<Option<Judged>, Failure> {
    let Some(text) = layered_index(folder)? else { return Ok(None) };
    let mut read = reader_of(folder);
    let fail = |unusable: Unusable| in_folder(folder, &unusable);
    let index = LayeredIndex::from_json(&text).map_err(fail)?;
    let (policy, _) = index.policy().unwrap_or_else(default_policy);
    let whole = index.only(Layer::Summary).map_err(fail)?;
    let summary = from_bytes(&whole.path, &open_segment(whole, &mut read).map_err(fail)?).map_err(fail)?;
    let assessment = of_columns(&index, policy, summary, &mut read).map_err(fail)?;
    let first: Vec<String> = match index.is_in_parts() {
        true => index.of_layer(Layer::Answers).filter(|segment| segment.span == first_span()).map(|s| s.path.clone()).collect(),
        false => std::iter::once(whole).chain(index.of_layer(Layer::Columns)).map(|segment| segment.path.clone()).collect(),
    };
    Ok(Some(Judged { assessment, index, first }))
}

/// The span of the answer for the place that a page opens with.
fn first_span() -> Option<String> {
    Some(answer_span(&Location::default().to_fragment()))
}

/// A data set as it was judged, of all its columns.
///
/// # Errors
/// When one of them cannot be used.
pub fn of_columns(
    index: &LayeredIndex,
    policy: Policy,
    summary: Summary,
    read: &mut dyn FnMut(&str) -> Option<Vec<u8>>,
) -> Result<Assessment, Unusable> {
    let mut spans = Vec::new();
    for segment in index.of_layer(Layer::Columns) {
        let content = open_segment(segment, read)?;
        let damaged = |found: Damaged| Unusable::new(&segment.path, Fault::Content(found.0));
        let rows = columns_from_bytes(&content).map_err(damaged)?;
        let remarks = index.of_layer(Layer::Remarks).find(|remarks| remarks.span == segment.span);
        let remarks = match remarks {
            Some(remarks) => from_bytes(&remarks.path, &open_segment(remarks, read)?)?,
            None => RemarksOfPart::default(),
        };
        spans.push((rows, remarks));
    }
    Assessment::of_parts_of(policy, summary, None, &spans).map_err(|found| Unusable::new(INDEX, Fault::Content(found.0)))
}

/// Whether these are the bytes of an index of layers.
pub fn is_layered(index: &[u8]) -> bool {
    let head = index.get(..HEAD.min(index.len())).unwrap_or_default();
    let says_so = head.windows(INDEX_FORMAT.len()).any(|window| window == INDEX_FORMAT);
    says_so && index_from_json(index).is_ok_and(|(index, _)| index.version == IndexVersion::Layers)
}

/// Reads the records and artifacts of a data set in layers; the files of the folder that hold them, or its judgement. None when it is
/// no such data set.
///
/// # Errors
/// When a part of it is not the one that its index or its directory lists.
pub fn read_folder(folder: &Path, admission: &mut Admission, reader: &mut dyn FileSink) -> Result<HashSet<PathBuf>, Failure> {
    let Some(layered) = open(folder)? else { return Ok(HashSet::new()) };
    let name = name_of(folder);
    let fail = |unusable| in_folder(folder, &unusable);
    layered.each_pack(&mut reader_of(folder), fail, |pack| {
        let path = folder.join(&pack.path);
        hand_over(&name, pack, Whence { path: Some(&path), ..Whence::default() }, admission, reader);
        Ok(())
    })?;
    // the index is read like any other file: it names the data set
    Ok(layered.own_paths().into_iter().filter(|path| path != INDEX).map(|path| folder.join(path)).collect())
}

/// Reads the files of a pack on all processors; `name` is that of the folder.
pub fn hand_over(name: &str, pack: OpenPack<'_>, whence: Whence<'_>, admission: &mut Admission, reader: &mut dyn FileSink) {
    let wants_blobs = admission.wants_blobs();
    let container = wants_blobs.then(|| Blob::of(pack.bytes));
    let n_threads = thread::available_parallelism().map_or(1, usize::from).min(8);
    let policy = reader.policy().clone();
    let mut sources: Vec<Vec<Source>> = (0..n_threads).map(|_| Vec::new()).collect();
    for (n, (path, sha256, bytes)) in pack.files.into_iter().enumerate() {
        if let Some(of_thread) = sources.get_mut(n % n_threads) {
            of_thread.push(Source { path: format!("{name}/{path}"), bytes, sha256 });
        }
    }
    let read = |source: Source| {
        let blob = wants_blobs.then(|| Blob::of(&source.bytes));
        (prepare(source, &policy), blob)
    };
    let prepared: Vec<_> = thread::scope(|scope| {
        let spawn = |sources: Vec<Source>| scope.spawn(|| sources.into_iter().map(read).collect::<Vec<_>>());
        let threads: Vec<_> = sources.into_iter().map(spawn).collect();
        threads.into_iter().filter_map(|thread| thread.join().ok()).flatten().collect()
    });
    for (file, blob) in prepared {
        admission.hand_over(file, Whence { blob: blob.as_ref(), container: container.as_ref(), ..whence }, reader);
    }
}

/// Hands over the files of records of a data set in layers, each under its whole path. False when the folder holds no such data set.
///
/// # Errors
/// When a part of it is not the listed one.
pub fn each_record_file(folder: &Path, mut take: impl FnMut(&str, Vec<u8>)) -> Result<bool, Failure> {
    let Some(layered) = open(folder)? else { return Ok(false) };
    let name = name_of(folder);
    let fail = |unusable| in_folder(folder, &unusable);
    layered.each_pack(&mut reader_of(folder), fail, |pack| {
        for (path, _, bytes) in pack.files.into_iter().filter(|(path, ..)| path.starts_with("reports/")) {
            take(&format!("{name}/{path}"), bytes);
        }
        Ok(())
    })?;
    Ok(true)
}

/// The bytes of a file of a data set in layers, by its whole path; none when no folder is one that holds it.
pub fn bytes_at(folders: &[PathBuf], path: &str) -> Option<Vec<u8>> {
    folders.iter().find_map(|folder| {
        let inside = path.strip_prefix(&name_of(folder))?.strip_prefix('/')?;
        let layered = open(folder).ok().flatten()?;
        let file = layered.directory.file(inside)?;
        let pack = layered.directory.pack_of(file)?;
        file_in(file, pack, &reader_of(folder)(&pack.path())?).ok()
    })
}
