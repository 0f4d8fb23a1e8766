//! Figures that are counts or shares: a row for each number, and behind each number its items.

use crate::context::Context;
use crate::document::{Cell, Content, Document};
use crate::why::Kind;
use crate::why::panel;
use crate::why::panel::{Entry, grid};

/// The columns of a table that counts cases.
const COUNT_COLUMNS: [(&str, bool); 3] = [("Part", false), ("Figure", true), ("Made of", false)];

/// One number of a figure.
pub(crate) struct Part {
    /// As it stands in the URL after the figure's key.
    pub key: String,
    /// What it is.
    pub name: String,
    /// The number as the figure shows it.
    pub figure: String,
    /// The numbers that it is made of.
    pub made_of: String,
}

/// What is behind one number.
pub struct Behind<'a> {
    /// Tables of what went in.
    pub sums: Vec<Content>,
    /// What one item and several are called.
    pub nouns: (&'static str, &'static str),
    /// The items.
    pub entries: Vec<Entry>,
    /// Tells of an item in a line.
    pub say: Box<dyn Fn(Entry) -> String + 'a>,
    /// What is in an item.
    pub inside: Box<dyn Fn(Entry) -> Vec<Content> + 'a>,
}

/// A number of a figure.
pub fn part(key: impl Into<String>, name: impl Into<String>, figure: String, made_of: String) -> Part {
    Part { key: key.into(), name: name.into(), figure, made_of }
}

/// The changes of a set as they are, without a gate.
pub fn whole(places: impl Iterator<Item = u32>) -> Vec<Entry> {
    places.map(|place| Entry { place, gate: None }).collect()
}

/// The first level, or the second when a part is asked for; `before` stands before the table of the first.
pub fn build<'a>(
    cx: &Context<'_>,
    kind: &'static Kind,
    asked: Option<&str>,
    before: Vec<Content>,
    parts: Vec<Part>,
    behind: impl FnOnce(usize) -> Option<Behind<'a>>,
) -> Option<Document> {
    let Some(asked) = asked else {
        let mut inputs = before;
        inputs.push(table(cx, kind, kind.title, &parts, ""));
        return Some(panel::overview(cx, kind, inputs));
    };
    let place = parts.iter().position(|p| p.key == asked)?;
    let part = parts.get(place)?;
    let behind = behind(place)?;
    let mut sums = vec![Content::Facts(vec![panel::fact(&part.name, part.figure.clone(), part.made_of.clone())])];
    sums.extend(behind.sums);
    let items = panel::items(cx, &behind.entries, behind.nouns, &*behind.say, &*behind.inside);
    Some(panel::detail(cx, kind, [&part.name, ": ", &part.figure].concat(), sums, items))
}

/// One row for each number; `under` is the key that theirs stand below.
pub fn table(cx: &Context<'_>, kind: &Kind, caption: &str, parts: &[Part], under: &str) -> Content {
    let row = |p: &Part| {
        vec![
            Cell::text(p.name.as_str()).to(panel::to(cx, &panel::key(kind, &[under, &p.key].concat()))),
            Cell::text(p.figure.as_str()),
            Cell::styled("dim", p.made_of.as_str()),
        ]
    };
    grid(caption, &COUNT_COLUMNS, parts.iter().map(row).collect())
}
