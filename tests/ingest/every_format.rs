//! Every format that tools write, by its own small file: that it is known, counted, and keeps its secrets to itself.

use crate::samples::{SAMPLES, TOKEN, VALUE};
use crate::{NOW, inspect, load, report, time};
use plumbline_assess::{Assessment, Cache};
use plumbline_domain::Format;
use plumbline_report::DataOrigin;
use plumbline_report::export::receipt_to_json;
use plumbline_report::route::Location;

#[test]
fn every_format_has_a_file() {
    let of_tools = Format::ALL.iter().map(|f| f.id()).filter(|id| !id.starts_with("plumbline"));
    let refused =
        ["sarif-1.0.0", "sarif-2.0.0-prerelease", "terraform-plan-binary", "azure-what-if-text", "unknown", "zip", "gzip"];
    for id in of_tools.filter(|id| !refused.contains(id)) {
        assert!(SAMPLES.iter().any(|s| s.format == id), "{id}");
    }
}

#[test]
fn each_is_known_and_counted() {
    for sample in SAMPLES {
        let receipt = inspect(sample.text().as_bytes());
        assert_eq!(receipt.format.id(), sample.format);
        assert!(!receipt.is_refused(), "{}: {:?}", sample.format, receipt.diagnostics);
        assert_eq!((receipt.items, receipt.open), (sample.items, sample.open), "{}", sample.format);
        assert!(crate::errors(&receipt).is_empty(), "{}: {:?}", sample.format, receipt.diagnostics);
    }
}

/// Where a secret may come out: what was read, its receipt, every page, and what is exported.
#[test]
fn no_secret_comes_out_of_any() {
    for sample in SAMPLES {
        let evidence = r#", "evidence": [{"id": "e", "type": "policy-diagnostics", "artifact": {"path": "artifact"}}]"#;
        let files =
            [("report.json", report("validation", NOW, evidence)), ("artifact", sample.text()), ("loose", sample.text() + "\n")];
        let files: Vec<(&str, &[u8])> = files.iter().map(|(path, text)| (*path, text.as_bytes())).collect();
        let dataset = load(&files);
        let mut seen = format!("{dataset:?}");
        for receipt in &dataset.receipts {
            seen.push_str(&receipt_to_json(receipt).unwrap());
        }
        let assessment = Assessment::new(dataset);
        for fragment in [
            "#/overview",
            "#/sources",
            "#/change/c",
            "#/patterns",
            "#/threats",
            "#/changes",
            "#/matrix/policy-diagnostics/network",
        ] {
            let location = Location::from_fragment(fragment);
            let page = plumbline_report::page(&assessment, &Cache::default(), &DataOrigin::Own { files: 2 }, &location);
            seen.push_str(&format!("{page:?}"));
        }
        for secret in [VALUE, TOKEN] {
            if let Some(at) = seen.find(secret) {
                let around: String = seen.chars().skip(seen[..at].chars().count().saturating_sub(160)).take(320).collect();
                panic!("{}: {around}", sample.format);
            }
        }
    }
    // The search itself can find: the same words in a place that is shown.
    let shown =
        load(&[("report.json", report("validation", NOW, &format!(r#", "findings": [{{"ruleId": "{VALUE}"}}]"#)).as_bytes())]);
    assert!(format!("{shown:?}").contains(VALUE) && time(NOW) > time("2026-01-01T00:00:00Z"));
}
