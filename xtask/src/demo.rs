//! `cargo xtask demo`: makes the data set that ships with the site anew.

use crate::Failure;
use crate::arguments::finish;
use crate::command::{cargo, project, run};
use pico_args::Arguments;

/// Runs `plumbline demo --zip` into `public/demo/`.
pub fn run_demo(arguments: Arguments) -> Result<(), Failure> {
    finish(arguments)?;
    let out = project().join("public/demo");
    run(cargo().args(["run", "--quiet", "--bin", "plumbline", "--", "demo", "--zip", "--force", "--out"]).arg(out), "cargo")
}
