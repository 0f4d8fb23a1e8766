//! `cargo xtask screenshots`: makes the pictures of the documents anew.

use pico_args::Arguments;
use std::path::PathBuf;

use crate::Failure;
use crate::arguments::finish;
use crate::browser::Browser;
use crate::command::{cargo, program, project, run};
use crate::site::Site;
use crate::tools::Tools;

/// Builds the site as it is released, plays the tutorial's pull requests, and takes the pictures in a browser.
pub fn run_screenshots(arguments: Arguments) -> Result<(), Failure> {
    finish(arguments)?;
    let browser = Browser::ready()?;
    let site = Site::for_tests("/plumbline/");
    site.build(&Tools::ready()?)?;
    let played = play()?;
    let folder = project().join("docs/images");
    std::fs::create_dir_all(&folder).map_err(|error| format!("cannot make {}: {error}", folder.display()))?;
    run(site.environment(&mut browser.node()?)?.arg("e2e/screenshots.mjs").arg(&folder).arg(played), "node")
}

/// The ten pull requests of the tutorial, played with the kept outputs of tools; the folder that they leave.
fn play() -> Result<PathBuf, Failure> {
    run(cargo().args(["build", "--locked", "--quiet", "--bin", "plumbline"]), "cargo build")?;
    let out = project().join("target/contoso-play");
    // What an older play left is of no use.
    let _ = std::fs::remove_dir_all(&out);
    let plumbline = project().join(format!("target/debug/plumbline{}", std::env::consts::EXE_SUFFIX));
    let mut script = program("sh");
    script.arg("examples/contoso/play.sh").arg(&out).env("PLUMBLINE", plumbline).env("CONTOSO_KEPT", "1");
    run(script.stdout(std::process::Stdio::null()), "sh")?;
    Ok(out)
}
