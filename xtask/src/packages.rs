//! The packages of a release, made and tried: each is installed where there is no Rust, and run.

use crate::command::run;
use crate::node::{Node, tests_of};
use crate::release::Release;
use crate::{Failure, python};

/// Makes a release for this machine, and runs the tests of `packaging/tests`.
pub fn try_all(node: &Node) -> Result<(), Failure> {
    let release = Release::for_tests()?;
    release.make()?;
    let mut tests = node.with_packages_of("packaging/tests")?;
    tests.env("PLUMBLINE_RELEASE", &release.out).env("PLUMBLINE_PYTHON", python::environment("try")?.join("bin"));
    run(tests.arg("--test").args(tests_of("packaging/tests")?), "node")
}
