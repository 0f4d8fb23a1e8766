//! `cargo xtask fuzz`: libFuzzer over the readers, with the pinned compiler and nothing but crates.

use pico_args::Arguments;
use std::fs;
use std::path::Path;
use std::time::Instant;

use crate::Failure;
use crate::arguments::{finish, number, option};
use crate::command::{cargo, program, project, run, spoken};
use crate::files::collect_files;
use crate::samples;

/// The targets in `fuzz/`, and what each starts from.
const TARGETS: [(&str, &[&str]); 3] = [
    ("file", &["fuzz/seeds", "tests/fixtures"]),
    ("container", &["fuzz/seeds"]),
    ("policy", &["public/policy.default.json", "public/demo"]),
];

/// Files above this size teach a fuzzer little and slow it down, in bytes.
const LARGEST_SEED: u64 = 64 << 10;

/// What the compiler adds for libFuzzer: counters at every edge, and what is compared with what.
const COVERAGE: &str = "--cfg fuzzing -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
     -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
     -Cllvm-args=-sanitizer-coverage-trace-compares -Ccodegen-units=1";

/// Runs every target, or one, for a while. What it finds stays in `fuzz/artifacts/`.
pub fn run_fuzz(mut arguments: Arguments) -> Result<(), Failure> {
    let seconds: u32 = number(&mut arguments, "--seconds")?.unwrap_or(60);
    let wanted = option(&mut arguments, "--target")?;
    finish(arguments)?;
    let folder = project().join("fuzz");
    let host = host()?;
    for (target, seeds) in TARGETS.iter().filter(|(name, _)| wanted.as_deref().is_none_or(|w| w == *name)) {
        let corpus = folder.join("corpus").join(target);
        sow(&corpus, seeds)?;
        let mut build = cargo();
        build.current_dir(&folder).env("RUSTFLAGS", COVERAGE);
        build.args(["build", "--quiet", "--release", "--target", &host, "--bin", target]);
        run(&mut build, "cargo")?;
        let artifacts = folder.join("artifacts").join(target);
        fs::create_dir_all(&artifacts).map_err(|error| format!("cannot make {}: {error}", artifacts.display()))?;
        eprintln!("Fuzzing `{target}` for {seconds} s.");
        let started = Instant::now();
        let mut fuzz = program(folder.join("target").join(&host).join("release").join(target));
        fuzz.arg(&corpus).arg(format!("-artifact_prefix={}/", artifacts.display()));
        fuzz.args(["-max_len=65536", "-timeout=20", "-rss_limit_mb=4096", "-print_final_stats=1", "-verbosity=0"]);
        fuzz.arg(format!("-max_total_time={seconds}"));
        let outcome = run(&mut fuzz, target);
        eprintln!("`{target}` ran for {}.", spoken(started.elapsed()));
        outcome.map_err(|_| format!("`{target}` found something: see {}", artifacts.display()))?;
    }
    Ok(())
}

/// The triple of this machine, which keeps the flags off build scripts.
fn host() -> Result<String, Failure> {
    let told = crate::command::output(program("rustc").arg("-vV")).ok_or("cannot ask rustc for its target")?;
    told.lines().find_map(|line| line.strip_prefix("host: ")).map(str::to_owned).ok_or_else(|| "rustc names no host".to_owned())
}

/// Puts the files that a target starts from into its corpus: one of every format, and what stands in some folders.
fn sow(corpus: &Path, places: &[&str]) -> Result<(), Failure> {
    let cannot = |error: std::io::Error| format!("cannot fill {}: {error}", corpus.display());
    fs::create_dir_all(corpus).map_err(cannot)?;
    samples::write_to(corpus)?;
    let mut files = Vec::new();
    for place in places.iter().map(|place| project().join(place)) {
        if place.is_dir() {
            collect_files(&place, &mut files)?;
        } else {
            files.push(place);
        }
    }
    for (i, file) in files.iter().enumerate() {
        if fs::metadata(file).is_ok_and(|about| about.len() <= LARGEST_SEED) {
            fs::copy(file, corpus.join(format!("seed-{i}"))).map_err(cannot)?;
        }
    }
    Ok(())
}
