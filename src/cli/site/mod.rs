//! `plumbline site`: reports → a finished static site.

mod hosts;
mod install;

use super::args::Failure;
use super::built_site::BuiltSite;
use super::bundle::Options;
use super::data_set::{self, Data};
use super::input::name_of;
use super::page;
use super::terminal::{print, tell};
use super::whole_file::write_scratch;
use install::{Target, install};
use plumbline_site::INDEX;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// How the command is used.
pub const USAGE: &str = "\
usage: plumbline site [--repository OWNER/NAME] DATA... --out DIR [--title TEXT] [--policy FILE] [--policy-digest SHA256]
                      [--trust-input-policy] [--generated-at T] [--max-artifact-bytes N] [--raw] [--site DIR] [--force]

Writes a finished static site: the application, the data set of DATA, the Overview in index.html, which is readable before any script
runs, and what hosts need. Copy DIR to any web server, under any path: GitHub Pages, GitLab Pages, Azure Static Web Apps, a bucket of
S3, or a server without a way out. The same input makes the same bytes.

  DATA                    folders, files and zips of reports and artifacts, as plumbline bundle takes them; or a data set that bundle
                          has written, which keeps its judgement, and to which further DATA are added
  --out DIR               the site: an empty folder, or one that this command has written, whose files are replaced
  --site DIR              the built site to start with (default: the one in this program)
  --force                 write into a folder that holds other files, and replace files of these names

The other options are those of plumbline bundle. DIR/SHA256SUMS lists every file: sha256sum -c SHA256SUMS checks a copy.

Exits with 1 when a record or an artifact could not be used, 2 when something cannot be read or written.";

/// Runs the command.
///
/// # Errors
/// On wrong usage, and when something cannot be read or written.
pub fn run(mut parser: lexopt::Parser) -> Result<ExitCode, Failure> {
    use lexopt::prelude::*;
    let (mut out, mut site, mut asked) = (None, None, Options::default());
    while let Some(argument) = parser.next()? {
        match argument {
            Long("out") => out = Some(PathBuf::from(parser.value()?)),
            Long("site") => site = Some(PathBuf::from(parser.value()?)),
            Long(option) => {
                let option = option.to_owned();
                if !asked.take(&option, &mut parser)? {
                    return Err(Long(&option).unexpected().into());
                }
            }
            Value(path) => asked.add(PathBuf::from(path)),
            other => return Err(other.unexpected().into()),
        }
    }
    let out = out.ok_or_else(|| Failure::Usage("--out DIR is missing".to_owned()))?;
    if asked.paths.is_empty() {
        return Err(Failure::Usage("a path with data is missing".to_owned()));
    }
    let target = Target::open(&out, asked.force)?;
    let built = BuiltSite::find(site)?;
    // everything is made beside the folder first: what fails leaves it as it was
    let folder = out.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let unusable = |e: std::io::Error| Failure::Unusable(format!("{}: {}", folder.display(), e.to_string().to_lowercase()));
    fs::create_dir_all(folder).map_err(unusable)?;
    let made = tempfile::Builder::new().prefix(".plumbline-site-").tempdir_in(folder).map_err(unusable)?;
    let data = fill(made.path(), &built, asked)?;
    install(made.path(), &target)?;
    let has_faults = match &data {
        Data::Made(made) => {
            made.tell();
            tell(&format!("{} in {}", made.in_words(), out.display()));
            made.faults().next().is_some()
        }
        Data::Copied | Data::Nothing(_) => false,
    };
    print(&name_of(&out.join(INDEX)));
    Ok(if has_faults { ExitCode::from(1) } else { ExitCode::SUCCESS })
}

/// Makes the whole site in an empty folder.
fn fill(folder: &Path, built: &BuiltSite, asked: Options) -> Result<Data, Failure> {
    let put = |path: &str, bytes: &[u8]| write_scratch(folder, Path::new(path), bytes);
    let paths = built.paths()?;
    for path in &paths {
        put(path, &built.file(path)?.unwrap_or_default())?;
    }
    let index = built.bare_index()?;
    put(INDEX, index.as_bytes())?;
    let data = data_set::write(asked, &folder.join("data"))?;
    if matches!(data, Data::Nothing(_)) {
        return Err(Failure::Unusable("no record and no tool output was read, so there is nothing to publish".to_owned()));
    }
    if !page::draw(folder)? {
        tell("warning: the data hold no change to score, so the Overview does not stand in index.html");
    }
    for (path, bytes) in hosts::files(&index, &paths)? {
        put(path, bytes.as_bytes())?;
    }
    Ok(data)
}
