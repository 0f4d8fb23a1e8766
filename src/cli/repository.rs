//! A git repository, asked so that nothing it holds can steer the answer: no hook, no fetch, no replaced object, no pager, and the
//! repository that the file system shows instead of one that a variable or a bare folder in the tree names.

use super::git_objects::Objects;
use std::collections::HashSet;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Why git gave no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoAnswer {
    /// There is no git on this machine.
    NoGit,
    /// What git, or this module, says is wrong.
    Refused(String),
}

impl std::fmt::Display for NoAnswer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            NoAnswer::NoGit => f.write_str("git is not installed"),
            NoAnswer::Refused(why) => f.write_str(why),
        }
    }
}

/// What git, or this program, says is wrong.
pub fn refused(why: impl Into<String>) -> NoAnswer {
    NoAnswer::Refused(why.into())
}

/// What stands at a path of a tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// What it is.
    pub kind: EntryKind,
    /// The id of the object.
    pub id: String,
    /// The path from the top of the tree that was listed.
    pub path: Vec<u8>,
}

/// What an entry of a tree is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryKind {
    /// A folder.
    Folder,
    /// A file.
    File,
    /// A symbolic link.
    Link,
    /// A commit of another repository.
    Submodule,
}

/// What git tracks in a work tree, at `HEAD` or in the index.
#[derive(Debug, Default)]
pub struct Tracked {
    /// The paths, in lower case: some file systems know no other.
    paths: HashSet<String>,
    /// Links and submodules among them: whatever lies below them was put there by the commit.
    doors: HashSet<String>,
    /// The ids of the files' bytes.
    blobs: HashSet<String>,
}

impl Tracked {
    /// Whether this path from the root is tracked, or lies below a link or a submodule that is.
    pub fn holds(&self, path: &str) -> bool {
        let path = path.to_lowercase();
        self.paths.contains(&path)
            || path.match_indices('/').any(|(at, _)| path.get(..at).is_some_and(|above| self.doors.contains(above)))
    }

    /// Whether anything below this folder is tracked.
    pub fn holds_below(&self, folder: &str) -> bool {
        let below = format!("{}/", folder.to_lowercase());
        folder.is_empty() && !self.paths.is_empty() || self.paths.iter().any(|path| path.starts_with(&below))
    }

    /// Whether a tracked file has the bytes with this id.
    pub fn holds_bytes(&self, blob: &str) -> bool {
        self.blobs.contains(blob)
    }

    /// Whether ids are of 64 digits.
    pub fn is_sha256(&self) -> bool {
        self.blobs.iter().next().is_some_and(|id| id.len() == 64)
    }

    fn add(&mut self, entry: Entry) {
        let path = super::input::text_of(&entry.path).to_lowercase();
        match entry.kind {
            EntryKind::Link | EntryKind::Submodule => {
                self.doors.insert(path.clone());
            }
            EntryKind::File => {
                self.blobs.insert(entry.id);
            }
            EntryKind::Folder => {}
        }
        self.paths.insert(path);
    }
}

/// A repository with a work tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repository {
    root: PathBuf,
}

impl Repository {
    /// The repositories whose work trees hold this folder (links resolved), the innermost first.
    pub fn around(folder: &Path) -> Vec<Self> {
        let Ok(folder) = folder.canonicalize() else { return Vec::new() };
        let ceilings = std::env::var_os("GIT_CEILING_DIRECTORIES").unwrap_or_default();
        let ceilings: Vec<PathBuf> = std::env::split_paths(&ceilings).filter_map(|c| c.canonicalize().ok()).collect();
        let is_open = |(n, at): &(usize, &Path)| *n == 0 || !ceilings.iter().any(|ceiling| ceiling == at);
        let above = folder.ancestors().enumerate().take_while(is_open).map(|(_, at)| at);
        above.filter(|at| at.join(".git").exists()).map(|root| Repository { root: root.to_owned() }).collect()
    }

    /// The repository of the current folder.
    pub fn here() -> Option<Self> {
        Self::around(Path::new(".")).into_iter().next()
    }

    /// The top of its work tree, links resolved.
    pub fn root(&self) -> &Path {
        &self.root
    }

    fn command(&self) -> Command {
        let mut command = Command::new("git");
        // the repository is named, so that git looks for none: neither a variable nor a bare repository in the tree can be another
        for (name, _) in std::env::vars_os() {
            let text = name.to_string_lossy();
            let is_settled = text == "GIT_EXEC_PATH" || text.starts_with("GIT_CONFIG_");
            if text.starts_with("GIT_") && !is_settled {
                command.env_remove(&name);
            }
        }
        for name in ["GIT_NO_REPLACE_OBJECTS", "GIT_NO_LAZY_FETCH", "GIT_LITERAL_PATHSPECS", "GIT_ATTR_NOSYSTEM"] {
            command.env(name, "1");
        }
        command.env("GIT_OPTIONAL_LOCKS", "0").env("GIT_TERMINAL_PROMPT", "0").env("LC_ALL", "C");
        let root = plain(&self.root);
        command.current_dir(&root).arg("--no-pager").arg("--git-dir").arg(root.join(".git")).arg("--work-tree").arg(&root);
        for setting in [
            "core.fsmonitor=false",
            "core.hooksPath=/dev/null",
            "core.attributesFile=/dev/null",
            "protocol.allow=never",
            "log.showSignature=false",
        ] {
            command.arg("-c").arg(setting);
        }
        command.stdin(Stdio::null());
        command
    }

    /// What git prints, when it ends well.
    fn ask<S: AsRef<OsStr>>(&self, arguments: &[S]) -> Result<Vec<u8>, NoAnswer> {
        self.ask_in(&self.root, arguments)
    }

    /// The same in a folder of the work tree, where what is printed depends on the folder.
    ///
    /// # Errors
    /// When git gives no answer.
    pub fn ask_in<S: AsRef<OsStr>>(&self, folder: &Path, arguments: &[S]) -> Result<Vec<u8>, NoAnswer> {
        let output = self.command().current_dir(folder).args(arguments).output().map_err(not_started)?;
        if output.status.success() {
            return Ok(output.stdout);
        }
        let said = String::from_utf8_lossy(&output.stderr);
        Err(refused(said.lines().next().unwrap_or("git gave no answer").trim_start_matches("fatal: ").to_owned()))
    }

    /// The commit that a name means, whatever else has a similar name.
    ///
    /// A name is a full id, `HEAD`, a full name (`refs/…`), a branch of a remote (`origin/main`), or else a branch or a tag; `~N`
    /// and `^N` may follow. Who writes a change can push a tag or a branch called `origin/main`: neither is looked at.
    ///
    /// # Errors
    /// When there is none, when two things have the name, and when git gives no answer.
    pub fn commit(&self, name: &str) -> Result<String, NoAnswer> {
        let (base, steps) = name.split_at(name.find(['~', '^']).unwrap_or(name.len()));
        if base.is_empty() || !steps.bytes().all(|b| matches!(b, b'~' | b'^') || b.is_ascii_digit()) {
            return Err(refused(format!(
                "\"{name}\" is not the name of a commit: use a branch such as origin/main, or a full id"
            )));
        }
        let id = match base {
            "HEAD" => "HEAD".to_owned(),
            id if is_full_id(id) => id.to_owned(),
            full if full.starts_with("refs/") => {
                self.reference(full)?.ok_or_else(|| refused(format!("there is no {full} in the repository")))?
            }
            short => self.branch_or_tag(short)?,
        };
        let commit = self.ask(&["rev-parse", "--verify", "--quiet", "--end-of-options", &format!("{id}{steps}^{{commit}}")]);
        let commit = commit.map(|out| String::from_utf8_lossy(&out).trim().to_owned()).unwrap_or_default();
        match is_full_id(&commit) {
            true => Ok(commit),
            false => Err(refused(format!("there is no commit {name} in the repository"))),
        }
    }

    /// What a short name means. A name that begins with a remote's is a branch of that remote, and nothing else.
    fn branch_or_tag(&self, name: &str) -> Result<String, NoAnswer> {
        let remotes = String::from_utf8_lossy(&self.ask(&["remote"])?).into_owned();
        let is_of_remote = |remote: &str| name.strip_prefix(remote).is_some_and(|rest| rest.starts_with('/'));
        if is_of_remote("origin") || remotes.lines().any(is_of_remote) {
            let full = format!("refs/remotes/{name}");
            let none = || refused(format!("there is no {full} in the repository: fetch the branch"));
            return self.reference(&full)?.ok_or_else(none);
        }
        let mut names = vec![format!("refs/heads/{name}"), format!("refs/tags/{name}")];
        names.extend(remotes.lines().map(|remote| format!("refs/remotes/{remote}/{name}")));
        let mut found = Vec::new();
        for full in names {
            if let Some(id) = self.reference(&full)? {
                found.push((full, id));
            }
        }
        match found.as_slice() {
            [(full, id), rest @ ..] if !full.starts_with("refs/remotes/") && rest.iter().all(|(_, other)| other == id) => {
                Ok(id.clone())
            }
            [] => {
                Err(refused(format!("there is no branch and no tag {name} in the repository: use origin/{name}, or a full id")))
            }
            found => {
                let names: Vec<&str> = found.iter().map(|(full, _)| full.as_str()).collect();
                Err(refused(format!("\"{name}\" may mean {}: give the full name", names.join(" or "))))
            }
        }
    }

    /// The object that a reference names; none when there is no such reference.
    ///
    /// # Errors
    /// When git gives no answer.
    pub fn reference(&self, full: &str) -> Result<Option<String>, NoAnswer> {
        let output = self.command().args(["show-ref", "--verify", "--hash", "--", full]).output().map_err(not_started)?;
        let id = String::from_utf8_lossy(&output.stdout).trim().to_owned();
        Ok((output.status.success() && is_full_id(&id)).then_some(id))
    }

    /// What stands at a path of a commit; the whole tree for the empty path.
    ///
    /// # Errors
    /// When nothing does, when a link or a submodule is on the way, and when git gives no answer.
    pub fn entry(&self, commit: &str, path: &str) -> Result<Entry, NoAnswer> {
        let tree = self.ask(&["rev-parse", "--verify", "--quiet", "--end-of-options", &format!("{commit}^{{tree}}")])?;
        let id = String::from_utf8_lossy(&tree).trim().to_owned();
        let mut at = Entry { kind: EntryKind::Folder, id, path: Vec::new() };
        let path = path.trim_end_matches('/');
        for part in path.split('/').filter(|_| !path.is_empty()) {
            if matches!(part, "" | "." | "..") {
                return Err(refused(format!("\"{path}\" is not a path from the top of a repository")));
            }
            let inside = if at.kind == EntryKind::Folder { entries(&self.ask(&["ls-tree", "-z", &at.id])?) } else { Vec::new() };
            let found = inside.into_iter().find(|entry| entry.path == part.as_bytes());
            at = found.ok_or_else(|| refused(format!("there is no {path} in that commit")))?;
            match at.kind {
                EntryKind::File | EntryKind::Folder => {}
                EntryKind::Link => return Err(refused(format!("{part} is a link: not followed"))),
                EntryKind::Submodule => return Err(refused(format!("{part} is a submodule: not read"))),
            }
        }
        Ok(at)
    }

    /// Everything below a tree but its folders.
    ///
    /// # Errors
    /// When git gives no answer.
    pub fn below(&self, tree: &str) -> Result<Vec<Entry>, NoAnswer> {
        Ok(entries(&self.ask(&["ls-tree", "-r", "-z", "--full-tree", tree])?))
    }

    /// What git tracks in the work tree: what stands in `HEAD`, and in the index.
    ///
    /// # Errors
    /// When git gives no answer.
    pub fn tracked(&self) -> Result<Tracked, NoAnswer> {
        let mut tracked = Tracked::default();
        // a repository without a commit has an index alone
        if self.ask(&["rev-parse", "--verify", "--quiet", "HEAD^{commit}"]).is_ok() {
            entries(&self.ask(&["ls-tree", "-r", "-z", "--full-tree", "HEAD"])?).into_iter().for_each(|entry| tracked.add(entry));
        }
        entries(&self.ask(&["ls-files", "-z", "--stage", "--full-name"])?).into_iter().for_each(|entry| tracked.add(entry));
        Ok(tracked)
    }

    /// Objects, one after the other.
    ///
    /// # Errors
    /// When git gives no answer.
    pub fn objects(&self) -> Result<Objects, NoAnswer> {
        let mut command = self.command();
        let mut child = command
            .args(["cat-file", "--batch"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(not_started)?;
        match (child.stdin.take(), child.stdout.take()) {
            (Some(ask), Some(answers)) => Ok(Objects::new(child, ask, answers)),
            _ => Err(refused("git gave no answer")),
        }
    }
}

fn not_started(error: std::io::Error) -> NoAnswer {
    match error.kind() {
        std::io::ErrorKind::NotFound => NoAnswer::NoGit,
        _ => refused(format!("git: {}", error.to_string().to_lowercase())),
    }
}

/// Whether this is the id of an object in full.
pub fn is_full_id(text: &str) -> bool {
    matches!(text.len(), 40 | 64) && text.bytes().all(|b| b.is_ascii_hexdigit())
}

/// The entries of `ls-tree -z` (`MODE TYPE ID<tab>PATH`) and of `ls-files -z --stage` (`MODE ID STAGE<tab>PATH`).
fn entries(listed: &[u8]) -> Vec<Entry> {
    let entry = |line: &[u8]| {
        let tab = line.iter().position(|b| *b == b'\t')?;
        let (head, path) = (std::str::from_utf8(line.get(..tab)?).ok()?, line.get(tab + 1..)?);
        let mut words = head.split_whitespace();
        let kind = match words.next()? {
            "040000" => EntryKind::Folder,
            "120000" => EntryKind::Link,
            "160000" => EntryKind::Submodule,
            _ => EntryKind::File,
        };
        let id = words.find(|word| is_full_id(word))?.to_owned();
        Some(Entry { kind, id, path: path.to_owned() })
    };
    listed.split(|b| *b == 0).filter_map(entry).collect()
}

/// The path as other programs take it: on Windows, without the mark of a resolved one.
fn plain(path: &Path) -> PathBuf {
    match path.to_str().and_then(|text| text.strip_prefix(r"\\?\")) {
        Some(rest) if cfg!(windows) => PathBuf::from(rest),
        _ => path.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "0123456789012345678901234567890123456789";

    #[test]
    fn what_git_lists_is_read_with_any_name() {
        let listed = format!("120000 blob {ID}\tdata\0160000 {ID} 0\tA\tb\n\0100644 blob {ID}\tX/é.json\0");
        let found = entries(listed.as_bytes());
        let kinds: Vec<EntryKind> = found.iter().map(|entry| entry.kind).collect();
        assert_eq!(kinds, [EntryKind::Link, EntryKind::Submodule, EntryKind::File]);
        assert_eq!(found[1].path, b"A\tb\n");
        let mut tracked = Tracked::default();
        found.into_iter().for_each(|entry| tracked.add(entry));
        // below a link, below a submodule, and in other letters
        for path in ["data/r.json", "A\tb\n/x/r.json", "x/É.JSON"] {
            assert!(tracked.holds(path), "{path}");
        }
        assert!(!tracked.holds("x") && !tracked.holds("data2/r.json") && tracked.holds_bytes(ID));
    }
}
