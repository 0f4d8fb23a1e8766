//! `plumbline open`: reports in the browser of this machine, as they change.

use crate::site::report;
use crate::{folder, plumbline, run, stderr, write};
use plumbline_assess::published::Sources;
use plumbline_layers::{Layer, LayeredIndex, from_bytes, open_segment};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStderr, Stdio};

const INDEX: &str = "<!doctype html><html><head><meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'\">\
                     <!-- first-page-head --><title>Demo</title><!-- /first-page-head --></head><body><div id=\"boot\">\
                     <!-- first-page --><p>the demo's figures</p><!-- /first-page --></div></body></html>";

/// The program at work, ended when it is dropped.
pub struct Opened {
    child: Child,
    port: u16,
    /// What the address names below the site.
    pub path: String,
    /// What it tells in the terminal.
    told: BufReader<ChildStderr>,
    /// What a page was told last.
    heard: String,
}

impl Drop for Opened {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Opened {
    fn start(folder: &Path, arguments: &[&str]) -> Self {
        let all = ["open", "--no-browser", "--port", "0", "--site", "built"].iter().chain(arguments).copied();
        Self::command(folder, &all.collect::<Vec<_>>(), "Plumbline is")
    }

    /// Runs a command that serves, and says what it serves in these words.
    pub fn command(folder: &Path, arguments: &[&str], what: &str) -> Self {
        let mut command = plumbline(folder);
        command.args(arguments);
        let mut child = command.env("TMPDIR", folder.join("tmp")).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.strip_prefix(what).and_then(|rest| rest.strip_prefix(" at http://127.0.0.1:")?.split_once('/'));
        let (port, path) = address.unwrap_or_else(|| panic!("{line}"));
        let path = path.split_once(" (").unwrap_or_else(|| panic!("{line}")).0.to_owned();
        let told = BufReader::new(child.stderr.take().unwrap());
        Self { child, port: port.parse().unwrap(), path, told, heard: String::new() }
    }

    fn connected(&self, path: &str) -> TcpStream {
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nConnection: close\r\n\r\n", self.port).unwrap();
        stream
    }

    pub fn get(&self, path: &str) -> String {
        let mut answer = Vec::new();
        self.connected(path).read_to_end(&mut answer).unwrap();
        String::from_utf8_lossy(&answer).into_owned()
    }

    /// What an open page is told of the data.
    fn said(&self) -> String {
        let answer = self.get("/live.txt");
        answer.split_once("\r\n\r\n").unwrap_or_else(|| panic!("{answer}")).1.to_owned()
    }

    /// Waits until open pages are told something else, which is of the data of a number, and gives the lines that follow it.
    fn until(&mut self, number: u64) -> String {
        loop {
            let said = self.said();
            if let Some(faults) = said.strip_prefix(&format!("{number}\n")).filter(|_| said != self.heard) {
                let faults = faults.to_owned();
                self.heard = said;
                return faults;
            }
            // a line is told after pages are
            assert!(self.told.read_line(&mut String::new()).unwrap() > 0, "the program ended");
        }
    }
}

pub fn prepared(name: &str) -> PathBuf {
    let f = folder(name);
    write(&f, "built/index.html", INDEX);
    write(&f, "built/demo/index.json", "{}");
    write(&f, "in/r.json", report("a#1").to_string());
    std::fs::create_dir(f.join("tmp")).unwrap();
    f
}

#[test]
fn reports_are_shown_and_new_ones_appear_by_themselves() {
    let f = prepared("open");
    let mut opened = Opened::start(&f, &["in"]);
    assert_eq!(opened.until(1), "");
    let page = opened.get("/");
    assert!(
        page.contains("90\u{a0}% confident")
            && page.contains("content=\"live.txt\" data-number=\"1\"")
            && !page.contains("the demo's")
    );
    assert!(page.contains("Content-Security-Policy: default-src 'none'; frame-ancestors 'none'\r\n"));
    assert!(opened.get("/data/index.json").contains("\"title\": \"in\""), "{}", opened.get("/data/index.json"));
    // what is not published is not served
    assert!(opened.get("/data/r.json").starts_with("HTTP/1.1 404 ") && opened.get("/in/r.json").starts_with("HTTP/1.1 404 "));

    write(&f, "in/s.json", report("a#2").to_string());
    assert_eq!(opened.until(2), "");
    assert!(opened.get("/").contains("2 changes, 2 required items"));

    // a file that cannot be used is named, and what was read before stays
    write(&f, "in/t.json", r#"{"format": "plumbline.gate-report/1", "gate": "#);
    assert_eq!(opened.until(3), "t.json: expected a value, found the end of the text");
    assert!(opened.get("/").contains("2 changes, 2 required items"));
    std::fs::remove_file(f.join("in/t.json")).unwrap();
    assert_eq!(opened.until(4), "");
}

#[test]
fn files_that_cannot_be_judged_leave_the_figures_as_they_are() {
    let f = prepared("open-unusable");
    let policy = include_str!("../../public/policy.default.json");
    write(&f, "policy.json", policy);
    let mut opened = Opened::start(&f, &["in", "--policy", "policy.json"]);
    opened.until(1);
    std::fs::remove_file(f.join("policy.json")).unwrap();
    write(&f, "in/s.json", report("a#2").to_string());
    // the number of the data that are still shown, and why
    assert!(opened.until(1).starts_with("policy.json: "));
    assert!(opened.get("/").contains("1 change, 1 required item"));
}

#[test]
fn a_changed_policy_judges_at_once() {
    let f = prepared("open-policy");
    let policy = include_str!("../../public/policy.default.json");
    write(&f, "policy.json", policy);
    let mut opened = Opened::start(&f, &["in", "--policy", "policy.json"]);
    opened.until(1);
    let other = policy.replacen("\"ladderDays\": 90", "\"ladderDays\": 120", 1);
    assert_ne!(other, policy);
    write(&f, "policy.json", &other);
    opened.until(2);
    assert!(opened.get("/data/index.json").contains("\"ladderDays\": 120"));
    write(&f, "policy.json", "{");
    assert_eq!(opened.until(2), "policy.json:1:2: expected a key in quotes");
    write(&f, "policy.json", policy);
    opened.until(4);
    assert!(opened.get("/data/index.json").contains("\"ladderDays\": 90"));
}

#[test]
fn a_scan_without_a_report_is_published_with_its_findings() {
    let f = prepared("open-scan");
    let scan = r#"{"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "checkov"}}, "results": [
        {"ruleId": "CKV_AZURE_42", "message": {"text": "Ensure the key vault is recoverable"}}]}]}"#;
    write(&f, "scans/a.sarif", scan);
    assert!(run(&f, &["site", "scans", "--out", "public", "--site", "built"]).status.success());
    let mut opened = Opened::start(&f, &["scans"]);
    opened.until(1);
    let folder = f.join("public/data");
    let mut read = |path: &str| std::fs::read(folder.join(path)).ok();
    let index = LayeredIndex::from_json(&read("index.json").unwrap()).unwrap();
    let segment = index.only(Layer::Sources).unwrap();
    assert!(opened.get(&format!("/data/{}", segment.path)).starts_with("HTTP/1.1 200 "), "both publish the same");
    let sources: Sources = from_bytes(&segment.path, &open_segment(segment, &mut read).unwrap()).unwrap();
    let [(0, content)] = sources.loose.as_slice() else { panic!("{sources:?}") };
    assert_eq!((content.path.as_str(), content.findings.len()), (sources.receipts[0].file.as_str(), 1));
    assert!(content.path.ends_with("-a.sarif"), "{}", content.path);
}

#[test]
fn an_empty_folder_is_shown_empty_until_something_is_there() {
    let f = prepared("open-empty");
    std::fs::create_dir(f.join("reports")).unwrap();
    let mut opened = Opened::start(&f, &["reports"]);
    opened.until(1);
    assert!(opened.get("/").contains("Starting Plumbline…"));
    assert!(opened.get("/data/index.json").ends_with(r#"{"files":[],"format":"plumbline.index/1","title":"reports"}"#));
    write(&f, "reports/r.json", report("a#1").to_string());
    opened.until(2);
    assert!(opened.get("/").contains("90\u{a0}% confident"));
}

#[test]
fn a_published_data_set_keeps_its_judgement() {
    let f = prepared("open-published");
    assert!(run(&f, &["bundle", "in", "--out", "data", "--title", "Contoso"]).status.success());
    let mut opened = Opened::start(&f, &["data"]);
    opened.until(1);
    let index = std::fs::read_to_string(f.join("data/index.json")).unwrap();
    assert!(opened.get("/data/index.json").ends_with(&index));
}

#[test]
fn the_demo_is_shown_where_nothing_else_is_named() {
    let f = prepared("open-demo");
    let opened = Opened::start(&f, &[]);
    let page = opened.get("/");
    assert!(page.contains("the demo's figures") && !page.contains("plumbline-live"));
    assert!(opened.get("/demo/index.json").starts_with("HTTP/1.1 200 ") && opened.get("/live.txt").starts_with("HTTP/1.1 404 "));
}

#[test]
fn a_path_that_is_not_there_and_a_port_that_is_taken_are_told() {
    let f = prepared("open-wrong");
    let taken = std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    for (arguments, told) in [
        (&["open", "nowhere", "--site", "built"][..], "nowhere: "),
        (&["open", "--port", &port, "--site", "built"], "in use by another program"),
    ] {
        let output = run(&f, arguments);
        assert_eq!(output.status.code(), Some(2));
        assert!(stderr(&output).contains(told), "{}", stderr(&output));
    }
}

#[cfg(unix)]
#[test]
fn it_ends_cleanly_and_leaves_no_file_behind() {
    use rustix::process::{Pid, Signal, kill_process};
    let f = prepared("open-end");
    for signal in [Signal::INT, Signal::TERM] {
        let mut opened = Opened::start(&f, &["in"]);
        opened.until(1);
        assert_eq!(std::fs::read_dir(f.join("tmp")).unwrap().count(), 1);
        kill_process(Pid::from_child(&opened.child), signal).unwrap();
        assert_eq!(opened.child.wait().unwrap().code(), Some(0));
        assert_eq!(std::fs::read_dir(f.join("tmp")).unwrap().count(), 0);
    }
}
