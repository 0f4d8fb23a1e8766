//! Every format that tools write, by its own small file: that it is known, counted, and keeps its secrets to itself.

use crate::samples::{Sample, TOKEN, VALUE, samples};
use crate::{NOW, inspect, load, report, time};
use plumbline_assess::{Assessment, Cache};
use plumbline_domain::{ArtifactType, Format, Mode, Outcome, Policy};
use plumbline_ingest::{Source, default_policy, offered};
use plumbline_probe::{Question, accepts, weigh};
use plumbline_report::DataOrigin;
use plumbline_report::export::{Offer, offer_to_json, receipt_to_json};
use plumbline_report::route::Location;
use std::collections::BTreeMap;

#[test]
fn every_format_has_a_file() {
    let of_tools = Format::ALL.iter().map(|f| f.id()).filter(|id| !id.starts_with("plumbline"));
    let refused = [
        "sarif-1.0.0",
        "sarif-2.0.0-prerelease",
        "terraform-plan-binary",
        "terraform-plan-redacted",
        "azure-what-if-text",
        "unknown",
        "zip",
        "gzip",
    ];
    for id in of_tools.filter(|id| !refused.contains(id)) {
        assert!(samples().any(|s| s.format == id), "{id}");
    }
}

#[test]
fn each_is_known_and_counted() {
    for sample in samples() {
        let receipt = inspect(sample.text().as_bytes());
        assert_eq!(receipt.format.id(), sample.format);
        assert!(!receipt.is_refused(), "{}: {:?}", sample.format, receipt.diagnostics);
        assert_eq!((receipt.items, receipt.open), (sample.items, sample.open), "{}", sample.format);
        assert!(crate::errors(&receipt).is_empty(), "{}: {:?}", sample.format, receipt.diagnostics);
    }
}

/// The types of the policy that a format is read for.
fn types_of(format: Format, policy: &Policy) -> impl Iterator<Item = &ArtifactType> {
    policy.artifact_types.iter().filter(move |t| t.accepts_format(format))
}

/// What `inspect --as` says of a sample offered as a type: alone, and beside itself as the state before and as everything else that
/// is read together with it.
fn said_of(sample: &Sample, artifact_type: &ArtifactType, policy: &Policy) -> String {
    let (receipt, content) = offered(Source::new("artifact", sample.text().into_bytes()), policy, artifact_type);
    let accepted = accepts(artifact_type, &content, None);
    assert!(accepted, "{} as {}", sample.format, artifact_type.id);
    let others = [&content];
    let mut said = format!("{content:?}");
    for beside in [None, Some(&content)] {
        let question = Question {
            artifact_type,
            content: &content,
            before: beside,
            with: if beside.is_some() { &others } else { &[] },
            plan: beside,
            log: beside,
            outcome: Outcome::Passed,
            mode: Mode::Enforce,
            deployed_at: Some(time("2026-11-01T09:00:00Z")),
            justifications: &BTreeMap::new(),
            policy,
            explains: true,
        };
        let weighed = weigh(&question, accepted);
        let offer =
            Offer { receipt: &receipt, format: content.format, artifact_type: &artifact_type.id, accepted, weighed: &weighed };
        said.push_str(&offer_to_json(&offer).unwrap());
    }
    said
}

/// Where a secret may come out: what was read, its receipt, the answers of the probes, every page, and what is exported.
#[test]
fn no_secret_comes_out_of_any() {
    let (policy, _) = default_policy();
    for sample in samples() {
        let format = Format::ALL.iter().copied().find(|f| f.id() == sample.format).unwrap();
        let types = || types_of(format, &policy);
        let items: Vec<String> = types()
            .map(|t| format!(r#"{{"id": "e-{0}", "type": "{0}", "artifact": {{"path": "artifact"}}}}"#, t.id))
            .chain([r#"{"id": "e", "type": "policy-diagnostics", "artifact": {"path": "artifact"}}"#.to_owned()])
            .collect();
        let evidence = format!(r#", "evidence": [{}]"#, items.join(", "));
        let files =
            [("report.json", report("validation", NOW, &evidence)), ("artifact", sample.text()), ("loose", sample.text() + "\n")];
        let files: Vec<(&str, &[u8])> = files.iter().map(|(path, text)| (*path, text.as_bytes())).collect();
        let dataset = load(&files);
        let mut seen = format!("{dataset:?}");
        seen.extend(types().map(|t| said_of(sample, t, &policy)));
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
            let page = plumbline_report::page(
                &assessment,
                &Cache::default(),
                &DataOrigin::Own { files: 2, name: String::new() },
                &location,
            );
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
