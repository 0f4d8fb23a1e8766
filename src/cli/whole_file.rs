//! Files are written whole or not at all, and nothing that is there is lost without being asked for.

use super::args::Failure;
use super::links::{refuse_links, refuse_links_below};
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Writes a file under a temporary name beside its place and renames it, so that nobody ever reads half of it. The folder is
/// made when it is not there. Nothing is written through a link.
///
/// # Errors
/// When there is a file of other bytes and `force` does not allow to replace it, when a link leads to its place, and when it cannot
/// be written.
pub fn write_whole(path: &Path, bytes: &[u8], force: bool) -> Result<(), Failure> {
    let unusable = |error: std::io::Error| Failure::Unusable(format!("{}: {}", path.display(), error.to_string().to_lowercase()));
    may_write(path, bytes, force)?;
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        fs::create_dir_all(folder).map_err(unusable)?;
    }
    let (temporary, mut file) = new_beside(path).map_err(unusable)?;
    let written = file.write_all(bytes).and_then(|()| file.sync_all());
    drop(file);
    match written.and_then(|()| fs::rename(&temporary, path)) {
        Ok(()) => Ok(()),
        Err(error) => {
            let _ = fs::remove_file(&temporary);
            Err(unusable(error))
        }
    }
}

/// Writes a file of ours below a folder, as [`write_whole`] does, where no part of the path below the folder may be a link, wherever
/// the folder lies.
///
/// # Errors
/// As for [`write_whole`].
pub fn write_below(folder: &Path, inside: &Path, bytes: &[u8], force: bool) -> Result<(), Failure> {
    refuse_links_below(folder, inside)?;
    write_whole(&folder.join(inside), bytes, force)
}

/// Removes a file of ours below a folder, and the folders in between that are empty then. A file that is gone already is no error.
/// Nothing is removed through a link.
///
/// # Errors
/// When it lies outside of the folder, when a link leads to it, and when it cannot be removed.
pub fn remove_below(folder: &Path, inside: &str) -> Result<(), Failure> {
    let file = folder.join(inside);
    let unusable = |why: &str| Failure::Unusable(format!("{}: {why}", file.display()));
    if !plumbline_site::is_inside(inside) {
        return Err(unusable("lies outside of the folder"));
    }
    refuse_links_below(folder, Path::new(inside))?;
    match fs::remove_file(&file) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(unusable(&error.to_string().to_lowercase())),
        _ => {}
    }
    for empty in file.ancestors().skip(1).take_while(|above| *above != folder) {
        // one that holds something else stays
        let _ = fs::remove_dir(empty);
    }
    Ok(())
}

/// Writes a file below a temporary folder of this program, where nobody else reads and nothing has to outlive it.
///
/// # Errors
/// When it cannot be written.
pub fn write_scratch(folder: &Path, inside: &Path, bytes: &[u8]) -> Result<(), Failure> {
    write_unsynced(folder, inside, bytes)
}

/// Writes a file below a folder that nobody reads yet, without waiting for the disk, which takes most of the time for many small files.
///
/// # Errors
/// When it cannot be written.
pub fn write_unsynced(folder: &Path, inside: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let path = folder.join(inside);
    let written = fs::create_dir_all(path.parent().unwrap_or(folder)).and_then(|()| fs::write(&path, bytes));
    written.map_err(|error| Failure::Unusable(format!("{}: {}", path.display(), error.to_string().to_lowercase())))
}

/// Whether writing would lose nothing: the same bytes again lose nothing, and an empty file holds nothing.
///
/// # Errors
/// When other bytes stand there and `force` does not allow to replace them, and when a link leads there.
pub fn may_write(path: &Path, bytes: &[u8], force: bool) -> Result<(), Failure> {
    refuse_links(path)?;
    let Ok(there) = fs::symlink_metadata(path) else { return Ok(()) };
    let loses_nothing = there.is_file() && (there.len() == 0 || fs::read(path).is_ok_and(|found| found == bytes));
    match force || loses_nothing {
        true => Ok(()),
        false => Err(Failure::Unusable(format!("{} exists already: use --force to replace it", path.display()))),
    }
}

/// A new file beside the place, of a name that no reader of the folder takes for a report.
fn new_beside(path: &Path) -> io::Result<(PathBuf, fs::File)> {
    let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let mut n = 0;
    loop {
        let temporary = path.with_file_name(format!(".{name}.{}-{n}.part", std::process::id()));
        match fs::File::create_new(&temporary) {
            // a run that was cut off may have left one of this name
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists && n < 100 => n += 1,
            created => return created.map(|file| (temporary, file)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("plumbline-whole-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        folder
    }

    #[test]
    fn what_is_there_is_replaced_only_by_force() {
        let path = folder("force").join("deep/r.json");
        write_whole(&path, b"one", false).unwrap();
        let error = write_whole(&path, b"two", false).unwrap_err();
        assert_eq!(error, Failure::Unusable(format!("{} exists already: use --force to replace it", path.display())));
        assert_eq!(fs::read(&path).unwrap(), b"one");
        write_whole(&path, b"one", false).unwrap();
        write_whole(&path, b"two", true).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"two");
        assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1, "no temporary file stays");
    }

    #[test]
    fn nothing_stays_behind_when_it_cannot_be_written() {
        let folder = folder("fail");
        fs::create_dir(folder.join("r.json")).unwrap();
        assert!(write_whole(&folder.join("r.json"), b"one", true).is_err(), "a folder stands there");
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn nothing_is_written_through_a_link() {
        use std::os::unix::fs::symlink;
        let folder = folder("links").canonicalize().unwrap();
        let (outside, data) = (folder.join("outside"), folder.join("data"));
        fs::create_dir(&outside).unwrap();
        fs::write(outside.join("r.json"), "kept").unwrap();
        fs::create_dir(&data).unwrap();
        symlink(&outside, data.join("reports")).unwrap();
        symlink(outside.join("r.json"), data.join("r.json")).unwrap();
        symlink(outside.join("new.json"), data.join("new.json")).unwrap();
        for inside in ["reports/r.json", "reports/x/new.json", "r.json", "new.json"] {
            assert!(write_below(&data, Path::new(inside), b"lost", true).is_err(), "{inside}");
        }
        for file in ["r.json", "new.json"] {
            assert!(write_whole(&data.join(file), b"lost", true).is_err(), "{file}");
        }
        // the temporary file is a new one, whatever was laid in its place
        symlink(outside.join("r.json"), data.join(format!(".a.json.{}-0.part", std::process::id()))).unwrap();
        write_below(&data, Path::new("a.json"), b"one", false).unwrap();
        assert_eq!(fs::read(data.join("a.json")).unwrap(), b"one");
        symlink(&data, folder.join("linked")).unwrap();
        assert!(write_below(&folder.join("linked"), Path::new("b.json"), b"one", false).is_err(), "the folder itself");
        assert_eq!(fs::read(outside.join("r.json")).unwrap(), b"kept");
        assert_eq!(fs::read_dir(&outside).unwrap().count(), 1);
    }
}
