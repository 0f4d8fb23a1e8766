//! Programs that PyPI has, each set of them in an environment of its own below the tools folder.
//!
//! `packaging/requirements/` lists them with their digests.

use std::path::{Path, PathBuf};
use std::time::Instant;

use sha2::{Digest, Sha256};

use crate::Failure;
use crate::browser::{Wanted, install, install_missing};
use crate::command::{program, project, run, spoken};
use crate::files::{read, write};
use crate::tools;

const PYTHON: Wanted = Wanted { names: &["python3"], variable: None, elsewhere: &[], debian: "python3-venv" };

/// The environment with what a list of `packaging/requirements/` names: installed once for each state of the list.
pub fn environment(list: &str) -> Result<PathBuf, Failure> {
    let file = project().join("packaging/requirements").join(format!("{list}.txt"));
    let digest: String = Sha256::digest(read(&file)?).iter().take(6).map(|byte| format!("{byte:02x}")).collect();
    let folder = tools::folder().join(format!("python-{list}-{digest}"));
    let ready = folder.join("ready");
    if ready.is_file() {
        return Ok(folder);
    }
    eprintln!("Installing the packages of {} into {} (once; usually half a minute).", file.display(), folder.display());
    let started = Instant::now();
    install_missing(&[PYTHON])?;
    // Debian's python3 comes without.
    make(&folder).or_else(|_| install(&["python3-venv"]).and_then(|()| make(&folder)))?;
    let mut pip = program(python(&folder));
    pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes", "--only-binary=:all:", "-r"]);
    run(pip.arg(file), "pip")?;
    write(&ready, "")?;
    eprintln!("Installed them in {}.", spoken(started.elapsed()));
    Ok(folder)
}

/// The interpreter of an environment.
pub fn python(environment: &Path) -> PathBuf {
    environment.join("bin/python")
}

fn make(folder: &Path) -> Result<(), Failure> {
    run(program("python3").args(["-m", "venv", "--clear"]).arg(folder), "python3")
}
