//! The data set of a site, from whatever was given: one that is published already is taken as it is, with its judgement; anything else
//! is judged, as `bundle` does.

use super::args::Failure;
use super::bundle::{self, Made, Making, Outcome};
use super::input::read_if_there;
use super::layered;
use super::links::refuse_links_below;
use super::whole_file::write_scratch;
use plumbline_layers::{Fault, Unusable};
use std::path::Path;

/// What became of the input.
pub enum Data {
    /// It was a published data set, which was copied.
    Copied,
    /// It was judged.
    Made(Box<Made>),
    /// Nothing was read that a data set could hold; what could not be used, each in a sentence.
    Nothing(Vec<String>),
}

/// Writes the data set into an empty temporary folder. Further paths are added to a published data set that comes first.
///
/// # Errors
/// When something cannot be read or written.
pub fn write(mut asked: Making, out: &Path) -> Result<Data, Failure> {
    asked.is_scratch = true;
    let published = asked.paths.first().map(|(path, _)| path.clone()).filter(|path| path.is_dir());
    let is_copied = published.map(|folder| copy(&folder, out)).transpose()?.unwrap_or_default();
    if is_copied {
        asked.paths.remove(0);
        let says_more = asked.title.is_some() || asked.policy.names_a_policy() || asked.generated_at.is_some();
        if asked.paths.is_empty() && !says_more {
            return Ok(Data::Copied);
        }
    }
    Ok(match bundle::make(asked, out)? {
        Outcome::Made(made) => Data::Made(made),
        Outcome::Nothing(faults) => Data::Nothing(faults),
    })
}

/// Copies the data set that is published in a folder; false when it is no such folder.
fn copy(folder: &Path, out: &Path) -> Result<bool, Failure> {
    let Some(published) = layered::open(folder)? else { return Ok(false) };
    let mut own = published.own_paths();
    own.insert("checks.json".to_owned());
    for path in own {
        refuse_links_below(folder, Path::new(&path))?;
        match read_if_there(&folder.join(&path))? {
            Some(bytes) => write_scratch(out, Path::new(&path), &bytes)?,
            // what it was made of may have been left out
            None if path == "checks.json" => {}
            None => return Err(layered::in_folder(folder, &Unusable::new(path, Fault::Missing))),
        }
    }
    Ok(true)
}
