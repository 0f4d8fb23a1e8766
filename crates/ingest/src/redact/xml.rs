//! XML: reports of tests and of linters. Values of attributes and texts lose their secrets, output that was caught is left out.

use super::write::Copy;
use crate::mask::names::holds_secret;
use crate::mask::{is_constant, is_secret_scanner, secrets_in, without_secrets};
use quick_xml::escape::unescape;

/// Elements that hold what a test printed.
const OUTPUT: &[&str] = &["system-out", "system-err", "output", "StdOut", "StdErr", "stack-trace"];

/// Elements that hold why a test failed: a scanner for secrets quotes them there.
const CAUSES: &[&str] = &["failure", "error", "message", "skipped"];

/// How documents begin that tools of tests and linters write.
const ROOTS: &[&str] = &[
    "<?xml ",
    "<testsuite",
    "<test-suite",
    "<test-run",
    "<test-results",
    "<assemblies",
    "<TestRun",
    "<checkstyle",
    "<pmd",
    "<Configuration",
    "<configuration",
];

/// Where the first document begins at or behind a place and before another one. None when there is none.
pub(super) fn find(text: &str, from: usize, to: usize) -> Option<usize> {
    let part = text.get(from..to)?;
    let mut at = 0;
    while let Some(open) = part.get(at..).and_then(|rest| rest.find('<')).map(|n| n + at) {
        let rest = text.get(from + open..)?;
        if ROOTS.iter().any(|root| rest.starts_with(root)) {
            return Some(from + open);
        }
        at = open + 1;
    }
    None
}

/// Redacts a document of XML.
pub(super) fn document(text: &str, copy: &mut Copy) {
    parts(text, 0, None, copy);
}

/// Redacts a text that is XML from a place on, and is damaged: a document that begins ends the tag or the section before it.
pub(super) fn damaged(text: &str, from: usize, copy: &mut Copy) {
    parts(text, from, find(text, from + 1, text.len()), copy);
}

fn parts(text: &str, from: usize, mut next_root: Option<usize>, copy: &mut Copy) {
    let quotes_secrets = is_of_secret_scanner(text);
    let mut element = Element::default();
    let mut at = from;
    while let Some(open) = text.get(at..).and_then(|rest| rest.find('<')).map(|n| n + at) {
        words(text, at..open, &element, quotes_secrets, copy);
        if next_root.is_some_and(|root| root <= open) {
            next_root = find(text, open + 1, text.len());
        }
        let rest = text.get(open..next_root.unwrap_or(text.len())).unwrap_or_default();
        // what is left of a section that is cut is all words
        let section = |open_len: usize, close: &str| {
            let inner = rest.get(open_len..).unwrap_or_default().find(close);
            let end = inner.map_or(rest.len(), |n| open_len + n);
            (open + open_len..open + end, open + end + inner.map_or(0, |_| close.len()))
        };
        let section = match rest {
            _ if rest.starts_with("<![CDATA[") => Some(section(9, "]]>")),
            _ if rest.starts_with("<!--") => Some(section(4, "-->")),
            // an instruction, which readers pass over up to its own end
            _ if rest.starts_with("<?") => Some(section(2, "?>")),
            _ => None,
        };
        if let Some((inside, end)) = section {
            words(text, inside, &element, quotes_secrets, copy);
            at = end;
        } else {
            let end_of_tag = end_of_tag(rest);
            at = open + end_of_tag.unwrap_or(rest.len());
            let name = rest.get(1..).unwrap_or_default();
            let name = name.split(|c: char| !(c.is_alphanumeric() || "-_.:/".contains(c))).next().unwrap_or_default();
            element.name = name.trim_end_matches('/').to_owned();
            // the name may stand in what is cut off
            element.is_named = end_of_tag.is_none() || is_named(text, open..at);
            attributes(text, open..at, element.is_named, quotes_secrets, copy);
        }
    }
    words(text, at..text.len(), &element, quotes_secrets, copy);
}

/// Whether a report is of a scanner for secrets: the name of one of its suites says so.
fn is_of_secret_scanner(text: &str) -> bool {
    let mut parts = text.split("<testsuite").chain(text.split("<test-results")).skip(1);
    parts.any(|part| is_secret_scanner(part.split('>').next().unwrap_or_default()))
}

/// Where a tag ends; quotes hide what ends it.
fn end_of_tag(rest: &str) -> Option<usize> {
    let mut quote = None;
    for (at, byte) in rest.bytes().enumerate() {
        match (quote, byte) {
            (None, b'"' | b'\'') => quote = Some(byte),
            (None, b'>') => return Some(at + 1),
            (Some(open), byte) if open == byte => quote = None,
            _ => {}
        }
    }
    None
}

/// The element that began last.
#[derive(Default)]
struct Element {
    name: String,
    /// Whether an attribute says that its value is a secret: `<property name="db.password">`.
    is_named: bool,
}

/// Whether the name or the key in a tag is that of a secret.
fn is_named(text: &str, tag: std::ops::Range<usize>) -> bool {
    let mut at = tag.start;
    let mut is_named = false;
    while let Some((name, value)) = next_attribute(text, at, tag.end) {
        at = value.end + 1;
        let plain = text.get(value).unwrap_or_default();
        is_named |= matches!(name, "name" | "key") && holds_secret(plain.rsplit(['.', ':', '/']).next().unwrap_or_default());
    }
    is_named
}

/// The values of the attributes of a tag.
fn attributes(text: &str, tag: std::ops::Range<usize>, is_named: bool, quotes_secrets: bool, copy: &mut Copy) {
    let mut at = tag.start;
    while let Some((name, value)) = next_attribute(text, at, tag.end) {
        at = value.end + 1;
        let plain = text.get(value.clone()).unwrap_or_default();
        let is_secret = holds_secret(name) || (is_named && name == "value");
        if is_secret && is_constant(plain) {
            copy.replace(value.start, value.end, super::REDACTED);
        } else {
            escaped(text, value, quotes_secrets && matches!(name, "message" | "name"), copy);
        }
    }
}

/// The next attribute behind a place: its name, and where its value stands between the quotes.
fn next_attribute(text: &str, from: usize, end: usize) -> Option<(&str, std::ops::Range<usize>)> {
    let part = text.get(from..end)?;
    let equals = part.find('=')?;
    let behind = part.get(equals + 1..)?;
    let quote = behind.trim_start().chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let start = from + equals + 1 + behind.find(quote)? + 1;
    // the value of a tag that is cut reaches to its end
    let rest = text.get(start..end)?;
    let length = rest.find(quote).unwrap_or(rest.len());
    let name = part.get(..equals)?.trim_end().rsplit(|c: char| c.is_whitespace() || c == '<').next()?;
    Some((name, start..start + length))
}

/// The words of an element.
fn words(text: &str, at: std::ops::Range<usize>, element: &Element, quotes_secrets: bool, copy: &mut Copy) {
    let part = text.get(at.clone()).unwrap_or_default();
    if part.trim().is_empty() {
        return;
    }
    let name = element.name.as_str();
    let is_property = name == "property" && element.is_named && is_constant(part);
    if OUTPUT.contains(&name) || is_property || (quotes_secrets && CAUSES.contains(&name)) {
        let mut start = at.start;
        for line in part.split_inclusive('\n') {
            let indent = line.len() - line.trim_start().len();
            let length = line.trim().len();
            if length > 0 && line.trim() != super::REDACTED {
                copy.replace(start + indent, start + indent + length, super::REDACTED);
            }
            start += line.len();
        }
        return;
    }
    escaped(text, at, quotes_secrets && CAUSES.contains(&name), copy);
}

/// Words in which characters may stand as references. When a secret shows only without them, all of the words go.
fn escaped(text: &str, at: std::ops::Range<usize>, from_secret_scanner: bool, copy: &mut Copy) {
    let part = text.get(at.clone()).unwrap_or_default();
    if part.contains('&') {
        let Ok(meant) = unescape(part) else {
            return plainly(text, at, from_secret_scanner, copy);
        };
        if let std::borrow::Cow::Owned(edited) = without_secrets(&meant, from_secret_scanner) {
            let written = quick_xml::escape::escape(&edited).into_owned();
            copy.replace(at.start, at.end, written);
        }
        return;
    }
    plainly(text, at, from_secret_scanner, copy);
}

fn plainly(text: &str, at: std::ops::Range<usize>, from_secret_scanner: bool, copy: &mut Copy) {
    let part = text.get(at.clone()).unwrap_or_default();
    for range in secrets_in(part, from_secret_scanner) {
        copy.replace(at.start + range.start, at.start + range.end, super::REDACTED);
    }
}
