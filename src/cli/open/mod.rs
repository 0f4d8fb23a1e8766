//! `plumbline open`: reports, or the demo, in the browser of this machine.

mod live;
mod watch;

use super::args::Failure;
use super::built_site::BuiltSite;
use super::bundle::Making;
use super::local::Local;
use super::policy_choice::PolicyChoice;
use clap::Args;
use live::Live;
use std::path::PathBuf;
use std::sync::Arc;
use watch::Watched;

/// Show your reports, or a demo, in the browser; new files appear by themselves
///
/// Shows the dashboard in the browser: of the reports and artifacts in PATHs (folders, files, zips), assessed now, or of a made-up
/// organisation when there is no PATH. New and changed files appear by themselves. Only this machine can reach the address, and what
/// the browser gets is what plumbline bundle would publish, with secrets masked. Ctrl+C ends it.
///
/// Exits with 2 when a PATH is not there, or the port cannot be used.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  plumbline open
  plumbline open plumbline-data --no-browser --port 8090")]
pub struct Options {
    /// The folders, files and zips to show
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// The port [default: 8080, or the next one that is free]
    #[arg(long, value_name = "N")]
    port: Option<u16>,
    /// Only print the address
    #[arg(long)]
    no_browser: bool,
    /// The name of the data [default: that of an index.json in PATH, or the folder's]
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
    /// The built site to show [default: the one in this program]
    #[arg(long, value_name = "DIR")]
    site: Option<PathBuf>,
    #[command(flatten)]
    policy: PolicyChoice,
}

/// Runs the command until it is ended.
///
/// # Errors
/// On wrong usage, when a path is not there, and when nothing can be served.
pub fn run(asked: Options) -> Result<(), Failure> {
    for path in &asked.paths {
        if let Err(error) = std::fs::metadata(path) {
            return Err(Failure::Unusable(format!("{}: {}", path.display(), error.to_string().to_lowercase())));
        }
    }
    let site = BuiltSite::find(asked.site)?;
    let index = site.index()?;
    let local = Local::reserve(asked.port)?;
    let scratch = tempfile::Builder::new().prefix("plumbline-open-").tempdir();
    let scratch = scratch.map_err(|e| Failure::Unusable(format!("{}: {e}", std::env::temp_dir().display())))?;
    let live = Arc::new(Live::new(site, scratch.path(), !asked.paths.is_empty())?);
    let paths: Vec<_> = asked.paths.into_iter().map(|path| (path, None)).collect();
    let mut data = Making::default();
    (data.paths, data.title, data.policy) = (paths, asked.title, asked.policy);
    local.announce("Plumbline is", "", !asked.no_browser);
    if !data.paths.is_empty() {
        let (live, watched) = (Arc::clone(&live), Watched::new(data));
        // it ends with the program
        std::thread::spawn(move || watched.follow(&live));
    }
    let ended = local.serve(&index, live);
    // what was judged is gone with it
    drop(scratch);
    ended
}
