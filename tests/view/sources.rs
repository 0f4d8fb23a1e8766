//! What Sources shows of tools' files that no report names, worked out by hand.

use plumbline_assess::{Assessment, Cache};
use plumbline_domain::Instant;
use plumbline_ingest::{Reader, Source, default_policy, sha256_hex};
use plumbline_layers::to_bytes;
use plumbline_report::document::Content;
use plumbline_report::route::Location;
use plumbline_report::{Body, DataOrigin, sources_of};

/// A rule of the table twice (CKV_AZURE_42 asks for recoverable vaults), one of which nothing is known, and one that is not open.
const SCAN: &str = r#"{"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "checkov", "version": "3.3.30"}}, "results": [
    {"ruleId": "CKV_AZURE_42", "message": {"text": "Ensure the key vault is recoverable"}, "properties": {"security-severity": "8"}},
    {"ruleId": "CKV_AZURE_42", "message": {"text": "Ensure the key vault is recoverable"}, "properties": {"security-severity": "5"}},
    {"ruleId": "X1", "message": {"text": "zzz"}, "properties": {"security-severity": "0"}},
    {"ruleId": "CKV_AZURE_36", "kind": "pass", "message": {"text": "fine"}}]}]}"#;

fn loose(files: &[(String, String)]) -> Vec<Content> {
    let (policy, sha256) = default_policy();
    let mut reader = Reader::new(policy, sha256);
    for (path, text) in files {
        reader.read(Source::new(path.clone(), text.clone().into_bytes()));
    }
    let assessment = Assessment::new(reader.into_dataset(Instant::from_rfc3339("2026-11-22T12:00:00Z").unwrap()));
    let origin = DataOrigin::Own { files: 1, name: String::new() };
    match plumbline_report::page(&assessment, &Cache::default(), &origin, &Location::from_fragment("#/sources")).body {
        Body::Sources(page) => page.loose,
        other => panic!("{other:?}"),
    }
}

#[test]
fn findings_stand_by_family_pattern_and_severity() {
    let shown = loose(&[("a.sarif".into(), SCAN.into())]);
    let [Content::Fold { summary, is_open: true, content }] = shown.as_slice() else { panic!("{shown:?}") };
    assert_eq!(summary, "a.sarif: checkov 3.3.30, sarif-2.1.0, 1 high, 1 medium and 1 info findings open");
    let Content::Grid(grid) = &content[0] else { panic!("{content:?}") };
    let columns: Vec<&str> = grid.columns.iter().map(|c| c.title.as_str()).collect();
    assert_eq!(
        columns,
        ["Control family", "Failure pattern", "high", "medium", "info"],
        "severities that nothing has are left out"
    );
    let rows: Vec<Vec<&str>> = grid.rows.iter().map(|r| r.cells.iter().map(|c| c.text.as_str()).collect()).collect();
    assert_eq!(rows, [vec!["Deployment safety", "Recovery gap", "1", "1", "0"], vec!["Not known", "none", "0", "0", "1"]]);
    assert_eq!(
        content[1..],
        [
            Content::Note("Nothing is known of 1 finding.".into()),
            Content::Note("A report that names it offers it as policy diagnostics, at the gate validation.".into()),
            Content::Begin { label: "Save a gate report to fill in".into(), file: "a.sarif".into() },
        ]
    );
}

#[test]
fn without_a_report_every_page_of_figures_tells_what_was_read() {
    let (policy, sha256) = default_policy();
    let mut reader = Reader::new(policy, sha256);
    reader.read(Source::new("a.sarif".to_owned(), SCAN.as_bytes().to_vec()));
    let assessment = Assessment::new(reader.into_dataset(Instant::from_rfc3339("2026-11-22T12:00:00Z").unwrap()));
    let origin = DataOrigin::Own { files: 1, name: String::new() };
    let cache = Cache::default();
    for at in ["#/overview", "#/changes"] {
        let Body::Empty(empty) = plumbline_report::page(&assessment, &cache, &origin, &Location::from_fragment(at)).body else {
            panic!("{at}: no figures")
        };
        assert!(empty.text.starts_with("Read: checkov 3.3.30, 3 open findings in 1 file. "), "{}", empty.text);
        assert_eq!(empty.read, Some(loose(&[("a.sarif".into(), SCAN.into())])), "{at}");
    }
    let overview = Location::from_fragment("#/overview");
    assert!(plumbline_report::overview_page(&assessment, &cache, &origin, &overview, |_| ()).is_none());
}

#[test]
fn a_published_scan_shows_what_the_dropped_one_shows() {
    let (policy, policy_sha256) = default_policy();
    let sha256 = sha256_hex(SCAN.as_bytes());
    let mut reader = Reader::new(policy.clone(), policy_sha256);
    reader.read(Source::new(format!("evidence/loose/{sha256}-a.sarif"), SCAN.as_bytes().to_vec()));
    let judged = Assessment::new(reader.into_dataset(Instant::from_rfc3339("2026-11-22T12:00:00Z").unwrap()));
    let mut published = Assessment::of_columns(policy, judged.summary(), &[]).unwrap();
    let origin = DataOrigin::Site { title: "in".into() };
    let shown = |assessment: &Assessment| {
        let page = plumbline_report::page(assessment, &Cache::default(), &origin, &Location::from_fragment("#/overview"));
        match page.body {
            Body::Empty(empty) => empty,
            other => panic!("{other:?}"),
        }
    };
    shown(&published);
    let wanted = published.take_wanted();
    assert!(wanted.sources && wanted.spans.is_empty() && wanted.details.is_empty());
    published.add_sources(&to_bytes(&sources_of(&judged))).unwrap();
    let (empty, dropped) = (shown(&published), shown(&judged));
    assert!(published.take_wanted().is_empty());
    assert_eq!((&empty.text, &empty.read), (&dropped.text, &dropped.read));
    let Some([Content::Fold { summary, content, .. }]) = empty.read.as_deref() else { panic!("{:?}", empty.read) };
    assert_eq!(summary, "a.sarif: checkov 3.3.30, sarif-2.1.0, 1 high, 1 medium and 1 info findings open");
    let Some(Content::Begin { file, .. }) = content.last() else { panic!("{content:?}") };
    assert_eq!(*file, format!("evidence/loose/{sha256}-a.sarif"));
}

#[test]
fn many_files_are_folded_and_what_is_not_listed_is_said() {
    let files: Vec<(String, String)> = (0..53).map(|n| (format!("{n:02}.sarif"), format!("{SCAN}{}", " ".repeat(n)))).collect();
    let shown = loose(&files);
    assert_eq!(shown.len(), 51);
    assert!(matches!(&shown[0], Content::Fold { is_open: false, .. }));
    assert_eq!(shown[50], Content::Note("3 more files are not listed; their receipts are above.".into()));
}

#[test]
fn a_format_that_tells_no_kind_of_evidence_offers_no_report() {
    let text = r#"{"bomFormat": "CycloneDX", "specVersion": "1.6", "declarations": {"attestations": [{"summary": "s"}]}}"#;
    let shown = loose(&[("b.json".into(), text.into())]);
    let [Content::Fold { summary, content, .. }] = shown.as_slice() else { panic!("{shown:?}") };
    assert_eq!(summary, "b.json: cyclonedx 1.6, cyclonedx-attestation, no finding open");
    let [Content::Note(why)] = content.as_slice() else { panic!("{content:?}") };
    assert_eq!(why, "cyclonedx-attestation does not tell which kind of evidence it is, so no report is begun from it.");
}
