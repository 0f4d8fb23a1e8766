//! `plumbline page`: the Overview of a site's data, put into the site's `index.html`.

use super::admission::{Admission, Whence};
use super::args::Failure;
use super::clock;
use super::input::{in_words, name_of, read_container, read_file, read_if_there};
use super::layered::{self, Judged};
use super::links::refuse_links_below;
use super::terminal::{print, tell};
use super::whole_file::write_below;
use clap::Args;
use plumbline_assess::Assessment;
use plumbline_domain::{Format, Receipt};
use plumbline_ingest::{Index, Reader, Source, default_policy, index_from_json, is_container, sha256_hex, unwrapped};
use plumbline_report::DataOrigin;
use plumbline_report::export::html::{FirstPage, NoPlace, first_page, into_page, no_page};
use std::path::{Path, PathBuf};

/// Draw the Overview of a site's data into its index.html
///
/// Draws the Overview of the data that a built site holds, and puts it into the site's index.html: it is readable before any script
/// runs, prints without one, and is what the preview of a link shows. The page takes it over once it has loaded the data.
///
/// The data are those that the page loads: SITE/data, or SITE/demo while SITE/data is empty. Running it again replaces what it wrote;
/// the same data make the same bytes. plumbline bundle --site SITE does the same after writing SITE/data.
///
/// Exits with 2 when SITE is no built site, or its data cannot be read.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  plumbline page dist")]
pub struct Options {
    /// The folder of a built site
    #[arg(value_name = "SITE")]
    site: PathBuf,
}

/// Runs the command.
///
/// # Errors
/// On wrong usage, and when the site or its data cannot be read or written.
pub fn run(options: &Options) -> Result<(), Failure> {
    write(&options.site)
}

/// Puts the Overview of a site's data into its `index.html`.
///
/// # Errors
/// When the site or its data cannot be read, and when `index.html` cannot be written.
pub fn write(site: &Path) -> Result<(), Failure> {
    match draw(site)? {
        true => print(&name_of(&site.join(INDEX))),
        false => tell(&format!("warning: {}: its data hold no change to score, so index.html stays as it is", site.display())),
    }
    Ok(())
}

/// Puts the Overview of a site's data into its `index.html`, and says nothing; whether there was a change to score.
///
/// # Errors
/// As for [`write`].
pub fn draw(site: &Path) -> Result<bool, Failure> {
    let (assessment, origin, data) = site_data(site)?;
    let page = index_of(site)?;
    let Some(first) = first_page(&assessment, &origin, &data) else { return Ok(false) };
    let written = into_page(&page, &first).map_err(|e| no_place(site, e))?;
    if written != page {
        write_below(site, Path::new(INDEX), written.as_bytes(), true)?;
    }
    Ok(true)
}

/// The page of a built site without the Overview of any data in it.
///
/// # Errors
/// When it is no such page; the phrase says why.
pub fn bare(index: &str) -> Result<String, String> {
    into_page(index, &no_page()).map_err(|why| why.to_string())
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

/// How many files of a data set are fetched before its page has started: its index, what is known of the whole, and the columns.
const MAX_EARLY: usize = 16;

/// What the page of a site loads, judged as the page has it, and the addresses of the files that it fetches first.
fn site_data(site: &Path) -> Result<(Assessment, DataOrigin, Vec<String>), Failure> {
    if let Some(found) = data_in(site, "data")? {
        let Found { assessment, title, early } = found;
        return Ok((assessment, DataOrigin::Site { title }, addresses(&["data"], early)));
    }
    let Some(Found { assessment, title, early }) = data_in(site, "demo")? else {
        let why = "neither data/index.json nor demo/index.json is there";
        return Err(Failure::Unusable(format!("{}: {why}", site.display())));
    };
    // the page looks for a site's own data before it loads the demo
    Ok((assessment, DataOrigin::Demo { title }, addresses(&["data", "demo"], early)))
}

/// The addresses of the indexes of some folders, and of files in the last of them.
fn addresses(folders: &[&str], early: Vec<String>) -> Vec<String> {
    let last = folders.last().copied().unwrap_or_default();
    let indexes = folders.iter().map(|folder| format!("{folder}/index.json"));
    indexes.chain(early.iter().filter(|path| is_plain(path)).take(MAX_EARLY).map(|path| format!("{last}/{path}"))).collect()
}

/// A data set of a site.
struct Found {
    assessment: Assessment,
    title: String,
    /// The files that the page fetches first.
    early: Vec<String>,
}

/// The data set in a folder of a site; none when there is none, or only the place for one.
fn data_in(site: &Path, folder: &str) -> Result<Option<Found>, Failure> {
    let folder = site.join(folder);
    if let Some(Judged { assessment, first, index }) = layered::judged(&folder)? {
        return Ok(Some(Found { assessment, title: index.title.unwrap_or_default(), early: first }));
    }
    // an empty list without a name holds the place of an organisation's data
    let data = DataSet::in_folder(folder)?.filter(|data| !data.index.files.is_empty() || data.index.title.is_some());
    let Some(data) = data else { return Ok(None) };
    let title = data.index.title.clone().unwrap_or_default();
    let early = data.index.files.iter().map(|file| file.path.clone()).collect();
    let now = data.index.generated_at.unwrap_or_else(clock::now);
    Ok(Some(Found { assessment: Assessment::new(data.read()?.into_dataset(now)), title, early }))
}

/// Whether a path stands in an address as it is, and does not leave its folder.
fn is_plain(path: &str) -> bool {
    let is_plain = |part: &str| !part.starts_with('.') && part.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b));
    path.split('/').all(|part| !part.is_empty() && is_plain(part))
}

/// A data set of files.
struct DataSet {
    folder: PathBuf,
    index: Index,
    receipt: Receipt,
}

impl DataSet {
    /// The data set in a folder; none when there is no index.
    fn in_folder(folder: PathBuf) -> Result<Option<Self>, Failure> {
        let file = folder.join("index.json");
        let Some(bytes) = read_if_there(&file)? else { return Ok(None) };
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
