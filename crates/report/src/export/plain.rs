//! A score as text with aligned columns, for a terminal.

use super::tables::{Table, facts, tables};
use plumbline_assess::Score;
use plumbline_text::terminal_line;

/// The score as aligned columns.
pub fn score_to_plain(score: &Score) -> String {
    let mut out = String::new();
    for (name, value) in facts(score) {
        out.push_str(&format!("{name}: {}\n", terminal_line(&value)));
    }
    for table in tables(score) {
        out.push_str(&format!("\n{}\n", table.title));
        columns(&mut out, &table);
    }
    out
}

fn columns(out: &mut String, table: &Table) {
    let head = table.head.iter().map(|h| (*h).to_owned()).collect();
    let rows: Vec<Vec<String>> = std::iter::once(head)
        .chain(table.rows.iter().map(|row| row.iter().map(|cell| terminal_line(cell).into_owned()).collect()))
        .collect();
    let width = |column: usize| rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..table.head.len()).map(width).collect();
    for row in &rows {
        let mut line = String::from(" ");
        for (cell, &width) in row.iter().zip(&widths) {
            line.push_str(&format!(" {cell:<width$} "));
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
}
