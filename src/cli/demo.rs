//! `plumbline demo`: writes a made-up organisation, as a folder or as one zip beside its index.

use super::args::Failure;
use super::terminal::tell;
use clap::{Args, value_parser};
use plumbline_demo::{DemoFile, DemoOptions, Tally};
use std::collections::HashSet;
use std::fs;
use std::io::ErrorKind;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

/// Write a made-up organisation
///
/// Writes a made-up organisation: index.json, reports and real artifact files. Exits with 2 on wrong usage, and when DIR is not empty or
/// cannot be written.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  plumbline demo --out demo
  plumbline demo --seed 3 --teams 40 --weeks 52 --zip --out demo")]
pub struct Options {
    /// The seed; the same seed makes the same bytes
    #[arg(long, value_name = "N", default_value_t = DemoOptions::default().seed)]
    seed: u64,
    /// The number of teams
    #[arg(long, value_name = "N", default_value_t = DemoOptions::default().teams as u64, value_parser = value_parser!(u64).range(1..=1000))]
    teams: u64,
    /// The number of weeks, up to 20 November 2026
    #[arg(long, value_name = "N", default_value_t = DemoOptions::default().weeks, value_parser = value_parser!(u32).range(1..=520))]
    weeks: u32,
    /// The number of changes [default: about 3 per team and week]
    #[arg(long, value_name = "N")]
    changes: Option<NonZeroUsize>,
    /// The number of additional findings
    #[arg(long, value_name = "N", default_value_t = 0)]
    findings: usize,
    /// Every change has a report at each gate
    #[arg(long)]
    all_gates: bool,
    /// Write all files but index.json into one organisation.zip
    #[arg(long)]
    zip: bool,
    /// Where to write; created if it does not exist
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Write into a folder that is not empty, and replace files of the same names
    #[arg(long)]
    force: bool,
}

/// Runs the subcommand.
///
/// # Errors
/// On wrong arguments, and when a file cannot be written.
pub fn run(options: &Options) -> Result<(), Failure> {
    let Options { out, zip, force, .. } = options;
    let made = DemoOptions {
        seed: options.seed,
        teams: usize::try_from(options.teams).unwrap_or(1),
        weeks: options.weeks,
        changes: options.changes.map(NonZeroUsize::get),
        findings: options.findings,
        all_gates: options.all_gates,
        ..DemoOptions::default()
    };
    let is_taken = match fs::read_dir(out) {
        Ok(mut entries) => entries.next().is_some(),
        Err(error) if error.kind() == ErrorKind::NotFound => false,
        Err(error) => return Err(Failure::Unusable(format!("{}: {}", out.display(), error.to_string().to_lowercase()))),
    };
    if is_taken && !*force {
        return Err(Failure::Unusable(format!("{} is not empty: use --force to replace its files", out.display())));
    }
    let (n_files, tally) = if *zip { write_zip(&made, out)? } else { write_folder(&made, out)? };
    tell(&summary(n_files, &tally, out));
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
