//! The tests' sample of every format that tools write, for what else needs one: fuzzing, figures, the site in a browser.

#[allow(dead_code, reason = "the counts of a sample are for the tests")]
#[path = "../../tests/ingest/samples/mod.rs"]
mod of_tests;

use std::path::Path;

use crate::Failure;
pub use of_tests::{Sample, Syntax, samples};

/// Writes each into a folder, under the id of its format.
pub fn write_to(folder: &Path) -> Result<(), Failure> {
    let cannot = |error: std::io::Error| format!("cannot fill {}: {error}", folder.display());
    std::fs::create_dir_all(folder).map_err(cannot)?;
    samples().try_for_each(|sample| std::fs::write(folder.join(sample.format), sample.text()).map_err(cannot))
}
