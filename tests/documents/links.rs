//! The documents' links: each file and heading that one names is there, and the book holds every document.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// The lines of a document that are no code.
fn prose(text: &str) -> impl Iterator<Item = &str> {
    let mut is_code = false;
    text.lines().filter(move |line| {
        let is_fence = line.trim_start().starts_with("```");
        is_code ^= is_fence;
        !is_code && !is_fence
    })
}

/// What GitHub makes of a heading: small letters, hyphens for spaces, and neither marks nor the targets of links.
fn anchor(heading: &str) -> String {
    let mut words = heading.trim_start_matches('#').trim().to_lowercase();
    while let Some((start, end)) = words.find("](").and_then(|a| Some((a, a + words.get(a..)?.find(')')?))) {
        words.replace_range(start..=end, "");
    }
    words.chars().map(|c| if c == ' ' { '-' } else { c }).filter(|c| c.is_alphanumeric() || matches!(c, '-' | '_')).collect()
}

fn anchors(text: &str) -> BTreeSet<String> {
    prose(text).filter(|line| line.starts_with('#')).map(anchor).collect()
}

/// The targets of a document's links, but for those into the web.
fn targets(text: &str) -> Vec<&str> {
    let parts = prose(text).flat_map(|line| line.split("](").skip(1));
    parts.filter_map(|rest| rest.split_once(')')).map(|(target, _)| target).filter(|t| !t.contains("://")).collect()
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The documents of a folder, and of the folders in it.
fn documents(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let below = |path: PathBuf| match path.is_dir() {
        true => documents(&path),
        false => path.extension().is_some_and(|extension| extension == "md").then_some(path).into_iter().collect(),
    };
    entries.flat_map(below).collect()
}

#[test]
fn every_link_finds_its_file_and_heading() {
    let top = ["ARCHITECTURE.md", "CHANGELOG.md", "CONTRIBUTING.md", "README.md"].map(|name| root().join(name));
    let mut broken = Vec::new();
    let mut checked = 0;
    for document in top.into_iter().chain(documents(&root().join("docs"))) {
        let text = std::fs::read_to_string(&document).unwrap();
        for target in targets(&text) {
            let (path, heading) = target.split_once('#').map_or((target, None), |(path, heading)| (path, Some(heading)));
            let other = if path.is_empty() { document.clone() } else { document.with_file_name("").join(path) };
            let is_there = match heading {
                Some(heading) => std::fs::read_to_string(&other).is_ok_and(|text| anchors(&text).contains(heading)),
                None => other.exists(),
            };
            checked += 1;
            if !is_there {
                broken.push(format!("{}: {target}", document.display()));
            }
        }
    }
    assert_eq!(broken, [""; 0]);
    assert!(checked > 200, "only {checked} links were found");
}

/// What stands in no contents is found by nobody, and mdBook leaves it out.
#[test]
fn the_contents_of_the_book_hold_every_document_once() {
    let docs = root().join("docs");
    let summary = std::fs::read_to_string(docs.join("SUMMARY.md")).unwrap();
    let mut listed: Vec<PathBuf> = targets(&summary).into_iter().map(PathBuf::from).collect();
    listed.retain(|path| !path.starts_with(".."));
    listed.sort();
    let mut there: Vec<PathBuf> = documents(&docs).iter().map(|path| path.strip_prefix(&docs).unwrap().to_owned()).collect();
    there.retain(|path| path != Path::new("SUMMARY.md"));
    there.sort();
    assert_eq!(listed, there);
}

#[test]
fn a_heading_is_found_by_the_name_that_the_page_gives_it() {
    assert_eq!(anchor("## `plumbline check`: the gate of a pull request"), "plumbline-check-the-gate-of-a-pull-request");
    assert_eq!(anchor("### Why is the [ladder](scoring.md#x) \"not applicable\"?"), "why-is-the-ladder-not-applicable");
    assert_eq!(anchors("# A b\n```sh\n# no heading\n```\n## C"), BTreeSet::from(["a-b".to_owned(), "c".to_owned()]));
    assert_eq!(targets("[a](x.md#y) and [b](https://example.org/#z)\n```\n[c](d)\n```"), ["x.md#y"]);
}
