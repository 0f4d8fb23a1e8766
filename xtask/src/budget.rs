//! How much a browser loads before the first page is usable.

use std::path::Path;

use flate2::Compression;

use crate::Failure;
use crate::files::read;
use crate::server::gzip;
use crate::site::collect_files;
use crate::split::LATER;

/// What page, scripts, WebAssembly and styles may weigh together: gzipped bytes, without the demo's data.
pub const BUDGET: usize = 800_000;

/// A file that every visitor loads, and its size on the way.
#[derive(Debug)]
pub struct Transfer {
    pub name: String,
    pub gzipped: usize,
    /// Whether it is loaded when the first page is usable already.
    pub is_later: bool,
}

/// The files of the application itself: page, scripts, WebAssembly, styles and icon in the site's own folder. Data,
/// schemas and texts are loaded when somebody asks for them.
pub fn transfers(site: &Path) -> Result<Vec<Transfer>, Failure> {
    let mut files = Vec::new();
    collect_files(site, &mut files)?;
    let loaded = |file: &Path| {
        let ending = file.extension().and_then(|ending| ending.to_str());
        matches!(ending, Some("html" | "js" | "wasm" | "css" | "svg"))
    };
    files.retain(|file| file.parent() == Some(site) && loaded(file));
    let mut transfers = Vec::new();
    for file in files {
        let bytes = read(&file)?;
        let gzipped = gzip(&bytes, Compression::default()).map_err(|error| format!("cannot gzip: {error}"))?.len();
        let name = file.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        let is_later = is_later(&name);
        transfers.push(Transfer { name, gzipped, is_later });
    }
    transfers.sort_by(|one, other| other.gzipped.cmp(&one.gzipped).then(one.name.cmp(&other.name)));
    Ok(transfers)
}

/// Whether a file is loaded when the first page is usable already.
fn is_later(name: &str) -> bool {
    name.contains(LATER)
}

/// The table of sizes, as it is printed.
pub fn table(transfers: &[Transfer]) -> String {
    let line = |name: &str, size: usize| format!("  {:>7.1} KB  {name}\n", size as f64 / 1000.0);
    let lines = |later: bool| -> String {
        let of_part = transfers.iter().filter(|transfer| transfer.is_later == later);
        of_part.map(|transfer| line(&transfer.name, transfer.gzipped)).collect()
    };
    let mut text = lines(false) + &line("together, gzipped", total(transfers));
    text += &lines(true).replace('\n', " (afterwards)\n");
    text += &line("may be", BUDGET);
    text
}

fn total(transfers: &[Transfer]) -> usize {
    transfers.iter().filter(|transfer| !transfer.is_later).map(|transfer| transfer.gzipped).sum()
}

/// Fails when the application has grown over its budget, or when something of it is missing.
pub fn check(transfers: &[Transfer]) -> Result<(), Failure> {
    for (start, end) in [("index", ".html"), ("app-", ".js"), ("app-", ".wasm"), ("worker", ".js"), ("worker", ".wasm")] {
        let is_it = |transfer: &&Transfer| transfer.name.starts_with(start) && transfer.name.ends_with(end);
        if !transfers.iter().filter(|transfer| !transfer.is_later).any(|transfer| is_it(&transfer)) {
            return Err(format!("the site holds no {start}*{end}: what was measured is not the whole application"));
        }
    }
    match total(transfers) {
        size if size <= BUDGET => Ok(()),
        size => Err(format!(
            "the application weighs {:.1} KB gzipped; its budget is {:.0} KB",
            size as f64 / 1000.0,
            BUDGET as f64 / 1000.0
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site(page: usize) -> Vec<Transfer> {
        [("index.html", 1_000), ("app-1.js", 9_000), ("app-1_bg.wasm", page), ("worker.js", 5_000), ("worker_bg.wasm", 4_000)]
            .map(|(name, gzipped)| Transfer { name: name.to_owned(), gzipped, is_later: false })
            .into()
    }

    #[test]
    fn the_budget_is_kept_to_the_byte() {
        // 1 000 + 9 000 + 5 000 + 4 000 = 19 000, which leaves 781 000 of 800 000.
        assert_eq!(check(&site(781_000)), Ok(()));
        assert_eq!(check(&site(781_001)).unwrap_err(), "the application weighs 800.0 KB gzipped; its budget is 800 KB");
    }

    #[test]
    fn what_is_loaded_afterwards_is_told_and_not_counted() {
        let mut parts = site(781_000);
        parts.push(Transfer { name: "worker-later.wasm".to_owned(), gzipped: 190_000, is_later: is_later("worker-later.wasm") });
        assert_eq!(check(&parts), Ok(()));
        assert!(table(&parts).contains("190.0 KB  worker-later.wasm (afterwards)"));
        assert!(table(&parts).contains("800.0 KB  together"));
    }

    #[test]
    fn a_site_without_its_programs_is_not_measured() {
        let mut parts = site(1);
        parts.retain(|part| part.name != "worker_bg.wasm");
        assert!(check(&parts).unwrap_err().contains("worker*.wasm"));
    }
}
