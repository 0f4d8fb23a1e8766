//! What there is to tell of the input, as much as somebody reads.

use super::super::input::not_at_hand;
use super::super::terminal::tell;
use plumbline_domain::{DiagnosticSeverity, Receipt};
use plumbline_gate::lost;
use std::collections::BTreeSet;

/// How many lines of one weight are told.
const MAX_TOLD: usize = 50;

/// Lines of each weight: the first in byte order, and how many there are.
#[derive(Debug, Default)]
pub(super) struct Told {
    errors: Lines,
    warnings: Lines,
    /// How many records, or files that may hold some, could not be read.
    pub n_lost: u64,
    /// How many artifacts records name that are not at hand, and the first in byte order: the file of the record, and the path.
    missing: (u64, Option<(String, String)>),
}

#[derive(Debug, Default)]
struct Lines {
    first: BTreeSet<String>,
    n: u64,
}

impl Lines {
    fn add(&mut self, line: String) {
        self.n += 1;
        self.first.insert(line);
        if self.first.len() > MAX_TOLD {
            self.first.pop_last();
        }
    }

    fn merge(&mut self, other: Lines) {
        self.n += other.n;
        self.first.extend(other.first);
        while self.first.len() > MAX_TOLD {
            self.first.pop_last();
        }
    }

    fn tell(&self, word: &str) {
        self.first.iter().for_each(|line| tell(&format!("{word}: {line}")));
        let n_more = self.n.saturating_sub(self.first.len() as u64);
        if n_more > 0 {
            tell(&format!("… and {n_more} more {word}s"));
        }
    }
}

impl Told {
    /// What a receipt says.
    pub fn add(&mut self, receipt: &Receipt) {
        self.n_lost += lost(receipt).count() as u64;
        for diagnostic in &receipt.diagnostics {
            let line = || format!("{}{}: {}", receipt.file, diagnostic.place(), diagnostic.message);
            match diagnostic.severity {
                DiagnosticSeverity::Error => self.errors.add(line()),
                DiagnosticSeverity::Warning => self.warnings.add(line()),
                DiagnosticSeverity::Note => {}
            }
        }
    }

    /// That an artifact is not at hand: the file of the record, and the path that it states.
    pub fn miss(&mut self, file: &str, stated: &str) {
        self.add_missing(1, Some((file.to_owned(), stated.to_owned())));
    }

    fn add_missing(&mut self, n: u64, first: Option<(String, String)>) {
        self.missing.0 += n;
        let known = self.missing.1.take();
        self.missing.1 = known.into_iter().chain(first).min();
    }

    /// What was noted elsewhere.
    pub fn merge(&mut self, other: Told) {
        self.errors.merge(other.errors);
        self.warnings.merge(other.warnings);
        self.n_lost += other.n_lost;
        self.add_missing(other.missing.0, other.missing.1);
    }

    /// Says it on stderr.
    pub fn tell(&self) {
        self.errors.tell("error");
        self.warnings.tell("warning");
        if let (n, Some((file, stated))) = &self.missing {
            tell(&not_at_hand(*n, file, stated));
        }
    }
}
