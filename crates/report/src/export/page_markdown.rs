//! A page as Markdown: its sentence, its figures as sentences and tables, and where they come from.

use super::markdown::table;
use super::source::Source;
use crate::document::terms::explained;
use crate::document::{AnyTable, Block, Cell, Content, Document, Entry, Grid, Style, tables_of};
use crate::text::number::thousands;
use plumbline_text::{markdown, markdown_code_block};

/// Above the terms that the page explains.
const TERMS: &str = "Terms";

/// How many rows of a table stand in a brief; whoever wants all of them saves the table.
const MOST_ROWS: usize = 40;

/// A page as Markdown.
pub(crate) fn document_to_markdown(document: &Document, source: &Source) -> String {
    let mut out = format!("# {}\n\n{}\n", markdown(&document.headline.text()), markdown(&document.eyebrow));
    for block in &document.blocks {
        add_block(&mut out, block);
    }
    let terms = explained(document);
    if !terms.is_empty() {
        out.push_str(&format!("\n## {TERMS}\n"));
        list(&mut out, terms.into_iter().map(|term| joined(term.word(), term.definition(), "")));
    }
    out.push_str(&format!("\n---\n\n{}\n\n{}\n", markdown(&source.what), markdown(&source.made)));
    out
}

fn add_block(out: &mut String, block: &Block) {
    // What is only printed stands on the page already.
    if block.place.style == Style::PaperOnly {
        return;
    }
    let head = &block.head;
    if !head.title.is_empty() {
        out.push_str(&format!("\n## {}\n", markdown(&head.title)));
    }
    paragraph(out, &head.subtitle);
    let is_own_table = head.table.rows.is_empty();
    for content in &block.content {
        match content {
            // The table behind the figure says the same, and more.
            Content::Grid(grid) if !is_own_table && grid.caption == head.title => {}
            content => add(out, content),
        }
    }
    if let Some(AnyTable::Twin(twin)) = tables_of(block).first() {
        rows(out, &twin.columns, twin.texts(), twin.rows.len());
    }
}

fn paragraph(out: &mut String, text: &str) {
    if !text.is_empty() {
        out.push_str(&format!("\n{}\n", markdown(text)));
    }
}

/// Adds a list; nothing where it is empty.
fn list(out: &mut String, items: impl Iterator<Item = String>) {
    for (i, item) in items.enumerate() {
        if i == 0 {
            out.push('\n');
        }
        out.push_str(&format!("- {}\n", markdown(&item)));
    }
}

/// A few texts as one: `a: b (c)`.
fn joined(first: &str, then: &str, aside: &str) -> String {
    let mut out = first.to_owned();
    if !then.is_empty() {
        out.push_str(&[": ", then].concat());
    }
    if !aside.is_empty() {
        out.push_str(&[" (", aside, ")"].concat());
    }
    out
}

fn said(cell: &Cell) -> String {
    if cell.text.is_empty() { cell.detail.clone() } else { joined(&cell.text, "", &cell.detail) }
}

fn add(out: &mut String, content: &Content) {
    match content {
        Content::Blocks(blocks) => blocks.iter().for_each(|block| add_block(out, block)),
        Content::Text(sentence) => paragraph(out, &sentence.text()),
        Content::Note(text) => paragraph(out, text),
        Content::Heading(text) => out.push_str(&format!("\n### {}\n", markdown(text))),
        Content::Facts(facts) => list(out, facts.iter().map(|fact| joined(&fact.name, &said(&fact.value), ""))),
        Content::Items(items) => list(out, items.iter().map(said)),
        Content::Entries(entries) => {
            list(out, entries.iter().map(|Entry { title, figure, detail, .. }| joined(title, figure, detail)))
        }
        Content::Checks(checks) => list(out, checks.iter().map(|check| joined(&check.state, &check.title, &check.detail))),
        Content::Probes(probes) => {
            list(out, probes.iter().map(|probe| joined(&probe.id, probe.outcome.id(), &probe.because)));
        }
        Content::Code(text) => out.push_str(&["\n", &markdown_code_block("sh", text.lines())].concat()),
        Content::Grid(grid) => grid_rows(out, grid, grid.rows.len()),
        Content::Rows(long) => grid_rows(out, &long.grid, long.total as usize),
        Content::Fold { summary, content, .. } => {
            out.push_str(&format!("\n### {}\n", markdown(summary)));
            content.iter().for_each(|content| add(out, content));
        }
        // A chart is told by its title and its table; the others are controls of the page, or explain its marks.
        Content::Chart(_)
        | Content::Find { .. }
        | Content::Links(_)
        | Content::Pick { .. }
        | Content::Draft(_)
        | Content::Keys(_)
        | Content::Begin { .. } => {}
    }
}

fn grid_rows(out: &mut String, grid: &Grid, total: usize) {
    let has_text = |column: &usize| grid.rows.iter().filter_map(|row| row.cells.get(*column)).any(|cell| !said(cell).is_empty());
    let kept: Vec<usize> = (0..grid.columns.len()).filter(has_text).collect();
    let heads: Vec<String> = kept
        .iter()
        .filter_map(|i| grid.columns.get(*i))
        .map(|column| if column.title.is_empty() { column.spoken.clone() } else { column.title.clone() })
        .collect();
    let texts = grid.rows.iter().map(|row| kept.iter().map(|i| row.cells.get(*i).map_or_else(String::new, said)).collect());
    rows(out, &heads, texts.collect(), total);
}

fn rows(out: &mut String, heads: &[String], mut texts: Vec<Vec<String>>, total: usize) {
    if texts.is_empty() || heads.is_empty() {
        return;
    }
    texts.truncate(MOST_ROWS);
    let rest = total.saturating_sub(texts.len());
    out.push('\n');
    table(out, heads, &texts);
    if rest > 0 {
        paragraph(out, &format!("{} more rows are in the table as CSV.", thousands(rest as u64)));
    }
}
