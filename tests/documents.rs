//! The documents' links: each file and heading that one names is there.

use expect_test::expect_file;
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

#[test]
fn every_link_finds_its_file_and_heading() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let documents = |folder: &Path| -> Vec<PathBuf> {
        let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        files.filter(|path| path.extension().is_some_and(|e| e == "md")).collect()
    };
    let mut broken = Vec::new();
    let mut checked = 0;
    for document in documents(root).into_iter().chain(documents(&root.join("docs"))) {
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
    assert!(checked > 20, "only {checked} links were found");
}

#[test]
fn a_heading_is_found_by_the_name_that_the_page_gives_it() {
    assert_eq!(anchor("## `plumbline check`: the gate of a pull request"), "plumbline-check-the-gate-of-a-pull-request");
    assert_eq!(anchor("### Why is the [ladder](scoring.md#x) \"not applicable\"?"), "why-is-the-ladder-not-applicable");
    assert_eq!(anchors("# A b\n```sh\n# no heading\n```\n## C"), BTreeSet::from(["a-b".to_owned(), "c".to_owned()]));
    assert_eq!(targets("[a](x.md#y) and [b](https://example.org/#z)\n```\n[c](d)\n```"), ["x.md#y"]);
}

#[test]
fn the_glossary_prints_the_definitions_that_the_pages_open() {
    let glossary = include_str!("../docs/glossary.md");
    let terms = plumbline_report::text::terms::terms_to_markdown();
    assert!(glossary.contains(&terms), "docs/glossary.md must hold these paragraphs as they are:\n\n{terms}");
}

/// `UPDATE_EXPECT=1 cargo test --test documents` writes it.
#[test]
fn the_catalogue_of_probes_is_written_from_its_data() {
    let (policy, _) = plumbline_ingest::default_policy();
    expect_file!["../docs/probes.md"].assert_eq(&plumbline_report::export::probes_to_markdown(&policy));
}

/// `UPDATE_EXPECT=1 cargo test --test documents` writes it.
#[test]
fn the_tables_of_facts_are_written_from_their_description() {
    expect_file!["../docs/facts.md"].assert_eq(&plumbline_facts::docs_markdown());
}

#[test]
fn every_rule_that_a_column_names_is_a_section_of_the_rules() {
    let rules = include_str!("../docs/scoring.md");
    for table in plumbline_facts::all() {
        for column in table.columns.iter().filter(|column| !column.meaning.rule.is_empty()) {
            let heading = format!("\n## {}\n", column.meaning.rule);
            assert!(rules.contains(&heading), "{}.{}: {}", table.name, column.name, column.meaning.rule);
        }
    }
}
