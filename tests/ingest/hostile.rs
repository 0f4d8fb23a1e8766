//! Whatever is done to a file, reading it ends with a receipt.

use crate::{NOW, reader, report, time};
use plumbline_ingest::Source;
use proptest::prelude::*;

/// A small document of each format.
fn documents() -> Vec<String> {
    let more = r#", "perceived": [{"confidence": 0.5}], "evidence": [{"id": "e", "type": "policy-diagnostics", "artifact": {"path": "f", "bytes": 3},
        "runs": [{"by": "a", "at": "2026-11-01T00:00:00Z"}]}], "findings": [{"severity": "low", "location": {"path": "a", "line": 1}}], "review": {"by": "b"}"#;
    let own = report("validation", NOW, more);
    let mut all = vec![format!("{own}\n{own}\n"), format!("[{own}]"), own];
    all.extend(
        [
            r#"{"format": "plumbline.index/1", "files": [{"path": "f"}], "policy": {}}"#,
            r#"{"format": "plumbline.verification/1", "change": "c", "gate": "validation", "evidence": "e", "by": "u"}"#,
            r#"{"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "t", "rules": [{"id": "r", "properties": {"security-severity": "7"}}]}},
                "results": [{"ruleId": "r", "ruleIndex": 0, "level": "error", "message": {"text": "m {0}", "arguments": ["x"]}, "suppressions": [{}],
                "locations": [{"physicalLocation": {"artifactLocation": {"uri": "u"}, "region": {"startLine": 3}}}]}]}]}"#,
            r#"{"check_type": "t", "results": {"failed_checks": [{"check_id": "c", "file_line_range": [1, 2]}], "passed_checks": []}, "summary": {}}"#,
            r#"{"format_version": "1.2", "resource_changes": [{"change": {"actions": ["create"]}}], "resource_drift": []}"#,
            r#"{"status": "Succeeded", "properties": {"changes": [{"changeType": "Create"}]}}"#,
            r#"{"value": [{"type": "Microsoft.Insights/metricAlerts", "properties": {"enabled": true, "actions": [{"actionGroupId": "g"}]}}]}"#,
            r#"{"payload": "eyJzdWJqZWN0IjpbXX0=", "payloadType": "application/vnd.in-toto+json", "signatures": []}"#,
            r#"<testsuites><testsuite name="s"><testcase name="a"><failure message="m">t</failure></testcase></testsuite></testsuites>"#,
            r#"{"SchemaVersion": 2, "Results": [{"Target": "t", "Misconfigurations": [{"ID": "i", "Severity": "LOW"}]}]}"#,
            r#"{"files_scanned": 1, "queries": [{"query_id": "q", "files": [{"line": 1}]}]}"#,
        ]
        .map(str::to_owned),
    );
    all
}

/// What may be put into a file.
const MORSELS: [&[u8]; 16] = [
    b"",
    b"\0",
    b"\xFF",
    b"{",
    b"}",
    b"[",
    b"]",
    b"\"",
    b"\\",
    b"\\ud800",
    b"<",
    b"&#x110000;",
    b"-1e999",
    b"null",
    b"\n",
    b"\xEF\xBB\xBF",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn a_file_with_pieces_cut_out_and_others_put_in_yields_a_receipt(
        document in 0..documents().len(),
        edits in proptest::collection::vec((any::<prop::sample::Index>(), 0..12_usize, 0..MORSELS.len()), 1..5),
    ) {
        let mut bytes = documents()[document].clone().into_bytes();
        for (place, cut, morsel) in edits {
            let from = place.index(bytes.len() + 1);
            let to = (from + cut).min(bytes.len());
            bytes.splice(from..to, MORSELS[morsel].iter().copied());
        }
        let mut reader = reader();
        let receipt = reader.read(Source::new("f", bytes)).clone();
        prop_assert!(!receipt.is_refused() || !crate::errors(&receipt).is_empty(), "a refusal has its reason");
        prop_assert!(receipt.diagnostics.iter().all(|d| !d.message.is_empty()));
        let _ = reader.into_dataset(time(NOW));
    }

    #[test]
    fn any_bytes_yield_a_receipt(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let mut reader = reader();
        reader.read(Source::new("f", bytes));
        let receipts = reader.into_dataset(time(NOW)).receipts;
        prop_assert_eq!(receipts.len(), 1);
        prop_assert_eq!(receipts[0].is_refused(), !crate::errors(&receipts[0]).is_empty());
    }
}
