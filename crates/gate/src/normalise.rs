//! An output without what may differ between two runs of the same command on the same inputs.

use super::may_differ::{Kind, MayDiffer, rows_of};
use plumbline_ingest::sha256_hex;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// An output as it is compared.
#[derive(Clone, Debug, PartialEq)]
pub struct Normalised {
    /// JSON with sorted keys and one value a line; else lines of text.
    pub text: String,
    /// The same as a document, when it is JSON.
    pub json: Option<Value>,
    /// How many values of each kind were set aside.
    pub set_aside: BTreeMap<Kind, u64>,
}

impl Normalised {
    /// The digest of its text.
    pub fn sha256(&self) -> String {
        sha256_hex(self.text.as_bytes())
    }
}

/// Sets aside what may differ in an output of an artifact type. `files` are the paths of the checkout, relative to it.
pub fn normalise(bytes: &[u8], artifact_type: &str, files: &BTreeSet<String>) -> Normalised {
    let rows = rows_of(artifact_type);
    let text = String::from_utf8_lossy(bytes);
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let mut set_aside = BTreeMap::new();
    if let Ok(mut json) = serde_json::from_str::<Value>(text) {
        let patterns: Vec<(Vec<&str>, Kind)> =
            rows.iter().filter(|r| !r.place.starts_with('@') && r.place != "text").map(|r| (parts(r.place), r.kind)).collect();
        let mut walk = Walk { patterns: &patterns, files, set_aside: &mut set_aside };
        walk.value(&mut json, &mut Vec::new());
        return Normalised { text: format!("{json:#}\n"), json: Some(json), set_aside };
    }
    let mut lines = String::with_capacity(text.len());
    let is_xml = text.trim_start().starts_with('<');
    let times_in_text = !is_xml && rows.iter().any(|r| r.place == "text");
    for line in text.lines() {
        let mut line = line.trim_end().to_owned();
        if is_xml {
            line = without_attributes(&line, &rows, &mut set_aside);
        } else if times_in_text {
            line = without_times(&line, &mut set_aside);
        }
        lines.push_str(&line);
        lines.push('\n');
    }
    Normalised { text: lines, json: None, set_aside }
}

/// The parts of a place: `runs[*].a` is `runs`, `[*]`, `a`.
fn parts(place: &'static str) -> Vec<&'static str> {
    place
        .split('.')
        .flat_map(|part| match part.strip_suffix("[*]") {
            Some("") => vec!["[*]"],
            Some(key) => vec![key, "[*]"],
            None => vec![part],
        })
        .collect()
}

struct Walk<'w> {
    patterns: &'w [(Vec<&'static str>, Kind)],
    files: &'w BTreeSet<String>,
    set_aside: &'w mut BTreeMap<Kind, u64>,
}

impl Walk<'_> {
    fn value(&mut self, value: &mut Value, path: &mut Vec<String>) {
        let kind = self.patterns.iter().find(|(pattern, _)| fits(pattern, path)).map(|(_, kind)| *kind);
        if let Some(kind) = kind
            && let Some(instead) = self.instead(value, kind)
        {
            *self.set_aside.entry(kind).or_default() += 1;
            *value = Value::String(instead);
            return;
        }
        match value {
            Value::Object(map) => {
                for (key, inner) in map.iter_mut() {
                    path.push(key.clone());
                    self.value(inner, path);
                    path.pop();
                }
            }
            Value::Array(list) => {
                path.push("[*]".to_owned());
                list.iter_mut().for_each(|inner| self.value(inner, path));
                path.pop();
            }
            _ => {}
        }
    }

    /// What stands in the place of a value; none when it is to stay, as a relative path does.
    fn instead(&self, value: &Value, kind: Kind) -> Option<String> {
        match (kind, value) {
            (_, Value::Null) => None,
            (Kind::Time, _) => Some("<time>".to_owned()),
            (Kind::RunId, _) => Some("<run id>".to_owned()),
            (Kind::Machine, _) => Some("<machine>".to_owned()),
            (Kind::Root, Value::String(text)) => absolute(text).map(|_| "<checkout>".to_owned()),
            (Kind::Path, Value::String(text)) => absolute(text).map(|path| below_checkout(&path, self.files)),
            (Kind::Path | Kind::Root, _) => None,
        }
    }
}

/// Whether a path (with `[*]` for every element) fits a pattern.
fn fits(pattern: &[&str], path: &[String]) -> bool {
    match (pattern, path) {
        ([], []) => true,
        (["**", rest @ ..], _) => (0..=path.len()).any(|n| path.get(n..).is_some_and(|tail| fits(rest, tail))),
        (["*", rest @ ..], [key, tail @ ..]) => key != "[*]" && fits(rest, tail),
        ([part, rest @ ..], [key, tail @ ..]) => part == key && fits(rest, tail),
        _ => false,
    }
}

/// A path that begins at a root, with `/` between its parts; none when it is relative.
fn absolute(text: &str) -> Option<String> {
    let path = text.strip_prefix("file://").map_or_else(|| text.to_owned(), |rest| format!("/{}", rest.trim_start_matches('/')));
    let path = path.replace('\\', "/");
    let has_drive = path.as_bytes().get(1) == Some(&b':') && path.as_bytes().get(2) == Some(&b'/');
    (path.starts_with('/') || has_drive).then_some(path)
}

/// What of an absolute path lies below the checkout: its longest end that is one of the files. Else its last part.
fn below_checkout(path: &str, files: &BTreeSet<String>) -> String {
    let mut ends = path.match_indices('/').filter_map(|(at, _)| path.get(at + 1..));
    let last = path.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    ends.find(|end| files.contains(*end)).map_or_else(|| format!("<path>/{last}"), str::to_owned)
}

/// A line of XML without the values of attributes that may differ.
fn without_attributes(line: &str, rows: &[&MayDiffer], set_aside: &mut BTreeMap<Kind, u64>) -> String {
    let mut out = line.to_owned();
    for row in rows {
        let Some(name) = row.place.strip_prefix('@') else { continue };
        let head = format!(" {name}=\"");
        let mut from = 0;
        while let Some(at) = out.get(from..).and_then(|rest| rest.find(&head)).map(|at| at + from + head.len()) {
            let Some(len) = out.get(at..).and_then(|rest| rest.find('"')) else { break };
            out.replace_range(at..at + len, "-");
            *set_aside.entry(row.kind).or_default() += 1;
            from = at + 1;
        }
    }
    out
}

/// A line without its RFC 3339 times.
fn without_times(line: &str, set_aside: &mut BTreeMap<Kind, u64>) -> String {
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(c) = rest.chars().next() {
        let len = time_len(rest.as_bytes());
        if len > 0 && !out.ends_with(|c: char| c.is_ascii_digit()) {
            out.push_str("<time>");
            *set_aside.entry(Kind::Time).or_default() += 1;
            rest = rest.get(len..).unwrap_or_default();
        } else {
            out.push(c);
            rest = rest.get(c.len_utf8()..).unwrap_or_default();
        }
    }
    out
}

/// How long the time is that a text begins with; 0 without one.
fn time_len(text: &[u8]) -> usize {
    let shape = b"dddd-dd-ddTdd:dd:dd";
    let fits = |(i, wanted): (usize, &u8)| match (wanted, text.get(i)) {
        (b'd', Some(c)) => c.is_ascii_digit(),
        (b'T', Some(c)) => matches!(c, b'T' | b't' | b' '),
        (wanted, c) => Some(wanted) == c,
    };
    if !shape.iter().enumerate().all(fits) {
        return 0;
    }
    let digits = |from: usize| text.get(from..).unwrap_or_default().iter().take_while(|c| c.is_ascii_digit()).count();
    let mut len = shape.len();
    if matches!(text.get(len), Some(b'.' | b',')) && digits(len + 1) > 0 {
        len += 1 + digits(len + 1);
    }
    match text.get(len) {
        Some(b'Z' | b'z') => len + 1,
        Some(b'+' | b'-') if digits(len + 1) == 2 && text.get(len + 3) == Some(&b':') && digits(len + 4) >= 2 => len + 6,
        _ => len,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::may_differ::TABLE;

    fn files() -> BTreeSet<String> {
        ["infra/main.tf".to_owned()].into()
    }

    fn both(artifact_type: &str, a: &str, b: &str) -> (Normalised, Normalised) {
        (normalise(a.as_bytes(), artifact_type, &files()), normalise(b.as_bytes(), artifact_type, &files()))
    }

    #[test]
    fn two_runs_of_a_scanner_on_two_machines_are_the_same() {
        let sarif = |root: &str, time: &str, id: &str| {
            format!(
                r#"{{"runs": [{{"invocations": [{{"startTimeUtc": "{time}", "workingDirectory": {{"uri": "file://{root}"}}}}],
                "automationDetails": {{"guid": "{id}"}}, "results": [{{"ruleId": "R", "locations": [{{"physicalLocation":
                {{"artifactLocation": {{"uri": "{root}/infra/main.tf"}}}}}}]}}]}}]}}"#
            )
        };
        let (a, b) = both(
            "policy-diagnostics",
            &sarif("/home/u/source/x", "2026-11-20T10:00:00Z", "1-2"),
            &sarif("C:/agent/_work/1/s", "2026-11-21T11:00:00Z", "3-4"),
        );
        assert_eq!(a.text, b.text);
        assert!(a.text.contains("\"uri\": \"infra/main.tf\""), "{}", a.text);
        let kinds: Vec<(Kind, u64)> = a.set_aside.into_iter().collect();
        assert_eq!(kinds, [(Kind::Time, 1), (Kind::RunId, 1), (Kind::Path, 1), (Kind::Root, 1)]);
    }

    #[test]
    fn what_stands_in_no_row_must_be_the_same() {
        let (a, b) = both("policy-diagnostics", r#"{"runs": [{"x": 1}]}"#, r#"{"runs": [{"x": 2}]}"#);
        assert_ne!(a.text, b.text);
        // a time deep in a plan is a value of a resource
        let (a, b) = both(
            "change-preview",
            r#"{"timestamp": "a", "v": {"timestamp": "1"}}"#,
            r#"{"timestamp": "b", "v": {"timestamp": "2"}}"#,
        );
        assert_ne!(a.text, b.text);
        assert!(a.text.contains("\"timestamp\": \"<time>\""));
        // nor do rows of scans hold for other types
        let (a, b) = both("network-intent", r#"{"start": 1}"#, r#"{"start": 2}"#);
        assert_ne!(a.text, b.text);
    }

    #[test]
    fn space_and_the_order_of_keys_are_no_difference() {
        let (a, b) = both("network-intent", "{\"a\":1,\"b\":[2]}", "{\r\n \"b\": [2],\r\n \"a\": 1}");
        assert_eq!((a.text, a.set_aside), (b.text, b.set_aside));
        let (a, b) = both("network-intent", "[1, 2]", "[2, 1]");
        assert_ne!(a.text, b.text, "the order of a list is one");
    }

    #[test]
    fn a_relative_path_stays_and_a_foreign_one_keeps_its_name() {
        let text = |uri: &str| format!(r#"{{"artifactLocation": {{"uri": "{uri}"}}}}"#);
        let (a, b) = both("lint-diagnostics", &text("infra/main.tf"), &text("/x/y/infra/main.tf"));
        assert_eq!(a.text, b.text);
        let (a, b) = both("lint-diagnostics", &text("/x/other.tf"), &text("/y/z/other.tf"));
        assert_eq!(a.text, b.text);
        let (a, b) = both("lint-diagnostics", &text("/x/other.tf"), &text("/x/another.tf"));
        assert_ne!(a.text, b.text);
    }

    #[test]
    fn times_in_lines_and_in_attributes_are_set_aside() {
        let (a, b) = both("lint-diagnostics", "at 2026-11-20T10:00:00.5Z: ok\r\n", "at 2026-11-21 11:00:00+01:00: ok\n");
        assert_eq!(a.text, b.text);
        assert_eq!(a.text, "at <time>: ok\n");
        let (a, b) = both(
            "policy-diagnostics",
            r#"<testsuite name="n" timestamp="1" time="0.1" hostname="h">"#,
            r#"<testsuite name="n" timestamp="22" time="0.22" hostname="g">"#,
        );
        assert_eq!(a.text, b.text);
        assert!(a.text.contains("name=\"n\""), "{}", a.text);
    }

    #[test]
    fn every_row_of_the_table_stands_in_the_documentation() {
        let documentation = include_str!("../../../docs/how-to/verify.md");
        for row in TABLE {
            assert!(documentation.contains(&format!("`{}`", row.place)), "{} is not documented", row.place);
            assert!(row.types.iter().all(|t| plumbline_report::text::artifact::meaning(t).is_some()));
        }
    }
}
