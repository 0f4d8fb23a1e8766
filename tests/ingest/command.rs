//! `plumbline inspect`, as a program.

use crate::{NOW, report};
use plumbline_ingest::sha256_hex;
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
        path.to_str().unwrap().replace('\\', "/"),
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
    assert!(words.contains("refused") && words.contains(":2:12: expected a value"), "{words}");
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
    assert_eq!(files, [".git", "t.md", "r.json"]);
    assert_eq!(lines[1]["namedByReport"], true);
}

#[test]
fn wrong_usage_and_a_path_that_is_not_there_end_with_2() {
    for arguments in [&[][..], &["--what"], &["no/such/file"], &["--policy", "no/such/policy", "."]] {
        let output = inspect(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(output.stdout.is_empty() && !output.stderr.is_empty());
    }
}

#[test]
#[cfg(unix)]
fn nothing_outside_a_folder_is_read_and_nothing_in_it_is_left_out_in_silence() {
    use std::os::unix::fs::symlink;
    let root = folder("links");
    let inside = write(&root, "set/r.json", report("intent", NOW, "").as_bytes());
    let outside = write(&root, "elsewhere/secret.json", report("execution", NOW, "").as_bytes());
    let set = inside.parent().unwrap();
    write(set, ".git/h.json", b"{}");
    symlink(&outside, set.join("out.json")).unwrap();
    symlink("r.json", set.join("same.json")).unwrap();
    symlink(".", set.join("circle")).unwrap();
    symlink("nowhere", set.join("dangling.json")).unwrap();
    symlink("/dev/zero", set.join("endless.json")).unwrap();
    for pipe in ["pipe.json", "index.json"] {
        assert!(Command::new("mkfifo").arg(set.join(pipe)).status().unwrap().success());
    }
    let output = inspect(&["--json", set.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1));
    let said = |name: &str| {
        let file = set.join(name);
        let line = lines(&output).into_iter().find(|l| l["file"] == file.to_str().unwrap()).unwrap();
        (line["items"].as_u64().unwrap(), line["diagnostics"][0]["message"].as_str().unwrap_or_default().to_owned())
    };
    assert_eq!(said("r.json").0, 1);
    assert_eq!(said("same.json").0, 1);
    assert_eq!(said("out.json"), (0, "a link that leaves the folder: not followed".to_owned()));
    assert_eq!(said("circle"), (0, "a link to a folder: not followed".to_owned()));
    assert_eq!(said(".git"), (0, "a hidden folder: not read".to_owned()));
    assert!(said("dangling.json").1.starts_with("no such file"));
    for odd in ["endless.json", "pipe.json", "index.json"] {
        assert_eq!(said(odd), (0, "neither a file nor a folder: not read".to_owned()));
    }
}

#[test]
#[cfg(target_os = "linux")]
fn two_names_that_are_no_text_stay_two_files() {
    use std::os::unix::ffi::OsStrExt;
    let root = folder("names");
    for (name, id) in [(b"a\xff.json", "intent"), (b"a\xfe.json", "execution")] {
        std::fs::write(root.join(std::ffi::OsStr::from_bytes(name)), report(id, NOW, "")).unwrap();
    }
    let output = inspect(&["--json", root.to_str().unwrap()]);
    let names: Vec<String> = lines(&output).iter().map(|l| l["file"].as_str().unwrap().to_owned()).collect();
    assert_eq!(names.iter().map(|n| n.rsplit_once('/').unwrap().1).collect::<Vec<_>>(), [r"a\xfe.json", r"a\xff.json"]);
}

#[test]
fn a_folder_of_which_everything_is_left_out_was_not_read() {
    let root = folder("hidden_only");
    write(&root, ".git/config", b"not ours");
    let output = Command::new(env!("CARGO_BIN_EXE_plumbline")).args(["score", root.to_str().unwrap()]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
}

#[test]
#[cfg(unix)]
fn a_pipe_that_is_named_is_read_once() {
    let mut inspected = Command::new(env!("CARGO_BIN_EXE_plumbline"))
        .args(["inspect", "--json", "/dev/stdin"])
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    std::io::Write::write_all(&mut inspected.stdin.take().unwrap(), report("intent", NOW, "").as_bytes()).unwrap();
    let output = inspected.wait_with_output().unwrap();
    assert_eq!((output.status.code(), lines(&output)[0]["items"].as_u64()), (Some(0), Some(1)));
}
