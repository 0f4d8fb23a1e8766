//! Draws a [`Document`], whatever it is about.

use std::rc::Rc;
use std::sync::Arc;

use leptos::prelude::*;

use crate::page::components::{
    Pick, bob, caption, chart_alone, chart_figure, chart_in_cell, copy_link_button, digest_name, dot_row, escaped_gate, gate_key,
    gates_glyph, hatch_field, heat_field, page_head, period_heads, piece_bar, print_button, ring, sentence, twin,
};
use crate::page::element::{El, Node, append, el, live, plain, remove, text};
use crate::page::{browser, later, state::AppState};
use plumbline_report::document::{Block, Cell, Column, Content, Document, Entry, Fact, Grid, Link, PageId, Picture, Row};
use plumbline_report::frame::words;

/// An element that leads somewhere when there is somewhere to go: a fragment of this page, or an `https:` address.
fn anchor(tag: &'static str, to: &str) -> El {
    if to.starts_with('#') {
        el("a").set("href", to)
    } else if to.starts_with("https://") {
        el("a").set("href", to).set("rel", "noopener noreferrer")
    } else {
        el(tag)
    }
}

/// A link, or what stands in the place of one that leads nowhere.
pub fn link(link: &Link, class: &str) -> Node {
    let mut out = if link.to.is_empty() {
        el("span").class(&[class, " off"].concat()).set("aria-disabled", "true")
    } else {
        anchor("span", &link.to).class(class)
    };
    if link.is_current {
        out = out.set("aria-current", "true");
    }
    if !link.hint.is_empty() {
        out = out.set("title", &link.hint);
    }
    out.text(&link.text).view()
}

fn picture(picture: &Picture, label: &str) -> Node {
    match picture {
        Picture::Gates(gates) => gates_glyph(*gates),
        Picture::Gate(gate) => gate_key(*gate),
        Picture::Bar(pieces, total) => piece_bar(pieces, *total, 10),
        Picture::Chart(chart) => chart_in_cell(chart.clone(), label),
        Picture::Hatch => hatch_field(12),
        Picture::Bob => bob(),
        Picture::Ring => ring(),
        Picture::Mark(class) => el("i").class(class).set("aria-hidden", "true").view(),
        Picture::Dots(dots) => dot_row(&dots.counts, &dots.repeats, dots.most, label),
        Picture::Periods(periods) => period_heads(periods),
        Picture::Escape(gate) => escaped_gate(*gate),
        Picture::Heat(piece, share) => heat_field(*piece, *share),
    }
}

/// What a picked mark does: its key is where it leads.
fn go() -> Pick {
    Rc::new(|to: &str| browser::set_fragment(to))
}

/// What stands in a cell.
pub fn cell_content(cell: &Cell) -> Vec<Node> {
    let mut out = Vec::new();
    let is_said_by_picture = matches!(cell.picture, Some(Picture::Chart(_) | Picture::Gates(_) | Picture::Dots(_)));
    if let Some(drawn) = &cell.picture {
        out.push(picture(drawn, &cell.text));
    }
    if !is_said_by_picture && !cell.text.is_empty() {
        out.push(if cell.to.is_empty() { plain(&cell.text) } else { anchor("span", &cell.to).text(&cell.text).view() });
    }
    if !cell.detail.is_empty() {
        out.push(text("span", "cell-detail", &cell.detail));
    }
    out
}

fn column_head(column: &Column) -> Node {
    let spoken = (!column.spoken.is_empty()).then(|| text("span", "visually-hidden", &column.spoken));
    let title = anchor("span", &column.to);
    let title = (!column.title.is_empty()).then(|| title.text(&column.title).view());
    let drawn = column.picture.as_ref().map(|p| picture(p, ""));
    let mut head = el("th").set("scope", "col").class(&column.class);
    if !column.order.is_empty() {
        head = head.set("aria-sort", &column.order);
    }
    head.maybe(drawn).maybe(title).maybe(spoken).view()
}

/// A row of a table; on narrow screens each cell says what it is. `place` is its place among all rows, from 1, when not all
/// are drawn.
pub fn table_row(row: &Row, columns: &[Column], place: Option<u32>) -> Node {
    let mut out = el("tr").class(&row.class);
    if let Some(place) = place {
        out = out.set("aria-rowindex", &place.to_string());
    }
    for (i, cell) in row.cells.iter().enumerate() {
        let column = columns.get(i);
        let class = [column.map_or("", |c| c.class.as_str()), &cell.class].join(" ");
        let head = if i == 0 { el("th").set("scope", "row") } else { el("td") };
        let name = column.map_or("", |c| if c.title.is_empty() { &c.spoken } else { &c.title });
        let mut cell_element = head.class(class.trim());
        // On narrow screens a number says what it counts.
        let has = |word: &str| class.split_ascii_whitespace().any(|w| w == word);
        if (has("num") || has("named")) && !has("unnamed") {
            cell_element = cell_element.set("data-name", name);
        }
        out = out.child(cell_element.children(cell_content(cell)).view());
    }
    out.view()
}

/// The head of a table.
pub fn table_head(grid: &Grid) -> Node {
    let heads = grid.columns.iter().map(column_head).collect();
    el("thead").child(el("tr").children(heads).view()).view()
}

fn table(grid: &Grid) -> Node {
    let rows = grid.rows.iter().map(|row| table_row(row, &grid.columns, None)).collect();
    let table = el("table")
        .class(["tbl ", &grid.class].concat().trim())
        .child(text("caption", "visually-hidden", &grid.caption))
        .child(table_head(grid))
        .child(el("tbody").children(rows).view())
        .view();
    el("div").class("scroll-x").set("tabindex", "0").set("role", "region").set("aria-label", &grid.caption).child(table).view()
}

fn fact(fact: &Fact) -> [Node; 2] {
    [text("dt", "", &fact.name), el("dd").class(&fact.value.class).children(cell_content(&fact.value)).view()]
}

fn entry(app: AppState, entry: &Entry) -> Node {
    let title = anchor("span", &entry.to).text(&entry.title).view();
    let figure = (!entry.figure.is_empty()).then(|| text("p", "gain", &entry.figure));
    let detail = (!entry.detail.is_empty()).then(|| text("p", "why", &entry.detail));
    let more = (!entry.more.is_empty()).then(|| el("div").class("entry-more").children(contents(app, &entry.more)).view());
    el("li").class("next-point").child(el("p").class("what").child(title).view()).maybe(figure).maybe(detail).maybe(more).view()
}

fn content(app: AppState, content: &Content) -> Node {
    match content {
        Content::Chart(chart) => chart_alone(chart.clone(), "", Some(go())),
        Content::Grid(grid) => table(grid),
        Content::Text(words) => sentence("p", "prose", words),
        Content::Note(words) => text("p", "note", words),
        Content::Heading(words) => text("h3", "", words),
        Content::Facts(facts) => el("dl").class("facts").children(facts.iter().flat_map(fact).collect()).view(),
        Content::Entries(entries) => el("ol").class("entries").children(entries.iter().map(|e| entry(app, e)).collect()).view(),
        Content::Blocks(blocks) => el("div").class("side").children(blocks.iter().map(|b| block(app, b)).collect()).view(),
        Content::Keys(keys) => {
            let key = |(drawn, words): &(Picture, String)| {
                el("li").class("key").child(picture(drawn, "")).child(text("span", "first-capital", words)).view()
            };
            el("ul").class("keys").set("aria-label", words::KEY).children(keys.iter().map(key).collect()).view()
        }
        Content::Fold { summary, is_open, content } => {
            let mut fold = el("details").class("more");
            if *is_open {
                fold = fold.set("open", "");
            }
            fold.child(text("summary", "", summary)).children(contents(app, content)).view()
        }
        // The overview has none of these.
        Content::Rows(_)
        | Content::Find { .. }
        | Content::Links(_)
        | Content::Pick { .. }
        | Content::Checks(_)
        | Content::Items(_)
        | Content::Code(_)
        | Content::Draft(_)
        | Content::Begin { .. } => later::get().map_or_else(|| plain(""), |later| (later.content)(app, content)),
    }
}

/// What stands in a block.
pub fn contents(app: AppState, all: &[Content]) -> Vec<Node> {
    all.iter().map(|c| content(app, c)).collect()
}

/// A block of a page.
pub fn block(app: AppState, block: &Block) -> Node {
    let (place, kind) = block.place.classes();
    let inside = if block.head.title.is_empty() {
        el("section").class(&["block ", kind].concat()).children(contents(app, &block.content)).view()
    } else if let [Content::Chart(chart), rest @ ..] = block.content.as_slice() {
        chart_figure(kind, &place, &block.head, chart.clone(), Some(go()), contents(app, rest))
    } else {
        el("figure")
            .class(&["figure ", kind].concat())
            .child(caption(&block.head))
            .children(contents(app, &block.content))
            .maybe(twin(&block.head))
            .view()
    };
    el("div").class(&place).child(inside).view()
}

/// What tells one head from another.
fn head_key(document: &Document) -> String {
    let mut key = document.eyebrow.clone();
    for part in document.headline.0.iter().map(|p| &p.text).chain(document.actions.iter().map(|a| &a.to)) {
        key.push('\n');
        key.push_str(part);
    }
    key
}

/// The head of a page.
fn head(app: AppState, document: &Document) -> Node {
    let mut actions: Vec<Node> = document.actions.iter().map(|action| link(action, "btn")).collect();
    actions.push(copy_link_button(app));
    if document.page == PageId::Overview {
        actions.push(print_button());
    }
    page_head(&document.eyebrow, &document.headline, actions)
}

/// What a figure is made of: a document in a panel beside the page.
pub fn explanation(app: AppState, document: &Document) -> Node {
    let blocks = document.blocks.iter().map(|b| block(app, b)).collect();
    el("div")
        .class("why-body")
        .child(text("p", "eyebrow", &document.eyebrow))
        .child(el("h2").set("id", "why-title").set("tabindex", "-1").text(&document.headline.text()).view())
        .children(blocks)
        .view()
}

/// A block that is on the page, and what lives as long as it.
struct Placed {
    block: Block,
    node: Node,
    _owner: Owner,
}

/// A page: its blocks are kept as long as they do not change, so that what is open or focused in them stays.
pub fn document_page(app: AppState, view: ReadSignal<Arc<Document>>) -> Node {
    let print_head = el("p").class("print-head paper-only").child(text("span", "", words::PRODUCT)).child(
        el("span").text(words::DATA_SET).live_maybe(move || app.frame.with(|f| Some(digest_name(&f.footer.data_sha256)))).view(),
    );
    let grid = el("div").class("grid");
    let class = move || Some(view.with(|document| ["page board ", document.page.class()].concat()));
    let page = el("div").live_set("class", Box::new(class)).child(print_head.view());
    let (page_node, grid_node): (Node, Node) = (page.handle(), grid.handle());
    let page = page.child(grid.view());
    let mut top: Option<(String, Node)> = None;
    let mut placed: Vec<Placed> = Vec::new();
    live(move || {
        let document = view.get();
        let key = head_key(&document);
        if top.as_ref().is_none_or(|(before, _)| *before != key) {
            if let Some((_, before)) = top.take() {
                remove(&page_node, &before);
            }
            let node = head(app, &document);
            // The grid stays in the page.
            let _ = page_node.insert_before(&node, Some(&grid_node));
            top = Some((key, node));
        }
        place(app, &grid_node, &mut placed, &document.blocks);
    });
    page.view()
}

/// Puts blocks into their grid: one that is the same as before in its place stays, any other is made anew.
fn place(app: AppState, grid: &Node, placed: &mut Vec<Placed>, blocks: &[Block]) {
    for gone in placed.drain(blocks.len().min(placed.len())..) {
        remove(grid, &gone.node);
    }
    for (i, block) in blocks.iter().enumerate() {
        if placed.get(i).is_some_and(|there| there.block == *block) {
            continue;
        }
        let owner = apart();
        let node = owner.with(|| untrack(|| self::block(app, block)));
        browser::put_aside(i, &node);
        let new = Placed { block: block.clone(), node, _owner: owner };
        match placed.get_mut(i) {
            Some(there) => {
                // It stands in the grid, so it can be replaced there.
                let _ = grid.replace_child(&new.node, &there.node);
                *there = new;
            }
            None => {
                append(grid, &new.node);
                placed.push(new);
            }
        }
    }
}

/// What ends when it is dropped, and not with the next change of the page.
fn apart() -> Owner {
    let around = Owner::current();
    let owner = Owner::new_root(None);
    // The new one took its place.
    if let Some(around) = around {
        around.set();
    }
    owner
}
