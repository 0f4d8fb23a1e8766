//! JSON: one document, one a line, and what a log puts before and behind them. A damaged document loses all of its values.

use super::marks::Marks;
use super::plain;
use super::rules;
use super::tree::{Damage, Tree, end_of_string, scan, skip_space};
use super::write::{Copy, write};
use crate::formats::{Shape, format_of};
use crate::mask::names::holds_secret;
use plumbline_domain::Format;
use std::ops::Range;

/// Writes the copy of a document.
pub(super) fn document(tree: &Tree<'_>, format: Option<Format>, depth: u32, copy: &mut Copy) {
    let mut marks = Marks::of(tree);
    let edits = rules::mark(&mut marks, format, depth);
    write(&marks, &edits, copy);
}

/// Redacts the JSON in a text, and the secrets in what stands around it. Returns where its whole documents stand, in order.
pub(super) fn text(text: &str, copy: &mut Copy) -> Vec<Range<usize>> {
    let mut documents = Vec::new();
    let mut extent = Extent { text, known: 0..0 };
    let mut at = 0;
    while let Some(begin) = next_document(text, at) {
        plain::lines(text, at, begin.at, copy);
        match scan(text, begin.at) {
            Ok((tree, end)) => {
                of_its_format(&tree, begin.at..end, copy);
                documents.push(begin.at..end);
                at = end;
            }
            Err(Damage { at: broken }) => {
                at = extent.of_damage(begin, broken);
                damaged(text, begin.at, at, copy);
            }
        }
    }
    plain::lines(text, at, text.len(), copy);
    documents
}

/// Redacts a document by the rules of its format.
fn of_its_format(tree: &Tree<'_>, at: Range<usize>, copy: &mut Copy) {
    let (shape, _) = Shape::of(tree.text.get(at).unwrap_or_default());
    document(tree, format_of(&shape).map(|d| d.format), 0, copy);
}

/// Redacts the documents of YAML that are written as JSON by the rules of their formats.
pub(super) fn among_yaml(text: &str, copy: &mut Copy) {
    let mut at = 0;
    let mut done = 0;
    for line in text.split_inclusive('\n') {
        if at >= done && line.starts_with(['{', '[']) {
            done = match scan(text, at) {
                Ok((tree, end)) => {
                    of_its_format(&tree, at..end, copy);
                    end
                }
                Err(Damage { at: broken }) => broken,
            };
        }
        at += line.len();
    }
}

/// Whether a text begins as JSON.
pub(super) fn begins(text: &str) -> bool {
    is_document(text.trim_start())
}

/// Where a document begins.
#[derive(Clone, Copy, Debug)]
struct Begin {
    at: usize,
    /// Whether nothing stands before it on its line.
    begins_line: bool,
}

/// The next document: at a place, at the start of a line behind it, or behind other words of a line.
fn next_document(text: &str, from: usize) -> Option<Begin> {
    let mut at = from;
    for line in text.get(from..).unwrap_or_default().split_inclusive('\n') {
        // a sequence of documents has a mark before each
        let indent = line.len() - line.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{1e}').len();
        if is_document(text.get(at + indent..).unwrap_or_default()) {
            return Some(Begin { at: at + indent, begins_line: true });
        }
        let opens = |(inside, byte): &(usize, u8)| matches!(byte, b'{' | b'[') && opens_members(text.as_bytes(), at + inside);
        if let Some((inside, _)) = line.bytes().enumerate().find(opens) {
            return Some(Begin { at: at + inside, begins_line: false });
        }
        at += line.len();
    }
    None
}

/// Whether an object with a key begins at a place, or a list of such objects.
fn opens_members(bytes: &[u8], at: usize) -> bool {
    let at = if bytes.get(at) == Some(&b'[') { skip_space(bytes, at + 1) } else { at };
    let key = skip_space(bytes, at + 1);
    bytes.get(at) == Some(&b'{') && is_key(bytes, key)
}

/// Whether a text with a colon behind it stands at a place.
fn is_key(bytes: &[u8], at: usize) -> bool {
    let end = (bytes.get(at) == Some(&b'"')).then(|| end_of_string(bytes, at).ok()).flatten();
    end.is_some_and(|end| bytes.get(skip_space(bytes, end)) == Some(&b':'))
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

/// Finds how far damage reaches.
struct Extent<'t> {
    text: &'t str,
    /// Nothing but ends of documents stands here.
    known: Range<usize>,
}

impl Extent<'_> {
    /// Where damage ends. A line that is damaged costs itself, when what follows does not go on with it; a document that is damaged on a
    /// later line costs all that follows. One that begins behind other words ends where its brackets close.
    fn of_damage(&mut self, begin: Begin, broken: usize) -> usize {
        let text = self.text;
        let end_of_line = text.get(begin.at..).and_then(|rest| rest.find('\n')).map_or(text.len(), |n| begin.at + n + 1);
        // a line of a log that lacks its end breaks off where the next one begins
        let is_cut = broken == end_of_line && text.as_bytes().get(broken) == Some(&b'{');
        let is_of_line = (broken < end_of_line || is_cut) && !ends_open(text, begin.at, broken);
        let limit = if is_of_line { end_of_line } else { text.len() };
        let end = if begin.begins_line { limit } else { closing(text.as_bytes(), begin.at, limit) };
        if self.goes_on(end) { text.len() } else { end }
    }

    /// Whether what stands behind damage is the rest of its document: a key, an element, or what an element of a list is followed by.
    fn goes_on(&mut self, from: usize) -> bool {
        let bytes = self.text.as_bytes();
        let mut at = if self.known.contains(&from) { self.known.end } else { from };
        while bytes.get(at).is_some_and(|b| b.is_ascii_whitespace() || b"}],".contains(b)) {
            at += 1;
        }
        self.known = from..at;
        match bytes.get(at) {
            Some(b'"') => match end_of_string(bytes, at) {
                Ok(end) => matches!(bytes.get(skip_space(bytes, end)), Some(b':' | b',' | b'}' | b']')),
                Err(_) => true,
            },
            Some(b'{' | b'[') => {
                scan(self.text, at).is_ok_and(|(_, end)| matches!(bytes.get(skip_space(bytes, end)), Some(b',' | b'}' | b']')))
            }
            _ => false,
        }
    }
}

/// Where the brackets close that open at a place; the limit when they do not.
fn closing(bytes: &[u8], from: usize, limit: usize) -> usize {
    let mut depth = 0_usize;
    let mut at = from;
    while at < limit {
        match bytes.get(at) {
            Some(b'"') => {
                at = end_of_string(bytes, at).unwrap_or_else(|broken| broken);
                continue;
            }
            Some(b'{' | b'[') => depth += 1,
            Some(b'}' | b']') if depth <= 1 => return at + 1,
            Some(b'}' | b']') => depth -= 1,
            _ => {}
        }
        at += 1;
    }
    limit
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
    let part = text.get(start..end).unwrap_or_default();
    let bytes = part.as_bytes();
    // the key of the value that comes next
    let mut key = "";
    let mut at = 0;
    while let Some(from) = bytes.iter().skip(at).position(|b| *b == b'"' || b.is_ascii_digit()).map(|n| n + at) {
        if bytes.get(from) != Some(&b'"') {
            let length = bytes.iter().skip(from).take_while(|b| b.is_ascii_alphanumeric() || b"+-._".contains(b)).count();
            at = from + length.max(1);
            if length > 3 {
                copy.replace(start + from, start + at, "0");
            }
            continue;
        }
        let to = end_of_string(bytes, from).unwrap_or_else(|broken| broken);
        let to = if part.is_char_boundary(to) { to } else { part.len() };
        let inner = part.get(from + 1..to).unwrap_or_default();
        let inner = inner.strip_suffix('"').unwrap_or(inner);
        at = to.max(from + 1);
        let colon = skip_space(bytes, to);
        if bytes.get(colon) == Some(&b':') {
            key = inner;
            at = bare_value(bytes, colon + 1).filter(|_| holds_secret(key)).map_or(at, |value| {
                copy.replace(start + value.start, start + value.end, super::REDACTED);
                value.end
            });
            continue;
        }
        let is_kept = inner.is_empty() || (KEPT.contains(&key) && inner.len() < 32);
        key = "";
        if !is_kept && inner != super::REDACTED {
            // a text that breaks off still does, or the line below would belong to the document of this one
            let is_whole = end_of_string(bytes, from).is_ok();
            copy.replace(start + from, start + to, if is_whole { "\"(redacted)\"" } else { "\"(redacted)" });
        }
    }
    plain::lines(text, start, end, copy);
}

/// A value that begins behind a place, and has neither quotes nor brackets, as damaged documents have.
fn bare_value(bytes: &[u8], from: usize) -> Option<Range<usize>> {
    let start = skip_space(bytes, from);
    let length = bytes.iter().skip(start).take_while(|b| !b"\"{}[],\n\r".contains(b)).count();
    let value = bytes.get(start..start + length)?.trim_ascii_end();
    let is_constant = !value.is_empty() && !matches!(value, b"true" | b"false" | b"null") && value != super::REDACTED.as_bytes();
    is_constant.then(|| start..start + value.len())
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

    fn copy(text: &str) -> String {
        let Redaction::Copy { bytes, .. } = redact(text.as_bytes()) else { panic!("it has a copy: {text}") };
        assert_eq!(redact(&bytes), Redaction::Clean);
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn a_document_that_begins_inside_of_a_line_goes_on_below() {
        let output = "{\"db\": {\n  \"sensitive\": true,\n  \"value\": \"correct-horse\"\n}} seen";
        for before in ["Output: ", "- Th", "x = [1] "] {
            assert_eq!(copy(&format!("{before}{output}")), format!("{before}{}", output.replace("correct-horse", "(redacted)")));
        }
        assert!(!leaks("Output: {\n  \"db\": {\"sensitive\": true, \"value\": \"correct-horse\"}\n}\n"));
    }

    #[test]
    fn damage_inside_of_a_line_ends_with_its_brackets() {
        let text = "Send {\"a\": oops, \"b\": \"correct-horse\"} to \"the\" gate, as \"said\".\n";
        assert_eq!(copy(text), text.replace("correct-horse", "(redacted)"));
        // it ends nowhere
        assert!(!leaks("Send {\"a\": [\n  \"b\", oops\n\n\"c\": \"correct-horse\"\n"));
    }

    #[test]
    fn the_rest_of_a_document_whose_first_line_is_damaged_is_damaged_too() {
        let rest = "\n  \"sensitive\": true,\n  \"value\": \"correct-horse\"\n}}\n";
        assert!(!leaks(&format!("{{\"a\": \"x{{\"db\": {{{rest}")));
        assert!(!leaks("{\"a\": \"x{\"after\": [\n{\"k\": \"correct-horse\"}\n], \"after_sensitive\": true}\n"));
        // a line of a log that is cut costs itself
        let log = "{\"a\": \"correct-ho\n{\"b\": \"seen\"}\n{\"c\": \"seen\"}\n";
        assert_eq!(copy(log), "{\"a\": \"(redacted)\n{\"b\": \"seen\"}\n{\"c\": \"seen\"}\n");
    }

    #[test]
    fn a_line_that_lacks_its_end_costs_itself() {
        let log = "{\"a\": {\"b\": \"correct-horse\"}\n{\"b\": \"seen\"}\n{\"c\": \"seen\"}\n";
        assert_eq!(copy(log), log.replace("correct-horse", "(redacted)"));
        // an element of a list does not stand for itself
        assert!(!leaks("{\"after\": [{\"a\": 1}\n{\"k\": \"correct-horse\"}], \"after_sensitive\": true}\n"));
    }

    #[test]
    fn a_value_without_quotes_in_a_damaged_document_is_a_value() {
        assert_eq!(copy("{\"password\": correct-horse, \"b\": true}"), "{\"password\": (redacted), \"b\": true}");
        // what names the format in a damaged document excuses one value
        assert!(!leaks("{\"type\": oops \"x\" \"correct-horse\"}"));
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
