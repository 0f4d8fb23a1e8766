//! How much a browser loads before the Overview is usable.

use std::io::Write;
use std::path::Path;

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::Failure;
use crate::files::{collect_files, read};
use crate::split::is_second_part;

/// What page, scripts, WebAssembly and styles may weigh together: gzipped bytes, without the demo's data. A guard against accidents.
pub const BUDGET: usize = 1_000_000;

/// A file that every visitor loads, and its size on the way.
#[derive(Debug)]
pub struct Transfer {
    /// The file's path in the site.
    pub name: String,
    pub gzipped: usize,
    /// Whether it is loaded after the Overview is on screen.
    pub is_later: bool,
}

/// The files of the application itself: page, scripts, WebAssembly, styles and icon. Data, schemas, texts and the documentation are loaded
/// when somebody asks for them.
pub fn transfers(site: &Path) -> Result<Vec<Transfer>, Failure> {
    let mut files = Vec::new();
    collect_files(site, &mut files)?;
    let mut transfers = Vec::new();
    for file in files {
        let ending = file.extension().and_then(|ending| ending.to_str());
        let is_of_the_documentation = file.strip_prefix(site).is_ok_and(|path| path.starts_with(crate::docs::PLACE));
        if is_of_the_documentation || !matches!(ending, Some("html" | "js" | "wasm" | "css" | "svg")) {
            continue;
        }
        let gzipped = gzip(&read(&file)?, Compression::default()).map_err(|error| format!("cannot gzip: {error}"))?.len();
        let name = file.strip_prefix(site).unwrap_or(&file).to_string_lossy().replace('\\', "/");
        let is_later = file.file_name().is_some_and(|name| is_second_part(&name.to_string_lossy()));
        transfers.push(Transfer { name, gzipped, is_later });
    }
    transfers.sort_by(|one, other| other.gzipped.cmp(&one.gzipped).then(one.name.cmp(&other.name)));
    Ok(transfers)
}

/// The bytes, gzipped.
pub fn gzip(bytes: &[u8], level: Compression) -> std::io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), level);
    encoder.write_all(bytes)?;
    encoder.finish()
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
    for name in ["index.html", "app/app.js", "app/app_bg.wasm", "worker/worker.js", "worker/worker_bg.wasm"] {
        if !transfers.iter().any(|transfer| transfer.name.ends_with(name)) {
            return Err(format!("the site holds no {name}: what was measured is not the whole application"));
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
        [("index.html", 1_000), ("p-1/app/app.js", 9_000), ("p-1/app/app_bg.wasm", page)]
            .into_iter()
            .chain([("p-1/worker/worker.js", 5_000), ("p-1/worker/worker_bg.wasm", 4_000)])
            .map(|(name, gzipped)| Transfer { name: name.to_owned(), gzipped, is_later: false })
            .collect()
    }

    #[test]
    fn the_budget_is_kept_to_the_byte() {
        // 1 000 + 9 000 + 5 000 + 4 000 = 19 000, which leaves 981 000 of 1 000 000.
        assert_eq!(check(&site(981_000)), Ok(()));
        assert_eq!(check(&site(981_001)).unwrap_err(), "the application weighs 1000.0 KB gzipped; its budget is 1000 KB");
    }

    #[test]
    fn what_is_loaded_afterwards_is_listed_and_not_counted() {
        let mut parts = site(981_000);
        parts.push(Transfer { name: "p-1/worker/split_pages.wasm".to_owned(), gzipped: 190_000, is_later: true });
        assert_eq!(check(&parts), Ok(()));
        assert!(table(&parts).contains("190.0 KB  p-1/worker/split_pages.wasm (afterwards)"));
        assert!(table(&parts).contains("1000.0 KB  together"));
    }

    #[test]
    fn a_site_without_its_programs_is_not_measured() {
        let mut parts = site(1);
        parts.retain(|part| !part.name.ends_with("worker_bg.wasm"));
        assert!(check(&parts).unwrap_err().contains("worker/worker_bg.wasm"));
    }
}
