//! What a first visit of a published data set costs.

use std::path::{Path, PathBuf};
use std::process::Stdio;

use crate::Failure;
use crate::browser::Browser;
use crate::command::{program, run};
use crate::site::Site;
use crate::tools::Tools;

/// How many changes are published, each with ten findings, by how many teams in how many weeks. The last is loaded in parts.
const SETS: [(usize, usize, usize); 4] = [(1_000, 40, 52), (10_000, 40, 52), (100_000, 40, 52), (1_000_000, 200, 104)];

/// Prints the figures.
pub fn measure(plumbline: &Path, folder: &Path) -> Result<(), Failure> {
    let browser = Browser::ready()?;
    let site = Site::for_tests("/plumbline/");
    site.build(&Tools::ready()?)?;
    let sets = SETS.iter().map(|set| published(plumbline, folder, *set)).collect::<Result<Vec<_>, _>>()?;
    println!(
        "\nA published data set, 40 teams in a year (a million: 200 in two), ten findings a change, the middle of 5 visits:"
    );
    let mut node = browser.node()?;
    run(site.environment(&mut node)?.arg("e2e/bench_published.mjs").args(sets), "node")
}

/// The data set of so many changes, made when it is not there.
fn published(plumbline: &Path, folder: &Path, (changes, teams, weeks): (usize, usize, usize)) -> Result<PathBuf, Failure> {
    let (input, out) = (folder.join(format!("bundle-{changes}-in")), folder.join(format!("bundle-{changes}")));
    if !input.join("index.json").is_file() {
        let mut demo = program(plumbline);
        demo.args(["demo", "--force", "--seed", "7", "--teams", &teams.to_string(), "--weeks", &weeks.to_string()]);
        demo.args(["--changes", &changes.to_string(), "--findings", &(changes * 10).to_string(), "--out"]);
        run(demo.arg(&input).stdout(Stdio::null()), "plumbline")?;
    }
    if !out.join("index.json").is_file() {
        let mut bundle = program(plumbline);
        bundle.arg("bundle").arg(&input).args(["--trust-input-policy", "--out"]).arg(&out);
        run(bundle.stdout(Stdio::null()).stderr(Stdio::null()), "plumbline")?;
    }
    Ok(out)
}
