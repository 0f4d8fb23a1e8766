//! Nothing is read or written through a link by `plumbline collect`.
#![cfg(unix)]

use crate::collect::{LINT, PLAN};
use crate::{NOW, folder, run, stderr, write};
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};

const CHANGE: [&str; 7] = ["collect", "--gate", "validation", "--change", "a#1", "--now", NOW];

/// A folder with a plan, and a secret outside of it.
fn workspace(name: &str) -> (PathBuf, PathBuf) {
    let outside = folder(&format!("{name}-outside"));
    write(&outside, "secret.json", PLAN);
    write(&outside, "deep/plan.json", PLAN);
    let f = folder(name);
    write(&f, "out/plan.json", PLAN);
    (f, outside)
}

#[track_caller]
fn refuses(f: &Path, more: &[&str], said: &str) {
    let output = run(f, &[&CHANGE[..], more].concat());
    assert_eq!(output.status.code(), Some(2), "{more:?}: {}", stderr(&output));
    assert!(stderr(&output).contains(said), "{more:?}: {}", stderr(&output));
    assert!(!f.join("plumbline-data/reports").exists(), "nothing is written");
}

#[test]
fn a_link_is_read_as_nothing_that_collect_takes() {
    let (f, outside) = workspace("links-read");
    symlink(outside.join("secret.json"), f.join("out/link.json")).unwrap();
    symlink("/proc/self/environ", f.join("out/environ.json")).unwrap();
    symlink(outside.join("deep"), f.join("linked")).unwrap();
    symlink(outside.join("gone"), f.join("out/dangling.json")).unwrap();
    let not_followed = |link: &str| format!("plumbline: {link}: is a link: not followed");
    for link in ["out/link.json", "out/environ.json", "out/dangling.json"] {
        refuses(&f, &["--artifact", link], &not_followed(link));
        refuses(&f, &["--artifact", &format!("change-preview={link}")], &not_followed(link));
        for option in ["--before", "--with", "--attestation"] {
            refuses(&f, &["--artifact", "out/plan.json", option, link], &not_followed(link));
        }
        refuses(&f, &["--pull-request", link], &not_followed(link));
        refuses(&f, &["--policy", link], &not_followed(link));
    }
    // a folder on the way
    for path in ["linked/plan.json", "./linked/plan.json", "out/../linked/plan.json", "linked/*.json"] {
        let output = run(&f, &[&CHANGE[..], &["--artifact", path]].concat());
        assert_eq!(output.status.code(), Some(2), "{path}");
        assert!(stderr(&output).contains("is a link: not followed"), "{path}: {}", stderr(&output));
    }
    let absolute = f.canonicalize().unwrap().join("linked/plan.json");
    refuses(&f, &["--artifact", absolute.to_str().unwrap()], "linked: is a link: not followed");
}

#[test]
fn a_pattern_that_fits_only_links_says_so_and_one_that_fits_files_leaves_links_out() {
    let (f, outside) = workspace("links-pattern");
    symlink(outside.join("secret.json"), f.join("out/a.sarif")).unwrap();
    refuses(&f, &["--artifact", "out/*.sarif"], "out/*.sarif matches only links: not followed");
    write(&f, "out/lint.sarif", LINT);
    let output = run(&f, &[&CHANGE[..], &["--artifact", "out/*.sarif"]].concat());
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(!stderr(&output).contains("  a  "), "{}", stderr(&output));
}

#[test]
fn what_is_no_plain_file_is_refused() {
    let (f, _) = workspace("links-plain");
    let _socket = std::os::unix::net::UnixListener::bind(f.join("out/s.json")).unwrap();
    refuses(&f, &["--artifact", "out/s.json"], "out/s.json: is not a plain file: not read");
    refuses(&f, &["--artifact", "out/plan.json", "--before", "out"], "out: is not a plain file: not read");
}

#[test]
fn nothing_is_written_through_a_linked_data_folder_report_or_copy() {
    let (f, outside) = workspace("links-write");
    let untouched = |what: &str| {
        let names: Vec<_> = std::fs::read_dir(&outside).unwrap().map(|e| e.unwrap().file_name()).collect();
        assert_eq!(names.len(), 2, "{what}: {names:?}");
        assert_eq!(std::fs::read_to_string(outside.join("secret.json")).unwrap(), PLAN, "{what}");
        assert_eq!(std::fs::read_dir(outside.join("deep")).unwrap().count(), 1, "{what}");
    };
    let links = [
        ("plumbline-data", outside.clone()),
        ("plumbline-data/reports", outside.clone()),
        ("plumbline-data/reports/a-1", outside.join("deep")),
        ("plumbline-data/reports/a-1/validation.json", outside.join("secret.json")),
        ("plumbline-data/reports/a-1/validation.json", outside.join("new.json")),
        ("plumbline-data/evidence", outside.clone()),
        ("plumbline-data/evidence/a-1/validation/plan.json", outside.join("secret.json")),
        ("plumbline-data/evidence/a-1/validation/plan.json", outside.join("new.json")),
    ];
    for (link, target) in links {
        let _ = std::fs::remove_file(f.join("plumbline-data"));
        let _ = std::fs::remove_dir_all(f.join("plumbline-data"));
        let link = f.join(link);
        std::fs::create_dir_all(link.parent().unwrap()).unwrap();
        symlink(&target, &link).unwrap();
        let output = run(&f, &[&CHANGE[..], &["--artifact", "out/plan.json", "--force"]].concat());
        assert_eq!(output.status.code(), Some(2), "{}: {}", link.display(), stderr(&output));
        assert!(stderr(&output).contains("is a link: not followed"), "{}: {}", link.display(), stderr(&output));
        untouched(&link.display().to_string());
    }
    symlink(&outside, f.join("linked")).unwrap();
    for more in [["--data", "linked/data"], ["--out", "linked/r.json"]] {
        let output = run(&f, &[&CHANGE[..], &more].concat());
        assert_eq!(output.status.code(), Some(2), "{more:?}: {}", stderr(&output));
        untouched("an option");
    }
}
