//! `plumbline demo`: writes a made-up organisation, as a folder or as one zip beside its index.

use super::args::{Failure, value_of};
use super::terminal::tell;
use plumbline_demo::{DemoFile, DemoOptions, Tally};
use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

/// How the subcommand is used.
pub const USAGE: &str = "\
usage: plumbline demo [--seed N] [--teams N] [--weeks N] [--changes N] [--findings N] [--all-gates]
                      [--zip] --out DIR [--force]

Writes a made-up organisation: index.json, reports and real artifact files.

  --seed N      the seed (default: 7); the same seed makes the same bytes
  --teams N     the number of teams (default: 8)
  --weeks N     the number of weeks, up to 20 November 2026 (default: 26)
  --changes N   the number of changes (default: about 3 per team and week)
  --findings N  the number of additional findings (default: 0)
  --all-gates   every change has a report at each gate
  --zip         write all files but index.json into one organisation.zip
  --out DIR     where to write; created if it does not exist
  --force       write into a folder that is not empty, and replace files of the same names

Exits with 2 on wrong usage, and when DIR is not empty or cannot be written.";

/// Runs the subcommand.
///
/// # Errors
/// On wrong arguments, and when a file cannot be written.
pub fn run(mut parser: lexopt::Parser) -> Result<(), Failure> {
    use lexopt::prelude::*;
    let mut options = DemoOptions::default();
    let (mut out, mut zip, mut force): (Option<PathBuf>, bool, bool) = (None, false, false);
    while let Some(argument) = parser.next()? {
        match argument {
            Long("seed") => options.seed = value_of(&mut parser, "seed")?,
            Long("teams") => options.teams = value_of(&mut parser, "teams")?,
            Long("weeks") => options.weeks = value_of(&mut parser, "weeks")?,
            Long("changes") => options.changes = Some(value_of(&mut parser, "changes")?),
            Long("findings") => options.findings = value_of(&mut parser, "findings")?,
            Long("all-gates") => options.all_gates = true,
            Long("zip") => zip = true,
            Long("force") => force = true,
            Long("out") => out = Some(parser.value()?.into()),
            other => return Err(other.unexpected().into()),
        }
    }
    let out = out.ok_or_else(|| Failure::Usage("--out DIR is missing".to_owned()))?;
    if !(1..=1000).contains(&options.teams) || !(1..=520).contains(&options.weeks) || options.changes == Some(0) {
        return Err(Failure::Usage("--teams must be 1 to 1000, --weeks 1 to 520, --changes at least 1".to_owned()));
    }
    let is_taken = fs::read_dir(&out).is_ok_and(|mut entries| entries.next().is_some());
    if is_taken && !force {
        return Err(Failure::Unusable(format!("{} is not empty: use --force to replace its files", out.display())));
    }
    let (n_files, tally) = if zip { write_zip(&options, &out)? } else { write_folder(&options, &out)? };
    tell(&summary(n_files, &tally, &out));
    Ok(())
}

fn write_folder(options: &DemoOptions, out: &Path) -> Result<(usize, Tally), Failure> {
    let mut folders = HashSet::new();
    let mut n_files = 0;
    let tally = plumbline_demo::for_each_file(options, |file| {
        n_files += 1;
        write(out, &file, &mut folders)
    })?;
    Ok((n_files, tally))
}

fn write_zip(options: &DemoOptions, out: &Path) -> Result<(usize, Tally), Failure> {
    let (files, tally) = plumbline_demo::organisation(options);
    let packed = plumbline_demo::zipped(options, &files).map_err(|error| Failure::Unusable(error.to_string()))?;
    let mut folders = HashSet::new();
    for file in &packed {
        write(out, file, &mut folders)?;
    }
    Ok((packed.len(), tally))
}

fn write(out: &Path, file: &DemoFile, folders: &mut HashSet<PathBuf>) -> Result<(), Failure> {
    let path = out.join(&file.path);
    let unusable = |error: std::io::Error| Failure::Unusable(format!("{}: {error}", path.display()));
    if let Some(folder) = path.parent()
        && folders.insert(folder.to_owned())
    {
        fs::create_dir_all(folder).map_err(unusable)?;
    }
    fs::write(&path, &file.bytes).map_err(unusable)
}

fn summary(n_files: usize, tally: &Tally, out: &Path) -> String {
    let proofs: Vec<String> = Tally::NAMES.iter().map(|name| format!("{} {name}", tally.of(name))).collect();
    format!(
        "wrote {n_files} files to {}: {} changes, {} gate reports, {} verifications, {} findings\nevidence: {}",
        out.display(),
        tally.changes,
        tally.reports,
        tally.verifications,
        tally.findings,
        proofs.join(", ")
    )
}
