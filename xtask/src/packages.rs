//! The packages of a release, tried: each is installed where there is no Rust, and run.

use std::path::PathBuf;

use crate::command::{project, run};
use crate::node::{Node, tests_of};
use crate::release::Release;
use crate::site::Site;
use crate::{Failure, python};

/// Runs the tests of `packaging/tests` with a release that has been made, or with one that is made for this machine now, with the site in
/// it if that is built.
pub fn try_all(node: &Node, made: Option<&str>, site: &Site) -> Result<(), Failure> {
    let is_built = site.out.join(plumbline_site::INDEX).is_file();
    let files: PathBuf = match made {
        Some(folder) => project().join(folder),
        None => {
            let release = Release::for_tests(is_built.then(|| site.out.clone()))?;
            release.make()?;
            release.out
        }
    };
    let mut tests = node.with_packages_of("packaging/tests")?;
    tests.env("PLUMBLINE_RELEASE", files).env("PLUMBLINE_PYTHON", python::environment("try")?.join("bin"));
    if made.is_some() || is_built {
        tests.env("PLUMBLINE_HAS_SITE", "1");
    }
    run(tests.arg("--test").args(tests_of("packaging/tests")?), "node")
}
