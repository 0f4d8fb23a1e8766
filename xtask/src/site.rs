//! Building the site with trunk.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::time::Instant;

use crate::Failure;
use crate::arguments::Arguments;
use crate::command::{project, run, spoken};
use crate::tools::Tools;

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
    /// Builds page and worker, which carry the same build id.
    pub fn build(&self, tools: &Tools) -> Result<(), Failure> {
        let usually = if self.release {
            "four minutes the first time, half a minute after a change"
        } else {
            "a minute or two the first time, seconds after a change"
        };
        eprintln!("Building the site (usually {usually}).");
        let started = Instant::now();
        let mut trunk = tools.trunk();
        trunk.args(["build", "--offline", "--quiet", "--dist"]).arg(&self.out).env("PLUMBLINE_BUILD", build_id(&project())?);
        if self.release {
            trunk.arg("--release");
        }
        if let Some(public_url) = &self.public_url {
            trunk.args(["--public-url", public_url]);
        }
        run(&mut trunk, "trunk")?;
        eprintln!("Built the site in {}.", spoken(started.elapsed()));
        Ok(())
    }
}

/// A name for what is built from these sources: the same sources give the same id, on one version of the compiler.
fn build_id(project: &Path) -> Result<String, Failure> {
    let mut files = ["Cargo.toml", "Cargo.lock", "Trunk.toml", "index.html"].map(|name| project.join(name)).to_vec();
    for folder in ["src", "styles", "public"] {
        collect_files(&project.join(folder), &mut files)?;
    }
    files.sort();
    let mut hasher = DefaultHasher::new();
    for file in files {
        let bytes = std::fs::read(&file).map_err(|error| format!("cannot read {}: {error}", file.display()))?;
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
    fn the_build_id_is_the_same_for_the_same_sources_and_fits_an_address() {
        let id = build_id(&project()).unwrap();
        assert_eq!(id, build_id(&project()).unwrap());
        assert!(id.len() == 16 && id.bytes().all(|byte| byte.is_ascii_hexdigit()));
    }
}
