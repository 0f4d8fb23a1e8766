//! Building the site with trunk.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use crate::Failure;
use crate::arguments::Arguments;
use crate::command::{output, program, project, run, spoken};
use crate::files::read;
use crate::tools::Tools;
use crate::{split, wasm};

/// What is built, and for which place.
pub struct Site {
    /// Small and fast, or quickly compiled.
    pub release: bool,
    /// The path or address under which the site will stand; relative when none is given.
    pub public_url: Option<String>,
    /// The folder that the built files go to.
    pub out: PathBuf,
}

/// `cargo xtask build`.
pub fn run_build(mut arguments: Arguments) -> Result<(), Failure> {
    let site = Site {
        release: !arguments.flag("--debug"),
        public_url: arguments.option("--public-url")?,
        out: project().join(arguments.option("--out")?.unwrap_or_else(|| "dist".to_owned())),
    };
    arguments.finish()?;
    site.build(&Tools::ready()?)?;
    println!("{}", site.out.display());
    Ok(())
}

impl Site {
    /// The site as it is released under a path, apart from `dist/`, which is the user's.
    pub fn for_tests(public_url: &str) -> Self {
        Self { release: true, public_url: Some(public_url.to_owned()), out: project().join("target/site") }
    }

    /// Tells a script of `e2e/` where the site stands, and for which path it was built.
    pub fn environment<'a>(&self, command: &'a mut Command) -> Result<&'a mut Command, Failure> {
        let sub_path = sub_path(self.public_url.as_deref().unwrap_or("/"))?;
        Ok(command.env("PLUMBLINE_DIST", &self.out).env("PLUMBLINE_SUB_PATH", sub_path))
    }

    /// Builds page and worker, which carry the same build id.
    pub fn build(&self, tools: &Tools) -> Result<(), Failure> {
        let usually = if self.release {
            "five minutes the first time, two after a change"
        } else {
            "a minute or two the first time, seconds after a change"
        };
        eprintln!("Building the site (usually {usually}).");
        let started = Instant::now();
        let mut trunk = tools.trunk();
        let build_id = build_id(&project())?;
        trunk.args(["build", "--offline", "--quiet", "--dist"]).arg(&self.out).env("PLUMBLINE_BUILD", &build_id);
        if self.release {
            trunk.arg("--release").env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", release_flags());
        }
        if let Some(public_url) = &self.public_url {
            trunk.args(["--public-url", public_url]);
        }
        run(&mut trunk, "trunk")?;
        if self.release {
            split::split_all(tools, &self.out, &build_id)?;
            wasm::slim_all(&self.out)?;
        }
        eprintln!("Built the site in {}.", spoken(started.elapsed()));
        Ok(())
    }
}

/// The path of an address or path, with both slashes.
pub fn sub_path(public_url: &str) -> Result<String, Failure> {
    let path = match public_url.split_once("://") {
        Some((_, rest)) => rest.split_once('/').map_or("", |(_, path)| path),
        None => public_url.strip_prefix('.').unwrap_or(public_url),
    };
    let path = path.trim_matches('/');
    match path.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"/-_.~".contains(&byte)) && !path.contains("..") {
        true if path.is_empty() => Ok("/".to_owned()),
        true => Ok(format!("/{path}/")),
        false => Err(format!("`{public_url}` is no path that a site can stand under; one looks like /plumbline/")),
    }
}

/// What the compiler is told for a release. Erased components share the code that builds them, which makes the
/// page's later part smaller; and no path of the machine that built it stands in what everyone loads.
fn release_flags() -> String {
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| std::env::home_dir().map(|home| home.join(".cargo"))).unwrap_or_default();
    let library = output(program("rustc").args(["--print", "sysroot"])).map_or_else(PathBuf::new, PathBuf::from);
    let places =
        [(home.join("registry/src"), "registry"), (project(), "plumbline"), (library.join("lib/rustlib/src/rust"), "rust")];
    // Where programs are cut is told by what the linker leaves in them of its work.
    let settings = ["--cfg", "erase_components", "--cfg", "sha2_backend_soft=\"compact\"", "--cfg", "split"];
    let mut flags = settings.map(str::to_owned).to_vec();
    flags.push("-Clink-arg=--emit-relocs".to_owned());
    // Flags are parted by spaces; a folder with one keeps its name.
    let remaps = places.iter().map(|(place, name)| format!("--remap-path-prefix={}={name}", place.display()));
    flags.extend(remaps.filter(|flag| !flag.contains(' ')));
    flags.join(" ")
}

/// A name for what is built from these sources: the same sources give the same id, on one version of the compiler.
fn build_id(project: &Path) -> Result<String, Failure> {
    let mut files =
        ["Cargo.toml", "Cargo.lock", "Trunk.toml", "index.html", "xtask/src/split.rs"].map(|name| project.join(name)).to_vec();
    for folder in ["src", "crates", "styles", "public"] {
        collect_files(&project.join(folder), &mut files)?;
    }
    files.sort();
    let mut hasher = DefaultHasher::new();
    for file in files {
        let bytes = read(&file)?;
        file.strip_prefix(project).unwrap_or(&file).hash(&mut hasher);
        bytes.hash(&mut hasher);
    }
    Ok(format!("{:016x}", hasher.finish()))
}

/// Adds the files of a folder and of the folders in it.
pub fn collect_files(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), Failure> {
    let cannot = |error: std::io::Error| format!("cannot read {}: {error}", folder.display());
    for entry in std::fs::read_dir(folder).map_err(cannot)? {
        let path = entry.map_err(cannot)?.path();
        if path.is_dir() {
            collect_files(&path, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sub_path_has_both_slashes_however_it_is_written() {
        for (given, expected) in [
            ("/", "/"),
            ("./", "/"),
            ("/plumbline", "/plumbline/"),
            ("plumbline/", "/plumbline/"),
            ("https://contoso.example/team/plumbline/", "/team/plumbline/"),
            ("https://contoso.example", "/"),
        ] {
            assert_eq!(sub_path(given).as_deref(), Ok(expected), "{given}");
        }
        assert!(sub_path("/a b/").is_err());
        assert!(sub_path("/../").is_err());
    }

    #[test]
    fn the_build_id_is_the_same_for_the_same_sources_and_fits_an_address() {
        let id = build_id(&project()).unwrap();
        assert_eq!(id, build_id(&project()).unwrap());
        assert!(id.len() == 16 && id.bytes().all(|byte| byte.is_ascii_hexdigit()));
    }
}
