//! A site's data set from records and artifacts: shards by month, files by their digest. The same input makes the same bytes.

use plumbline_domain::Instant;
use plumbline_ingest::artifact_paths;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// A file at hand that is no record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AtHand {
    /// Which of the inputs it was found in.
    pub root: usize,
    /// Its path in that input.
    pub path: String,
    /// The digest of its bytes.
    pub sha256: String,
    /// Their number.
    pub bytes: u64,
    /// What it was taken for.
    pub format: &'static str,
    /// The tool that wrote it.
    pub tool: Option<String>,
    /// Whether it is a tool's file that is shown even when no report names it.
    pub of_a_tool: bool,
}

/// One record of a report file.
#[derive(Clone, Debug, PartialEq)]
pub struct RecordAtHand {
    /// Which of the inputs it was found in.
    pub root: usize,
    /// The path of its file in that input.
    pub path: String,
    /// The record.
    pub record: Value,
}

/// A file of the data set that is copied from the input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Copied {
    /// Which of [`Bundle`]'s files at hand it is.
    pub from: usize,
    /// The check of its digest: `same`, `differs` or `not-recorded`.
    pub digest: &'static str,
}

/// Something that did not go into the data set.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LeftOut {
    /// Its path.
    pub path: String,
    /// Why.
    pub why: String,
    /// Whether something was lost that ought to be there.
    pub is_fault: bool,
}

/// What goes into the data set, but for the bytes of the copies.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Bundle {
    /// The shards of records, by path.
    pub shards: BTreeMap<String, String>,
    /// The copies, by path.
    pub copies: BTreeMap<String, Copied>,
    /// What did not go in.
    pub left_out: BTreeSet<LeftOut>,
    /// How many gate reports and verifications.
    pub records: (u64, u64),
    /// The latest date of any record.
    pub newest: Option<Instant>,
    /// The file and the date of each record.
    pub dates: BTreeSet<(Instant, String)>,
}

/// A record as it is written.
struct Line {
    at: Option<Instant>,
    text: String,
    /// How many of the artifacts that it names are at hand.
    n_found: usize,
}

/// Plans the data set. Artifacts of more than `max_artifact_bytes` stay out, unless their digest is not the recorded one.
pub fn bundle(records: Vec<RecordAtHand>, files: &[AtHand], max_artifact_bytes: Option<u64>) -> Bundle {
    let mut out = Bundle::default();
    let by_path: BTreeMap<(usize, &str), usize> = files.iter().enumerate().map(|(n, f)| ((f.root, f.path.as_str()), n)).collect();
    let mut named: BTreeSet<usize> = BTreeSet::new();
    let mut months: BTreeMap<String, Vec<Line>> = BTreeMap::new();
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for RecordAtHand { root, path, mut record } in records {
        let (at, is_report) = match dated(&record) {
            Ok(dated) => dated,
            Err(why) => {
                out.left_out.insert(LeftOut { path, why, is_fault: true });
                continue;
            }
        };
        let month = at.map_or_else(|| "undated".to_owned(), |at| at.month().to_string());
        let mut find = |stated: &str| {
            let candidates = artifact_paths(&path, stated).unwrap_or_default();
            candidates.iter().find_map(|c| by_path.get(&(root, c.as_str())).copied())
        };
        let mut n_found = 0;
        for (stated, recorded) in artifacts_of(&mut record) {
            let Some(n) = stated.as_str().and_then(&mut find) else { continue };
            let Some(file) = files.get(n) else { continue };
            named.insert(n);
            n_found += 1;
            let wanted = format!("evidence/{month}/{}", name_of(file));
            *stated = Value::String(wanted.clone());
            let digest = match recorded.as_deref() {
                None => "not-recorded",
                Some(recorded) if recorded == file.sha256 => "same",
                Some(_) => "differs",
            };
            if max_artifact_bytes.is_some_and(|max| file.bytes > max) && digest != "differs" {
                let why = format!("{} bytes are more than --max-artifact-bytes", file.bytes);
                out.left_out.insert(LeftOut { path: wanted, why, is_fault: false });
            } else {
                let known = out.copies.entry(wanted).or_insert(Copied { from: n, digest });
                // one record that says otherwise is enough
                if digest == "differs" || known.digest == "not-recorded" {
                    known.digest = digest;
                }
            }
        }
        let line = Line { at, text: plumbline_text::json(&record.to_string()).into_owned(), n_found };
        // a record is the same wherever its artifacts lie
        artifacts_of(&mut record).into_iter().for_each(|(path, _)| *path = Value::Null);
        let lines = months.entry(month).or_default();
        match seen.get(&record.to_string()).and_then(|&n| lines.get_mut(n)) {
            Some(known) if known.n_found < n_found => *known = line,
            Some(_) => {}
            None => {
                *(if is_report { &mut out.records.0 } else { &mut out.records.1 }) += 1;
                out.newest = out.newest.max(at);
                out.dates.extend(at.map(|at| (at, path.clone())));
                seen.insert(record.to_string(), lines.len());
                lines.push(line);
            }
        }
    }
    for (month, mut lines) in months {
        // stable: records of one time keep their order, which decides between two reports of the same gate
        lines.sort_by_key(|line| line.at);
        let text: String = lines.into_iter().flat_map(|line| [line.text, "\n".to_owned()]).collect();
        out.shards.insert(format!("reports/{month}.ndjson"), text);
    }
    let by_digest: BTreeSet<&str> = named.iter().filter_map(|&n| files.get(n)).map(|f| f.sha256.as_str()).collect();
    for (n, file) in files.iter().enumerate().filter(|(n, _)| !named.contains(n)) {
        if by_digest.contains(file.sha256.as_str()) {
            continue;
        }
        let wanted = format!("evidence/loose/{}", name_of(file));
        if !file.of_a_tool {
            let why = "not a known format, and no report names it".to_owned();
            out.left_out.insert(LeftOut { path: file.path.clone(), why, is_fault: false });
        } else if max_artifact_bytes.is_some_and(|max| file.bytes > max) {
            let why = format!("{} bytes are more than --max-artifact-bytes", file.bytes);
            out.left_out.insert(LeftOut { path: wanted, why, is_fault: false });
        } else {
            out.copies.entry(wanted).or_insert(Copied { from: n, digest: "not-recorded" });
        }
    }
    out
}

/// When a record was made, and whether it is a gate report.
fn dated(record: &Value) -> Result<(Option<Instant>, bool), String> {
    let text = |key: &str| record.get(key).and_then(Value::as_str);
    let time = |key: &str| match text(key) {
        None => Ok(None),
        Some(time) => Instant::from_rfc3339(time).map(Some).map_err(|e| format!("{key} is {e}")),
    };
    match text("format").and_then(|f| f.split_once('/')) {
        Some(("plumbline.gate-report", "1")) => match time("recordedAt")? {
            Some(at) => Ok((Some(at), true)),
            None => Err("recordedAt is missing".to_owned()),
        },
        Some(("plumbline.verification", "1")) => Ok((time("at")?, false)),
        _ => Err("a record that is neither a gate report nor a verification of version 1".to_owned()),
    }
}

/// The paths that a record names, each with the digest that is recorded for it.
fn artifacts_of(record: &mut Value) -> Vec<(&mut Value, Option<String>)> {
    let mut out = Vec::new();
    let evidence = record.get_mut("evidence").and_then(Value::as_array_mut).into_iter().flatten();
    for item in evidence.filter_map(Value::as_object_mut) {
        for (key, inner) in item.iter_mut() {
            let named = match key.as_str() {
                "artifact" | "before" | "attestation" => std::slice::from_mut(inner),
                "with" => inner.as_array_mut().map(Vec::as_mut_slice).unwrap_or_default(),
                _ => continue,
            };
            for file in named {
                let recorded = file.get("sha256").and_then(Value::as_str).map(str::to_owned);
                out.extend(file.get_mut("path").map(|path| (path, recorded)));
            }
        }
    }
    out
}

/// A file's name in the data set: some of its digest, and the name that it had. The same for a file of a data set.
fn name_of(file: &AtHand) -> String {
    let name = plumbline_text::file_name(file.path.rsplit('/').next().unwrap_or(&file.path), "file");
    let digest = file.sha256.get(..12).unwrap_or(&file.sha256);
    match name.strip_prefix(digest).and_then(|rest| rest.strip_prefix('-')) {
        Some(_) => name,
        None => format!("{digest}-{name}"),
    }
}

/// The table of contents; `policy` is the text of a policy, taken as it is.
pub fn index_json(
    title: Option<&str>,
    generated_at: Option<Instant>,
    files: &[(String, String, u64)],
    policy: Option<&str>,
) -> String {
    let mut out = String::from("{\n  \"format\": \"plumbline.index/1\"");
    if let Some(title) = title {
        out.push_str(&format!(",\n  \"title\": {}", json!(title)));
    }
    if let Some(at) = generated_at {
        out.push_str(&format!(",\n  \"generatedAt\": {}", json!(at.to_rfc3339())));
    }
    out.push_str(",\n  \"files\": [");
    for (n, (path, sha256, bytes)) in files.iter().enumerate() {
        let comma = if n == 0 { "" } else { "," };
        out.push_str(&format!("{comma}\n    {{\"path\": {}, \"sha256\": {}, \"bytes\": {bytes}}}", json!(path), json!(sha256)));
    }
    out.push_str(if files.is_empty() { "]" } else { "\n  ]" });
    if let Some(policy) = policy {
        out.push_str(&format!(",\n  \"policy\": {}", policy.trim_start_matches('\u{feff}').trim()));
    }
    out.push_str("\n}\n");
    plumbline_text::json(&out).into_owned()
}

/// What was read and checked, by which version, as of when.
pub fn checks_json(bundle: &Bundle, files: &[AtHand], version: &str, as_of: Option<Instant>) -> String {
    let copies = bundle.copies.iter().filter_map(|(path, copied)| {
        let file = files.get(copied.from)?;
        Some(json!({"path": path, "sha256": file.sha256, "bytes": file.bytes, "format": file.format, "tool": file.tool,
            "digest": copied.digest}))
    });
    let left_out = bundle.left_out.iter().map(|l| json!({"path": l.path, "why": l.why}));
    let document = json!({
        "format": "plumbline.checks/1",
        "by": version,
        "asOf": as_of.map(Instant::to_rfc3339),
        "reports": bundle.records.0,
        "verifications": bundle.records.1,
        "artifacts": copies.collect::<Vec<Value>>(),
        "leftOut": left_out.collect::<Vec<Value>>(),
    });
    plumbline_text::json(&format!("{document:#}\n")).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str, sha256: &str, bytes: u64) -> AtHand {
        AtHand {
            root: 0,
            path: path.into(),
            sha256: sha256.repeat(64),
            bytes,
            format: "sarif-2.1.0",
            tool: None,
            of_a_tool: true,
        }
    }

    fn record(path: &str, at: &str, artifact: &str, recorded: Option<&str>) -> RecordAtHand {
        let record = json!({"format": "plumbline.gate-report/1", "gate": "validation", "recordedAt": at,
            "evidence": [{"id": "e", "artifact": {"path": artifact, "sha256": recorded.map(|d| d.repeat(64))}}]});
        RecordAtHand { root: 0, path: path.into(), record }
    }

    #[test]
    fn records_go_by_their_month_and_artifacts_by_their_digest() {
        let files = [file("a/e/x.sarif", "a", 10), file("b.sarif", "b", 20)];
        let records = vec![
            record("a/r.json", "2026-11-30T23:59:59-02:00", "e/x.sarif", Some("a")), // December in UTC
            record("a/r.json", "2026-11-02T00:00:00Z", "b.sarif", Some("c")),
            record("a/r.json", "2026-11-01T00:00:00Z", "none.sarif", None),
        ];
        let out = bundle(records, &files, None);
        assert_eq!(out.shards.keys().collect::<Vec<_>>(), ["reports/2026-11.ndjson", "reports/2026-12.ndjson"]);
        let november: Vec<&str> = out.shards["reports/2026-11.ndjson"].lines().collect();
        assert!(november[0].contains("none.sarif") && november[1].contains("evidence/2026-11/bbbbbbbbbbbb-b.sarif"));
        let copies: Vec<(&str, &str)> = out.copies.iter().map(|(p, c)| (p.as_str(), c.digest)).collect();
        assert_eq!(
            copies,
            [("evidence/2026-11/bbbbbbbbbbbb-b.sarif", "differs"), ("evidence/2026-12/aaaaaaaaaaaa-x.sarif", "same")]
        );
    }

    #[test]
    fn the_files_that_are_read_with_an_item_come_along() {
        let files = [file("after.json", "a", 1), file("before.json", "b", 1), file("one.yml", "c", 1), file("two.yml", "d", 1)];
        let record = json!({"format": "plumbline.gate-report/1", "gate": "validation", "recordedAt": "2026-11-02T00:00:00Z",
            "evidence": [{"id": "e", "artifact": {"path": "after.json"}, "before": {"path": "before.json"},
                "with": [{"path": "one.yml"}, 7, {"path": "two.yml"}, {}]}]});
        let out = bundle(vec![RecordAtHand { root: 0, path: "r.json".into(), record }], &files, None);
        assert_eq!(out.copies.len(), 4);
        let line = &out.shards["reports/2026-11.ndjson"];
        assert!(line.contains("bbbbbbbbbbbb-before.json") && line.contains("dddddddddddd-two.yml"), "{line}");
    }

    #[test]
    fn a_large_artifact_stays_out_unless_its_digest_differs() {
        let files = [file("x.sarif", "a", 10), file("y.sarif", "b", 10)];
        let records = vec![
            record("r.json", "2026-11-01T00:00:00Z", "x.sarif", Some("a")),
            record("r.json", "2026-11-02T00:00:00Z", "y.sarif", Some("c")),
        ];
        let out = bundle(records, &files, Some(9));
        assert_eq!(out.copies.keys().collect::<Vec<_>>(), ["evidence/2026-11/bbbbbbbbbbbb-y.sarif"]);
        assert_eq!(out.left_out.iter().map(|l| l.path.as_str()).collect::<Vec<_>>(), ["evidence/2026-11/aaaaaaaaaaaa-x.sarif"]);
        assert!(out.shards["reports/2026-11.ndjson"].contains("aaaaaaaaaaaa-x.sarif"), "its path and digest stay recorded");
    }

    #[test]
    fn the_same_record_twice_is_one_and_what_is_none_is_a_fault() {
        let one = record("r.json", "2026-11-01T00:00:00Z", "x", None);
        let odd = |record: Value| RecordAtHand { root: 0, path: "o.json".into(), record };
        let records = vec![
            one.clone(),
            one,
            odd(json!({"format": "plumbline.gate-report/2"})),
            odd(json!({"format": "plumbline.verification/1"})),
        ];
        let out = bundle(records, &[], None);
        assert_eq!(out.records, (1, 1));
        assert!(out.shards.contains_key("reports/undated.ndjson"));
        assert_eq!(out.left_out.iter().filter(|l| l.is_fault).count(), 1);
    }

    #[test]
    fn a_name_needs_no_escape_in_an_address() {
        assert_eq!(name_of(&file("e/what if #1 é.json", "a", 1)), "aaaaaaaaaaaa-what-if--1--.json");
        assert_eq!(name_of(&file("e/aaaaaaaaaaaa-x.json", "a", 1)), "aaaaaaaaaaaa-x.json");
    }

    #[test]
    fn a_data_set_as_input_gives_itself() {
        let files = [file("e/x.sarif", "a", 10)];
        let first = bundle(vec![record("r.json", "2026-11-01T00:00:00Z", "e/x.sarif", Some("a"))], &files, None);
        let path = first.copies.keys().next().unwrap().clone();
        let again: Vec<RecordAtHand> = first
            .shards
            .iter()
            .flat_map(|(path, text)| text.lines().map(|l| (path.clone(), serde_json::from_str(l).unwrap())).collect::<Vec<_>>())
            .map(|(path, record)| RecordAtHand { root: 0, path, record })
            .collect();
        let second = bundle(again, &[file(&path, "a", 10)], None);
        assert_eq!(second.shards, first.shards);
        assert_eq!(second.copies.keys().collect::<Vec<_>>(), first.copies.keys().collect::<Vec<_>>());
    }
}
