//! Larger examples that live outside the project: read when the environment says where they are.

use crate::time;
use plumbline_domain::Dataset;
use plumbline_ingest::{Reader, Source, default_policy};
use std::path::{Path, PathBuf};

/// The folder that a variable names; a printed line when there is none.
fn folder(variable: &str) -> Option<PathBuf> {
    let found = std::env::var_os(variable).map(PathBuf::from);
    if found.is_none() {
        eprintln!("skipped: {variable} names no folder");
    }
    found
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { files(&path, found) } else { found.push(path) }
    }
}

fn load_folder(root: &Path) -> Dataset {
    let (policy, sha256) = default_policy();
    let mut reader = Reader::new(policy, sha256);
    let mut found = Vec::new();
    files(root, &mut found);
    for path in found {
        let name = path.strip_prefix(root).unwrap().to_string_lossy().into_owned();
        reader.read(Source::new(name, std::fs::read(&path).unwrap()));
    }
    reader.into_dataset(time(crate::NOW))
}

#[test]
fn the_worked_examples_are_read_as_an_independent_reading_reads_them() {
    let Some(root) = folder("PLUMBLINE_WORKED") else { return };
    for name in ["small", "edge"] {
        let text = std::fs::read_to_string(root.join(format!("{name}.expected.json"))).unwrap();
        let expected: serde_json::Value = serde_json::from_str(&text).unwrap();
        let data = load_folder(&root.join(name));
        let counts = (data.changes.len() as u64, data.n_reports, data.n_verifications, data.orphans.len() as u64);
        let oracle = &expected["oracle"];
        let wanted = |key: &str| oracle[key].as_u64().unwrap();
        assert_eq!(
            counts,
            (expected["changes"].as_u64().unwrap(), wanted("reports"), wanted("verifications"), wanted("orphans")),
            "{name}"
        );
        // Each thing that it refused is refused here too; its list names files and lines.
        let refused = data.receipts.iter().filter(|r| r.file.starts_with("reports/"));
        let n: usize = refused.map(|r| crate::errors(r).len()).sum();
        assert_eq!(n, oracle["errors"].as_array().unwrap().len(), "{name}");
    }
}

#[test]
fn every_file_of_the_corpus_is_read_or_refused_with_a_reason() {
    let Some(root) = folder("PLUMBLINE_CORPUS") else { return };
    let mut found = Vec::new();
    files(&root, &mut found);
    for path in found {
        let (policy, sha256) = default_policy();
        let mut reader = Reader::new(policy, sha256);
        let receipt = reader.read(Source::new(path.to_string_lossy(), std::fs::read(&path).unwrap()));
        assert_eq!(receipt.is_refused(), !crate::errors(receipt).is_empty(), "{}: {:?}", path.display(), receipt.diagnostics);
        assert!(!receipt.is_refused() || receipt.items == 0);
    }
}
