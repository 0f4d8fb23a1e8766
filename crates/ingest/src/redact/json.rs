//! JSON: one document, one a line, and what a log puts before and behind them. A damaged document loses all of its values.

use super::marks::Marks;
use super::plain;
use super::rules;
use super::tree::{Damage, Tree, end_of_string, scan};
use super::write::{Copy, write};
use crate::formats::{Shape, format_of};
use plumbline_domain::Format;

/// Writes the copy of a document.
pub(super) fn document(tree: &Tree<'_>, format: Option<Format>, depth: u32, copy: &mut Copy) {
    let mut marks = Marks::of(tree);
    let edits = rules::mark(&mut marks, format, depth);
    write(&marks, &edits, copy);
}

/// Writes the copy of a text that holds JSON, from its first document on.
pub(super) fn text(text: &str, copy: &mut Copy) {
    let mut at = 0;
    while let Some(start) = next_document(text, at) {
        plain::lines(text, at, start, copy);
        match scan(text, start) {
            Ok((tree, end)) => {
                let (shape, _) = Shape::of(text.get(start..end).unwrap_or_default());
                let format = format_of(&shape).map(|d| d.format);
                document(&tree, format, 0, copy);
                copy.keep_to(text, end);
                at = end;
            }
            Err(Damage { at: broken }) => {
                let end_of_line = text.get(start..).and_then(|rest| rest.find('\n')).map_or(text.len(), |n| start + n + 1);
                // a line of several documents costs itself; a document of several lines costs all that follows
                at = if broken < end_of_line && end_of_line < text.len() && !ends_open(text, start, broken) {
                    end_of_line
                } else {
                    text.len()
                };
                damaged(text, start, at, copy);
            }
        }
    }
    plain::lines(text, at, text.len(), copy);
}

/// Whether a text begins as JSON.
pub(super) fn begins(text: &str) -> bool {
    is_document(text.trim_start())
}

/// Where the next document begins: at a place, or at the start of a line behind it.
fn next_document(text: &str, from: usize) -> Option<usize> {
    let mut at = from;
    for line in text.get(from..).unwrap_or_default().split_inclusive('\n') {
        // a sequence of documents has a mark before each
        let indent = line.len() - line.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{1e}').len();
        if is_document(text.get(at + indent..).unwrap_or_default()) {
            return Some(at + indent);
        }
        // behind a time or a word of a log, as far as it is whole
        if let Some(inside) = line.find("{\"").filter(|inside| scan(line, *inside).is_ok()) {
            return Some(at + inside);
        }
        at += line.len();
    }
    None
}

/// Whether a text begins with a list or an object, and not with a word in brackets, as lines of logs do.
fn is_document(text: &str) -> bool {
    let Some(inner) = text.strip_prefix(['{', '[']) else { return false };
    let is_object = text.starts_with('{');
    match inner.trim_start().chars().next() {
        None => true,
        Some('"') => true,
        // a comment, which JSON has none of: what stands behind it is damaged
        Some('/') => is_object,
        Some('}') => is_object,
        Some('{' | '[' | ']') => !is_object,
        Some(c) => !is_object && (c == '-' || c.is_ascii_digit()) && is_number_list(inner),
    }
}

fn is_number_list(inner: &str) -> bool {
    let end = inner.find(|c: char| !(c.is_ascii_digit() || " .+-eE\n\r\t".contains(c)));
    end.is_some_and(|end| inner.get(end..).is_some_and(|rest| rest.starts_with([',', ']'])))
}

/// Whether a document breaks off where its line does not: it goes on below.
fn ends_open(text: &str, start: usize, broken: usize) -> bool {
    let line = text.get(start..).unwrap_or_default().lines().next().unwrap_or_default();
    line.trim_end().ends_with(['{', '[', ',']) && broken + 1 >= start + line.trim_end().len()
}

/// Writes a damaged document: no value of it stays but those by which a format is known, because what was to say which of them are secret
/// may be missing.
fn damaged(text: &str, start: usize, end: usize, copy: &mut Copy) {
    const KEPT: [&str; 9] =
        ["format", "format_version", "terraform_version", "version", "$schema", "kind", "apiVersion", "mode", "type"];
    let bytes = text.as_bytes().get(..end).unwrap_or_default();
    let mut key = "";
    let mut at = start;
    while let Some(from) = bytes.iter().skip(at).position(|b| *b == b'"' || b.is_ascii_digit()).map(|n| n + at) {
        if bytes.get(from) != Some(&b'"') {
            let length = bytes.iter().skip(from).take_while(|b| b.is_ascii_alphanumeric() || b"+-._".contains(b)).count();
            at = from + length.max(1);
            if length > 3 {
                copy.replace(text, from, at, "0");
            }
            continue;
        }
        let to = end_of_string(bytes, from).unwrap_or_else(|broken| broken).min(end);
        let to = if text.is_char_boundary(to) { to } else { end };
        let is_key = bytes.iter().skip(to).find(|b| !b.is_ascii_whitespace()) == Some(&b':');
        let inner = text.get(from + 1..to).unwrap_or_default();
        let inner = inner.strip_suffix('"').unwrap_or(inner);
        if is_key {
            key = inner;
            at = to.max(from + 1);
            continue;
        }
        let is_kept = inner.is_empty() || (KEPT.contains(&key) && inner.len() < 32);
        if !is_kept && inner != super::REDACTED {
            copy.replace(text, from, to, "\"(redacted)\"");
        }
        at = to.max(from + 1);
    }
    copy.keep_to(text, end);
}

#[cfg(test)]
mod tests {
    use crate::redact::{Redaction, redact};

    fn leaks(text: &str) -> bool {
        match redact(text.as_bytes()) {
            Redaction::Copy { bytes, .. } => String::from_utf8(bytes).unwrap().contains("correct-horse"),
            Redaction::Clean => true,
            Redaction::Impossible(_) => false,
        }
    }

    #[test]
    fn a_document_is_found_behind_what_is_none() {
        let output = r#"{"db": {"sensitive": true, "type": "string", "value": "correct-horse"}}"#;
        for before in ["\u{1e}", "2026-11-20T10:00:00Z ", "window.x = ", "  \n", "[info] plan "] {
            assert!(!leaks(&format!("{before}{output}\n")), "{before}");
        }
        assert!(!leaks(r#"{ /* c */ "db": {"sensitive": true, "type":"string","value":"correct-horse"} }"#));
        assert!(!leaks("{\n  // note\n  \"adminKey\": {\"type\": \"securestring\", \"defaultValue\": \"correct-horse\"}\n}"));
    }

    #[test]
    fn several_secrets_under_one_name_go() {
        for text in [
            r#"{"secrets": {"db": "correct-horse"}}"#,
            r#"{"passwords": ["correct-horse-1"]}"#,
            r#"{"password": {"current": "correct-horse"}}"#,
            r#"{"secrets": [{"name": "db-conn", "value": "correct-horse"}]}"#,
            r#"{"auths": {"r": {"auth": "correct-horse"}}}"#,
            r#"{"args": ["--password", "correct-horse"]}"#,
            r#"{"Target": {"Path": "/Properties/Environment/Variables/DB_PASSWORD", "BeforeValue": "correct-horse"}}"#,
            r#"{"user_key": "correct-horse"}"#,
        ] {
            assert!(!leaks(text), "{text}");
        }
        // names of secrets and references stay
        for text in [
            r#"{"imagePullSecrets": [{"name": "registry-login"}]}"#,
            r#"{"secrets": [{"name": "db-conn", "keyVaultUrl": "https://v.vault.azure.net/secrets/db", "identity": "system"}]}"#,
            r#"{"secrets": {"db": {"file": "./db.txt"}}}"#,
        ] {
            assert_eq!(redact(text.as_bytes()), Redaction::Clean, "{text}");
        }
    }
}
