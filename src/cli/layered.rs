//! Data sets in layers (`plumbline.index/2`) as they lie in folders.

use super::args::Failure;
use super::input::{name_of, read_file};
use plumbline_ingest::{IndexVersion, index_from_json};
use plumbline_layers::{Folder, INDEX, Unusable};
use std::path::Path;

/// What is wrong with a part of the data set in a folder, with the whole path of its file.
pub fn in_folder(folder: &str, unusable: &Unusable) -> Failure {
    Failure::Unusable(format!("{folder}/{unusable}"))
}

/// The bytes of a file of a data set, by its path in it; none when it is no file, or cannot be read.
pub fn reader_of(folder: &Path) -> impl FnMut(&str) -> Option<Vec<u8>> {
    move |path| {
        let path = folder.join(path);
        // a link or a pipe is no file of a data set
        path.symlink_metadata().ok().filter(|found| found.is_file())?;
        read_file(&path).ok()
    }
}

/// The data set in layers that lies in a folder; none when there is no index, or one of another version.
///
/// # Errors
/// When there is one that cannot be used.
pub fn open(folder: &Path) -> Result<Option<Folder>, Failure> {
    let mut read = reader_of(folder);
    match read(INDEX) {
        Some(index) if is_layered(&index) => {
            let opened = Folder::open(&index, &mut read);
            opened.map(Some).map_err(|unusable| in_folder(&name_of(folder), &unusable))
        }
        _ => Ok(None),
    }
}

/// Whether these are the bytes of an index of layers.
pub fn is_layered(index: &[u8]) -> bool {
    index_from_json(index).is_ok_and(|(index, _)| index.version == IndexVersion::Layers)
}
