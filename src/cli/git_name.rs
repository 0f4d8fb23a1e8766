//! `REV:PATH` on the command line: a file or a folder of a commit, read from git's objects.

use super::args::Failure;
use super::git_objects::Objects;
use super::repository::{Entry, EntryKind, Repository};
use plumbline_domain::Instant;
use std::ffi::OsStr;

/// Something in a commit of the repository in the current folder.
#[derive(Debug)]
pub struct InGit {
    /// As it was written, such as `origin/main:policy.json`.
    pub name: String,
    /// The id of the commit.
    pub commit: String,
    /// When the commit was made.
    pub committed_at: Option<Instant>,
    /// The file or the folder.
    pub entry: Entry,
    /// The repository that holds it.
    pub repository: Repository,
}

/// Whether this names something in git. What holds a `:` does, unless it is written as a path (`/…`, `./…`, `../…`): otherwise a
/// committed file called `origin/main:policy.json` could take the place of the base branch's.
pub fn is_in_git(text: &OsStr) -> bool {
    let text = text.to_string_lossy();
    let is_path = ["/", "./", "../"].iter().any(|start| text.starts_with(start));
    let bytes = text.as_bytes();
    let is_windows_path = cfg!(windows)
        && (matches!(bytes, [drive, b':', b'/' | b'\\', ..] if drive.is_ascii_alphabetic())
            || [r"\", r".\", r"..\"].iter().any(|start| text.starts_with(start)));
    text.contains(':') && !is_path && !is_windows_path
}

impl InGit {
    /// Finds it.
    ///
    /// # Errors
    /// When there is no repository, no such commit, nothing at that path, or a link on the way.
    pub fn find(text: &OsStr) -> Result<Self, Failure> {
        let name = text.to_string_lossy().into_owned();
        let unusable = |why: String| Failure::Unusable(format!("{name}: {why}"));
        let (revision, path) = text
            .to_str()
            .and_then(|text| text.split_once(':'))
            .ok_or_else(|| unusable("not a commit and a path in it, such as origin/main:policy.json".to_owned()))?;
        let repository = Repository::here().ok_or_else(|| {
            unusable(format!("names a file in git, and the current folder is in no repository: write ./{name} for a file"))
        })?;
        let no_answer = |why: super::repository::NoAnswer| unusable(why.to_string());
        let commit = repository.commit(revision).map_err(no_answer)?;
        let entry = repository.entry(&commit, path).map_err(no_answer)?;
        let committed_at = repository.objects().and_then(|mut objects| objects.committed_at(&commit)).map_err(no_answer)?;
        Ok(InGit { name, commit, committed_at, entry, repository })
    }

    /// The objects of its repository.
    ///
    /// # Errors
    /// When git gives no answer.
    pub fn objects(&self) -> Result<Objects, Failure> {
        self.repository.objects().map_err(|why| Failure::Unusable(format!("{}: {why}", self.name)))
    }

    /// The bytes of a file.
    ///
    /// # Errors
    /// When it is a folder, too large, or git gives no answer.
    pub fn bytes(&self) -> Result<Vec<u8>, Failure> {
        let unusable = |why: String| Failure::Unusable(format!("{}: {why}", self.name));
        if self.entry.kind != EntryKind::File {
            return Err(unusable("a folder, not a file".to_owned()));
        }
        let bytes = self.objects()?.bytes(&self.entry.id, "blob").map_err(|why| unusable(why.to_string()))?;
        bytes.ok_or_else(|| unusable("the object is missing in the repository: fetch it".to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_holds_a_colon_is_in_git_unless_it_is_written_as_a_path() {
        for name in ["origin/main:policy.json", "HEAD:data", ":x", "a/b:c/d", "~:x"] {
            assert!(is_in_git(OsStr::new(name)), "{name}");
        }
        for path in ["policy.json", "./origin/main:policy.json", "../a:b", "/x/a:b", "data"] {
            assert!(!is_in_git(OsStr::new(path)), "{path}");
        }
    }
}
