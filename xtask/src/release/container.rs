//! What a container image holds: the program, its licence and a folder for temporary files. Nothing else.

use std::path::Path;

use super::Program;
use super::stage::Stage;
use crate::Failure;
use crate::command::project;
use crate::files::{read, write};

/// Lays out the folder that `packaging/Containerfile` copies, one for each processor.
pub fn write_root(out: &Path, built: &[Program]) -> Result<(), Failure> {
    let context = out.join("container");
    for built in built {
        let Some(processor) = built.target.container else { continue };
        let root = Stage::at(context.join(processor))?;
        root.write_program("usr/bin/plumbline", &built.bytes)?;
        root.write("usr/share/licenses/plumbline/LICENSE", &read(&project().join("LICENSE"))?)?;
        // `bundle` keeps records there while it runs
        root.write("tmp/.keep", b"")?;
        let containerfile = read(&project().join("packaging/Containerfile"))?;
        write(&context.join("Containerfile"), &String::from_utf8_lossy(&containerfile))?;
    }
    Ok(())
}
