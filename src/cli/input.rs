//! Files and folders named on the command line, read one at a time.

use super::args::Failure;
use crate::domain::{Diagnostic, Policy, Receipt};
use crate::ingest::{self, Prepared, Reader, Source, default_policy, index_from_json, policy_from_json, sha256_hex};
use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::thread;

/// The policy of a file.
///
/// # Errors
/// When the file cannot be read, or is no policy.
pub fn policy_from_file(path: &Path) -> Result<(Policy, String), Failure> {
    let bytes = fs::read(path).map_err(|e| Failure::Unusable(format!("{}: {e}", path.display())))?;
    match policy_from_json(&bytes) {
        Ok(policy) => Ok((policy, sha256_hex(&bytes))),
        Err(errors) => Err(Failure::Unusable(in_words(&path.display().to_string(), &errors))),
    }
}

/// The policy in force: the one asked for, else that of the data set's index (of a folder or a zip), else the default.
///
/// # Errors
/// When the one asked for, or that of the index, cannot be used.
pub fn policy_for(asked: Option<&Path>, paths: &[PathBuf]) -> Result<(Policy, String), Failure> {
    if let Some(path) = asked {
        return policy_from_file(path);
    }
    for path in paths {
        let Some(bytes) = index_at(path) else { continue };
        // Not every index.json is ours; what is wrong with one of ours stands in its receipt.
        if let Ok((ingest::Index { policy: Some(policy), .. }, _)) = index_from_json(&bytes) {
            return Ok(policy);
        }
    }
    Ok(default_policy())
}

/// The `index.json` of a data set: a folder, a zip, or the file itself.
fn index_at(path: &Path) -> Option<Vec<u8>> {
    if path.is_dir() {
        return fs::read(path.join("index.json")).ok();
    }
    let bytes = fs::read(path).ok()?;
    if path.file_name().is_some_and(|name| name == "index.json") {
        return Some(bytes);
    }
    if !ingest::is_container(&bytes) {
        return None;
    }
    let container = Source { path: name_of(path), bytes, sha256: String::new() };
    let wanted = format!("{}/index.json", container.path);
    let mut entries = ingest::expand(&container, |_| String::new()).ok()?;
    entries.find_map(|entry| entry.ok().filter(|source| source.path == wanted)).map(|source| source.bytes)
}

/// Reads every file under these paths; a zip named here is read entry by entry.
///
/// # Errors
/// When one of the paths does not exist or cannot be opened. What cannot be read inside a folder is a receipt.
pub fn read_paths(paths: &[PathBuf], policy: Policy, policy_sha256: String) -> Result<Reader, Failure> {
    let mut reader = Reader::new(policy, policy_sha256);
    for path in paths {
        let kind = fs::metadata(path).map_err(|e| Failure::Unusable(format!("{}: {e}", path.display())))?;
        if kind.is_dir() {
            reader.add_root(&name_of(path));
            read_folder(path, &listed_in(path), &mut reader);
        } else {
            let bytes = fs::read(path).map_err(|e| Failure::Unusable(format!("{}: {e}", path.display())))?;
            let source = Source::new(name_of(path), bytes);
            if ingest::is_container(&source.bytes) {
                read_container(&source, &mut reader);
            } else {
                reader.add_root(source.path.rsplit_once('/').map_or("", |(folder, _)| folder));
                reader.read(source);
            }
        }
    }
    Ok(reader)
}

fn read_container(container: &Source, reader: &mut Reader) {
    reader.add_root(&container.path);
    match ingest::expand(container, sha256_hex) {
        Ok(entries) => {
            for entry in entries {
                match entry {
                    Ok(source) => reader.read(source),
                    Err(receipt) => reader.add_refused(receipt),
                };
            }
        }
        Err(receipt) => {
            reader.add_refused(receipt);
        }
    }
}

/// The files that the index of a data set lists. A zip among them is a part of the set, and read as one; any other zip
/// in a folder may be an artifact.
fn listed_in(folder: &Path) -> HashSet<PathBuf> {
    let Ok(bytes) = fs::read(folder.join("index.json")) else { return HashSet::new() };
    let Ok((index, _)) = index_from_json(&bytes) else { return HashSet::new() };
    index.files.iter().map(|file| folder.join(&file.path)).collect()
}

/// Reads a folder and what is in it. Hidden folders, and links to folders (which may run in circles), are left out.
fn read_folder(folder: &Path, listed: &HashSet<PathBuf>, reader: &mut Reader) {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let entries = match fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(e) => {
                reader.add_refused(unreadable(&folder, &e));
                continue;
            }
        };
        for path in entries.flatten().map(|e| e.path()) {
            let is_folder = path.symlink_metadata().is_ok_and(|m| m.is_dir());
            let is_hidden = path.file_name().is_some_and(|n| n.to_string_lossy().starts_with('.'));
            if is_folder {
                if !is_hidden {
                    folders.push(path);
                }
            } else if !path.is_dir() {
                files.push(path);
            }
        }
    }
    read_files(&files, listed, reader);
}

/// What a thread made of a file.
enum Found {
    File(Box<Prepared>),
    Container(Source),
    Unreadable(Receipt),
}

/// Reads files on all processors. The order in which they arrive makes no difference.
fn read_files(files: &[PathBuf], listed: &HashSet<PathBuf>, reader: &mut Reader) {
    let policy = reader.policy().clone();
    let next = AtomicUsize::new(0);
    let read = |path: &PathBuf| match fs::read(path) {
        Ok(bytes) => {
            let source = Source::new(name_of(path), bytes);
            if listed.contains(path) && ingest::is_container(&source.bytes) {
                Found::Container(source)
            } else {
                Found::File(Box::new(ingest::prepare(source, &policy)))
            }
        }
        Err(e) => Found::Unreadable(unreadable(path, &e)),
    };
    // A bounded channel: no thread runs far ahead with files that nobody has taken yet.
    let (sender, receiver) = mpsc::sync_channel(32);
    let n_threads = thread::available_parallelism().map_or(1, usize::from).min(8);
    thread::scope(|scope| {
        for _ in 0..n_threads {
            let (sender, next, read) = (sender.clone(), &next, &read);
            scope.spawn(move || {
                while let Some(path) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
                    if sender.send(read(path)).is_err() {
                        break;
                    }
                }
            });
        }
        drop(sender);
        for found in receiver {
            match found {
                Found::File(file) => {
                    reader.add(*file);
                }
                Found::Container(container) => read_container(&container, reader),
                Found::Unreadable(receipt) => {
                    reader.add_refused(receipt);
                }
            }
        }
    });
}

fn unreadable(path: &Path, error: &std::io::Error) -> Receipt {
    let mut receipt = Receipt::new(name_of(path), "", 0);
    receipt.refused = true;
    receipt.diagnostics.push(Diagnostic::error("", error.to_string().to_lowercase()));
    receipt
}

/// A path as it was given, with `/` between its parts.
fn name_of(path: &Path) -> String {
    let name = path.to_string_lossy();
    let name = if cfg!(windows) { name.replace('\\', "/") } else { name.into_owned() };
    match name.trim_end_matches('/') {
        "" => name,
        trimmed => trimmed.to_owned(),
    }
}

/// Diagnostics in one text, each with its place.
pub fn in_words(file: &str, diagnostics: &[Diagnostic]) -> String {
    let lines: Vec<String> = diagnostics.iter().map(|d| format!("{file}{}: {}", place(d), d.message)).collect();
    lines.join("\n")
}

/// Where a diagnostic stands: `:12:5 evidence[0].type`.
pub fn place(diagnostic: &Diagnostic) -> String {
    let mut place = String::new();
    for part in [diagnostic.line, diagnostic.column].into_iter().flatten() {
        place.push_str(&format!(":{part}"));
    }
    if !diagnostic.path.is_empty() {
        place.push_str(&format!(" {}", diagnostic.path));
    }
    place
}
