//! `cargo xtask release`: everything that a release consists of, in one folder. Nothing is published.

mod archive;
mod container;
mod manifests;
mod manual;
mod npm;
mod sbom;
mod stage;
mod target;
mod wheel;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Instant;

use pico_args::Arguments;
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::Failure;
use crate::arguments::{finish, option, options};
use crate::command::{cargo, output, project, spoken};
use crate::files::{collect_files, read};
use crate::site::Site;
use crate::tools::Tools;
use archive::Entry;
use stage::Stage;
use target::Target;

/// A compiled program.
pub struct Program {
    target: &'static Target,
    bytes: Vec<u8>,
}

/// What is made, and from what.
pub struct Release {
    /// What it is made for.
    targets: Vec<&'static Target>,
    /// The built site that the programs carry.
    site: Option<PathBuf>,
    /// The folder that everything goes to; what was in it is deleted.
    pub out: PathBuf,
}

/// `cargo xtask release`.
pub fn run_release(mut arguments: Arguments) -> Result<(), Failure> {
    let targets = Target::chosen(&options(&mut arguments, "--target")?)?;
    let has_no_site = arguments.contains("--no-site");
    let site = option(&mut arguments, "--site")?;
    let out = option(&mut arguments, "--out")?.unwrap_or_else(|| "target/release-files".to_owned());
    finish(arguments)?;
    let site = match (site, has_no_site) {
        (Some(_), true) => return Err("a release has either `--site DIR` or `--no-site`".to_owned()),
        (Some(folder), false) => Some(project().join(folder)),
        (None, true) => None,
        (None, false) => {
            let site = Site::new(true, None, "target/release-site");
            site.build(&Tools::ready()?)?;
            Some(site.out)
        }
    };
    if let Some(folder) = site.as_ref().filter(|folder| !folder.join("index.html").is_file()) {
        return Err(format!("{} holds no site; `cargo xtask build` makes one", folder.display()));
    }
    let release = Release { targets, site, out: project().join(out) };
    for (name, size) in release.make()? {
        println!("{size:>10}  {name}");
    }
    Ok(())
}

impl Release {
    /// A release for this machine alone, which the tests try.
    pub fn for_tests(site: Option<PathBuf>) -> Result<Self, Failure> {
        let targets = Target::chosen(&["x86_64-unknown-linux-musl".to_owned()])?;
        Ok(Self { targets, site, out: project().join("target/release-files") })
    }

    /// Makes everything, and gives the names and sizes of the files.
    pub fn make(&self) -> Result<Vec<(String, u64)>, Failure> {
        let (version, repository) = identity()?;
        let out = Stage::at(self.out.clone())?;
        let mut built = Vec::new();
        for target in &self.targets {
            let started = Instant::now();
            let bytes = read(&target.compile(self.site.as_deref())?)?;
            eprintln!("Compiled {} in {}: {} bytes.", target.triple, spoken(started.elapsed()), bytes.len());
            built.push(Program { target, bytes });
        }
        let manual = manual::entries()?;
        let mut digests = BTreeMap::new();
        for built in &built {
            let name = format!("plumbline-{version}-{}", built.target.triple);
            let entries = contents(&name, built, &manual)?;
            let (name, bytes) = match built.target.is_windows() {
                true => (format!("{name}.zip"), archive::zip(&entries)?),
                false => (format!("{name}.tar.gz"), archive::tar_gz(&entries)?),
            };
            digests.insert(built.target.triple, sha256(&bytes));
            out.write(&name, &bytes)?;
            wheel::write(&self.out, &version, built)?;
        }
        npm::write(&self.out, &version, &repository, &built)?;
        out.write(&format!("plumbline-{version}.cdx.json"), sbom::cyclonedx(&version)?.as_bytes())?;
        out.write(&format!("plumbline-{version}-container.tar.gz"), &container::context(&built)?)?;
        out.write("SHA256SUMS", sums(&self.out)?.as_bytes())?;
        // What names the sums is not covered by them.
        manifests::write_all(&self.out, &version, &repository, &digests)?;
        sizes(&self.out)
    }
}

/// What an archive holds, below a folder of its own name.
fn contents(name: &str, built: &Program, manual: &[Entry]) -> Result<Vec<Entry>, Failure> {
    let bytes = |path: &str| read(&project().join(path));
    let mut entries = vec![
        Entry::program(format!("{name}/{}", built.target.program()), built.bytes.clone()),
        Entry::file(format!("{name}/LICENSE"), bytes("LICENSE")?),
        Entry::program(format!("{name}/ci/gate.sh"), bytes("scripts/ci/gate.sh")?),
        Entry::program(format!("{name}/ci/comment.sh"), bytes("scripts/ci/comment.sh")?),
        Entry::program(format!("{name}/ci/publish.sh"), bytes("scripts/ci/publish.sh")?),
    ];
    entries.extend(manual.iter().map(|page| Entry { path: format!("{name}/{}", page.path), ..page.clone() }));
    Ok(entries)
}

/// The version of the workspace, and where its repository is.
fn identity() -> Result<(String, String), Failure> {
    let text = output(cargo().args(["metadata", "--locked", "--no-deps", "--format-version", "1"]));
    let metadata: Value = text.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default();
    let mut packages = metadata["packages"].as_array().into_iter().flatten();
    let package = packages.find(|package| package["name"] == "plumbline");
    let word = |key: &str| package.and_then(|package| package[key].as_str()).map(str::to_owned);
    word("version").zip(word("repository")).ok_or_else(|| "Cargo.toml names no version or no repository".to_owned())
}

fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The digests of the files of a folder, as `sha256sum` writes and checks them.
fn sums(folder: &Path) -> Result<String, Failure> {
    let mut text = String::new();
    for file in files_of(folder)? {
        text.push_str(&format!("{}  {file}\n", sha256(&read(&folder.join(&file))?)));
    }
    Ok(text)
}

fn sizes(folder: &Path) -> Result<Vec<(String, u64)>, Failure> {
    let size = |file: &String| folder.join(file).metadata().map(|data| data.len()).unwrap_or_default();
    Ok(files_of(folder)?.into_iter().map(|file| (file.clone(), size(&file))).collect())
}

/// The files below a folder, by their paths with slashes.
fn files_of(folder: &Path) -> Result<Vec<String>, Failure> {
    let mut files = Vec::new();
    collect_files(folder, &mut files)?;
    let mut names: Vec<String> = files
        .iter()
        .filter_map(|file| file.strip_prefix(folder).ok())
        .map(|name| name.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/"))
        .collect();
    names.sort();
    Ok(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_and_the_repository_are_those_of_the_workspace() {
        let (version, repository) = identity().unwrap();
        assert_eq!(version, env!("CARGO_PKG_VERSION"));
        assert!(repository.starts_with("https://"), "{repository}");
    }

    #[test]
    fn the_hooks_of_pre_commit_install_the_same_version() {
        let text = crate::files::read_text(&project().join("pyproject.toml")).unwrap();
        let version = env!("CARGO_PKG_VERSION");
        assert!(text.contains(&format!("version = \"{version}\"\ndependencies = [\"plumbline-gates=={version}\"]\n")), "{text}");
    }

    #[test]
    fn sums_are_written_as_sha256sum_reads_them() {
        let stage = Stage::new("test-sums").unwrap();
        stage.write("b", b"").unwrap();
        stage.write("a", b"abc").unwrap();
        assert_eq!(
            sums(&stage.folder).unwrap(),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  a\n\
             e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  b\n"
        );
    }
}
