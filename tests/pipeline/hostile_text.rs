//! Text is text: every command, over data in which every text is hostile, prints and writes nothing that commands an agent, steers a
//! terminal or deceives a person.
#![cfg(unix)]

use crate::agents::{azure_command, faults, github_command, invisible, lines, markup};
use crate::hostile_records::{poisoned, record, schema};
use crate::samples::samples;
use crate::{NOW, folder, plumbline, write};
use plumbline_ingest::{Source, default_policy, offered, sha256_hex};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Output;

/// Everything at once.
const ALL: &str = "pay\n::error::pwned\r::add-mask::x\r\n##vso[task.setvariable variable=A]b ##[command]c #\u{200b}#[d]e\u{1b}[31m\u{1b}]0;t\u{7}\
    \u{9b}2J\u{0}\u{7f}\u{85}\u{2028}\u{202e}\u{2066}\u{feff}\u{ad}\u{e0041} <script>alert(1)</script> ![i](javascript:x) https://evil.example \
    @org/team org/repo#12 `````` | \\ $x$ &lt; ~~y~~\n/merge\n```\n## heading\tz";

/// What is hostile at its start, and a name that is only markup.
const TEXTS: [&str; 4] = [ALL, "::error::pwned", "##vso[task.setvariable variable=A]b", "@org/team\u{202e}"];

/// As the name of a file: without what no name can hold.
fn as_name(text: &str) -> String {
    let name: String = text.chars().filter(|c| !matches!(c, '/' | '\0')).collect();
    name.char_indices().take_while(|(at, _)| *at < 180).map(|(_, c)| c).collect()
}

/// The default policy with a type, a requirement, a pattern and a rule of hostile names.
fn policy(text: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("public/policy.default.json");
    let mut policy: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    policy["title"] = text.into();
    for key in ["artifactTypes", "patterns"] {
        for entry in policy[key].as_array_mut().unwrap() {
            entry["title"] = text.into();
        }
    }
    let mut own = policy["artifactTypes"][0].clone();
    own["id"] = text.into();
    own["gate"] = "intent".into();
    let push = |list: &mut Value, value: Value| list.as_array_mut().unwrap().push(value);
    push(&mut policy["artifactTypes"], own);
    push(&mut policy["requirements"]["intent"], json!({"type": text}));
    push(&mut policy["patterns"], json!({"id": text, "title": text, "responsible": "validation", "prevention": [text]}));
    push(&mut policy["teams"], json!({"team": text, "rung": "declared"}));
    policy[text] = text.into();
    policy
}

/// A data set of hostile records, and of the files that tools write, each poisoned in one place and named by a report.
fn data(name: &str, text: &str) -> PathBuf {
    let f = folder(&format!("hostile-{name}"));
    let sarif = json!({"version": "2.1.0", "runs": [{"tool": {"driver": {"name": text, "version": text}}, "results": [
        {"ruleId": text, "level": "error", "message": {"text": text},
            "locations": [{"physicalLocation": {"artifactLocation": {"uri": text}, "region": {"startLine": 3}}}]}]}]});
    write(&f, &format!("in/{}.sarif", as_name(text)), sarif.to_string());
    write(&f, &format!("in/{}/{}", as_name(text), as_name(text)), text);
    let own = schema("gate-report");
    let mut lines = String::new();
    for gate in ["intent", "validation", "execution", "observation"] {
        let mut report = record(&own, text);
        report["gate"] = gate.into();
        for (key, to) in [("url", "javascript:x"), ("url", text)] {
            report["change"][key] = to.into();
            lines.push_str(&format!("{report}\n"));
        }
    }
    lines.push_str(&format!("{}\n", record(&schema("verification"), text)));
    write(&f, "in/reports.ndjson", lines);
    // what cannot be read is quoted
    for (n, broken) in [
        json!({"format": text}),
        json!({"format": "plumbline.gate-report/1", "gate": text, "outcome": text, "recordedAt": text, "change": text}),
    ]
    .iter()
    .enumerate()
    {
        write(&f, &format!("in/broken-{n}.json"), broken.to_string());
    }
    write(&f, "policy.json", policy(text).to_string());
    write(&f, "wrong-policy.json", record(&schema("policy"), text).to_string());
    let mut index = record(&schema("index"), text);
    index["policy"] = policy(text);
    write(&f, "site/index.json", index.to_string());
    write(&f, &format!("site/{}", as_name(text)), "{}");
    f
}

/// Reports of the tools' files, each file poisoned in one place, as evidence of the type that takes its format.
fn tools(f: &Path, text: &str) {
    let (policy, _) = default_policy();
    let mut changes = BTreeMap::<&str, Vec<Value>>::new();
    for sample in samples() {
        for (n, file) in poisoned(&sample.text(), text).enumerate() {
            let path = format!("e/{}-{n}", sample.format);
            write(f, &format!("in/{path}"), &file);
            let content = offered(Source::new(path.clone(), file.clone().into_bytes()), &policy, &policy.artifact_types[0]).1;
            let Some(kind) = policy.kind_of(content.format, content.tool.as_deref()) else { continue };
            let digest = sha256_hex(file.as_bytes());
            changes.entry(kind.gate.id()).or_default().push(
                json!({"format": "plumbline.gate-report/1", "gate": kind.gate.id(), "recordedAt": "2026-11-20T10:15:00Z", "outcome": "passed",
                "part": path, "change": {"id": format!("a#{}", sample.format), "mergedAt": "2026-11-20T10:00:00Z"},
                "evidence": [{"id": "x", "type": kind.id, "artifact": {"path": path, "sha256": digest}}]}));
        }
    }
    let lines: String = changes.into_values().flatten().map(|report| format!("{report}\n")).collect();
    write(f, "in/tools.ndjson", lines);
}

/// Runs a command that must neither print nor write anything hostile; gives what stdout holds.
#[track_caller]
fn tried(folder: &Path, arguments: &[&str]) -> String {
    let output = plumbline(folder).args(arguments).output().unwrap();
    harmless(arguments, &output)
}

#[track_caller]
fn harmless(arguments: &[&str], output: &Output) -> String {
    let out = String::from_utf8(output.stdout.clone()).unwrap();
    let err = String::from_utf8(output.stderr.clone()).unwrap();
    assert!(output.status.code().is_some_and(|code| code <= 2), "{arguments:?}: {err}");
    assert_eq!(faults(&out), [""; 0], "stdout of {arguments:?}");
    assert_eq!(faults(&err), [""; 0], "stderr of {arguments:?}");
    out
}

/// The files below a folder that are ours: no copies of evidence.
fn written(folder: &Path) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(at) = folders.pop() {
        for entry in std::fs::read_dir(&at).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let is_copy = path.strip_prefix(folder).unwrap().components().any(|c| c.as_os_str() == "evidence");
                // segments are no text; what is in packs is looked at below
                let is_copy = is_copy || path.extension().is_some_and(|end| end == "bin");
                let bytes = if is_copy { Vec::new() } else { std::fs::read(&path).unwrap() };
                found.push((path, String::from_utf8(bytes).unwrap()));
            }
        }
    }
    found
}

#[track_caller]
fn written_harmlessly(folder: &Path) {
    for (path, text) in written(folder) {
        assert_eq!(faults(&text), [""; 0], "{path:?}");
        let below = path.strip_prefix(folder).unwrap().to_str().unwrap();
        let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | '/');
        assert!(below.chars().all(is_plain) && below.split('/').all(|name| !name.starts_with(['-', '.'])), "{below:?}");
    }
}

/// Whether a document holds a text as a value.
fn holds(value: &Value, text: &str) -> bool {
    match value {
        Value::String(found) => found == text,
        Value::Array(values) => values.iter().any(|value| holds(value, text)),
        Value::Object(values) => values.iter().any(|(key, value)| key == text || holds(value, text)),
        _ => false,
    }
}

#[test]
fn no_command_that_reads_prints_what_commands_or_deceives() {
    for (n, text) in TEXTS.into_iter().enumerate() {
        let f = data(&format!("read-{n}"), text);
        let argument = text.replace('\0', "");
        let name = format!("in/{}.sarif", as_name(text));
        let all: &[&[&str]] = &[
            &["inspect", "in"],
            &["inspect", &name],
            &["inspect", &name, "--as", "lint-diagnostics"],
            &["inspect", &name, "--as", &argument],
            &["check", "in", "--now", NOW],
            &["check", "in", "--now", NOW, "--policy", "policy.json", "--explain", "--strict"],
            &["check", "in", "--now", NOW, "--change", &argument],
            &["score", "in", "--now", NOW],
            &["score", "in", "--now", NOW, "--policy", "policy.json"],
            &["score", "in", "--now", NOW, "--team", &argument],
            &["check", "site", "--now", NOW],
            &["score", "site", "--now", NOW],
            &["rules", "in"],
            &["rules", "in", "--policy", "policy.json", "--list"],
            &["policy", "validate", "policy.json"],
            &["policy", "validate", "wrong-policy.json"],
            &["policy", "diff", "default", "policy.json", "in", "--now", NOW],
            &["verify", "in", "--change", &argument, "--gate", "validation", "--evidence", &argument, "--now", NOW],
            &["verify", "in", "--change", &argument, "--record", "policy.json", "--by", &argument, "--now", NOW],
        ];
        for arguments in all {
            tried(&f, arguments);
        }
        for arguments in [
            ["check", "in", "--now", NOW, "--policy", "policy.json", "--markdown", "-", "--explain"].as_slice(),
            &["score", "in", "--now", NOW, "--policy", "policy.json", "--markdown"],
            &["policy", "diff", "default", "policy.json", "in", "--now", NOW, "--markdown"],
        ] {
            let document = tried(&f, arguments);
            assert_eq!(markup(&document), [""; 0], "{arguments:?}");
        }
        let mut found = false;
        for arguments in [
            ["check", "in", "--now", NOW, "--policy", "policy.json", "--json"].as_slice(),
            &["score", "in", "--now", NOW, "--policy", "policy.json", "--json"],
            &["policy", "diff", "default", "policy.json", "in", "--now", NOW, "--json"],
            &["policy", "validate", "wrong-policy.json", "--json"],
            &["inspect", &name, "--as", "lint-diagnostics", "--json"],
            &["inspect", "in", "--json"],
        ] {
            for line in serde_json::Deserializer::from_str(&tried(&f, arguments)).into_iter::<Value>() {
                found |= holds(&line.unwrap(), text);
            }
        }
        assert!(found, "JSON holds the same value: {text:?}");
    }
}

#[test]
fn no_file_of_a_tool_puts_a_command_into_what_is_printed() {
    let f = folder("hostile-tools");
    tools(&f, ALL);
    for arguments in [
        ["inspect", "in"].as_slice(),
        &["inspect", "in", "--json"],
        &["check", "in", "--now", NOW, "--strict", "--explain"],
        &["check", "in", "--now", NOW, "--strict", "--json"],
        &["score", "in", "--now", NOW],
        &["rules", "in", "--list"],
    ] {
        assert!(tried(&f, arguments).contains("pwned") || arguments[0] == "score", "{arguments:?} shows what it was given");
    }
    let document = tried(&f, &["check", "in", "--now", NOW, "--strict", "--markdown", "-", "--explain"]);
    assert_eq!(markup(&document), [""; 0]);
    annotated(&f, "tools");
}

/// Each line of annotations is one command of ours, and what the service makes of its message commands nothing either.
#[track_caller]
fn annotated(f: &Path, what: &str) {
    for style in ["github", "azure"] {
        let arguments = ["check", "in", "--now", NOW, "--strict", "--json", "--annotations", style];
        let output = plumbline(f).args(arguments).output().unwrap();
        // the document is on stdout, so the commands are on stderr
        let commands = String::from_utf8(output.stderr).unwrap();
        assert_eq!(invisible(&commands), None, "{what} {style}");
        let mut n_ours = 0;
        for line in lines(&commands) {
            let (github, azure) = (github_command(line), azure_command(line));
            let Some((name, properties, message)) = github.clone().or(azure.clone()) else { continue };
            n_ours += 1;
            let (expected, decoded) = match style {
                "github" => (
                    line.starts_with("::error title=Plumbline") || line.starts_with("::warning title=Plumbline"),
                    message.replace("%0D", "\r").replace("%0A", "\n"),
                ),
                _ => (
                    line.starts_with("##vso[task.logissue type=") && name == "task.logissue",
                    message.replace("%0D", "\r").replace("%0A", "\n"),
                ),
            };
            assert!(expected && github.is_some() != azure.is_some(), "{line}");
            assert_eq!(line.matches("##").count(), usize::from(style == "azure"), "{line}");
            assert_eq!(faults(&decoded.replace("%25", "%")), [""; 0], "{line}");
            assert!(properties.matches("file=").count() <= 1 && properties.matches("sourcepath=").count() <= 1, "{line}");
        }
        assert!(n_ours > 0, "{what} {style}");
    }
}

#[test]
fn annotations_hold_no_command_but_ours() {
    for (n, text) in TEXTS.into_iter().enumerate() {
        annotated(&data(&format!("annotated-{n}"), text), text);
    }
}

#[test]
fn what_is_written_holds_no_command_and_has_plain_names() {
    for (n, text) in TEXTS.into_iter().enumerate() {
        let f = data(&format!("write-{n}"), text);
        let argument = text.replace('\0', "");
        let bundle = ["bundle", "in", "--out", "out", "--title", &argument, "--policy", "policy.json", "--generated-at", NOW];
        assert!(tried(&f, &bundle).contains("index.json"));
        written_harmlessly(&f.join("out"));
        for (path, bytes) in crate::logical(&f.join("out")).into_iter().filter(|(path, _)| path.starts_with("reports/")) {
            write(&f, &format!("unpacked/{path}"), bytes);
        }
        written_harmlessly(&f.join("unpacked"));
        tried(&f, &["check", "in", "--now", NOW, "--explain", "--markdown", "summary/check.md"]);

        // what a pull request says of itself: branch, title, text, who opened it
        let event = json!({"number": 7, "pull_request": {"number": 7, "title": text, "body": format!("{text}\n<!-- plumbline:begin -->\n- Team: {text}\n- Confidence: 0.9\n\n### Deployment objective\n{text}\n<!-- plumbline:end -->\n"),
            "html_url": text, "user": {"login": text}, "head": {"sha": text, "ref": text}, "base": {"ref": text}, "created_at": text}, "sender": {"login": text}});
        write(&f, "event.json", event.to_string());
        let intent = [
            ("--change", argument.as_str()),
            ("--part", &argument),
            ("--team", &argument),
            ("--claim", &format!("threat-intent={argument}")),
        ];
        let files = format!("in/{}.sarif", as_name(text).replace(['[', ']', '*', '?', '{', '}', '!'], "?"));
        for (extra, gate) in [
            (&intent[..], "intent"),
            (&[("--artifact", files.as_str()), ("--command", &argument), ("--title", &argument)], "validation"),
            (&[("--gate", &argument)], "execution"),
        ] {
            let mut arguments = vec!["collect", "--now", NOW, "--data", "collected", "--gate", gate];
            arguments.extend(extra.iter().flat_map(|(option, value)| [*option, *value]));
            let mut command = plumbline(&f);
            command.args(&arguments).envs([
                ("GITHUB_ACTIONS", "true"),
                ("GITHUB_EVENT_PATH", "event.json"),
                ("GITHUB_EVENT_NAME", "pull_request"),
            ]);
            for name in ["GITHUB_REPOSITORY", "GITHUB_HEAD_REF", "GITHUB_ACTOR", "GITHUB_RUN_ID", "GITHUB_WORKFLOW", "GITHUB_REF"]
            {
                command.env(name, &argument);
            }
            harmless(&arguments, &command.output().unwrap());
        }
        let collected = f.join("collected");
        if collected.is_dir() {
            written_harmlessly(&collected);
        }
    }
}

#[test]
fn errors_quote_what_was_typed_without_obeying_it() {
    let f = folder("hostile-errors");
    let typed = ALL.replace('\0', "");
    tried(&f, &[&typed]);
    tried(&f, &["::error::pwned"]);
    let options = [
        "--now",
        "--gate",
        "--policy",
        "--annotations",
        "--as",
        "--seed",
        "--touches",
        "--outcome",
        "--exit",
        "--max-artifact-bytes",
    ];
    for command in
        ["bundle", "check", "collect", "demo", "facts", "inspect", "policy", "probes", "rules", "score", "verify", "verify-data"]
    {
        for option in options {
            tried(&f, &[command, option, &typed]);
        }
        tried(&f, &[command, &format!("--{typed}")]);
        tried(&f, &[command, &typed, &typed]);
        tried(&f, &[command, "::error::pwned", "--gate", "intent"]);
    }
}
