//! The packages of a release, tried: each is installed where there is no Rust, and run.

use std::path::PathBuf;

use crate::command::{project, run};
use crate::node::{Node, tests_of};
use crate::release::Release;
use crate::{Failure, python};

/// Runs the tests of `packaging/tests` with a release that has been made, or with one that is made for this machine now, without the
/// site.
pub fn try_all(node: &Node, made: Option<&str>) -> Result<(), Failure> {
    let files: PathBuf = match made {
        Some(folder) => project().join(folder),
        None => {
            let release = Release::for_tests()?;
            release.make()?;
            release.out
        }
    };
    let mut tests = node.with_packages_of("packaging/tests")?;
    tests.env("PLUMBLINE_RELEASE", files).env("PLUMBLINE_PYTHON", python::environment("try")?.join("bin"));
    if made.is_some() {
        tests.env("PLUMBLINE_HAS_SITE", "1");
    }
    run(tests.arg("--test").args(tests_of("packaging/tests")?), "node")
}
