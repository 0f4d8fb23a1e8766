//! The tools: the wasm target, trunk, wasm-bindgen, wasm-split-cli, mdBook and cargo-deny, each in the one version that fits.
//!
//! They are taken from the PATH where they stand there in the right version, else from the tools folder, else compiled
//! into it. The folder is `.tools`, or what `PLUMBLINE_TOOLS` names; it may be deleted at any time.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use crate::Failure;
use crate::command::{cargo, on_path, output, program, project, run, spoken};

/// What page and worker are compiled for.
pub const WASM_TARGET: &str = "wasm32-unknown-unknown";
const TRUNK_VERSION: &str = "0.21.14";
const SPLIT_VERSION: &str = "0.2.4";
const DENY_VERSION: &str = "0.20.2";
const BOOK_VERSION: &str = "0.5.4";

/// A program that cargo installs.
struct Tool {
    package: &'static str,
    version: String,
    /// The programs that the package brings; the first one tells its version.
    programs: &'static [&'static str],
    /// What cargo is told of its features.
    features: &'static [&'static str],
    /// How long it takes on two cores, for those who wait.
    usually: &'static str,
}

/// The tools that are ready to be used.
pub struct Tools {
    path: OsString,
    trunk: PathBuf,
    wasm_bindgen: PathBuf,
    wasm_bindgen_test_runner: PathBuf,
}

impl Tools {
    /// Finds or installs everything that a build for the browser needs, with the documentation in it.
    pub fn ready() -> Result<Self, Failure> {
        wasm_target()?;
        Self::book()?;
        let folder = folder();
        // The first one wins: what stands on the PATH is used where all of a tool fits, and shadows the folder's.
        let mut folders = vec![folder.join("bin")];
        for tool in wanted()? {
            if let Some(found) = tool.on_path() {
                folders.push(found);
            } else if !tool.stands_in(&folder.join("bin")) {
                tool.install(&folder)?;
            }
        }
        let find = |name: &str| {
            let file = format!("{name}{}", std::env::consts::EXE_SUFFIX);
            let found = folders.iter().map(|folder| folder.join(&file)).find(|file| file.is_file());
            found.ok_or_else(|| format!("{file} is missing; delete {} and try again", folder.display()))
        };
        let (trunk, wasm_bindgen) = (find("trunk")?, find("wasm-bindgen")?);
        let wasm_bindgen_test_runner = find("wasm-bindgen-test-runner")?;
        folders.extend(std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default()));
        let path = std::env::join_paths(folders).map_err(|error| format!("the PATH cannot be extended: {error}"))?;
        Ok(Self { path, trunk, wasm_bindgen, wasm_bindgen_test_runner })
    }

    /// Trunk, with the other tools on its PATH.
    pub fn trunk(&self) -> Command {
        let mut command = program(&self.trunk);
        // Trunk takes NO_COLOR for an option of its own, and refuses values that it does not know.
        command.env("PATH", &self.path).env_remove("NO_COLOR");
        command
    }

    /// The program that binds WebAssembly to its script.
    pub fn wasm_bindgen(&self) -> Command {
        program(&self.wasm_bindgen)
    }

    /// The program that checks the dependencies against `deny.toml`; installed when it is first asked for.
    pub fn deny() -> Result<Command, Failure> {
        let tool = Tool {
            package: "cargo-deny",
            version: DENY_VERSION.to_owned(),
            programs: &["cargo-deny"],
            features: &[],
            usually: "five minutes",
        };
        tool.ready()
    }

    /// The program that makes the documentation a site; installed when it is first asked for.
    pub fn book() -> Result<Command, Failure> {
        let tool = Tool {
            package: "mdbook",
            version: BOOK_VERSION.to_owned(),
            programs: &["mdbook"],
            // It watches and serves nothing here.
            features: &["--features", "search"],
            usually: "two minutes",
        };
        tool.ready()
    }

    /// The program that splits WebAssembly in two; installed by the first release.
    pub fn splitter(&self) -> Result<Command, Failure> {
        // It does not tell its version, so its folder does.
        let root = folder().join(format!("wasm-split-{SPLIT_VERSION}"));
        let file = root.join("bin").join(format!("wasm-split-cli{}", std::env::consts::EXE_SUFFIX));
        if !file.is_file() {
            let tool = Tool {
                package: "wasm_split_cli_support",
                version: SPLIT_VERSION.to_owned(),
                programs: &["wasm-split-cli"],
                features: &["--features", "build-binary"],
                usually: "a minute",
            };
            tool.install(&root)?;
        }
        Ok(program(file))
    }

    /// The program that runs browser tests.
    pub fn wasm_bindgen_test_runner(&self) -> &Path {
        &self.wasm_bindgen_test_runner
    }
}

impl Tool {
    /// Its first program, installed where it is missing.
    fn ready(&self) -> Result<Command, Failure> {
        let bin = match self.on_path() {
            Some(bin) => bin,
            None => {
                let bin = folder().join("bin");
                if !self.stands_in(&bin) {
                    self.install(&folder())?;
                }
                bin
            }
        };
        Ok(program(bin.join(format!("{}{}", self.programs[0], std::env::consts::EXE_SUFFIX))))
    }

    /// The folder on the PATH where the tool stands complete and in the right version.
    fn on_path(&self) -> Option<PathBuf> {
        let folder = on_path(self.programs[0])?.parent()?.to_owned();
        self.stands_in(&folder).then_some(folder)
    }

    fn stands_in(&self, folder: &Path) -> bool {
        let file = |name: &str| folder.join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
        self.programs.iter().all(|name| file(name).is_file())
            && output(program(file(self.programs[0])).arg("--version")).is_some_and(|line| {
                line.split_whitespace().nth(1).map(|told| told.trim_start_matches('v')) == Some(self.version.as_str())
            })
    }

    fn install(&self, folder: &Path) -> Result<(), Failure> {
        eprintln!(
            "Installing {} {} into {} (once; usually {} on two cores).",
            self.package,
            self.version,
            folder.display(),
            self.usually
        );
        let started = Instant::now();
        let mut install = cargo();
        install
            .args(["install", "--debug", "--locked", "--force", "--no-default-features", "--root"])
            .arg(folder)
            .arg(format!("{}@{}", self.package, self.version))
            .args(self.features)
            // The tools share what they have in common, and need no symbols.
            .env("CARGO_TARGET_DIR", self::folder().join("build"))
            .env("CARGO_PROFILE_DEV_DEBUG", "0")
            .env_remove("RUSTFLAGS")
            .env_remove("CARGO_ENCODED_RUSTFLAGS");
        run(&mut install, "cargo install")?;
        eprintln!("Installed {} in {}.", self.package, spoken(started.elapsed()));
        Ok(())
    }
}

/// Where tools are installed.
pub fn folder() -> PathBuf {
    match std::env::var_os("PLUMBLINE_TOOLS") {
        Some(folder) if !folder.is_empty() => project().join(folder),
        _ => project().join(".tools"),
    }
}

fn wanted() -> Result<[Tool; 2], Failure> {
    Ok([
        Tool {
            package: "wasm-bindgen-cli",
            version: locked_version("wasm-bindgen")?,
            programs: &["wasm-bindgen", "wasm-bindgen-test-runner"],
            features: &[],
            usually: "a minute",
        },
        Tool {
            package: "trunk",
            version: TRUNK_VERSION.to_owned(),
            programs: &["trunk"],
            features: &[],
            usually: "three minutes",
        },
    ])
}

/// Adds the wasm target where rustup says that it is missing; without rustup the compiler itself is asked.
fn wasm_target() -> Result<(), Failure> {
    let libraries = output(program("rustc").args(["--print", "target-libdir", "--target", WASM_TARGET]));
    if libraries.is_some_and(|folder| Path::new(&folder).is_dir()) {
        return Ok(());
    }
    eprintln!("Adding the Rust target {WASM_TARGET} (once; usually some seconds).");
    run(program("rustup").args(["target", "add", WASM_TARGET]), "rustup (see https://rustup.rs)")
}

/// The version of a package in Cargo.lock.
fn locked_version(package: &str) -> Result<String, Failure> {
    let file = project().join("Cargo.lock");
    let text = std::fs::read_to_string(&file).map_err(|error| format!("cannot read {}: {error}", file.display()))?;
    version_in_lock(&text, package).ok_or_else(|| format!("Cargo.lock names no {package}"))
}

fn version_in_lock(lock: &str, package: &str) -> Option<String> {
    let entry = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| *line != entry).skip(1);
    Some(lines.next()?.strip_prefix("version = \"")?.strip_suffix('"')?.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_locked_version_is_read_from_the_lock_file() {
        let lock = "[[package]]\nname = \"wasm-bindgen-futures\"\nversion = \"0.4.79\"\n\n[[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.129\"\n";
        assert_eq!(version_in_lock(lock, "wasm-bindgen").as_deref(), Some("0.2.129"));
        assert_eq!(version_in_lock(lock, "trunk"), None);
        assert!(locked_version("wasm-bindgen").is_ok());
    }
}
