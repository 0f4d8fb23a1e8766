//! Cutting the released WebAssembly in two: what the first page needs, and what is loaded afterwards.
//!
//! Trunk builds each program whole. Here `wasm-split-cli` parts it at the functions that the sources name as entries of a later
//! part (`src/page/later.rs`, `src/worker/later.rs`), and wasm-bindgen is run again on the first part. Both parts share one memory, so
//! that the sources need no other line between them.

use std::path::{Path, PathBuf};

use crate::Failure;
use crate::command::{project, run};
use crate::files::{copy, read_text, write};
use crate::tools::{Tools, WASM_TARGET};

/// The name of the script that loads the later part, as the tool writes it.
const LOADER: &str = "__wasm_split.js";

/// What stands in the names of the files that are loaded afterwards.
pub const LATER: &str = "-later.";

/// Parts page and worker that trunk built into a folder.
pub fn split_all(tools: &Tools, site: &Path, build_id: &str) -> Result<(), Failure> {
    let page = page_name(site)?;
    // The worker's files have no hash in their names: an address with the build's id takes its place.
    split(tools, site, "app", &page, "")?;
    let query = format!("?build={build_id}");
    split(tools, site, "worker", "worker", &query)?;
    let index = site.join("index.html");
    // Named on the page, it is fetched and compiled while the page starts (`public/boot.js`).
    let named = format!("data-worker=\"worker_bg.wasm{query}\" data-module=");
    write(&index, renamed(&read_text(&index)?, "data-module=", &named)?)
}

/// The name of the page's script without its ending; trunk puts a hash into it.
fn page_name(site: &Path) -> Result<String, Failure> {
    let entries = std::fs::read_dir(site).map_err(|error| format!("cannot read {}: {error}", site.display()))?;
    let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let mut scripts = names.filter_map(|name| Some(name.strip_prefix("app-").and(name.strip_suffix(".js"))?.to_owned()));
    scripts.find(|name| !name.contains("later")).ok_or_else(|| format!("{} holds no script of the page", site.display()))
}

fn split(tools: &Tools, site: &Path, program: &str, name: &str, query: &str) -> Result<(), Failure> {
    let whole = target().join(WASM_TARGET).join("release").join(format!("{program}.wasm"));
    let work = target().join("split").join(program);
    // What an older build left there is of no use.
    let _ = std::fs::remove_dir_all(&work);
    run(tools.splitter()?.arg(&whole).arg(&work).args(["--target", "web", "--out-name", name]), "wasm-split-cli")?;
    let bound = work.join("bound");
    let mut bindgen = tools.wasm_bindgen();
    bindgen.args(["--target", "web", "--no-typescript", "--keep-lld-exports", "--out-name", name, "--out-dir"]);
    run(bindgen.arg(&bound).arg(work.join(format!("{name}.wasm"))), "wasm-bindgen")?;

    let script = read_text(&bound.join(format!("{name}.js")))?;
    let loader = read_text(&work.join(LOADER))?;
    let later = only_part(&work, name)?;
    let script = renamed(&script, &format!("from \"./{LOADER}\""), &format!("from \"./{name}{LATER}js{query}\""))?;
    let loader = renamed(&loader, &format!("from \"./{name}.js\""), &format!("from \"./{name}.js{query}\""))?;
    let loader = renamed(&loader, &format!("\"./{later}\""), &format!("\"./{name}{LATER}wasm{query}\""))?;
    // What could not be fetched is told by the page, to those who need it: one that is left meanwhile is no error.
    let loader = renamed(&loader, "console.error(e);", "")?;
    write(&site.join(format!("{name}.js")), slim(&script))?;
    write(&site.join(format!("{name}{LATER}js")), loader)?;
    copy(&bound.join(format!("{name}_bg.wasm")), &site.join(format!("{name}_bg.wasm")))?;
    copy(&work.join(later), &site.join(format!("{name}{LATER}wasm")))
}

/// The file of the later part: there is one entry in each program, so there is one part.
fn only_part(work: &Path, name: &str) -> Result<String, Failure> {
    let entries = std::fs::read_dir(work).map_err(|error| format!("cannot read {}: {error}", work.display()))?;
    let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let parts: Vec<String> = names.filter(|file| file.ends_with(".wasm") && *file != format!("{name}.wasm")).collect();
    match parts.as_slice() {
        [part] => Ok(part.clone()),
        _ => Err(format!("{name} was cut into {} later parts where there should be one", parts.len())),
    }
}

/// A script of wasm-bindgen's without the comments on its own lines, and without indentation.
pub fn slim(script: &str) -> String {
    let mut is_comment = false;
    let mut out = String::with_capacity(script.len());
    for line in script.lines().map(str::trim) {
        is_comment |= line.starts_with("/**");
        if !is_comment && !line.is_empty() && !line.starts_with("//") {
            out.push_str(line);
            out.push('\n');
        }
        is_comment &= !line.ends_with("*/");
    }
    out
}

/// A script with something replaced that must stand in it, such as an address where it is loaded. The same address as a key is left as it is.
pub fn renamed(text: &str, from: &str, to: &str) -> Result<String, Failure> {
    match text.contains(from) {
        true => Ok(text.replace(from, to)),
        false => Err(format!("`{from}` does not stand where it should: has the tool changed?")),
    }
}

/// Where cargo builds.
pub fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| project().join("target"), |folder| project().join(folder))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_script_loses_its_comments_and_keeps_its_code() {
        let script = "/**\n * What it does.\n */\nexport function a() {\n    // as said\n    return '/** no comment */';\n}\n\n/** One line. */\nb();\n";
        assert_eq!(slim(script), "export function a() {\nreturn '/** no comment */';\n}\nb();\n");
    }

    #[test]
    fn an_address_is_renamed_where_it_is_loaded_and_must_be_there() {
        let text = "import a from \"./x.js\"; imports = { \"./x.js\": a };";
        let other = renamed(text, "from \"./x.js\"", "from \"./y.js?build=1\"").unwrap();
        assert_eq!(other, "import a from \"./y.js?build=1\"; imports = { \"./x.js\": a };");
        assert!(renamed(text, "from \"./worker.js\"", "x").unwrap_err().contains("./worker.js"));
    }
}
