//! Zip and gzip, unpacked in memory under limits: what a header declares is never believed.

use super::{
    limits::{MAX_CONTAINER_BYTES, MAX_ENTRIES, MAX_FILE_BYTES, MAX_RATIO, RATIO_FREE_BYTES},
    source::Source,
};
use flate2::{Crc, Decompress, FlushDecompress, Status, read::MultiGzDecoder};
use plumbline_domain::{Diagnostic, DiagnosticKind, Format, Receipt};
use rawzip::{CompressionMethod, ZipArchive, ZipArchiveEntryWayfinder, ZipSliceArchive};
use std::collections::HashSet;
use std::io::Read;

/// What came of unpacking.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Unpacked {
    /// It was not packed.
    AsItWas,
    /// The bytes.
    Bytes(Vec<u8>),
    /// Why not.
    Refused(String),
}

/// Unpacks gzip; anything else stays as it was.
pub(super) fn gunzip(bytes: &[u8]) -> Unpacked {
    if !bytes.starts_with(&[0x1F, 0x8B]) {
        return Unpacked::AsItWas;
    }
    match limited(bytes, members) {
        Ok(inner) => Unpacked::Bytes(inner),
        Err(message) => Unpacked::Refused(message),
    }
}

/// Whether bytes start like a zip.
pub(super) fn is_zip(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06")
}

/// Unpacks up to what so many packed bytes may become.
fn limited(packed: &[u8], unpack: fn(&[u8], usize) -> Result<Vec<u8>, Trouble>) -> Result<Vec<u8>, String> {
    let limit = RATIO_FREE_BYTES.max((packed.len() as u64).saturating_mul(MAX_RATIO)).min(MAX_FILE_BYTES);
    unpack(packed, usize::try_from(limit).unwrap_or(usize::MAX)).map_err(|trouble| match trouble {
        Trouble::Damaged => "damaged: it cannot be unpacked".to_owned(),
        Trouble::TooLarge if limit == MAX_FILE_BYTES => format!("unpacks to more than {} MiB", MAX_FILE_BYTES >> 20),
        Trouble::TooLarge => {
            format!("unpacks to more than {MAX_RATIO} times its size, like a decompression bomb")
        }
    })
}

/// Why something cannot be unpacked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Trouble {
    /// It is not what it should be, or it ends too early.
    Damaged,
    /// It becomes more bytes than the limit.
    TooLarge,
}

/// Unpacks all members of a gzip (RFC 1952), one behind the other.
fn members(packed: &[u8], limit: usize) -> Result<Vec<u8>, Trouble> {
    let mut bytes = Vec::new();
    // one byte more than the limit, to see that it is passed
    let mut within = MultiGzDecoder::new(packed).take((limit as u64).saturating_add(1));
    within.read_to_end(&mut bytes).map_err(|_| Trouble::Damaged)?;
    if bytes.len() > limit { Err(Trouble::TooLarge) } else { Ok(bytes) }
}

/// Unpacks one deflate stream, as it stands in a zip.
fn stream(packed: &[u8], limit: usize) -> Result<Vec<u8>, Trouble> {
    const FIRST_BYTES: usize = 64 << 10;
    let mut decoder = Decompress::new(false);
    let mut bytes = Vec::new();
    loop {
        // twice as many bytes each time, and one more than the limit at most
        let room = bytes.len().max(FIRST_BYTES).min((limit - bytes.len()).saturating_add(1));
        bytes.reserve_exact(room);
        let rest = usize::try_from(decoder.total_in()).ok().and_then(|used| packed.get(used..)).unwrap_or_default();
        let before = bytes.len();
        let status = decoder.decompress_vec(rest, &mut bytes, FlushDecompress::None).map_err(|_| Trouble::Damaged)?;
        match status {
            _ if bytes.len() > limit => return Err(Trouble::TooLarge),
            Status::StreamEnd => {
                // a container has thousands of entries, most of them small
                bytes.shrink_to_fit();
                return Ok(bytes);
            }
            // room was left, and nothing came: the stream ends too early
            _ if bytes.len() == before || bytes.len() < bytes.capacity() => return Err(Trouble::Damaged),
            _ => {}
        }
    }
}

/// Whether a file is a container whose entries are files of their own: a zip that is no Terraform plan.
pub fn is_container(bytes: &[u8]) -> bool {
    is_zip(bytes) && super::formats::refused_bytes(bytes).is_none()
}

/// The zip inside a zip that holds nothing else, as some CI services wrap what a pipeline kept; any other container as it is.
pub fn unwrapped(container: Vec<u8>) -> Vec<u8> {
    let source = Source { path: String::new(), bytes: container, sha256: String::new() };
    let inner = match expand(&source, |_| String::new()) {
        Ok(mut entries) if entries.size_hint().0 == 1 => entries.next().and_then(Result::ok).map(|only| only.bytes),
        _ => None,
    };
    inner.filter(|bytes| is_container(bytes)).unwrap_or(source.bytes)
}

struct Entry {
    path: String,
    wayfinder: ZipArchiveEntryWayfinder,
    refused: Option<&'static str>,
    method: CompressionMethod,
}

/// The files of a zip, unpacked one at a time. A file that cannot be unpacked is a receipt that says why.
pub struct Expansion<'a, D> {
    archive: ZipSliceArchive<&'a [u8]>,
    container_bytes: u64,
    entries: std::vec::IntoIter<Entry>,
    digest: D,
    unpacked: u64,
}

/// Opens a zip. The path of each file is the zip's own, a `/`, and the entry's: the zip's path is the root of its files
/// (see [`super::Reader::add_root`]). `digest` works out a SHA-256; it may return nothing when the caller fills it in.
///
/// # Errors
/// The receipt of a container that cannot be opened.
#[allow(clippy::result_large_err, reason = "once for a container, and the receipt is what the caller shows")]
pub fn expand<D: Fn(&[u8]) -> String>(container: &Source, digest: D) -> Result<Expansion<'_, D>, Receipt> {
    let refused = |format, kind, message: String| {
        let why = Diagnostic::new(kind, "", message);
        let receipt = Receipt::refused(&container.path, &container.sha256, container.bytes.len() as u64, why);
        Receipt { format, ..receipt }
    };
    if let Some((format, message)) = super::formats::refused_bytes(&container.bytes) {
        return Err(refused(format, DiagnosticKind::UnreadFormat, message.into()));
    }
    let damaged = |message: &str| refused(Format::Zip, DiagnosticKind::NotUnpacked, message.to_owned());
    let archive =
        ZipArchive::from_slice(container.bytes.as_slice()).map_err(|_| damaged("damaged: the zip has no table of contents"))?;
    let mut entries: Vec<Entry> = Vec::new();
    let mut seen = HashSet::new();
    let mut listing = archive.entries();
    loop {
        let record = match listing.next_entry() {
            Ok(Some(record)) => record,
            Ok(None) => break,
            Err(_) => return Err(damaged("damaged: the table of contents of the zip ends too early")),
        };
        if record.is_dir() {
            continue;
        }
        if entries.len() == MAX_ENTRIES {
            return Err(refused(Format::Zip, DiagnosticKind::TooLarge, format!("more than {MAX_ENTRIES} files: split it")));
        }
        let name = String::from_utf8_lossy(record.file_path().as_bytes()).replace('\\', "/");
        let is_unsafe = name.starts_with('/')
            || name.as_bytes().get(1) == Some(&b':')
            || name.contains('\0')
            || name.split('/').any(|part| part == "..");
        let method = record.compression_method();
        let reason = if is_unsafe {
            Some("the name leaves the zip")
        } else if record.flags().is_encrypted() {
            Some("encrypted")
        } else if method != CompressionMethod::STORE && method != CompressionMethod::DEFLATE {
            Some("compressed with an unsupported method: only store and deflate are supported")
        } else if record.uncompressed_size_hint() > MAX_FILE_BYTES {
            Some("declares more bytes than the limit for one file")
        } else {
            None
        };
        let shown: String = name.chars().filter(|c| *c != '\0').collect();
        let path = format!("{}/{}", container.path, shown.trim_start_matches("./"));
        let is_again = !seen.insert(path.clone());
        entries.push(Entry {
            // under a name of its own, so that its receipt does not take the place of the first one's
            path: if is_again { format!("{path} (entry {})", entries.len() + 1) } else { path },
            wayfinder: record.wayfinder(),
            refused: reason.or_else(|| is_again.then_some("duplicate name in the zip: the first is used")),
            method,
        });
    }
    if entries.is_empty() {
        return Err(refused(Format::Zip, DiagnosticKind::EmptyFile, "the zip is empty".into()));
    }
    Ok(Expansion { archive, container_bytes: container.bytes.len() as u64, entries: entries.into_iter(), digest, unpacked: 0 })
}

impl<D> Expansion<'_, D> {
    fn unpack(&self, entry: &Entry) -> Result<Vec<u8>, String> {
        if let Some(reason) = entry.refused {
            return Err(reason.into());
        }
        let in_all = MAX_CONTAINER_BYTES.min(RATIO_FREE_BYTES.max(self.container_bytes.saturating_mul(MAX_RATIO)));
        if self.unpacked > in_all {
            return Err("the zip unpacks to more than the limit for one zip".into());
        }
        let damaged = |_| "damaged: it cannot be unpacked".to_owned();
        let found = self.archive.get_entry(entry.wayfinder).map_err(damaged)?;
        let packed = found.data();
        let bytes = if entry.method == CompressionMethod::STORE { packed.to_vec() } else { limited(packed, stream)? };
        let claim = found.claim_verifier();
        let mut checksum = Crc::new();
        checksum.update(&bytes);
        if checksum.sum() != claim.crc {
            return Err("damaged: the checksum does not match".into());
        }
        Ok(bytes)
    }
}

impl<D: Fn(&[u8]) -> String> Iterator for Expansion<'_, D> {
    type Item = Result<Source, Receipt>;

    fn next(&mut self) -> Option<Self::Item> {
        let entry = self.entries.next()?;
        Some(match self.unpack(&entry) {
            Ok(bytes) => {
                self.unpacked = self.unpacked.saturating_add(bytes.len() as u64);
                let sha256 = (self.digest)(&bytes);
                Ok(Source { path: entry.path, bytes, sha256 })
            }
            Err(message) => {
                let why = Diagnostic::new(DiagnosticKind::NotUnpacked, "", message);
                Err(Receipt::refused(entry.path, "", entry.wayfinder.uncompressed_size_hint(), why))
            }
        })
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.entries.size_hint()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn members_are_unpacked_one_behind_the_other() {
        let long: Vec<u8> = (0..200_000_u64).map(|n| ((n * n) >> 7) as u8).collect();
        let packed = [gzip(b"one, "), gzip(&long), gzip(b"")].concat();
        assert_eq!(members(&packed, 1 << 20), Ok([&b"one, "[..], &long].concat()));
        assert_eq!(stream(&[], 9), Err(Trouble::Damaged));
    }

    #[test]
    fn a_stream_ends_where_it_says_and_not_earlier() {
        let long: Vec<u8> = (0..200_000_u64).map(|n| ((n * n) >> 7) as u8).collect();
        let mut encoder = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(&long).unwrap();
        let packed = encoder.finish().unwrap();
        assert!(stream(&packed, 200_000).is_ok_and(|bytes| bytes == long));
        assert_eq!(stream(&packed, 199_999), Err(Trouble::TooLarge));
        for end in [0, 1, 1_000, packed.len() / 2, packed.len() - 1] {
            assert_eq!(stream(&packed[..end], 200_000), Err(Trouble::Damaged), "cut at {end}");
        }
        // a stream of 1 000 zeros is no more than 11 bytes: what it becomes is bounded all the same
        let mut bomb = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::best());
        bomb.write_all(&[0; 1_000_000]).unwrap();
        assert_eq!(stream(&bomb.finish().unwrap(), 1_000), Err(Trouble::TooLarge));
    }

    #[test]
    fn the_limit_holds_to_the_byte_and_over_all_members() {
        let packed = [gzip(&[7; 100_000]), gzip(&[8; 100_000])].concat();
        assert_eq!(members(&packed, 200_000).map(|bytes| bytes.len()), Ok(200_000));
        assert_eq!(members(&packed, 199_999), Err(Trouble::TooLarge));
    }

    #[test]
    fn every_part_of_a_header_is_passed() {
        let plain = gzip(b"hello");
        // Flags 2 + 4 + 8 + 16 = 30: an extra field of three bytes, a name, a comment, a checksum of two.
        let mut header = [&plain[..3], &[30], &plain[4..10], b"\x03\0abc", b"name\0", b"comment\0"].concat();
        let mut checksum = Crc::new();
        checksum.update(&header);
        header.extend(&checksum.sum().to_le_bytes()[..2]);
        assert_eq!(members(&[&header, &plain[10..]].concat(), 99), Ok(b"hello".to_vec()));
        assert_eq!(members(&header, 99), Err(Trouble::Damaged));
    }

    #[test]
    fn a_wrong_byte_anywhere_behind_the_header_is_damage() {
        let packed = gzip(b"hello hello hello hello, here we are");
        for at in 10..packed.len() {
            let mut wrong = packed.clone();
            wrong[at] ^= 1;
            assert_eq!(members(&wrong, 999), Err(Trouble::Damaged), "byte {at}");
            assert_eq!(members(&packed[..at], 999), Err(Trouble::Damaged), "cut at {at}");
        }
        assert_eq!(members(&[&packed[..], b"x"].concat(), 999), Err(Trouble::Damaged));
    }
}
