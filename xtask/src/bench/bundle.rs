//! How long `bundle` takes, how much memory it needs, and what a first visit loads of what it wrote.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::Failure;
use crate::command::{program, run};

/// How many changes are bundled; each has ten findings.
const CHANGES: [usize; 3] = [1_000, 10_000, 100_000];

/// What a first visit loads: everything else waits until a page needs it.
const FIRST: [&str; 3] = ["index.json", "summary-", "columns/"];

/// Prints the figures.
pub fn measure(plumbline: &Path, folder: &Path) -> Result<(), Failure> {
    println!("\nplumbline bundle, 40 teams in a year, ten findings a change:");
    for changes in CHANGES {
        let (input, out) = (folder.join(format!("bundle-{changes}-in")), folder.join(format!("bundle-{changes}")));
        if !input.join("index.json").is_file() {
            let (n_changes, n_findings) = (changes.to_string(), (changes * 10).to_string());
            let mut demo = program(plumbline);
            demo.args(["demo", "--force", "--seed", "7", "--teams", "40", "--weeks", "52"]);
            demo.args(["--changes", &n_changes, "--findings", &n_findings, "--out"]).arg(&input).stdout(Stdio::null());
            run(&mut demo, "plumbline")?;
        }
        if out.exists() {
            std::fs::remove_dir_all(&out).map_err(|error| format!("cannot remove {}: {error}", out.display()))?;
        }
        let mut bundle = program(plumbline);
        bundle.arg("bundle").arg(&input).args(["--trust-input-policy", "--out"]).arg(&out);
        let (time, peak) = measured(&mut bundle)?;
        let mut again = program(plumbline);
        let verify_started = Instant::now();
        run(again.arg("verify-data").arg(&out).stdout(Stdio::null()).stderr(Stdio::null()), "plumbline")?;
        let verified = verify_started.elapsed();
        let files = files_below(&out)?;
        let first: Vec<u64> =
            files.iter().filter(|(path, _)| FIRST.iter().any(|start| path.starts_with(start))).map(|(_, bytes)| *bytes).collect();
        let all: u64 = files.iter().map(|(_, bytes)| bytes).sum();
        println!(
            "  {changes:>7} changes: {:>6.1} s, peak memory {}; {} files, {:.1} MB; a first visit loads {} of them, {:.2} MB; \
             verify-data {:.1} s",
            time.as_secs_f64(),
            in_megabytes(peak),
            files.len(),
            all as f64 / 1e6,
            first.len(),
            first.iter().sum::<u64>() as f64 / 1e6,
            verified.as_secs_f64(),
        );
    }
    Ok(())
}

/// Memory in words.
pub(super) fn in_megabytes(kib: Option<u64>) -> String {
    kib.map_or_else(|| "unknown".to_owned(), |kib| format!("{:.0} MB", kib as f64 * 1024.0 / 1e6))
}

/// Runs a program; how long it took, and the most memory that it had at a time, in KiB, where the system says so.
pub(super) fn measured(command: &mut Command) -> Result<(Duration, Option<u64>), Failure> {
    let started = Instant::now();
    let mut child = command
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| format!("cannot start plumbline: {error}"))?;
    let status = format!("/proc/{}/status", child.id());
    let mut peak = None;
    loop {
        // the system's own high-water mark, as long as the program runs
        if let Some(kib) = std::fs::read_to_string(&status).ok().and_then(|text| high_water_mark(&text)) {
            peak = peak.max(Some(kib));
        }
        match child.try_wait() {
            Ok(Some(status)) if status.success() => return Ok((started.elapsed(), peak)),
            Ok(Some(status)) => return Err(format!("plumbline ended with {status}")),
            Ok(None) => std::thread::park_timeout(Duration::from_millis(20)),
            Err(error) => return Err(format!("plumbline: {error}")),
        }
    }
}

/// The most memory that a program had, by its status.
fn high_water_mark(status: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix(" kB")?.trim().parse().ok()
}

/// The files below a folder, with their sizes.
pub(super) fn files_below(folder: &Path) -> Result<Vec<(String, u64)>, Failure> {
    let failed = |error: std::io::Error| format!("cannot read {}: {error}", folder.display());
    let (mut found, mut folders) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(at) = folders.pop() {
        for entry in std::fs::read_dir(&at).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            let metadata = entry.metadata().map_err(failed)?;
            if metadata.is_dir() {
                folders.push(entry.path());
            } else if let Ok(inside) = entry.path().strip_prefix(folder) {
                found.push((inside.to_string_lossy().replace('\\', "/"), metadata.len()));
            }
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_high_water_mark_is_read_from_the_status_of_a_program() {
        assert_eq!(high_water_mark("Name:\tplumbline\nVmPeak:\t  90 kB\nVmHWM:\t  1234 kB\n"), Some(1234));
        assert_eq!(high_water_mark("Name:\tplumbline\n"), None);
    }
}
