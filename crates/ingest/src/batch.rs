//! A file that was read, as bytes: one worker reads a large file, and another one takes over what it read; or it waits elsewhere until
//! the records that name it are judged.
//!
//! Both ends are of one build, so the bytes name no fields and no version.

use super::parse::{Parsed, Summary};
use super::reader::Prepared;
use plumbline_domain::{Facts, Fate, Finding, Receipt, Record};
use serde::{Deserialize, Serialize};

/// What is handed over before the findings: the receipt, the facts, whether the bytes parse as JSON, and whether there is nothing in the
/// file.
#[derive(Serialize, Deserialize)]
struct Head {
    receipt: Receipt,
    facts: Facts,
    is_json: bool,
    is_empty: bool,
}

impl Prepared {
    /// The file as bytes, for [`Self::from_bytes`]. None when it holds records, which are not handed over.
    pub fn into_bytes(self) -> Option<Vec<u8>> {
        let Parsed { records, texts, index, summary, .. } = &self.parsed;
        if !records.is_empty() || !texts.is_empty() || index.is_some() || summary.fate == Fate::LeftOut {
            return None;
        }
        self.without_records().1
    }

    /// The records of the file, and the rest of it as bytes, for [`Self::from_bytes`] and [`Self::with_records`]. What an index lists, and
    /// what was found out about the file, is not in the bytes.
    pub fn apart(mut self) -> (Vec<Record>, Option<Vec<u8>>) {
        self.parsed.summary.diagnostics.clear();
        self.without_records()
    }

    fn without_records(self) -> (Vec<Record>, Option<Vec<u8>>) {
        let Prepared { path, sha256, bytes, parsed } = self;
        let Parsed { summary, records, facts, findings, is_json, is_empty, .. } = parsed;
        let head = Head { receipt: summary.receipt(&path, &sha256, bytes), facts, is_json, is_empty };
        (records, postcard::to_allocvec(&(head, &*findings)).ok())
    }

    /// The file with these records of it.
    #[must_use]
    pub fn with_records(mut self, records: Vec<Record>) -> Self {
        self.parsed.records = records;
        self
    }

    /// The same file under another path.
    #[must_use]
    pub fn at_path(self, path: &str) -> Self {
        Prepared { path: path.to_owned(), ..self }
    }

    /// The digest of its bytes.
    pub fn sha256(&self) -> &str {
        &self.sha256
    }

    /// What the file holds by itself.
    pub fn receipt(&self) -> Receipt {
        self.parsed.summary.receipt(&self.path, &self.sha256, self.bytes)
    }

    /// The file that [`Self::into_bytes`] wrote; none when the bytes are something else.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (head, findings): (Head, Vec<Finding>) = postcard::from_bytes(bytes).ok()?;
        let Head { receipt, facts, is_json, is_empty } = head;
        let summary = Summary {
            format: receipt.format,
            tool: receipt.tool,
            items: receipt.items,
            open: receipt.open,
            by_severity: receipt.by_severity,
            fate: receipt.fate,
            diagnostics: receipt.diagnostics,
        };
        let parsed = Parsed { summary, facts, findings: findings.into(), is_json, is_empty, ..Parsed::default() };
        Some(Prepared { path: receipt.file, sha256: receipt.sha256, bytes: receipt.bytes, parsed })
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
    fn records_are_not_handed_over_and_other_facts_are() {
        let report = r#"{"format": "plumbline.gate-report/1", "gate": "intent", "recordedAt": "2026-11-20T10:00:00Z",
            "outcome": "passed", "change": {"id": "contoso/platform#412"}}"#;
        let plan = r#"{"format_version": "1.2", "terraform_version": "1.9.0", "resource_changes": [
            {"address": "a.b", "type": "a", "name": "b", "change": {"actions": ["create"]}}]}"#;
        assert!(prepared("r.json", report).into_bytes().is_none());
        let before = prepared("p.json", plan);
        let after = Prepared::from_bytes(&before.clone().into_bytes().unwrap()).unwrap();
        assert_eq!(format!("{before:?}"), format!("{after:?}"));
    }

    #[test]
    fn records_are_taken_apart_and_put_together_again() {
        let line = r#"{"format": "plumbline.gate-report/1", "gate": "intent", "recordedAt": "2026-11-20T10:00:00Z",
            "outcome": "passed", "change": {"id": "contoso/platform#412"}}"#
            .replace('\n', " ");
        let before = prepared("r.ndjson", &format!("{line}\nno record plumbline.\n{line}\n"));
        assert_eq!((before.receipt().diagnostics.len(), before.path()), (1, "r.ndjson"));
        let (records, rest) = before.clone().apart();
        assert_eq!(records.len(), 2);
        let after = Prepared::from_bytes(&rest.unwrap()).unwrap().with_records(records);
        assert_eq!(after.parsed.records, before.parsed.records);
        assert_eq!((&after.path, &after.sha256, after.bytes), (&before.path, &before.sha256, before.bytes));
        assert!(after.receipt().diagnostics.is_empty(), "what was found out was told already");
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
