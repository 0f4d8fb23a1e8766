//! What a comment says: reviewed texts, hostile ones, and that every comment fits.

use super::*;
use expect_test::{Expect, expect};
use plumbline_assess::Assessment;
use plumbline_domain::Instant;
use plumbline_ingest::{Reader, Source, default_policy};
use proptest::prelude::*;
use serde_json::{Value, json};

const LINK: &str = "https://github.com/contoso/platform/actions/runs/7";
const LINT: &str = r#"{"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "tflint"}}, "results": []}]}"#;

fn finding(rule: &str, severity: &str, line: u64) -> Value {
    json!({"ruleId": rule, "severity": severity, "resource": format!("aws_s3_bucket.{rule}"), "message": "the bucket is public",
        "location": {"path": "infra/main.tf", "line": line}})
}

/// A report of the validation gate; with `lint`, the linter's output is attached.
fn report(id: &str, findings: &[Value], lint: bool, merged: bool) -> Value {
    let evidence = json!({"id": "lint", "type": "lint-diagnostics", "artifact": {"path": "lint.sarif"}});
    let mut report = json!({
        "format": "plumbline.gate-report/1", "gate": "validation", "recordedAt": "2026-11-20T10:00:00Z", "outcome": "failed",
        "change": {"id": id, "touches": [], "environment": "dev"}, "findings": findings,
        "evidence": if lint { vec![evidence] } else { vec![] },
    });
    if merged {
        report["change"]["mergedAt"] = json!("2026-11-20T09:00:00Z");
    }
    report
}

fn assessed(reports: &[Value]) -> Assessment {
    let (policy, sha256) = default_policy();
    let mut reader = Reader::new(policy, sha256);
    for (n, report) in reports.iter().enumerate() {
        reader.read(Source::new(&format!("r{n}.json"), report.to_string().into_bytes()));
    }
    reader.read(Source::new("lint.sarif", LINT.as_bytes().to_vec()));
    Assessment::new(reader.into_dataset(Instant::from_rfc3339("2026-11-22T12:00:00Z").unwrap()))
}

const ID: &str = "contoso/platform#41";

fn comment_on(reports: &[Value], previous: Option<&str>) -> Comment {
    let id = reports[0]["change"]["id"].as_str().unwrap_or(ID).to_owned();
    let assessment = assessed(reports);
    let check = Check::of(&assessment, std::slice::from_ref(&id), false);
    let base = Base::of(&assessment, &id);
    check_to_comment(&check, &CommentTerms { previous, base, link: Some(LINK) })
}

fn text_on(reports: &[Value], previous: Option<&str>) -> String {
    match comment_on(reports, previous) {
        Comment::Text(text) => text,
        Comment::Unchanged => panic!("the comment is unchanged"),
    }
}

/// The comment without the digests and names of its marker.
fn check(text: &str, expected: &Expect) {
    assert!(text.len() <= MAX_COMMENT, "{}", text.len());
    let (shown, marker) = text.trim_end().rsplit_once('\n').unwrap();
    assert!(marker.starts_with("<!-- plumbline-comment/1 change=") && marker.ends_with(" -->"), "{marker}");
    expected.assert_eq(&format!("{shown}\n"));
}

fn two() -> Vec<Value> {
    vec![finding("R1", "high", 7), finding("R2", "medium", 9)]
}

#[test]
fn a_first_comment_says_what_fails() {
    check(
        &text_on(&[report(ID, &two(), false, false)], None),
        &expect![[r#"
        **Plumbline: failed.** 5 items fail. 0 of 4 requirements verified; open findings: 1 high, 1 medium.

        **What fails**

        - Threat intent: missing (intent). Record purpose and threat assumptions (objective, assumptions and threats)
        - Lint diagnostics: missing (validation). Attach the linter's output (the result of a scan or the validation of a template)
        - Policy diagnostics: missing (validation). Run policy checks on the merged commit (the result of a scan)
        - Change preview: missing (validation). Attach the plan or what-if (a preview of resource changes or a file of the format bicep-snapshot)
        - High finding R1 of aws\_s3\_bucket.R1 is open: the bucket is public (validation, infra/main.tf:7)

        [The whole result](<https://github.com/contoso/platform/actions/runs/7>)

    "#]],
    );
}

#[test]
fn what_was_open_before_the_change_is_counted_and_not_listed() {
    let findings = [two(), vec![finding("R3", "low", 3)]].concat();
    let base = report("contoso/platform#40", &two(), true, true);
    let elsewhere = report("contoso/other#1", &[finding("R3", "low", 3)], true, true);
    check(
        &text_on(&[report(ID, &findings, false, false), base, elsewhere], None),
        &expect![[r#"
        **Plumbline: failed.** 5 items fail. 0 of 4 requirements verified; open findings: 1 high, 1 medium, 1 low.

        **What fails**

        - Threat intent: missing (intent). Record purpose and threat assumptions (objective, assumptions and threats)
        - Lint diagnostics: missing (validation). Attach the linter's output (the result of a scan or the validation of a template)
        - Policy diagnostics: missing (validation). Run policy checks on the merged commit (the result of a scan)
        - Change preview: missing (validation). Attach the plan or what-if (a preview of resource changes or a file of the format bicep-snapshot)
        - High finding R1 of aws\_s3\_bucket.R1 is open: the bucket is public (validation, infra/main.tf:7)

        **New since `contoso/platform#40`**

        - Low finding R3 of aws\_s3\_bucket.R3 is open: the bucket is public (validation, infra/main.tf:3)
        - 2 findings were open before this change

        [The whole result](<https://github.com/contoso/platform/actions/runs/7>)

    "#]],
    );
}

#[test]
fn nothing_is_written_when_nothing_changed_wherever_the_lines_of_the_findings_moved() {
    let first = text_on(&[report(ID, &two(), false, false)], None);
    let moved = [finding("R1", "high", 70), finding("R2", "medium", 90)];
    for previous in [first.clone(), first.replace('\n', "\r\n"), first.trim_end().to_owned()] {
        assert_eq!(comment_on(&[report(ID, &moved, false, false)], Some(&previous)), Comment::Unchanged);
    }
}

#[test]
fn what_is_mended_and_newly_verified_is_said() {
    let first = text_on(&[report(ID, &two(), false, false)], None);
    check(
        &text_on(&[report(ID, &two()[1..], true, false)], Some(&first)),
        &expect![[r#"
        **Plumbline: failed.** 3 items fail. 1 of 4 requirements verified; open findings: 1 medium.

        **Since the last run**

        - verified now: Lint diagnostics (validation)
        - mended findings: 1 high

        **Still failing**

        - Threat intent: missing (intent). Record purpose and threat assumptions (objective, assumptions and threats)
        - Policy diagnostics: missing (validation). Run policy checks on the merged commit (the result of a scan)
        - Change preview: missing (validation). Attach the plan or what-if (a preview of resource changes or a file of the format bicep-snapshot)

        [The whole result](<https://github.com/contoso/platform/actions/runs/7>)

    "#]],
    );
}

#[test]
fn what_is_worse_comes_first() {
    let first = text_on(&[report(ID, &two()[1..], true, false)], None);
    let worse = [two(), vec![finding("R2", "medium", 12), finding("R4", "critical", 1)]].concat();
    check(
        &text_on(&[report(ID, &worse, false, false)], Some(&first)),
        &expect![[r#"
        **Plumbline: failed.** 6 items fail. 0 of 4 requirements verified; open findings: 1 critical, 1 high, 1 medium.

        **Since the last run**

        - fails now: Lint diagnostics: missing (validation). Attach the linter's output (the result of a scan or the validation of a template)
        - fails now: Critical finding R4 of aws\_s3\_bucket.R4 is open: the bucket is public (validation, infra/main.tf:1)
        - fails now: High finding R1 of aws\_s3\_bucket.R1 is open: the bucket is public (validation, infra/main.tf:7)

        **Still failing**

        - Threat intent: missing (intent). Record purpose and threat assumptions (objective, assumptions and threats)
        - Policy diagnostics: missing (validation). Run policy checks on the merged commit (the result of a scan)
        - Change preview: missing (validation). Attach the plan or what-if (a preview of resource changes or a file of the format bicep-snapshot)

        [The whole result](<https://github.com/contoso/platform/actions/runs/7>)

    "#]],
    );
}

#[test]
fn more_findings_than_a_marker_names_are_counted() {
    let many: Vec<Value> =
        (0..1_000).map(|n| finding(&format!("RULE_{n}"), if n % 2 == 0 { "high" } else { "medium" }, n)).collect();
    let text = text_on(&[report(ID, &many, false, false)], None);
    check(
        &text,
        &expect![[r#"
        **Plumbline: failed.** 504 items fail. 0 of 4 requirements verified; open findings: 500 high, 500 medium.

        **What fails**

        - Threat intent: missing (intent). Record purpose and threat assumptions (objective, assumptions and threats)
        - Lint diagnostics: missing (validation). Attach the linter's output (the result of a scan or the validation of a template)
        - Policy diagnostics: missing (validation). Run policy checks on the merged commit (the result of a scan)
        - Change preview: missing (validation). Attach the plan or what-if (a preview of resource changes or a file of the format bicep-snapshot)
        - High finding RULE\_0 of aws\_s3\_bucket.RULE\_0 is open: the bucket is public (validation, infra/main.tf:0)
        - High finding RULE\_2 of aws\_s3\_bucket.RULE\_2 is open: the bucket is public (validation, infra/main.tf:2)
        - High finding RULE\_4 of aws\_s3\_bucket.RULE\_4 is open: the bucket is public (validation, infra/main.tf:4)
        - High finding RULE\_6 of aws\_s3\_bucket.RULE\_6 is open: the bucket is public (validation, infra/main.tf:6)
        - High finding RULE\_8 of aws\_s3\_bucket.RULE\_8 is open: the bucket is public (validation, infra/main.tf:8)
        - High finding RULE\_10 of aws\_s3\_bucket.RULE\_10 is open: the bucket is public (validation, infra/main.tf:10)
        - High finding RULE\_12 of aws\_s3\_bucket.RULE\_12 is open: the bucket is public (validation, infra/main.tf:12)
        - High finding RULE\_14 of aws\_s3\_bucket.RULE\_14 is open: the bucket is public (validation, infra/main.tf:14)
        - High finding RULE\_16 of aws\_s3\_bucket.RULE\_16 is open: the bucket is public (validation, infra/main.tf:16)
        - High finding RULE\_18 of aws\_s3\_bucket.RULE\_18 is open: the bucket is public (validation, infra/main.tf:18)
        - High finding RULE\_20 of aws\_s3\_bucket.RULE\_20 is open: the bucket is public (validation, infra/main.tf:20)
        - High finding RULE\_22 of aws\_s3\_bucket.RULE\_22 is open: the bucket is public (validation, infra/main.tf:22)
        - High finding RULE\_24 of aws\_s3\_bucket.RULE\_24 is open: the bucket is public (validation, infra/main.tf:24)
        - High finding RULE\_26 of aws\_s3\_bucket.RULE\_26 is open: the bucket is public (validation, infra/main.tf:26)
        - High finding RULE\_28 of aws\_s3\_bucket.RULE\_28 is open: the bucket is public (validation, infra/main.tf:28)
        - High finding RULE\_30 of aws\_s3\_bucket.RULE\_30 is open: the bucket is public (validation, infra/main.tf:30)
        - High finding RULE\_32 of aws\_s3\_bucket.RULE\_32 is open: the bucket is public (validation, infra/main.tf:32)
        - High finding RULE\_34 of aws\_s3\_bucket.RULE\_34 is open: the bucket is public (validation, infra/main.tf:34)
        - High finding RULE\_36 of aws\_s3\_bucket.RULE\_36 is open: the bucket is public (validation, infra/main.tf:36)
        - High finding RULE\_38 of aws\_s3\_bucket.RULE\_38 is open: the bucket is public (validation, infra/main.tf:38)

        480 more items are in [the whole result](<https://github.com/contoso/platform/actions/runs/7>).

    "#]],
    );
    let later = text_on(&[report(ID, &many[2..], false, false)], Some(&text));
    assert!(later.contains("mended findings: 1 high"), "{later}");
    assert_eq!(comment_on(&[report(ID, &many, false, false)], Some(&text)), Comment::Unchanged);
}

#[test]
fn hostile_text_is_text() {
    let hostile = json!({"ruleId": "R1\n\n# Approved", "severity": "high", "resource": "@contoso/team",
        "message": "x --> <script>alert(1)</script> [ok](https://evil.example) #12 ![i](http://e/x.png) `@all`\n/merge\n##vso[task.complete]\u{202e}",
        "location": {"path": "a|b](x)\n<!-- plumbline-comment/1 -->", "line": 1}});
    check(
        &text_on(&[report(ID, &[hostile], false, false)], None),
        &expect![[r#"
        **Plumbline: failed.** 5 items fail. 0 of 4 requirements verified; open findings: 1 high.

        **What fails**

        - Threat intent: missing (intent). Record purpose and threat assumptions (objective, assumptions and threats)
        - Lint diagnostics: missing (validation). Attach the linter's output (the result of a scan or the validation of a template)
        - Policy diagnostics: missing (validation). Run policy checks on the merged commit (the result of a scan)
        - Change preview: missing (validation). Attach the plan or what-if (a preview of resource changes or a file of the format bicep-snapshot)
        - High finding `R1`\\`n`\\`n#` Approved of `@contoso/team` is open: x --\> `<script>alert(1)</script>` `[ok](https://evil.example)` `#12` `![i](http://e/x.png)…` (validation, `a`\|`b](x)`\\`n<!--` plumbline-comment/1 --\>:1)

        [The whole result](<https://github.com/contoso/platform/actions/runs/7>)

    "#]],
    );
}

/// Whoever may edit the comment decides which items are called new, and nothing else.
#[test]
fn an_altered_comment_is_compared_with_nothing_and_never_kept() {
    let reports = [report(ID, &two(), false, false)];
    let first = text_on(&reports, None);
    let other = text_on(&[report("contoso/platform#42", &two(), false, false)], None);
    let verdict = |text: &str| text.lines().next().unwrap().to_owned();
    let altered = [
        first.replace("failed", "passed"),
        first.replacen("digest=", "digest=0", 1),
        first.replace("cut=0", "cut=-1"),
        first.replace("items=x", "items=y"),
        first.replace(" -->", ""),
        first.replace("comment/1", "comment/2"),
        format!("{first}\nApproved by security"),
        format!("Approved\n{first}"),
        other,
        "looks good".to_owned(),
        "\u{0}".repeat(100_000),
    ];
    for previous in altered {
        let text = text_on(&reports, Some(&previous));
        assert_eq!(verdict(&text), verdict(&first));
        assert!(text.contains("so nothing is compared with it"), "{previous}\n{text}");
    }
    // a forged marker that is whole: the visible text says passed, and the state is that of now
    let shown = first.trim_end().rsplit_once('\n').unwrap().0.replace("Plumbline: failed", "Plumbline: passed");
    let marker = first.trim_end().rsplit_once('\n').unwrap().1;
    let digest = marker.split("shown=").nth(1).unwrap().split(' ').next().unwrap();
    let forged = format!("{shown}\n{}\n", marker.replace(digest, &shown_digest(&shown)));
    let text = text_on(&reports, Some(&forged));
    assert_eq!(verdict(&text), verdict(&first), "the verdict is written again");
    assert!(text.contains("Still failing") && text.contains("R1"), "{text}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]
    #[test]
    fn a_comment_is_bounded_and_its_verdict_whole(
        id in "\\PC{1,300}", rules in proptest::collection::vec(("\\PC{0,400}", ".{0,400}", 0_usize..5), 0..60), previous in ".{0,300}",
    ) {
        let severities = ["critical", "high", "medium", "low", "info"];
        let findings: Vec<Value> = rules.iter().map(|(rule, message, n)| json!({"ruleId": rule, "message": message,
            "severity": severities[*n], "location": {"path": message, "line": 1}})).collect();
        let reports = [report(&format!("a/{id}"), &findings, false, false)];
        let text = text_on(&reports, Some(&previous));
        prop_assert!(text.len() <= MAX_COMMENT);
        let first = text.lines().next().unwrap();
        prop_assert!(first.starts_with("**Plumbline: failed.** ") && first.ends_with('.'), "{}", first);
        prop_assert!(text.trim_end().ends_with(" -->") && text.matches("<!--").count() == 1);
        prop_assert_eq!(comment_on(&reports, Some(&text)), Comment::Unchanged);
    }
}
