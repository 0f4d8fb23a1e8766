//! What the browser is given: the application, and the data set as it was judged last.

use super::super::args::Failure;
use super::super::built_site::BuiltSite;
use super::super::page;
use super::super::whole_file::write_scratch;
use plumbline_server::{Found, Source};
use plumbline_site::INDEX;
use std::path::{Path, PathBuf};
use std::sync::{Condvar, Mutex, PoisonError};
use std::time::Duration;

/// Where an open page asks for the number of the latest data, and what could not be read. Its `index.html` names it, and the number of
/// the data that it was served with.
const SAID: &str = "live.txt";

/// The number of the first judgement.
pub(super) const FIRST: u64 = 1;

/// How long the page waits for the first judgement. Later, it comes without figures, and loads them as soon as they are there.
const PATIENCE: Duration = Duration::from_millis(900);

/// How many judgements are kept: a page may still load parts of the one before.
const KEPT: usize = 2;

/// The site, and its data as they change.
pub(super) struct Live {
    site: BuiltSite,
    /// The page of the site: as it was built when it shows the demo, or else without the Overview of any data.
    index: String,
    /// Holds a folder for each judgement.
    scratch: PathBuf,
    is_watching: bool,
    shown: Mutex<Vec<Shown>>,
    is_new: Condvar,
    /// The number of the data that are shown, and in the lines below it what could not be read. Empty at first.
    said: Mutex<String>,
}

/// A judgement that is shown.
struct Shown {
    number: u64,
    folder: PathBuf,
}

impl Live {
    /// A site; whether it shows data that are watched, and not its own demo.
    pub fn new(site: BuiltSite, scratch: &Path, is_watching: bool) -> Result<Self, Failure> {
        let index = if is_watching { site.bare_index()? } else { site.index()? };
        let shown = Mutex::new(Vec::new());
        let scratch = scratch.to_owned();
        Ok(Self { site, index, scratch, is_watching, shown, is_new: Condvar::new(), said: Mutex::default() })
    }

    /// A folder for a judgement, with the page in it.
    pub fn folder(&self, number: u64) -> Result<PathBuf, Failure> {
        let folder = self.scratch.join(number.to_string());
        write_scratch(&folder, Path::new(INDEX), self.page(number).as_bytes())?;
        Ok(folder)
    }

    /// Gives up a judgement that could not be made.
    pub fn drop_folder(&self, number: u64) {
        let _ = std::fs::remove_dir_all(self.scratch.join(number.to_string()));
    }

    /// Shows a judgement from now on, and says to open pages what could not be read, if anything.
    pub fn show(&self, number: u64, folder: PathBuf, faults: &str) -> Result<(), Failure> {
        page::draw(&folder)?;
        let mut shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner);
        shown.insert(0, Shown { number, folder });
        let n_kept = KEPT.min(shown.len());
        let old = shown.split_off(n_kept);
        drop(shown);
        for old in old {
            let _ = std::fs::remove_dir_all(old.folder);
        }
        self.is_new.notify_all();
        self.say(number, faults);
        Ok(())
    }

    /// Says to open pages that the files as they are now cannot be read. What is shown stays.
    pub fn keep(&self, faults: &str) {
        let number = self.latest(|shown| shown.number).unwrap_or_default();
        self.say(number, faults);
    }

    fn say(&self, number: u64, faults: &str) {
        *self.said.lock().unwrap_or_else(PoisonError::into_inner) = format!("{number}\n{faults}");
    }

    fn latest<T>(&self, of: impl FnOnce(&Shown) -> T) -> Option<T> {
        self.shown.lock().unwrap_or_else(PoisonError::into_inner).first().map(of)
    }

    /// The page of the site, told where to listen.
    fn page(&self, number: u64) -> String {
        let meta = format!("<head>\n  <meta name=\"plumbline-live\" content=\"{SAID}\" data-number=\"{number}\">");
        self.index.replacen("<head>", &meta, 1)
    }

    /// The page with the Overview of the latest data; without one while nothing was judged.
    fn index(&self) -> Found {
        let shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner);
        let waited = self.is_new.wait_timeout_while(shown, PATIENCE, |shown| shown.is_empty());
        let (shown, _) = waited.unwrap_or_else(PoisonError::into_inner);
        match shown.first() {
            Some(latest) => Found::File(latest.folder.join(INDEX)),
            // its data wait for the first judgement
            None => Found::Bytes(self.page(FIRST).into_bytes()),
        }
    }

    /// A file of the latest data set, or of the one before; waits for the first.
    fn data(&self, path: &str) -> Found {
        let shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner);
        let shown = self.is_new.wait_while(shown, |shown| shown.is_empty()).unwrap_or_else(PoisonError::into_inner);
        let files = shown.iter().map(|shown| shown.folder.join(path));
        files.into_iter().find(|file| file.is_file()).map_or(Found::Nothing, Found::File)
    }
}

impl Source for Live {
    fn find(&self, path: &str) -> Found {
        match path {
            INDEX if self.is_watching => self.index(),
            SAID if self.is_watching => {
                Found::Bytes(self.said.lock().unwrap_or_else(PoisonError::into_inner).clone().into_bytes())
            }
            _ if self.is_watching && path.starts_with("data/") => self.data(path),
            _ => self.site.find(path),
        }
    }
}
