//! The files of a checkout, and those among them that patterns mean.

use super::args::Failure;
use super::git;
use glob::{MatchOptions, Pattern};
use plumbline_gate::{DEFAULT_PATTERNS, Input, inputs_digest};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// The paths of all files below a folder, relative to it, with `/` between their parts. Hidden folders and links are left out.
///
/// # Errors
/// When a folder cannot be read.
pub fn files_below(root: &Path) -> Result<BTreeSet<String>, Failure> {
    files_and_links_below(root).map(|(files, _)| files)
}

/// The paths of all files below a folder, as of [`files_below`], and of all links, to whatever they lead.
///
/// # Errors
/// When a folder cannot be read.
pub fn files_and_links_below(root: &Path) -> Result<(BTreeSet<String>, BTreeSet<String>), Failure> {
    let (mut files, mut links) = (BTreeSet::new(), BTreeSet::new());
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
            } else if kind.is_file() {
                files.insert(path);
            } else if kind.is_symlink() {
                links.insert(path);
            }
        }
    }
    Ok((files, links))
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
