//! A score as Markdown, for pull requests and job summaries.

use super::tables::{facts, tables};
use plumbline_assess::Score;

/// The score as Markdown tables.
pub fn score_to_markdown(score: &Score) -> String {
    let mut out = String::from("# Plumbline score\n\n");
    for (name, value) in facts(score) {
        out.push_str(&format!("- {name}: {}\n", escaped(&value)));
    }
    for table in tables(score) {
        out.push_str(&format!("\n## {}\n\n", table.title));
        line(&mut out, table.head.iter().map(|h| (*h).to_owned()));
        line(&mut out, table.head.iter().map(|_| "---".to_owned()));
        for row in &table.rows {
            line(&mut out, row.iter().map(|cell| escaped(cell)));
        }
    }
    out
}

fn line(out: &mut String, cells: impl Iterator<Item = String>) {
    out.push('|');
    for cell in cells {
        out.push_str(&format!(" {cell} |"));
    }
    out.push('\n');
}

/// A text that a file brought along, so that it stays text: no markup, no table border, no new line.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '#' | '~' | '&' | '!' => {
                out.push('\\');
                out.push(c);
            }
            c if super::plain::steers(c) => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_team_name_cannot_break_the_table() {
        assert_eq!(escaped("a|b\n<img>"), "a\\|b \\<img\\>");
    }
}
