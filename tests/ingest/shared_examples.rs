//! Larger data sets: the worked examples, and what real tools wrote.

use crate::example::{examples, files};
use plumbline_ingest::{Reader, Source, default_policy};
use std::path::{Path, PathBuf};

#[test]
fn the_worked_examples_are_read_as_an_independent_reading_reads_them() {
    for example in examples() {
        let (name, expected) = (example.data.display(), &example.expected);
        let data = example.dataset();
        let counts = (data.changes.len() as u64, data.n_reports, data.n_verifications, data.orphans.len() as u64);
        let oracle = &expected["oracle"];
        let wanted = |key: &str| oracle[key].as_u64().unwrap();
        assert_eq!(
            counts,
            (expected["changes"].as_u64().unwrap(), wanted("reports"), wanted("verifications"), wanted("orphans")),
            "{name}"
        );
        // Each thing that it refused is refused here too; its list names files and lines. A field of an evidence item that is of
        // another kind than it must be is an error here, and passed over there.
        let passed_over = |e: &str| [".before", ".justifications", ".source"].iter().any(|key| e.contains(key));
        let refused = data.receipts.iter().filter(|r| r.file.starts_with("reports/"));
        let n = refused.flat_map(crate::errors).filter(|e| !passed_over(e)).count();
        assert_eq!(n, oracle["errors"].as_array().unwrap().len(), "{name}");
    }
}

/// The outputs of tools in this repository, and those of the folder that `PLUMBLINE_CORPUS` names.
#[test]
fn every_output_of_a_tool_is_read_or_refused_with_a_reason() {
    let ours = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    for root in [Some(ours), std::env::var_os("PLUMBLINE_CORPUS").map(PathBuf::from)].into_iter().flatten() {
        let (mut n, mut n_refused) = (0, 0);
        for path in files(&root) {
            let (policy, sha256) = default_policy();
            let mut reader = Reader::new(policy, sha256);
            let receipt = reader.read(Source::new(path.to_string_lossy(), std::fs::read(&path).unwrap()));
            assert_eq!(receipt.is_refused(), !crate::errors(receipt).is_empty(), "{}: {:?}", path.display(), receipt.diagnostics);
            assert!(!receipt.is_refused() || receipt.items == 0);
            n += 1;
            n_refused += usize::from(receipt.is_refused());
        }
        assert!(n - n_refused >= 9, "only {} of {n} files of {} are read", n - n_refused, root.display());
    }
}
