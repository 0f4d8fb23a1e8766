//! Puts files into packs by month.

use crate::directory::{MAX_UNPACKED_BYTES, Pack, PackedFile};
use plumbline_ingest::sha256_hex;
use std::collections::HashMap;

/// A month of more bytes than this has several packs, so that no host refuses one and no reader holds more at a time.
const MAX_PACK_BYTES: usize = 16 << 20;

/// The month that a file is packed by, such as `2026-10`, `undated` or `loose`: the folder that it lies in.
pub fn month_of(path: &str) -> &str {
    path.split('/').nth(1).unwrap_or_default()
}

/// Puts the files of one month behind each other. Files of the same bytes share a place.
#[derive(Debug)]
pub struct PackBuilder {
    month: String,
    bytes: Vec<u8>,
    files: Vec<PackedFile>,
    /// By digest, in the pack that is being filled.
    known: HashMap<String, PackedFile>,
    /// The sizes of its files together, unpacked.
    unpacked: u64,
}

impl PackBuilder {
    /// Packs files of this month.
    pub fn new(month: &str) -> Self {
        PackBuilder { month: month.to_owned(), bytes: Vec::new(), files: Vec::new(), known: HashMap::new(), unpacked: 0 }
    }

    /// Adds a file; `stored` are its bytes as a pack holds them. Gives a pack when one is full: its bytes, and its files, whose pack
    /// has no number yet.
    pub fn add(&mut self, file: PackedFile, stored: &[u8]) -> Option<(Pack, Vec<u8>, Vec<PackedFile>)> {
        let known = self.known.get(&file.sha256);
        let is_full = known.is_none() && self.bytes.len() + stored.len() > MAX_PACK_BYTES;
        let is_heavy = self.unpacked.saturating_add(file.bytes) > MAX_UNPACKED_BYTES;
        if let Some(known) = known.filter(|_| !is_heavy) {
            self.unpacked += file.bytes;
            self.files.push(PackedFile { path: file.path, ..known.clone() });
            return None;
        }
        let full = if is_full || is_heavy { self.finish() } else { None };
        self.unpacked += file.bytes;
        let file = PackedFile { offset: self.bytes.len() as u64, stored: stored.len() as u64, ..file };
        self.bytes.extend_from_slice(stored);
        self.known.insert(file.sha256.clone(), file.clone());
        self.files.push(file);
        full
    }

    /// The pack that is not full; none when it is empty.
    pub fn finish(&mut self) -> Option<(Pack, Vec<u8>, Vec<PackedFile>)> {
        self.known.clear();
        self.unpacked = 0;
        let (bytes, files) = (std::mem::take(&mut self.bytes), std::mem::take(&mut self.files));
        if files.is_empty() {
            return None;
        }
        let pack = Pack { month: self.month.clone(), sha256: sha256_hex(&bytes), bytes: bytes.len() as u64 };
        Some((pack, bytes, files))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str, content: &[u8]) -> PackedFile {
        let (sha256, bytes) = (sha256_hex(content), content.len() as u64);
        PackedFile { path: path.into(), sha256, bytes, pack: 0, offset: 0, stored: 0, is_deflated: false }
    }

    #[test]
    fn files_of_one_content_share_a_place_and_a_full_pack_is_followed_by_another() {
        let mut builder = PackBuilder::new("2026-10");
        assert!(builder.add(file("evidence/2026-10/a", b"one"), b"one").is_none());
        assert!(builder.add(file("evidence/2026-10/b", b"two!"), b"two!").is_none());
        assert!(builder.add(file("evidence/2026-10/c", b"one"), b"one").is_none());
        let large = vec![7; MAX_PACK_BYTES];
        let (pack, bytes, files) = builder.add(file("evidence/2026-10/d", &large), &large).unwrap();
        assert_eq!(bytes, b"onetwo!");
        assert_eq!(files.iter().map(|f| (f.offset, f.stored)).collect::<Vec<_>>(), [(0, 3), (3, 4), (0, 3)]);
        pack.check(&bytes).unwrap();
        assert_eq!(files[2].open(b"one", &pack).unwrap(), b"one");
        let told = files[2].open(b"onf", &pack).unwrap_err().to_string();
        assert_eq!(told, format!("{}: evidence/2026-10/c in it does not have the digest that the data set lists", pack.path()));
        let (_, bytes, _) = builder.finish().unwrap();
        assert_eq!(bytes.len(), MAX_PACK_BYTES);
        assert!(builder.finish().is_none());
    }

    #[test]
    fn a_pack_unpacks_to_no_more_than_is_read() {
        let mut builder = PackBuilder::new("2026-10");
        let large = |path: &str, content: &[u8], bytes| PackedFile { bytes, ..file(path, content) };
        assert!(builder.add(large("evidence/2026-10/a", b"zeros", MAX_UNPACKED_BYTES - 1), b"zeros").is_none());
        assert!(builder.add(file("evidence/2026-10/b", b"1"), b"1").is_none());
        // the same bytes as before, and yet too many
        let (_, bytes, files) = builder.add(file("evidence/2026-10/c", b"1"), b"1").unwrap();
        assert_eq!((bytes.as_slice(), files.len()), (&b"zeros1"[..], 2));
        let (_, bytes, files) = builder.finish().unwrap();
        assert_eq!((bytes.as_slice(), files.len(), files[0].offset), (&b"1"[..], 1, 0));
    }
}
