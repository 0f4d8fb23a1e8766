//! How the time grows with the input: every format, and shapes that have been trouble.

use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use super::grown;
use crate::Failure;
use crate::command::program;
use crate::samples::samples;

/// The smaller size when none is given, in megabytes.
pub const MEGABYTES: usize = 2;

/// How often each is read; the middle one counts.
const ROUNDS: usize = 3;

/// Twice the input may take this much longer; a reader that is linear stays near 2.
const MOST: f64 = 2.3;

/// Below this nothing is flagged: the clock and the allocator decide.
const LEAST: Duration = Duration::from_millis(20);

/// A shape: its name, and its text of about so many bytes.
type Shape = (&'static str, fn(usize) -> String);

/// Shapes that made a reader slow, here or elsewhere.
const SHAPES: [Shape; 24] = [
    ("xml: ampersands", |n| junit(&"&".repeat(n))),
    ("xml: unfinished declarations", |n| format!("{}<testsuite tests=\"1\"/>", "<!a>".repeat(n / 4))),
    ("xml: comments", |n| junit(&"<!-- - -->".repeat(n / 10))),
    ("xml: attributes", |n| format!("<testsuite{}/>", (0..n / 12).map(|i| format!(" a{i}='1'")).collect::<String>())),
    ("xml: entities of a document type", |n| {
        format!("<!DOCTYPE a [{}]><testsuite/>", (0..n / 20).map(|i| format!("<!ENTITY e{i} \"x\">")).collect::<String>())
    }),
    ("role assignments", roles),
    ("sarif: placeholders", |n| {
        let text: String = (0..n / 8).map(|i| format!("{{{i}}}")).collect();
        sarif(&format!("{{\"message\": {{\"text\": \"{text}\", \"arguments\": [{}]}}}}", repeated("\"y\"", n / 8)))
    }),
    ("sarif: placeholders in placeholders", |n| {
        sarif(&format!("{{\"message\": {{\"text\": \"{}\", \"arguments\": [\"{{0}}{{0}}\"]}}}}", "{{0}".repeat(n / 4)))
    }),
    ("sarif: one long rule id", |n| {
        let rules = format!("[{{\"id\": \"{}\"}}]", "r".repeat(n / 2));
        let results = repeated("{\"ruleIndex\": 0}", n / 34);
        format!(
            "{{\"version\": \"2.1.0\", \"runs\": [{{\"tool\": {{\"driver\": {{\"name\": \"x\", \"rules\": {rules}}}}}, \"results\": [{results}]}}]}}"
        )
    }),
    ("sarif: one long tool name", |n| {
        let results = repeated("{\"ruleId\": \"A\"}", n / 34);
        format!(
            "{{\"version\": \"2.1.0\", \"runs\": [{{\"tool\": {{\"driver\": {{\"name\": \"{}\"}}}}, \"results\": [{results}]}}]}}",
            "t".repeat(n / 2)
        )
    }),
    ("sarif: many runs", |n| {
        let run = "{\"tool\": {\"driver\": {\"name\": \"x\"}}, \"results\": []}";
        format!("{{\"version\": \"2.1.0\", \"runs\": [{}]}}", repeated(run, n / run.len()))
    }),
    ("sarif: fingerprints of one finding", |n| {
        let result = "{\"ruleId\": \"A\", \"fingerprints\": {\"0\": \"f\"}}";
        sarif(&repeated(result, n / result.len()))
    }),
    ("json: one key over and over", |n| {
        format!("{{\"version\": \"2.1.0\", \"runs\": [], {}\"a\": 1}}", "\"a\": 1, ".repeat(n / 8))
    }),
    ("json: lists of one key", |n| {
        format!("{{\"version\": \"2.1.0\", \"runs\": [], {}\"a\": []}}", "\"a\": [1], ".repeat(n / 10))
    }),
    ("json: many keys", |n| {
        let keys: String = (0..n / 16).map(|i| format!("\"k{i}\": 1, ")).collect();
        format!("{{{keys}\"version\": \"2.1.0\", \"runs\": []}}")
    }),
    ("json: one long number", |n| format!("{{\"version\": \"2.1.0\", \"x\": {}, \"runs\": []}}", "9".repeat(n))),
    ("json: open brackets", |n| "[".repeat(n)),
    ("json: a broken document a line", |n| "{\"a\": }\n".repeat(n / 8)),
    ("yaml: aliases", |n| format!("groups:\n- name: &a x\n{}", "- name: *a\n".repeat(n / 11))),
    ("yaml: anchors", |n| (0..n / 16).map(|i| format!("- &a{i} {{b: c}}\n")).collect()),
    ("yaml: one key over and over", |n| format!("groups: []\n{}", "a: 1\n".repeat(n / 5))),
    ("yaml: open brackets", |n| format!("a: {}", "[".repeat(n))),
    ("markdown: headings", |n| "## Deployment objective\nx\n".repeat(n / 26)),
    ("records: one item, many runs", |n| {
        let run = "{\"by\": \"u\", \"at\": \"2026-11-20T10:00:00Z\"}";
        format!(
            "{{\"format\": \"plumbline.gate-report/1\", \"gate\": \"validation\", \"recordedAt\": \"2026-11-20T10:15:00Z\", \
             \"outcome\": \"passed\", \"change\": {{\"id\": \"a/b#1\"}}, \"evidence\": [{{\"id\": \"e\", \"type\": \"lint-diagnostics\", \"runs\": [{}]}}]}}",
            repeated(run, n / run.len())
        )
    }),
];

fn repeated(element: &str, times: usize) -> String {
    vec![element; times].join(",")
}

fn junit(inside: &str) -> String {
    format!("<testsuite tests=\"1\"><testcase name=\"a\"><failure>{inside}</failure></testcase></testsuite>")
}

fn sarif(results: &str) -> String {
    format!("{{\"version\": \"2.1.0\", \"runs\": [{{\"tool\": {{\"driver\": {{\"name\": \"x\"}}}}, \"results\": [{results}]}}]}}")
}

fn roles(n: usize) -> String {
    let list = |who: char| -> String {
        let one = |i| format!("{{\"principalId\": \"{who}{i}\", \"roleDefinitionName\": \"Reader\", \"scope\": \"/s/{i}\"}}");
        (0..n / 150).map(one).collect::<Vec<_>>().join(",")
    };
    format!("{{\"before\": [{}], \"after\": [{}]}}", list('p'), list('q'))
}

/// Prints how much longer twice the input takes the command line, and which shapes take too long.
pub fn measure(plumbline: &Path, folder: &Path, megabytes: usize) -> Result<(), Failure> {
    let bytes = megabytes * 1_000_000;
    let file = folder.join("doubling");
    println!(
        "\nplumbline inspect: the time for {} MB, divided by that for {megabytes} MB, the middle of {ROUNDS}:",
        2 * megabytes
    );
    let mut n_flagged = 0;
    let mut tell = |name: &str, text: &dyn Fn(usize) -> Result<String, Failure>| -> Result<(), Failure> {
        let small = time(plumbline, &file, &text(bytes)?)?;
        let large = time(plumbline, &file, &text(2 * bytes)?)?;
        let ratio = large.as_secs_f64() / small.as_secs_f64();
        let is_flagged = ratio > MOST && large > LEAST;
        n_flagged += usize::from(is_flagged);
        let flag = if is_flagged { "  <- more than linear" } else { "" };
        println!("  {name:<44} {:>7.3} s {:>7.3} s {ratio:>5.2}{flag}", small.as_secs_f64(), large.as_secs_f64());
        Ok(())
    };
    for sample in samples() {
        tell(sample.format, &|bytes| grown::text(sample, bytes))?;
    }
    for (name, shape) in SHAPES {
        tell(name, &|bytes| Ok(shape(bytes)))?;
    }
    println!("{n_flagged} flagged (more than {MOST}).");
    Ok(())
}

/// How long the command line takes to read a text.
fn time(plumbline: &Path, file: &Path, text: &str) -> Result<Duration, Failure> {
    std::fs::write(file, text).map_err(|error| format!("cannot write {}: {error}", file.display()))?;
    let mut times = Vec::new();
    for _ in 0..ROUNDS {
        let started = Instant::now();
        // a file that is refused is read as well
        let mut inspect = program(plumbline);
        inspect.arg("inspect").arg(file).arg("--json").stdout(Stdio::null()).stderr(Stdio::null());
        inspect.status().map_err(|error| format!("cannot run {}: {error}", plumbline.display()))?;
        times.push(started.elapsed());
    }
    times.sort();
    Ok(times.get(ROUNDS / 2).copied().unwrap_or_default())
}
