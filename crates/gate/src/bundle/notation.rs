//! The files of a data set that say what is in it.

use super::{AtHand, Bundle, Copied};
use plumbline_domain::Instant;
use plumbline_ingest::sha256_hex;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// What was read and checked, by which version, as of when.
pub fn checks_json(bundle: &Bundle, files: &[AtHand], version: &str, as_of: Option<Instant>) -> String {
    let copies = bundle.copies.iter().filter_map(|(path, copied)| {
        let file = files.get(copied.from)?;
        let (sha256, bytes) = published(file, copied);
        let mut entry = json!({"path": path, "sha256": sha256, "bytes": bytes, "format": file.format, "tool": file.tool,
            "digest": copied.digest});
        if let Some(entry) = entry.as_object_mut().filter(|_| !copied.raw.is_empty()) {
            entry.insert("raw".to_owned(), json!(copied.raw));
        }
        Some(entry)
    });
    let left_out = bundle.left_out.iter().map(|l| json!({"path": l.path, "why": l.why}));
    let masked = bundle.masked.iter().map(|(path, field)| json!({"path": path, "field": field}));
    let head = [
        ("format", json!("plumbline.checks/1")),
        ("by", json!(version)),
        ("asOf", json!(as_of.map(Instant::to_rfc3339))),
        ("reports", json!(bundle.records.0)),
        ("verifications", json!(bundle.records.1)),
        ("ofAnotherOrigin", json!(bundle.n_of_another_origin)),
        ("later", json!(bundle.n_later)),
    ];
    let mut out = String::from("{\n");
    for (key, value) in head {
        out.push_str(&format!("  {}: {value},\n", json!(key)));
    }
    push_list(&mut out, "artifacts", copies);
    out.push_str(",\n");
    push_list(&mut out, "masked", masked);
    out.push_str(",\n");
    push_list(&mut out, "leftOut", left_out);
    out.push_str("\n}\n");
    plumbline_text::json(&out).into_owned()
}

/// Writes a list with one element a line. No two elements are in memory at a time, since there may be many.
fn push_list(out: &mut String, key: &str, elements: impl Iterator<Item = Value>) {
    out.push_str(&format!("  {}: [", json!(key)));
    let mut is_empty = true;
    for element in elements {
        out.push_str(if is_empty { "\n    " } else { ",\n    " });
        out.push_str(&element.to_string());
        is_empty = false;
    }
    out.push_str(if is_empty { "]" } else { "\n  ]" });
}

/// The digest and the size of what stands in the data set.
pub(super) fn published(file: &AtHand, copied: &Copied) -> (String, u64) {
    match &copied.notice {
        Some(notice) => (sha256_hex(notice.as_bytes()), notice.len() as u64),
        None => (file.digest().to_owned(), file.size()),
    }
}

/// The digests of the raw files that `checks.json` of a data set notes, by the path of their redacted copy.
pub fn raw_digests(checks: &[u8]) -> BTreeMap<String, BTreeSet<String>> {
    let checks: Value = serde_json::from_slice(checks).unwrap_or_default();
    let artifacts = checks.get("artifacts").and_then(Value::as_array).into_iter().flatten();
    let raw_of = |artifact: &Value| {
        let raw = artifact.get("raw")?.as_array()?.iter().filter_map(Value::as_str).map(str::to_owned).collect();
        Some((artifact.get("path")?.as_str()?.to_owned(), raw))
    };
    artifacts.filter_map(raw_of).collect()
}
