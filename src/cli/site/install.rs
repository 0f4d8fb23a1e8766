//! Puts a finished site into its folder, and knows again what it has put there.

use super::super::args::Failure;
use super::super::input::{read_file, read_if_there};
use super::super::links::{refuse_links, refuse_links_below};
use super::super::tree::files_below;
use super::super::whole_file::{remove_below, write_below};
use plumbline_ingest::sha256_hex;
use plumbline_site::{INDEX, is_inside};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Lists every other file of a site with its digest, as `sha256sum` reads it.
const SUMS: &str = "SHA256SUMS";

/// The folder that a site goes to.
pub(super) struct Target {
    folder: PathBuf,
    /// What an earlier run has written there: the digest of each file.
    own: BTreeMap<String, String>,
    force: bool,
}

impl Target {
    /// Opens a folder that a site may be written to.
    ///
    /// # Errors
    /// When it holds what this command has not written, and `force` does not allow to write there; and when the list of what it has written
    /// cannot be read.
    pub fn open(folder: &Path, force: bool) -> Result<Self, Failure> {
        refuse_links(folder)?;
        let own = read_if_there(&folder.join(SUMS))?.and_then(|bytes| listed(&bytes)).unwrap_or_default();
        let is_empty = !folder.exists() || fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_none());
        if !force && !is_empty && own.is_empty() {
            let why =
                "is not empty, and no site that plumbline has written: name another folder, or pass --force to write into it";
            return Err(Failure::Unusable(format!("{}: {why}", folder.display())));
        }
        Ok(Target { folder: folder.to_owned(), own, force })
    }

    /// Whether a file may be replaced or removed: what an earlier run has written, as it was written.
    fn may_replace(&self, path: &str) -> Result<(), Failure> {
        refuse_links_below(&self.folder, Path::new(path))?;
        let file = self.folder.join(path);
        let is_own =
            || self.own.get(path).is_some_and(|sha256| read_file(&file).is_ok_and(|found| sha256_hex(&found) == *sha256));
        match self.force || !file.exists() || path == SUMS || is_own() {
            true => Ok(()),
            false => Err(Failure::Unusable(format!(
                "{}: was changed since plumbline wrote it, or is another file: move it away, or pass --force to replace it",
                file.display()
            ))),
        }
    }
}

/// Brings a finished site into its folder, with the list of its files. What an earlier run has written and this one has not is removed;
/// other files stay.
///
/// # Errors
/// When a file stands in the way, before anything is written; and when something cannot be read or written.
pub(super) fn install(made: &Path, target: &Target) -> Result<(), Failure> {
    let mut sums = BTreeMap::new();
    for path in files_below(made)? {
        sums.insert(path.clone(), sha256_hex(&bytes_of(&made.join(&path))?));
    }
    let gone: Vec<&String> = target.own.keys().filter(|path| !sums.contains_key(*path)).collect();
    for path in sums.keys().chain(gone.iter().copied()) {
        target.may_replace(path)?;
    }
    // the page last: whoever reads meanwhile has the one before, whose programs are still there
    let is_page = |path: &String| path == INDEX;
    for path in sums.keys().filter(|path| !is_page(path)).chain(sums.keys().filter(|path| is_page(path))) {
        write_below(&target.folder, Path::new(path), &bytes_of(&made.join(path))?, true)?;
    }
    for path in gone {
        remove_below(&target.folder, path)?;
    }
    let list: String = sums.iter().map(|(path, sha256)| format!("{sha256}  {path}\n")).collect();
    write_below(&target.folder, Path::new(SUMS), list.as_bytes(), true)
}

/// The files that a list names, with their digests; none when it is not the list of a site.
fn listed(bytes: &[u8]) -> Option<BTreeMap<String, String>> {
    let lines = std::str::from_utf8(bytes).ok()?.lines();
    let files: Option<BTreeMap<String, String>> = lines
        .map(|line| {
            let (sha256, path) = line.split_once("  ")?;
            (is_inside(path) && sha256.len() == 64).then(|| (path.to_owned(), sha256.to_owned()))
        })
        .collect();
    files.filter(|files| files.contains_key(INDEX))
}

fn bytes_of(file: &Path) -> Result<Vec<u8>, Failure> {
    fs::read(file).map_err(|e| Failure::Unusable(format!("{}: {}", file.display(), e.to_string().to_lowercase())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_list_of_a_site_is_one() {
        let digest = "a".repeat(64);
        assert!(listed(format!("{digest}  index.html\n").as_bytes()).is_some());
        for text in
            [String::new(), format!("{digest}  other.html\n"), format!("{digest}  index.html\n{digest}  ../x\n"), "x".to_owned()]
        {
            assert_eq!(listed(text.as_bytes()), None, "{text}");
        }
    }
}
