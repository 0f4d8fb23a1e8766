//! `init`, `doctor`, `completions` and `man`: what somebody new meets first.

use super::{folder, plumbline, run, stderr, stdout, write};
use serde_json::Value;
use std::collections::BTreeSet;
use std::process::Command;

#[test]
fn init_writes_three_files_and_the_doctor_finds_what_is_left() {
    let f = folder("init");
    write(&f, "infra/main.tf", "terraform {}\n");
    write(&f, ".git/config", "[core]\n[remote \"origin\"]\n\turl = git@github.com:contoso/platform.git\n");
    write(&f, "CODEOWNERS", "* @contoso/payments\n");
    let dry = run(&f, &["init", "--dry-run"]);
    assert!(stdout(&dry).contains("would write .github/workflows/plumbline.yml\n"), "{}", stdout(&dry));
    assert!(!f.join("policy.json").exists());
    let action = format!("contoso/plumbline@{}", "a".repeat(40));
    let output = run(&f, &["init", "--action", &action]);
    assert_eq!((output.status.code(), stderr(&output)), (Some(0), String::new()));
    for file in [".github/workflows/plumbline.yml", ".github/pull_request_template.md", "policy.json"] {
        assert!(stdout(&output).contains(&format!("wrote {file}\n")) && f.join(file).is_file(), "{}", stdout(&output));
    }
    assert_eq!(run(&f, &["policy", "validate", "policy.json"]).status.code(), Some(0));
    let doctor = run(&f, &["doctor", "--json"]);
    let found: Value = serde_json::from_str(&stdout(&doctor)).unwrap();
    assert!(found["findings"].as_array().unwrap().iter().all(|one| one["weight"] != "error"), "{found}");
    assert_eq!(doctor.status.code(), Some(0));
    // data that the checkout holds
    write(&f, "plumbline-data/reports/a.json", "{}");
    let doctor = run(&f, &["doctor"]);
    assert_eq!(doctor.status.code(), Some(1));
    assert!(stdout(&doctor).starts_with("error    plumbline-data: "), "{}", stdout(&doctor));
}

#[test]
fn init_replaces_nothing() {
    let f = folder("init-again");
    write(&f, "main.bicep", "");
    write(&f, "policy.json", "mine");
    write(&f, ".github/PULL_REQUEST_TEMPLATE.md", "ours");
    let first = run(&f, &["init"]);
    let said = "wrote policy.json.plumbline, because policy.json exists: take from it what you need\n";
    assert!(stdout(&first).contains(said), "{}", stdout(&first));
    assert!(f.join(".github/PULL_REQUEST_TEMPLATE.md.plumbline").is_file());
    write(&f, "policy.json.plumbline", "edited");
    let second = run(&f, &["init"]);
    assert!(stdout(&second).contains("policy.json.plumbline exists already and stays as it is"), "{}", stdout(&second));
    let text = |file: &str| std::fs::read_to_string(f.join(file)).unwrap();
    assert_eq!((text("policy.json"), text("policy.json.plumbline")), ("mine".to_owned(), "edited".to_owned()));
    assert_eq!(text(".github/PULL_REQUEST_TEMPLATE.md"), "ours");
}

#[cfg(unix)]
#[test]
fn a_hostile_repository_is_looked_at_and_nothing_is_written_through_a_link() {
    let f = folder("init-hostile");
    let outside = folder("init-hostile-outside");
    write(&f, "a\nerror: b/main.tf", "");
    write(&f, "::error::x/main.tf", "");
    write(&f, "huge.yaml", format!("apiVersion: v1\nkind: x\n{}", "a".repeat(1 << 20)));
    std::os::unix::fs::symlink(&outside, f.join(".github")).unwrap();
    std::os::unix::fs::symlink(&f, f.join("circle")).unwrap();
    std::os::unix::fs::symlink("nowhere", f.join("policy.json")).unwrap();
    let output = run(&f, &["init", "--service", "github"]);
    assert_eq!(output.status.code(), Some(2), "{}", stdout(&output));
    assert_eq!(std::fs::read_dir(&outside).unwrap().count(), 0);
    assert!(
        !stdout(&output)
            .lines()
            .chain(stderr(&output).lines())
            .any(|line| line.starts_with("error: b") || line.starts_with("::"))
    );
    let doctor = run(&f, &["doctor"]);
    assert!(stdout(&doctor).starts_with("error    .: no pipeline runs Plumbline"), "{}", stdout(&doctor));
    assert_eq!(run(&f, &["init", "nowhere"]).status.code(), Some(2));
    assert_eq!(run(&f, &["doctor", "nowhere"]).status.code(), Some(2));
}

fn commands() -> BTreeSet<String> {
    let overview = stdout(&run(std::path::Path::new("."), &["--help"]));
    let listed = overview.lines().take_while(|line| *line != "Examples:");
    listed.filter_map(|line| line.strip_prefix("  ")?.split_once(' ')).map(|(name, _)| name.to_owned()).collect()
}

#[test]
fn every_shell_completes_every_command() {
    let f = folder("completions");
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let output = run(&f, &["completions", shell]);
        let script = stdout(&output);
        assert!(output.status.success() && stderr(&output).is_empty());
        for command in commands() {
            assert!(script.contains(&command), "{shell}: {command}");
        }
        assert!(script.contains("committed-records"), "{shell}");
        write(&f, shell, &script);
    }
    assert_eq!(run(&f, &["completions", "dos"]).status.code(), Some(2));
    for (shell, arguments) in [("zsh", ["-n", "zsh"]), ("fish", ["-n", "fish"])] {
        // not every machine has them
        if let Ok(output) = Command::new(shell).args(arguments).current_dir(&f).output() {
            assert!(output.status.success(), "{shell}: {}", stderr(&output));
        }
    }
    if cfg!(unix) {
        let complete = "source ./bash; COMP_WORDS=(plumbline verify-); COMP_CWORD=1; _plumbline plumbline verify- plumbline; echo \"${COMPREPLY[@]}\"";
        let output = Command::new("bash").args(["--norc", "-c", complete]).current_dir(&f).output().unwrap();
        assert_eq!((stdout(&output), stderr(&output)), ("verify-data\n".to_owned(), String::new()));
    }
}

#[test]
fn the_manual_has_a_page_for_every_command() {
    let f = folder("man");
    let output = run(&f, &["man", "--out", "pages"]);
    assert!(output.status.success(), "{}", stderr(&output));
    for command in commands() {
        let page = std::fs::read_to_string(f.join(format!("pages/plumbline-{command}.1"))).unwrap();
        assert!(page.contains(".SH SYNOPSIS") && page.contains("Examples:"), "{command}: {page}");
    }
    assert!(f.join("pages/plumbline-policy-diff.1").is_file());
    let main = stdout(&run(&f, &["man"]));
    assert_eq!(main, std::fs::read_to_string(f.join("pages/plumbline.1")).unwrap());
    // not every machine has it
    if let Ok(output) =
        Command::new("groff").args(["-man", "-ww", "-z", "-T", "utf8", "pages/plumbline-check.1"]).current_dir(&f).output()
    {
        assert_eq!((output.status.success(), stderr(&output)), (true, String::new()));
    }
    write(&f, "pages/plumbline.1", "mine");
    assert_eq!(run(&f, &["man", "--out", "pages"]).status.code(), Some(2));
    assert_eq!(plumbline(&f).args(["man", "--out", "pages", "--force"]).status().unwrap().code(), Some(0));
}
