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

/// Writes the copy of a text that is XML from a place on.
pub(super) fn text(text: &str, from: usize, copy: &mut Copy) {
    let quotes_secrets = is_of_secret_scanner(text);
    let mut element = String::new();
    let mut at = from;
    while let Some(open) = text.get(at..).and_then(|rest| rest.find('<')).map(|n| n + at) {
        words(text, at..open, &element, quotes_secrets, copy);
        let rest = text.get(open..).unwrap_or_default();
        // what is left of a section that is cut is all words
        let section = |open_len: usize, close: &str| {
            let inner = rest.get(open_len..).unwrap_or_default().find(close);
            let end = inner.map_or(rest.len(), |n| open_len + n);
            (open + open_len..open + end, open + end + inner.map_or(0, |_| close.len()))
        };
        let section = match rest {
            _ if rest.starts_with("<![CDATA[") => Some(section(9, "]]>")),
            _ if rest.starts_with("<!--") => Some(section(4, "-->")),
            _ => None,
        };
        let end = section.as_ref().map_or_else(|| open + end_of_tag(rest).unwrap_or(rest.len()), |(_, end)| *end);
        if let Some((at, _)) = section {
            words(text, at, &element, quotes_secrets, copy);
        } else {
            let name = rest.get(1..).unwrap_or_default();
            let name = name.split(|c: char| !(c.is_alphanumeric() || "-_.:/".contains(c))).next().unwrap_or_default();
            element = name.trim_end_matches('/').to_owned();
            attributes(text, open..end, quotes_secrets, copy);
        }
        at = end;
    }
    words(text, at..text.len(), &element, quotes_secrets, copy);
    copy.keep_to(text, text.len());
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

/// The values of the attributes of a tag.
fn attributes(text: &str, tag: std::ops::Range<usize>, quotes_secrets: bool, copy: &mut Copy) {
    let mut at = tag.start;
    let mut is_named = false;
    while let Some((name, value)) = next_attribute(text, at, tag.end) {
        at = value.end + 1;
        let plain = text.get(value.clone()).unwrap_or_default();
        if name == "name" || name == "key" {
            is_named = holds_secret(plain.rsplit(['.', ':', '/']).next().unwrap_or_default());
        }
        let is_secret = holds_secret(name) || (is_named && name == "value");
        if is_secret && is_constant(plain) {
            copy.replace(text, value.start, value.end, super::REDACTED);
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
fn words(text: &str, at: std::ops::Range<usize>, element: &str, quotes_secrets: bool, copy: &mut Copy) {
    let part = text.get(at.clone()).unwrap_or_default();
    if part.trim().is_empty() {
        return;
    }
    if OUTPUT.contains(&element) || (quotes_secrets && CAUSES.contains(&element)) {
        let mut start = at.start;
        for line in part.split_inclusive('\n') {
            let indent = line.len() - line.trim_start().len();
            let length = line.trim().len();
            if length > 0 && line.trim() != super::REDACTED {
                copy.replace(text, start + indent, start + indent + length, super::REDACTED);
            }
            start += line.len();
        }
        return;
    }
    escaped(text, at, quotes_secrets && CAUSES.contains(&element), copy);
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
            copy.replace(text, at.start, at.end, &written);
        }
        return;
    }
    plainly(text, at, from_secret_scanner, copy);
}

fn plainly(text: &str, at: std::ops::Range<usize>, from_secret_scanner: bool, copy: &mut Copy) {
    let part = text.get(at.clone()).unwrap_or_default();
    for range in secrets_in(part, from_secret_scanner) {
        copy.replace(text, at.start + range.start, at.start + range.end, super::REDACTED);
    }
}
