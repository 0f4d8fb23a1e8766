//! `examples/contoso`: ten pull requests are played through the gates, and what comes out is what its README says.
#![cfg(unix)]

use crate::{plumbline, stderr, stdout};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

/// The play, once for all tests of this file.
pub fn played() -> &'static Path {
    static PLAYED: OnceLock<PathBuf> = OnceLock::new();
    PLAYED.get_or_init(|| {
        let out = Path::new(env!("CARGO_TARGET_TMPDIR")).join("contoso");
        let _ = std::fs::remove_dir_all(&out);
        let output = play(&out);
        assert!(output.status.success(), "{}\n{}", stdout(&output), stderr(&output));
        out
    })
}

fn example(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/contoso").join(path)
}

fn play(out: &Path) -> Output {
    let mut command = Command::new("sh");
    command.arg(example("play.sh")).arg(out);
    for (name, value) in plumbline(Path::new(".")).get_envs() {
        if value.is_none() {
            command.env_remove(name);
        }
    }
    command
        .envs([("PLUMBLINE", env!("CARGO_BIN_EXE_plumbline")), ("CONTOSO_KEPT", "1")])
        .envs([("GIT_CONFIG_GLOBAL", "/dev/null"), ("GIT_CONFIG_NOSYSTEM", "1")])
        .output()
        .unwrap()
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

fn score() -> Value {
    json(&std::fs::read_to_string(played().join("score.json")).unwrap())
}

#[test]
fn every_state_of_evidence_and_every_pattern_is_there() {
    let score = score();
    let sum = |pointer: &str| -> u64 {
        ["intent", "validation", "execution", "observation"]
            .iter()
            .map(|gate| score["gates"][gate].pointer(pointer).and_then(Value::as_u64).unwrap())
            .sum()
    };
    assert_eq!(score["changes"], 10);
    // two items of changes 2 and 3 each; the sentence of change 8
    assert_eq!((sum("/grades/reproduced"), sum("/grades/claimed")), (4, 1));
    // both scans of 4, the role of 5, the alert of 6, the drift of 7, the linter of 9; the three observations of 1
    assert_eq!((sum("/conditions/contradicted"), sum("/conditions/stale")), (6, 3));
    let lint = score["matrix"].as_array().unwrap().iter().find(|cell| cell["type"] == "lint-diagnostics").unwrap();
    assert_eq!((&lint["reproduced"], &lint["diverged"]), (&2.into(), &1.into()));
    for pattern in score["patterns"].as_array().unwrap() {
        assert!(pattern["occurrences"].as_u64().unwrap() > 0, "{pattern}");
    }
    assert_eq!(score["patterns"].as_array().unwrap().len(), 5);
}

#[test]
fn the_data_set_reads_back_without_a_fault_and_has_the_numbers_of_the_runs() {
    let out = played();
    let inspected = plumbline(out).args(["inspect", "data", "--json", "--trust-input-policy"]).output().unwrap();
    assert_eq!(inspected.status.code(), Some(0));
    for line in stdout(&inspected).lines() {
        let receipt = json(line);
        assert!(receipt["diagnostics"].as_array().unwrap().iter().all(|d| d["severity"] == "note"), "{line}");
    }
    // at the time of the score, since evidence grows stale
    let now = score()["now"].as_str().unwrap().to_owned();
    let policy = example("policy.json");
    let of = |paths: &[String]| {
        let mut command = plumbline(out);
        command.arg("score").args(paths).args(["--now", &now, "--json", "--policy"]).arg(&policy);
        let output = command.output().unwrap();
        json(&stdout(&output))
    };
    let mut runs: Vec<String> = std::fs::read_dir(out.join("runs"))
        .unwrap()
        .map(|entry| format!("runs/{}", entry.unwrap().file_name().to_str().unwrap()))
        .collect();
    runs.sort();
    assert_eq!(runs.len(), 10);
    assert_eq!(of(&["data".to_owned()]), of(&runs));
}

#[test]
fn what_stands_in_the_way_is_what_the_readme_says() {
    let output = plumbline(played()).args(["check", "data", "--json", "--trust-input-policy"]).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let check = json(&stdout(&output));
    let failing = |n: u8| -> Vec<(String, String)> {
        let changes = check["changes"].as_array().unwrap();
        let change = changes.iter().find(|c| c["change"] == format!("contoso/platform#{n}")).unwrap();
        let problems = change["problems"].as_array().unwrap().iter().filter(|p| p["fails"] == true);
        let word = |p: &Value, key: &str| p[key].as_str().unwrap_or_default().to_owned();
        let mut out: Vec<_> =
            problems.map(|p| (word(p, "failing"), word(p, if p["type"].is_null() { "ruleId" } else { "type" }))).collect();
        out.sort();
        out
    };
    let of_type = |word: &str, types: &[&str]| types.iter().map(|t| (word.to_owned(), (*t).to_owned())).collect::<Vec<_>>();
    assert_eq!(failing(1), of_type("stale", &["alert-linkage", "alert-test", "drift-check"]));
    assert_eq!(failing(2), []);
    assert_eq!(failing(3), []);
    let findings = of_type("finding", &["CKV_AZURE_190", "CKV_AZURE_44", "CKV_AZURE_59", "key-in-source"]);
    assert_eq!(failing(4), [of_type("contradicted", &["policy-diagnostics", "secret-scan"]), findings].concat());
    assert_eq!(failing(5), of_type("contradicted", &["role-assignment-diff"]));
    assert_eq!(failing(6), of_type("contradicted", &["alert-linkage"]));
    assert_eq!(failing(7), of_type("contradicted", &["drift-check"]));
    assert_eq!(failing(8), of_type("claimed", &["rollback-rehearsal"]));
    assert_eq!(failing(9), of_type("contradicted", &["lint-diagnostics"]));
    assert_eq!(failing(10).len(), 11);
    assert!(failing(10).iter().all(|(word, _)| word == "missing"));
}

/// What Contoso edits in the default policy, and nothing else, so that its rules never age.
#[test]
fn contosos_policy_is_the_default_one_with_three_edits() {
    let mut expected = json(plumbline_ingest::DEFAULT_POLICY_JSON);
    let policy = json(&std::fs::read_to_string(example("policy.json")).unwrap());
    for key in ["title", "tools", "approvedVaults"] {
        assert_ne!(expected[key], policy[key], "{key}");
        expected[key] = policy[key].clone();
    }
    assert_eq!(policy, expected);
}

#[test]
fn the_commit_of_the_report_is_checked_out_and_another_one_in_place_is_told() {
    let out = played();
    let arguments =
        ["verify", "runs/02", "--evidence", "lint", "--checkout", "verifiers/u-lea-3", "--by", "u-you", "--yes", "--env", "PATH"];
    // the checkout is at another commit, and its repository has both
    let output = plumbline(out).args(arguments).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let output = plumbline(out).args(arguments).arg("--in-place").output().unwrap();
    // another commit has other sources, so this repeats nothing
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    assert!(stderr(&output).contains("warning: the checkout is at ") && stderr(&output).contains("the inputs differ"));
}

#[test]
fn a_folder_that_is_there_is_left_alone() {
    let output = play(played());
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("exists already: give the name of a new folder"), "{}", stderr(&output));
}

/// The shell blocks of the tutorial, run one after the other in a folder that stands for the top of the project.
#[test]
fn the_tutorial_does_what_it_says() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let tutorial = std::fs::read_to_string(root.join("docs/tutorial.md")).unwrap();
    let mut script = String::new();
    for block in tutorial.split("```sh\n").skip(1) {
        let block = block.split("```").next().unwrap();
        // the program is built already, and the site is not served here
        for line in block.lines().filter(|line| !line.starts_with("cargo ") && !line.starts_with("export ")) {
            script.push_str(line);
            script.push('\n');
        }
    }
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("tutorial");
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    let copied = Command::new("cp").arg("-R").arg(root.join("examples")).arg(&folder).status().unwrap();
    assert!(copied.success());
    let program = Path::new(env!("CARGO_BIN_EXE_plumbline"));
    let path = format!("{}:{}", program.parent().unwrap().display(), std::env::var("PATH").unwrap());
    let mut command = Command::new("sh");
    for (name, value) in plumbline(Path::new(".")).get_envs() {
        if value.is_none() {
            command.env_remove(name);
        }
    }
    let output = command
        .arg("-c")
        .arg(&script)
        .current_dir(&folder)
        .envs([("PLUMBLINE", program.to_str().unwrap()), ("CONTOSO_KEPT", "1"), ("PATH", path.as_str())])
        .envs([("GIT_CONFIG_GLOBAL", "/dev/null"), ("GIT_CONFIG_NOSYSTEM", "1")])
        .output()
        .unwrap();
    let (out, err) = (stdout(&output), stderr(&output));
    assert!(output.status.success(), "{out}\n{err}");
    for said in [
        "contoso/platform#2  platform  2 of 5 verified",
        "1 change checked: 3 items fail",
        "\"by\": \"u-you\"",
        "wide-grants-justified: ",
        "exit code 1\n",
        "outputs-compared: ",
        "the same bytes\n",
        "strict.json can be used",
        "minGrade  checked -> reproduced",
    ] {
        assert!(out.contains(said), "{said}\n{out}\n{err}");
    }
    for said in ["the same bytes as the author's", "the output differs from the author's"] {
        assert!(err.contains(said), "{said}\n{err}");
    }
}
