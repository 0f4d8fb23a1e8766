//! Which files the change itself brought: those that git tracks in the work tree, whatever a run wrote beside them.

use super::args::Failure;
use super::input::name_of;
use super::repository::{NoAnswer, Repository, Tracked};
use super::terminal::tell;
use sha1::{Digest, Sha1};
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// What git tracks in the current checkout and in those that hold the data.
#[derive(Debug)]
pub struct Standing {
    /// The repository of the current folder: a pipeline chose it, so its `.git` is none of the change's.
    here: Option<PathBuf>,
    /// The data, links resolved.
    inputs: Vec<PathBuf>,
    /// By the root of the work tree.
    tracked: HashMap<PathBuf, Tracked>,
    /// The repositories around a folder, the innermost first.
    around: HashMap<PathBuf, Vec<PathBuf>>,
}

impl Standing {
    /// What stands in the current checkout, and in those that hold these paths; none when there is no git, or nothing is in a checkout.
    ///
    /// # Errors
    /// When there is a repository of which git says nothing: then nobody knows what the change brought.
    pub fn of(inputs: &[PathBuf]) -> Result<Option<Self>, Failure> {
        let here = Repository::here();
        let inputs: Vec<PathBuf> = inputs.iter().filter_map(|path| path.canonicalize().ok()).collect();
        let mut repositories: Vec<Repository> = Repository::around(Path::new("."));
        for input in &inputs {
            let folder = if input.is_dir() { Some(input.as_path()) } else { input.parent() };
            for repository in folder.map(Repository::around).unwrap_or_default() {
                if !repositories.contains(&repository) {
                    repositories.push(repository);
                }
            }
        }
        let here = here.map(|repository| repository.root().to_owned());
        let mut standing = Standing { here, inputs, tracked: HashMap::new(), around: HashMap::new() };
        // a repository that lies in the data may have come with it, and git is not started in it
        repositories.retain(|repository| !standing.came_with_the_data(repository.root()));
        for repository in repositories {
            match repository.tracked() {
                Ok(tracked) => {
                    standing.tracked.insert(repository.root().to_owned(), tracked);
                }
                Err(NoAnswer::NoGit) => {
                    tell(
                        "warning: git is not installed, so records that stand in the checkout are not told from those of this run",
                    );
                    return Ok(None);
                }
                Err(NoAnswer::Refused(why)) => {
                    return Err(Failure::Unusable(format!(
                        "{}: git does not say which files stand in this checkout: {why} (--committed-records counts all records)",
                        name_of(repository.root())
                    )));
                }
            }
        }
        Ok(Some(standing))
    }

    /// Whether a repository lies in the data, and is not the one that the command runs in.
    fn came_with_the_data(&self, root: &Path) -> bool {
        self.here.as_deref() != Some(root) && self.inputs.iter().any(|input| root.starts_with(input))
    }

    /// Whether the change brought this file: it is tracked (links resolved, or as it is written), lies below a link or a submodule
    /// that is, in a repository of its own within the data, or has the bytes of a tracked file.
    pub fn holds(&mut self, path: &Path, digests: Option<&Blob>) -> bool {
        let mut places: Vec<PathBuf> = path.canonicalize().into_iter().collect();
        places.extend(as_written(path));
        places.iter().any(|place| self.holds_place(place)) || digests.is_some_and(|blob| self.holds_bytes(blob))
    }

    fn holds_place(&mut self, place: &Path) -> bool {
        let Some(folder) = place.parent() else { return false };
        if !self.around.contains_key(folder) {
            let found = Repository::around(folder).into_iter().map(|repository| repository.root().to_owned()).collect();
            self.around.insert(folder.to_owned(), found);
        }
        // as it is written, it may lie below a link, and then in other repositories than the folder itself
        let around = self.around.get(folder).into_iter().flatten();
        let is_foreign = |root: &PathBuf| self.came_with_the_data(root);
        let known =
            self.tracked.iter().any(|(root, tracked)| place.strip_prefix(root).is_ok_and(|rest| tracked.holds(&name_of(rest))));
        known || around.into_iter().any(is_foreign)
    }

    /// Whether a tracked file of a known repository has these bytes.
    pub fn holds_bytes(&self, blob: &Blob) -> bool {
        self.tracked.values().any(|tracked| tracked.holds_bytes(if tracked.is_sha256() { &blob.sha256 } else { &blob.sha1 }))
    }
}

/// The ids that git gives to the bytes of a file.
#[derive(Clone, Debug)]
pub struct Blob {
    sha1: String,
    sha256: String,
}

impl Blob {
    /// Of these bytes.
    pub fn of(bytes: &[u8]) -> Self {
        let head = format!("blob {}\0", bytes.len());
        let hex = |digest: &[u8]| digest.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
        Blob {
            sha1: hex(&Sha1::new().chain_update(&head).chain_update(bytes).finalize()),
            sha256: hex(&sha2::Sha256::new().chain_update(&head).chain_update(bytes).finalize()),
        }
    }
}

/// A path from the root of the file system with its links as they are, `..` resolved.
fn as_written(path: &Path) -> Option<PathBuf> {
    let mut out = if path.is_absolute() { PathBuf::new() } else { Path::new(".").canonicalize().ok()? };
    for part in path.components() {
        match part {
            std::path::Component::ParentDir => {
                out = out.canonicalize().ok()?;
                out.pop();
            }
            std::path::Component::CurDir => {}
            part => out.push(part),
        }
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_id_of_a_file_is_the_one_that_git_gives_it() {
        // git hash-object --stdin < /dev/null, in a repository of either kind
        let empty = Blob::of(b"");
        assert_eq!(empty.sha1, "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391");
        assert_eq!(empty.sha256, "473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813");
    }
}
