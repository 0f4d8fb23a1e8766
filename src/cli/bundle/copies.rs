//! The bytes of artifacts as they are published, kept in a spool until they are packed. Each is read once.

use super::super::args::Failure;
use super::super::input::read_file;
use super::super::layered;
use super::gather::{Input, Lies};
use super::parallel::in_order;
use super::plan::Stored;
use super::spool::SpoolFile;
use super::unreadable;
use plumbline_gate::{AtHand, Bundle, Copied, Kept, Redact, each_entry, published_bytes};
use plumbline_layers::{Fault, Folder, PackedFile, Unusable};
use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

/// The published bytes of each artifact, by their digest.
pub(super) type Copies = HashMap<String, Stored>;

/// The files that an entry of a zip is published as, with their digests.
type OfEntry<'f> = Vec<(String, &'f AtHand)>;

/// A file in a pack, with the digest of what is published of it.
type Packed<'f> = (String, &'f AtHand, &'f PackedFile);

/// Reads the artifacts of a plan.
///
/// # Errors
/// When one cannot be read again, or has changed.
pub(super) fn read_copies(plan: &Bundle, input: &Input<'_>, redact: Redact, stored: &SpoolFile) -> Result<Copies, Failure> {
    let mut copies = Copies::new();
    // one copy for each digest
    let mut wanted: BTreeMap<String, (&Copied, &AtHand, &Kept<Lies>)> = BTreeMap::new();
    for copied in plan.copies.values() {
        let of_file = input.intake.files.get(copied.from).zip(input.intake.kept.get(copied.from));
        if let (Some((sha256, _)), Some((file, kept))) = (plan.published(copied, &input.intake.files), of_file) {
            wanted.entry(sha256).or_insert((copied, file, kept));
        }
    }
    let mut of_zips: BTreeMap<usize, BTreeMap<usize, OfEntry<'_>>> = BTreeMap::new();
    let mut of_packs: BTreeMap<(usize, u32), Vec<Packed<'_>>> = BTreeMap::new();
    let mut plain: Vec<(String, &AtHand, &PathBuf)> = Vec::new();
    for (sha256, (copied, file, kept)) in wanted {
        match (&copied.notice, kept) {
            (Some(notice), _) => {
                copies.insert(sha256.clone(), Stored::new(notice.as_bytes(), sha256, stored)?);
            }
            (None, Kept::At(Lies::At(at))) => plain.push((sha256, file, at)),
            (None, Kept::At(Lies::InPack { folder, file: n })) => {
                let packed = input.layered.get(*folder).and_then(|(_, layered)| layered.directory.files.get(*n));
                if let Some(packed) = packed {
                    of_packs.entry((*folder, packed.pack)).or_default().push((sha256, file, packed));
                }
            }
            (None, Kept::In { zip, entry }) => {
                of_zips.entry(*zip).or_default().entry(*entry).or_default().push((sha256, file));
            }
        }
    }
    let keep = |sha256: &str, file: &AtHand, bytes: Vec<u8>| {
        let bytes = published_bytes(file, bytes, redact).map_err(Failure::Unusable)?;
        Stored::new(&bytes, sha256.to_owned(), stored)
    };
    let of_plain = |n: usize| match plain.get(n) {
        Some((sha256, file, at)) => keep(sha256, file, read_file(at).map_err(|e| unreadable(at, &e))?).map(Some),
        None => Ok(None),
    };
    in_order(plain.len(), of_plain, |_, kept| {
        copies.extend(kept.map(|kept| (kept.sha256.clone(), kept)));
        Ok(())
    })?;
    for ((folder, pack), files) in of_packs {
        let Some((path, layered)) = input.layered.get(folder) else { continue };
        for (sha256, file, bytes) in of_pack(path, layered, pack, files)? {
            copies.insert(sha256.clone(), keep(&sha256, file, bytes)?);
        }
    }
    for (zip, mut wanted) in of_zips {
        let Some(Lies::At(at)) = input.intake.zips.get(zip) else { continue };
        each_entry(read_file(at).map_err(|e| unreadable(at, &e))?, |entry, bytes| -> Result<(), Failure> {
            for (sha256, file) in wanted.remove(&entry).unwrap_or_default() {
                copies.insert(sha256.clone(), keep(&sha256, file, bytes.clone())?);
            }
            Ok(())
        })?;
        if !wanted.is_empty() {
            return Err(Failure::Unusable(format!("{} changed while it was being read", at.display())));
        }
    }
    Ok(copies)
}

type OfPack<'f> = Vec<(String, &'f AtHand, Vec<u8>)>;

/// The bytes of files in one pack.
fn of_pack<'f>(
    folder: &Path,
    layered: &Folder,
    pack: u32,
    files: Vec<(String, &'f AtHand, &PackedFile)>,
) -> Result<OfPack<'f>, Failure> {
    let fail = |unusable| layered::in_folder(folder, &unusable);
    let Some(pack) = layered.directory.packs.get(pack as usize) else { return Ok(Vec::new()) };
    let bytes = layered::reader_of(folder)(&pack.path()).ok_or_else(|| fail(Unusable::new(pack.path(), Fault::Missing)))?;
    let open = |(sha256, file, packed): (String, &'f AtHand, &PackedFile)| {
        Ok((sha256, file, plumbline_layers::file_in(packed, pack, &bytes).map_err(fail)?))
    };
    files.into_iter().map(open).collect()
}
