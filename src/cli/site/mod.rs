//! `plumbline site`: reports → a finished static site.

mod hosts;
mod install;

use super::args::Failure;
use super::built_site::BuiltSite;
use super::bundle::{DataTerms, Making, Origins};
use super::data_set::{self, Data};
use super::input::name_of;
use super::page;
use super::terminal::{print, tell};
use super::whole_file::write_scratch;
use clap::Args;
use install::{Target, install};
use plumbline_site::INDEX;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Write a finished static site: application, data set and first page
///
/// Writes a finished static site: the application, the data set of DATA, the Overview in index.html, which is readable before any
/// script runs, and what hosts need. Copy DIR to any web server, under any path: GitHub Pages, GitLab Pages, Azure Static Web Apps, a
/// bucket of S3, or a server without a way out. The same input makes the same bytes.
///
/// The first PATH may be a data set that bundle has written: it keeps its judgement, and what further PATHs hold is added to it.
/// DIR/SHA256SUMS lists every file: sha256sum -c SHA256SUMS checks a copy.
///
/// Exits with 1 when a record or an artifact could not be used, 2 when something cannot be read or written.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  plumbline site plumbline-data --out public --title Contoso
  plumbline site data --out public --site dist")]
pub struct Options {
    #[command(flatten)]
    origins: Origins,
    /// The site: an empty folder, or one that this command has written, whose files are replaced
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// The built site to start with [default: the one in this program]
    #[arg(long, value_name = "DIR")]
    site: Option<PathBuf>,
    #[command(flatten)]
    terms: DataTerms,
}

/// Runs the command.
///
/// # Errors
/// When something cannot be read or written.
pub fn run(options: Options) -> Result<ExitCode, Failure> {
    let Options { origins, out, site, terms } = options;
    let asked = Making::new(origins, terms);
    let target = Target::open(&out, asked.force)?;
    let built = BuiltSite::find(site)?;
    // everything is made beside the folder first: what fails leaves it as it was
    let folder = out.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let unusable = |e: std::io::Error| Failure::Unusable(format!("{}: {}", folder.display(), e.to_string().to_lowercase()));
    fs::create_dir_all(folder).map_err(unusable)?;
    let made = tempfile::Builder::new().prefix(".plumbline-site-").tempdir_in(folder).map_err(unusable)?;
    let data = fill(made.path(), &built, asked)?;
    install(made.path(), &target)?;
    let code = match &data {
        Data::Made(made) => {
            made.tell();
            tell(&format!("{} in {}", made.in_words(), out.display()));
            made.exit_code()
        }
        Data::Copied | Data::Nothing(_) => ExitCode::SUCCESS,
    };
    print(&name_of(&out.join(INDEX)));
    Ok(code)
}

/// Makes the whole site in an empty folder.
fn fill(folder: &Path, built: &BuiltSite, asked: Making) -> Result<Data, Failure> {
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
