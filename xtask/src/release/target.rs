//! The machines that a release is for, and how the program is compiled for each.
//!
//! All are compiled and linked with zig from PyPI, which brings a C compiler and the system libraries of each: the compression of the
//! tables of facts is written in C.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::Failure;
use crate::command::{cargo, on_path, output, program, project, run};
use crate::python;
use crate::site::same_paths;

/// A machine that a release is for.
#[derive(Debug, PartialEq)]
pub struct Target {
    /// As rustc calls it; archives are named after it.
    pub triple: &'static str,
    /// As npm calls it: system and processor.
    pub npm: (&'static str, &'static str),
    /// As a wheel calls it.
    pub wheel: &'static str,
    /// As a container image calls the processor; none where there is no image.
    pub container: Option<&'static str>,
}

/// All machines that a release is for.
pub const TARGETS: [Target; 5] = [
    Target {
        triple: "x86_64-unknown-linux-musl",
        npm: ("linux", "x64"),
        wheel: "manylinux_2_17_x86_64.musllinux_1_1_x86_64",
        container: Some("amd64"),
    },
    Target {
        triple: "aarch64-unknown-linux-musl",
        npm: ("linux", "arm64"),
        wheel: "manylinux_2_17_aarch64.musllinux_1_1_aarch64",
        container: Some("arm64"),
    },
    Target { triple: "x86_64-apple-darwin", npm: ("darwin", "x64"), wheel: "macosx_11_0_x86_64", container: None },
    Target { triple: "aarch64-apple-darwin", npm: ("darwin", "arm64"), wheel: "macosx_11_0_arm64", container: None },
    Target { triple: "x86_64-pc-windows-gnu", npm: ("win32", "x64"), wheel: "win_amd64", container: None },
];

impl Target {
    /// The targets with these names, in the order of the list; all of them when none is named.
    pub fn chosen(names: &[String]) -> Result<Vec<&'static Self>, Failure> {
        if let Some(unknown) = names.iter().find(|name| TARGETS.iter().all(|target| target.triple != name.as_str())) {
            let known = TARGETS.iter().map(|target| target.triple).collect::<Vec<_>>().join(", ");
            return Err(format!("no release is made for `{unknown}`; the targets are {known}"));
        }
        Ok(TARGETS.iter().filter(|target| names.is_empty() || names.iter().any(|name| name == target.triple)).collect())
    }

    /// Whether it is Windows, where programs are called `.exe` and archives are zips.
    pub fn is_windows(&self) -> bool {
        self.triple.contains("windows")
    }

    /// The name of the program's file.
    pub fn program(&self) -> &'static str {
        if self.is_windows() { "plumbline.exe" } else { "plumbline" }
    }

    /// Compiles the program with the site in it, and gives its file.
    pub fn compile(&self, site: Option<&Path>) -> Result<PathBuf, Failure> {
        add(self.triple)?;
        let folder = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| project().join("target"), |name| project().join(name));
        let flags = same_paths(&folder);
        let mut build = zigbuild()?;
        build.args(["--locked", "--profile", "native", "--bin", "plumbline", "--target", self.triple]);
        let name = format!("CARGO_TARGET_{}_RUSTFLAGS", self.triple.to_uppercase().replace('-', "_"));
        build.env(name, flags.join(" ")).env_remove("RUSTFLAGS").env_remove("CARGO_ENCODED_RUSTFLAGS");
        match site {
            Some(site) => build.env("PLUMBLINE_SITE", site),
            None => build.env_remove("PLUMBLINE_SITE"),
        };
        run(&mut build, "cargo build")?;
        Ok(folder.join(self.triple).join("native").join(self.program()))
    }
}

/// `cargo zigbuild`, with the zig that PyPI ships.
fn zigbuild() -> Result<Command, Failure> {
    let tools = python::environment("cross")?;
    let mut build = cargo();
    let mut folders = vec![tools.join("bin")];
    folders.extend(std::env::var_os("PATH").iter().flat_map(std::env::split_paths));
    let path = std::env::join_paths(folders).map_err(|error| format!("the PATH cannot be used: {error}"))?;
    build.arg("zigbuild").env("PATH", path);
    Ok(build)
}

/// Adds the target's standard library where it is missing.
fn add(triple: &str) -> Result<(), Failure> {
    let libraries = output(program("rustc").args(["--print", "target-libdir", "--target", triple]));
    if libraries.is_some_and(|folder| Path::new(&folder).is_dir()) {
        return Ok(());
    }
    if on_path("rustup").is_none() {
        return Err(format!(
            "the Rust target {triple} is not installed, and there is no rustup to add it: see https://rustup.rs"
        ));
    }
    run(program("rustup").args(["target", "add", triple]), "rustup")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_chosen_by_name_and_keep_their_order() {
        let chosen = |names: &[&str]| {
            let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
            Target::chosen(&names).map(|targets| targets.iter().map(|target| target.triple).collect::<Vec<_>>())
        };
        assert_eq!(chosen(&[]).unwrap().len(), TARGETS.len());
        let two = ["x86_64-pc-windows-gnu", "x86_64-unknown-linux-musl"];
        assert_eq!(chosen(&two).unwrap(), ["x86_64-unknown-linux-musl", "x86_64-pc-windows-gnu"]);
        assert!(chosen(&["riscv64"]).unwrap_err().contains("`riscv64`; the targets are x86_64-unknown-linux-musl, "));
    }
}
