//! What every explanation is put together from: the formula, a table of inputs, and the items behind them.

pub(crate) mod words;

use crate::context::Context;
use crate::document::{Block, Cell, Column, Content, Document, Fact, FigureId, Grid, Link, PageId, Row, plain};
use crate::route::Route;
use crate::text::change_id;
use crate::why::Kind;

/// How many items are listed.
pub(crate) const SHOWN: usize = 50;

/// One thing behind a number: a change, at one of its gates or as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The change, by its place in the data set.
    pub place: u32,
    /// The gate; none for all of them.
    pub gate: Option<plumbline_domain::Gate>,
}

/// A link to another explanation of the same page.
pub fn to(cx: &Context<'_>, key: &str) -> String {
    cx.location.with_why(key).to_fragment()
}

/// A key of the second level.
pub fn key(kind: &Kind, part: &str) -> String {
    [kind.key, "/", part].concat()
}

/// A link.
pub fn link(text: &str, to: String) -> Link {
    Link { text: text.to_owned(), to, ..Link::default() }
}

fn rule(kind: &Kind) -> Link {
    link(words::RULE, ["#/about/", kind.chapter].concat())
}

/// The first level: the formula, and the numbers that went in.
pub fn overview(cx: &Context<'_>, kind: &Kind, inputs: Vec<Content>) -> Document {
    let mut below = vec![Content::Heading(words::INPUTS.to_owned())];
    below.extend(inputs);
    Document {
        page: PageId::Explanation,
        eyebrow: cx.eyebrow(words::EYEBROW),
        headline: plain(kind.title),
        blocks: vec![
            Block::plain(
                FigureId::Formula,
                vec![Content::Text(plain(kind.formula)), Content::Links(vec![rule(kind), receipts()])],
            ),
            Block::plain(FigureId::Inputs, below),
        ],
        actions: Vec::new(),
    }
}

fn receipts() -> Link {
    link(words::RECEIPTS, "#/sources".to_owned())
}

/// The second level: one row of the first, its sums, and the items behind them.
pub fn detail(cx: &Context<'_>, kind: &Kind, title: String, sums: Vec<Content>, items: Vec<Content>) -> Document {
    let back = link(kind.title, to(cx, kind.key));
    let mut top = vec![Content::Links(vec![back, rule(kind), receipts()])];
    top.extend(sums);
    Document {
        page: PageId::Explanation,
        eyebrow: cx.eyebrow(words::EYEBROW),
        headline: plain(title),
        blocks: vec![Block::plain(FigureId::Sums, top), Block::plain(FigureId::Items, items)],
        actions: Vec::new(),
    }
}

/// What is known of a figure whose numbers are not at hand; the note says why.
pub fn unread(kind: &Kind, note: String) -> Document {
    Document {
        page: PageId::Explanation,
        eyebrow: words::EYEBROW.to_owned(),
        headline: plain(kind.title),
        blocks: vec![
            Block::plain(
                FigureId::Formula,
                vec![Content::Text(plain(kind.formula)), Content::Links(vec![rule(kind), receipts()])],
            ),
            Block::plain(FigureId::Inputs, vec![Content::Heading(words::INPUTS.to_owned()), Content::Note(note)]),
        ],
        actions: Vec::new(),
    }
}

/// The items behind a number, folded: `say` tells of each in a line, `inside` what is in it.
pub fn items(
    cx: &Context<'_>,
    entries: &[Entry],
    nouns: (&str, &str),
    say: &dyn Fn(Entry) -> String,
    inside: &dyn Fn(Entry) -> Vec<Content>,
) -> Vec<Content> {
    let mut out = vec![Content::Heading(words::behind(entries.len(), nouns.0, nouns.1))];
    if entries.is_empty() {
        out.push(Content::Note(words::NO_ITEM.to_owned()));
    }
    for &entry in entries.iter().take(SHOWN) {
        if cx.assessment.assessed(entry.place).is_none() {
            continue;
        }
        let mut summary = change_id::short(cx.assessment.id(entry.place)).into_owned();
        if let Some(gate) = entry.gate {
            summary.push_str(", ");
            summary.push_str(gate.title());
        }
        summary.push_str(": ");
        summary.push_str(&say(entry));
        out.push(Content::Fold { summary, is_open: false, content: inside(entry) });
    }
    if entries.len() > SHOWN {
        out.push(Content::Note(words::shown(SHOWN, entries.len())));
        let all = cx.location.with_route(Route::Changes { find: String::new(), sort: String::new() });
        out.push(Content::Links(vec![link(words::ALL_CHANGES, all.to_fragment())]));
    }
    out
}

/// A table of a panel.
pub fn grid(caption: &str, columns: &[(&str, bool)], rows: Vec<Vec<Cell>>) -> Content {
    let columns = columns.iter().map(|(title, is_number)| if *is_number { Column::number(*title) } else { Column::text(*title) });
    let rows = rows.into_iter().map(|cells| Row { class: String::new(), cells }).collect();
    Content::Grid(Grid { caption: caption.to_owned(), columns: columns.collect(), rows, ..Grid::default() })
}

/// A name with its value; `detail` stands under it.
pub fn fact(name: &str, value: String, detail: String) -> Fact {
    Fact { name: name.to_owned(), value: Cell { text: value, detail, ..Cell::default() } }
}
