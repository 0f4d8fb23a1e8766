//! Archives that are the same for the same files: one order, one date, no owner.

use std::io::Write;

use flate2::Compression;
use flate2::write::{DeflateEncoder, GzEncoder};

use crate::Failure;

/// The date of every file in every archive, in seconds since 1970: the one that cargo gives to packages.
pub const DATE: u64 = 1_153_704_088;

/// A file of an archive.
#[derive(Clone)]
pub struct Entry {
    /// Its path in the archive, with slashes.
    pub path: String,
    pub bytes: Vec<u8>,
    pub is_program: bool,
}

impl Entry {
    pub fn mode(&self) -> u32 {
        if self.is_program { 0o755 } else { 0o644 }
    }
}

/// The files as a gzipped tar archive.
pub fn tar_gz(entries: &[Entry]) -> Result<Vec<u8>, Failure> {
    let cannot = |error: std::io::Error| format!("cannot make a tar archive: {error}");
    let mut tar = tar::Builder::new(GzEncoder::new(Vec::new(), Compression::best()));
    for entry in sorted(entries) {
        let mut header = tar::Header::new_ustar();
        header.set_size(entry.bytes.len() as u64);
        header.set_mode(entry.mode());
        header.set_mtime(DATE);
        header.set_uid(0);
        header.set_gid(0);
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
            .unix_permissions(0o100_000 | entry.mode())
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
        let entry = |path: &str, is_program| Entry { path: path.to_owned(), bytes: path.as_bytes().to_vec(), is_program };
        [entry("plumbline-1/plumbline", true), entry("plumbline-1/LICENSE", false)]
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
