//! What git says of a checkout. Where there is no git, or no repository, nothing is said.
//!
//! Names of branches and tags, messages and the files of a checkout are hostile; so is a repository that somebody else has configured.
//! [`Repository`] asks git so that none of them can steer the answer.

use super::repository::Repository;
use plumbline_domain::Instant;
use std::collections::BTreeSet;
use std::path::Path;

/// What git writes in a folder, when it ends well.
fn git(folder: &Path, arguments: &[&str]) -> Option<String> {
    let written = repository(folder)?.ask_in(folder, arguments).ok()?;
    Some(String::from_utf8_lossy(&written).into_owned())
}

/// The repository that a folder lies in.
fn repository(folder: &Path) -> Option<Repository> {
    Repository::around(folder).into_iter().next()
}

/// The full id of a commit that is there: of an id or its beginning, or of a name, as of [`Repository::commit`]. A tag or branch never
/// stands in for a remote's branch of the same name, nor for an id.
pub fn commit(checkout: &Path, name: &str) -> Option<String> {
    let repository = repository(checkout)?;
    let is_beginning = (4..40).contains(&name.len()) && name.bytes().all(|b| b.is_ascii_hexdigit());
    if is_beginning {
        let text = git(checkout, &["rev-parse", &format!("--disambiguate={}", name.to_ascii_lowercase())]).unwrap_or_default();
        if let [id] = text.lines().collect::<Vec<_>>().as_slice() {
            return repository.commit(id).ok();
        }
    }
    repository.commit(name).ok()
}

/// The address of the remote that is called origin.
pub fn remote(checkout: &Path) -> Option<String> {
    let url = git(checkout, &["config", "--get", "remote.origin.url"])?;
    Some(url.trim().to_owned()).filter(|url| !url.is_empty())
}

/// The id that a full ref stands for, and no other of a similar name.
pub fn of_ref(checkout: &Path, full: &str) -> Option<String> {
    repository(checkout)?.reference(full).ok()?
}

/// When a commit was made, by its committer's date.
pub fn committed_at(checkout: &Path, commit: &str) -> Option<Instant> {
    let text = log(checkout, "%cI", commit)?;
    Instant::from_rfc3339(text.trim()).ok()
}

fn log(checkout: &Path, format: &str, commit: &str) -> Option<String> {
    git(checkout, &["log", "-1", "--no-show-signature", &format!("--format={format}"), "--end-of-options", commit, "--"])
}

/// The message of one commit.
pub fn message(checkout: &Path, commit: &str) -> Option<String> {
    log(checkout, "%B", commit)
}

/// The messages of the commits that `commit` has and `base` does not; of `commit` alone without a base.
pub fn messages(checkout: &Path, base: Option<&str>, commit: &str) -> Vec<String> {
    let text = match base {
        Some(base) => {
            let range = format!("{base}..{commit}");
            git(checkout, &["log", "--no-show-signature", "--format=%B%x00", "--end-of-options", &range, "--"])
        }
        None => log(checkout, "%B%x00", commit),
    };
    let text = text.unwrap_or_default();
    text.split('\0').map(str::trim).filter(|m| !m.is_empty()).map(str::to_owned).collect()
}

/// The ids of a commit's tree and of its parents.
pub fn tree_and_parents(checkout: &Path, commit: &str) -> Option<(String, Vec<String>)> {
    let text = log(checkout, "%T %P", commit)?;
    let mut ids = text.split_whitespace().map(str::to_owned);
    Some((ids.next()?, ids.collect()))
}

/// The tree that merging `head` into `onto` gives; none when they conflict, have no common history, or the repository configures
/// programs of its own for merging.
pub fn merged_tree(checkout: &Path, onto: &str, head: &str) -> Option<String> {
    if git(checkout, &["config", "--local", "--name-only", "--get-regexp", r"^merge\..*\.driver$"]).is_some() {
        return None;
    }
    let text = git(checkout, &["merge-tree", "--write-tree", "--no-messages", "--end-of-options", onto, head])?;
    text.lines().next().map(str::to_owned)
}

/// Whether `ancestor` is `commit` itself or in its history.
pub fn is_ancestor(checkout: &Path, ancestor: &str, commit: &str) -> bool {
    git(checkout, &["merge-base", "--is-ancestor", "--end-of-options", ancestor, commit]).is_some()
}

/// Whether two commits have a common history that is there.
pub fn have_common_history(checkout: &Path, a: &str, b: &str) -> bool {
    git(checkout, &["merge-base", "--end-of-options", a, b]).is_some()
}

/// Whether the history of a checkout was cut off when it was cloned.
pub fn is_shallow(checkout: &Path) -> bool {
    git(checkout, &["rev-parse", "--is-shallow-repository"]).is_some_and(|text| text.trim() == "true")
}

/// The files below a folder that git knows, relative to it; none where it knows none.
pub fn tracked(folder: &Path) -> Option<BTreeSet<String>> {
    let text = git(folder, &["ls-files", "-z"])?;
    let files: BTreeSet<String> = text.split('\0').filter(|f| !f.is_empty()).map(str::to_owned).collect();
    (!files.is_empty()).then_some(files)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::PathBuf;
    use std::process::Command;

    /// A repository with two commits; branches and tags are called like other things.
    fn new_repository(name: &str) -> (PathBuf, String, String) {
        let folder = std::env::temp_dir().join(format!("plumbline-git-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap();
        run(&folder, &["init", "-q"]);
        run(&folder, &["commit", "-q", "--allow-empty", "-m", "one"]);
        let first = git(&folder, &["rev-parse", "HEAD"]).unwrap().trim().to_owned();
        run(&folder, &["commit", "-q", "--allow-empty", "-m", "two"]);
        let second = git(&folder, &["rev-parse", "HEAD"]).unwrap().trim().to_owned();
        (folder, first, second)
    }

    fn run(folder: &Path, arguments: &[&str]) {
        let mut command = Command::new("git");
        command.args(["-c", "user.name=M", "-c", "user.email=m@example.org", "-c", "commit.gpgsign=false"]);
        let output = command.arg("-C").arg(folder).args(arguments).output().unwrap();
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    }

    #[test]
    fn a_branch_or_tag_stands_in_for_nothing_else() {
        let (f, first, second) = new_repository("names");
        run(&f, &["update-ref", "refs/remotes/origin/main", &first]);
        for hostile in ["refs/tags/origin/main", "refs/heads/origin/main", "refs/tags/refs/pull/2/head"] {
            run(&f, &["update-ref", hostile, &second]);
        }
        let short = first.get(..8).unwrap();
        run(&f, &["update-ref", &format!("refs/heads/{short}"), &second]);
        run(&f, &["update-ref", "refs/heads/-x", &second]);
        assert_eq!(commit(&f, "origin/main").as_deref(), Some(first.as_str()));
        assert_eq!(commit(&f, short).as_deref(), Some(first.as_str()));
        assert_eq!(commit(&f, "HEAD~1").as_deref(), Some(first.as_str()));
        assert_eq!(commit(&f, "-x").as_deref(), Some(second.as_str()), "a name is no option");
        assert_eq!(of_ref(&f, "refs/pull/2/head"), None);
        for none in ["--all", "nothing", "HEAD:x", "main@{1}", "", "^HEAD", "HEAD^{/two}"] {
            assert_eq!(commit(&f, none), None, "{none}");
        }
    }

    #[test]
    fn nothing_that_a_repository_configures_is_run() {
        let (f, _, second) = new_repository("config");
        let mark = f.join("ran");
        let program = f.join("program.sh");
        std::fs::write(&program, format!("#!/bin/sh\ntouch '{}'\n", mark.display())).unwrap();
        #[cfg(unix)]
        std::fs::set_permissions(&program, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
        let program = program.display().to_string();
        for (key, value) in [("core.fsmonitor", program.as_str()), ("log.showSignature", "true"), ("gpg.program", &program)] {
            run(&f, &["config", key, value]);
        }
        run(&f, &["config", "merge.x.driver", &program]);
        assert_eq!(merged_tree(&f, &second, &second), None);
        assert!(message(&f, &second).is_some() && tracked(&f).is_none() && !messages(&f, None, &second).is_empty());
        assert!(!mark.exists());
    }

    #[test]
    fn files_that_look_like_a_repository_are_none() {
        let (f, _, second) = new_repository("bare");
        let inside = f.join("infra");
        std::fs::create_dir_all(inside.join("objects")).unwrap();
        std::fs::create_dir_all(inside.join("refs")).unwrap();
        std::fs::write(inside.join("HEAD"), "ref: refs/heads/evil\n").unwrap();
        std::fs::write(inside.join("config"), "[core]\n\tbare = false\n\tworktree = /\n").unwrap();
        assert_eq!(commit(&inside, "HEAD").as_deref(), Some(second.as_str()), "the repository around it answers");
    }
}
