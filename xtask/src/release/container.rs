//! What a container image is built from: the program, its licence and a folder for temporary files. Nothing else.

use super::Program;
use super::archive::{Entry, tar_gz};
use crate::Failure;
use crate::command::project;
use crate::files::read;

/// The context of the image as an archive: `packaging/Containerfile`, and a folder with what each processor gets. `docker build -`
/// and `podman build -` read it.
pub fn context(built: &[Program]) -> Result<Vec<u8>, Failure> {
    let mut entries = vec![Entry::file("Containerfile".to_owned(), read(&project().join("packaging/Containerfile"))?)];
    for built in built {
        let Some(root) = built.target.container else { continue };
        entries.push(Entry::program(format!("{root}/usr/bin/plumbline"), built.bytes.clone()));
        let licence = read(&project().join("LICENSE"))?;
        entries.push(Entry::file(format!("{root}/usr/share/licenses/plumbline/LICENSE"), licence));
        // `bundle` keeps records there while it runs
        entries.push(Entry::shared_folder(format!("{root}/tmp/")));
    }
    tar_gz(&entries)
}
