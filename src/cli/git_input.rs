//! A data set that stands in a commit: read from git's objects, so that nothing in the work tree can alter it.

use super::admission::{Admission, Whence};
use super::args::Failure;
use super::git_name::InGit;
use super::git_objects::Objects;
use super::input::{left_out_as, read_container, text_of};
use super::layered;
use super::repository::{Entry, EntryKind, NoAnswer};
use plumbline_domain::{Diagnostic, DiagnosticKind, Receipt};
use plumbline_ingest::limits::MAX_FILE_BYTES;
use plumbline_ingest::{Reader, Source, index_from_json};
use plumbline_layers::{Folder, INDEX, Unusable};
use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap, HashSet};

/// The `index.json` of a data set in git, with its name.
///
/// # Errors
/// When git gives no answer.
pub fn index_of(found: &InGit) -> Result<Option<(String, Vec<u8>)>, Failure> {
    if found.entry.kind == EntryKind::File {
        return Ok(Some((found.name.clone(), found.bytes()?)));
    }
    let unusable = |why: NoAnswer| Failure::Unusable(format!("{}: {why}", found.name));
    let inside = found.repository.below(&found.entry.id).map_err(unusable)?;
    let Some(index) = inside.into_iter().find(|e| e.kind == EntryKind::File && e.path == b"index.json") else { return Ok(None) };
    let bytes = found.objects()?.bytes(&index.id, "blob").map_err(unusable)?;
    Ok(bytes.map(|bytes| (format!("{}/index.json", root_of(found)), bytes)))
}

/// The name that the files of a folder in git begin with.
fn root_of(found: &InGit) -> String {
    found.name.trim_end_matches('/').to_owned()
}

/// Reads a file or a folder in git, as one on this machine is read: without hidden folders and links.
///
/// # Errors
/// When git gives no answer.
pub fn read(found: &InGit, admission: &mut Admission, reader: &mut Reader) -> Result<(), Failure> {
    let unusable = |why: NoAnswer| Failure::Unusable(format!("{}: {why}", found.name));
    let whence = Whence { held_since: found.committed_at, ..Whence::default() };
    let root = root_of(found);
    if found.entry.kind == EntryKind::File {
        let source = Source::new(found.name.clone(), found.bytes()?);
        if plumbline_ingest::is_container(&source.bytes) {
            read_container(Source { bytes: plumbline_ingest::unwrapped(source.bytes), ..source }, whence, admission, reader);
        } else {
            reader.add_root(root.rsplit_once('/').map_or("", |(folder, _)| folder));
            admission.hand_over(plumbline_ingest::prepare(source, reader.policy()), whence, reader);
        }
        return Ok(());
    }
    reader.add_root(&root);
    let listed = index_of(found)?.and_then(|(_, bytes)| index_from_json(&bytes).ok()).map(|(index, _)| index);
    let has_index = listed.is_some();
    let listed: HashSet<String> = listed.into_iter().flat_map(|index| index.files).map(|file| file.path).collect();
    let mut objects = found.objects()?;
    let entries = found.repository.below(&found.entry.id).map_err(unusable)?;
    let own = read_layered(&root, &entries, &mut objects, whence, admission, reader)?;
    for entry in entries {
        let path = text_of(&entry.path);
        if own.contains(&path) {
            continue;
        }
        let name = format!("{root}/{path}");
        let is_hidden = path.rsplit_once('/').is_some_and(|(folders, _)| folders.split('/').any(|part| part.starts_with('.')));
        let why = match entry.kind {
            _ if is_hidden => Some("in a hidden folder: not read"),
            EntryKind::Link => Some("a link: not followed"),
            EntryKind::Submodule | EntryKind::Folder => Some("a submodule: not read"),
            EntryKind::File if path == "checks.json" && has_index => Some("the checks.json of a bundle: not read"),
            EntryKind::File => None,
        };
        if let Some(why) = why {
            reader.add_refused(left_out_as(name, why));
            continue;
        }
        let bytes = match objects.bytes(&entry.id, "blob") {
            Ok(Some(bytes)) if bytes.len() as u64 <= MAX_FILE_BYTES || plumbline_ingest::is_container(&bytes) => bytes,
            Ok(found) => {
                let too_large = (DiagnosticKind::TooLarge, "larger than the limit for one file");
                let missing = (DiagnosticKind::NotOpened, "the object is missing in the repository: fetch it");
                let (kind, why) = if found.is_some() { too_large } else { missing };
                reader.add_refused(Receipt::refused(name, "", 0, Diagnostic::new(kind, "", why)));
                continue;
            }
            Err(why) => return Err(unusable(why)),
        };
        let source = Source::new(name, bytes);
        if listed.contains(&path) && plumbline_ingest::is_container(&source.bytes) {
            read_container(Source { bytes: plumbline_ingest::unwrapped(source.bytes), ..source }, whence, admission, reader);
        } else {
            admission.hand_over(plumbline_ingest::prepare(source, reader.policy()), whence, reader);
        }
    }
    Ok(())
}

/// Reads the records and artifacts of a data set in layers; the files that hold them, or its judgement. None when it is no such data set.
fn read_layered(
    root: &str,
    entries: &[Entry],
    objects: &mut Objects,
    whence: Whence<'_>,
    admission: &mut Admission,
    reader: &mut Reader,
) -> Result<BTreeSet<String>, Failure> {
    let ids: HashMap<String, &str> =
        entries.iter().filter(|e| e.kind == EntryKind::File).map(|e| (text_of(&e.path), e.id.as_str())).collect();
    // what git does not answer is not missing
    let refused: RefCell<Option<NoAnswer>> = RefCell::default();
    let mut read = |path: &str| {
        let found = objects.bytes(ids.get(path)?, "blob");
        found.map_err(|why| refused.replace(Some(why))).ok().flatten()
    };
    let fail = |unusable: Unusable| match refused.take() {
        Some(why) => Failure::Unusable(format!("{root}/{}: {why}", unusable.file)),
        None => Failure::Unusable(format!("{root}/{unusable}")),
    };
    // whether there is an index was asked before
    let Some(index) = read(INDEX).filter(|index| layered::is_layered(index)) else { return Ok(BTreeSet::new()) };
    let folder = Folder::open(&index, &mut read).map_err(fail)?;
    folder.each_pack(&mut read, fail, |pack| {
        layered::hand_over(root, pack, whence, admission, reader);
        Ok(())
    })?;
    let mut own = folder.own_paths();
    own.remove(INDEX);
    Ok(own)
}
