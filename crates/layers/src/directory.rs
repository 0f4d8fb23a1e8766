//! The directory: where the files of a published data set lie, and which details belong to which change.

use crate::deflate::inflate;
use crate::error::{Fault, Unusable};
use crate::segment::{Layer, Segment, check, is_plain_path, is_sha256, path_in};
use plumbline_ingest::limits::MAX_FILE_BYTES;
use plumbline_ingest::sha256_hex;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// Bytes of all files of a pack together, unpacked: as many as the largest file may have. A reader of all of them holds them at once.
pub(crate) const MAX_UNPACKED_BYTES: u64 = MAX_FILE_BYTES;

/// The version of the form that this release writes and reads.
const FORM: u8 = 1;

/// A pack: files that lie one behind the other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pack {
    /// The month of its files, or `loose`.
    pub month: String,
    /// The SHA-256 of the whole pack.
    pub sha256: String,
    /// Its size.
    pub bytes: u64,
}

impl Pack {
    /// Its path in the data set.
    pub fn path(&self) -> String {
        path_in("packs", &self.month, &self.sha256)
    }

    /// Checks the bytes of a whole pack.
    ///
    /// # Errors
    /// When they are not the listed ones.
    pub fn check(&self, bytes: &[u8]) -> Result<(), Unusable> {
        self.check_digested(bytes, &sha256_hex(bytes))
    }

    /// The same with the SHA-256 of the bytes, which a browser works out faster.
    ///
    /// # Errors
    /// When they are not the listed ones.
    pub fn check_digested(&self, bytes: &[u8], sha256: &str) -> Result<(), Unusable> {
        check(&self.path(), self.bytes, &self.sha256, bytes.len() as u64, sha256)
    }
}

/// A file of the data set: a file of records or an artifact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackedFile {
    /// Its path, as records name it.
    pub path: String,
    /// The SHA-256 of its bytes.
    pub sha256: String,
    /// Its size.
    pub bytes: u64,
    /// The place of its pack in [`Directory::packs`].
    pub pack: u32,
    /// Where it begins in its pack.
    pub offset: u64,
    /// How many bytes of the pack it takes.
    pub stored: u64,
    /// Whether these are deflated.
    pub is_deflated: bool,
}

impl PackedFile {
    /// Whether it holds records.
    pub fn holds_records(&self) -> bool {
        is_record_file(&self.path)
    }

    /// The bytes of the file, from the bytes that it takes in its pack. Its digest is checked.
    ///
    /// # Errors
    /// When they are not the listed ones.
    pub fn open(&self, stored: &[u8], pack: &Pack) -> Result<Vec<u8>, Unusable> {
        let fault = || Unusable::new(pack.path(), Fault::Part(self.path.clone()));
        if stored.len() as u64 != self.stored || self.bytes > MAX_FILE_BYTES {
            return Err(fault());
        }
        let bytes = match self.is_deflated {
            true => inflate(stored, self.bytes).ok_or_else(fault)?,
            false => stored.to_vec(),
        };
        (bytes.len() as u64 == self.bytes && sha256_hex(&bytes) == self.sha256).then_some(bytes).ok_or_else(fault)
    }
}

/// The folder of the files of records.
const RECORDS: &str = "reports/";

/// The folder of the artifacts.
const EVIDENCE: &str = "evidence/";

/// Whether a path is that of a file of records.
pub(crate) fn is_record_file(path: &str) -> bool {
    path.starts_with(RECORDS) && path.ends_with(".ndjson")
}

/// The path of the file of a partition's records of one month.
pub fn record_file(month: &str, partition: &str) -> String {
    format!("{RECORDS}{month}/{partition}.ndjson")
}

/// The path of the artifact that a path in a record of a data set means; none where it can mean none.
pub fn evidence_path(stated: &str) -> Option<String> {
    let candidates = plumbline_ingest::artifact_paths(&record_file("month", "partition"), stated).ok()?;
    candidates.into_iter().find(|path| path.starts_with(EVIDENCE))
}

/// The partition that a file of records belongs to.
pub(crate) fn partition_of(path: &str) -> Option<&str> {
    path.strip_prefix(RECORDS)?.split_once('/')?.1.strip_suffix(".ndjson")
}

/// Which details the changes of a span have, in the order of the rows of its columns.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DetailsOfSpan {
    /// The span.
    pub span: String,
    /// For each row, the place in [`Directory::details`].
    pub segment: Vec<u32>,
    /// For each row, the place of the change in that segment.
    pub place: Vec<u32>,
}

/// Where files lie, and which details belong to which change.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Directory {
    /// The packs.
    pub packs: Vec<Pack>,
    /// The files, in byte order of their paths.
    pub files: Vec<PackedFile>,
    /// The segments of details.
    pub details: Vec<Segment>,
    /// By span.
    pub of_spans: Vec<DetailsOfSpan>,
}

impl Directory {
    /// As a segment holds it.
    pub fn to_bytes(&self) -> Vec<u8> {
        // writing into memory cannot fail
        postcard::to_allocvec(&(FORM, self)).unwrap_or_default()
    }

    /// Reads what the directory segment at `path` holds, and checks that everything in it lies where it may.
    ///
    /// # Errors
    /// When it is no directory, of another form, or names what cannot be.
    pub fn from_bytes(path: &str, bytes: &[u8]) -> Result<Self, Unusable> {
        let fault = |what: &'static str| Unusable::new(path, Fault::Content(what));
        if bytes.first() != Some(&FORM) {
            return Err(fault("is a directory of another form"));
        }
        let (_, directory): (u8, Directory) = postcard::from_bytes(bytes).map_err(|_| fault("is no directory"))?;
        directory.check().map_err(fault)?;
        Ok(directory)
    }

    fn check(&self) -> Result<(), &'static str> {
        for pack in &self.packs {
            if !is_plain_path(&pack.month) || pack.month.contains('/') || !is_sha256(&pack.sha256) {
                return Err("names a pack that cannot be");
            }
        }
        for file in &self.files {
            let end = file.offset.checked_add(file.stored);
            let fits = self.packs.get(file.pack as usize).zip(end).is_some_and(|(pack, end)| end <= pack.bytes);
            if !fits || !is_sha256(&file.sha256) {
                return Err("names a file outside of its pack");
            }
            // a file of records that is of no partition would never be judged
            let is_of_records = is_record_file(&file.path) && partition_of(&file.path).is_some();
            if !is_plain_path(&file.path) || !(is_of_records || file.path.starts_with(EVIDENCE)) {
                return Err("names a file that cannot be");
            }
        }
        let mut unpacked = vec![0_u64; self.packs.len()];
        for file in &self.files {
            let Some(of_pack) = unpacked.get_mut(file.pack as usize) else { continue };
            *of_pack = of_pack.saturating_add(file.bytes);
            if *of_pack > MAX_UNPACKED_BYTES {
                return Err("names more in a pack than is read");
            }
        }
        if !self.files.is_sorted_by(|one, next| one.path < next.path) {
            return Err("does not list its files in order");
        }
        if self.details.iter().any(|segment| segment.layer != Layer::Details || !segment.is_named_rightly()) {
            return Err("names details that cannot be");
        }
        for span in &self.of_spans {
            let is_there = |segment: &u32| (*segment as usize) < self.details.len();
            if span.segment.len() != span.place.len() || !span.segment.iter().all(is_there) {
                return Err("names details that are not listed");
            }
        }
        Ok(())
    }

    /// The file of a path.
    pub fn file(&self, path: &str) -> Option<&PackedFile> {
        let place = self.files.binary_search_by(|file| file.path.as_str().cmp(path)).ok()?;
        self.files.get(place)
    }

    /// The files of each pack.
    pub fn of_packs(&self) -> Vec<Vec<&PackedFile>> {
        let mut of_packs: Vec<Vec<&PackedFile>> = self.packs.iter().map(|_| Vec::new()).collect();
        for file in &self.files {
            if let Some(files) = of_packs.get_mut(file.pack as usize) {
                files.push(file);
            }
        }
        of_packs
    }

    /// The pack of a file.
    pub fn pack_of(&self, file: &PackedFile) -> Option<&Pack> {
        self.packs.get(file.pack as usize)
    }

    /// The segment that holds the details of the change in a row of the columns of a span, and its place there.
    pub fn details_of(&self, span: &str, row: u32) -> Option<(&Segment, u32)> {
        let of_span = self.of_spans.iter().find(|of_span| of_span.span == span)?;
        let segment = *of_span.segment.get(row as usize)?;
        Some((self.details.get(segment as usize)?, *of_span.place.get(row as usize)?))
    }

    /// What it says of the changes of one span, without packs and files.
    pub fn of_span(&self, span: &str) -> Directory {
        let mut details: Vec<Segment> = Vec::new();
        let mut places: HashMap<u32, u32> = HashMap::new();
        let mut of_spans: Vec<DetailsOfSpan> = self.of_spans.iter().filter(|of_span| of_span.span == span).cloned().collect();
        for number in of_spans.iter_mut().flat_map(|of_span| &mut of_span.segment) {
            let next = u32::try_from(details.len()).unwrap_or(u32::MAX);
            let place = *places.entry(*number).or_insert(next);
            if place == next {
                details.extend(self.details.get(*number as usize).cloned());
            }
            *number = place;
        }
        Directory { details, of_spans, ..Directory::default() }
    }

    /// The paths of all files that the directory lists.
    pub fn paths(&self) -> impl Iterator<Item = String> {
        self.packs.iter().map(Pack::path).chain(self.details.iter().map(|segment| segment.path.clone()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn directory() -> Directory {
        let sha256 = sha256_hex(b"x");
        let file = |path: &str, offset| PackedFile {
            path: path.into(),
            sha256: sha256.clone(),
            bytes: 1,
            pack: 0,
            offset,
            stored: 1,
            is_deflated: false,
        };
        let details = Segment::new(Layer::Details, Some("2026-10/a-0a1b2c3d".into()), b"x", 1).0;
        Directory {
            packs: vec![Pack { month: "2026-10".into(), sha256: sha256.clone(), bytes: 2 }],
            files: vec![file("evidence/2026-10/x", 0), file("reports/2026-10/a-0a1b2c3d.ndjson", 1)],
            details: vec![details],
            of_spans: vec![DetailsOfSpan { span: "2026".into(), segment: vec![0], place: vec![0] }],
        }
    }

    #[test]
    fn a_directory_comes_back_and_says_where_things_are() {
        let whole = directory();
        let found = Directory::from_bytes("d.bin", &whole.to_bytes()).unwrap();
        assert_eq!(found, whole);
        assert_eq!(found.details_of("2026", 0), Some((&whole.details[0], 0)));
        assert_eq!((found.details_of("2026", 1), found.details_of("2025", 0)), (None, None));
        assert_eq!(found.file("evidence/2026-10/x"), Some(&whole.files[0]));
        assert_eq!(found.file("evidence/2026-10/y"), None);
        assert_eq!(found.of_packs()[0].len(), 2);
    }

    #[test]
    fn a_lookup_says_of_one_span_what_the_directory_says_of_it() {
        let other = Segment::new(Layer::Details, Some("2026-11/b-0a1b2c3d".into()), b"y", 1).0;
        let mut whole = directory();
        whole.details.push(other.clone());
        whole.of_spans.push(DetailsOfSpan { span: "bucket-001".into(), segment: vec![1, 1], place: vec![1, 0] });
        let lookup = whole.of_span("bucket-001");
        assert_eq!(Directory::from_bytes("l.bin", &lookup.to_bytes()), Ok(lookup.clone()));
        assert_eq!(lookup.details_of("bucket-001", 0), Some((&other, 1)));
        assert_eq!((lookup.details.len(), lookup.details_of("2026", 0), lookup.packs.len()), (1, None, 0));
    }

    #[test]
    fn attack_a_directory_that_leads_elsewhere_is_refused() {
        let told = |alter: fn(&mut Directory)| {
            let mut altered = directory();
            alter(&mut altered);
            Directory::from_bytes("d.bin", &altered.to_bytes()).unwrap_err().to_string()
        };
        assert_eq!(told(|d| d.packs[0].month = "..".into()), "d.bin: names a pack that cannot be");
        assert_eq!(told(|d| d.packs[0].sha256 = "../../x".into()), "d.bin: names a pack that cannot be");
        assert_eq!(told(|d| d.files[0].offset = 2), "d.bin: names a file outside of its pack");
        assert_eq!(told(|d| d.files[0].stored = u64::MAX), "d.bin: names a file outside of its pack");
        assert_eq!(told(|d| d.files[0].bytes = MAX_UNPACKED_BYTES), "d.bin: names more in a pack than is read");
        assert_eq!(told(|d| d.files[0].pack = 7), "d.bin: names a file outside of its pack");
        assert_eq!(told(|d| d.files[0].path = "evidence/../../x".into()), "d.bin: names a file that cannot be");
        assert_eq!(told(|d| d.files[0].path = "index.json".into()), "d.bin: names a file that cannot be");
        assert_eq!(told(|d| d.files[1].path = "reports/hidden.ndjson".into()), "d.bin: names a file that cannot be");
        assert_eq!(told(|d| d.files.swap(0, 1)), "d.bin: does not list its files in order");
        assert_eq!(told(|d| d.details[0].path = "details/x".into()), "d.bin: names details that cannot be");
        assert_eq!(told(|d| d.of_spans[0].segment[0] = 9), "d.bin: names details that are not listed");
        assert_eq!(Directory::from_bytes("d.bin", &[9]).unwrap_err().to_string(), "d.bin: is a directory of another form");
    }

    #[test]
    fn a_path_of_a_record_means_an_artifact_or_nothing() {
        assert_eq!(evidence_path("evidence/2026-10/x").as_deref(), Some("evidence/2026-10/x"));
        assert_eq!(evidence_path("../../evidence/2026-10/x").as_deref(), Some("evidence/2026-10/x"));
        assert_eq!((evidence_path("/evidence/x"), evidence_path("store/x")), (None, None));
        assert_eq!(partition_of(&record_file("2026-10", "a-0a1b2c3d")), Some("a-0a1b2c3d"));
    }

    proptest! {
        #[test]
        fn attack_no_bytes_are_a_directory_by_accident(mut bytes in prop::collection::vec(any::<u8>(), 0..300), cut in 0..200_usize) {
            bytes.insert(0, FORM);
            let _ = Directory::from_bytes("d.bin", &bytes);
            let whole = directory().to_bytes();
            let cut = cut.min(whole.len() - 1);
            prop_assert!(Directory::from_bytes("d.bin", &whole[..cut]).is_err());
        }
    }
}
