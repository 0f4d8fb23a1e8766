//! The built site that `open` and `site` show data in: the one in the program, or one in a folder.

use super::args::Failure;
use super::input::read_if_there;
use super::links::refuse_links_below;
use super::page;
use super::tree::files_below;
use plumbline_site::{Archive, INDEX, fixed_path, is_inside};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// What is said when there is none.
const NONE: &str = "this program carries no site, because it was compiled without one: use a released program, compile one with \
                    `cargo xtask build --program`, or pass the folder of a built site with --site";

/// A built site.
pub enum BuiltSite {
    /// The one in the program.
    Packed(Archive),
    /// The files of a folder.
    Folder(PathBuf),
}

impl BuiltSite {
    /// The site in a folder when one is named, or else the one in the program.
    ///
    /// # Errors
    /// When there is none, it is no built site of this version, or it was built for one path alone and would be blank elsewhere.
    pub fn find(folder: Option<PathBuf>) -> Result<Self, Failure> {
        let site = Self::any(folder)?;
        match fixed_path(&site.index()?) {
            Some(path) => Err(Failure::Unusable(format!(
                "{INDEX} of the site: it was built for the path {path} alone: build it without --public-url, so that it stands under any"
            ))),
            None => Ok(site),
        }
    }

    fn any(folder: Option<PathBuf>) -> Result<Self, Failure> {
        match folder {
            Some(folder) => {
                page::refuse_other(&folder)?;
                Ok(BuiltSite::Folder(folder))
            }
            None => match plumbline_carried::site() {
                Ok(Some(site)) => Ok(BuiltSite::Packed(site)),
                Ok(None) => Err(Failure::Unusable(NONE.to_owned())),
                Err(why) => Err(Failure::Unusable(format!("the site in this program: {why}"))),
            },
        }
    }

    /// The paths of its files, without those of a data set of its own.
    ///
    /// # Errors
    /// When its folder cannot be read.
    pub fn paths(&self) -> Result<Vec<String>, Failure> {
        let all: Vec<String> = match self {
            BuiltSite::Packed(site) => site.paths().map(str::to_owned).collect(),
            BuiltSite::Folder(folder) => files_below(folder)?.into_iter().collect(),
        };
        Ok(all.into_iter().filter(|path| !path.starts_with("data/")).collect())
    }

    /// The bytes of a file; none when there is no such file.
    ///
    /// # Errors
    /// When there is one that cannot be read.
    pub fn file(&self, path: &str) -> Result<Option<Vec<u8>>, Failure> {
        match self {
            BuiltSite::Packed(site) => {
                site.file(path).map_err(|why| Failure::Unusable(format!("the site in this program: {why}")))
            }
            BuiltSite::Folder(folder) => {
                let file = folder.join(path);
                let is_there = match file.metadata() {
                    Ok(found) => found.is_file(),
                    // a browser may ask for anything, also for a file below a file
                    Err(error) => !matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory),
                };
                if !is_inside(path) || !is_there {
                    return Ok(None);
                }
                refuse_links_below(folder, Path::new(path))?;
                read_if_there(&file)
            }
        }
    }

    /// The text of its page.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn index(&self) -> Result<String, Failure> {
        let bytes = self.file(INDEX)?.unwrap_or_default();
        String::from_utf8(bytes).map_err(|_| unreadable(Path::new(INDEX), "is no text"))
    }

    /// Its page without the Overview of any data in it.
    ///
    /// # Errors
    /// When it cannot be read, or is not the page of a built site of this version.
    pub fn bare_index(&self) -> Result<String, Failure> {
        page::bare(&self.index()?).map_err(|why| unreadable(Path::new(INDEX), &why))
    }
}

fn unreadable(file: &Path, why: &str) -> Failure {
    Failure::Unusable(format!("{}: {why}", file.display()))
}
