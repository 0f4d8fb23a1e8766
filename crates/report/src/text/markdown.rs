//! Markdown as plain data: the headings, paragraphs, lists, tables and code of the project's own documents. All other markup
//! stays text, so none of it can reach the page.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

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

/// Reads a document as CommonMark with tables. Markup that is not one of the forms above, such as HTML, stays text; a link is
/// its title, because a page shows one document alone.
pub fn blocks(text: &str) -> Vec<Block> {
    let mut reader = Reader::default();
    for event in Parser::new_ext(text, Options::ENABLE_TABLES) {
        reader.take(event);
    }
    reader.blocks
}

/// Collects the spans of the line, cell or item that is being read.
#[derive(Default)]
struct Reader {
    blocks: Vec<Block>,
    line: Vec<Span>,
    items: Vec<Vec<Span>>,
    row: Vec<Vec<Span>>,
    head: Vec<Vec<Span>>,
    rows: Vec<Vec<Vec<Span>>>,
    list_depth: usize,
    is_strong: bool,
    is_emphasis: bool,
    is_code_block: bool,
}

impl Reader {
    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Start(Tag::List(_)) => self.list_depth += 1,
            Event::Start(Tag::Strong) => self.is_strong = true,
            Event::Start(Tag::Emphasis) => self.is_emphasis = true,
            Event::Start(Tag::CodeBlock(_)) => self.is_code_block = true,
            Event::Start(Tag::Item) => self.end_item(),
            Event::Start(_) => {}
            Event::End(tag) => self.end(tag),
            Event::Code(text) => self.line.push(Span::Code(text.into_string())),
            Event::SoftBreak | Event::HardBreak => self.push(" "),
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => self.push(&text),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Strong => self.is_strong = false,
            TagEnd::Emphasis => self.is_emphasis = false,
            TagEnd::Heading(level) => {
                let title = std::mem::take(&mut self.line);
                self.blocks.push(Block::Heading(level as u8, title));
            }
            TagEnd::Paragraph | TagEnd::HtmlBlock if self.list_depth == 0 => {
                let text = std::mem::take(&mut self.line);
                self.blocks.push(Block::Paragraph(text));
            }
            TagEnd::CodeBlock => {
                self.is_code_block = false;
                let text = plain(&std::mem::take(&mut self.line));
                self.blocks.push(Block::Code(text.trim_end_matches('\n').to_owned()));
            }
            TagEnd::Item => self.end_item(),
            TagEnd::List(ordered) => {
                self.list_depth = self.list_depth.saturating_sub(1);
                if self.list_depth == 0 {
                    let items = std::mem::take(&mut self.items);
                    self.blocks.push(Block::List { ordered, items });
                }
            }
            TagEnd::TableCell => self.row.push(std::mem::take(&mut self.line)),
            TagEnd::TableHead => self.head = std::mem::take(&mut self.row),
            TagEnd::TableRow => self.rows.push(std::mem::take(&mut self.row)),
            TagEnd::Table => {
                let (head, rows) = (std::mem::take(&mut self.head), std::mem::take(&mut self.rows));
                self.blocks.push(Block::Table { head, rows });
            }
            _ => {}
        }
    }

    /// Items of nested lists follow one another as items of the outer list.
    fn end_item(&mut self) {
        if !self.line.is_empty() {
            self.items.push(std::mem::take(&mut self.line));
        }
    }

    fn push(&mut self, text: &str) {
        let span = match () {
            () if self.is_code_block => Span::Text,
            () if self.is_strong => Span::Strong,
            () if self.is_emphasis => Span::Emphasis,
            () => Span::Text,
        };
        match (self.line.last_mut(), span(String::new())) {
            (Some(Span::Text(last)), Span::Text(_))
            | (Some(Span::Strong(last)), Span::Strong(_))
            | (Some(Span::Emphasis(last)), Span::Emphasis(_)) => last.push_str(text),
            _ => self.line.push(span(text.to_owned())),
        }
    }
}

/// The text of a line without its marks.
pub fn plain(spans: &[Span]) -> String {
    let text = |span: &Span| match span {
        Span::Text(t) | Span::Code(t) | Span::Strong(t) | Span::Emphasis(t) => t.clone(),
    };
    spans.iter().map(text).collect()
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
             | a | b |\n|---|:-:|\n| `x\\|y` | 2 |\n\n```sh\nls | wc\n```\n",
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
