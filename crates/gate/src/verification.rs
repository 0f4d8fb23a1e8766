//! A verification as it is written (rules, 3.2), and what stands in it as output.

use super::author_item::AuthorItem;
use super::normalise::Normalised;
use super::output::Output;
use crate::words::verify as words;
use plumbline_domain::{Dataset, Gate, same_name};

/// A `plumbline.verification/1`.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Verification {
    /// `plumbline.verification/1`.
    pub format: &'static str,
    /// The change's id.
    pub change: String,
    /// The gate's id.
    pub gate: String,
    /// The part of the gate.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub part: Option<String>,
    /// The evidence's id.
    pub evidence: String,
    /// Who repeated it.
    pub by: String,
    /// When.
    pub at: String,
    /// The command that was run.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub command: Option<String>,
    /// The digest of the inputs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inputs: Option<String>,
    /// The digest of the output.
    pub output: String,
    /// Whether the author's result was not seen before the own was fixed.
    pub blind: bool,
    /// Whether the output was handed in and nothing was run.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub recorded: bool,
}

impl Verification {
    /// The record as JSON with a line break at its end.
    ///
    /// # Errors
    /// Never for plain text.
    pub fn to_json(&self) -> Result<String, serde_json::Error> {
        let mut text = serde_json::to_string_pretty(self)?;
        text.push('\n');
        Ok(plumbline_text::json(&text).into_owned())
    }
}

/// What comparing two outputs came to.
#[derive(Clone, Debug, PartialEq)]
pub enum Comparison {
    /// The same bytes.
    SameBytes,
    /// The same but for what may differ.
    Same,
    /// Another output.
    Differs,
    /// Nothing of the author's is recorded.
    NothingRecorded,
    /// The digests differ, the author's bytes are not at hand, and some values of this output may differ: nobody can tell.
    Undecidable,
}

/// What the author's report says of the result of an item.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AuthorResult {
    /// The author of the change.
    pub author: Option<String>,
    /// The stated path of the artifact.
    pub path: Option<String>,
    /// The path of the artifact that is at hand, and the digest of its bytes.
    pub at_hand: Option<(String, String)>,
    /// The recorded digest of the artifact.
    pub recorded: Option<String>,
    /// Whether that is the digest of a redacted copy, by the report's own word.
    pub is_copy: bool,
    /// The digest of the inputs of the author's own run.
    pub inputs: Option<String>,
    /// Who made the author's own run.
    pub run_by: Option<String>,
}

/// Why nothing can be said of the author's result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Untold {
    /// The report that holds the item cannot be used.
    NoReport,
    /// One output is a document, and the other is none.
    AnotherKind,
    /// The author's bytes are not at hand, and some values of this output may differ.
    NotAtHand,
}

impl std::fmt::Display for Untold {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Untold::NoReport => "the report that holds this item cannot be used: plumbline inspect explains why",
            Untold::AnotherKind => {
                "this output and the author's artifact are of different kinds, one is JSON and the other is not: name the file that the command \
                 writes by --output"
            }
            Untold::NotAtHand => {
                "the author's artifact is not available, and this output holds values that may differ between runs: also pass the \
                 folder that holds the artifact"
            }
        })
    }
}

impl AuthorResult {
    /// What a data set says of an item.
    ///
    /// # Errors
    /// When no report that counts holds it.
    pub fn of(dataset: &Dataset, item: &AuthorItem) -> Result<Self, Untold> {
        let change = dataset.changes.iter().find(|c| c.fields.id == item.change).ok_or(Untold::NoReport)?;
        let reports = Gate::from_id(&item.gate).map(|gate| change.reports_at(gate)).unwrap_or_default();
        let report = reports.iter().find(|r| r.part.as_deref() == item.part.as_deref()).ok_or(Untold::NoReport)?;
        let found = report.items.iter().find(|i| i.id == item.evidence).ok_or(Untold::NoReport)?;
        let artifact = found.artifact.as_ref();
        let own_run = found.runs.first().filter(|_| found.has_own_run);
        let content = artifact.and_then(|a| a.content).and_then(|id| dataset.content(id));
        Ok(AuthorResult {
            author: change.fields.author.clone(),
            path: artifact.and_then(|a| a.path.clone()),
            at_hand: content.map(|c| (c.path.clone(), c.sha256.clone())),
            recorded: artifact.and_then(|a| a.recorded_sha256.clone()),
            is_copy: artifact.is_some_and(|a| a.raw_sha256.is_some()),
            inputs: own_run.and_then(|r| r.inputs.clone()),
            run_by: own_run.and_then(|r| r.by.clone()),
        })
    }

    /// Whether both ran on recorded inputs, and these are not the same.
    pub fn has_other_inputs(&self, inputs: Option<&str>) -> bool {
        self.inputs.as_deref().zip(inputs).is_some_and(|(a, b)| a != b)
    }

    /// What speaks against a repetition by this actor on these inputs.
    pub fn doubts(&self, by: &str, inputs: Option<&str>) -> Vec<&'static str> {
        let mut doubts = Vec::new();
        let is = |other: &Option<String>| other.as_deref().is_some_and(|other| same_name(other, by));
        if is(&self.author) {
            doubts.push(words::BY_THE_AUTHOR);
        } else if is(&self.run_by) {
            doubts.push(words::BY_THE_SAME_ACTOR);
        }
        if self.has_other_inputs(inputs) {
            doubts.push(words::OTHER_INPUTS);
        } else if self.inputs.is_none() && inputs.is_some() {
            doubts.push(words::NO_INPUTS_RECORDED);
        }
        doubts
    }
}

/// What repeating an item came to.
#[derive(Clone, Debug, PartialEq)]
pub struct Conclusion {
    /// How the outputs compare.
    pub comparison: Comparison,
    /// The digest that is recorded: the author's, when the outputs are the same but for what may differ.
    pub output: String,
}

/// Compares an output with the author's, where that is at hand.
///
/// # Errors
/// When nothing can be told.
pub fn conclude(own: &Output, result: &AuthorResult, author: Option<&Output>) -> Result<Conclusion, Untold> {
    if is_another_kind(&own.normal, author.map(|a| &a.normal), result.path.as_deref()) {
        return Err(Untold::AnotherKind);
    }
    let comparison = compare(own, result, author);
    let output = match comparison {
        Comparison::SameBytes | Comparison::Same => {
            result.recorded.clone().or(author.map(|a| a.file_sha256.clone())).unwrap_or_else(|| own.sha256.clone())
        }
        Comparison::Differs | Comparison::NothingRecorded => own.sha256.clone(),
        Comparison::Undecidable => return Err(Untold::NotAtHand),
    };
    Ok(Conclusion { comparison, output })
}

/// Whether one of two outputs is a document and the other is none: then they are hardly outputs of the same kind. Of an author's
/// output that is not at hand its file's name tells.
fn is_another_kind(own: &Normalised, author: Option<&Normalised>, author_path: Option<&str>) -> bool {
    let named = |path: &str| [".json", ".sarif"].iter().any(|end| path.to_ascii_lowercase().ends_with(end));
    let author_is_json = author.map_or_else(|| author_path.is_some_and(named).then_some(true), |a| Some(a.json.is_some()));
    author_is_json.is_some_and(|is_json| is_json != own.json.is_some())
}

/// Compares an output with the author's: by the recorded digest, and by the redacted text where the author's bytes are at hand and
/// fit that digest. A report may record the digest of the copy or, with the file as it was, that of the file.
fn compare(own: &Output, result: &AuthorResult, author: Option<&Output>) -> Comparison {
    let Some(recorded) = result.recorded.as_deref().or(author.map(|a| a.file_sha256.as_str())) else {
        return Comparison::NothingRecorded;
    };
    match author.filter(|a| a.file_sha256 == recorded) {
        _ if own.sha256 == recorded || own.file_sha256 == recorded => Comparison::SameBytes,
        Some(author) if author.normal.text == own.normal.text => Comparison::Same,
        Some(_) => Comparison::Differs,
        None if own.normal.set_aside.is_empty() && (own.n_redacted == 0 || result.is_copy) => Comparison::Differs,
        None => Comparison::Undecidable,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalise::normalise;
    use plumbline_ingest::sha256_hex;
    use std::collections::BTreeSet;

    const AUTHOR: &str = r#"{"timestamp": "2026-11-20T10:00:00Z", "resource_changes": []}"#;
    const LATER: &str = r#"{"timestamp": "2026-11-21T10:00:00Z", "resource_changes": []}"#;
    const OTHER: &str = r#"{"timestamp": "2026-11-21T10:00:00Z", "resource_changes": [1]}"#;

    fn verdict(own: &str, recorded: Option<&str>, author: Option<&str>) -> Comparison {
        let output = |text: &str| Output::of(text.as_bytes(), "change-preview", &BTreeSet::new()).unwrap();
        let result = AuthorResult { recorded: recorded.map(str::to_owned), ..AuthorResult::default() };
        compare(&output(own), &result, author.map(output).as_ref())
    }

    /// An output as if a secret of it had been redacted: the copy is that of `copy`, the file was `file`.
    fn redacted(file: &str, copy: &str) -> Output {
        let output = Output::of(copy.as_bytes(), "change-preview", &BTreeSet::new()).unwrap();
        Output { file_sha256: sha256_hex(file.as_bytes()), n_redacted: 1, ..output }
    }

    #[test]
    fn outputs_are_compared_without_their_secrets() {
        let (a, b) = (redacted("a: hunter2", "a: -"), redacted("a: swordfish", "a: -"));
        let recorded =
            |digest: &str, is_copy| AuthorResult { recorded: Some(digest.to_owned()), is_copy, ..AuthorResult::default() };
        // the report records the copy
        assert_eq!(compare(&b, &recorded(&a.sha256, true), None), Comparison::SameBytes);
        let other = redacted("a: hunter2\n", "b: -");
        assert_eq!(compare(&other, &recorded(&a.sha256, true), None), Comparison::Differs);
        // the report records the file as it was: with its bytes both sides are redacted, without them nobody can tell
        let raw = recorded(&a.file_sha256, false);
        assert_eq!(compare(&a, &raw, None), Comparison::SameBytes);
        assert_eq!(compare(&b, &raw, Some(&a)), Comparison::Same);
        assert_eq!(compare(&b, &raw, None), Comparison::Undecidable);
        // what is written is never the digest of the secret
        let written = conclude(&other, &raw, Some(&a)).unwrap();
        assert_eq!((written.comparison, written.output), (Comparison::Differs, other.sha256.clone()));
    }

    #[test]
    fn two_spellings_of_a_name_are_one_actor() {
        let result = AuthorResult { author: Some("u-Lea".into()), run_by: Some("ci:x".into()), ..AuthorResult::default() };
        for name in ["U-Lea", "u-lea ", "u\u{200b}-lea"] {
            assert_eq!(result.doubts(name, None), [words::BY_THE_AUTHOR], "{name:?}");
        }
        assert_eq!(result.doubts("CI:X", None), [words::BY_THE_SAME_ACTOR]);
        assert_eq!(result.doubts("u-tom", None), [""; 0]);
    }

    #[test]
    fn an_output_is_held_against_the_authors_by_bytes_first() {
        let digest = sha256_hex(AUTHOR.as_bytes());
        assert_eq!(verdict(AUTHOR, Some(&digest), None), Comparison::SameBytes);
        assert_eq!(verdict(LATER, Some(&digest), Some(AUTHOR)), Comparison::Same);
        assert_eq!(verdict(OTHER, Some(&digest), Some(AUTHOR)), Comparison::Differs);
        assert_eq!(verdict(LATER, None, Some(AUTHOR)), Comparison::Same);
        assert_eq!(verdict(LATER, None, None), Comparison::NothingRecorded);
    }

    #[test]
    fn the_words_of_a_tool_are_not_taken_for_the_document_that_it_writes() {
        let normal = |text: &str| normalise(text.as_bytes(), "policy-diagnostics", &BTreeSet::new());
        let (words, document) = (normal("Passed checks: 3"), normal("{}"));
        assert!(is_another_kind(&words, Some(&document), None) && is_another_kind(&words, None, Some("e/x.SARIF")));
        assert!(!is_another_kind(&document, Some(&document), None) && !is_another_kind(&words, None, Some("e/lint.txt")));
    }

    #[test]
    fn without_the_authors_bytes_a_time_may_be_the_whole_difference() {
        let digest = sha256_hex(AUTHOR.as_bytes());
        assert_eq!(verdict(LATER, Some(&digest), None), Comparison::Undecidable);
        // bytes that are not the recorded ones are not the author's
        assert_eq!(verdict(LATER, Some(&digest), Some(OTHER)), Comparison::Undecidable);
        assert_eq!(verdict(r#"{"resource_changes": []}"#, Some(&digest), None), Comparison::Differs);
    }
}
