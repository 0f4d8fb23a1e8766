//! Damaged files, thousands of them: whatever is cut, flipped or swapped in a file of any format, reading it ends, in bounded memory,
//! with a receipt that says what was lost.
//!
//! One test alone in its program: the memory is that of the whole process.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test fails by panicking"
)]

#[allow(dead_code, reason = "not every test needs all of a sample")]
#[path = "ingest/samples/mod.rs"]
mod samples;

use peak_alloc::PeakAlloc;
use plumbline_domain::{Instant, Receipt};
use plumbline_ingest::{Reader, Source, default_policy};
use samples::{Syntax, samples};

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// How many damaged files are made of each format.
const CASES: usize = 240;

/// What reading may take, as a multiple of the file, beyond what the reader itself and its smallest tables take.
const MULTIPLE: usize = 40;
const ALLOWANCE: usize = 512 << 10;

/// A small generator of numbers that look drawn: the same ones in every run (Marsaglia, xorshift64).
struct Drawn(u64);

impl Drawn {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % n.max(1) as u64) as usize
    }
}

/// What stands in the place of a value.
const VALUES: [&str; 10] =
    ["null", "true", "-1", "1e308", "18446744073709551616", "\"\"", "\"\\ud800\"", "[]", "{}", "[[[[{}]]]]"];

/// Takes the value behind one of the colons out and puts another in: the commonest damage that still is JSON.
fn swapped(text: &str, drawn: &mut Drawn) -> Option<Vec<u8>> {
    let colons: Vec<usize> = text.match_indices(": ").map(|(at, _)| at + 2).collect();
    let from = *colons.get(drawn.below(colons.len()))?;
    let rest = &text[from..];
    let (mut depth, mut in_text, mut escaped) = (0_i32, false, false);
    let mut to = rest.len();
    for (at, letter) in rest.char_indices() {
        match letter {
            _ if escaped => escaped = false,
            '\\' if in_text => escaped = true,
            '"' => in_text = !in_text,
            _ if in_text => {}
            '{' | '[' => depth += 1,
            '}' | ']' | ',' if depth == 0 => {
                to = at;
                break;
            }
            '}' | ']' => depth -= 1,
            _ => {}
        }
    }
    let value = VALUES[drawn.below(VALUES.len())];
    Some([&text.as_bytes()[..from], value.as_bytes(), &text.as_bytes()[from + to..]].concat())
}

fn damaged(text: &str, case: usize, drawn: &mut Drawn) -> Vec<u8> {
    let mut bytes = text.as_bytes().to_vec();
    match case % 6 {
        0 => bytes.truncate(drawn.below(bytes.len())),
        1 => {
            for _ in 0..=drawn.below(4) {
                let at = drawn.below(bytes.len());
                bytes[at] ^= 1 << drawn.below(8);
            }
        }
        2 | 3 => bytes = swapped(text, drawn).unwrap_or(bytes),
        4 => {
            let from = drawn.below(bytes.len());
            let to = (from + drawn.below(40)).min(bytes.len());
            bytes.drain(from..to);
        }
        _ => {
            // A piece of the file a second time, in another place.
            let from = drawn.below(bytes.len());
            let piece = bytes[from..(from + drawn.below(200)).min(bytes.len())].to_vec();
            let at = drawn.below(bytes.len());
            bytes.splice(at..at, piece);
        }
    }
    bytes
}

fn read(reader: &mut Reader, bytes: Vec<u8>) -> Receipt {
    reader.read(Source::new("damaged", bytes)).clone()
}

fn says_what_was_lost(receipt: &Receipt) -> bool {
    receipt.diagnostics.iter().any(|d| !d.message.is_empty())
}

#[test]
fn every_damaged_file_ends_in_a_receipt() {
    let now = Instant::from_rfc3339("2026-11-22T12:00:00Z").unwrap();
    let (policy, sha256) = default_policy();
    let mut drawn = Drawn(0x9e37_79b9_7f4a_7c15);
    let (mut n, mut refused, mut worst) = (0, 0, 0.0_f64);
    for sample in samples() {
        let text = sample.text();
        let whole = read(&mut Reader::new(policy.clone(), sha256.clone()), text.clone().into_bytes());
        assert_eq!((whole.items, whole.open), (sample.items, sample.open), "{} undamaged", sample.format);
        for case in 0..CASES {
            let bytes = damaged(&text, case, &mut drawn);
            let mut reader = Reader::new(policy.clone(), sha256.clone());
            let size = bytes.len();
            // what is cut off at a line may be no loss that shows
            let is_cut = case % 6 == 0 && matches!(sample.syntax(), Syntax::Json | Syntax::Xml);
            let before = MEMORY.current_usage();
            MEMORY.reset_peak_usage();
            let shown = String::from_utf8_lossy(&bytes).into_owned();
            let receipt = read(&mut reader, bytes);
            let taken = MEMORY.peak_usage().saturating_sub(before);
            assert!(taken <= MULTIPLE * size + ALLOWANCE, "{}: {taken} bytes for {size}\n{shown}", sample.format);
            worst = worst.max((taken as f64 - ALLOWANCE as f64) / size.max(1) as f64);
            if receipt.is_refused() || is_cut {
                assert!(says_what_was_lost(&receipt), "{}: nothing is said of\n{shown}", sample.format);
            }
            n += 1;
            refused += usize::from(receipt.is_refused());
            let _ = reader.into_dataset(now);
        }
    }
    // Damage that is always refused, or never, would try only half of the readers.
    assert!(n >= 8_000 && refused > n / 10 && refused < n * 9 / 10, "{refused} of {n} were refused");
    println!("{n} damaged files, {refused} refused");
}
