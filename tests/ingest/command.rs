//! `plumbline inspect`, as a program.

use crate::{NOW, report};
use plumbline::ingest::sha256_hex;
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A folder of this test's own, empty at its start.
fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("inspect").join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

fn write(folder: &Path, name: &str, bytes: &[u8]) -> PathBuf {
    let path = folder.join(name);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(&path, bytes).unwrap();
    path
}

fn inspect(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_plumbline")).arg("inspect").args(arguments).output().unwrap()
}

fn lines(output: &Output) -> Vec<Value> {
    String::from_utf8(output.stdout.clone()).unwrap().lines().map(|l| serde_json::from_str(l).unwrap()).collect()
}

#[test]
fn a_line_of_json_has_the_published_keys() {
    let text = r#"{"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "checkov", "version": "3.3.30"}}, "results": [{"level": "error"}]}]}"#;
    let path = write(&folder("keys"), "a.sarif", text.as_bytes());
    let output = inspect(&["--json", path.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(0));
    let expected = format!(
        r#"{{"file":{:?},"sha256":"{}","bytes":{},"format":"sarif-2.1.0","tool":"checkov 3.3.30","items":1,"open":1,"bySeverity":{{"critical":0,"high":0,"medium":1,"low":0,"info":0}},"diagnostics":[]}}"#,
        path.to_str().unwrap(),
        sha256_hex(text.as_bytes()),
        text.len()
    );
    assert_eq!(String::from_utf8(output.stdout).unwrap().trim_end(), expected);
}

#[test]
fn a_refused_file_ends_with_1_and_an_error_that_has_its_place() {
    let path = write(&folder("refused"), "a.json", b"{\n \"format\": plumbline.gate-report/1}");
    let output = inspect(&["--json", path.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1));
    let line = &lines(&output)[0];
    assert_eq!((&line["items"], &line["diagnostics"][0]["severity"]), (&0.into(), &"error".into()));
    assert_eq!((&line["diagnostics"][0]["line"], &line["diagnostics"][0]["column"]), (&2.into(), &12.into()));
    let words = String::from_utf8(inspect(&[path.to_str().unwrap()]).stdout).unwrap();
    assert!(words.contains("refused") && words.contains(":2:12: a value was expected"), "{words}");
}

#[test]
fn a_folder_is_walked_and_its_files_know_of_one_another() {
    let folder = folder("walk");
    let more = r#", "evidence": [{"id": "t", "type": "threat-intent", "artifact": {"path": "evidence/t.md"}}]"#;
    write(&folder, "reports/r.json", report("intent", NOW, more).as_bytes());
    write(&folder, "evidence/t.md", b"we looked");
    write(&folder, ".git/config", b"not ours");
    let output = inspect(&["--json", folder.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stdout));
    let lines = lines(&output);
    let files: Vec<&str> = lines.iter().map(|l| l["file"].as_str().unwrap().rsplit('/').next().unwrap()).collect();
    assert_eq!(files, ["t.md", "r.json"]);
    assert_eq!(lines[0]["namedByReport"], true);
}

#[test]
fn wrong_usage_and_a_path_that_is_not_there_end_with_2() {
    for arguments in [&[][..], &["--what"], &["no/such/file"], &["--policy", "no/such/policy", "."]] {
        let output = inspect(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(output.stdout.is_empty() && !output.stderr.is_empty());
    }
}
