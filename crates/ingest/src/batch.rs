//! A tool's file that was read, as bytes: one worker reads a large file, and another one takes over what it read.
//!
//! Both are of one build, so the bytes name no fields and no version.

use super::parse::{Parsed, Summary};
use super::reader::Prepared;
use plumbline_domain::{Ambiguity, Covered, Diagnostic, DiagnosticKind, Facts, Fate, Finding, Format, Place, Scan, ScanRun};
use plumbline_rules::scanner;
use serde::{Deserialize, Serialize};

/// What is handed over before the findings.
#[derive(Serialize, Deserialize)]
struct Head {
    path: String,
    sha256: String,
    bytes: u64,
    /// The place of the format in [`Format::ALL`].
    format: usize,
    tool: Option<String>,
    items: u64,
    open: u64,
    by_severity: [u64; 5],
    is_refused: bool,
    diagnostics: Vec<Said>,
    is_json: bool,
    is_empty: bool,
    is_empty_list: bool,
    ambiguity: Option<(Box<str>, Place)>,
    scan: Option<Scanned>,
}

/// A diagnostic: kind, message, path, line and column.
type Said = (DiagnosticKind, String, String, Option<u64>, Option<u64>);

/// A run: its tool, the tool by its rules, whether it has results, whether it looked for secrets, and its place.
type RunOf = (Option<Box<str>>, Option<Box<str>>, bool, Option<bool>, Place);

#[derive(Serialize, Deserialize)]
struct Scanned {
    runs: Vec<RunOf>,
    stopped: Vec<(Box<str>, Place)>,
    covered: Covered,
    passed: Option<u64>,
    secrets: Vec<u32>,
    errors: Vec<u32>,
    places: Vec<(u32, Place)>,
}

impl Prepared {
    /// The file as bytes, for [`Self::from_bytes`]. None when it holds more than a scan and its findings: records and other facts are
    /// not handed over.
    pub fn into_bytes(self) -> Option<Vec<u8>> {
        let Prepared { path, sha256, bytes, parsed } = self;
        let Parsed { summary, records, texts, is_one_record: _, index, mut facts, findings, is_json, is_empty } = parsed;
        let (scan, ambiguity) = (facts.scan.take(), facts.ambiguity.take());
        let is_empty_list = std::mem::take(&mut facts.is_empty_list);
        let holds_more = !records.is_empty() || !texts.is_empty() || index.is_some() || facts != Facts::default();
        if holds_more || summary.fate == Fate::LeftOut {
            return None;
        }
        let run = |r: ScanRun| (r.tool, r.tool_by_rules.map(Into::into), r.has_results, r.looked_for_secrets, r.place);
        let scanned = |scan: Scan| Scanned {
            runs: scan.runs.into_iter().map(run).collect(),
            stopped: scan.stopped,
            covered: scan.covered,
            passed: scan.passed,
            secrets: scan.secrets,
            errors: scan.errors,
            places: scan.places,
        };
        let head = Head {
            path,
            sha256,
            bytes,
            format: Format::ALL.iter().position(|f| *f == summary.format)?,
            tool: summary.tool,
            items: summary.items,
            open: summary.open,
            by_severity: summary.by_severity,
            is_refused: summary.fate == Fate::Refused,
            diagnostics: summary.diagnostics.into_iter().map(|d| (d.kind, d.message, d.path, d.line, d.column)).collect(),
            is_json,
            is_empty,
            is_empty_list,
            ambiguity: ambiguity.map(|a| (a.key, a.place)),
            scan: scan.map(|scan| scanned(*scan)),
        };
        postcard::to_allocvec(&(head, &*findings)).ok()
    }

    /// The file that [`Self::into_bytes`] wrote; none when the bytes are something else.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (head, findings): (Head, Vec<Finding>) = postcard::from_bytes(bytes).ok()?;
        let diagnostic =
            |(kind, message, path, line, column): Said| Diagnostic { line, column, ..Diagnostic::new(kind, path, message) };
        let run = |(tool, by_rules, has_results, looked_for_secrets, place): RunOf| ScanRun {
            tool,
            tool_by_rules: by_rules.and_then(|name| scanner(&name)).map(|s| s.name),
            has_results,
            looked_for_secrets,
            place,
        };
        let scan = |scan: Scanned| Scan {
            runs: scan.runs.into_iter().map(run).collect(),
            stopped: scan.stopped,
            covered: scan.covered,
            passed: scan.passed,
            secrets: scan.secrets,
            errors: scan.errors,
            places: scan.places,
        };
        let summary = Summary {
            format: *Format::ALL.get(head.format)?,
            tool: head.tool,
            items: head.items,
            open: head.open,
            by_severity: head.by_severity,
            fate: if head.is_refused { Fate::Refused } else { Fate::Read },
            diagnostics: head.diagnostics.into_iter().map(diagnostic).collect(),
        };
        let facts = Facts {
            scan: head.scan.map(|scanned| Box::new(scan(scanned))),
            is_empty_list: head.is_empty_list,
            ambiguity: head.ambiguity.map(|(key, place)| Box::new(Ambiguity { key, place })),
            ..Facts::default()
        };
        let (is_json, is_empty) = (head.is_json, head.is_empty);
        let parsed = Parsed { summary, facts, findings: findings.into(), is_json, is_empty, ..Parsed::default() };
        Some(Prepared { path: head.path, sha256: head.sha256, bytes: head.bytes, parsed })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Source, default_policy, prepare};

    fn prepared(name: &str, text: &str) -> Prepared {
        prepare(Source::new(name.to_owned(), text.as_bytes().to_vec()), &default_policy().0)
    }

    #[test]
    fn what_was_read_arrives_as_it_was() {
        let sarif = r#"{"version": "2.1.0", "runs": [
            {"tool": {"driver": {"name": "checkov", "version": "3", "rules": [{"id": "CKV_AZURE_1", "properties": {"tags": ["secret"]}}]}},
             "invocations": [{"executionSuccessful": false}],
             "results": [{"ruleId": "CKV_AZURE_1", "level": "error", "message": {"text": "größer {0}", "arguments": ["x"]},
                "locations": [{"physicalLocation": {"artifactLocation": {"uri": "a.tf"}, "region": {"startLine": 3}}}],
                "suppressions": [{"justification": "no"}], "fingerprints": {"a": "f"}}, 7, {"kind": "pass"}]},
            {"tool": {}, "results": null}]}"#;
        let texts = [
            ("a.sarif", sarif.to_owned()),
            ("twice.sarif", sarif.replace("\"level\": \"error\"", "\"level\": \"error\", \"level\": \"note\"")),
            ("odd.sarif", sarif.replace("\"f\"}", "\"f\", \"b\": 1, \"b\": 2}")),
            ("cut.sarif", sarif.get(..300).unwrap().to_owned()),
            ("empty.json", "[]".to_owned()),
            ("nothing.json", String::new()),
            ("unknown.txt", "some words".to_owned()),
            ("log.txt", format!("Scanning…\n{sarif}")),
        ];
        for (name, text) in texts {
            let before = prepared(name, &text);
            let bytes = before.clone().into_bytes().unwrap_or_else(|| panic!("{name} can be handed over"));
            let after = Prepared::from_bytes(&bytes).unwrap();
            assert_eq!(format!("{before:?}"), format!("{after:?}"), "{name}");
        }
    }

    #[test]
    fn records_and_other_facts_are_not_handed_over() {
        let report = r#"{"format": "plumbline.gate-report/1", "gate": "intent", "recordedAt": "2026-11-20T10:00:00Z",
            "outcome": "passed", "change": {"id": "contoso/platform#412"}}"#;
        let plan = r#"{"format_version": "1.2", "terraform_version": "1.9.0", "resource_changes": [
            {"address": "a.b", "type": "a", "name": "b", "change": {"actions": ["create"]}}]}"#;
        for (name, text) in [("r.json", report), ("p.json", plan)] {
            assert!(prepared(name, text).into_bytes().is_none(), "{name}");
        }
    }

    #[test]
    fn bytes_of_anything_else_are_none() {
        let bytes = prepared("a.json", "[]").into_bytes().unwrap();
        for end in 0..bytes.len() {
            assert!(Prepared::from_bytes(&bytes[..end]).is_none(), "{end}");
        }
        assert!(Prepared::from_bytes(&[0xFF; 64]).is_none());
    }
}
