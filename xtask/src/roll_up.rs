//! The roll-up of `sql/`, tried: DuckDB and Apache Spark count what `plumbline score` counts.

use std::path::PathBuf;

use crate::browser::{Wanted, install_missing};
use crate::command::{cargo, program, project, run};
use crate::{Failure, python};

/// What Spark runs on.
const JAVA: Wanted = Wanted { names: &["java"], variable: None, elsewhere: &[], debian: "openjdk-17-jre-headless" };

/// The environment with both engines, which are Python packages; Java is installed on Debian and its kin where it is missing.
pub fn ready() -> Result<PathBuf, Failure> {
    install_missing(&[JAVA])?;
    python::environment("roll-up")
}

/// Runs the tests of `tests/engines`.
pub fn try_all() -> Result<(), Failure> {
    let environment = ready()?;
    // After the unit tests it stands there already.
    run(cargo().args(["build", "--locked", "--quiet", "--bin", "plumbline"]), "cargo build")?;
    let mut tests = program(python::python(&environment));
    tests.arg("tests/engines/test_roll_up.py").env("PLUMBLINE_BIN", project().join("target/debug/plumbline"));
    run(&mut tests, "python")
}
