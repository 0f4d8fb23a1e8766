//! Copies of files that run into each other.

use crate::redaction::{MARKER, PLANTED, planted};
use plumbline_ingest::{Redaction, redact};
use proptest::prelude::*;

/// What stands between two files.
const BETWEEN: [&str; 6] =
    ["", "\n", "\n\n", " ", "2026-11-20T10:00:00Z ", "\n# Storage for invoices\n\nGive the ledger a bucket - Th"];

/// One planted file of a text, with a marker that no other part has.
fn part(at: usize, of: usize) -> String {
    let (_, text) = PLANTED[of % PLANTED.len()];
    planted(text).replace(MARKER, &format!("{MARKER}{at}-"))
}

/// A text of several files, and the markers that the copies of those that are whole do not hold.
fn text_of(parts: &[(usize, usize, Option<prop::sample::Index>)]) -> (String, Vec<String>) {
    let (mut text, mut hidden) = (String::new(), Vec::new());
    for (at, (of, between, cut)) in parts.iter().enumerate() {
        let part = part(at, *of);
        // what an anchor stands for is a secret by the alias alone, which damaged YAML does not follow
        let is_followed = !part.contains("&pw");
        match cut {
            Some(cut) => text.extend(part.chars().take(cut.index(part.chars().count()))),
            None => {
                text.push_str(&part);
                if is_followed {
                    hidden.push(format!("{MARKER}{at}-"));
                }
            }
        }
        text.push_str(BETWEEN[*between]);
    }
    (text, hidden)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8000))]

    #[test]
    fn files_that_run_into_each_other_hide_what_each_hides(
        parts in prop::collection::vec((0..PLANTED.len(), 0..BETWEEN.len(), prop::option::weighted(0.3, any::<prop::sample::Index>())), 2..4),
    ) {
        let (text, hidden) = text_of(&parts);
        match redact(text.as_bytes()) {
            Redaction::Copy { bytes, .. } => {
                prop_assert_eq!(redact(&bytes), Redaction::Clean);
                let copy = String::from_utf8(bytes).unwrap();
                for marker in hidden {
                    let at = copy.find(&marker).unwrap_or_default();
                    let around = copy.get(at.saturating_sub(60)..at + 60).unwrap_or_default();
                    prop_assert!(!copy.contains(&marker), "{}\n--- {:?}\nof\n{}", around, copy, text);
                }
            }
            Redaction::Clean => prop_assert!(hidden.is_empty()),
            Redaction::Impossible(_) => {}
        }
    }
}

#[test]
fn zz_all() {
    let mut counts = std::collections::BTreeMap::<(usize, usize), (usize, String)>::new();
    for i in 0..PLANTED.len() {
        for j in 0..PLANTED.len() {
            for b in 0..BETWEEN.len() {
                let (text, hidden) = text_of(&[(i, b, None), (j, 1, None)]);
                let mut bad = None;
                match redact(text.as_bytes()) {
                    Redaction::Copy { bytes, .. } => {
                        if redact(&bytes) != Redaction::Clean {
                            bad = Some("not clean".to_owned());
                        }
                        let copy = String::from_utf8(bytes).unwrap();
                        for marker in hidden {
                            if let Some(at) = copy.find(&marker) {
                                bad = Some(format!(
                                    "{marker} {:?}",
                                    String::from_utf8_lossy(&copy.as_bytes()[at.saturating_sub(60)..(at + 40).min(copy.len())])
                                ));
                            }
                        }
                    }
                    Redaction::Clean => bad = Some("clean".to_owned()),
                    Redaction::Impossible(r) => {
                        if !r.contains("signed") {
                            bad = Some(r)
                        }
                    }
                }
                if let Some(bad) = bad {
                    let e = counts.entry((i, j)).or_insert((0, bad));
                    e.0 += 1;
                }
            }
        }
    }
    for ((i, j), (n, bad)) in &counts {
        println!("{n} {} + {}: {bad}", PLANTED[*i].0, PLANTED[*j].0);
    }
    println!("TOTAL {}", counts.len());
}
