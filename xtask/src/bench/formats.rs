//! How fast each format is read, native and in the browser's worker, against what the browser itself needs to make a tree of it.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use super::{grown, sarif};
use crate::Failure;
use crate::browser::Browser;
use crate::command::{cargo, output, run};
use crate::samples::{Syntax, samples};
use crate::site::Site;
use crate::tools::Tools;

/// Size of each file, in megabytes, unless another is asked for.
pub const MEGABYTES: usize = 8;

/// Prints one row for each format.
pub fn measure(folder: &Path, megabytes: usize) -> Result<(), Failure> {
    let browser = Browser::ready()?;
    let site = Site::for_tests("/plumbline/");
    site.build(&Tools::ready()?)?;
    let folder = folder.join("formats");
    let cannot = |error: std::io::Error| format!("cannot fill {}: {error}", folder.display());
    std::fs::create_dir_all(&folder).map_err(cannot)?;
    let mut files = Vec::new();
    for sample in samples() {
        let ending = match sample.syntax() {
            Syntax::Json | Syntax::Lines => "json",
            Syntax::Xml => "xml",
            Syntax::Yaml => "yaml",
            Syntax::Markdown => "md",
        };
        let file = folder.join(format!("{}.{ending}", sample.format));
        match sample.format {
            "sarif-2.1.0" => drop(sarif::write(&file, megabytes * 1_000_000)?),
            _ => std::fs::write(&file, grown::text(sample, megabytes * 1_000_000)?).map_err(cannot)?,
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
    println!(
        "(each line by itself where a file holds one document a line, `DOMParser` on the page for XML, decoding alone for YAML and Markdown):\n"
    );
    println!("| format | native MB/s | worker MB/s | floor MB/s | worker's time, floors | peak memory, files |");
    println!("|---|---:|---:|---:|---:|---:|");
    for (sample, file) in samples().zip(&files) {
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
