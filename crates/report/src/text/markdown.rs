//! The few forms of Markdown that the project's own documents use, read into plain data: headings, paragraphs, lists,
//! tables, code. Whatever else a text holds stays text; there is no way for markup to pass.

/// A piece of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A heading of level 1 to 6.
    Heading(u8, Vec<Span>),
    /// A paragraph.
    Paragraph(Vec<Span>),
    /// A list; its items one level deep.
    List {
        /// Whether the items are numbered.
        ordered: bool,
        /// The items.
        items: Vec<Vec<Span>>,
    },
    /// A table.
    Table {
        /// The column heads.
        head: Vec<Vec<Span>>,
        /// The rows.
        rows: Vec<Vec<Vec<Span>>>,
    },
    /// Lines as they are.
    Code(String),
}

/// A piece of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Span {
    /// Plain text.
    Text(String),
    /// Code.
    Code(String),
    /// Stressed.
    Strong(String),
    /// Emphasised.
    Emphasis(String),
}

/// Reads a document.
pub fn blocks(text: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut lines = text.lines().peekable();
    let mut paragraph = String::new();
    let flush = |paragraph: &mut String, blocks: &mut Vec<Block>| {
        if !paragraph.is_empty() {
            blocks.push(Block::Paragraph(spans(paragraph)));
            paragraph.clear();
        }
    };
    while let Some(line) = lines.next() {
        let trimmed = line.trim();
        if let Some(fence) = trimmed.strip_prefix("```").map(|_| "```") {
            flush(&mut paragraph, &mut blocks);
            let inside: Vec<&str> = lines.by_ref().take_while(|l| !l.trim().starts_with(fence)).collect();
            blocks.push(Block::Code(inside.join("\n")));
        } else if trimmed.is_empty() {
            flush(&mut paragraph, &mut blocks);
        } else if let Some((level, title)) = heading(trimmed) {
            flush(&mut paragraph, &mut blocks);
            blocks.push(Block::Heading(level, spans(title)));
        } else if trimmed.starts_with('|') && lines.peek().is_some_and(|next| is_rule(next)) {
            flush(&mut paragraph, &mut blocks);
            lines.next();
            let mut rows = Vec::new();
            while let Some(row) = lines.next_if(|l| l.trim().starts_with('|')) {
                rows.push(cells(row));
            }
            blocks.push(Block::Table { head: cells(trimmed), rows });
        } else if let Some((ordered, first)) = item(line) {
            flush(&mut paragraph, &mut blocks);
            let mut items = vec![first.to_owned()];
            while let Some(next) = lines.next_if(|l| item(l).is_some() || (l.starts_with(' ') && !l.trim().is_empty())) {
                match (item(next), items.last_mut()) {
                    (Some((_, text)), _) => items.push(text.to_owned()),
                    (None, Some(last)) => {
                        last.push(' ');
                        last.push_str(next.trim());
                    }
                    (None, None) => {}
                }
            }
            blocks.push(Block::List { ordered, items: items.iter().map(|text| spans(text)).collect() });
        } else {
            if !paragraph.is_empty() {
                paragraph.push(' ');
            }
            paragraph.push_str(trimmed);
        }
    }
    flush(&mut paragraph, &mut blocks);
    blocks
}

/// The text of a line without its marks.
pub fn plain(spans: &[Span]) -> String {
    let text = |span: &Span| match span {
        Span::Text(t) | Span::Code(t) | Span::Strong(t) | Span::Emphasis(t) => t.clone(),
    };
    spans.iter().map(text).collect()
}

fn heading(line: &str) -> Option<(u8, &str)> {
    let title = line.trim_start_matches('#');
    let level = u8::try_from(line.len() - title.len()).ok()?;
    (1..=6).contains(&level).then_some(())?;
    title.strip_prefix(' ').map(|title| (level, title.trim()))
}

/// The line between a table's head and its rows.
fn is_rule(line: &str) -> bool {
    let line = line.trim();
    line.starts_with('|') && line.contains('-') && line.chars().all(|c| matches!(c, '|' | '-' | ':' | ' '))
}

fn cells(line: &str) -> Vec<Vec<Span>> {
    let line = line.trim().trim_start_matches('|');
    let line = line.strip_suffix('|').unwrap_or(line);
    // A bar inside code is no border.
    let mut cells = vec![String::new()];
    let mut in_code = false;
    for c in line.chars() {
        in_code ^= c == '`';
        match (c, cells.last_mut()) {
            ('|', _) if !in_code => cells.push(String::new()),
            (c, Some(cell)) => cell.push(c),
            (_, None) => {}
        }
    }
    cells.iter().map(|cell| spans(cell.trim())).collect()
}

/// An item of a list: whether it is numbered, and its text.
fn item(line: &str) -> Option<(bool, &str)> {
    let line = line.trim_start();
    if let Some(text) = line.strip_prefix("- ").or_else(|| line.strip_prefix("* ")) {
        return Some((false, text.trim()));
    }
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
    (rest.len() < line.len()).then_some(())?;
    rest.strip_prefix(". ").map(|text| (true, text.trim()))
}

fn spans(text: &str) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut plain = String::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let found = if c == '`' {
            between(rest, "`").map(|(inner, after)| (Span::Code(inner.to_owned()), after))
        } else if rest.starts_with("**") {
            between(rest, "**").map(|(inner, after)| (Span::Strong(inner.to_owned()), after))
        } else if c == '*' {
            let inner = between(rest, "*").filter(|(inner, _)| !inner.starts_with(' ') && !inner.ends_with(' '));
            inner.map(|(inner, after)| (Span::Emphasis(inner.to_owned()), after))
        } else if c == '[' {
            link(rest).map(|(title, after)| (Span::Text(title.to_owned()), after))
        } else {
            None
        };
        match found {
            Some((span, after)) => {
                if !plain.is_empty() {
                    spans.push(Span::Text(std::mem::take(&mut plain)));
                }
                spans.push(span);
                rest = after;
            }
            None => {
                plain.push(c);
                rest = rest.get(c.len_utf8()..).unwrap_or_default();
            }
        }
    }
    if !plain.is_empty() {
        spans.push(Span::Text(plain));
    }
    spans
}

/// What stands between two marks at the start of a text, and what follows.
fn between<'t>(text: &'t str, mark: &str) -> Option<(&'t str, &'t str)> {
    text.strip_prefix(mark)?.split_once(mark).filter(|(inner, _)| !inner.is_empty())
}

/// A link's title: the documents link one another, and a page shows one of them alone.
fn link(text: &str) -> Option<(&str, &str)> {
    let (title, rest) = text.strip_prefix('[')?.split_once("](")?;
    let (_, after) = rest.split_once(')')?;
    (!title.contains(['[', ']'])).then_some((title, after))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn text(t: &str) -> Span {
        Span::Text(t.into())
    }

    #[test]
    fn each_form_is_read() {
        let found = blocks(
            "# The rules\n\nTwo lines\nare one paragraph with `code`, **stress** and *more*.\n\n\
             - one\n- two goes\n  on\n\n1. first\n2. second\n\n\
             | a | b |\n|---|:-:|\n| `x|y` | 2 |\n\n```sh\nls | wc\n```\n",
        );
        let code = |t: &str| Span::Code(t.into());
        assert_eq!(
            found,
            [
                Block::Heading(1, vec![text("The rules")]),
                Block::Paragraph(vec![
                    text("Two lines are one paragraph with "),
                    code("code"),
                    text(", "),
                    Span::Strong("stress".into()),
                    text(" and "),
                    Span::Emphasis("more".into()),
                    text("."),
                ]),
                Block::List { ordered: false, items: vec![vec![text("one")], vec![text("two goes on")]] },
                Block::List { ordered: true, items: vec![vec![text("first")], vec![text("second")]] },
                Block::Table {
                    head: vec![vec![text("a")], vec![text("b")]],
                    rows: vec![vec![vec![code("x|y")], vec![text("2")]]],
                },
                Block::Code("ls | wc".into()),
            ]
        );
    }

    #[test]
    fn what_is_no_form_stays_text() {
        let line = "<script>alert(1)</script> 2 * 3 * 4, a `lone mark";
        assert_eq!(blocks(line), [Block::Paragraph(vec![text(line)])]);
    }

    #[test]
    fn a_link_is_its_title() {
        let Some(Block::Paragraph(found)) = blocks("see [formats](formats.md).").pop() else { panic!("a paragraph") };
        assert_eq!(plain(&found), "see formats.");
    }

    #[test]
    fn the_scoring_rules_are_read_whole() {
        let found = blocks(include_str!("../../../../docs/scoring.md"));
        let shown = |spans: &[Span]| plain(spans);
        // No mark is left over in the text, which would be a form that this does not know.
        for block in &found {
            let said = match block {
                Block::Heading(_, s) | Block::Paragraph(s) => shown(s),
                Block::List { items, .. } => items.iter().map(|i| shown(i)).collect(),
                Block::Table { head, rows } => head.iter().chain(rows.iter().flatten()).map(|c| shown(c)).collect(),
                Block::Code(_) => continue,
            };
            assert!(!said.contains("**") && !said.contains("](") && !said.starts_with('#') && !said.starts_with('|'), "{said}");
        }
        assert!(found.iter().filter(|b| matches!(b, Block::Table { .. })).count() > 0);
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "[-#|`*\\[\\]() \nab1.]{0,80}") {
            let _ = blocks(&text);
        }
    }
}
