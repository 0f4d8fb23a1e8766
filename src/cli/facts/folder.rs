//! The folder that facts go to: empty, or with the other shards of the same facts.

use super::super::args::Failure;
use super::super::input::{read_file, read_if_there};
use super::super::links::{refuse_links, refuse_links_below};
use super::super::tree::{Tree, files_below, tree_below};
use super::super::whole_file::{remove_below, write_below};
use plumbline_facts::{Manifest, schema_json};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The folder that facts go to.
pub(super) struct Target {
    pub folder: PathBuf,
}

/// A manifest in a folder of facts, by its path; or why it cannot be read.
pub(super) type Found = (String, Result<Manifest, String>);

/// The manifests of a folder, by path.
///
/// # Errors
/// When the folder cannot be read.
pub(super) fn manifests(folder: &Path) -> Result<Vec<Found>, Failure> {
    let shards = folder.join("shards");
    if !shards.is_dir() {
        return Ok(Vec::new());
    }
    let names = files_below(&shards)?.into_iter().filter(|name| !name.contains('/') && name.ends_with(".json"));
    let read = |name: String| {
        let found = read_file(&shards.join(&name)).map_err(|e| format!("cannot be read: {}", e.to_string().to_lowercase()));
        (format!("shards/{name}"), found.and_then(|bytes| Manifest::from_json(&bytes)))
    };
    Ok(names.map(read).collect())
}

impl Target {
    /// Opens a folder for a shard; `manifest` says which. With `force`, facts that do not fit are removed.
    ///
    /// # Errors
    /// When the folder holds something else, or facts that this shard does not belong to.
    pub fn open(folder: &Path, manifest: &Manifest, force: bool) -> Result<Self, Failure> {
        refuse_links(folder)?;
        let target = Target { folder: folder.to_owned() };
        if folder.exists() {
            target.make_room(manifest, force)?;
        }
        // from now on the folder is one of facts: other shards may begin to write at this moment
        target.put_common("schema.json", schema_json().as_bytes())?;
        Ok(target)
    }

    /// Looks at what is in the folder, and takes away what an earlier run of the shard says of itself.
    fn make_room(&self, manifest: &Manifest, force: bool) -> Result<(), Failure> {
        let folder = self.folder.as_path();
        let unusable = |why: &str| Failure::Unusable(format!("{}: {why}", folder.display()));
        let Tree { files, links, .. } = tree_below(folder)?;
        if let Some(link) = links.first() {
            refuse_links_below(folder, Path::new(link))?;
        }
        let found = manifests(folder)?;
        let is_facts = !found.is_empty() || read_if_there(&folder.join("schema.json"))?.is_some_and(|bytes| is_schema(&bytes));
        // what another shard is just writing has a hidden name
        let is_empty = files.iter().all(|file| file.starts_with('.') && file.ends_with(".part"));
        if !is_empty && !is_facts {
            return Err(unusable("is not empty, and holds no facts that plumbline has written: name another folder"));
        }
        for (path, other) in found {
            let why = match &other {
                Err(why) => Some(format!("{path} {why}")),
                Ok(other) if other.path() != path => Some(format!("{path} is the manifest of another shard")),
                Ok(other) => other.differs_from(manifest).map(|why| format!("{path} is of {why}")),
            };
            match (why, other) {
                // what it lists is removed at the end, as far as it is not written again
                (None, Ok(other)) if other.shard == manifest.shard => self.remove(&path)?,
                (None, _) => {}
                (Some(_), Ok(other)) if force => {
                    let own = other.files.into_iter().chain(other.common).map(|file| file.path);
                    self.remove(&path)?;
                    own.into_iter().try_for_each(|path| self.remove(&path))?;
                }
                (Some(_), _) if force => self.remove(&path)?,
                (Some(why), _) => {
                    return Err(unusable(&format!("{why}: name another folder, or pass --force to replace the facts there")));
                }
            }
        }
        Ok(())
    }

    /// Removes a file that a manifest lists, where facts have files of their own. A manifest may come from elsewhere and list anything:
    /// other files stay.
    fn remove(&self, path: &str) -> Result<(), Failure> {
        let top = path.split('/').next().unwrap_or_default();
        let is_of_facts = top.starts_with("table=") || matches!(top, "rules" | "shards" | "README.md" | "schema.json");
        match is_of_facts && plumbline_site::is_inside(path) {
            true => remove_below(&self.folder, path),
            false => Ok(()),
        }
    }

    /// Writes a file that every shard writes.
    ///
    /// # Errors
    /// When another file stands in its place.
    pub fn put_common(&self, path: &str, bytes: &[u8]) -> Result<(), Failure> {
        let file = self.folder.join(path);
        if fs::read(&file).is_ok_and(|found| found == bytes) {
            return Ok(());
        }
        // nobody else's manifest lists it: it is left from a run that ended early
        write_below(&self.folder, Path::new(path), bytes, true)
    }

    /// Removes what an earlier run has written and this one has not, and writes the manifest. A run that was cut off has left no manifest,
    /// so its files are told by their places.
    ///
    /// # Errors
    /// When something cannot be removed, and when the manifest cannot be written.
    pub fn finish(&self, manifest: &Manifest) -> Result<(), Failure> {
        let written: BTreeSet<&str> = manifest.files.iter().chain(&manifest.common).map(|file| file.path.as_str()).collect();
        let is_left = |path: &&String| manifest.shard().has_place(path) && !written.contains(path.as_str());
        files_below(&self.folder)?.iter().filter(is_left).try_for_each(|path| self.remove(path))?;
        write_below(&self.folder, Path::new(&manifest.path()), manifest.to_json().as_bytes(), true)
    }
}

/// Whether these are the bytes of the schema of facts, of any version.
fn is_schema(bytes: &[u8]) -> bool {
    let schema: Option<serde_json::Value> = serde_json::from_slice(bytes).ok();
    let format = schema.as_ref().and_then(|schema| schema.get("format")?.as_str());
    format.is_some_and(|format| format.starts_with("plumbline.facts/"))
}
