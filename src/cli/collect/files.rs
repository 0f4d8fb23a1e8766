//! The files that `plumbline collect` is given, and where they are kept.

use super::super::args::Failure;
use super::super::input::read_file;
use super::super::links::{link_in, read_plain_file, refuse_links};
use super::super::tree::{Tree, files_below, matching, tree_below};
use super::artifacts::Asked;
use super::committed::WorkTrees;
use plumbline_domain::{Gate, Instant};
use plumbline_gate::words::collect as words;
use plumbline_gate::{Companion, Offered, refuse_own_format};
use plumbline_ingest::{Redaction, redact, sha256_hex};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path, PathBuf};
use std::time::UNIX_EPOCH;

/// What the files of one report come to.
pub struct Files<'a> {
    /// The folder of the data.
    pub data: &'a Path,
    /// The folder in it that copies go to.
    pub folder: String,
    /// Whether files may be committed: a document that is kept in the repository is what the intent gate is about.
    pub may_be_committed: bool,
    /// Whether files are kept as they are, with their secrets.
    pub raw: bool,
    /// The copies to make, by their path from the folder of the data.
    pub copies: BTreeMap<String, Copy>,
    /// A sentence for each thing that a person should know.
    pub notes: Vec<String>,
    /// The work trees that the files lie in.
    pub work_trees: WorkTrees,
}

/// A file that goes into the data.
pub struct Copy {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// When the file that it is the copy of was written.
    pub written_at: Option<Instant>,
}

/// A file as the data holds it.
struct Kept {
    path: String,
    bytes: Vec<u8>,
    raw_sha256: Option<String>,
    written_at: Option<Instant>,
}

impl Files<'_> {
    /// The files that the patterns mean. The same file is offered once for each type and each other set of options.
    ///
    /// # Errors
    /// When a pattern fits nothing, or a file cannot be read or may not be kept.
    pub fn offered(&mut self, asked: &[Asked]) -> Result<Vec<Offered>, Failure> {
        let mut out = Vec::new();
        let mut taken: BTreeSet<(PathBuf, usize)> = BTreeSet::new();
        for (n, one) in asked.iter().enumerate() {
            let paths = paths_of(&one.pattern)?;
            if paths.len() > 1 && one.offered.id.is_some() {
                return Err(Failure::Usage(format!("--id is for one file, and {} fits {}", one.pattern, paths.len())));
            }
            let attestation = one.attestation.as_ref().map(|path| self.companion(path, one).map(|kept| kept.path)).transpose()?;
            let before = one.before.as_ref().map(|path| self.companion(path, one)).transpose()?;
            let with: Vec<Companion> = one.with.iter().map(|path| self.companion(path, one)).collect::<Result<_, _>>()?;
            let alike = asked.iter().position(|other| other.is_alike(one)).unwrap_or(n);
            for path in paths {
                if !taken.insert((path.clone(), alike)) {
                    continue;
                }
                self.made_by_the_run(&path, one)?;
                let kept = self.kept(&path)?;
                out.push(Offered {
                    path: kept.path,
                    given: Some(path.display().to_string()),
                    bytes: kept.bytes,
                    raw_sha256: kept.raw_sha256,
                    written_at: kept.written_at,
                    attestation: attestation.clone(),
                    before: before.clone(),
                    with: with.clone(),
                    ..one.offered.clone()
                });
            }
        }
        Ok(out)
    }

    fn companion(&mut self, path: &Path, one: &Asked) -> Result<Companion, Failure> {
        self.made_by_the_run(path, one)?;
        let given = path;
        let Kept { path, bytes, raw_sha256, .. } = self.kept(path)?;
        refuse_own_format(&bytes).map_err(|why| Failure::Unusable(format!("{}: {why}", given.display())))?;
        Ok(Companion { path, bytes, raw_sha256 })
    }

    /// Refuses a file that is committed: no run made it.
    fn made_by_the_run(&mut self, path: &Path, one: &Asked) -> Result<(), Failure> {
        if self.may_be_committed || one.is_committed {
            return Ok(());
        }
        refuse_links(path)?;
        match self.work_trees.hold(path)? {
            true => Err(Failure::Unusable(format!("{}: {}", path.display(), words::COMMITTED))),
            false => Ok(()),
        }
    }

    /// A file by its path from the folder of the data; from outside, its copy goes there: without its secrets, unless they are kept.
    fn kept(&mut self, path: &Path) -> Result<Kept, Failure> {
        let refused = |why: String| Failure::Unusable(format!("{}: {why}", path.display()));
        let original = read_plain_file(path)?;
        let written_at = written_at(path);
        let inside = below(self.data, path);
        let (bytes, raw_sha256) = match redact(&original) {
            Redaction::Clean => (original, None),
            Redaction::Copy { n_values, .. } if self.raw => {
                self.notes.push(words::kept_raw(&path.display().to_string(), n_values));
                (original, None)
            }
            Redaction::Impossible(_) if self.raw => (original, None),
            Redaction::Impossible(why) => return Err(refused(words::not_redacted(&why))),
            Redaction::Copy { .. } if inside.is_some() => return Err(refused(words::SECRETS_IN_DATA.to_owned())),
            Redaction::Copy { bytes, n_values } => {
                self.notes.push(words::redacted(&path.display().to_string(), n_values));
                (bytes, Some(sha256_hex(&original)))
            }
        };
        let kept = |path: String, bytes: Vec<u8>| Kept { path, bytes, raw_sha256, written_at };
        if let Some(inside) = inside {
            return Ok(kept(inside, bytes));
        }
        let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        let in_data = self.copied(&name, &bytes, written_at);
        Ok(kept(in_data, bytes))
    }

    /// Puts a file among the copies, under its name or the first free one; its path from the folder of the data.
    pub fn copied(&mut self, name: &str, bytes: &[u8], written_at: Option<Instant>) -> String {
        let name = plumbline_text::file_name(name, "file");
        let (stem, rest) = name.split_once('.').map_or((name.as_str(), String::new()), |(stem, rest)| (stem, format!(".{rest}")));
        let mut in_data = format!("{}/{name}", self.folder);
        let mut n = 2;
        while self.copies.get(&in_data).is_some_and(|there| there.bytes != bytes) {
            in_data = format!("{}/{stem}-{n}{rest}", self.folder);
            n += 1;
        }
        self.copies.insert(in_data.clone(), Copy { bytes: bytes.to_vec(), written_at });
        in_data
    }
}

/// When a file was last written.
fn written_at(path: &Path) -> Option<Instant> {
    let since = std::fs::metadata(path).ok()?.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
    Some(Instant::from_micros(i64::try_from(since.as_secs()).ok()?.checked_mul(1_000_000)?))
}

/// What the data folder holds of the change's other gates, for what is told of the files: what cannot be read is left out.
pub fn other_gates(data: &Path, folder: &str, gate: Gate) -> Vec<Companion> {
    let own = |name: &str| name.strip_prefix(gate.id()).is_some_and(|rest| rest.is_empty() || rest.starts_with(['-', '.', '/']));
    let mut out = Vec::new();
    for part in ["reports", "evidence"] {
        let root = format!("{part}/{folder}");
        if link_in(&data.join(part)).or_else(|| link_in(&data.join(&root))).is_some() {
            continue;
        }
        let files = files_below(&data.join(&root)).unwrap_or_default();
        for file in files.into_iter().filter(|file| !own(file)) {
            let path = format!("{root}/{file}");
            if let Ok(bytes) = read_file(&data.join(&path)) {
                out.push(Companion { path, bytes, raw_sha256: None });
            }
        }
    }
    out
}

/// The files of a pattern, or the file of a plain path.
fn paths_of(pattern: &str) -> Result<Vec<PathBuf>, Failure> {
    let plain = Path::new(pattern);
    refuse_links(plain)?;
    if plain.is_file() {
        return Ok(vec![plain.to_owned()]);
    }
    // what stands before the first wild part is a folder; the rest is matched below it
    let mut root = PathBuf::new();
    let mut rest: Vec<String> = Vec::new();
    for part in plain.components() {
        let text = part.as_os_str().to_string_lossy().into_owned();
        let is_wild = text.contains(['*', '?', '[']);
        if rest.is_empty() && !is_wild && !matches!(part, Component::CurDir) {
            root.push(part);
        } else if !matches!(part, Component::CurDir) {
            rest.push(text);
        }
    }
    let none = || Failure::Unusable(format!("{pattern} matches no file"));
    if rest.is_empty() {
        let why = if plain.exists() { "is not a plain file: not read" } else { "no such file" };
        return Err(Failure::Unusable(format!("{pattern}: {why}")));
    }
    let folder = if root.as_os_str().is_empty() { PathBuf::from(".") } else { root.clone() };
    if !folder.is_dir() {
        return Err(none());
    }
    let Tree { files, links, .. } = tree_below(&folder)?;
    let wanted = [rest.join("/")];
    let found = matching(&files, &wanted)?;
    if found.is_empty() {
        return Err(match matching(&links, &wanted)?.is_empty() {
            true => none(),
            false => Failure::Unusable(format!("{pattern} matches only links: not followed")),
        });
    }
    Ok(found.into_iter().map(|f| root.join(f)).collect())
}

/// A path from a folder, with `/` between its parts; none when it lies outside.
pub fn below(folder: &Path, path: &Path) -> Option<String> {
    let whole = |path: &Path| std::path::absolute(path).ok().map(|p| p.components().collect::<PathBuf>());
    let (folder, path) = (whole(folder)?, whole(path)?);
    let inside = path.strip_prefix(folder).ok()?;
    let parts: Vec<String> = inside.components().map(|c| c.as_os_str().to_string_lossy().into_owned()).collect();
    (!parts.is_empty() && !parts.iter().any(|p| p == "..")).then(|| parts.join("/"))
}
