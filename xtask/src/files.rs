//! Reading and writing files, with errors that name them.

use std::path::Path;

use crate::Failure;

/// All bytes of a file.
pub fn read(file: &Path) -> Result<Vec<u8>, Failure> {
    std::fs::read(file).map_err(|error| format!("cannot read {}: {error}", file.display()))
}

/// All of a file that is text.
pub fn read_text(file: &Path) -> Result<String, Failure> {
    std::fs::read_to_string(file).map_err(|error| format!("cannot read {}: {error}", file.display()))
}

/// Writes a file, over one that stands there.
pub fn write(file: &Path, content: impl AsRef<[u8]>) -> Result<(), Failure> {
    std::fs::write(file, content).map_err(|error| format!("cannot write {}: {error}", file.display()))
}

/// Copies a file, over one that stands there.
pub fn copy(from: &Path, to: &Path) -> Result<(), Failure> {
    std::fs::copy(from, to).map(|_| ()).map_err(|error| format!("cannot copy {}: {error}", from.display()))
}
