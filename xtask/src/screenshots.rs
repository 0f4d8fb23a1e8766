//! `cargo xtask screenshots`: makes the pictures of the README anew.

use crate::Failure;
use crate::arguments::Arguments;
use crate::browser::Browser;
use crate::command::{project, run};
use crate::site::Site;
use crate::tools::Tools;

/// Builds the site as it is released, and takes the pictures in a browser.
pub fn run_screenshots(arguments: Arguments) -> Result<(), Failure> {
    arguments.finish()?;
    let browser = Browser::ready()?;
    let site = Site::for_tests("/plumbline/");
    site.build(&Tools::ready()?)?;
    let folder = project().join("docs/images");
    std::fs::create_dir_all(&folder).map_err(|error| format!("cannot make {}: {error}", folder.display()))?;
    run(site.environment(&mut browser.node()?)?.arg("e2e/screenshots.mjs").arg(&folder), "node")
}
