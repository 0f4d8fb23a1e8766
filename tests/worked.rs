//! `plumbline score --json` against worked examples of the rules, where they are at hand.
//!
//! `PLUMBLINE_WORKED` names a folder with data sets, `NAME.expected.json` beside each, and `compare.py`, which compares figure by figure.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, reason = "a test fails by panicking")]

use serde_json::Value;
use std::path::Path;
use std::process::Command;

/// Where the expectation and the rules disagree, the rules are right: only three criteria can be without a case, and these are not
/// among them. Without a case they are `not-enough-data`.
const CAN_NOT_BE_WITHOUT_CASE: [&str; 3] =
    ["shipped-without-open-critical-or-high.state", "reproduced-share.state", "independent-blind-review.state"];

fn is_settled_by_the_rules(difference: &Value) -> bool {
    let at = difference["at"].as_str().unwrap_or_default();
    CAN_NOT_BE_WITHOUT_CASE.iter().any(|criterion| at.ends_with(criterion))
        && difference["oracle"] == "not-applicable"
        && difference["product"] == "not-enough-data"
}

fn check(name: &str) {
    let Ok(folder) = std::env::var("PLUMBLINE_WORKED") else {
        println!("skipped: PLUMBLINE_WORKED does not name the folder of worked examples");
        return;
    };
    if Command::new("python3").arg("--version").output().is_err() {
        println!("skipped: the comparison needs python3");
        return;
    }
    let folder = Path::new(&folder);
    let expected = folder.join(format!("{name}.expected.json"));
    let oracle: Value = serde_json::from_slice(&std::fs::read(&expected).unwrap()).unwrap();
    let scored = Command::new(env!("CARGO_BIN_EXE_plumbline"))
        .arg("score")
        .arg(folder.join(name))
        .args(["--json", "--now", oracle["now"].as_str().unwrap()])
        .output()
        .unwrap();
    assert!(scored.status.success(), "{}", String::from_utf8_lossy(&scored.stderr));
    let product = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}.json"));
    std::fs::write(&product, &scored.stdout).unwrap();

    let compared =
        Command::new("python3").arg(folder.join("compare.py")).args([&expected, &product]).arg("--json").output().unwrap();
    let areas: Value =
        serde_json::from_slice(&compared.stdout).unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&compared.stderr)));
    let mut n = 0;
    for area in areas.as_array().unwrap() {
        let differences = area["differences"].as_array().unwrap();
        let open: Vec<_> = differences.iter().filter(|d| !is_settled_by_the_rules(d)).collect();
        assert!(open.is_empty(), "{name}, {}: {open:#?}", area["area"]);
        assert_eq!(area["differ"].as_u64(), Some(differences.len() as u64), "more differences than are listed");
        n += area["compared"].as_u64().unwrap();
    }
    println!("{name}: {n} figures agree");
}

#[test]
fn the_small_organisation_agrees() {
    check("small");
}

#[test]
fn the_organisation_of_hard_cases_agrees() {
    check("edge");
}
