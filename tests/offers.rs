//! Damaged files offered as evidence: whatever stands in the place of any value of any format, the probes of each type that takes the
//! format answer, in short sentences, and a document that stops in the middle is never accepted.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test fails by panicking")]

#[allow(dead_code, reason = "not every test needs all of a sample")]
#[path = "ingest/samples/mod.rs"]
mod samples;

use plumbline_domain::{ArtifactType, Content, Format, Instant, Mode, Outcome, Policy};
use plumbline_ingest::{Source, default_policy, offered};
use plumbline_probe::{Question, accepts, weigh};
use samples::{Sample, Syntax, samples};
use serde_json::Value;
use std::collections::BTreeMap;

/// A sentence may name several things from a file, each cut to 200 or 500 characters, and no more.
const MAX_SENTENCE: usize = 4_000;

fn types_of<'p>(sample: &Sample, policy: &'p Policy) -> Vec<&'p ArtifactType> {
    let format = Format::ALL.iter().copied().find(|f| f.id() == sample.format).unwrap();
    policy.artifact_types.iter().filter(|t| t.accepts_format(format)).collect()
}

/// A sample as it is, for each type that takes its format.
fn whole<'p>(sample: &Sample, policy: &'p Policy) -> Vec<(&'p ArtifactType, Content)> {
    let read = |t: &'p ArtifactType| (t, offered(Source::new("beside", sample.text().into_bytes()), policy, t).1);
    types_of(sample, policy).into_iter().map(read).collect()
}

/// Offers bytes as each type, beside the sample itself as all other files. Says whether any type accepted them.
fn offer(text: &[u8], types: &[(&ArtifactType, Content)], policy: &Policy) -> bool {
    let mut is_accepted = false;
    for (artifact_type, beside) in types {
        let (_, content) = offered(Source::new("artifact", text.to_vec()), policy, artifact_type);
        let accepted = accepts(artifact_type, &content, None);
        is_accepted |= accepted;
        for (content, beside) in [(&content, beside), (beside, &content)] {
            let question = Question {
                artifact_type,
                content,
                before: Some(beside),
                with: &[beside],
                plan: Some(beside),
                log: Some(beside),
                outcome: Outcome::Passed,
                mode: Mode::Enforce,
                deployed_at: Instant::from_rfc3339("2026-11-01T09:00:00Z").ok(),
                justifications: &BTreeMap::new(),
                policy,
                explains: true,
            };
            for (proof, answer) in weigh(&question, accepted).answers {
                let shown = || String::from_utf8_lossy(text).chars().take(2_000).collect::<String>();
                let n = answer.because.chars().count();
                assert!((1..MAX_SENTENCE).contains(&n), "{}: {n} characters\n{}", proof.probe.id(), shown());
                assert!(answer.places.len() <= 20, "{}: {} places\n{}", proof.probe.id(), answer.places.len(), shown());
            }
        }
    }
    is_accepted
}

/// The pointer of each value in a tree, the root aside.
fn pointers(value: &Value, at: &str, found: &mut Vec<String>) {
    let mut below = |key: String, value: &Value| {
        let pointer = format!("{at}/{}", key.replace('~', "~0").replace('/', "~1"));
        found.push(pointer.clone());
        pointers(value, &pointer, found);
    };
    match value {
        Value::Array(elements) => elements.iter().enumerate().for_each(|(i, e)| below(i.to_string(), e)),
        Value::Object(pairs) => pairs.iter().for_each(|(key, value)| below(key.clone(), value)),
        _ => {}
    }
}

/// What stands in the place of a value.
fn replacements() -> Vec<Value> {
    let numbers = ["-1", "1e308", "18446744073709551616"].map(|n| serde_json::from_str(n).unwrap());
    let texts =
        ["", "\u{0}\u{1b}[31m\u{202e}x", "0.0.0.0/0", "99-1", "9999-99-99T99:99:99Z"].map(|t| Value::String(t.to_owned()));
    let others = ["null", "true", "[]", "{}", "[null]", "[[]]", "[{}]", r#"{"": null}"#];
    let others = others.map(|text| serde_json::from_str(text).unwrap());
    [numbers.as_slice(), &texts, &others].concat()
}

/// Takes a value out of a tree.
fn remove(tree: &mut Value, pointer: &str) {
    let Some((above, key)) = pointer.rsplit_once('/') else { return };
    match tree.pointer_mut(above) {
        Some(Value::Array(elements)) => drop(elements.remove(key.parse().unwrap())),
        Some(Value::Object(pairs)) => drop(pairs.remove(&key.replace("~1", "/").replace("~0", "~"))),
        _ => {}
    }
}

#[test]
fn any_value_in_the_place_of_any_other_is_answered() {
    let (policy, _) = default_policy();
    let mut n = 0;
    for sample in samples().filter(|s| s.syntax() == Syntax::Json) {
        let (text, types) = (sample.text(), whole(sample, &policy));
        let tree: Value = serde_json::from_str(&text).unwrap();
        let mut found = Vec::new();
        pointers(&tree, "", &mut found);
        let replacements = replacements();
        for (i, pointer) in found.iter().enumerate() {
            // each place gets some of the replacements, and each replacement some of the places
            for replacement in replacements.iter().skip(i % 9).step_by(9) {
                let mut damaged = tree.clone();
                *damaged.pointer_mut(pointer).unwrap() = replacement.clone();
                offer(damaged.to_string().as_bytes(), &types, &policy);
                n += 1;
            }
            let mut damaged = tree.clone();
            remove(&mut damaged, pointer);
            offer(damaged.to_string().as_bytes(), &types, &policy);
        }
    }
    assert!(n > 2_000, "{n} damaged files");
}

#[test]
fn a_name_of_any_length_leaves_sentences_short() {
    let (policy, _) = default_policy();
    let long = Value::String(format!("\u{1b}]0;{}", "x".repeat(6_000)));
    for sample in samples().filter(|s| s.syntax() == Syntax::Json) {
        let (text, types) = (sample.text(), whole(sample, &policy));
        let tree: Value = serde_json::from_str(&text).unwrap();
        let mut found = Vec::new();
        pointers(&tree, "", &mut found);
        for pointer in found.iter().filter(|p| tree.pointer(p).unwrap().is_string()).step_by(2) {
            let mut damaged = tree.clone();
            *damaged.pointer_mut(pointer).unwrap() = long.clone();
            offer(damaged.to_string().as_bytes(), &types, &policy);
        }
    }
}

#[test]
fn a_document_that_stops_in_the_middle_is_never_accepted() {
    let (policy, _) = default_policy();
    for sample in samples() {
        let (text, types) = (sample.text(), whole(sample, &policy));
        let text = text.trim_end();
        for at in (0..text.len()).step_by(41) {
            let accepted = offer(&text.as_bytes()[..at], &types, &policy);
            // the other notations can end anywhere
            if sample.syntax() == Syntax::Json {
                assert!(!accepted, "{} cut at byte {at}", sample.format);
            }
        }
    }
}

#[test]
fn a_line_that_is_missing_or_stands_there_twice_is_answered() {
    let (policy, _) = default_policy();
    for sample in samples().filter(|s| s.syntax() != Syntax::Json) {
        let (text, types) = (sample.text(), whole(sample, &policy));
        let lines: Vec<&str> = text.lines().collect();
        for at in 0..lines.len() {
            let value = lines[at].split_once(": ").map(|(key, _)| format!("{key}: [null, {{}}]"));
            for line in [String::new(), format!("{0}\n{0}", lines[at]), value.unwrap_or_default()] {
                let damaged = [&lines[..at], &[line.as_str()], &lines[at + 1..]].concat().join("\n");
                offer(damaged.as_bytes(), &types, &policy);
            }
        }
    }
}

#[test]
fn a_file_whose_author_shows_two_values_of_a_key_proves_nothing_in_any_json_format() {
    let (policy, _) = default_policy();
    let nobody = BTreeMap::new();
    let mut n = 0;
    for sample in samples().filter(|s| s.syntax() == Syntax::Json && s.text().starts_with('{')) {
        // the first key once more, with something else
        let text = sample.text();
        let key = text.split('"').nth(1).unwrap();
        let twice = format!("{{\"x\": [1], \"x\": [2], \"{key}\"{}", text.split_once(&format!("\"{key}\"")).unwrap().1);
        for artifact_type in types_of(sample, &policy) {
            let (_, content) = offered(Source::new("artifact", twice.clone().into_bytes()), &policy, artifact_type);
            let question = Question {
                artifact_type,
                content: &content,
                before: None,
                with: &[],
                plan: None,
                log: None,
                outcome: Outcome::Passed,
                mode: Mode::Enforce,
                deployed_at: None,
                justifications: &nobody,
                policy: &policy,
                explains: true,
            };
            let weighed = weigh(&question, accepts(artifact_type, &content, None));
            let holding: Vec<_> =
                weighed.answers.iter().filter(|(_, a)| a.outcome == plumbline_domain::ProbeOutcome::Holds).collect();
            assert!(holding.is_empty(), "{} as {}: {holding:?}", sample.format, artifact_type.id);
            n += 1;
        }
    }
    assert!(n > 50, "{n}");
}
