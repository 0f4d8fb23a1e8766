//! `plumbline open`: reports, or the demo, in the browser of this machine.

mod live;
mod watch;

use super::args::{Failure, value_of};
use super::built_site::BuiltSite;
use super::bundle::Options;
use super::policy_choice::OPTIONS;
use super::terminal::{print, tell};
use live::Live;
use plumbline_server::{Address, Served};
use plumbline_site::headers;
use std::path::PathBuf;
use std::sync::Arc;
use watch::Watched;

/// How the command is used.
pub const USAGE: &str = "\
usage: plumbline open [PATH...] [--port N] [--no-browser] [--title TEXT] [--policy FILE] [--policy-digest SHA256]
                      [--trust-input-policy] [--site DIR]

Shows the dashboard in the browser: of the reports and artifacts in PATHs (folders, files, zips), assessed now, or of a made-up
organisation when there is no PATH. New and changed files appear by themselves. Only this machine can reach the address, and what the
browser gets is what plumbline bundle would publish, with secrets masked. Ctrl+C ends it.

  --port N                the port (default: 8080, or the next one that is free)
  --no-browser            only print the address
  --title TEXT            the name of the data (default: that of an index.json in PATH, or the folder's)
  --policy FILE           the policy that judges, as a file or as REVISION:FILE of the checkout (default: the built-in one)
  --policy-digest SHA256  the SHA-256 that the policy must have
  --trust-input-policy    take the policy of an index.json in PATH: whoever writes PATH sets the rules
  --site DIR              the built site to show (default: the one in this program)

Exits with 2 when a PATH is not there, or the port cannot be used.";

/// The port when none is asked for.
const PORT: u16 = 8080;

/// What the command is asked.
#[derive(Default)]
struct Asked {
    port: Option<u16>,
    no_browser: bool,
    site: Option<PathBuf>,
    data: Options,
}

fn arguments(mut parser: lexopt::Parser) -> Result<Asked, Failure> {
    use lexopt::prelude::*;
    let mut asked = Asked::default();
    while let Some(argument) = parser.next()? {
        match argument {
            Long("port") => asked.port = Some(value_of(&mut parser, "port")?),
            Long("no-browser") => asked.no_browser = true,
            Long("site") => asked.site = Some(PathBuf::from(parser.value()?)),
            Long("title") => asked.data.title = Some(parser.value()?.string()?),
            Long(option) if OPTIONS.contains(&option) => {
                let option = option.to_owned();
                asked.data.policy.take(&option, &mut parser)?;
            }
            Value(path) => asked.data.add(PathBuf::from(path)),
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(asked)
}

/// Runs the command until it is ended.
///
/// # Errors
/// On wrong usage, when a path is not there, and when nothing can be served.
pub fn run(parser: lexopt::Parser) -> Result<(), Failure> {
    let asked = arguments(parser)?;
    for (path, _) in &asked.data.paths {
        if let Err(error) = std::fs::metadata(path) {
            return Err(Failure::Unusable(format!("{}: {}", path.display(), error.to_string().to_lowercase())));
        }
    }
    let site = BuiltSite::find(asked.site)?;
    let headers = headers(&site.index()?);
    let address = match asked.port {
        Some(port) => Address::take(port),
        None => Address::take_from(PORT),
    };
    let address = address.map_err(Failure::Unusable)?;
    let port = address.port();
    let place = format!("http://127.0.0.1:{port}/");
    if asked.port.is_none() && port != PORT {
        tell(&format!("port {PORT} is in use by another program: {port} is used instead"));
    }
    let scratch = tempfile::Builder::new().prefix("plumbline-open-").tempdir();
    let scratch = scratch.map_err(|e| Failure::Unusable(format!("{}: {e}", std::env::temp_dir().display())))?;
    let live = Arc::new(Live::new(site, scratch.path(), !asked.data.paths.is_empty())?);
    print(&format!("Plumbline is at {place} (end it with Ctrl+C)"));
    if !asked.data.paths.is_empty() {
        let (live, watched) = (Arc::clone(&live), Watched::new(asked.data));
        // it ends with the program
        std::thread::spawn(move || watched.follow(&live));
    }
    if !asked.no_browser
        && let Err(error) = open::that_detached(&place)
    {
        tell(&format!("note: no browser could be opened ({error}): open the address yourself"));
    }
    let served = Served { sub_path: "/".to_owned(), compresses: false, headers, source: live };
    let ended = address.serve(served).map_err(Failure::Unusable);
    // what was judged is gone with it
    drop(scratch);
    ended
}
