//! Files and folders named on the command line, read one at a time.

use super::admission::{Admission, Whence};
use super::args::Failure;
use super::git_name::{InGit, is_in_git};
use super::layered;
use super::standing::Blob;
use super::terminal::tell;
use super::tree::{HIDDEN_FOLDER, NO_FILE};
use plumbline_domain::{Dataset, Diagnostic, DiagnosticKind, DiagnosticSeverity, Fate, Policy, Receipt};
use plumbline_ingest::limits::{MAX_CONTAINER_BYTES, MAX_FILE_BYTES};
use plumbline_ingest::{Prepared, Reader, Source, index_from_json, policy_from_json, sha256_hex};
use std::collections::HashSet;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::thread;

/// The policy of a file.
///
/// # Errors
/// When the file cannot be read, or is no policy.
pub fn policy_from_file(path: &Path) -> Result<(Policy, String), Failure> {
    let bytes = read_file(path).map_err(|e| Failure::Unusable(format!("{}: {e}", path.display())))?;
    match policy_from_json(&bytes) {
        Ok(policy) => Ok((policy, sha256_hex(&bytes))),
        Err(errors) => Err(Failure::Unusable(in_words(&path.display().to_string(), &errors))),
    }
}

/// The `index.json` of a data set (a folder, a zip, or the file itself; in git too), with its name.
///
/// # Errors
/// When something in git is named that is not there, and when there is an index that cannot be read.
pub fn index_of(path: &Path) -> Result<Option<(String, Vec<u8>)>, Failure> {
    if is_in_git(path.as_os_str()) {
        return super::git_input::index_of(&InGit::find(path.as_os_str())?);
    }
    let name = if path.is_dir() { format!("{}/index.json", name_of(path)) } else { name_of(path) };
    Ok(index_at(path)?.map(|bytes| (name, bytes)))
}

/// The `index.json` of a data set: a folder, a zip, or the file itself.
fn index_at(path: &Path) -> Result<Option<Vec<u8>>, Failure> {
    if path.is_dir() {
        return index_bytes(&path.join("index.json"));
    }
    // a pipe can be read once only
    let Some(bytes) = index_bytes(path)? else { return Ok(None) };
    let is_index = path.file_name().is_some_and(|name| name == "index.json");
    Ok(if is_index { Some(bytes) } else { index_in_zip(path, bytes) })
}

/// The `index.json` in the bytes of a zip; none when they are no zip, or it holds none.
fn index_in_zip(path: &Path, bytes: Vec<u8>) -> Option<Vec<u8>> {
    if !plumbline_ingest::is_container(&bytes) {
        return None;
    }
    let container = Source { path: name_of(path), bytes: plumbline_ingest::unwrapped(bytes), sha256: String::new() };
    let wanted = format!("{}/index.json", container.path);
    let mut entries = plumbline_ingest::expand(&container, |_| String::new()).ok()?;
    entries.find_map(|entry| entry.ok().filter(|source| source.path == wanted)).map(|source| source.bytes)
}

/// Takes files that were read, in any order.
pub trait FileSink {
    /// The policy that they are read under.
    fn policy(&self) -> &Policy;
    /// Says that the paths under a root form a data set of their own.
    fn add_root(&mut self, root: &str);
    /// The path of a file from its root.
    fn path_in_root<'f>(&self, file: &'f str) -> &'f str;
    /// Takes a file.
    fn add(&mut self, file: Prepared);
    /// Takes the receipt of a file that could not be read.
    fn add_refused(&mut self, receipt: Receipt);
}

impl FileSink for Reader {
    fn policy(&self) -> &Policy {
        Reader::policy(self)
    }

    fn add_root(&mut self, root: &str) {
        Reader::add_root(self, root);
    }

    fn path_in_root<'f>(&self, file: &'f str) -> &'f str {
        Reader::path_in_root(self, file)
    }

    fn add(&mut self, file: Prepared) {
        Reader::add(self, file);
    }

    fn add_refused(&mut self, receipt: Receipt) {
        Reader::add_refused(self, receipt);
    }
}

/// Reads every file under these paths; a zip named here is read entry by entry.
///
/// # Errors
/// When one of the paths does not exist or cannot be opened. What cannot be read inside a folder is a receipt.
pub fn read_paths(paths: &[PathBuf], policy: Policy, policy_sha256: String) -> Result<Reader, Failure> {
    let mut reader = Reader::new(policy, policy_sha256);
    for path in paths {
        read_path(path, &mut Admission::of_all(), &mut reader)?;
    }
    Ok(reader)
}

/// The same, where a path may also name a folder or a file in git (`REV:PATH`), without the records that are not admitted.
///
/// # Errors
/// When one of the paths does not exist or cannot be opened.
pub fn read_admitted(
    paths: &[PathBuf],
    policy: Policy,
    policy_sha256: String,
    admission: &mut Admission,
) -> Result<Reader, Failure> {
    let mut reader = Reader::new(policy, policy_sha256);
    for path in paths {
        match is_in_git(path.as_os_str()) {
            true => super::git_input::read(&InGit::find(path.as_os_str())?, admission, &mut reader)?,
            false => read_path(path, admission, &mut reader)?,
        }
    }
    Ok(reader)
}

/// Reads a file, or every file of a folder or a zip.
///
/// # Errors
/// When the path does not exist or cannot be opened.
pub fn read_path(path: &Path, admission: &mut Admission, reader: &mut dyn FileSink) -> Result<(), Failure> {
    let unusable = |e: io::Error| Failure::Unusable(format!("{}: {e}", path.display()));
    let kind = fs::metadata(path).map_err(unusable)?;
    if kind.is_dir() {
        // `a//b/` is `a/b`: else its files would stand under another name than the one that its reports mean
        let folder: PathBuf = path.components().collect();
        fs::read_dir(&folder).map_err(unusable)?;
        reader.add_root(&name_of(&folder));
        let own = layered::read_folder(&folder, admission, reader)?;
        read_folder(&folder, &listed_in(&folder)?, &own, admission, reader);
        return Ok(());
    }
    let source = Source::new(name_of(path), read_file(path).map_err(unusable)?);
    let blob = admission.wants_blobs().then(|| Blob::of(&source.bytes));
    if plumbline_ingest::is_container(&source.bytes) {
        let whence = Whence { path: Some(path), container: blob.as_ref(), ..Whence::default() };
        read_container(Source { bytes: plumbline_ingest::unwrapped(source.bytes), ..source }, whence, admission, reader);
    } else {
        reader.add_root(source.path.rsplit_once('/').map_or("", |(folder, _)| folder));
        let file = plumbline_ingest::prepare(source, reader.policy());
        admission.hand_over(file, Whence { path: Some(path), blob: blob.as_ref(), ..Whence::default() }, reader);
    }
    Ok(())
}

/// Reads the entries of a zip.
pub fn read_container(container: Source, whence: Whence<'_>, admission: &mut Admission, reader: &mut dyn FileSink) {
    reader.add_root(&container.path);
    match plumbline_ingest::expand(&container, sha256_hex) {
        Ok(entries) => {
            for entry in entries {
                match entry {
                    Ok(source) if layered::is_layered(&source.bytes) => {
                        let size = source.bytes.len() as u64;
                        let why = Diagnostic::new(DiagnosticKind::NotUnpacked, "", layered::IN_A_ZIP);
                        reader.add_refused(Receipt::refused(source.path, source.sha256, size, why));
                    }
                    Ok(source) => {
                        let blob = admission.wants_blobs().then(|| Blob::of(&source.bytes));
                        let file = plumbline_ingest::prepare(source, reader.policy());
                        admission.hand_over(file, Whence { blob: blob.as_ref(), ..whence }, reader);
                    }
                    Err(receipt) => {
                        reader.add_refused(receipt);
                    }
                }
            }
        }
        Err(receipt) => {
            reader.add_refused(receipt);
        }
    }
}

/// The files that the index of a data set lists. A zip among them is a part of the set, and read as one; any other zip
/// in a folder may be an artifact.
fn listed_in(folder: &Path) -> Result<HashSet<PathBuf>, Failure> {
    // a damaged index is a file like any other, and said to be damaged where it is read
    let index = index_bytes(&folder.join("index.json"))?.and_then(|bytes| index_from_json(&bytes).ok());
    Ok(index.into_iter().flat_map(|(index, _)| index.files).map(|file| folder.join(&file.path)).collect())
}

/// The bytes of a file that may be, or hold, an index; none when nothing is there, or no file (a pipe may never end).
///
/// # Errors
/// When there is a file that cannot be read.
pub fn index_bytes(path: &Path) -> Result<Option<Vec<u8>>, Failure> {
    match fs::metadata(path) {
        Ok(found) if !found.is_file() => Ok(None),
        _ => read_if_there(path),
    }
}

/// The bytes of a file; none when nothing is there.
///
/// # Errors
/// When something is there that is no file (a pipe may never end), or cannot be read.
pub fn read_if_there(path: &Path) -> Result<Option<Vec<u8>>, Failure> {
    let read = match fs::metadata(path) {
        Ok(found) if !found.is_file() => Err(io::Error::other("is not a plain file: not read")),
        _ => read_file(path),
    };
    match read {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Failure::Unusable(format!("{}: {}", path.display(), error.to_string().to_lowercase()))),
    }
}

/// The bytes of a file, as far as any file is read: more than that could only be refused, and a device has no end.
pub fn read_file(path: &Path) -> io::Result<Vec<u8>> {
    let too_large = || io::Error::other("larger than the limit for one file");
    let mut file = fs::File::open(path)?;
    let mut bytes = Vec::new();
    (&mut file).take(MAX_FILE_BYTES + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MAX_FILE_BYTES {
        if !plumbline_ingest::is_container(&bytes) {
            return Err(too_large());
        }
        let more = MAX_CONTAINER_BYTES.saturating_sub(bytes.len() as u64);
        file.take(more + 1).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > MAX_CONTAINER_BYTES {
            return Err(too_large());
        }
    }
    Ok(bytes)
}

/// Reads a folder and what is in it. Hidden folders, and links to folders (which may run in circles), are left out, and said to be.
/// Nothing outside the folder is read, and nothing that is no file: a pipe could wait for ever.
///
/// `own` are files that were read already.
fn read_folder(
    root: &Path,
    listed: &HashSet<PathBuf>,
    own: &HashSet<PathBuf>,
    admission: &mut Admission,
    reader: &mut dyn FileSink,
) {
    let real_root = root.canonicalize().ok();
    let is_inside = |path: &Path| match (&real_root, path.canonicalize()) {
        (Some(root), Ok(real)) => real.starts_with(root),
        _ => false,
    };
    let (notes, has_index) = (root.join("checks.json"), root.join("index.json").is_file());
    let mut files = Vec::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        let entries = match fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(e) => {
                reader.add_refused(unreadable(&folder, &e));
                continue;
            }
        };
        for entry in entries {
            let path = match entry {
                Ok(entry) => entry.path(),
                Err(e) => {
                    reader.add_refused(unreadable(&folder, &e));
                    continue;
                }
            };
            let (linked, target) = match (path.symlink_metadata(), fs::metadata(&path)) {
                (Ok(linked), Ok(target)) => (linked, target),
                (Err(e), _) | (_, Err(e)) => {
                    reader.add_refused(unreadable(&path, &e));
                    continue;
                }
            };
            if own.contains(&path) {
                continue;
            }
            let is_hidden = path.file_name().is_some_and(|n| n.to_string_lossy().starts_with('.'));
            if target.is_dir() {
                if linked.is_symlink() {
                    reader.add_refused(left_out(&path, "a link to a folder: not followed"));
                } else if is_hidden {
                    reader.add_refused(left_out(&path, HIDDEN_FOLDER));
                } else {
                    folders.push(path);
                }
            } else if path == notes && has_index {
                reader.add_refused(left_out(&path, "the checks.json of a bundle: not read"));
            } else if !target.is_file() {
                reader.add_refused(unreadable(&path, &io::Error::other(NO_FILE)));
            } else if linked.is_symlink() && !is_inside(&path) {
                reader.add_refused(unreadable(&path, &io::Error::other("a link that leaves the folder: not followed")));
            } else {
                files.push(path);
            }
        }
    }
    read_files(&files, listed, admission, reader);
}

/// The receipt of what is left out on purpose: no fault, but to be known.
fn left_out(path: &Path, why: &str) -> Receipt {
    left_out_as(name_of(path), why)
}

/// The same, under a name.
pub fn left_out_as(name: String, why: &str) -> Receipt {
    let note = Diagnostic::new(DiagnosticKind::LeftOut, "", why);
    Receipt { fate: Fate::LeftOut, diagnostics: vec![note], ..Receipt::new(name, "", 0) }
}

/// What a thread made of a file.
enum Found {
    File(Box<Prepared>, Option<Blob>),
    Container(Source, Option<Blob>),
    Unreadable(Receipt),
}

/// Reads files on all processors. The order in which they arrive makes no difference.
fn read_files(files: &[PathBuf], listed: &HashSet<PathBuf>, admission: &mut Admission, reader: &mut dyn FileSink) {
    let (policy, wants_blobs) = (reader.policy().clone(), admission.wants_blobs());
    let next = AtomicUsize::new(0);
    let read = |path: &PathBuf| match read_file(path) {
        Ok(bytes) => {
            let source = Source::new(name_of(path), bytes);
            let blob = wants_blobs.then(|| Blob::of(&source.bytes));
            if listed.contains(path) && plumbline_ingest::is_container(&source.bytes) {
                Found::Container(Source { bytes: plumbline_ingest::unwrapped(source.bytes), ..source }, blob)
            } else {
                Found::File(Box::new(plumbline_ingest::prepare(source, &policy)), blob)
            }
        }
        Err(e) => Found::Unreadable(unreadable(path, &e)),
    };
    // A bounded channel: no thread runs far ahead with files that nobody has taken yet.
    let n_threads = thread::available_parallelism().map_or(1, usize::from).min(8);
    let (sender, receiver) = mpsc::sync_channel(2 * n_threads);
    thread::scope(|scope| {
        for _ in 0..n_threads {
            let (sender, next, read) = (sender.clone(), &next, &read);
            scope.spawn(move || {
                while let Some(path) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
                    if sender.send((path, read(path))).is_err() {
                        break;
                    }
                }
            });
        }
        drop(sender);
        for (path, found) in receiver {
            let whence = Whence { path: Some(path), ..Whence::default() };
            match found {
                Found::File(file, blob) => admission.hand_over(*file, Whence { blob: blob.as_ref(), ..whence }, reader),
                Found::Container(container, blob) => {
                    read_container(container, Whence { container: blob.as_ref(), ..whence }, admission, reader);
                }
                Found::Unreadable(receipt) => {
                    reader.add_refused(receipt);
                }
            }
        }
    });
}

fn unreadable(path: &Path, error: &std::io::Error) -> Receipt {
    // what is not followed, is no file or too large (all by rule), or leads to nothing, hides no report
    let kind = match error.kind() {
        io::ErrorKind::Other | io::ErrorKind::NotFound => DiagnosticKind::NotFollowed,
        _ => DiagnosticKind::NotOpened,
    };
    Receipt::refused(name_of(path), "", 0, Diagnostic::new(kind, "", error.to_string().to_lowercase()))
}

/// The bytes of a name as text.
pub fn text_of(bytes: &[u8]) -> String {
    let mut name = String::new();
    for chunk in bytes.utf8_chunks() {
        name.push_str(chunk.valid());
        for byte in chunk.invalid() {
            name.push_str(&format!("\\x{byte:02x}"));
        }
    }
    name
}

/// A path as it was given, with `/` between its parts. Bytes that are no text are written out (`\xff`), so that two names never become one.
pub fn name_of(path: &Path) -> String {
    let name = text_of(path.as_os_str().as_encoded_bytes());
    let name = if cfg!(windows) { name.replace('\\', "/") } else { name };
    match name.trim_end_matches('/') {
        "" => name,
        trimmed => trimmed.to_owned(),
    }
}

/// That artifacts which records name are not at hand: how many, and the first: the file of the record, and the path that it states.
pub fn not_at_hand(n: u64, file: &str, stated: &str) -> String {
    let missing = match n {
        1 => "1 artifact that a record names is not at hand, so it proves nothing".to_owned(),
        n => format!("{n} artifacts that records name are not at hand, so they prove nothing"),
    };
    format!("warning: {missing}; the first: {file} names {stated}")
}

/// Diagnostics in one text, each with its place.
pub fn in_words(file: &str, diagnostics: &[Diagnostic]) -> String {
    let lines: Vec<String> = diagnostics.iter().map(|d| format!("{file}{}: {}", d.place(), d.message)).collect();
    lines.join("\n")
}

/// Says on stderr what could not be used, and what is odd.
pub fn tell_diagnostics(dataset: &Dataset) {
    for receipt in &dataset.receipts {
        for diagnostic in receipt.diagnostics.iter().filter(|d| d.severity != DiagnosticSeverity::Note) {
            let severity = match diagnostic.severity {
                DiagnosticSeverity::Error => "error",
                DiagnosticSeverity::Warning | DiagnosticSeverity::Note => "warning",
            };
            tell(&format!("{severity}: {}{}: {}", receipt.file, diagnostic.place(), diagnostic.message));
        }
    }
}
