//! Links in and above the folder of a data set: nothing is written, read or removed through them.

use super::super::args::Failure;
use std::path::{Component, Path, PathBuf};

/// Refuses a folder that is a link, or lies below one in the current folder, and one that holds a link at these paths below it.
///
/// # Errors
/// Names the link.
pub(super) fn refuse(out: &Path, links: &[String]) -> Result<(), Failure> {
    let here = std::env::current_dir().unwrap_or_default();
    let below = out.strip_prefix(&here).unwrap_or(out);
    let is_link = |path: &Path| path.symlink_metadata().is_ok_and(|m| m.file_type().is_symlink());
    let mut at = PathBuf::new();
    let last = below.components().count();
    for (n, part) in below.components().enumerate() {
        at.push(part);
        let is_own = !below.is_absolute() || n + 1 == last;
        if is_own && matches!(part, Component::Normal(_)) && is_link(&at) {
            return Err(Failure::Unusable(format!("{} is a link: nothing is written through a link", at.display())));
        }
    }
    match links.first() {
        Some(link) => {
            Err(Failure::Unusable(format!("{} is a link: remove it, nothing is written through a link", out.join(link).display())))
        }
        None => Ok(()),
    }
}
