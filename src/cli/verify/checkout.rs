//! The folder that a command runs in: a fresh checkout of a commit, which is removed afterwards.
//!
//! It is a repository of its own that borrows the objects of the verifier's: neither the verifier's configuration nor a hook or
//! filter of it is in force there, and nothing is written to the verifier's repository.

use crate::cli::args::Failure;
use crate::cli::git;
use crate::cli::input::read_if_there;
use plumbline_gate::AuthorItem;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use tempfile::TempDir;

/// A commit that is there to be checked out.
#[derive(Debug)]
pub struct Located {
    /// Its full id.
    pub commit: String,
    /// The folder of the repository's own files.
    pub common: PathBuf,
    /// The path of the folder in the checkout that was named; empty when that is its top.
    prefix: String,
}

/// Finds the commit that an item was made on in the repository of a checkout.
///
/// # Errors
/// When none is recorded, there is no repository, or the commit is not in it: what to do is said.
pub fn locate(item: &AuthorItem, checkout: &Path) -> Result<Located, Failure> {
    let there = checkout.display();
    let wanted = item.commit_id().ok_or_else(|| {
        Failure::Unusable(match &item.commit {
            None => {
                format!("the report records no commit to check out: to run the command in {there} as it stands, pass --in-place")
            }
            Some(other) => {
                format!("\"{other}\" is not the id of a commit: to run the command in {there} as it stands, pass --in-place")
            }
        })
    })?;
    let ask = |arguments: &[&str]| -> Option<String> {
        let output = own_git().arg("-C").arg(checkout).args(arguments).stderr(Stdio::null()).output().ok()?;
        output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim_end_matches(['\r', '\n']).to_owned())
    };
    let common = ask(&["rev-parse", "--path-format=absolute", "--git-common-dir"]).map(PathBuf::from).ok_or_else(|| {
        Failure::Unusable(format!(
            "{there} is no git repository: name a clone with --checkout, or run the command there as it stands with --in-place"
        ))
    })?;
    let prefix = ask(&["rev-parse", "--show-prefix"]).unwrap_or_default();
    match git::commit(checkout, wanted).filter(|id| id.starts_with(&wanted.to_ascii_lowercase())) {
        Some(commit) => Ok(Located { commit, common, prefix }),
        None => Err(Failure::Unusable(format!(
            "commit {wanted} is not in {there}: fetch it first\n  git -C {there} fetch origin {wanted}"
        ))),
    }
}

/// A new folder around a fresh checkout, for nobody else to read. It is removed when this is dropped.
///
/// # Errors
/// When it cannot be made.
pub fn new_folder() -> Result<TempDir, Failure> {
    tempfile::Builder::new().prefix("plumbline-verify-").tempdir().map_err(|e| unwritable(&std::env::temp_dir(), &e))
}

/// The top of the checkout in it, empty.
///
/// # Errors
/// When it cannot be made.
pub fn top_in(around: &TempDir) -> Result<PathBuf, Failure> {
    let top = around.path().canonicalize().map(|path| path.join("checkout"));
    let made = top.and_then(|top| fs::create_dir(&top).map(|()| top));
    made.map_err(|e| unwritable(around.path(), &e))
}

/// Removes it.
///
/// # Errors
/// When something of it stays: the sentence says where.
pub fn remove(around: TempDir) -> Result<(), String> {
    let path = around.path().to_owned();
    around.close().map_err(|e| format!("{} could not be removed: {}", path.display(), e.to_string().to_lowercase()))
}

fn unwritable(path: &Path, error: &std::io::Error) -> Failure {
    Failure::Unusable(format!("{}: {}", path.display(), error.to_string().to_lowercase()))
}

impl Located {
    /// Where its objects lie.
    pub fn objects(&self) -> PathBuf {
        self.common.join("objects")
    }

    /// Checks the commit out into an empty folder. Gives the folder in it in which the command runs.
    ///
    /// # Errors
    /// When git cannot.
    pub fn check_out(&self, top: &Path) -> Result<PathBuf, Failure> {
        let failed = |what: &str| Failure::Unusable(format!("commit {} cannot be checked out: {what}", self.commit));
        let io = |e: std::io::Error| failed(&e.to_string().to_lowercase());
        let objects = self.objects();
        let objects =
            objects.to_str().filter(|path| !path.contains('\n')).ok_or_else(|| failed("its repository's path is no text"))?;
        // the ids of a repository of SHA-256 are longer
        let format = if self.commit.len() == 64 { "sha256" } else { "sha1" };
        let made = own_git().args(["init", "--quiet", "--template="]).arg(format!("--object-format={format}")).arg(top).output();
        check(made).map_err(|why| failed(&why))?;
        let own = top.join(".git");
        fs::create_dir_all(own.join("objects/info")).map_err(io)?;
        fs::write(own.join("objects/info/alternates"), format!("{objects}\n")).map_err(io)?;
        if let Some(shallow) = read_if_there(&self.common.join("shallow"))? {
            fs::write(own.join("shallow"), shallow).map_err(io)?;
        }
        let out = own_git().arg("-C").arg(top).args(["checkout", "--quiet", "--detach", &self.commit]).output();
        check(out).map_err(|why| failed(&why))?;
        let work = if self.prefix.is_empty() { top.to_owned() } else { top.join(&self.prefix) };
        // a commit can have a link in its place
        match work.canonicalize() {
            Ok(work) if work.starts_with(top) && work.is_dir() => Ok(work),
            _ => Err(failed(&format!("it has no folder {}", self.prefix))),
        }
    }
}

/// git without the verifier's configuration, hooks, filters, and attributes, and without the network.
fn own_git() -> Command {
    let mut command = Command::new("git");
    for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("GIT_")) {
        if name != "GIT_CEILING_DIRECTORIES" {
            command.env_remove(name);
        }
    }
    let nothing = if cfg!(windows) { "NUL" } else { "/dev/null" };
    command
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("GIT_CONFIG_GLOBAL", nothing)
        .env("GIT_ATTR_NOSYSTEM", "1")
        .env("GIT_NO_LAZY_FETCH", "1")
        .env("GIT_TERMINAL_PROMPT", "0")
        .args(["-c", "core.fsmonitor=false", "-c", "submodule.recurse=false", "-c"])
        .arg(format!("core.hooksPath={nothing}"))
        .stdin(Stdio::null());
    command
}

/// Whether git did it.
fn check(output: std::io::Result<std::process::Output>) -> Result<(), String> {
    let output = output.map_err(|e| format!("git cannot be run: {}", e.to_string().to_lowercase()))?;
    let said = String::from_utf8_lossy(&output.stderr);
    match output.status.success() {
        true => Ok(()),
        false => Err(said.lines().next().unwrap_or("git failed").to_owned()),
    }
}
