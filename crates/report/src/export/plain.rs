//! A score as text with aligned columns, for a terminal.

use super::tables::{Table, facts, tables};
use plumbline_assess::Score;

/// The score as aligned columns.
pub fn score_to_plain(score: &Score) -> String {
    let mut out = String::new();
    for (name, value) in facts(score) {
        out.push_str(&format!("{name}: {}\n", visible(&value)));
    }
    for table in tables(score) {
        out.push_str(&format!("\n{}\n", table.title));
        columns(&mut out, &table);
    }
    out
}

fn columns(out: &mut String, table: &Table) {
    let head = table.head.iter().map(|h| (*h).to_owned()).collect();
    let rows: Vec<Vec<String>> =
        std::iter::once(head).chain(table.rows.iter().map(|row| row.iter().map(|cell| visible(cell)).collect())).collect();
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

/// A text that a file brought along, without what could steer a terminal or turn the direction of writing.
pub fn visible(text: &str) -> String {
    text.chars().map(|c| if steers(c) { ' ' } else { c }).collect()
}

/// Whether a character is not seen, and changes how those around it are.
pub(super) fn steers(c: char) -> bool {
    let turns = matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    turns || c.is_control()
}

#[cfg(test)]
mod tests {
    use super::visible;

    #[test]
    fn what_steers_a_terminal_or_turns_the_writing_is_not_printed() {
        assert_eq!(visible("a\u{1b}[31m\u{202e}b\u{2066}c\nd\u{85}"), "a [31m b c d ");
        assert_eq!(visible("Größe, 表, עברית"), "Größe, 表, עברית");
    }
}
