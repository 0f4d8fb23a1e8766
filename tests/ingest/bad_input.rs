//! One test for each way in which a file can be bad.

use crate::{NOW, errors, inspect, load, reader, report, time};
use plumbline_domain::{Format, Gate};
use plumbline_ingest::{Source, limits};

#[test]
fn an_empty_file_is_refused() {
    let receipt = inspect(b"");
    assert!(receipt.is_refused());
    assert_eq!(errors(&receipt), ["the file is empty"]);
}

#[test]
fn an_empty_file_of_one_record_a_line_holds_no_record_and_is_whole() {
    let data = load(&[("a.ndjson", b""), ("b.ndjson", b"")]);
    assert!(data.receipts.iter().all(|r| !r.is_refused() && errors(r).is_empty() && r.duplicate_of.is_none()));
}

#[test]
fn truncated_json_is_refused_with_its_place() {
    let whole = report("intent", NOW, "");
    let cut = format!("[{whole},\n{}", &whole[..40]);
    let receipt = inspect(cut.as_bytes());
    assert!(receipt.is_refused());
    assert_eq!(receipt.items, 0, "a part of an array is not the array");
    // the second line holds 40 characters and ends inside the string "gate"
    assert_eq!(errors(&receipt), ["2:41: the text ends inside a string"]);
}

#[test]
fn a_broken_line_costs_itself_alone() {
    let good = report("intent", NOW, "");
    let data = load(&[("r.ndjson", format!("{good}\n{{\"format\": broken\n{good}\n").as_bytes())]);
    assert_eq!(data.n_reports, 2);
    assert_eq!(errors(&data.receipts[0]), ["2:12 [1]: expected a value"]);
    assert!(!data.receipts[0].is_refused());
}

#[test]
fn wrong_types_cost_the_smallest_thing_that_holds_them() {
    let more = r#", "perceived": [{"confidence": "0.9"}, {"confidence": 0.5}], "evidence": 7,
        "findings": [{"severity": 3, "message": "m"}], "mode": {}"#;
    let data = load(&[("r.json", report("intent", NOW, more).as_bytes())]);
    let found = data.changes[0].report(Gate::Intent, 0).unwrap();
    assert_eq!((found.perceived.len(), found.items.len(), found.findings.len()), (1, 0, 1));
    assert_eq!(
        errors(&data.receipts[0]),
        [
            "mode: must be a string",
            "perceived[0].confidence: confidence must be a number from 0 to 1",
            "evidence: must be an array",
            "findings[0].severity: must be a string",
        ]
    );
}

#[test]
fn an_unknown_version_is_refused_with_a_sentence_that_says_so() {
    let receipt = inspect(report("intent", NOW, "").replace("gate-report/1", "gate-report/2").as_bytes());
    assert!(receipt.is_refused());
    assert_eq!(errors(&receipt), ["version 2 of plumbline.gate-report is not supported; supported: version 1"]);
}

#[test]
fn only_the_major_version_decides() {
    // a minor version only adds keys, which are noted; 10 and 1.x are other versions
    for (version, is_read) in [("1.4", true), ("1.", false), ("1.x", false), ("10", false)] {
        let receipt = inspect(report("intent", NOW, "").replace("gate-report/1", &format!("gate-report/{version}")).as_bytes());
        assert_eq!((receipt.is_refused(), receipt.items), (!is_read, u64::from(is_read)), "{version}");
    }
}

#[test]
fn ten_thousand_levels_of_nesting_are_refused_with_their_place() {
    let deep = format!("{{\"format\": \"plumbline.gate-report/1\", \"x\": {}", "[".repeat(10_000));
    assert!(errors(&inspect(deep.as_bytes()))[0].ends_with("nested too deeply"));
    assert!(errors(&inspect("[".repeat(10_000).as_bytes()))[0].ends_with("nested too deeply"));
    assert!(errors(&inspect("{\"a\":".repeat(10_000).as_bytes()))[0].ends_with("nested too deeply"));
}

#[test]
fn an_evidence_id_that_stands_twice_is_said_and_nothing_is_hidden() {
    let item = r#"{"id": "t", "type": "threat-intent", "statement": "s"}"#;
    let data = load(&[("r.json", report("intent", NOW, &format!(r#", "evidence": [{item}, {item}]"#)).as_bytes())]);
    assert_eq!(data.changes[0].report(Gate::Intent, 0).unwrap().items.len(), 2);
    assert!(data.receipts[0].diagnostics.iter().any(|d| d.message.contains("duplicate")));
}

#[test]
fn a_key_that_stands_twice_costs_the_object_that_holds_it() {
    let more = r#", "evidence": [{"id": "a", "id": "b", "type": "threat-intent"}, {"id": "c", "type": "threat-intent"}]"#;
    let data = load(&[("r.json", report("intent", NOW, more).as_bytes())]);
    let ids: Vec<&str> = data.changes[0].report(Gate::Intent, 0).unwrap().items.iter().map(|i| i.id.as_str()).collect();
    assert_eq!(ids, ["c"]);
    assert_eq!(errors(&data.receipts[0]), [r#"evidence[0].id: duplicate key "id""#]);
    let receipt = inspect(report("intent", NOW, r#", "gate": "validation""#).as_bytes());
    assert!(receipt.is_refused());
    assert_eq!(errors(&receipt), [r#"gate: duplicate key "gate""#]);
}

#[test]
fn the_year_9999_is_after_now_and_what_leaves_it_by_its_offset_is_no_time() {
    let text = report("intent", "9999-12-31T23:59:59.999999999Z", "");
    let data = load(&[("r.json", text.as_bytes())]);
    assert_eq!((data.changes.len(), data.n_reports), (0, 1));
    // 23:59 at -23:59 is 23:58 of the next day, and 00:00 at +23:59 is 00:01 of the day before
    for time in ["9999-12-31T23:59:59.999999999-23:59", "0000-01-01T00:00:00+23:59"] {
        let receipt = inspect(report("intent", time, "").as_bytes());
        assert!(receipt.is_refused());
        assert_eq!(errors(&receipt), ["recordedAt: no such time"], "{time}");
    }
}

#[test]
fn invalid_utf_8_costs_its_line_and_a_lone_document_whole() {
    let good = report("intent", NOW, "");
    let mut bytes = format!("{good}\n").into_bytes();
    bytes.extend(b"{\"format\": \"plumbline.gate-report/1\", \"x\": \"\xFF\xFE\"}\n");
    bytes.extend(good.as_bytes());
    let data = load(&[("r.ndjson", &bytes)]);
    assert_eq!(data.n_reports, 2);
    assert_eq!(errors(&data.receipts[0]), ["2 [1]: not valid UTF-8"]);
    let receipt = inspect(b"{\"format\": \"plumbline.gate-report/1\", \"x\": \"\xFF\"}");
    assert!(receipt.is_refused());
    assert!(errors(&receipt)[0].starts_with("not valid UTF-8 at byte 44"), "{:?}", errors(&receipt));
}

#[test]
fn nul_bytes_are_no_json_and_no_crash() {
    let receipt = inspect(b"\0\0{\"format\": \"plumbline.gate-report/1\"}\0");
    assert!(receipt.is_refused());
    assert_eq!(errors(&receipt), ["1:1: expected a value"]);
    // an escaped one is a character like any other in a title, and never part of a path
    let more = r#", "evidence": [{"id": "x", "type": "threat-intent", "artifact": {"path": "e/\u0000x.md"}}]"#;
    let data = load(&[("r.json", report("intent", NOW, more).as_bytes()), ("e/x.md", b"x")]);
    let item = &data.changes[0].report(Gate::Intent, 0).unwrap().items[0];
    assert_eq!(item.artifact.as_ref().unwrap().content, None);
    assert!(data.receipts[1].diagnostics.iter().any(|d| d.message.contains("NUL")));
}

#[test]
fn utf_16_is_read_like_utf_8() {
    let text = report("intent", NOW, "").replace("\"c\"", "\"équipe 平台\"");
    let little: Vec<u8> = [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let big: Vec<u8> = [0xFE, 0xFF].into_iter().chain(text.encode_utf16().flat_map(u16::to_be_bytes)).collect();
    for bytes in [little, big] {
        let data = load(&[("r.json", &bytes)]);
        assert_eq!(data.changes[0].fields.id, "équipe 平台");
    }
}

#[test]
fn a_huge_text_is_cut_with_a_note_and_a_huge_id_is_kept_whole() {
    let title = "é".repeat(1_000_000);
    let text = report("intent", NOW, "").replace("\"id\": \"c\"", &format!("\"id\": \"{title}\", \"title\": \"{title}\""));
    let data = load(&[("r.json", text.as_bytes())]);
    let fields = &data.changes[0].fields;
    assert_eq!(fields.id.chars().count(), 1_000_000, "two ids that differ at their ends must stay two");
    assert_eq!(fields.title.as_ref().unwrap().chars().count(), limits::MAX_TEXT);
    assert!(data.receipts[0].diagnostics.iter().any(|d| d.message == format!("cut after {} characters", limits::MAX_TEXT)));
}

#[test]
fn more_diagnostics_than_a_page_can_show_are_counted() {
    let statements = vec!["7"; 5_000].join(",");
    let receipt = inspect(report("intent", NOW, &format!(", \"perceived\": [{statements}]")).as_bytes());
    // 1000 are kept, 4000 are counted by one that says that errors are among them
    let errors = errors(&receipt);
    assert_eq!(errors.len(), limits::MAX_DIAGNOSTICS + 1);
    assert!(errors.last().unwrap().ends_with("4000 more diagnostics were omitted, including errors"), "{:?}", errors.last());
}

#[test]
fn numbers_that_are_none_are_refused_where_they_stand() {
    for bad in ["NaN", "Infinity", "-Infinity", "01", "1.", ".5", "+1"] {
        let receipt = inspect(report("intent", NOW, &format!(", \"perceived\": [{{\"confidence\": {bad}}}]")).as_bytes());
        assert!(receipt.is_refused(), "{bad}");
    }
    for outside in ["1.1", "-0.1", "1e999", "null", "true"] {
        let text = report("intent", NOW, &format!(", \"perceived\": [{{\"confidence\": {outside}}}]"));
        assert_eq!(
            load(&[("r.json", text.as_bytes())]).changes[0].report(Gate::Intent, 0).unwrap().perceived.len(),
            0,
            "{outside}"
        );
    }
}

#[test]
fn prose_pictures_and_half_known_formats_are_unknown_with_a_sentence() {
    for bytes in
        [&b"hello"[..], b"# A title\n", b"<html></html>", b"\x89PNG\r\n\x1a\n\0\0", b"{\"a\": 1}", b"[1, 2]", b"true", b"42"]
    {
        let receipt = inspect(bytes);
        assert!(receipt.is_refused() && receipt.format == Format::Unknown, "{bytes:?}");
        assert_eq!(errors(&receipt).len(), 1);
    }
}

#[test]
fn loading_twice_changes_nothing() {
    let a = report("intent", NOW, "");
    let b = report("validation", "2026-11-21T00:00:00Z", "");
    let files = [("a.json", a.as_bytes()), ("b.json", b.as_bytes())];
    let once = load(&files);
    let twice = load(&[files[0], files[1], files[0], files[1]]);
    assert_eq!(once, twice);
}

#[test]
fn a_file_read_again_with_other_bytes_takes_the_place_of_the_first() {
    let mut reader = reader();
    reader.read(Source::new("a.json", report("intent", NOW, "").into_bytes()));
    reader.read(Source::new("a.json", report("validation", NOW, "").into_bytes()));
    let data = reader.assemble(time(NOW));
    assert_eq!((data.receipts.len(), data.n_reports), (1, 1));
    assert!(data.changes[0].report(Gate::Validation, 0).is_some());
}
