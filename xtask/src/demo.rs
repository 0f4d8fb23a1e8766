//! `cargo xtask demo`: makes the data set that ships with the site anew.

use crate::Failure;
use crate::arguments::Arguments;
use crate::command::{cargo, project, run};

/// Runs `plumbline demo --zip` into `public/demo/`.
pub fn run_demo(arguments: Arguments) -> Result<(), Failure> {
    arguments.finish()?;
    let out = project().join("public/demo");
    run(cargo().args(["run", "--quiet", "--bin", "plumbline", "--", "demo", "--zip", "--force", "--out"]).arg(out), "cargo")
}
