//! What pipelines and shells do to a tool's file: lines before it, a zip around a zip, lists of another kind, keys that stand twice.

use crate::containers::{gzip, zip};
use crate::samples::{Sample, Syntax, samples};
use crate::{NOW, errors, inspect, load, words};
use plumbline_domain::DiagnosticSeverity;
use plumbline_ingest::{Source, expand, is_container, unwrapped};

fn sample(format: &str) -> &'static Sample {
    samples().find(|s| s.format == format).unwrap()
}

#[test]
fn lines_before_a_document_are_left_out_and_said() {
    for log in
        ["[command]/usr/bin/terraform show -json plan\n", "2026-11-01T00:00:00Z INFO [1/2] {x}\nWarning: <b>\n", "{x} begins\n\n"]
    {
        for sample in samples().filter(|s| !matches!(s.syntax(), Syntax::Yaml | Syntax::Markdown)) {
            let receipt = inspect(format!("{log}{}", sample.text()).as_bytes());
            assert_eq!(receipt.format.id(), sample.format, "{log}");
            assert_eq!(
                (receipt.is_refused(), receipt.items, receipt.open),
                (false, sample.items, sample.open),
                "{}",
                sample.format
            );
            let notes = words(&receipt, DiagnosticSeverity::Note);
            assert!(notes.last().unwrap().starts_with("1:1: the lines before the document"), "{notes:?}");
        }
    }
}

#[test]
fn places_behind_such_lines_are_those_of_the_file() {
    // the log is line 1, so that the number without a digit stands in line 3, column 14
    let receipt = inspect("größe: 1 MB\n{\"version\": \"2.1.0\",\n \"runs\": [], -}".as_bytes());
    assert!(receipt.is_refused());
    assert_eq!(errors(&receipt), ["3:14: expected a key in quotes"]);
}

#[test]
fn what_stands_in_a_damaged_document_is_no_document_of_its_own() {
    let plan = sample("terraform-plan").text().replace('\n', " ");
    for text in [format!("{{\"a\": 1,\n{plan}\n"), format!("[\n{{\"a\": }},\n{plan}]"), format!("<a>\n{plan}\n</a>")] {
        let receipt = inspect(text.as_bytes());
        assert!(receipt.is_refused() && receipt.format.id() == "unknown", "{text}: {receipt:?}");
    }
}

#[test]
fn sarif_of_several_documents_is_read_whole() {
    let document = |rule: &str| {
        format!(
            "{{\n  \"runs\": [{{\"tool\": {{\"driver\": {{\"name\": \"bicep\"}}}}, \
             \"results\": [{{\"ruleId\": \"{rule}\", \"level\": \"warning\", \"message\": {{\"text\": \"x\"}}}}]}}]\n}}\n"
        )
    };
    let both = document("no-unused-params") + &document("no-unused-vars");
    let receipt = inspect(both.as_bytes());
    assert_eq!((receipt.format.id(), receipt.items, receipt.open, receipt.is_refused()), ("sarif-2.1.0", 2, 2, false));
    assert!(receipt.diagnostics.is_empty(), "{:?}", receipt.diagnostics);
    assert_eq!(errors(&inspect(format!("{both}{{}}").as_bytes())), ["runs: is missing in one of the documents"]);
    assert_eq!(errors(&inspect(format!("{both}Done.").as_bytes())), ["7:1: text after the end of the document"]);
}

#[test]
fn a_broken_line_is_named_by_its_own_place() {
    for format in ["in-toto-statement", "dsse-envelope", "sigstore-bundle", "ocsf-json"] {
        let line = sample(format).text().replace('\n', " ");
        let receipt = inspect(format!("{line}\n{}\n{line}\n", &line[..line.len() / 2]).as_bytes());
        assert!(receipt.is_refused(), "{format}");
        assert_eq!(receipt.diagnostics.iter().map(|d| d.line).collect::<Vec<_>>(), [Some(2)], "{format}");
        let whole = inspect(format!("{line}\n\n{line}\n").as_bytes());
        assert_eq!(whole.items, 2 * sample(format).items, "{format}");
    }
}

#[test]
fn a_list_that_is_none_costs_no_finding_in_silence() {
    let cases = [
        ("trivy-json", r#"{"SchemaVersion": 2, "Results": {"0": {"Target": "t"}}}"#, "Results"),
        (
            "trivy-json",
            r#"{"SchemaVersion": 2, "Results": [{"Target": "t", "Misconfigurations": {"0": {}}}]}"#,
            "Misconfigurations",
        ),
        ("snyk-json", r#"{"projectName": "p", "ok": false, "vulnerabilities": {"0": {}}}"#, "vulnerabilities"),
        ("kics-json", r#"{"files_scanned": 1, "queries": [{"query_id": "q", "files": {"0": {}}}]}"#, "files"),
        ("terraform-state", r#"{"format_version": "1.0", "values": {"root_module": {"resources": {"0": {}}}}}"#, "resources"),
    ];
    // a list beside something that is none: the list is read, and the file proves nothing
    for (format, text) in [
        (
            "azure-role-assignment",
            r#"{"before": [], "after": [{"roleDefinitionName": "Owner", "principalId": "p", "scope": "/"}], "after": {}}"#,
        ),
        ("asff-json", r#"{"Findings": [{"SchemaVersion": "2018-10-08", "ProductArn": "a", "Id": "i"}], "Findings": {}}"#),
    ] {
        let receipt = inspect(text.as_bytes());
        assert_eq!((receipt.format.id(), receipt.items), (format, 1));
        assert!(words(&receipt, DiagnosticSeverity::Warning)[0].ends_with("the file proves nothing"), "{format}");
    }
    for (format, text, key) in cases {
        let receipt = inspect(text.as_bytes());
        let told = errors(&receipt);
        assert!(receipt.format.id() != format || told.contains(&format!("{key}: must be an array")), "{format}: {told:?}");
        assert!(!told.is_empty(), "{format}");
    }
}

#[test]
fn a_key_that_stands_twice_is_said_with_its_place() {
    // nothing is lost of two lists
    let text = "{\"files_scanned\": 1,\n \"queries\": [{\"query_id\": \"q\", \"files\": [{\"line\": 1}], \"files\": []}]}";
    let receipt = inspect(text.as_bytes());
    assert_eq!((receipt.format.id(), receipt.items), ("kics-json", 1));
    let told = words(&receipt, DiagnosticSeverity::Warning);
    assert_eq!(told, ["2:64: duplicate key \"files\": the file proves nothing"]);
    let twice = r#"{"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "t"}}, "results": [{"message": {"text": "a"}}], "results": []}]}"#;
    assert_eq!(inspect(twice.as_bytes()).open, 1);
}

#[test]
fn xml_in_utf_16_without_a_mark_is_read() {
    for format in ["junit-xml", "nunit-xml"] {
        let bytes: Vec<u8> = sample(format).text().encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(inspect(&bytes).format.id(), format);
    }
}

#[test]
fn a_zip_around_nothing_but_a_zip_is_taken_off() {
    let inner = zip(&[("a.json", b"{}"), ("b.json", b"[]")]);
    let outer = zip(&[("artifact.zip", &inner)]);
    assert_eq!(unwrapped(outer), inner);
    let beside = zip(&[("artifact.zip", &inner), ("c.json", b"1")]);
    assert_eq!(unwrapped(beside.clone()), beside, "beside another file it may be evidence");
    let plain = zip(&[("a.json", b"{}")]);
    assert_eq!(unwrapped(plain.clone()), plain);
    assert_eq!(unwrapped(b"PK\x05\x06 damaged".to_vec()), b"PK\x05\x06 damaged");
}

#[test]
fn a_zip_that_is_kept_says_how_to_have_it_read() {
    let kept = zip(&[("a.json", b"{}")]);
    assert!(is_container(&kept));
    let data = load(&[("d/a.zip", kept.as_slice()), ("r.json", crate::report("intent", NOW, "").as_bytes())]);
    assert!(words(&data.receipts[0], DiagnosticSeverity::Note)[0].ends_with("pass it on its own to read its files"));
    let receipt = inspect(&gzip(&zip(&[("a.json", b"{}")])));
    assert!(words(&receipt, DiagnosticSeverity::Note)[0].contains("unpack the gzip"));
}

#[test]
fn a_name_with_a_drive_leaves_the_zip() {
    let mut bytes = zip(&[("C_/a.json", b"{}"), ("d.json", b"{}")]);
    // the name stands twice, and no writer would write it so
    while let Some(at) = bytes.windows(4).position(|w| w == b"C_/a") {
        bytes[at + 1] = b':';
    }
    let container = Source::new("z", bytes);
    let read: Vec<bool> = expand(&container, |_| String::new()).unwrap().map(|entry| entry.is_ok()).collect();
    assert_eq!(read, [false, true]);
}
