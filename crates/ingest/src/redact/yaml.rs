//! YAML as a tree that knows where its values stand.

use super::tree::{Kind, Node, Tree};
use saphyr_parser::{Event, Parser, ScalarStyle};
use std::collections::HashMap;

/// Values may be nested this deep.
const MAX_DEPTH: usize = 128;

/// Reads all documents of a text as the elements of one list. None when it is no YAML.
pub(super) fn scan(text: &str) -> Option<Tree<'_>> {
    let mut reader = Reader { places: Places::of(text), tree: Tree { text, ..Tree::default() }, ..Reader::default() };
    reader.start(Kind::Array, 0)?;
    for event in Parser::new_from_str(text) {
        let (event, span) = event.ok()?;
        let start = reader.places.byte(span.start.index());
        let end = reader.places.byte(span.end.index());
        match event {
            Event::Scalar(value, style, anchor, tag) => {
                let is_key = reader.is_at_key();
                let is_text = tag.is_some_and(|t| t.suffix == "str" || t.suffix == "binary");
                let kind = if style == ScalarStyle::Plain && !is_text { kind_of(&value) } else { Kind::Text };
                reader.remember(anchor);
                if matches!(style, ScalarStyle::Literal | ScalarStyle::Folded) {
                    reader.tree.blocks.push(u32::try_from(reader.tree.nodes.len()).ok()?);
                }
                reader.push(if is_key { Kind::Key } else { kind }, start, end, &value)?;
            }
            Event::Alias(anchor) => {
                let alias = u32::try_from(reader.tree.nodes.len()).ok()?;
                if let Some(target) = reader.anchors.get(&anchor) {
                    reader.tree.aliases.push((alias, *target));
                }
                reader.push(Kind::Alias, start, end, "")?;
            }
            Event::SequenceStart(anchor, _) => {
                reader.remember(anchor);
                reader.start(Kind::Array, start)?;
            }
            Event::MappingStart(anchor, _) => {
                reader.remember(anchor);
                reader.start(Kind::Object, start)?;
            }
            Event::SequenceEnd | Event::MappingEnd => reader.end(end)?,
            _ => {}
        }
    }
    reader.end(text.len())?;
    Some(reader.tree)
}

/// Whether no document is but words, as text behind YAML is.
pub(super) fn holds_values(tree: &Tree<'_>) -> bool {
    tree.elements(0).all(|document| tree.kind(document) != Kind::Text)
}

#[derive(Default)]
struct Reader<'t> {
    tree: Tree<'t>,
    places: Places<'t>,
    /// The open lists and mappings, each with how many nodes stand in it so far.
    open: Vec<(usize, usize)>,
    anchors: HashMap<usize, u32>,
}

impl Reader<'_> {
    /// Whether a key of a mapping comes next.
    fn is_at_key(&self) -> bool {
        let of_mapping = |(node, n): &(usize, usize)| self.tree.kind(*node) == Kind::Object && n.is_multiple_of(2);
        self.open.last().is_some_and(of_mapping)
    }

    fn push(&mut self, kind: Kind, start: usize, end: usize, meant: &str) -> Option<()> {
        // lists and mappings were counted as they began
        if let Some((_, n)) = self.open.last_mut().filter(|_| !matches!(kind, Kind::Object | Kind::Array)) {
            *n += 1;
        }
        let after = u32::try_from(self.tree.nodes.len() + 1).ok()?;
        let (start, end) = (u32::try_from(start).ok()?, u32::try_from(end).ok()?);
        self.tree.nodes.push(Node { kind, start, end, after });
        self.tree.meant.push(meant.into());
        Some(())
    }

    fn start(&mut self, kind: Kind, start: usize) -> Option<()> {
        // a key that is a list or a mapping is read by nobody
        if self.open.len() > MAX_DEPTH || self.is_at_key() {
            return None;
        }
        if let Some((_, n)) = self.open.last_mut() {
            *n += 1;
        }
        let node = self.tree.nodes.len();
        self.push(kind, start, start, "")?;
        self.open.push((node, 0));
        Some(())
    }

    fn end(&mut self, end: usize) -> Option<()> {
        let after = u32::try_from(self.tree.nodes.len()).ok()?;
        let node = self.open.pop().and_then(|(n, _)| self.tree.nodes.get_mut(n))?;
        node.end = u32::try_from(end).ok()?.max(node.start);
        node.after = after;
        Some(())
    }

    fn remember(&mut self, anchor: usize) {
        if let Some(node) = u32::try_from(self.tree.nodes.len()).ok().filter(|_| anchor > 0) {
            self.anchors.insert(anchor, node);
        }
    }
}

fn kind_of(value: &str) -> Kind {
    match value {
        "" | "~" | "null" | "Null" | "NULL" => Kind::Null,
        "true" | "True" | "TRUE" => Kind::True,
        "false" | "False" | "FALSE" => Kind::False,
        _ if value.parse::<f64>().is_ok() => Kind::Number,
        _ => Kind::Text,
    }
}

/// From characters to bytes, forward and a little back.
#[derive(Default)]
struct Places<'t> {
    text: &'t str,
    is_ascii: bool,
    /// The byte of every 64th character.
    marks: Vec<usize>,
}

impl<'t> Places<'t> {
    fn of(text: &'t str) -> Self {
        let is_ascii = text.is_ascii();
        let marks = if is_ascii { Vec::new() } else { text.char_indices().step_by(64).map(|(at, _)| at).collect() };
        Places { text, is_ascii, marks }
    }

    fn byte(&self, index: usize) -> usize {
        if self.is_ascii {
            return index.min(self.text.len());
        }
        let Some(mark) = self.marks.get(index / 64) else { return self.text.len() };
        let rest = self.text.get(*mark..).unwrap_or_default();
        rest.char_indices().nth(index % 64).map_or(self.text.len(), |(at, _)| mark + at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scalars_of_every_style_stand_where_they_are() {
        let text = "ä: 1\nb: \"x\\ty\"\nc: 'it''s'\nd: |\n  one\n  two\ne: [p, q]\n---\nf: plain text # note\n";
        let tree = scan(text).unwrap();
        let first = tree.elements(0).next().unwrap();
        let shown = |key: &str| {
            let value = tree.get(first, key).unwrap();
            (tree.text.get(tree.span(value)).unwrap().to_owned(), tree.text_of(value).into_owned())
        };
        assert_eq!(shown("b"), ("\"x\\ty\"".to_owned(), "x\ty".to_owned()));
        assert_eq!(shown("c"), ("'it''s'".to_owned(), "it's".to_owned()));
        assert_eq!(shown("d").1, "one\ntwo\n");
        let second = tree.elements(0).nth(1).unwrap();
        assert_eq!(&tree.text[tree.span(tree.get(second, "f").unwrap())], "plain text");
    }
}
