//! Splitting the programs of a release in two: what the Overview needs, and what is loaded after it is on screen.
//!
//! `wasm-split-cli` splits a linked program at the function that the sources mark (`later.rs` in the page and in the worker), and
//! wasm-bindgen binds the first part. All files keep the names that these tools give them: the folder they are in is named after
//! the build, so that a cache never mixes two builds.

use std::path::Path;

use crate::Failure;
use crate::command::run;
use crate::tools::Tools;

/// What the compiler is told so that a program can be split. Of the sections without code only those stay that the tools read.
pub const FLAGS: [&str; 7] = [
    "--cfg",
    "split",
    "-Clink-arg=--emit-relocs",
    "-Clink-arg=--strip-all",
    "-Clink-arg=--keep-section=__wasm_bindgen_unstable",
    "-Clink-arg=--keep-section=__wasm_split_unstable",
    "-Clink-arg=--keep-section=target_features",
];

/// Splits a linked program into a folder: `{name}.js`, `{name}_bg.wasm`, the script that loads the second part, and that part.
pub fn split(tools: &Tools, linked: &Path, name: &str, folder: &Path) -> Result<(), Failure> {
    // Left over from a build that failed.
    let _ = std::fs::remove_dir_all(folder);
    run(tools.splitter()?.arg(linked).arg(folder).args(["--target", "web", "--out-name", name]), "wasm-split-cli")?;
    let first_part = folder.join(format!("{name}.wasm"));
    let mut bindgen = tools.wasm_bindgen();
    // The second part shares memory and table with the first.
    bindgen.args(["--target", "web", "--no-typescript", "--keep-lld-exports", "--out-name", name, "--out-dir"]);
    bindgen.arg(folder).arg(&first_part);
    run(&mut bindgen, "wasm-bindgen")?;
    std::fs::remove_file(&first_part).map_err(|error| format!("cannot delete {}: {error}", first_part.display()))
}

/// Whether a file is loaded after the Overview is on screen.
pub fn is_second_part(name: &str) -> bool {
    // what two later parts share is a chunk
    (name.starts_with("split_") || name.starts_with("chunk_")) && name.ends_with(".wasm")
}
