//! Links are not followed: whoever writes a file into a checkout could have one point anywhere.

use super::args::Failure;
use super::input::read_file;
use std::fs;
use std::path::{Component, Path, PathBuf};

/// The first part of a path that is a link: any part of a relative path; of an absolute one the last part, and each below the current
/// folder or below a work tree of git. What lies above (`/tmp` may be a link) is the machine's own.
pub fn link_in(path: &Path) -> Option<PathBuf> {
    let current = std::env::current_dir().ok();
    let is_guarded_below = |folder: &Path| {
        folder.join(".git").symlink_metadata().is_ok() || (current.is_some() && folder.canonicalize().ok() == current)
    };
    let mut is_guarded = path.is_relative();
    let mut so_far = PathBuf::new();
    let mut parts = path.components().peekable();
    while let Some(part) = parts.next() {
        so_far.push(part);
        let is_named = matches!(part, Component::Normal(_));
        if is_named && (is_guarded || parts.peek().is_none()) && is_link(&so_far) {
            return Some(so_far);
        }
        is_guarded |= is_guarded_below(&so_far);
    }
    None
}

/// The first part of a path below a folder that is a link.
fn link_below(folder: &Path, inside: &Path) -> Option<PathBuf> {
    let mut so_far = folder.to_owned();
    inside.components().find_map(|part| {
        so_far.push(part);
        is_link(&so_far).then(|| so_far.clone())
    })
}

fn is_link(path: &Path) -> bool {
    path.symlink_metadata().is_ok_and(|found| found.is_symlink())
}

fn refused(link: Option<PathBuf>) -> Result<(), Failure> {
    match link {
        Some(link) => Err(Failure::Unusable(format!("{}: is a link: not followed", link.display()))),
        None => Ok(()),
    }
}

/// Refuses a path that leads through a link ([`link_in`]).
///
/// # Errors
/// When it does; the sentence names the link.
pub fn refuse_links(path: &Path) -> Result<(), Failure> {
    refused(link_in(path))
}

/// Refuses a path below a folder of ours that leads through a link, wherever that folder lies.
///
/// # Errors
/// When it does, or the folder itself is one.
pub fn refuse_links_below(folder: &Path, inside: &Path) -> Result<(), Failure> {
    refuse_links(folder)?;
    refused(link_below(folder, inside))
}

/// The bytes of a plain file that no link leads to.
///
/// # Errors
/// When a link leads to it, it is no file (a pipe may never end), or cannot be read.
pub fn read_plain_file(path: &Path) -> Result<Vec<u8>, Failure> {
    refuse_links(path)?;
    let unusable = |why: &str| Failure::Unusable(format!("{}: {why}", path.display()));
    let found = fs::symlink_metadata(path).map_err(|e| unusable(&e.to_string().to_lowercase()))?;
    if !found.is_file() {
        return Err(unusable("is not a plain file: not read"));
    }
    read_file(path).map_err(|e| unusable(&e.to_string().to_lowercase()))
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;
    use std::os::unix::fs::symlink;

    fn folder(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("plumbline-links-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(folder.join("real")).unwrap();
        fs::write(folder.join("real/a.json"), "{}").unwrap();
        folder.canonicalize().unwrap()
    }

    #[test]
    fn the_last_part_of_an_absolute_path_is_no_link_nor_is_anything_in_a_work_tree() {
        let f = folder("absolute");
        symlink(f.join("real"), f.join("linked")).unwrap();
        symlink(f.join("real/a.json"), f.join("a.json")).unwrap();
        assert_eq!(link_in(&f.join("a.json")), Some(f.join("a.json")));
        // above a work tree it may be the machine's own
        assert_eq!(link_in(&f.join("linked/a.json")), None);
        fs::create_dir(f.join(".git")).unwrap();
        assert_eq!(link_in(&f.join("linked/a.json")), Some(f.join("linked")));
        assert_eq!(link_in(&f.join("real/../linked/a.json")), Some(f.join("real/../linked")));
        assert_eq!(link_in(&f.join("real/a.json")), None);
        let told = refuse_links_below(&f.join("real"), Path::new("../linked/x")).unwrap_err();
        let link = f.join("real/../linked");
        assert_eq!(told, Failure::Unusable(format!("{}: is a link: not followed", link.display())));
    }

    #[test]
    fn only_plain_files_are_read() {
        let f = folder("plain");
        assert_eq!(read_plain_file(&f.join("real/a.json")), Ok(b"{}".to_vec()));
        let told = read_plain_file(&f.join("real")).unwrap_err();
        assert_eq!(told, Failure::Unusable(format!("{}: is not a plain file: not read", f.join("real").display())));
        let socket = f.join("socket");
        let _listener = std::os::unix::net::UnixListener::bind(&socket).unwrap();
        assert!(read_plain_file(&socket).is_err());
        symlink(f.join("gone"), f.join("dangling")).unwrap();
        assert!(read_plain_file(&f.join("dangling")).is_err());
    }
}
