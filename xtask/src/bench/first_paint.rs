//! How soon the released demo can be read, and what Lighthouse says of it.

use crate::Failure;
use crate::browser::Browser;
use crate::command::run;
use crate::site::Site;
use crate::tools::Tools;

/// Builds the site and measures its first page.
pub fn measure() -> Result<(), Failure> {
    let browser = Browser::ready()?;
    let site = Site::for_tests("/plumbline/");
    site.build(&Tools::ready()?)?;
    println!();
    let mut node = browser.node()?;
    run(site.environment(&mut node)?.arg("e2e/first_paint.mjs"), "node")
}
