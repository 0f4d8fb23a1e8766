//! Reads the input of a bundle, file by file, and keeps what is known of each.

use super::super::args::Failure;
use super::super::input::{index_bytes, read_file};
use super::super::layered;
use super::super::links::refuse_links_below;
use super::super::tree::{HIDDEN_FOLDER, NO_FILE, Tree, tree_below};
use super::parallel::{in_order, threads};
use super::spool::SpoolFile;
use super::unreadable;
use plumbline_domain::Policy;
use plumbline_gate::{Examined, Intake, Kept, Provenance, Redact, Root, Terms, Weight, examined};
use plumbline_ingest::{Source, default_policy, index_from_json, is_container};
use plumbline_layers::{Folder, INDEX};
use std::collections::{BTreeSet, HashSet};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// How many bytes of files are read at a time, where that is more than one file for each processor.
const BATCH_BYTES: u64 = 32 << 20;

/// Where a file of the input lies.
#[derive(Clone, Debug)]
pub(super) enum Lies {
    /// In a file of its own.
    At(PathBuf),
    /// In a pack.
    InPack {
        /// The place of the data set in [`Input::layered`].
        folder: usize,
        /// The place of the file in its directory.
        file: usize,
    },
}

/// The input of a bundle.
pub(super) struct Input<'s> {
    /// What is known of it.
    pub intake: Intake<Lies, &'s SpoolFile>,
    /// Data sets in layers, and where they lie.
    pub layered: Vec<(PathBuf, Folder)>,
    redact: Redact,
    /// What a file is does not depend on the rules in force.
    policy: Policy,
    seen: HashSet<PathBuf>,
}

/// A file that has to be read.
struct File {
    /// Its path in its input.
    name: String,
    path: PathBuf,
    /// Whether an index lists it: a zip is taken apart then.
    is_part: bool,
    bytes: u64,
}

/// What a thread made of a file.
enum Found {
    Examined(Box<Examined>),
    Zip(Vec<u8>),
    Unreadable(Failure),
}

impl<'s> Input<'s> {
    /// An empty one.
    pub fn new(redact: Redact, terms: Terms, spool: &'s SpoolFile) -> Self {
        Input {
            intake: Intake::new(redact, terms, spool),
            layered: Vec::new(),
            redact,
            policy: default_policy().0,
            seen: HashSet::new(),
        }
    }

    /// Adds what is in a folder; the links that were not followed.
    ///
    /// # Errors
    /// When the folder, or the data set in it, cannot be read.
    pub fn add_folder(&mut self, folder: &Path, provenance: Provenance) -> Result<BTreeSet<String>, Failure> {
        let is_standing = provenance.is_standing;
        // a damaged index is a file like any other, and said to be damaged where it is read
        let index = index_bytes(&folder.join(INDEX))?.and_then(|bytes| index_from_json(&bytes).ok());
        let listed: Option<BTreeSet<String>> = index.map(|(index, _)| index.files.into_iter().map(|f| f.path).collect());
        let layered = layered::open(folder)?;
        let root = self.intake.root(provenance);
        let own = match layered {
            Some(layered) => self.add_layered(folder, layered, root)?,
            None => BTreeSet::new(),
        };
        let Tree { files: names, links, hidden, others } = tree_below(folder)?;
        for name in hidden {
            self.intake.leave_out(name, HIDDEN_FOLDER.to_owned(), Weight::Note);
        }
        for name in others {
            self.intake.leave_out(name, NO_FILE.to_owned(), Weight::Fault);
        }
        let mut files = Vec::new();
        for name in names {
            // what an earlier run noted is noted again; the index of the data set was read
            if listed.is_some() && (name == "checks.json" || (is_standing && name == INDEX)) {
                continue;
            }
            if own.contains(&name) && name != INDEX {
                continue;
            }
            // a zip that no index lists may be an artifact
            let is_part = listed.as_ref().is_some_and(|listed| listed.contains(&name));
            let path = folder.join(&name);
            // a run may lie in a folder that is an input too
            if self.seen.insert(path.canonicalize().unwrap_or_else(|_| path.clone())) {
                let bytes = path.metadata().map_or(0, |found| found.len());
                files.push(File { name, path, is_part, bytes });
            }
        }
        let mut rest = files.as_slice();
        while !rest.is_empty() {
            let mut bytes = 0;
            let in_batch = |file: &&File| {
                bytes += file.bytes;
                bytes <= BATCH_BYTES
            };
            let n = rest.iter().take_while(in_batch).count().max(threads()).min(rest.len());
            let (batch, others) = rest.split_at(n);
            self.add_batch(root, batch)?;
            rest = others;
        }
        Ok(links)
    }

    /// Adds a file.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn add_file(&mut self, path: &Path, provenance: Provenance) -> Result<(), Failure> {
        self.seen.insert(path.canonicalize().unwrap_or_else(|_| path.to_owned()));
        let root = self.intake.root(provenance);
        let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        let file = File { name, path: path.to_owned(), is_part: true, bytes: 0 };
        match found(&file, &self.policy, self.redact) {
            Found::Unreadable(failure) => Err(failure),
            found => take(&mut self.intake, root, &file, found),
        }
    }

    /// Adds the files of a data set in layers, and says which files are its own.
    fn add_layered(&mut self, folder: &Path, layered: Folder, root: Root) -> Result<BTreeSet<String>, Failure> {
        let place = self.layered.len();
        let mut own = layered.own_paths();
        own.insert("checks.json".to_owned());
        refuse_links_below(folder, Path::new(INDEX))?;
        let (intake, policy, redact) = (&mut self.intake, &self.policy, self.redact);
        let fail = |unusable| layered::in_folder(folder, &unusable);
        layered.each_pack(&mut layered::reader_of(folder), fail, |pack| {
            // files of records and artifacts alike, on all processors
            let files: Vec<Mutex<Option<Source>>> =
                pack.files.into_iter().map(|(path, sha256, bytes)| Mutex::new(Some(Source { path, bytes, sha256 }))).collect();
            let examine = |n: usize| {
                let source = files.get(n).and_then(|file| file.lock().unwrap_or_else(PoisonError::into_inner).take());
                Ok(source.map(|source| (source.path.clone(), examined(source, policy, redact))))
            };
            in_order(files.len(), examine, |_, found| {
                let Some((path, found)) = found else { return Ok(()) };
                let n = layered.directory.files.binary_search_by(|other| other.path.cmp(&path)).unwrap_or_default();
                let at = Kept::At(Lies::InPack { folder: place, file: n });
                intake.take(root, found, "", at).map_err(Failure::Unusable)
            })
        })?;
        self.layered.push((folder.to_owned(), layered));
        Ok(own)
    }

    /// Reads files on all processors, and takes them in their order.
    fn add_batch(&mut self, root: Root, batch: &[File]) -> Result<(), Failure> {
        let Input { intake, policy, redact, .. } = self;
        let find = |n: usize| Ok(batch.get(n).map(|file| found(file, policy, *redact)));
        in_order(batch.len(), find, |n, found| match (found, batch.get(n)) {
            // what one run holds keeps nobody else's records out
            (Some(Found::Unreadable(Failure::Unusable(why) | Failure::Usage(why))), Some(file)) => {
                intake.leave_out(file.name.clone(), why, Weight::Fault);
                Ok(())
            }
            (Some(found), Some(file)) => take(intake, root, file, found),
            _ => Ok(()),
        })
    }
}

fn found(file: &File, policy: &Policy, redact: Redact) -> Found {
    match read_file(&file.path) {
        Err(e) => Found::Unreadable(unreadable(&file.path, &e)),
        Ok(bytes) if file.is_part && is_container(&bytes) => Found::Zip(bytes),
        Ok(bytes) => Found::Examined(Box::new(examined(Source::new(file.name.clone(), bytes), policy, redact))),
    }
}

fn take(intake: &mut Intake<Lies, &SpoolFile>, root: Root, file: &File, found: Found) -> Result<(), Failure> {
    let at = Lies::At(file.path.clone());
    match found {
        Found::Examined(examined) => intake.take(root, *examined, "", Kept::At(at)),
        Found::Zip(bytes) => intake.add_zip(root, &file.name, bytes, at),
        Found::Unreadable(_) => Ok(()),
    }
    .map_err(Failure::Unusable)
}
