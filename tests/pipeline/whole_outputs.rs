//! Whole outputs of the command line on the worked example, and every help page, as they were reviewed: `tests/snapshots/`.
//!
//! `UPDATE_EXPECT=1 cargo test --test pipeline whole_outputs` writes them.

use crate::{NOW, plumbline, stdout};
use expect_test::expect_file;
use std::path::Path;

/// Compares what a command prints about the worked example with a snapshot.
#[track_caller]
fn prints(snapshot: &str, code: i32, arguments: &[&str]) {
    let worked = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/worked");
    let output = plumbline(&worked).args(arguments).output().unwrap();
    assert_eq!(output.status.code(), Some(code), "{arguments:?}");
    expect_file![format!("../snapshots/{snapshot}")].assert_eq(&stdout(&output));
}

const RULES: [&str; 4] = ["--policy", "quayside.policy.json", "--now", NOW];

#[test]
fn score_prints_what_was_reviewed() {
    for (snapshot, options) in [("score.txt", None), ("score.json", Some("--json")), ("score.md", Some("--markdown"))] {
        let arguments: Vec<&str> = ["score", "quayside"].into_iter().chain(RULES).chain(options).collect();
        prints(snapshot, 0, &arguments);
    }
}

#[test]
fn check_prints_what_was_reviewed() {
    let all: [(&str, &[&str]); 7] = [
        ("check.txt", &[]),
        ("check-strict.txt", &["--strict", "--change", "quayside/infra#10", "--change", "quayside/infra#99"]),
        ("check-explain.txt", &["--explain"]),
        ("check.md", &["--markdown", "-"]),
        ("check-explain.md", &["--explain", "--markdown", "-"]),
        ("check.json", &["--json"]),
        ("check-annotations.txt", &["--annotations", "github"]),
    ];
    for (snapshot, options) in all {
        let arguments: Vec<&str> =
            ["check", "quayside", "--committed-records"].into_iter().chain(RULES).chain(options.iter().copied()).collect();
        prints(snapshot, 1, &arguments);
    }
    let fine = ["check", "quayside/reports/borealis.json", "--change", "quayside/infra#9", "--committed-records"];
    prints("check-fine.txt", 0, &fine.into_iter().chain(RULES).collect::<Vec<_>>());
}

#[test]
fn inspect_prints_what_was_reviewed() {
    prints("inspect.txt", 1, &["inspect", "quayside"]);
    prints("inspect.ndjson", 1, &["inspect", "quayside", "--json"]);
}

#[test]
fn every_help_page_is_the_reviewed_one() {
    prints("help/plumbline.txt", 0, &["--help"]);
    let overview = stdout(&plumbline(Path::new(".")).arg("--help").output().unwrap());
    let listed = overview.lines().take_while(|line| *line != "Examples:");
    let commands: Vec<&str> = listed.filter_map(|line| line.strip_prefix("  ")?.split_once(' ')).map(|(name, _)| name).collect();
    assert!(commands.len() >= 9, "{commands:?}");
    for command in commands {
        prints(&format!("help/{command}.txt"), 0, &[command, "--help"]);
    }
}
