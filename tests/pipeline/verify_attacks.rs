//! `plumbline verify` against whoever wrote the report: what a recorded command tries, and what a stated name pretends.
#![cfg(unix)]

use crate::verify::{PLAN, ask, commit, data, git, grades, printf, record, report, verify};
use crate::{plumbline, run, stderr, stdout, write};
use serde_json::{Value, json};
use std::net::TcpListener;
use std::path::Path;
use std::process::Output;

/// Whether the program said that something holds.
fn holds(output: &Output, what: &str) -> bool {
    let line = stderr(output).lines().find(|line| line.starts_with(what)).unwrap_or_default().to_owned();
    assert!(!line.is_empty(), "it says whether this holds: {what}\n{}", stderr(output));
    line.starts_with(&format!("{what}: yes"))
}

#[test]
fn a_recorded_command_does_not_run_before_somebody_said_yes() {
    let (data, checkout) = data("attack-no-yes", &format!("touch ran; {}", printf(PLAN)));
    let output = ask(&data, &checkout, &["--by", "u-2", "--in-place", "--out", "data/v.json"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("  | touch ran; printf"), "the command is shown: {}", stderr(&output));
    assert!(stderr(&output).contains("nothing was run: read the command, and pass --yes"), "{}", stderr(&output));
    assert!(!checkout.join("ran").exists() && !data.join("v.json").exists());
    let output = verify(&data, &checkout, &["--by", "u-2", "--in-place", "--out", "data/v.json"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(checkout.join("ran").exists());
}

#[test]
fn the_verifiers_environment_is_not_the_commands() {
    let look = "env >&2; cat /proc/self/environ /proc/$PPID/environ /proc/[0-9]*/environ 2>/dev/null | tr '\\0' '\\n' >&2";
    let (data, checkout) = data("attack-environment", &format!("{look}; {}", printf(PLAN)));
    let with = |more: &[&str]| {
        let mut command = plumbline(&data);
        command.args(["verify", ".", "--by", "u-2", "--yes", "--checkout"]).arg(&checkout).args(more);
        command.env("A_SECRET_OF_MINE", "hunter2").output().unwrap()
    };
    let output = with(&[]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    if !stderr(&output).contains("no (bubblewrap is") {
        assert!(!stderr(&output).contains("hunter2"), "{}", stderr(&output));
    }
    // whatever the system can, the command's own environment is empty
    let own = with(&["--isolation", "none", "--command", &format!("env >&2; {}", printf(PLAN))]);
    assert!(own.status.success() && !stderr(&own).contains("hunter2"), "{}", stderr(&own));
    let named = with(&["--env", "A_SECRET_OF_MINE"]);
    assert!(stderr(&named).contains("environment: A_SECRET_OF_MINE (yours), nothing else"), "{}", stderr(&named));
    assert!(stderr(&named).contains("A_SECRET_OF_MINE=hunter2"), "{}", stderr(&named));
}

#[test]
fn nothing_is_written_outside_the_checkout() {
    let (data, checkout) = data("attack-writes", "");
    let outside = data.join("../outside");
    let command = format!("echo x > '{}'; echo x > infra/inside && test -f infra/inside; {}", outside.display(), printf(PLAN));
    let output = verify(&data, &checkout, &["--by", "u-2", "--command", &command]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert_eq!(outside.exists(), !holds(&output, "no writes outside the checkout"), "{}", stderr(&output));
    assert!(!checkout.join("infra/inside").exists(), "the verifier's own checkout is left alone");
    let output = verify(&data, &checkout, &["--by", "u-2", "--command", &command, "--isolation", "none"]);
    assert!(!holds(&output, "no writes outside the checkout") && outside.exists(), "{}", stderr(&output));
}

#[test]
fn the_network_is_out_of_reach() {
    let (data, checkout) = data("attack-network", "");
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let port = listener.local_addr().unwrap().port();
    let command = format!("/bin/bash -c 'exec 3<>/dev/tcp/127.0.0.1/{port}'; {}", printf(PLAN));
    let with = |more: &[&str]| verify(&data, &checkout, &[&["--by", "u-2", "--command", &command], more].concat());
    let output = with(&[]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let is_kept = holds(&output, "no network") || stderr(&output).contains("landlock stops TCP");
    // only a bash can try it
    let can_try = Path::new("/bin/bash").exists();
    assert_eq!(listener.accept().is_ok(), can_try && !is_kept, "{}", stderr(&output));
    let output = with(&["--network"]);
    assert!(stderr(&output).contains("no network: no (--network allows it)"), "{}", stderr(&output));
    assert_eq!(listener.accept().is_ok(), can_try, "{}", stderr(&output));
}

#[test]
fn isolation_that_is_required_holds_or_nothing_runs() {
    let (data, checkout) = data("attack-required", &format!("touch ran; {}", printf(PLAN)));
    let output = verify(&data, &checkout, &["--by", "u-2", "--in-place", "--isolation", "required"]);
    match output.status.code() {
        Some(0) => {
            for what in ["no network", "no writes outside the checkout", "credential folders of the home hidden"] {
                assert!(holds(&output, what));
            }
        }
        code => {
            assert_eq!(code, Some(2), "{}", stderr(&output));
            assert!(stderr(&output).contains("isolation is required, and this system does not have it, so nothing was run"));
            assert!(!checkout.join("ran").exists());
        }
    }
    let none = plumbline(&data)
        .args(["verify", ".", "--by", "u-2", "--yes", "--in-place", "--isolation", "required", "--checkout"])
        .arg(&checkout)
        .env("PATH", "/nowhere")
        .output()
        .unwrap();
    assert_eq!(none.status.code(), Some(2), "without bubblewrap it never holds whole");
}

#[test]
fn credentials_in_the_home_are_hidden() {
    let (data, checkout) = data("attack-home", &format!("cat \"$HOME/.ssh/id\" \"$HOME/.netrc\" >&2; {}", printf(PLAN)));
    let home = data.join("../home");
    write(&home, ".ssh/id", "hunter2");
    write(&home, ".netrc", "hunter2");
    let output = plumbline(&data)
        .args(["verify", ".", "--by", "u-2", "--yes", "--env", "HOME", "--checkout"])
        .arg(&checkout)
        .env("HOME", home.canonicalize().unwrap())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert_eq!(stderr(&output).contains("hunter2"), !holds(&output, "credential folders of the home hidden"));
}

#[test]
fn a_later_report_cannot_swap_the_command() {
    let (data, checkout) = data("attack-swap", &printf(PLAN));
    let commit = git(&checkout, &["rev-parse", "HEAD"]);
    let mut later = report(&format!("touch ran; {}", printf(PLAN)), &commit);
    later["recordedAt"] = "2020-11-21T00:00:00Z".into();
    write(&data, "later.json", later.to_string());
    for more in [&["--show"][..], &["--by", "u-2", "--in-place"]] {
        let output = verify(&data, &checkout, more);
        assert_eq!(output.status.code(), Some(2), "{}", stderr(&output));
        let said = stderr(&output);
        assert!(said.contains("state different commands: choose one with --command"), "{said}");
        for part in ["later.json (2020-11-21T00:00:00Z)", "  | touch ran; printf", "r.json (2020-11-20T10:15:00Z)", "  | printf"]
        {
            assert!(said.contains(part), "{part}\n{said}");
        }
        assert!(!checkout.join("ran").exists());
    }
    let output = verify(&data, &checkout, &["--by", "u-2", "--command", &printf(PLAN)]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(stderr(&output).starts_with("your own command for a#1 validation plan, in place of what its report records:\n"));
}

#[test]
fn a_file_that_is_handed_in_reproduces_nothing_whoever_says_so() {
    let (data, checkout) = data("attack-record", "not run");
    let own = data.join("e/plan.json");
    let more = ["--by", "anyone", "--blind", "--record", own.to_str().unwrap(), "--out", "data/v.json"];
    let output = ask(&data, &checkout, &more);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(stderr(&output).starts_with("recorded, not run: this reproduces nothing and is not blind"), "{}", stderr(&output));
    let written = record(&data);
    assert_eq!((&written["recorded"], &written["blind"]), (&true.into(), &false.into()));
    assert_eq!(grades(&data)["grades"]["reproduced"], 0);
    // nor when its flags are mended by hand so that they contradict each other, or say something else
    for odd in [json!("yes"), json!(1)] {
        let mut record = written.clone();
        record["recorded"] = odd;
        record["blind"] = true.into();
        write(&data, "v.json", record.to_string());
        assert_eq!(grades(&data)["grades"]["reproduced"], 0);
    }
    // beside a run of somebody else it is no second actor either
    let mut record = written.clone();
    record["by"] = "third".into();
    write(&data, "w.json", record.to_string());
    assert_eq!(grades(&data)["grades"]["reproduced"], 0);
    // another output counts against the evidence
    let other = write(&data, "../other.json", PLAN.replace("[]", "[1]"));
    let more = ["--by", "anyone", "--record", other.to_str().unwrap(), "--out", "data/v.json", "--force"];
    assert_eq!(ask(&data, &checkout, &more).status.code(), Some(1));
    assert_eq!(grades(&data)["conditions"]["contradicted"], 1);
}

#[test]
fn the_author_is_no_second_person_under_another_spelling() {
    let (data, checkout) = data("attack-names", &printf(PLAN));
    for name in ["U-1", "u-1 ", "u\u{200b}-1", "u-1\u{fe0f}", "\u{ff55}-1", "u\u{ad}-1"] {
        let output = verify(&data, &checkout, &["--by", name, "--out", "data/v.json", "--force"]);
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        assert!(stderr(&output).contains("warning: this is the author of the change"), "{name:?}\n{}", stderr(&output));
        assert_eq!(grades(&data)["grades"]["reproduced"], 0, "{name:?}");
    }
    // nor is whoever made the first run
    let output = verify(&data, &checkout, &["--by", "CI:\u{2060}X", "--out", "data/v.json", "--force"]);
    assert!(stderr(&output).contains("warning: the author's own run has the same name"), "{}", stderr(&output));
    assert_eq!(grades(&data)["grades"]["reproduced"], 0);
}

#[test]
fn a_review_by_the_author_under_another_spelling_is_not_independent() {
    let (data, _) = data("attack-reviewer", &printf(PLAN));
    let text = std::fs::read_to_string(data.join("r.json")).unwrap();
    let reviews = |by: &str| {
        let mut report: Value = serde_json::from_str(&text).unwrap();
        report["change"]["mergedAt"] = "2020-11-20T11:00:00Z".into();
        report["change"]["team"] = "t".into();
        report["review"] = json!({"by": by, "blind": true, "intent": "upheld", "controls": "upheld"});
        write(&data, "r.json", report.to_string());
        let score: Value = serde_json::from_str(&stdout(&run(&data, &["score", ".", "--json"]))).unwrap();
        (score["reviews"][0]["independent"].clone(), score["reviews"][0]["blind"].clone())
    };
    assert_eq!(reviews("u-2"), (1.into(), 1.into()));
    for by in ["U-1", " u - 1", "u\u{200d}-1", "\u{200b}"] {
        assert_eq!(reviews(by), (0.into(), 0.into()), "{by:?}");
    }
}

#[test]
fn endless_output_and_an_endless_run_are_ended() {
    let (data, checkout) = data("attack-endless", "yes");
    for isolation in ["best", "none"] {
        for (command, more, said) in [
            ("yes", &["--max-output-bytes", "100000"][..], "wrote more than 100000 bytes to stdout and was ended"),
            ("yes >&2", &["--timeout", "1"], "ran for more than 1 seconds and was ended"),
            ("yes > out", &["--max-output-bytes", "100000", "--output", "out"], "more than 100000 bytes to its output file"),
            ("trap '' TERM INT HUP; sleep 1000 & wait", &["--timeout", "1"], "ran for more than 1 seconds and was ended"),
        ] {
            let fixed = ["--by", "u-2", "--out", "data/v.json", "--isolation", isolation, "--command", command];
            let output = verify(&data, &checkout, &[&fixed[..], more].concat());
            assert_eq!(output.status.code(), Some(2), "{command}: {}", stderr(&output));
            assert!(stderr(&output).contains(said), "{command}: {}", stderr(&output));
            assert!(stderr(&output).len() < 200_000 && !data.join("v.json").exists());
        }
    }
}

#[test]
fn what_a_command_leaves_behind_is_ended_with_it() {
    let (data, checkout) = data("attack-background", "");
    // each would hold stdout open for a quarter of an hour; the last has a session of its own
    let seconds = 90_000 + u64::from(std::process::id() % 9_999);
    for (n, start) in ["sleep {} &", "(sleep {} &);", "nohup sleep {} >/dev/null 2>&1 &", "setsid sleep {} &"].iter().enumerate()
    {
        for isolation in ["best", "none"] {
            let time = format!("{}", seconds + n as u64);
            let command = format!("{} {}", start.replace("{}", &time), printf(PLAN));
            let output = verify(&data, &checkout, &["--by", "u-2", "--isolation", isolation, "--command", &command]);
            assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
            #[cfg(target_os = "linux")]
            for entry in std::fs::read_dir("/proc").unwrap() {
                let line = std::fs::read(entry.unwrap().path().join("cmdline")).unwrap_or_default();
                assert_ne!(line, format!("sleep\0{time}\0").as_bytes(), "{start}");
            }
        }
    }
}

#[test]
fn neither_hooks_nor_filters_nor_the_repository_itself_are_touched() {
    let (data, checkout) = data("attack-git", &format!("git rev-parse HEAD >&2; touch left; {}", printf(PLAN)));
    let ran = data.join("../ran");
    let touch = format!("#!/bin/sh\ntouch '{}'; cat\n", ran.display());
    let hook = write(&checkout, ".git/hooks/post-checkout", &touch);
    std::process::Command::new("chmod").arg("+x").arg(&hook).status().unwrap();
    write(&checkout, ".gitattributes", "*.tf filter=own\n");
    let head = commit(&checkout);
    git(&checkout, &["config", "filter.own.smudge", hook.to_str().unwrap()]);
    git(&checkout, &["config", "core.fsmonitor", hook.to_str().unwrap()]);
    let _ = std::fs::remove_file(&ran);
    write(&data, "r.json", report(&format!("touch left; {}", printf(PLAN)), &head).to_string());
    write(&checkout, "infra/main.tf", "changed since\n");
    let before = std::fs::read_dir(checkout.join(".git")).unwrap().count();
    let output = verify(&data, &checkout, &["--by", "u-2"]);
    assert_eq!(output.status.code(), Some(0), "the commit counts, not what stands there: {}", stderr(&output));
    assert!(!ran.exists(), "no hook, filter or monitor has run");
    assert!(!checkout.join("left").exists() && !checkout.join(".git/worktrees").exists());
    assert_eq!(std::fs::read_dir(checkout.join(".git")).unwrap().count(), before);
}

#[test]
fn a_commit_that_is_not_there_is_fetched_by_a_person_and_a_name_is_no_commit() {
    let (data, checkout) = data("attack-commit", &format!("touch ran; {}", printf(PLAN)));
    let with = |commit: Value, source: Value| {
        let mut report = report(&format!("touch ran; {}", printf(PLAN)), "");
        report["change"]["commit"] = commit;
        report["source"] = source;
        write(&data, "r.json", report.to_string());
        verify(&data, &checkout, &["--by", "u-2"])
    };
    let (there, away) = (git(&checkout, &["rev-parse", "HEAD"]), "0123456789abcdef0123456789abcdef01234567");
    let output = with(away.into(), json!({}));
    assert_eq!(output.status.code(), Some(2));
    let said = stderr(&output);
    assert!(said.contains(&format!("plumbline: commit {away} is not in ")), "{said}");
    assert!(said.contains(&format!(" fetch origin {away}")), "{said}");
    for (commit, said) in [
        (json!("HEAD"), "\"HEAD\" is not the id of a commit"),
        (json!("--upload-pack=touch ran"), "is not the id of a commit"),
        (Value::Null, "the report records no commit to check out"),
    ] {
        let output = with(commit, json!({}));
        assert_eq!(output.status.code(), Some(2));
        assert!(stderr(&output).contains(said) && stderr(&output).contains("pass --in-place"), "{}", stderr(&output));
    }
    // a branch whose name is a commit's
    git(&checkout, &["branch", "0123456"]);
    assert_eq!(with("0123456".into(), json!({})).status.code(), Some(2));
    // the commit of the run goes before that of the change
    let output = with(away.into(), json!({"service": "github-actions", "commit": there}));
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(stderr(&output).contains(&format!("in a fresh checkout of commit {there}")), "{}", stderr(&output));
    assert!(!checkout.join("ran").exists());
}

#[test]
fn an_output_that_is_a_link_or_a_pipe_is_not_read() {
    let (data, checkout) = data("attack-link", "");
    let secret = write(&data, "../secret.json", PLAN);
    let secret = secret.canonicalize().unwrap();
    for (command, said) in [
        (format!("ln -s '{}' out.json", secret.display()), "is a link"),
        (format!("ln -s '{}' way", secret.parent().unwrap().display()), "is a link"),
        ("mkfifo out.json".to_owned(), "is no file"),
        ("mkdir out.json".to_owned(), "is no file"),
    ] {
        let name = if command.ends_with(" way") { "way/secret.json" } else { "out.json" };
        let output = verify(&data, &checkout, &["--by", "u-2", "--command", &command, "--output", name]);
        assert_eq!(output.status.code(), Some(2), "{command}: {}", stderr(&output));
        assert!(stderr(&output).contains(said), "{command}: {}", stderr(&output));
    }
    for outside in ["../secret.json", secret.to_str().unwrap()] {
        let output = verify(&data, &checkout, &["--by", "u-2", "--command", "true", "--output", outside]);
        assert_eq!(output.status.code(), Some(2));
        assert!(stderr(&output).contains("--output names a file in the checkout"), "{}", stderr(&output));
    }
}

#[test]
fn what_the_command_says_steers_no_terminal() {
    let command = format!("printf 'a\\033[2Jb\\rc\\n' >&2; {}", printf(PLAN));
    let (data, checkout) = data("attack-terminal", &command);
    let output = verify(&data, &checkout, &["--by", "u-2"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(stderr(&output).contains("\n  > a\\u{1b}[2Jb\\rc\n"), "{}", stderr(&output));
    assert!(!stderr(&output).contains(['\u{1b}', '\r']));
}
