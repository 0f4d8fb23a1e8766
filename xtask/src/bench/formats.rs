//! How fast each format is read, native and in the browser's worker, against what the browser itself needs to make a tree of it.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use super::sarif;
use crate::Failure;
use crate::browser::Browser;
use crate::command::{cargo, output, run};
use crate::samples::{SAMPLES, Sample};
use crate::site::Site;
use crate::tools::Tools;

/// Size of each file, in megabytes, unless another is asked for.
pub const MEGABYTES: usize = 8;

/// Formats of which a file holds one document a line.
const OF_LINES: [&str; 3] = ["in-toto-statement", "dsse-envelope", "sigstore-bundle"];

/// Prints one row for each format.
pub fn measure(folder: &Path, megabytes: usize) -> Result<(), Failure> {
    let browser = Browser::ready()?;
    let site = Site::for_tests("/plumbline/");
    site.build(&Tools::ready()?)?;
    let folder = folder.join("formats");
    let cannot = |error: std::io::Error| format!("cannot fill {}: {error}", folder.display());
    std::fs::create_dir_all(&folder).map_err(cannot)?;
    let mut files = Vec::new();
    for sample in SAMPLES {
        let file = folder.join(format!("{}.{}", sample.format, if is_xml(sample) { "xml" } else { "json" }));
        match sample.format {
            "sarif-2.1.0" => drop(sarif::write(&file, megabytes * 1_000_000)?),
            _ => std::fs::write(&file, grown(sample, megabytes * 1_000_000)?).map_err(cannot)?,
        }
        files.push(file);
    }
    let native = native(&files)?;
    let figures = folder.join("browser.tsv");
    let mut node = browser.node()?;
    run(site.environment(&mut node)?.arg("e2e/bench_formats.mjs").arg(&figures).args(&files), "node")?;
    let told = std::fs::read_to_string(&figures).map_err(cannot)?;
    let browser = rows(&told);
    println!(
        "\nReading by format, files of {megabytes} MB; the floor is decoding and `JSON.parse` in a plain worker of the same browser"
    );
    println!("(each line by itself where a file holds one document a line, `DOMParser` on the page for XML):\n");
    println!("| format | native MB/s | worker MB/s | floor MB/s | worker's time, floors | peak memory, files |");
    println!("|---|---:|---:|---:|---:|---:|");
    for (sample, file) in SAMPLES.iter().zip(&files) {
        let name = file.file_name().and_then(|n| n.to_str()).unwrap_or_default();
        let missing = || format!("no figures of {name}");
        let (seconds, multiple) = *native.get(name).ok_or_else(missing)?;
        let (worker, floor) = *browser.get(name).ok_or_else(missing)?;
        let bytes = std::fs::metadata(file).map_err(cannot)?.len() as f64 / 1e6;
        println!(
            "| `{}` | {:.0} | {:.0} | {:.0} | {:.1} | {multiple:.1} |",
            sample.format,
            bytes / seconds,
            bytes / worker,
            bytes / floor,
            worker / floor
        );
    }
    Ok(())
}

fn is_xml(sample: &Sample) -> bool {
    sample.text().starts_with('<')
}

/// Seconds and peak memory (as a multiple of the file) of each file, read by the library as the command line does.
fn native(files: &[PathBuf]) -> Result<HashMap<String, (f64, f64)>, Failure> {
    eprintln!("Building and running the readers natively (a minute or two the first time).");
    let mut bench = cargo();
    bench.args(["bench", "--locked", "--quiet", "--profile", "native", "--bench", "read", "--"]).args(files);
    Ok(rows(&output(&mut bench).ok_or("the readers could not be built or run")?))
}

/// Lines of a name and two numbers, by the name.
fn rows(text: &str) -> HashMap<String, (f64, f64)> {
    let row = |line: &str| {
        let mut words = line.split('\t');
        Some((words.next()?.to_owned(), (words.next()?.parse().ok()?, words.next()?.parse().ok()?)))
    };
    text.lines().filter_map(row).collect()
}

/// The sample's own findings over and over, until the file has about so many bytes.
fn grown(sample: &Sample, bytes: usize) -> Result<String, Failure> {
    let text = sample.text();
    if OF_LINES.contains(&sample.format) {
        let line = text.replace('\n', " ") + "\n";
        return Ok(line.repeat(bytes / line.len() + 1));
    }
    let (from, to) = if is_xml(sample) { cases_of(&text) } else { longest_list(&text) }
        .ok_or_else(|| format!("the sample of {} has nothing that can be repeated", sample.format))?;
    let (before, element, after) = (&text[..from], &text[from..to], &text[to..]);
    let comma = if is_xml(sample) { "" } else { "," };
    let times = bytes / (element.len() + comma.len()) + 1;
    Ok([before, &vec![element; times].join(comma), after].concat())
}

/// Where the test cases of a report stand.
fn cases_of(text: &str) -> Option<(usize, usize)> {
    let from = text.find("<testcase").or_else(|| text.find("<test-case"))?;
    let to = ["</testcase>", "</test-case>"].iter().filter_map(|end| Some(text.rfind(end)? + end.len())).max()?;
    Some((from, to))
}

/// Where the elements of the longest list of a JSON text stand, between its brackets.
fn longest_list(text: &str) -> Option<(usize, usize)> {
    let mut open = Vec::new();
    let mut longest = None;
    let (mut in_string, mut escaped) = (false, false);
    for (at, letter) in text.bytes().enumerate() {
        match letter {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => in_string = !in_string,
            _ if in_string => {}
            b'[' => open.push(at + 1),
            b']' => {
                let from = open.pop()?;
                if longest.is_none_or(|(start, end)| at - from > end - start) {
                    longest = Some((from, at));
                }
            }
            _ => {}
        }
    }
    longest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sample_grows_and_stays_what_it_is() {
        for sample in SAMPLES {
            let grown = grown(sample, 20_000).unwrap();
            assert!(grown.len() >= 20_000, "{}", sample.format);
            if OF_LINES.contains(&sample.format) {
                assert!(grown.lines().all(|l| serde_json::from_str::<serde_json::Value>(l).is_ok()), "{}", sample.format);
            } else if !is_xml(sample) {
                assert!(serde_json::from_str::<serde_json::Value>(&grown).is_ok(), "{}", sample.format);
            }
        }
    }

    #[test]
    fn the_longest_list_is_found_around_strings() {
        let text = r#"{"a": ["]", "["], "b": [[1], "longer than a"]}"#;
        assert_eq!(longest_list(text).map(|(from, to)| &text[from..to]), Some(r#"[1], "longer than a""#));
    }
}
