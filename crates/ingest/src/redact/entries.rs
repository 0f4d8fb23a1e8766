//! Lines of YAML in a text that as a whole is none: damaged YAML, YAML among other words, and both in differences.

use super::plain::lines;
use super::rules::is_key_of_receiver;
use super::write::{Copy, without_path};
use crate::mask::is_constant;
use crate::mask::names::{holds_secret, plain};
use std::ops::Range;

/// How much of a text is taken for YAML.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reading {
    /// All of its lines, and a manifest of a Secret is among them.
    Manifest,
    /// All of its lines.
    Damaged,
    /// Lines with a key that stand beside another such line, as far as their value is one word or in quotes.
    AmongWords,
}

/// Whether a text holds a manifest of a Secret outside of its documents of JSON. Other words may stand before its first line.
pub(super) fn holds_secret_manifest(text: &str, documents: &[Range<usize>]) -> bool {
    let (mut has_kind, mut has_data) = (false, false);
    for line in (Lines { text, at: 0, documents }).filter(|line| !line.is_of_document) {
        let Some((before, value)) = text.get(line.range).and_then(|line| line.rsplit_once(':')) else { continue };
        let key = before.trim_end_matches(['"', '\'']);
        let is_secret = value.trim().trim_matches(['"', '\'', ',']) == "Secret";
        has_kind |= is_secret && key.ends_with("kind");
        has_data |= ["data", "stringData", "binaryData"].iter().any(|data| before.contains(data));
    }
    has_kind && has_data
}

/// Writes a text: a line whose key names a secret loses its value, and the lines below that belong to it theirs. So do the data of a
/// Secret of Kubernetes. Documents of JSON are passed over, but for those that are such a value.
pub(super) fn text(text: &str, reading: Reading, documents: &[Range<usize>], copy: &mut Copy) {
    // how far the key is indented whose value goes on below
    let mut block: Option<usize> = None;
    let mut is_behind_entry = false;
    // in a difference the first character of a line says whether it is new
    let is_diff = text.lines().any(|line| line.starts_with("@@ -"));
    let line_at = |range: &Range<usize>| {
        let line = text.get(range.clone()).unwrap_or_default();
        line.strip_prefix(['+', '-', ' ']).filter(|_| is_diff).unwrap_or(line)
    };
    let mut all = Lines { text, at: 0, documents }.peekable();
    while let Some(Line { range, is_of_document }) = all.next() {
        let line = line_at(&range);
        let (start, at) = (range.end - line.len(), range.end);
        let end = start + line.trim_end().len();
        let indent = line.len() - line.trim_start().len();
        if line.trim().is_empty() {
            continue;
        }
        if block.is_some_and(|outer| indent > outer) {
            put(text, start + indent, end, copy);
            continue;
        }
        block = None;
        if is_of_document {
            is_behind_entry = false;
            continue;
        }
        let is_entry = is_entry(line);
        let has_neighbour = is_behind_entry || all.peek().is_some_and(|next| self::is_entry(line_at(&next.range)));
        is_behind_entry = is_entry;
        let is_damaged = reading != Reading::AmongWords;
        let entry = line.trim_start_matches([' ', '\t', '-']);
        let from = start + line.len() - entry.len();
        let Some((key, value)) = entry.trim_end().split_once(':').filter(|_| is_damaged || (is_entry && has_neighbour)) else {
            if is_damaged {
                lines(text, start, at, copy);
            }
            continue;
        };
        let key = key.trim_matches(['"', '\'', ' ']);
        let value_at = end - value.trim_start().len();
        let value = value.trim();
        let is_data = reading == Reading::Manifest && matches!(key, "data" | "stringData" | "binaryData");
        let begins_block = value.starts_with(['|', '>']) || (is_damaged && value.is_empty());
        if (holds_secret(key) && (is_damaged || is_value(key, value, indent))) || is_data {
            if is_damaged || begins_block {
                block = Some(from - start);
            }
            if !value.is_empty() && !begins_block {
                put(text, value_at, end, copy);
            }
        } else if is_address(key, reading) {
            if let Some(address) = without_path(value.trim_matches(['"', '\'', ' '])) {
                copy.replace(value_at, end, address);
            }
        } else if is_damaged {
            lines(text, start, at, copy);
        }
    }
}

/// Whether the value under a key is an address whose path is a secret.
fn is_address(key: &str, reading: Reading) -> bool {
    let key = plain(key);
    match reading {
        Reading::Manifest | Reading::Damaged => key.ends_with("url") || key.ends_with("uri"),
        Reading::AmongWords => is_key_of_receiver(&key),
    }
}

/// Whether a line has a key as YAML of tools has them, without spaces.
fn is_entry(line: &str) -> bool {
    let entry = line.trim_start_matches([' ', '\t', '-']).trim_end();
    let Some((key, value)) = entry.split_once(':') else { return false };
    let key = key.strip_prefix('"').and_then(|key| key.strip_suffix('"')).unwrap_or(key);
    let is_name =
        |key: &str| !key.is_empty() && key.len() < 120 && key.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-./".contains(&b));
    is_name(key) && (value.is_empty() || value.starts_with(' '))
}

/// Whether what stands under the name of a secret among words is a value, and no prose: `Password: stored in a vault`.
fn is_value(key: &str, value: &str, indent: usize) -> bool {
    let is_label = indent == 0 && key.starts_with(|c: char| c.is_ascii_uppercase()) && !key.contains(['_', '-']);
    let word = value.split(" #").next().unwrap_or_default().trim();
    let inner = ['"', '\''].iter().find_map(|quote| word.strip_prefix(*quote)?.strip_suffix(*quote));
    let is_block = word.starts_with(['|', '>']);
    let is_constant = is_constant(inner.unwrap_or(word)) && !word.ends_with([',', ';', '{', '(', '[']);
    !is_label && (is_block || (is_constant && (inner.is_some() || !word.contains(' '))))
}

/// A line outside of documents, or a part of one inside.
struct Line {
    range: Range<usize>,
    is_of_document: bool,
}

/// The lines of a text that holds documents. What stands behind the end of a document is a line of its own.
struct Lines<'t> {
    text: &'t str,
    at: usize,
    /// The documents that are still to come, in order.
    documents: &'t [Range<usize>],
}

impl Iterator for Lines<'_> {
    type Item = Line;

    fn next(&mut self) -> Option<Line> {
        let rest = self.text.get(self.at..).filter(|rest| !rest.is_empty())?;
        while let [first, others @ ..] = self.documents
            && first.end <= self.at
        {
            self.documents = others;
        }
        let line = rest.split_inclusive('\n').next().unwrap_or_default();
        let end = self.at + line.len();
        let first = self.documents.first();
        let end = first.map_or(end, |document| if document.end < end { document.end } else { end });
        let begins = self.at + line.len() - line.trim_start().len();
        let range = self.at..end;
        self.at = end;
        Some(Line { range, is_of_document: first.is_some_and(|document| document.start <= begins) })
    }
}

fn put(text: &str, from: usize, to: usize, copy: &mut Copy) {
    if text.get(from..to).is_some_and(|value| value != super::REDACTED) {
        copy.replace(from, to, super::REDACTED);
    }
}
