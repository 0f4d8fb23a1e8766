//! A repository as it lies in a folder, for those who set it up: paths, and the text of the few files that matter. Nothing is run.

use super::args::Failure;
use plumbline_setup::{Tree, matters};
use std::fs;
use std::io::Read;
use std::path::Path;

/// Larger files tell nothing about a set-up.
const MAX_FILE_BYTES: u64 = 256 << 10;
/// How much text is kept in all.
const MAX_BYTES: u64 = 64 << 20;
/// How many files are looked at.
const MAX_FILES: usize = 200_000;
/// Hidden folders in which services keep their files.
const HIDDEN: [&str; 4] = [".github", ".gitlab", ".azuredevops", ".azure-pipelines"];
/// Folders of what is fetched and built.
const ASIDE: [&str; 4] = ["node_modules", "target", "vendor", "__pycache__"];

/// Looks through a folder. Links are not followed, and what cannot be read below it is left out.
///
/// # Errors
/// When the folder itself cannot be read.
pub fn survey(root: &Path) -> Result<Tree, Failure> {
    let mut tree = Tree { remote: remote(root), ..Tree::default() };
    let mut folders = vec![(root.to_owned(), String::new())];
    let mut n_bytes = 0;
    while let Some((folder, prefix)) = folders.pop() {
        let entries = match fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(error) if prefix.is_empty() => {
                return Err(Failure::Unusable(format!("{}: {}", root.display(), error.to_string().to_lowercase())));
            }
            Err(_) => continue,
        };
        for entry in entries.flatten() {
            let Ok(kind) = entry.file_type() else { continue };
            let name = entry.file_name().to_string_lossy().into_owned();
            let path = format!("{prefix}{name}");
            if kind.is_dir() && (!name.starts_with('.') || HIDDEN.contains(&name.as_str())) && !ASIDE.contains(&name.as_str()) {
                folders.push((entry.path(), format!("{path}/")));
            } else if kind.is_file() && tree.files.len() < MAX_FILES {
                let text = if matters(&path) && n_bytes < MAX_BYTES { text_of(&entry.path()) } else { None };
                n_bytes += text.as_ref().map_or(0, |text| text.len() as u64);
                tree.files.insert(path, text);
            }
        }
    }
    Ok(tree)
}

/// The text of a file, if it is small.
fn text_of(path: &Path) -> Option<String> {
    let mut bytes = Vec::new();
    fs::File::open(path).ok()?.take(MAX_FILE_BYTES + 1).read_to_end(&mut bytes).ok()?;
    if bytes.len() as u64 > MAX_FILE_BYTES {
        return None;
    }
    String::from_utf8(bytes).ok()
}

/// The address of the remote called origin, or of the first one.
fn remote(root: &Path) -> Option<String> {
    let text = text_of(&root.join(".git/config"))?;
    let mut section = "";
    let mut first = None;
    for line in text.lines().map(str::trim) {
        if line.starts_with('[') {
            section = line;
        }
        let url = line.strip_prefix("url").map(str::trim_start).and_then(|rest| rest.strip_prefix('=')).map(str::trim);
        match url.filter(|_| section.starts_with("[remote ")) {
            Some(url) if section == "[remote \"origin\"]" => return Some(url.to_owned()),
            Some(url) if first.is_none() => first = Some(url.to_owned()),
            _ => {}
        }
    }
    first
}
