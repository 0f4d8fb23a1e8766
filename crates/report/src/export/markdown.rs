//! Tables as Markdown; a score, for pull requests and job summaries.

use super::tables::{facts, tables};
use plumbline_assess::Score;
use plumbline_text::markdown;

/// The score as Markdown tables.
pub fn score_to_markdown(score: &Score) -> String {
    let mut out = String::from("# Plumbline score\n\n");
    for (name, value) in facts(score) {
        out.push_str(&format!("- {name}: {}\n", markdown(&value)));
    }
    for table in tables(score) {
        out.push_str(&format!("\n## {}\n\n", table.title));
        self::table(&mut out, &table.head, &table.rows);
    }
    out
}

/// Adds a table.
pub(super) fn table(out: &mut String, head: &[impl AsRef<str>], rows: &[Vec<String>]) {
    line(out, head.iter().map(|head| markdown(head.as_ref())));
    line(out, head.iter().map(|_| "---".to_owned()));
    for row in rows {
        line(out, row.iter().map(|cell| markdown(cell)));
    }
}

fn line(out: &mut String, cells: impl Iterator<Item = String>) {
    out.push('|');
    for cell in cells {
        out.push_str(&format!(" {cell} |"));
    }
    out.push('\n');
}
