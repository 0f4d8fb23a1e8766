//! What real scanners wrote about `examples/` (made anew by `scripts/fixtures.sh`), against figures counted by hand.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, reason = "a test fails by panicking")]

use plumbline_domain::{Content, Format, Instant, Receipt};
use plumbline_ingest::{Reader, Source, default_policy};
use plumbline_rules::{MeaningSource, rule_meaning};
use std::collections::BTreeMap;
use std::path::Path;

/// What a fixture is read as: its receipt, and its content unless it was refused.
fn read(path: &str) -> (Receipt, Option<Content>) {
    let bytes = std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(path)).unwrap();
    let (policy, sha256) = default_policy();
    let mut reader = Reader::new(policy, sha256);
    reader.read(Source::new(path, bytes));
    let mut data = reader.into_dataset(Instant::from_rfc3339("2026-11-22T12:00:00Z").unwrap());
    (data.receipts.remove(0), data.contents.pop())
}

/// The findings by failure pattern, as the built-in table has it; every rule must be in it.
fn patterns(content: &Content) -> BTreeMap<String, usize> {
    let (policy, _) = default_policy();
    let mut counts = BTreeMap::new();
    for finding in content.findings.iter() {
        let meaning = rule_meaning(finding, &policy);
        assert_eq!(meaning.source, Some(MeaningSource::Table), "{:?}", finding.rule_id);
        let pattern = meaning.pattern.and_then(|p| policy.pattern(p)).map_or("none", |p| p.id.as_str());
        *counts.entry(pattern.to_owned()).or_default() += 1;
    }
    counts
}

fn counts(expected: &[(&str, usize)]) -> BTreeMap<String, usize> {
    expected.iter().map(|(pattern, n)| ((*pattern).to_owned(), *n)).collect()
}

#[test]
fn checkov_over_terraform() {
    let (receipt, content) = read("checkov/terraform.json");
    // failed: CKV_AZURE_44 (TLS), CKV_AZURE_189 (public vault), CKV_AZURE_110 (purge protection), CKV_AWS_24 (ssh from
    // anywhere), CKV_AWS_62 (everything allowed); passed, by its summary: 2. It has no severities without an account, so all but the
    // purge protection are high by what they mean.
    assert_eq!((receipt.format, receipt.items, receipt.open), (Format::Checkov, 5, 5));
    assert_eq!(receipt.by_severity, [0, 4, 1, 0, 0]);
    assert_eq!(receipt.tool.as_deref(), Some("checkov 3.3.30"));
    let content = content.unwrap();
    assert_eq!(content.facts.scan.as_ref().unwrap().passed, Some(2));
    assert_eq!(patterns(&content), counts(&[("unsafe-defaults", 3), ("recovery-gap", 1), ("privilege-inflation", 1)]));
}

#[test]
fn checkov_over_terraform_as_sarif() {
    let (receipt, content) = read("checkov/terraform.sarif");
    // of the five rules asked for CKV_AZURE_3 passes, and SARIF says nothing of what passes; `error` on all is not believed
    assert_eq!((receipt.format, receipt.items, receipt.open), (Format::Sarif210, 4, 4));
    assert_eq!(receipt.by_severity, [0, 3, 1, 0, 0]);
    let expected = counts(&[("unsafe-defaults", 2), ("recovery-gap", 1), ("privilege-inflation", 1)]);
    assert_eq!(patterns(&content.unwrap()), expected);
}

#[test]
fn checkov_over_two_frameworks_writes_an_array() {
    let (receipt, content) = read("checkov/bicep-and-arm.json");
    // arm: CKV_AZURE_9 (remote desktop from anywhere), CKV_AZURE_42 (vault not recoverable); bicep: CKV_AZURE_14 and 15
    // (HTTPS, TLS), CKV_AZURE_113 (public database), CKV_AZURE_72 (remote debugging: network, no pattern)
    assert_eq!((receipt.format, receipt.items, receipt.open), (Format::Checkov, 6, 6));
    assert_eq!(patterns(&content.unwrap()), counts(&[("unsafe-defaults", 4), ("recovery-gap", 1), ("none", 1)]));
}

#[test]
fn checkov_over_kubernetes() {
    let (receipt, content) = read("checkov/kubernetes.json");
    // CKV_K8S_16 (privileged), CKV_K8S_17 (host processes), CKV_K8S_49 (wildcards in a role); CKV_K8S_11 (no limit) and
    // CKV_K8S_14 (latest image) show no pattern; CKV_K8S_18 passes
    assert_eq!((receipt.format, receipt.items, receipt.open), (Format::Checkov, 5, 5));
    let content = content.unwrap();
    assert_eq!(content.facts.scan.as_ref().unwrap().passed, Some(1));
    assert_eq!(patterns(&content), counts(&[("privilege-inflation", 3), ("none", 2)]));
}

#[test]
fn checkov_over_cloudformation_as_a_test_report() {
    let (receipt, content) = read("checkov/cloudformation.xml");
    // CKV_AWS_16 (not encrypted), CKV_AWS_17 (public database), CKV_AWS_20 (public bucket), CKV_AWS_27 (queue not encrypted):
    // the rule stands in brackets in the name of the test case
    assert_eq!((receipt.format, receipt.items, receipt.open), (Format::Junit, 4, 4));
    assert_eq!(patterns(&content.unwrap()), counts(&[("unsafe-defaults", 4)]));
}

#[test]
fn cfn_lint() {
    let (receipt, content) = read("cfn-lint/ledger.json");
    // errors E3045 and E3002; warnings W2001, W2501, W3045, W1011; informational I3011 four times, I3013 twice
    assert_eq!((receipt.format, receipt.items, receipt.open), (Format::CfnLint, 12, 12));
    assert_eq!(receipt.by_severity, [0, 2, 4, 0, 6]);
    // a password as a plain parameter (W2501, W1011); stateful resources without deletion policy (I3011, I3013)
    let expected = counts(&[("unsafe-defaults", 2), ("recovery-gap", 6), ("none", 4)]);
    assert_eq!(patterns(&content.unwrap()), expected);
    // SARIF has no level below note, which is low; it leaves out `warning`, its default, so the two about a password are high by
    // what they mean
    let (receipt, content) = read("cfn-lint/ledger.sarif");
    assert_eq!((receipt.format, receipt.items, receipt.open), (Format::Sarif210, 12, 12));
    assert_eq!(receipt.by_severity, [0, 4, 2, 6, 0]);
    assert_eq!(receipt.tool.as_deref(), Some("cfn-lint 1.58.0"));
    assert_eq!(patterns(&content.unwrap()), expected);
}

#[test]
fn semgrep_with_rules_of_our_own() {
    for (path, format) in [("semgrep/deploy.json", Format::Semgrep), ("semgrep/deploy.sarif", Format::Sarif210)] {
        let (receipt, content) = read(path);
        // one ERROR (a command from outside), one WARNING (eval)
        assert_eq!((receipt.format, receipt.items, receipt.open), (format, 2, 2));
        assert_eq!(receipt.by_severity, [0, 1, 1, 0, 0]);
        let (policy, _) = default_policy();
        // nobody's table knows a rule of our own: both messages say "injection"
        for finding in content.unwrap().findings.iter() {
            let meaning = rule_meaning(finding, &policy);
            assert_eq!((meaning.source, meaning.pattern), (Some(MeaningSource::Words), None), "{:?}", finding.rule_id);
        }
    }
}

#[test]
fn of_a_baseline_of_detect_secrets_no_digest_is_kept() {
    let (receipt, content) = read("detect-secrets/baseline.json");
    assert_eq!(receipt.format, Format::DetectSecrets);
    let text =
        std::fs::read_to_string(format!("{}/tests/fixtures/detect-secrets/baseline.json", env!("CARGO_MANIFEST_DIR"))).unwrap();
    let digests: Vec<&str> = text.split("\"hashed_secret\": \"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert_eq!(receipt.items as usize, digests.len());
    let read = format!("{:?}", content.unwrap());
    assert!(!digests.is_empty() && digests.iter().all(|digest| !read.contains(digest)));
}
