//! The Overview as HTML: it says what the document says, and is sound HTML.

use crate::example::examples;
use crate::organisation::DEMO;
use expect_test::expect_file;
use plumbline_assess::{Assessment, Cache};
use plumbline_report::document::{Block, Content};
use plumbline_report::export::html::first_page;
use plumbline_report::route::Location;
use plumbline_report::{Body, DataOrigin};
use plumbline_text::xml;

fn demo() -> DataOrigin {
    DataOrigin::Demo { title: "Tidewrack Freight".to_owned() }
}

/// HTML without what is drawn in its charts.
fn outline(html: &str) -> String {
    let mut out = String::new();
    let mut rest = html;
    while let Some((before, after)) = rest.split_once("<svg ") {
        let (attributes, _) = after.split_once('>').unwrap();
        out.push_str(before);
        out.push_str(&format!("<svg {attributes}></svg>"));
        rest = after.split_once("</svg>").unwrap().1;
    }
    out + rest
}

#[test]
fn the_overview_of_the_worked_example_is_the_reviewed_one() {
    let example = examples().into_iter().find(|example| example.data.ends_with("quayside")).unwrap();
    let first = first_page(
        &Assessment::new(example.dataset()),
        &DataOrigin::Site { title: "Quayside".to_owned() },
        &["data/index.json".to_owned()],
    )
    .unwrap();
    // An element a line, so that a difference can be read.
    let lines = outline(&first.body).replace("><", ">\n<");
    expect_file!["../snapshots/first-page.html"].assert_eq(&format!("{}\n\n{lines}", first.head));
}

#[test]
fn every_text_of_the_overview_and_each_of_its_tables_stands_in_it() {
    let location = Location::from_fragment("#/overview");
    let Body::Document(document) = plumbline_report::page(&DEMO, &Cache::default(), &demo(), &location).body else {
        panic!("the overview is a document")
    };
    let html = first_page(&DEMO, &demo(), &[]).unwrap().body;
    let mut texts = vec![document.eyebrow.clone()];
    texts.extend(document.headline.0.iter().map(|phrase| phrase.text.clone()));
    collect(&document.blocks, &mut texts);
    assert!(texts.len() > 400, "{}", texts.len());
    let mut from = 0;
    for text in texts.iter().filter(|text| !text.is_empty()) {
        // In their order.
        let at = html[from..].find(&*xml(text)).unwrap_or_else(|| panic!("{text:?} is missing"));
        from += at;
    }
}

/// The texts of blocks in the order in which they are read.
fn collect(blocks: &[Block], texts: &mut Vec<String>) {
    for block in blocks {
        texts.extend([block.head.title.clone(), block.head.subtitle.clone()]);
        contents(&block.content, texts);
        texts.extend(block.head.table.columns.iter().cloned());
        texts.extend(block.head.table.rows.iter().flatten().map(|datum| datum.text.clone()));
    }
}

fn contents(all: &[Content], texts: &mut Vec<String>) {
    for content in all {
        match content {
            Content::Grid(grid) => {
                texts.push(grid.caption.clone());
                texts.extend(grid.columns.iter().flat_map(|column| [column.title.clone(), column.spoken.clone()]));
                texts.extend(
                    grid.rows.iter().flat_map(|row| &row.cells).flat_map(|cell| [cell.text.clone(), cell.detail.clone()]),
                );
            }
            Content::Blocks(blocks) => collect(blocks, texts),
            Content::Entries(entries) => {
                for entry in entries {
                    texts.extend([entry.title.clone(), entry.figure.clone(), entry.detail.clone()]);
                    contents(&entry.more, texts);
                }
            }
            Content::Fold { summary, content, .. } => {
                texts.push(summary.clone());
                contents(content, texts);
            }
            Content::Text(sentence) => {
                texts.extend(sentence.pieces().flat_map(|p| [p.opening, p.text, p.closing].map(str::to_owned)));
            }
            Content::Note(text) | Content::Heading(text) => texts.push(text.clone()),
            Content::Keys(keys) => texts.extend(keys.iter().map(|(_, text)| text.clone())),
            Content::Facts(facts) => texts.extend(facts.iter().flat_map(|fact| [fact.name.clone(), fact.value.text.clone()])),
            Content::Chart(_) => {}
            other => panic!("the overview has {other:?}, which the first page leaves out"),
        }
    }
}

#[test]
fn every_element_is_closed_where_it_was_opened() {
    let html = first_page(&DEMO, &demo(), &[]).unwrap().body;
    let mut open = Vec::new();
    for tag in html.split('<').skip(1) {
        let (tag, _) = tag.split_once('>').unwrap_or_else(|| panic!("{tag:?} does not end"));
        let name = tag.trim_start_matches('/').split([' ', '/']).next().unwrap();
        match tag {
            _ if tag.starts_with('/') => assert_eq!(open.pop(), Some(name)),
            _ if tag.ends_with('/') || name == "br" || name == "link" => {}
            _ => open.push(name),
        }
    }
    assert_eq!(open, Vec::<&str>::new());
}

#[test]
fn without_a_change_there_is_no_first_page() {
    use plumbline_domain::Instant;
    use plumbline_ingest::{Reader, default_policy};
    let (policy, sha256) = default_policy();
    let nothing = Assessment::new(Reader::new(policy, sha256).into_dataset(Instant::from_ymd(2026, 11, 22).unwrap()));
    assert_eq!(first_page(&nothing, &demo(), &[]), None);
}
