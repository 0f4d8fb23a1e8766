//! Node, which runs the tests that are written in JavaScript.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::Failure;
use crate::browser::{Wanted, install_missing};
use crate::command::{program, project, run};

pub const NODE: Wanted = Wanted { names: &["node", "nodejs"], variable: None, elsewhere: &[], debian: "nodejs" };
pub const NPM: Wanted = Wanted { names: &["npm"], variable: None, elsewhere: &[], debian: "npm" };

/// Node and its package manager.
pub struct Node {
    node: PathBuf,
    npm: PathBuf,
}

impl Node {
    /// Finds both; on Debian and its kin installs what is missing.
    pub fn ready() -> Result<Self, Failure> {
        install_missing(&[NODE, NPM])?;
        Ok(Self { node: NODE.found()?, npm: NPM.found()? })
    }

    /// Node, after the packages that the tests of a folder need have been installed in it.
    pub fn with_packages_of(&self, folder: &str) -> Result<Command, Failure> {
        let folder = project().join(folder);
        let installed = folder.join("node_modules/.package-lock.json");
        if older(&installed, &folder.join("package-lock.json")) {
            let mut npm = program(&self.npm);
            npm.current_dir(&folder).args(["ci", "--no-audit", "--no-fund", "--loglevel=error"]);
            run(&mut npm, "npm")?;
        }
        Ok(program(&self.node))
    }
}

/// The tests of a folder, `NAME.test.mjs`, in their order.
pub fn tests_of(folder: &str) -> Result<Vec<String>, Failure> {
    let mut files: Vec<_> = std::fs::read_dir(project().join(folder))
        .map_err(|error| format!("cannot read {folder}: {error}"))?
        .filter_map(|entry| Some(format!("{folder}/{}", entry.ok()?.file_name().to_str()?)))
        .filter(|name| name.ends_with(".test.mjs"))
        .collect();
    files.sort();
    Ok(files)
}

/// Whether the file is missing, or older than the other one.
fn older(file: &Path, other: &Path) -> bool {
    let changed = |file: &Path| file.metadata().and_then(|data| data.modified()).ok();
    changed(file).is_none_or(|time| changed(other).is_some_and(|other| time < other))
}
