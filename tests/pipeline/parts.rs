//! Parts of a change on the command line: collected apart, checked together, verified one by one.
#![cfg(unix)]

use crate::{NOW, folder, run, stderr, stdout, write};
use serde_json::Value;
use std::path::Path;

/// Collects a validation report of a part with one file.
fn collect(f: &Path, part: &str, file: &str, more: &[&str]) -> std::process::Output {
    let mut arguments = vec!["collect", "--gate", "validation", "--change", "a#1", "--author", "u-1", "--environment", "dev"];
    arguments.extend([
        "--touches",
        "nothing",
        "--merged-at",
        "2026-11-20T10:00:00Z",
        "--now",
        NOW,
        "--part",
        part,
        "--artifact",
        file,
    ]);
    arguments.extend(more);
    run(f, &arguments)
}

const CLEAN: &str = r#"{"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "tflint"}}, "results": []}]}"#;

#[test]
fn each_part_has_its_own_report_and_a_check_names_the_parts() {
    let f = folder("parts");
    write(&f, "out/network.sarif", CLEAN);
    write(&f, "out/app.txt", "prose");
    let network = collect(&f, "network/prod", "lint-diagnostics=out/network.sarif", &["--command", "tflint"]);
    assert_eq!(stdout(&network), "plumbline-data/reports/a-1/validation-network-prod.json\n", "{}", stderr(&network));
    let app = collect(&f, "app", "template-diagnostics=out/app.txt", &[]);
    assert_eq!(stdout(&app), "plumbline-data/reports/a-1/validation-app.json\n", "{}", stderr(&app));
    let text = std::fs::read_to_string(f.join("plumbline-data/reports/a-1/validation-network-prod.json")).unwrap();
    let report: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(report["part"], "network/prod");
    assert!(f.join("plumbline-data/evidence/a-1/validation-network-prod/network.sarif").exists());

    let check = stdout(&run(&f, &["check", "plumbline-data", "--now", NOW]));
    assert!(check.contains("  parts    validation   app, network/prod\n"), "{check}");
    assert!(check.contains("Lint diagnostics: missing (part app)."), "{check}");
    assert!(!check.contains("Lint diagnostics: missing (part network/prod)"), "{check}");
    assert!(
        check.contains("Change preview: missing (part app).") && check.contains("Change preview: missing (part network/prod).")
    );
    // a requirement counts once, however many parts lack it
    assert!(check.contains("a#1  0 of 4 verified\n"), "{check}");
    let json: Value = serde_json::from_str(&stdout(&run(&f, &["check", "plumbline-data", "--now", NOW, "--json"]))).unwrap();
    let problems = json["changes"][0]["problems"].as_array().unwrap();
    let missing = problems.iter().filter(|p| p["part"] == "network/prod" && p["failing"] == "missing");
    assert_eq!(missing.count(), 2, "policy diagnostics and the preview: {json:#}");
    assert_eq!(json["changes"][0]["parts"]["validation"], serde_json::json!(["app", "network/prod"]));
}

#[test]
fn the_report_of_another_part_is_not_replaced() {
    let f = folder("parts-apart");
    write(&f, "out/lint.sarif", CLEAN);
    let one = collect(&f, "a/b", "lint-diagnostics=out/lint.sarif", &[]);
    assert!(one.status.success(), "{}", stderr(&one));
    // another name that makes the same file name
    let other = collect(&f, "a-b", "lint-diagnostics=out/lint.sarif", &["--force"]);
    assert_eq!(other.status.code(), Some(2));
    assert!(stderr(&other).contains("is of the part \"a/b\", and this one of the part \"a-b\""), "{}", stderr(&other));
    assert_eq!(collect(&f, " ", "lint-diagnostics=out/lint.sarif", &[]).status.code(), Some(2));
}

#[test]
fn a_verification_names_the_part_that_it_repeats() {
    let f = folder("parts-verify");
    for part in ["app", "data"] {
        write(&f, &format!("out/{part}.sarif"), CLEAN);
        let command = format!("cat out/{part}.sarif");
        let collected =
            collect(&f, part, &format!("lint-diagnostics=out/{part}.sarif"), &["--id", "lint", "--command", &command]);
        assert!(collected.status.success(), "{}", stderr(&collected));
    }
    let verify = |more: &[&str]| {
        let mut arguments = vec!["verify", "plumbline-data", "--by", "u-2", "--inputs", "out/*.sarif", "--yes", "--in-place"];
        arguments.extend(more);
        run(&f, &arguments)
    };
    let unclear = verify(&[]);
    assert_eq!(unclear.status.code(), Some(2));
    assert!(stderr(&unclear).contains("a#1 validation app lint; a#1 validation data lint"), "{}", stderr(&unclear));
    let record = verify(&["--part", "data"]);
    let record: Value = serde_json::from_str(&stdout(&record)).unwrap_or_else(|_| panic!("{}", stderr(&record)));
    assert_eq!((&record["part"], &record["evidence"]), (&"data".into(), &"lint".into()));
}
