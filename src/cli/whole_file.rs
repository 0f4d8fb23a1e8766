//! Files are written whole or not at all, and nothing that is there is lost without being asked for.

use super::args::Failure;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Writes a file under a temporary name beside its place and renames it, so that nobody ever reads half of it. The folder is
/// made when it is not there.
///
/// # Errors
/// When there is a file of other bytes and `force` does not allow to replace it, and when it cannot be written.
pub fn write_whole(path: &Path, bytes: &[u8], force: bool) -> Result<(), Failure> {
    let unusable = |error: std::io::Error| Failure::Unusable(format!("{}: {}", path.display(), error.to_string().to_lowercase()));
    may_write(path, bytes, force)?;
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        fs::create_dir_all(folder).map_err(unusable)?;
    }
    let temporary = temporary_beside(path);
    let written = fs::File::create(&temporary).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()
    });
    match written.and_then(|()| fs::rename(&temporary, path)) {
        Ok(()) => Ok(()),
        Err(error) => {
            let _ = fs::remove_file(&temporary);
            Err(unusable(error))
        }
    }
}

/// Whether writing would lose nothing: the same bytes again lose nothing, and an empty file holds nothing.
///
/// # Errors
/// When other bytes stand there and `force` does not allow to replace them.
pub fn may_write(path: &Path, bytes: &[u8], force: bool) -> Result<(), Failure> {
    let Ok(there) = fs::metadata(path) else { return Ok(()) };
    let loses_nothing = there.is_file() && (there.len() == 0 || fs::read(path).is_ok_and(|found| found == bytes));
    match force || loses_nothing {
        true => Ok(()),
        false => Err(Failure::Unusable(format!("{} exists already: use --force to replace it", path.display()))),
    }
}

/// A name beside the file that no reader of the folder takes for a report.
fn temporary_beside(path: &Path) -> PathBuf {
    let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    path.with_file_name(format!(".{name}.{}.part", std::process::id()))
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
}
