//! `cargo xtask bench`: the figures of docs/measured.md, measured on this machine. Nothing here passes or fails.

mod bundle;
mod doubling;
mod facts;
mod first_paint;
mod formats;
mod grown;
mod machine;
mod published;
mod reports;
mod sarif;

use pico_args::Arguments;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

use crate::arguments::{finish, number, option};
use crate::browser::Browser;
use crate::command::{cargo, program, project, run};
use crate::site::Site;
use crate::tools::{Tools, WASM_TARGET};
use crate::{Failure, budget};

/// How many changes are scored, to see how the time grows; each has four reports.
const CHANGES: [usize; 3] = [1_000, 10_000, 100_000];

/// The organisation over which filters are timed: 40 teams in a year.
const LARGE: [&str; 10] = ["--seed", "7", "--teams", "40", "--weeks", "52", "--changes", "100000", "--findings", "1000000"];

/// How often each native figure is taken; the middle one counts.
const NATIVE_ROUNDS: usize = 5;

/// Prints the figures.
pub fn run_bench(mut arguments: Arguments) -> Result<(), Failure> {
    let only = option(&mut arguments, "--only")?;
    let megabytes = number(&mut arguments, "--megabytes")?;
    finish(arguments)?;
    const NAMES: [&str; 10] =
        ["page", "turns", "first-paint", "filter", "score", "bundle", "published", "facts", "formats", "doubling"];
    if let Some(name) = only.as_deref().filter(|name| !NAMES.contains(name)) {
        return Err(format!("there is no figure `{name}`; there are {}", NAMES.join(", ")));
    }
    let wanted = |name: &str| only.as_deref().is_none_or(|only| only == name);

    let folder = project().join("target/bench");
    std::fs::create_dir_all(&folder).map_err(|error| format!("cannot make {}: {error}", folder.display()))?;
    println!("{}", machine::description());
    if wanted("page") {
        page(&folder, &megabytes.map_or(vec![25, 100], |one| vec![one]))?;
    }
    if wanted("turns") {
        turns()?;
    }
    if wanted("first-paint") {
        first_paint::measure()?;
    }
    if wanted("filter") {
        filter(&folder)?;
    }
    if wanted("score") {
        score(&folder)?;
    }
    if wanted("bundle") {
        bundle::measure(&command_line()?, &folder)?;
    }
    if wanted("published") {
        published::measure(&command_line()?, &folder)?;
    }
    if wanted("facts") {
        facts::measure(&command_line()?, &folder)?;
    }
    if wanted("formats") {
        formats::measure(&folder, megabytes.unwrap_or(formats::MEGABYTES))?;
    }
    if wanted("doubling") {
        doubling::measure(&command_line()?, &folder, megabytes.unwrap_or(doubling::MEGABYTES))?;
    }
    Ok(())
}

/// What the page weighs, how soon it is usable, and how it reads large files of these sizes.
fn page(folder: &Path, megabytes: &[usize]) -> Result<(), Failure> {
    let browser = Browser::ready()?;
    let site = Site::for_tests("/plumbline/");
    site.build(&Tools::ready()?)?;

    println!("\nTransfer of the application, gzipped:");
    print!("{}", budget::table(&budget::transfers(&site.out)?));

    let mut node = browser.node()?;
    node.arg("e2e/bench.mjs");
    for megabytes in megabytes {
        let large = folder.join(format!("{megabytes}-mb.sarif"));
        let results = sarif::write(&large, megabytes * 1_000_000)?;
        node.arg(large).arg(results.to_string());
    }
    println!();
    run(site.environment(&mut node)?, "node")
}

/// How soon the page answers: from a filter to its headline, and from one page to the next.
fn turns() -> Result<(), Failure> {
    let browser = Browser::ready()?;
    let site = Site::for_tests("/plumbline/");
    site.build(&Tools::ready()?)?;
    println!();
    run(site.environment(&mut browser.node()?)?.arg("e2e/bench_turns.mjs"), "node")
}

/// How long a filter takes over a large organisation, until the Overview is drawn anew.
fn filter(folder: &Path) -> Result<(), Failure> {
    let browser = Browser::ready()?;
    let site = Site::for_tests("/plumbline/");
    site.build(&Tools::ready()?)?;

    let data = folder.join("filter");
    if !data.join("index.json").is_file() {
        eprintln!("Making the large organisation, 700 MB (once).");
        let mut demo = program(&command_line()?);
        demo.args(["demo", "--force"]).args(LARGE).arg("--out").arg(&data);
        run(&mut demo, "plumbline")?;
    }
    let target = WASM_TARGET;
    run(
        cargo().args(["build", "--locked", "--quiet", "--release", "--package", "plumbline-count", "--target", target]),
        "cargo build",
    )?;
    let count = project().join("target").join(target).join("release/plumbline_count.wasm");
    println!();
    let mut node = browser.node()?;
    run(site.environment(&mut node)?.arg("e2e/bench_filter.mjs").arg(&data).arg(count), "node")
}

/// Builds the command line, and says where it stands.
fn command_line() -> Result<PathBuf, Failure> {
    eprintln!("\nBuilding the command line (usually a minute the first time).");
    let mut build = cargo();
    build.args(["build", "--locked", "--profile", "native", "--no-default-features", "--bin", "plumbline"]);
    run(&mut build, "cargo build")?;
    Ok(project().join(format!("target/native/plumbline{}", std::env::consts::EXE_SUFFIX)))
}

/// How long the command line takes for all its numbers, and how that grows.
fn score(folder: &Path) -> Result<(), Failure> {
    let plumbline = command_line()?;
    println!("\nplumbline score --json, reading included, the middle of {NATIVE_ROUNDS}:");
    let mut before: Option<(usize, Duration)> = None;
    for changes in CHANGES {
        let data = folder.join(format!("{changes}-changes"));
        let bytes = reports::write(&data, changes)?;
        let mut times = Vec::new();
        for _ in 0..NATIVE_ROUNDS {
            let started = Instant::now();
            let mut command = program(&plumbline);
            command.arg("score").arg(&data).args(["--now", reports::NOW, "--json"]).stdout(Stdio::null());
            run(&mut command, "plumbline")?;
            times.push(started.elapsed());
        }
        times.sort();
        let time = times[NATIVE_ROUNDS / 2];
        let growth = before.map_or_else(String::new, |(fewer, shorter)| {
            format!(
                "; {:.0} times the changes, {:.1} times the time",
                changes as f64 / fewer as f64,
                time.as_secs_f64() / shorter.as_secs_f64()
            )
        });
        println!(
            "  {changes:>7} changes, {:>7} reports, {:>6.1} MB: {:>7.3} s{growth}",
            changes * reports::REPORTS_PER_CHANGE,
            bytes as f64 / 1e6,
            time.as_secs_f64()
        );
        before = Some((changes, time));
    }
    Ok(())
}
