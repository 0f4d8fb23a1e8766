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

/// What is wrong with the copy of a text: it is no copy of itself, or holds a marker that another copy hides.
fn fault(text: &str, hidden: &[String]) -> Option<String> {
    match redact(text.as_bytes()) {
        Redaction::Impossible(_) => None,
        Redaction::Clean => (!hidden.is_empty()).then(|| format!("it is clean:\n{text}")),
        Redaction::Copy { bytes, .. } => {
            let copy = String::from_utf8(bytes).unwrap();
            let shown = hidden.iter().find(|marker| copy.contains(*marker));
            let is_settled = redact(copy.as_bytes()) == Redaction::Clean;
            (shown.is_some() || !is_settled).then(|| format!("{shown:?}, {is_settled}:\n{copy}\nof\n{text}"))
        }
    }
}

#[test]
fn two_files_in_one_hide_what_each_hides() {
    for (first, one) in PLANTED.iter().enumerate() {
        for (second, other) in PLANTED.iter().enumerate() {
            let (text, hidden) = text_of(&[(first, 0, None), (second, 1, None)]);
            assert_eq!(fault(&text, &hidden), None, "{} and {}", one.0, other.0);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn files_that_run_into_each_other_hide_what_each_hides(
        parts in prop::collection::vec(
            (0..PLANTED.len(), 0..BETWEEN.len(), prop::option::weighted(0.3, any::<prop::sample::Index>())),
            2..4,
        ),
    ) {
        let (text, hidden) = text_of(&parts);
        prop_assert_eq!(fault(&text, &hidden), None);
    }
}
