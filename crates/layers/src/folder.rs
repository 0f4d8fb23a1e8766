//! A published data set as it lies in a folder, a commit or an archive: whoever opens it says how a file is read.

use crate::directory::{Directory, Pack, PackedFile};
use crate::error::{Fault, Unusable};
use crate::index::{INDEX, LayeredIndex};
use crate::segment::{Layer, Segment};
use std::collections::BTreeSet;

/// A published data set, opened: its index and its directory.
#[derive(Clone, Debug)]
pub struct Folder {
    /// Its index.
    pub index: LayeredIndex,
    /// Its directory.
    pub directory: Directory,
}

impl Folder {
    /// Opens a data set; `index` are the bytes of its index, and `read` gives those of a file by its path.
    ///
    /// # Errors
    /// When the index or the directory cannot be used.
    pub fn open(index: &[u8], read: &mut dyn FnMut(&str) -> Option<Vec<u8>>) -> Result<Self, Unusable> {
        let index = LayeredIndex::from_json(index)?;
        let segment = index.only(Layer::Directory)?;
        let content = open_segment(segment, read)?;
        let directory = Directory::from_bytes(&segment.path, &content)?;
        Ok(Folder { index, directory })
    }

    /// The paths of all its files, but for `checks.json`.
    pub fn own_paths(&self) -> BTreeSet<String> {
        let segments = self.index.segments.iter().map(|segment| segment.path.clone());
        segments.chain(self.directory.paths()).chain([INDEX.to_owned()]).collect()
    }

    /// Hands over each pack with its files and their bytes. No more than one pack is in memory.
    ///
    /// # Errors
    /// When a pack is not the listed one, which `fail` makes an error of, and the first error of `take`.
    pub fn each_pack<E>(
        &self,
        read: &mut dyn FnMut(&str) -> Option<Vec<u8>>,
        fail: impl Fn(Unusable) -> E,
        mut take: impl FnMut(OpenPack<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        for (pack, files) in self.directory.packs.iter().zip(self.directory.of_packs()) {
            let bytes = read(&pack.path()).ok_or_else(|| fail(Unusable::new(pack.path(), Fault::Missing)))?;
            let open = |file: &'_ PackedFile| Ok((file.path.clone(), file.sha256.clone(), file_in(file, pack, &bytes)?));
            let files: Result<Vec<_>, Unusable> = files.into_iter().map(open).collect();
            let files = files.map_err(&fail)?;
            // what is in no file is checked too
            pack.check(&bytes).map_err(&fail)?;
            take(OpenPack { path: pack.path(), bytes: &bytes, files })?;
        }
        Ok(())
    }
}

/// A pack that was opened and checked.
#[derive(Debug)]
pub struct OpenPack<'p> {
    /// Its path in the data set.
    pub path: String,
    /// Its bytes.
    pub bytes: &'p [u8],
    /// The path, the digest and the bytes of each of its files.
    pub files: Vec<(String, String, Vec<u8>)>,
}

/// The bytes of a file in the bytes of its pack.
///
/// # Errors
/// When they are not the listed ones.
pub fn file_in(file: &PackedFile, pack: &Pack, bytes: &[u8]) -> Result<Vec<u8>, Unusable> {
    let range =
        usize::try_from(file.offset).ok().zip(file.offset.checked_add(file.stored).and_then(|end| usize::try_from(end).ok()));
    match range.and_then(|(from, to)| bytes.get(from..to)) {
        Some(stored) => file.open(stored, pack),
        None => Err(Unusable::new(pack.path(), Fault::Size { listed: pack.bytes, found: bytes.len() as u64 })),
    }
}

/// What a segment holds; `read` gives the bytes of a file.
///
/// # Errors
/// When it is missing, or not the listed one.
pub fn open_segment(segment: &Segment, read: &mut dyn FnMut(&str) -> Option<Vec<u8>>) -> Result<Vec<u8>, Unusable> {
    let bytes = read(&segment.path).ok_or_else(|| Unusable::new(&segment.path, Fault::Missing))?;
    segment.open(&bytes)
}
