//! How long the library takes to read files, and how much memory at most: `cargo xtask bench --only formats` calls it with their paths.
//!
//! Prints a line for each: its name, seconds (the fastest of several rounds), and the peak of allocated bytes as a multiple of the file.
#![allow(clippy::unwrap_used, reason = "a figure that cannot be taken ends the run")]
#![allow(clippy::print_stdout, reason = "its lines are what it is run for")]

use peak_alloc::PeakAlloc;
use plumbline_ingest::{Reader, Source, default_policy};
use std::path::Path;
use std::time::Instant;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

const ROUNDS: usize = 5;

fn main() {
    let (policy, sha256) = default_policy();
    // cargo adds a word of its own
    for path in std::env::args().skip(1).filter(|argument| !argument.starts_with("--")) {
        let path = Path::new(&path);
        let bytes = std::fs::read(path).unwrap();
        let size = bytes.len() as f64;
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let mut times = Vec::new();
        let mut peak = 0;
        for _ in 0..ROUNDS {
            let mut reader = Reader::new(policy.clone(), sha256.clone());
            let before = MEMORY.current_usage();
            MEMORY.reset_peak_usage();
            // the file's own bytes count: they are there while it is read
            let copy = bytes.clone();
            let begun = Instant::now();
            let receipt = reader.read(Source::new(name.clone(), copy));
            times.push(begun.elapsed());
            assert!(!receipt.is_refused() && receipt.items > 0, "{name}: {:?}", receipt.diagnostics);
            peak = peak.max(MEMORY.peak_usage().saturating_sub(before));
        }
        let fastest = times.iter().min().unwrap();
        println!("{name}\t{}\t{}", fastest.as_secs_f64(), peak as f64 / size);
    }
}
