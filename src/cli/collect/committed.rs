//! Which files the change itself brings. A file that is committed was not made by the run, whatever it says.

use super::super::args::Failure;
use super::super::git;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// What the work trees hold that files lie in, each listed once.
#[derive(Default)]
pub struct WorkTrees {
    /// From the root of a work tree to its committed paths in lower case: some file systems tell no case.
    listed: BTreeMap<PathBuf, BTreeSet<String>>,
}

impl WorkTrees {
    /// Whether a file, or a folder or something in it, is committed in one of the work trees around it: also in a submodule.
    ///
    /// # Errors
    /// When git cannot say.
    pub fn hold(&mut self, path: &Path) -> Result<bool, Failure> {
        let path = real(path);
        for root in path.ancestors().filter(|folder| folder.join(".git").symlink_metadata().is_ok()) {
            let Ok(inside) = path.strip_prefix(root) else { continue };
            let inside =
                inside.components().map(|c| c.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/").to_lowercase();
            let files = self.of(root)?;
            let below = format!("{inside}/");
            let has_below = || files.range(below.clone()..).next().is_some_and(|file| file.starts_with(&below));
            let is_held = if inside.is_empty() { !files.is_empty() } else { files.contains(&inside) || has_below() };
            if is_held {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn of(&mut self, root: &Path) -> Result<&BTreeSet<String>, Failure> {
        if !self.listed.contains_key(root) {
            let unknown = || {
                let root = root.display();
                Failure::Unusable(format!("{root}: git cannot read this repository, so which files the change brings is unknown"))
            };
            let work_tree = git::work_tree(root).ok_or_else(unknown)?;
            // what is called .git and is no repository is part of the one around it, which is listed too
            let is_own = work_tree.canonicalize().ok() == root.canonicalize().ok();
            let files = if is_own { git::committed(root).ok_or_else(unknown)? } else { BTreeSet::new() };
            self.listed.insert(root.to_owned(), files.into_iter().map(|file| file.to_lowercase()).collect());
        }
        Ok(self.listed.entry(root.to_owned()).or_default())
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
