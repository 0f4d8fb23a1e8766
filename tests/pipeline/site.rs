//! `plumbline site`: a finished static site from reports, a published data set, or both.

use crate::{folder, run, stderr, stdout, write};
use plumbline_ingest::sha256_hex;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::Path;

/// A built site, as far as it matters here: its page shows the demo.
const INDEX: &str = "<!doctype html><html><head><meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'\">\
                     <!-- first-page-head --><title>Demo</title><!-- /first-page-head --></head><body><div id=\"boot\">\
                     <!-- first-page --><p>the demo's figures</p><!-- /first-page --></div><script src=\"boot.js\"></script></body></html>";

/// Writes a built site, and a report to publish.
fn prepared(name: &str) -> std::path::PathBuf {
    let f = folder(name);
    for (path, text) in [("index.html", INDEX), ("boot.js", "1"), ("programs-1a/app.wasm", "wasm"), ("data/index.json", "{}")] {
        write(&f.join("built"), path, text);
    }
    write(&f, "in/r.json", report("a#1").to_string());
    f
}

pub fn report(id: &str) -> Value {
    json!({"format": "plumbline.gate-report/1", "gate": "intent", "recordedAt": "2026-11-20T10:00:00Z", "outcome": "passed",
        "change": {"id": id, "team": "payments", "openedAt": "2026-11-20T09:00:00Z"},
        "perceived": [{"confidence": 0.9, "role": "author"}]})
}

/// The files of a folder by their paths.
fn files(root: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/");
                found.insert(name, std::fs::read(&path).unwrap());
            }
        }
    }
    found
}

#[test]
fn a_site_is_finished_and_the_same_input_makes_the_same_bytes() {
    let f = prepared("site");
    let output = run(&f, &["site", "in", "--out", "public", "--site", "built", "--title", "Contoso"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert_eq!(stdout(&output), "public/index.html\n");
    assert!(stderr(&output).ends_with("1 gate report, 0 verifications, 0 artifacts in public\n"), "{}", stderr(&output));
    let site = files(&f.join("public"));
    for path in ["index.html", "boot.js", "programs-1a/app.wasm", "data/index.json", "data/checks.json", "404.html", ".nojekyll"]
    {
        assert!(site.contains_key(path), "{path}");
    }
    let page = String::from_utf8(site["index.html"].clone()).unwrap();
    assert!(page.contains("90\u{a0}% confident") && page.contains("content=\"Contoso\"") && !page.contains("the demo's figures"));
    let azure: Value = serde_json::from_slice(&site["staticwebapp.config.json"]).unwrap();
    assert_eq!(azure["globalHeaders"]["content-security-policy"], "default-src 'none'; frame-ancestors 'none'");
    assert_eq!(azure["routes"][0]["route"], "/programs-1a/*");
    // every file but the list stands in the list
    let list: String = site
        .iter()
        .filter(|(path, _)| *path != "SHA256SUMS")
        .map(|(path, bytes)| format!("{}  {path}\n", sha256_hex(bytes)))
        .collect();
    assert_eq!(String::from_utf8(site["SHA256SUMS"].clone()).unwrap(), list);
    for (out, data) in [("public", "in"), ("deep/er", "in")] {
        let output = run(&f, &["site", data, "--out", out, "--site", "built", "--title", "Contoso"]);
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        assert_eq!(files(&f.join(out)), site, "{out}");
    }
    assert!(std::fs::read_dir(&f).unwrap().all(|entry| !entry.unwrap().file_name().to_string_lossy().starts_with('.')));
}

#[test]
fn a_published_data_set_keeps_its_judgement_and_takes_more() {
    let f = prepared("site-published");
    assert!(run(&f, &["bundle", "in", "--out", "data", "--title", "Contoso"]).status.success());
    assert!(run(&f, &["site", "data", "--out", "public", "--site", "built"]).status.success());
    assert_eq!(files(&f.join("public/data")), files(&f.join("data")));
    write(&f, "more/s.json", report("a#2").to_string());
    let output = run(&f, &["site", "data", "more", "--out", "public", "--site", "built"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(String::from_utf8(files(&f.join("public"))["index.html"].clone()).unwrap().contains("2 changes, 2 required items"));
    assert!(run(&f, &["verify-data", "public/data"]).status.success());
    // what the first run had written and the second one had not is gone
    let listed = String::from_utf8(files(&f.join("public"))["SHA256SUMS"].clone()).unwrap();
    assert_eq!(listed.lines().count() + 1, files(&f.join("public")).len());
}

#[test]
fn a_folder_that_is_not_its_own_is_left_alone() {
    let f = prepared("site-foreign");
    let site = |more: &[&str]| run(&f, &[&["site", "in", "--out", "public", "--site", "built"], more].concat());
    write(&f, "public/mine.txt", "mine");
    let output = site(&[]);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        stderr(&output).starts_with("plumbline: public: is not empty, and no site that plumbline has written"),
        "{}",
        stderr(&output)
    );
    assert_eq!(files(&f.join("public")).len(), 1);
    // a file of somebody else stays beside the site, also in later runs, and is not listed
    assert!(site(&["--force"]).status.success());
    assert!(site(&[]).status.success());
    assert_eq!(std::fs::read(f.join("public/mine.txt")).unwrap(), b"mine");
    assert!(!String::from_utf8(files(&f.join("public"))["SHA256SUMS"].clone()).unwrap().contains("mine.txt"));
    // what was changed by hand is not lost, and nothing else is written
    write(&f, "public/404.html", "my own page");
    let before = files(&f.join("public"));
    write(&f, "in/s.json", report("a#2").to_string());
    let output = site(&[]);
    assert!(
        stderr(&output).starts_with("plumbline: public/404.html: was changed since plumbline wrote it"),
        "{}",
        stderr(&output)
    );
    assert_eq!(files(&f.join("public")), before);
    assert!(site(&["--force"]).status.success());
    assert_ne!(files(&f.join("public"))["404.html"], b"my own page");
    // a list that cannot be read is not taken for none: its files would stay for ever
    std::fs::remove_file(f.join("public/SHA256SUMS")).unwrap();
    std::fs::create_dir(f.join("public/SHA256SUMS")).unwrap();
    for more in [&[][..], &["--force"]] {
        let output = site(more);
        let told = "plumbline: public/SHA256SUMS: is not a plain file: not read\n";
        assert_eq!((output.status.code(), stderr(&output).as_str()), (Some(2), told));
    }
}

#[test]
fn what_cannot_be_published_leaves_nothing_behind() {
    let f = prepared("site-nothing");
    std::fs::create_dir(f.join("empty")).unwrap();
    write(&f.join("fixed"), "index.html", INDEX.replace("\"boot.js\"", "\"/plumbline/boot.js\""));
    for (arguments, told) in [
        (&["site", "empty", "--out", "public", "--site", "built"][..], "no record and no tool output was read"),
        (&["site", "nowhere", "--out", "public", "--site", "built"], "nowhere: "),
        (&["site", "in", "--out", "public", "--site", "in"], "in/index.html: "),
        (&["site", "in", "--out", "public", "--site", "fixed"], "it was built for the path /plumbline/ alone"),
        (&["open", "in", "--site", "fixed", "--no-browser"], "it was built for the path /plumbline/ alone"),
        (&["site", "in", "--site", "built"], "arguments were not provided: --out <DIR>"),
        (&["site", "--out", "public", "--site", "built"], "arguments were not provided: <PATH>..."),
    ] {
        let output = run(&f, arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(stderr(&output).contains(told), "{}", stderr(&output));
        assert!(!f.join("public").exists(), "{arguments:?}");
    }
    assert_eq!(std::fs::read_dir(&f).unwrap().count(), 4, "built, in, empty and fixed");
}

#[test]
fn data_without_a_score_never_stand_under_the_figures_of_the_demo() {
    let f = prepared("site-unscored");
    write(&f, "scan/a.sarif", r#"{"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "t"}}, "results": []}]}"#);
    let output = run(&f, &["site", "scan", "--out", "public", "--site", "built"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(stderr(&output).contains("hold no change to score"), "{}", stderr(&output));
    let page = String::from_utf8(files(&f.join("public"))["index.html"].clone()).unwrap();
    assert!(page.contains("Starting Plumbline…") && !page.contains("the demo's figures"));
}

#[test]
fn a_program_without_a_site_says_what_to_do() {
    // the tests are compiled without one unless somebody asks for it
    if option_env!("PLUMBLINE_SITE").is_some() {
        return;
    }
    let f = prepared("site-none");
    for arguments in [&["site", "in", "--out", "public"][..], &["open", "in", "--no-browser"], &["open", "--no-browser"]] {
        let output = run(&f, arguments);
        assert_eq!(output.status.code(), Some(2));
        assert_eq!(
            stderr(&output),
            "plumbline: this program carries no site, because it was compiled without one: use a released program, compile one with \
             `cargo xtask build --program`, or pass the folder of a built site with --site\n"
        );
    }
}
