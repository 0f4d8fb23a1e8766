//! The files that `plumbline collect` is given, and where they are kept.

use super::super::args::Failure;
use super::super::input::read_file;
use super::super::tree::{files_below, matching};
use super::options::Asked;
use plumbline_domain::Gate;
use plumbline_gate::{Companion, Offered};
use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};

/// Where artifacts go that do not lie in the folder of the data.
pub struct Place<'a> {
    /// The folder of the data.
    pub data: &'a Path,
    /// The folder in it that copies go to.
    pub folder: String,
}

/// The files that the patterns mean, and the copies that have to be made of them.
///
/// # Errors
/// When a pattern fits nothing, or a file cannot be read.
pub fn offered(asked: &[Asked], place: &Place<'_>, copies: &mut Vec<(PathBuf, Vec<u8>)>) -> Result<Vec<Offered>, Failure> {
    let mut out = Vec::new();
    let mut taken: BTreeSet<(PathBuf, Option<String>)> = BTreeSet::new();
    for one in asked {
        let paths = paths_of(&one.pattern)?;
        if paths.len() > 1 && one.offered.id.is_some() {
            return Err(Failure::Usage(format!("--id is for one file, and {} fits {}", one.pattern, paths.len())));
        }
        let attestation = one.attestation.as_ref().map(|path| kept(path, place, copies).map(|(path, _)| path)).transpose()?;
        let mut companion = |path: &PathBuf| kept(path, place, copies).map(|(path, bytes)| Companion { path, bytes });
        let before = one.before.as_ref().map(&mut companion).transpose()?;
        let with: Vec<Companion> = one.with.iter().map(&mut companion).collect::<Result<_, _>>()?;
        for path in paths {
            if !taken.insert((path.clone(), one.offered.artifact_type.clone())) {
                continue;
            }
            let (in_data, bytes) = kept(&path, place, copies)?;
            let given = Some(path.display().to_string());
            out.push(Offered {
                path: in_data,
                given,
                bytes,
                attestation: attestation.clone(),
                before: before.clone(),
                with: with.clone(),
                ..one.offered.clone()
            });
        }
    }
    Ok(out)
}

/// What the data folder holds of the change's other gates, for what is told of the files: what cannot be read is left out.
pub fn other_gates(data: &Path, folder: &str, gate: Gate) -> Vec<Companion> {
    let own = |name: &str| name.strip_prefix(gate.id()).is_some_and(|rest| rest.is_empty() || rest.starts_with(['-', '.', '/']));
    let mut out = Vec::new();
    for part in ["reports", "evidence"] {
        let root = format!("{part}/{folder}");
        let files = files_below(&data.join(&root)).unwrap_or_default();
        for file in files.into_iter().filter(|file| !own(file)) {
            let path = format!("{root}/{file}");
            if let Ok(bytes) = read_file(&data.join(&path)) {
                out.push(Companion { path, bytes });
            }
        }
    }
    out
}

/// A file by its path from the folder of the data; from outside it is copied there.
fn kept(path: &Path, place: &Place<'_>, copies: &mut Vec<(PathBuf, Vec<u8>)>) -> Result<(String, Vec<u8>), Failure> {
    let bytes =
        read_file(path).map_err(|e| Failure::Unusable(format!("{}: {}", path.display(), e.to_string().to_lowercase())))?;
    if let Some(inside) = below(place.data, path) {
        return Ok((inside, bytes));
    }
    let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let (stem, rest) = name.split_once('.').map_or((name.as_str(), String::new()), |(stem, rest)| (stem, format!(".{rest}")));
    let mut in_data = format!("{}/{name}", place.folder);
    let mut n = 2;
    while copies.iter().any(|(other, there)| *other == place.data.join(&in_data) && *there != bytes) {
        in_data = format!("{}/{stem}-{n}{rest}", place.folder);
        n += 1;
    }
    copies.push((place.data.join(&in_data), bytes.clone()));
    Ok((in_data, bytes))
}

/// The files of a pattern, or the file of a plain path.
fn paths_of(pattern: &str) -> Result<Vec<PathBuf>, Failure> {
    let plain = Path::new(pattern);
    if plain.is_file() {
        return Ok(vec![plain.to_owned()]);
    }
    // what stands before the first wild part is a folder; the rest is matched below it
    let mut root = PathBuf::new();
    let mut rest: Vec<String> = Vec::new();
    for part in plain.components() {
        let text = part.as_os_str().to_string_lossy().into_owned();
        let is_wild = text.contains(['*', '?', '[']);
        if rest.is_empty() && !is_wild && !matches!(part, Component::CurDir) {
            root.push(part);
        } else if !matches!(part, Component::CurDir) {
            rest.push(text);
        }
    }
    let none = || Failure::Unusable(format!("{pattern} matches no file"));
    if rest.is_empty() {
        return Err(Failure::Unusable(format!("{pattern}: no such file")));
    }
    let folder = if root.as_os_str().is_empty() { PathBuf::from(".") } else { root.clone() };
    if !folder.is_dir() {
        return Err(none());
    }
    let files = files_below(&folder)?;
    let found = matching(&files, &[rest.join("/")])?;
    if found.is_empty() {
        return Err(none());
    }
    Ok(found.into_iter().map(|f| root.join(f)).collect())
}

/// A path from a folder, with `/` between its parts; none when it lies outside.
pub fn below(folder: &Path, path: &Path) -> Option<String> {
    let whole = |path: &Path| std::path::absolute(path).ok().map(|p| p.components().collect::<PathBuf>());
    let (folder, path) = (whole(folder)?, whole(path)?);
    let inside = path.strip_prefix(folder).ok()?;
    let parts: Vec<String> = inside.components().map(|c| c.as_os_str().to_string_lossy().into_owned()).collect();
    (!parts.is_empty() && !parts.iter().any(|p| p == "..")).then(|| parts.join("/"))
}
