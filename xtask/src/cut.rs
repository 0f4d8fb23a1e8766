//! Cutting the released programs where they did not run while a browser showed the first page.
//!
//! Trunk's programs are parted by their sources already (`split.rs`). Much of what stays with the first page runs only for other
//! files, other questions, or when something is wrong. Which that is, is found out and not written down: the site is opened in a
//! browser (`e2e/profile.mjs`) with programs that remember what ran, and the rest becomes a file that is fetched afterwards.

mod live;
mod parts;
mod region;
#[cfg(test)]
mod tests;
mod watch;

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::Failure;
use crate::command::run;
use crate::files::{append, copy, read, write};
use crate::program::Program;
use crate::site::{Site, collect_files};
use crate::split::{Part, slim};

/// The script that fetches the rest of a program.
const SCRIPT: &str = include_str!("cut/rest.js");

/// The script that tells what ran.
const SCRIPT_OF_MARKS: &str = include_str!("cut/watch.js");

/// What stands in the place of the rest's address in that script.
const ADDRESS: &str = "REST";

/// What stands in the names of the files that hold the rest of a program.
pub const REST: &str = "-rest.";

/// Cuts the programs of a site that is built otherwise. `node` knows the browser, and `work` is a folder for what is needed meanwhile.
pub fn cut_all(mut node: Command, site: &Site, parts: &[Part], work: &Path) -> Result<(), Failure> {
    let wholes = parts.iter().map(|part| read(&site.out.join(part.wasm()))).collect::<Result<Vec<_>, _>>()?;
    let programs = wholes.iter().map(|bytes| Program::read(bytes)).collect::<Result<Vec<_>, _>>()?;
    copy_folder(&site.out, work)?;
    for (part, program) in parts.iter().zip(&programs) {
        write(&work.join(part.wasm()), watch::watched(program))?;
        append(&work.join(part.script()), SCRIPT_OF_MARKS)?;
    }
    let profile = work.join("profile.json");
    site.environment(&mut node)?.env("PLUMBLINE_DIST", work).arg("e2e/profile.mjs").arg(&profile);
    run(&mut node, "node")?;
    let profile = serde_json::from_slice(&read(&profile)?).map_err(|error| format!("the profile cannot be read: {error}"))?;

    for ((part, program), whole) in parts.iter().zip(&programs).zip(&wholes) {
        let ran = ran(&profile, part.program, program)?;
        let mut hasher = DefaultHasher::new();
        (whole, &ran).hash(&mut hasher);
        let cut = parts::cut(program, &ran, &format!("rest_0x{:016x}", hasher.finish()))?;
        // What a browser would refuse is told here.
        for bytes in [&cut.first, &cut.rest] {
            Program::read(bytes)?;
        }
        let rest = format!("{}{REST}wasm", part.name);
        write(&site.out.join(part.wasm()), &cut.first)?;
        write(&site.out.join(&rest), &cut.rest)?;
        append(&site.out.join(part.script()), &slim(&SCRIPT.replace(ADDRESS, &format!("./{rest}{}", part.query))))?;
    }
    Ok(())
}

/// Leaves the programs of a site as they are.
pub fn leave_whole(site: &Site, parts: &[Part]) -> Result<(), Failure> {
    parts.iter().try_for_each(|part| append(&site.out.join(part.script()), "globalThis.restSoon = async () => {};\n"))
}

/// Whether each stretch of a program ran.
fn ran(profile: &Value, name: &str, program: &Program) -> Result<Vec<bool>, Failure> {
    let mut ran = vec![false; program.bodies.iter().map(|body| body.leaders().count()).sum()];
    let marks = profile[name].as_array().filter(|marks| !marks.is_empty());
    for mark in marks.ok_or_else(|| format!("the profile does not tell what of {name} ran"))? {
        let mark = mark.as_u64().and_then(|mark| ran.get_mut(mark as usize));
        *mark.ok_or_else(|| format!("the profile of {name} is not that of this program"))? = true;
    }
    Ok(ran)
}

fn copy_folder(from: &Path, to: &Path) -> Result<(), Failure> {
    let _ = std::fs::remove_dir_all(to);
    let mut files = Vec::new();
    collect_files(from, &mut files)?;
    for file in files {
        let place = to.join(file.strip_prefix(from).unwrap_or(&file));
        if let Some(folder) = place.parent() {
            std::fs::create_dir_all(folder).map_err(|error| format!("cannot make {}: {error}", folder.display()))?;
        }
        copy(&file, &place)?;
    }
    Ok(())
}
