//! Text that is no document of values: logs, source code, Markdown, and what stands around documents.

use super::write::{Copy, without_path};
use crate::mask::names::{holds_secret, plain};
use crate::mask::secrets_in;

/// Writes what stands between two places without the secrets in it.
pub(super) fn lines(text: &str, from: usize, to: usize, copy: &mut Copy) {
    let part = text.get(from..to).unwrap_or_default();
    for range in secrets_in(part, false) {
        copy.replace(text, from + range.start, from + range.end, super::REDACTED);
    }
    copy.keep_to(text, to);
}

/// A text without the secrets in it. None when it holds none.
pub(super) fn edited(text: &str) -> Option<String> {
    super::write::edited(text, false)
}

/// Whether a text that is no YAML holds a manifest of a Secret.
pub(super) fn holds_secret_manifest(text: &str) -> bool {
    let is_kind = |line: &str| {
        let entry = line.trim_start_matches(|c: char| !c.is_ascii_alphabetic()).trim_end();
        let (key, value) = entry.split_once(':').unwrap_or_default();
        key.trim_end_matches(['"', '\'']) == "kind" && value.trim().trim_matches(['"', '\'', ',']) == "Secret"
    };
    text.lines().any(is_kind)
}

/// Writes damaged YAML: a line whose key names a secret loses its value, and the lines below that belong to it theirs. So do the data of
/// a Secret of Kubernetes.
pub(super) fn damaged_yaml(text: &str, copy: &mut Copy) {
    let is_manifest = holds_secret_manifest(text);
    let mut at = 0;
    // how far the key is indented whose value goes on below
    let mut block: Option<usize> = None;
    for line in text.split_inclusive('\n') {
        let (start, end) = (at, at + line.trim_end().len());
        at += line.len();
        let indent = line.len() - line.trim_start().len();
        if line.trim().is_empty() {
            continue;
        }
        if block.is_some_and(|outer| indent > outer) {
            put(text, start + indent, end, copy);
            continue;
        }
        block = None;
        let entry = line.trim_start_matches([' ', '\t', '-']);
        let from = start + line.len() - entry.len();
        let Some((key, value)) = entry.trim_end().split_once(':') else {
            lines(text, start, at, copy);
            continue;
        };
        let key = key.trim_matches(['"', '\'', ' ']);
        let value_at = end - value.trim_start().len();
        let is_data = is_manifest && matches!(key, "data" | "stringData" | "binaryData");
        if holds_secret(key) || is_data {
            block = Some(from - start);
            if !value.trim().is_empty() && !value.trim().starts_with(['|', '>']) {
                put(text, value_at, end, copy);
            }
        } else if plain(key).ends_with("url") || plain(key).ends_with("uri") {
            if let Some(address) = without_path(value.trim_matches(['"', '\'', ' '])) {
                copy.replace(text, value_at, end, &address);
            }
        } else {
            lines(text, start, at, copy);
        }
    }
    copy.keep_to(text, text.len());
}

fn put(text: &str, from: usize, to: usize, copy: &mut Copy) {
    if text.get(from..to).is_some_and(|value| value != super::REDACTED) {
        copy.replace(text, from, to, super::REDACTED);
    }
}
