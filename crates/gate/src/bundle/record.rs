//! What a record says of artifacts and runs, and how it is rewritten when a redacted copy takes the place of a file.

use super::{AtHand, Published};
use plumbline_domain::Instant;
use plumbline_ingest::is_version_1;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};

/// When a record was made, and whether it is a gate report.
pub(super) fn dated(record: &Value) -> Result<(Option<Instant>, bool), String> {
    let text = |key: &str| record.get(key).and_then(Value::as_str);
    let time = |key: &str| match text(key) {
        None => Ok(None),
        Some(time) => Instant::from_rfc3339(time).map(Some).map_err(|e| format!("{key} is {e}")),
    };
    match text("format").and_then(|f| f.split_once('/')) {
        Some(("plumbline.gate-report", version)) if is_version_1(version) => match time("recordedAt")? {
            Some(at) => Ok((Some(at), true)),
            None => Err("recordedAt is missing".to_owned()),
        },
        Some(("plumbline.verification", version)) if is_version_1(version) => Ok((time("at")?, false)),
        _ => Err("a record that is neither a gate report nor a verification of version 1".to_owned()),
    }
}

/// The id of the change that a record speaks of.
pub(super) fn change_of(record: &Value) -> Option<&str> {
    match record.get("change")? {
        Value::String(id) => Some(id),
        change => change.get("id")?.as_str(),
    }
}

/// A file as a record names it.
pub(super) struct Named<'r> {
    /// The id of its item, of the item's own artifact: its runs tell of these bytes.
    evidence: Option<String>,
    fields: &'r mut Map<String, Value>,
}

/// The files that a record names.
pub(super) fn artifacts_of(record: &mut Value) -> Vec<Named<'_>> {
    let mut out = Vec::new();
    let evidence = record.get_mut("evidence").and_then(Value::as_array_mut).into_iter().flatten();
    for item in evidence.filter_map(Value::as_object_mut) {
        let id = item.get("id").and_then(Value::as_str).map(str::to_owned);
        for (key, inner) in item.iter_mut() {
            let named = match key.as_str() {
                "artifact" | "before" | "attestation" => std::slice::from_mut(inner),
                "with" => inner.as_array_mut().map(Vec::as_mut_slice).unwrap_or_default(),
                _ => continue,
            };
            let evidence = id.as_ref().filter(|_| key == "artifact");
            let files = named.iter_mut().filter_map(Value::as_object_mut).filter(|fields| fields.contains_key("path"));
            out.extend(files.map(|fields| Named { evidence: evidence.cloned(), fields }));
        }
    }
    out
}

impl Named<'_> {
    /// The path that the record states.
    pub fn path(&self) -> Option<String> {
        self.fields.get("path").and_then(Value::as_str).map(str::to_owned)
    }

    fn recorded(&self) -> Option<&str> {
        self.fields.get("sha256").and_then(Value::as_str)
    }

    /// What a file says of the recorded digest: `same`, `differs` or `not-recorded`.
    pub fn check(&self, file: &AtHand) -> &'static str {
        match self.recorded() {
            None => "not-recorded",
            Some(recorded) if recorded == file.sha256 || recorded == file.digest() => "same",
            Some(_) => "differs",
        }
    }

    /// Names what is published of a file. A recorded digest that is not that of the file stays, so that it refutes the record as before.
    pub fn rewrite(self, file: &AtHand, path: &str) {
        self.fields.insert("path".to_owned(), Value::String(path.to_owned()));
        let Published::Copy { sha256, bytes, .. } = &file.published else { return };
        match self.recorded() {
            Some(recorded) if recorded != file.sha256 => return,
            Some(_) => self.fields.insert("sha256".to_owned(), Value::String(sha256.clone())),
            None => None,
        };
        if self.fields.get("bytes").and_then(Value::as_u64) == Some(file.bytes) {
            self.fields.insert("bytes".to_owned(), Value::from(*bytes));
        }
        self.fields.entry("rawSha256").or_insert_with(|| Value::String(file.sha256.clone()));
    }

    /// Takes the path away.
    pub fn forget_path(self) {
        self.fields.insert("path".to_owned(), Value::Null);
    }
}

/// What the runs of an evidence item tell of: its change, gate and id.
type Scope = (String, String, String);

/// The copy of a file: its digest and its size.
type Copy = (String, u64);

/// Which copies take the place of which raw files, for each evidence item. Only bytes that were read say so, and never a record: else
/// the `rawSha256` of a report could turn a run that refutes it into one that agrees.
#[derive(Debug, Default)]
pub(super) struct Copies {
    of_raw: BTreeMap<Scope, BTreeMap<String, Copy>>,
}

impl Copies {
    /// Looks at the artifacts of a report. `find` gives the file that a path means, and the digests of the raw files that it is the
    /// copy of, as an earlier run of `bundle` noted them.
    pub fn learn<'f>(&mut self, record: &Value, find: impl Fn(&str) -> Option<(&'f AtHand, Option<&'f BTreeSet<String>>)>) {
        let items = record.get("evidence").and_then(Value::as_array).into_iter().flatten();
        for item in items {
            let stated = item.pointer("/artifact/path").and_then(Value::as_str);
            let (Some((file, raw_of)), Some(id)) = (stated.and_then(&find), item.get("id").and_then(Value::as_str)) else {
                continue;
            };
            let is_copy = matches!(file.published, Published::Copy { .. });
            let raw: Vec<&String> = is_copy.then_some(&file.sha256).into_iter().chain(raw_of.into_iter().flatten()).collect();
            if raw.is_empty() {
                continue;
            }
            let copies = self.of_raw.entry(scope(record, id)).or_default();
            for raw in raw {
                copies.insert(raw.clone(), (file.digest().to_owned(), file.size()));
            }
        }
    }

    /// The copies of each evidence item of a report, by its id.
    pub fn scopes_of(&self, record: &Value) -> BTreeMap<String, BTreeMap<String, Copy>> {
        if self.of_raw.is_empty() {
            return BTreeMap::new();
        }
        let items = record.get("evidence").and_then(Value::as_array).into_iter().flatten();
        let ids = items.filter_map(|item| item.get("id").and_then(Value::as_str));
        ids.filter_map(|id| Some((id.to_owned(), self.of_raw.get(&scope(record, id))?.clone()))).collect()
    }

    /// Gives an artifact that is not at hand the digest of the copy, where its raw bytes are known from another record.
    pub fn rewrite_absent(&self, artifact: Named<'_>, scopes: &BTreeMap<String, BTreeMap<String, Copy>>) {
        let Named { evidence, fields } = artifact;
        let recorded = fields.get("sha256").and_then(Value::as_str).map(str::to_owned);
        let copy = evidence.and_then(|id| scopes.get(&id)?.get(recorded.as_ref()?));
        if let (Some((sha256, bytes)), Some(raw)) = (copy, recorded) {
            fields.insert("sha256".to_owned(), Value::String(sha256.clone()));
            fields.entry("bytes").and_modify(|size| *size = Value::from(*bytes));
            fields.entry("rawSha256").or_insert(Value::String(raw));
        }
    }

    /// Gives the runs of a record the digest of the copy, where their output is the raw file.
    pub fn rewrite_runs(&self, record: &mut Value) {
        if self.of_raw.is_empty() {
            return;
        }
        let replace = |copies: &BTreeMap<String, Copy>, run: &mut Value| {
            let copy = run.get("output").and_then(Value::as_str).and_then(|output| copies.get(output)).cloned();
            if let (Some((sha256, _)), Some(run)) = (copy, run.as_object_mut()) {
                run.insert("output".to_owned(), Value::String(sha256));
            }
        };
        if let Some(id) = record.get("evidence").and_then(Value::as_str) {
            if let Some(copies) = self.of_raw.get(&scope(record, id)) {
                replace(copies, record);
            }
            return;
        }
        let scopes = self.scopes_of(record);
        for item in record.get_mut("evidence").and_then(Value::as_array_mut).into_iter().flatten() {
            let Some(copies) = item.get("id").and_then(Value::as_str).and_then(|id| scopes.get(id)) else { continue };
            let runs = item.get_mut("runs").and_then(Value::as_array_mut).into_iter().flatten();
            runs.for_each(|run| replace(copies, run));
        }
    }
}

fn scope(record: &Value, evidence: &str) -> Scope {
    let gate = record.get("gate").and_then(Value::as_str).unwrap_or_default();
    (change_of(record).unwrap_or_default().to_owned(), gate.to_owned(), evidence.to_owned())
}
