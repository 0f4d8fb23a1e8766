//! How long `facts` takes, how much memory it needs, and how much it writes.

use super::bundle::{files_below, in_megabytes, measured};
use crate::Failure;
use crate::command::{program, run};
use std::path::Path;
use std::process::Stdio;

/// How many changes are judged; each has ten findings. The last needs 9 GB for its input, which is removed afterwards.
const CHANGES: [usize; 4] = [1_000, 10_000, 100_000, 1_000_000];

/// An input of more changes than this does not stay.
const KEPT: usize = 100_000;

/// Prints the figures.
pub fn measure(plumbline: &Path, folder: &Path) -> Result<(), Failure> {
    println!("\nplumbline facts, 200 teams in two years, ten findings a change:");
    for changes in CHANGES {
        let (input, out) = (folder.join(format!("facts-{changes}-in")), folder.join(format!("facts-{changes}")));
        if !input.join("index.json").is_file() {
            let (n_changes, n_findings) = (changes.to_string(), (changes * 10).to_string());
            let mut demo = program(plumbline);
            demo.args(["demo", "--force", "--seed", "7", "--teams", "200", "--weeks", "104"]);
            demo.args(["--changes", &n_changes, "--findings", &n_findings, "--out"]).arg(&input).stdout(Stdio::null());
            run(&mut demo, "plumbline")?;
        }
        remove(&out)?;
        let mut facts = program(plumbline);
        facts.arg("facts").arg(&input).args(["--trust-input-policy", "--now", "2026-11-20", "--out"]).arg(&out);
        let (time, peak) = measured(&mut facts)?;
        let files = files_below(&out)?;
        let tables = files.iter().filter(|(path, _)| path.ends_with(".parquet"));
        let bytes: u64 = tables.clone().map(|(_, bytes)| bytes).sum();
        println!(
            "  {changes:>7} changes: {:>6.1} s, {:.2} ms a change, peak memory {}; {} files, {:.1} MB",
            time.as_secs_f64(),
            time.as_secs_f64() * 1e3 / changes as f64,
            in_megabytes(peak),
            tables.count(),
            bytes as f64 / 1e6,
        );
        if changes > KEPT {
            remove(&input)?;
            remove(&out)?;
        }
    }
    Ok(())
}

fn remove(folder: &Path) -> Result<(), Failure> {
    match folder.exists() {
        true => std::fs::remove_dir_all(folder).map_err(|error| format!("cannot remove {}: {error}", folder.display())),
        false => Ok(()),
    }
}
