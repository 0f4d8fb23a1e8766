//! `plumbline page`: the Overview of a site's data, put into the site's `index.html`.

use super::admission::{Admission, Whence};
use super::args::Failure;
use super::clock;
use super::input::{in_words, name_of, read_container, read_file};
use super::links::refuse_links_below;
use super::terminal::{print, tell};
use super::whole_file::write_below;
use plumbline_assess::Assessment;
use plumbline_domain::{Format, Receipt};
use plumbline_ingest::{Index, Reader, Source, default_policy, index_from_json, is_container, sha256_hex, unwrapped};
use plumbline_report::DataOrigin;
use plumbline_report::export::html::{FirstPage, NoPlace, first_page, into_page};
use std::path::{Path, PathBuf};

/// How the command is used.
pub const USAGE: &str = "\
usage: plumbline page SITE

Draws the Overview of the data that a built site holds, and puts it into the site's index.html: it is readable before any script
runs, prints without one, and is what the preview of a link shows. The page takes it over once it has loaded the data.

The data are those that the page loads: SITE/data, or SITE/demo while SITE/data is empty. Running it again replaces what it wrote;
the same data make the same bytes. plumbline bundle --site SITE does the same after writing SITE/data.

Exits with 2 when SITE is no built site, or its data cannot be read.";

/// Runs the command.
///
/// # Errors
/// On wrong usage, and when the site or its data cannot be read or written.
pub fn run(mut parser: lexopt::Parser) -> Result<(), Failure> {
    use lexopt::prelude::*;
    let mut site = None;
    while let Some(argument) = parser.next()? {
        match argument {
            Value(path) if site.is_none() => site = Some(PathBuf::from(path)),
            other => return Err(other.unexpected().into()),
        }
    }
    let site = site.ok_or_else(|| Failure::Usage("the folder of a site is missing".to_owned()))?;
    write(&site)
}

/// Puts the Overview of a site's data into its `index.html`.
///
/// # Errors
/// When the site or its data cannot be read, and when `index.html` cannot be written.
pub fn write(site: &Path) -> Result<(), Failure> {
    let (assessment, origin, data) = site_data(site)?;
    put(site, &assessment, &origin, &data)
}

/// Puts the Overview of an assessment into a site's `index.html`. `data` are the addresses of the files that the page fetches first.
fn put(site: &Path, assessment: &Assessment, origin: &DataOrigin, data: &[String]) -> Result<(), Failure> {
    let page = index_of(site)?;
    let Some(first) = first_page(assessment, origin, data) else {
        tell(&format!("warning: {}: its data hold no change to score, so index.html stays as it is", site.display()));
        return Ok(());
    };
    let written = into_page(&page, &first).map_err(|e| no_place(site, e))?;
    if written != page {
        write_below(site, Path::new(INDEX), written.as_bytes(), true)?;
    }
    print(&name_of(&site.join(INDEX)));
    Ok(())
}

/// Refuses a folder that is no built site, before anything is written.
///
/// # Errors
/// When its `index.html` cannot be read, or has no place for an Overview.
pub fn refuse_other(site: &Path) -> Result<(), Failure> {
    let none = FirstPage { head: String::new(), body: String::new() };
    into_page(&index_of(site)?, &none).map(drop).map_err(|e| no_place(site, e))
}

/// Whether a folder is a built site, whose `index.html` has a place for an Overview.
pub fn has_place(site: &Path) -> bool {
    refuse_other(site).is_ok()
}

/// The page of a site.
const INDEX: &str = "index.html";

fn index_of(site: &Path) -> Result<String, Failure> {
    refuse_links_below(site, Path::new(INDEX))?;
    let file = site.join(INDEX);
    let unusable = |why: String| Failure::Unusable(format!("{}: {why}", file.display()));
    let bytes = read_file(&file).map_err(|e| unusable(e.to_string().to_lowercase()))?;
    String::from_utf8(bytes).map_err(|_| unusable("is no text".to_owned()))
}

fn no_place(site: &Path, why: NoPlace) -> Failure {
    Failure::Unusable(format!("{}: {why}", site.join(INDEX).display()))
}

/// How many files of a data set are fetched before its page has started.
const MAX_EARLY: usize = 4;

/// What the page of a site loads, judged as the page judges it, and the addresses of the files that it fetches first.
fn site_data(site: &Path) -> Result<(Assessment, DataOrigin, Vec<String>), Failure> {
    // An empty list without a name holds the place of an organisation's data.
    let data = DataSet::in_folder(site.join("data"))?;
    let data = data.filter(|data| !data.index.files.is_empty() || data.index.title.is_some());
    let (data, origin): (DataSet, fn(String) -> DataOrigin) = match data {
        Some(data) => (data, |title| DataOrigin::Site { title }),
        None => match DataSet::in_folder(site.join("demo"))? {
            Some(demo) => (demo, |title| DataOrigin::Demo { title }),
            None => {
                let why = "neither data/index.json nor demo/index.json is there";
                return Err(Failure::Unusable(format!("{}: {why}", site.display())));
            }
        },
    };
    let title = data.index.title.clone().unwrap_or_default();
    let origin = origin(title);
    // The page looks for a site's own data before it loads the demo.
    let folders: &[&str] = if matches!(origin, DataOrigin::Demo { .. }) { &["data", "demo"] } else { &["data"] };
    let mut addresses: Vec<String> = folders.iter().map(|folder| format!("{folder}/index.json")).collect();
    let last = folders.last().copied().unwrap_or_default();
    let files = data.index.files.iter().filter(|file| is_plain(&file.path)).take(MAX_EARLY);
    addresses.extend(files.map(|file| format!("{last}/{}", file.path)));
    let now = data.index.generated_at.unwrap_or_else(clock::now);
    Ok((Assessment::new(data.read()?.into_dataset(now)), origin, addresses))
}

/// Whether a path stands in an address as it is, and does not leave its folder.
fn is_plain(path: &str) -> bool {
    let is_plain = |part: &str| !part.starts_with('.') && part.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b));
    path.split('/').all(|part| !part.is_empty() && is_plain(part))
}

/// A data set of a site.
struct DataSet {
    folder: PathBuf,
    index: Index,
    receipt: Receipt,
}

impl DataSet {
    /// The data set in a folder; none when there is no index.
    fn in_folder(folder: PathBuf) -> Result<Option<Self>, Failure> {
        let file = folder.join("index.json");
        let Ok(bytes) = read_file(&file) else { return Ok(None) };
        let (index, diagnostics) =
            index_from_json(&bytes).map_err(|errors| Failure::Unusable(in_words(&name_of(&file), &errors)))?;
        let receipt = Receipt {
            format: Format::Index,
            items: index.files.len() as u64,
            diagnostics,
            ..Receipt::new("index.json", sha256_hex(&bytes), bytes.len() as u64)
        };
        Ok(Some(DataSet { folder, index, receipt }))
    }

    /// Reads the files that the index lists, under their names in it.
    fn read(self) -> Result<Reader, Failure> {
        let (policy, sha256) = self.index.policy.unwrap_or_else(default_policy);
        let mut reader = Reader::new(policy, sha256);
        for file in self.index.files {
            let at = self.folder.join(&file.path);
            let unusable = |why: &str| Failure::Unusable(format!("{}: {why}", at.display()));
            refuse_links_below(&self.folder, Path::new(&file.path))?;
            let bytes = read_file(&at).map_err(|e| unusable(&e.to_string().to_lowercase()))?;
            let source = Source::new(file.path, bytes);
            if file.sha256.is_some_and(|listed| listed != source.sha256) {
                return Err(unusable("is not the file that the index describes: its digest differs"));
            }
            if is_container(&source.bytes) {
                let container = Source { bytes: unwrapped(source.bytes), ..source };
                read_container(container, Whence::default(), &mut Admission::of_all(), &mut reader);
            } else {
                reader.read(source);
            }
        }
        reader.add_refused(self.receipt);
        Ok(reader)
    }
}
