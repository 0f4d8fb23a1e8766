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

/// A target in `fuzz/`.
struct Target {
    name: &'static str,
    /// The longest input, in bytes. Where the fuzzer's bytes choose from a grammar, few of them say a lot.
    max_len: u32,
    /// Whether it starts with one sample of every format.
    takes_samples: bool,
    /// The files and folders it starts from, beside its own folder in `fuzz/seeds/`.
    seeds: &'static [&'static str],
}

const TARGETS: [Target; 8] = [
    Target { name: "file", max_len: 65_536, takes_samples: true, seeds: &["fuzz/seeds/container", "tests/fixtures"] },
    Target { name: "container", max_len: 65_536, takes_samples: false, seeds: &[] },
    Target {
        name: "policy",
        max_len: 65_536,
        takes_samples: false,
        seeds: &["public/policy.default.json", "public/demo/index.json"],
    },
    Target { name: "redact", max_len: 16_384, takes_samples: true, seeds: &["fuzz/seeds/plan", "tests/fixtures"] },
    Target { name: "sarif", max_len: 8_192, takes_samples: false, seeds: &["tests/fixtures/checkov"] },
    Target { name: "plan", max_len: 8_192, takes_samples: false, seeds: &[] },
    Target { name: "reports", max_len: 8_192, takes_samples: false, seeds: &[] },
    Target { name: "zip", max_len: 8_192, takes_samples: false, seeds: &[] },
];

/// Files above this size teach a fuzzer little and slow it down, in bytes.
const LARGEST_SEED: u64 = 64 << 10;

/// What the compiler adds for libFuzzer: counters at every edge, and what is compared with what.
const COVERAGE: &str = "--cfg fuzzing -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
     -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
     -Cllvm-args=-sanitizer-coverage-trace-compares -Ccodegen-units=1";

/// What an input may cost: a second, and 256 MB for the whole process.
const LIMITS: [&str; 2] = ["-timeout=1", "-rss_limit_mb=256"];

/// Runs every target, or one, for some minutes each. What it finds stays in `fuzz/artifacts/`.
pub fn run_fuzz(mut arguments: Arguments) -> Result<(), Failure> {
    let minutes: u32 = number(&mut arguments, "--minutes")?.unwrap_or(1);
    let wanted = option(&mut arguments, "--target")?;
    finish(arguments)?;
    if let Some(name) = wanted.as_deref().filter(|name| TARGETS.iter().all(|target| target.name != *name)) {
        let names: Vec<&str> = TARGETS.iter().map(|target| target.name).collect();
        return Err(format!("there is no target `{name}`; there are {}", names.join(", ")));
    }
    let folder = project().join("fuzz");
    let host = host()?;
    for target in TARGETS.iter().filter(|target| wanted.as_deref().is_none_or(|name| name == target.name)) {
        let name = target.name;
        let corpus = folder.join("corpus").join(name);
        sow(&corpus, target)?;
        let mut build = cargo();
        build.current_dir(&folder).env("RUSTFLAGS", COVERAGE);
        build.args(["build", "--quiet", "--release", "--target", &host, "--bin", name]);
        run(&mut build, "cargo")?;
        let artifacts = folder.join("artifacts").join(name);
        fs::create_dir_all(&artifacts).map_err(|error| format!("cannot make {}: {error}", artifacts.display()))?;
        eprintln!("Fuzzing `{name}` for {minutes} min.");
        let started = Instant::now();
        let mut fuzz = program(folder.join("target").join(&host).join("release").join(name));
        fuzz.arg(&corpus).arg(format!("-artifact_prefix={}/", artifacts.display()));
        let dictionary = folder.join("dictionaries").join(format!("{name}.dict"));
        if dictionary.is_file() {
            fuzz.arg(format!("-dict={}", dictionary.display()));
        }
        fuzz.args(LIMITS).args(["-print_final_stats=1", "-verbosity=0"]).arg(format!("-max_len={}", target.max_len));
        fuzz.arg(format!("-max_total_time={}", u64::from(minutes) * 60));
        let outcome = run(&mut fuzz, name);
        eprintln!("`{name}` ran for {}.", spoken(started.elapsed()));
        outcome.map_err(|_| format!("`{name}` found something: see {}", artifacts.display()))?;
    }
    Ok(())
}

/// The triple of this machine, which keeps the flags off build scripts.
fn host() -> Result<String, Failure> {
    let told = crate::command::output(program("rustc").arg("-vV")).ok_or("cannot ask rustc for its target")?;
    told.lines().find_map(|line| line.strip_prefix("host: ")).map(str::to_owned).ok_or_else(|| "rustc names no host".to_owned())
}

/// Puts what a target starts from into its corpus.
fn sow(corpus: &Path, target: &Target) -> Result<(), Failure> {
    let cannot = |error: std::io::Error| format!("cannot fill {}: {error}", corpus.display());
    fs::create_dir_all(corpus).map_err(cannot)?;
    if target.takes_samples {
        samples::write_to(corpus)?;
    }
    let own = format!("fuzz/seeds/{}", target.name);
    let mut files = Vec::new();
    for place in std::iter::once(own.as_str()).chain(target.seeds.iter().copied()).map(|place| project().join(place)) {
        if place.is_dir() {
            collect_files(&place, &mut files)?;
        } else if place.is_file() {
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
