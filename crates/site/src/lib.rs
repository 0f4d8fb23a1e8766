//! The built site as one archive: a zip of its files in the order of their paths, without times, so that the same files give the same
//! bytes.

mod headers;

pub use headers::headers;

use flate2::{Compression, Crc, read::DeflateDecoder, write::DeflateEncoder};
use rawzip::{CompressionMethod, ZipArchive, ZipArchiveEntryWayfinder, ZipArchiveWriter, ZipSliceArchive};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::io::{Read, Write};

/// The page of a site: what has none is no site.
pub const INDEX: &str = "index.html";

/// Why an archive, or a file in it, cannot be used: a lower-case phrase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unusable(String);

impl fmt::Display for Unusable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Unusable {}

/// Packs the files of a site, by their paths in it with `/` between their parts.
///
/// # Errors
/// When there is no `index.html`, or a path could lead out of the site.
pub fn pack(files: &BTreeMap<String, Vec<u8>>) -> Result<Vec<u8>, Unusable> {
    if !files.contains_key(INDEX) {
        return Err(no_site());
    }
    if let Some(path) = files.keys().find(|path| !is_inside(path)) {
        return Err(leaves(path));
    }
    write(files).map_err(|error| Unusable(format!("cannot be packed: {error}")))
}

fn write(files: &BTreeMap<String, Vec<u8>>) -> Result<Vec<u8>, rawzip::Error> {
    let mut archive = ZipArchiveWriter::new(Vec::new());
    for (path, bytes) in files {
        let (mut entry, config) = archive.new_file(path.as_str()).compression_method(CompressionMethod::DEFLATE).start()?;
        let mut writer = config.wrap(DeflateEncoder::new(&mut entry, Compression::best()));
        writer.write_all(bytes)?;
        let (encoder, output) = writer.finish()?;
        encoder.finish()?;
        entry.finish(output)?;
    }
    archive.finish()
}

/// A packed site. Its files are unpacked one at a time, when they are asked for.
pub struct Archive {
    archive: ZipSliceArchive<Cow<'static, [u8]>>,
    entries: BTreeMap<String, ZipArchiveEntryWayfinder>,
}

impl Archive {
    /// Opens what [`pack`] has made.
    ///
    /// # Errors
    /// When the bytes are no such archive.
    pub fn open(bytes: impl Into<Cow<'static, [u8]>>) -> Result<Self, Unusable> {
        let damaged = |_| Unusable("is no archive of a site, or damaged".to_owned());
        let archive = ZipArchive::from_slice(bytes.into()).map_err(damaged)?;
        let mut entries = BTreeMap::new();
        let mut listing = archive.entries();
        while let Some(record) = listing.next_entry().map_err(damaged)? {
            let path = String::from_utf8_lossy(record.file_path().as_bytes()).into_owned();
            if !is_inside(&path) || record.compression_method() != CompressionMethod::DEFLATE {
                return Err(leaves(&path));
            }
            entries.insert(path, record.wayfinder());
        }
        match entries.contains_key(INDEX) {
            true => Ok(Archive { archive, entries }),
            false => Err(no_site()),
        }
    }

    /// The paths of its files, in byte order.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.entries.keys().map(String::as_str)
    }

    /// The bytes of a file; none when there is no such file.
    ///
    /// # Errors
    /// When the archive is damaged.
    pub fn file(&self, path: &str) -> Result<Option<Vec<u8>>, Unusable> {
        let Some(place) = self.entries.get(path) else { return Ok(None) };
        let damaged = || Unusable(format!("{path} is damaged in the archive of the site"));
        let entry = self.archive.get_entry(*place).map_err(|_| damaged())?;
        let claim = entry.claim_verifier();
        let mut bytes = Vec::new();
        // one byte more than there should be, to see that there are more
        let mut unpacked = DeflateDecoder::new(entry.data()).take(claim.uncompressed_size.saturating_add(1));
        unpacked.read_to_end(&mut bytes).map_err(|_| damaged())?;
        let mut checksum = Crc::new();
        checksum.update(&bytes);
        match bytes.len() as u64 == claim.uncompressed_size && checksum.sum() == claim.crc {
            true => Ok(Some(bytes)),
            false => Err(damaged()),
        }
    }
}

/// Whether a path names a file below the folder of the site, and nothing else on any system.
pub fn is_inside(path: &str) -> bool {
    !path.contains(['\\', ':', '\0']) && path.split('/').all(|part| !matches!(part, "" | "." | ".."))
}

fn no_site() -> Unusable {
    Unusable(format!("is no built site: it holds no {INDEX}"))
}

fn leaves(path: &str) -> Unusable {
    Unusable(format!("holds {path:?}, which is no file of a site"))
}

/// The path that a page's own files are addressed under, such as `/plumbline/`, when it was built for one path alone; none of a page
/// with relative addresses, which stands under any.
pub fn fixed_path(index: &str) -> Option<&str> {
    let attributes = index.split(['<', ' ', '\n']);
    let addresses = attributes.filter_map(|part| part.strip_prefix("href=\"").or_else(|| part.strip_prefix("src=\"")));
    let mut addresses = addresses.filter_map(|rest| rest.split('"').next());
    let address = addresses.find(|address| address.starts_with('/') && !address.starts_with("//"))?;
    address.get(..=address.rfind('/')?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site() -> BTreeMap<String, Vec<u8>> {
        let long: Vec<u8> = (0..100_000_u64).map(|n| ((n * n) >> 7) as u8).collect();
        [("index.html", b"<!doctype html>".to_vec()), ("programs/app.wasm", long), ("data/empty.json", Vec::new())]
            .map(|(path, bytes)| (path.to_owned(), bytes))
            .into()
    }

    #[test]
    fn what_is_packed_is_unpacked_the_same() {
        let archive = Archive::open(pack(&site()).unwrap()).unwrap();
        assert_eq!(archive.paths().collect::<Vec<_>>(), ["data/empty.json", "index.html", "programs/app.wasm"]);
        for (path, bytes) in site() {
            assert_eq!(archive.file(&path).unwrap(), Some(bytes), "{path}");
        }
        assert_eq!(archive.file("programs/other.wasm"), Ok(None));
        assert_eq!(archive.file("../index.html"), Ok(None));
    }

    #[test]
    fn a_page_of_one_path_alone_is_known_by_its_addresses() {
        let page = |address: &str| format!("<head>\n<link rel=\"stylesheet\" href=\"{address}\"></head><a href=\"#/teams\">");
        assert_eq!(fixed_path(&page("/plumbline/a-1.css")), Some("/plumbline/"));
        assert_eq!(fixed_path(&page("/a.css")), Some("/"));
        for relative in ["./a.css", "a.css", "https://example.org/a.css", "//example.org/a.css", ""] {
            assert_eq!(fixed_path(&page(relative)), None, "{relative}");
        }
        assert_eq!(fixed_path("<script src=\"/x/boot.js\">"), Some("/x/"));
    }

    #[test]
    fn the_same_files_give_the_same_bytes() {
        assert_eq!(pack(&site()), pack(&site()));
    }

    #[test]
    fn a_folder_without_a_page_is_no_site() {
        let mut files = site();
        files.remove("index.html");
        let told = pack(&files).unwrap_err().to_string();
        assert_eq!(told, "is no built site: it holds no index.html");
    }

    #[test]
    fn a_path_that_leaves_the_site_is_refused() {
        for path in ["../a", "a//b", "/a", "a/./b", "c:/a", "a\\..\\b", "", "a/"] {
            let mut files = site();
            files.insert(path.to_owned(), b"x".to_vec());
            assert!(pack(&files).is_err(), "{path}");
        }
    }

    #[test]
    fn damage_is_an_error_and_never_other_bytes() {
        let whole = pack(&site()).unwrap();
        assert!(Archive::open(&b"PK"[..]).is_err());
        assert!(Archive::open(whole[..whole.len() / 2].to_vec()).is_err());
        for at in (0..whole.len()).step_by(97) {
            let mut bytes = whole.clone();
            bytes[at] ^= 1;
            let Ok(archive) = Archive::open(bytes) else { continue };
            for (path, bytes) in site() {
                assert!(
                    archive.file(&path).is_ok_and(|found| found.is_none_or(|found| found == bytes))
                        || archive.file(&path).is_err()
                );
            }
        }
    }
}
