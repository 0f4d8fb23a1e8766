//! The wheel: PyPI's package of the program, one for each machine.
//!
//! `hatchling` packs the very file that is in the archive, so that nothing is compiled twice.

use std::path::{Path, PathBuf};

use super::Program;
use super::archive::DATE;
use super::stage::Stage;
use crate::command::{program, project, run};
use crate::python;
use crate::{Failure, files};

/// Writes the wheel of a program into a folder.
pub fn write(out: &Path, version: &str, built: &Program) -> Result<(), Failure> {
    let stage = Stage::new(&format!("wheel-{}", built.target.triple))?;
    for name in ["pyproject.toml", "hatch_build.py", "README.md"] {
        stage.write(name, &files::read(&packaging().join(name))?)?;
    }
    stage.write("LICENSE", &files::read(&project().join("LICENSE"))?)?;
    stage.write_program(&format!("bin/{}", built.target.program()), &built.bytes)?;
    let environment = python::environment("build")?;
    let mut hatchling = program(python::python(&environment));
    hatchling.args(["-m", "hatchling", "build", "--target", "wheel", "--directory"]).arg(out).current_dir(&stage.folder);
    hatchling.env("PLUMBLINE_VERSION", version).env("PLUMBLINE_WHEEL", built.target.wheel);
    hatchling.env("SOURCE_DATE_EPOCH", DATE.to_string());
    // It names the file that it has written; the release lists all of them at its end.
    run(hatchling.stdout(std::process::Stdio::null()), "hatchling")
}

fn packaging() -> PathBuf {
    project().join("packaging/python")
}
