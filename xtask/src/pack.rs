//! Packing the programs that the first page waits for, and having its page unpack them.
//!
//! What servers do to a file, deflate, takes the code of WebAssembly for text. Here its bytes are laid out by what they mean
//! (`layout.rs`), each kind of them is packed with LZMA, and the names that program and script know each other by are short ones
//! (`names.rs`). `unpack/` puts the programs together again.

mod layout;
mod names;

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;

use plumbline_unpack::PROGRAMS;

use crate::Failure;
use crate::command::{cargo, run};
use crate::files::{delete, read, read_text, write};
use crate::split::{Part, renamed, target};
use crate::tools::WASM_TARGET;
use crate::wasm::slim;
use layout::pack;
use names::shortened;

/// The file of the packed programs.
pub const PACKED: &str = "programs.packed";

/// Packs the programs of a site, the page's and the worker's, and has its page unpack them.
pub fn pack_all(site: &Path, parts: &[Part; PROGRAMS], build_id: &str) -> Result<(), Failure> {
    run(
        cargo().args(["build", "--locked", "--quiet", "--release", "--package", "plumbline-unpack", "--target", WASM_TARGET]),
        "cargo build",
    )?;
    let unpack = read(&target().join(WASM_TARGET).join("release/plumbline_unpack.wasm"))?;
    write(&site.join("unpack.wasm"), &slim(&unpack).ok_or("what unpacks is no WebAssembly")?)?;

    let mut programs = [const { Vec::new() }; PROGRAMS];
    for (part, program) in parts.iter().zip(&mut programs) {
        let [whole, script] = [part.wasm(), part.script()].map(|file| site.join(file));
        let (bytes, short) = shortened(&read(&whole)?, &read_text(&script)?)?;
        write(&script, short)?;
        delete(&whole)?;
        *program = bytes;
    }
    let packed = pack(programs.each_ref().map(Vec::as_slice))?;
    for (number, program) in programs.iter().enumerate() {
        if plumbline_unpack::unpacked(&packed, number).as_ref() != Some(program) {
            return Err("the programs are too large for what unpacks them, or were packed wrongly".to_owned());
        }
    }
    write(&site.join(PACKED), &packed)?;
    let mut hasher = DefaultHasher::new();
    packed.hash(&mut hasher);

    // What is needed is asked for before any script tells.
    let build = format!("?build={build_id}");
    let early = format!(
        "<link rel=\"modulepreload\" href=\"unpack.js{build}\">\
        <link rel=\"preload\" href=\"unpack.wasm{build}\" as=\"fetch\" crossorigin=\"anonymous\"></head>"
    );
    let [page, worker] = parts;
    let (page, worker) = (page.wasm(), format!("data-worker=\"{}{}\"", worker.wasm(), worker.query));
    let by_itself = "(await import(beside('unpack.js'))).program(beside('programs.packed'), 1)";
    for (file, replaced) in [
        (
            "index.html",
            [
                (worker.as_str(), format!("data-unpack=\"unpack.js{build}\"").as_str()),
                // The same sources may be cut otherwise another time.
                (&page, &format!("{PACKED}{build}&packed={:016x}", hasher.finish())),
                (" type=\"application/wasm\"", ""),
                ("</head>", &early),
            ]
            .as_slice(),
        ),
        ("worker_boot.js", &[("beside('worker_bg.wasm')", by_itself)]),
    ] {
        let file = site.join(file);
        let mut text = read_text(&file)?;
        for (from, to) in replaced {
            text = renamed(&text, from, to)?;
        }
        write(&file, text)?;
    }
    Ok(())
}
