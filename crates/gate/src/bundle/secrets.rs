//! Secrets in the words of records, masked as they are published.

use super::record::change_of;
use plumbline_ingest::{quotes_secrets, without_secrets};
use serde_json::Value;

/// Keys whose texts bind records to each other, or are read by a machine: they stay as they are.
const BOUND: [&str; 33] = [
    "format",
    "gate",
    "part",
    "id",
    "type",
    "change",
    "evidence",
    "path",
    "sha256",
    "rawSha256",
    "inputs",
    "output",
    "commit",
    "mergeCommit",
    "headCommit",
    "recordedAt",
    "openedAt",
    "mergedAt",
    "deployedAt",
    "expiresAt",
    "at",
    "outcome",
    "mode",
    "authorship",
    "severity",
    "status",
    "fingerprint",
    "mediaType",
    "touches",
    "controls",
    "pattern",
    "surface",
    "risk",
];

/// Masks the secrets in the texts of a record, and says in which fields of which record they stood.
pub(super) fn mask_record(record: &mut Value) -> Vec<String> {
    let mut fields = Vec::new();
    let change = change_of(record).unwrap_or_default().to_owned();
    mask(record, "", false, &mut fields);
    fields.into_iter().map(|field| format!("{change}: {field}")).collect()
}

/// `is_secretive` says that a text may quote what a secret scanner found.
fn mask(value: &mut Value, path: &str, is_secretive: bool, fields: &mut Vec<String>) {
    match value {
        Value::String(text) => {
            if let Some(masked) = without_secrets(text, is_secretive) {
                *text = masked;
                fields.push(path.to_owned());
            }
        }
        Value::Array(elements) => {
            for (n, element) in elements.iter_mut().enumerate() {
                mask(element, &format!("{path}[{n}]"), is_secretive, fields);
            }
        }
        Value::Object(members) => {
            let of_a_scanner = members.get("tool").and_then(Value::as_str).is_some_and(quotes_secrets);
            for (key, member) in members.iter_mut() {
                if member.is_string() && BOUND.contains(&key.as_str()) {
                    continue;
                }
                let inner = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                let quotes = of_a_scanner && matches!(key.as_str(), "message" | "justification");
                mask(member, &inner, quotes, fields);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn each_text_that_can_hold_a_secret_is_masked_and_named() {
        const KEY: &str = "AKIAIOSFODNN7EXAMPLE";
        let mut record = json!({"gate": "validation", "change": {"id": "a#1", "title": KEY, "url": KEY},
            "evidence": [{"id": "e", "title": KEY, "command": format!("scan --key {KEY}"), "statement": KEY,
                "justifications": {"p r s": KEY}, "runs": [{"by": "ci", "output": "0".repeat(64)}]}],
            "findings": [{"tool": "gitleaks", "ruleId": "key", "message": "found hunter2hunter2x", "justification": KEY},
                {"tool": "checkov", "message": "found hunter2hunter2x"}]});
        let fields = mask_record(&mut record);
        let text = record.to_string();
        assert!(!text.contains(KEY), "{text}");
        assert_eq!(record["findings"][0]["message"], "found (redacted)");
        assert_eq!(record["findings"][1]["message"], "found hunter2hunter2x");
        for field in
            ["change.title", "change.url", "evidence[0].command", "evidence[0].justifications.p r s", "findings[0].message"]
        {
            assert!(fields.contains(&format!("a#1: {field}")), "{field}: {fields:?}");
        }
        assert_eq!(mask_record(&mut record), Vec::<String>::new(), "once is enough");
    }
}
