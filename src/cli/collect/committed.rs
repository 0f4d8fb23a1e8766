//! Which files the change itself brings. A file that is committed was not made by the run, whatever it says.

use super::super::args::Failure;
use super::super::input::name_of;
use super::super::repository::{Repository, Tracked};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// What the work trees track that files lie in, each asked once.
#[derive(Default)]
pub struct WorkTrees {
    /// By the root of the work tree.
    tracked: BTreeMap<PathBuf, Tracked>,
}

impl WorkTrees {
    /// Whether a file, or a folder or something in it, is committed in one of the work trees around it: also in a submodule.
    ///
    /// # Errors
    /// When git cannot say.
    pub fn hold(&mut self, path: &Path) -> Result<bool, Failure> {
        let path = real(path);
        let there = path.ancestors().find(|folder| folder.is_dir()).unwrap_or(&path);
        for repository in Repository::around(there) {
            let Ok(inside) = path.strip_prefix(repository.root()) else { continue };
            let inside = name_of(inside);
            let tracked = self.of(&repository)?;
            if tracked.holds(&inside) || tracked.holds_below(&inside) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn of(&mut self, repository: &Repository) -> Result<&Tracked, Failure> {
        let root = repository.root();
        if !self.tracked.contains_key(root) {
            let tracked = repository.tracked().map_err(|why| {
                let root = name_of(root);
                Failure::Unusable(format!(
                    "{root}: git cannot read this repository, so which files the change brings is unknown: {why}"
                ))
            })?;
            self.tracked.insert(root.to_owned(), tracked);
        }
        Ok(self.tracked.entry(root.to_owned()).or_default())
    }
}

/// The path without links above it, as far as it is there.
fn real(path: &Path) -> PathBuf {
    let whole = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    for there in whole.ancestors() {
        if let (Ok(real), Ok(rest)) = (there.canonicalize(), whole.strip_prefix(there)) {
            return if rest.as_os_str().is_empty() { real } else { real.join(rest) };
        }
    }
    whole
}
