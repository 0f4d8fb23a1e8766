//! In what two outputs differ, for a person to read.

use super::normalise::Normalised;
use crate::words::verify as words;
use plumbline_ingest::masked;
use plumbline_report::export::moved;

/// The most lines that are shown.
const LISTED: usize = 60;

/// The most lines of each output that are compared for a person to read: comparing can take the square of them.
const COMPARED: usize = 2_000;

/// Artifact types whose outputs may hold secrets as values: their values are never shown, only that they differ.
const SECRETIVE: &[&str] = &["change-preview", "secret-scan", "deployment-outputs", "drift-check", "key-reference-check"];

/// The differing lines, the author's with `-` and the verifier's with `+`; of documents whose values may be secrets, the differing
/// places.
pub fn difference(author: &Normalised, verifier: &Normalised, artifact_type: &str) -> Vec<String> {
    let secretive = SECRETIVE.contains(&artifact_type);
    let lines: Vec<String> = match (&author.json, &verifier.json) {
        (Some(a), Some(b)) if secretive => {
            let shapes = |m: plumbline_report::export::Moved| words::differing_place(&m.path, shape(m.from), shape(m.to));
            moved(&a.to_string(), &b.to_string()).into_iter().map(shapes).collect()
        }
        _ => unified(&author.text, &verifier.text, secretive),
    };
    let more = lines.len().saturating_sub(LISTED);
    let mut lines: Vec<String> = lines.into_iter().take(LISTED).collect();
    if more > 0 {
        lines.push(words::more_lines(more as u64));
    }
    lines
}

fn unified(a: &str, b: &str, secretive: bool) -> Vec<String> {
    let (a, b) = from_first_difference(a, b);
    let diff = similar::TextDiff::from_lines(a, b);
    let mut lines = Vec::new();
    for group in diff.grouped_ops(2) {
        if !lines.is_empty() {
            lines.push("  ...".to_owned());
        }
        for change in group.iter().flat_map(|op| diff.iter_changes(op)) {
            let sign = match change.tag() {
                similar::ChangeTag::Delete => '-',
                similar::ChangeTag::Insert => '+',
                similar::ChangeTag::Equal => ' ',
            };
            lines.push(format!("{sign} {}", masked(change.value().trim_end(), secretive)));
        }
    }
    lines
}

/// Some lines of two texts from shortly before the first that differs.
fn from_first_difference<'t>(a: &'t str, b: &'t str) -> (&'t str, &'t str) {
    let same = a.split_inclusive('\n').zip(b.split_inclusive('\n')).take_while(|(a, b)| a == b);
    let lengths: Vec<usize> = same.map(|(line, _)| line.len()).collect();
    let start: usize = lengths.iter().take(lengths.len().saturating_sub(3)).sum();
    let some = |text: &'t str| {
        let rest = text.get(start..).unwrap_or_default();
        let len = rest.split_inclusive('\n').take(COMPARED).map(str::len).sum();
        rest.get(..len).unwrap_or_default()
    };
    (some(a), some(b))
}

/// What a JSON value is, without saying it.
fn shape(json: Option<String>) -> &'static str {
    match json.as_deref().map(|json| json.chars().next()) {
        None => "absent",
        Some(Some('n')) => "null",
        Some(Some('t' | 'f')) => "true or false",
        Some(Some('"')) => "a text",
        Some(Some('[')) => "a list",
        Some(Some('{')) => "an object",
        Some(_) => "a number",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalise::normalise;
    use std::collections::BTreeSet;

    fn told(artifact_type: &str, a: &str, b: &str) -> Vec<String> {
        let n = |text: &str| normalise(text.as_bytes(), artifact_type, &BTreeSet::new());
        difference(&n(a), &n(b), artifact_type)
    }

    #[test]
    fn the_lines_that_differ_stand_one_below_the_other() {
        let lines = told("policy-diagnostics", r#"{"runs": [{"ruleId": "A"}]}"#, r#"{"runs": [{"ruleId": "B"}]}"#);
        assert!(
            lines.contains(&"-       \"ruleId\": \"A\"".to_owned()) && lines.contains(&"+       \"ruleId\": \"B\"".to_owned()),
            "{lines:?}"
        );
    }

    #[test]
    fn a_value_that_may_be_a_secret_is_not_shown() {
        let lines = told("change-preview", r#"{"after": {"password": "hunter2"}}"#, r#"{"after": {"password": "swordfish"}}"#);
        assert_eq!(lines, ["after.password: a text in one, a text in the other, and they differ"]);
    }

    #[test]
    fn only_lines_from_the_first_difference_on_are_compared() {
        let common: String = (0..90_000).map(|n| format!("{n}\n")).collect();
        let (a, b): (String, String) = (0..90_000).map(|n| (format!("a{n}\n"), format!("b{n}\n"))).unzip();
        let (a, b) = (format!("{common}{a}"), format!("{common}{b}"));
        let (first, second) = from_first_difference(&a, &b);
        assert!(first.starts_with("89997\n89998\n89999\na0\n") && second.contains("\nb0\n"));
        assert_eq!(first.lines().count(), COMPARED);
        assert_eq!(from_first_difference("x\ny", "x\nz"), ("x\ny", "x\nz"));
        assert_eq!(from_first_difference("", "z"), ("", "z"));
    }

    #[test]
    fn a_long_difference_is_cut() {
        let a: String = (0..500).map(|n| format!("{n}\n")).collect();
        let b: String = (0..500).map(|n| format!("x{n}\n")).collect();
        let lines = told("lint-diagnostics", &a, &b);
        assert_eq!(lines.len(), LISTED + 1);
    }
}
