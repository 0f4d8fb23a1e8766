//! The files of a checkout, and those among them that patterns mean.

use super::args::Failure;
use super::git;
use glob::{MatchOptions, Pattern};
use plumbline_gate::{DEFAULT_PATTERNS, Input, inputs_digest};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// Why a hidden folder is left out.
pub const HIDDEN_FOLDER: &str = "a hidden folder: not read";

/// Why what is neither a file nor a folder, such as a pipe or a device, is left out.
pub const NO_FILE: &str = "neither a file nor a folder: not read";

/// What lies below a folder, by path: relative to it, with `/` between the parts.
#[derive(Debug, Default)]
pub struct Tree {
    /// The files.
    pub files: BTreeSet<String>,
    /// The links, to whatever they lead.
    pub links: BTreeSet<String>,
    /// The hidden folders. What lies in them is not listed.
    pub hidden: BTreeSet<String>,
    /// What is neither a file nor a folder nor a link, such as a pipe or a device.
    pub others: BTreeSet<String>,
}

/// The files below a folder, as [`tree_below`] lists them.
///
/// # Errors
/// When a folder cannot be read.
pub fn files_below(root: &Path) -> Result<BTreeSet<String>, Failure> {
    tree_below(root).map(|tree| tree.files)
}

/// What lies below a folder. Neither links nor hidden folders are followed.
///
/// # Errors
/// When a folder cannot be read.
pub fn tree_below(root: &Path) -> Result<Tree, Failure> {
    let mut tree = Tree::default();
    let mut folders = vec![(root.to_owned(), String::new())];
    while let Some((folder, prefix)) = folders.pop() {
        let unreadable = |e: std::io::Error| Failure::Unusable(format!("{}: {}", folder.display(), e.to_string().to_lowercase()));
        for entry in fs::read_dir(&folder).map_err(unreadable)? {
            let entry = entry.map_err(unreadable)?;
            let kind = entry.file_type().map_err(unreadable)?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let path = if prefix.is_empty() { name.clone() } else { format!("{prefix}/{name}") };
            if kind.is_dir() && !name.starts_with('.') {
                folders.push((entry.path(), path));
                continue;
            }
            let list = if kind.is_dir() {
                &mut tree.hidden
            } else if kind.is_file() {
                &mut tree.files
            } else if kind.is_symlink() {
                &mut tree.links
            } else {
                &mut tree.others
            };
            list.insert(path);
        }
    }
    Ok(tree)
}

/// The files that one of the patterns fits.
///
/// # Errors
/// When a pattern is none.
pub fn matching<'f>(files: &'f BTreeSet<String>, patterns: &[String]) -> Result<Vec<&'f str>, Failure> {
    let options = MatchOptions { case_sensitive: true, require_literal_separator: true, require_literal_leading_dot: false };
    let mut compiled = Vec::new();
    for pattern in patterns {
        let plain = pattern.strip_prefix("./").unwrap_or(pattern);
        let pattern =
            Pattern::new(plain).map_err(|e| Failure::Usage(format!("\"{pattern}\" is not a valid pattern: {}", e.msg)))?;
        compiled.push(pattern);
    }
    Ok(files.iter().map(String::as_str).filter(|f| compiled.iter().any(|p| p.matches_with(f, options))).collect())
}

/// The digest of the sources of a checkout that patterns mean, and how many they are. Without patterns: infrastructure as code, of
/// the files that git knows where it knows any, since a clone has no others.
///
/// # Errors
/// When a pattern is none, fits nothing, or a file cannot be read.
pub fn inputs_of(root: &Path, files: &BTreeSet<String>, patterns: &[String]) -> Result<(String, usize), Failure> {
    let default: Vec<String> = DEFAULT_PATTERNS.iter().map(|p| (*p).to_owned()).collect();
    let tracked = if patterns.is_empty() { git::tracked(root) } else { None };
    let patterns = if patterns.is_empty() { &default } else { patterns };
    let mut found = matching(files, patterns)?;
    if let Some(tracked) = &tracked {
        found.retain(|f| tracked.contains(*f));
    }
    if found.is_empty() {
        return Err(Failure::Unusable(format!(
            "{} holds no infrastructure as code: name the files that the command reads with --inputs",
            root.display()
        )));
    }
    let mut inputs = Vec::with_capacity(found.len());
    for path in found {
        let bytes =
            fs::read(root.join(path)).map_err(|e| Failure::Unusable(format!("{path}: {}", e.to_string().to_lowercase())))?;
        inputs.push(Input::new(path, &bytes));
    }
    Ok((inputs_digest(&inputs), inputs.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_stars_stand_for_any_folders_and_one_for_none() {
        let files: BTreeSet<String> = ["main.tf", "infra/a.tf", "infra/b/c.tf", "a.tfvars"].map(str::to_owned).into();
        let found = |pattern: &str| matching(&files, &[pattern.to_owned()]).unwrap();
        assert_eq!(found("**/*.tf"), ["infra/a.tf", "infra/b/c.tf", "main.tf"]);
        assert_eq!(found("*.tf"), ["main.tf"]);
        assert_eq!(found("./infra/*.tf"), ["infra/a.tf"]);
        assert!(matching(&files, &["a**b".to_owned()]).is_err());
    }
}
