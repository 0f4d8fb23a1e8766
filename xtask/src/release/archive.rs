//! Archives that are the same for the same files: one order, one date, no owner.

use std::io::Write;

use flate2::Compression;
use flate2::write::{DeflateEncoder, GzEncoder};

use crate::Failure;

/// The date of every file in every archive, in seconds since 1970: the one that cargo gives to packages.
pub const DATE: u64 = 1_153_704_088;

/// A file of an archive, or an empty folder.
#[derive(Clone)]
pub struct Entry {
    /// Its path in the archive, with slashes; a folder's ends with one.
    pub path: String,
    pub bytes: Vec<u8>,
    pub mode: u32,
}

impl Entry {
    pub fn file(path: String, bytes: Vec<u8>) -> Self {
        Self { path, bytes, mode: 0o644 }
    }

    pub fn program(path: String, bytes: Vec<u8>) -> Self {
        Self { path, bytes, mode: 0o755 }
    }

    /// A folder that everybody may write to, and nobody may delete what is another's.
    pub fn shared_folder(path: String) -> Self {
        Self { path, bytes: Vec::new(), mode: 0o1777 }
    }
}

/// The files as a gzipped tar archive.
pub fn tar_gz(entries: &[Entry]) -> Result<Vec<u8>, Failure> {
    let cannot = |error: std::io::Error| format!("cannot make a tar archive: {error}");
    let mut tar = tar::Builder::new(GzEncoder::new(Vec::new(), Compression::best()));
    for entry in sorted(entries) {
        let mut header = tar::Header::new_ustar();
        header.set_size(entry.bytes.len() as u64);
        header.set_mode(entry.mode);
        header.set_mtime(DATE);
        header.set_uid(0);
        header.set_gid(0);
        header.set_entry_type(if entry.path.ends_with('/') { tar::EntryType::Directory } else { tar::EntryType::Regular });
        tar.append_data(&mut header, &entry.path, entry.bytes.as_slice()).map_err(cannot)?;
    }
    tar.into_inner().and_then(GzEncoder::finish).map_err(cannot)
}

/// The files as a zip archive.
pub fn zip(entries: &[Entry]) -> Result<Vec<u8>, Failure> {
    let cannot = |error: rawzip::Error| format!("cannot make a zip archive: {error}");
    let mut zip = rawzip::ZipArchiveWriter::new(Vec::new());
    for entry in sorted(entries) {
        let (mut file, config) = zip
            .new_file(entry.path.as_str())
            .compression_method(rawzip::CompressionMethod::DEFLATE)
            .last_modified(rawzip::time::UtcDateTime::from_unix(DATE.cast_signed()))
            .unix_permissions(0o100_000 | entry.mode)
            .start()
            .map_err(cannot)?;
        let mut writer = config.wrap(DeflateEncoder::new(&mut file, Compression::best()));
        writer.write_all(&entry.bytes).map_err(|error| cannot(error.into()))?;
        let (encoder, sizes) = writer.finish().map_err(cannot)?;
        encoder.finish().map_err(|error| cannot(error.into()))?;
        file.finish(sizes).map_err(cannot)?;
    }
    zip.finish().map_err(cannot)
}

fn sorted(entries: &[Entry]) -> Vec<&Entry> {
    let mut sorted: Vec<&Entry> = entries.iter().collect();
    sorted.sort_by(|a, b| a.path.cmp(&b.path));
    sorted
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files() -> [Entry; 2] {
        let bytes = |path: &str| path.as_bytes().to_vec();
        let (program, licence) = ("plumbline-1/plumbline", "plumbline-1/LICENSE");
        [Entry::program(program.to_owned(), bytes(program)), Entry::file(licence.to_owned(), bytes(licence))]
    }

    #[test]
    fn the_order_of_the_files_does_not_matter_and_programs_can_be_run() {
        let [program, licence] = files();
        let archive = tar_gz(&files()).unwrap();
        assert_eq!(archive, tar_gz(&[licence.clone(), program.clone()]).unwrap());
        assert_eq!(zip(&files()).unwrap(), zip(&[licence, program]).unwrap());
        let mut tar = tar::Archive::new(flate2::read::GzDecoder::new(archive.as_slice()));
        let read: Vec<_> = tar
            .entries()
            .unwrap()
            .map(|entry| {
                let header = entry.unwrap().header().clone();
                (header.path().unwrap().display().to_string(), header.mode().unwrap(), header.mtime().unwrap())
            })
            .collect();
        let expected = [("plumbline-1/LICENSE".to_owned(), 0o644, DATE), ("plumbline-1/plumbline".to_owned(), 0o755, DATE)];
        assert_eq!(read, expected);
    }
}
