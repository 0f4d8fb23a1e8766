//! Links in and above the folder of a data set: nothing is written, read or removed through them.

use super::super::args::Failure;
use super::super::tree::files_and_links_below;
use std::path::{Component, Path, PathBuf};

/// Refuses a folder that is a link, lies below one in the current folder, or holds one.
///
/// # Errors
/// Names the link.
pub(super) fn refuse(out: &Path) -> Result<(), Failure> {
    let here = std::env::current_dir().unwrap_or_default();
    let below = out.strip_prefix(&here).unwrap_or(out);
    let refused =
        |link: &Path| Err(Failure::Unusable(format!("{} is a link: nothing is written through a link", link.display())));
    let mut at = PathBuf::new();
    let n_parts = below.components().count();
    for (n, part) in below.components().enumerate() {
        at.push(part);
        // what is above the current folder is the system's own, as /tmp may be
        let counts = matches!(part, Component::Normal(_)) && (!below.is_absolute() || n + 1 == n_parts);
        if counts && at.symlink_metadata().is_ok_and(|m| m.file_type().is_symlink()) {
            return refused(&at);
        }
    }
    if !out.is_dir() {
        return Ok(());
    }
    let (_, links) = files_and_links_below(out)?;
    links.first().map_or(Ok(()), |link| refused(&out.join(link)))
}
