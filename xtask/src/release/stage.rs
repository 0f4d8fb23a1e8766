//! A folder in which a package is put together, empty at the start.

use std::path::PathBuf;

use crate::Failure;
use crate::command::project;

/// The folder of one package, below `target/stage`.
pub struct Stage {
    pub folder: PathBuf,
}

impl Stage {
    pub fn new(name: &str) -> Result<Self, Failure> {
        Self::at(project().join("target/stage").join(name))
    }

    /// A folder that is emptied first.
    pub fn at(folder: PathBuf) -> Result<Self, Failure> {
        // It may not be there.
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).map_err(|error| format!("cannot make {}: {error}", folder.display()))?;
        Ok(Self { folder })
    }

    /// Writes a file, and the folders that it is in.
    pub fn write(&self, name: &str, bytes: &[u8]) -> Result<(), Failure> {
        let file = self.folder.join(name);
        let made = file.parent().map_or(Ok(()), std::fs::create_dir_all);
        made.and_then(|()| std::fs::write(&file, bytes)).map_err(|error| format!("cannot write {}: {error}", file.display()))
    }

    /// Writes a file that can be run.
    pub fn write_program(&self, name: &str, bytes: &[u8]) -> Result<(), Failure> {
        self.write(name, bytes)?;
        make_runnable(&self.folder.join(name))
    }
}

#[cfg(unix)]
fn make_runnable(file: &std::path::Path) -> Result<(), Failure> {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(file, std::fs::Permissions::from_mode(0o755))
        .map_err(|error| format!("cannot make {} a program: {error}", file.display()))
}

#[cfg(not(unix))]
fn make_runnable(_file: &std::path::Path) -> Result<(), Failure> {
    Err("packages are made on Linux or macOS, where a file can be marked as a program".to_owned())
}
