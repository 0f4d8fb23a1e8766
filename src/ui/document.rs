//! Draws a [`Document`], whatever it is about.

use std::sync::Arc;

use leptos::prelude::*;

use crate::text::frame as words;
use crate::ui::components::{
    bob, caption, chart_alone, chart_figure, chart_in_cell, copy_link_button, digest_name, dot_row, escaped_gate, gate_key,
    gates_glyph, hatch_field, heat_field, period_heads, piece_bar, ring, twin,
};
use crate::ui::element::{El, el, text};
use crate::ui::{browser, later, state::AppState};
use crate::view::document::{Block, Cell, Column, Content, Document, Entry, Fact, Grid, Link, Picture, Row};
use crate::view::{PhraseMark, Sentence};

/// A sentence in an element, its marked phrases underlined as the chart's marks are.
fn sentence(tag: &'static str, class: &str, sentence: &Sentence) -> AnyView {
    let mut out = el(tag).class(class);
    for phrase in &sentence.0 {
        out = match phrase.mark {
            PhraseMark::Plain => out.text(&phrase.text),
            PhraseMark::Perceived => out.child(text("span", "said", &phrase.text)),
            PhraseMark::Verified => out.child(text("span", "proved", &phrase.text)),
        };
    }
    out.view()
}

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
pub fn link(link: &Link, class: &str) -> AnyView {
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

fn picture(picture: &Picture, label: &str) -> AnyView {
    match picture {
        Picture::Gates(gates) => gates_glyph(*gates),
        Picture::Gate(gate) => gate_key(*gate),
        Picture::Bar(pieces, total) => piece_bar(pieces, *total, 10),
        Picture::Chart(chart) => chart_in_cell(chart.clone(), label.to_owned()),
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
fn go() -> Callback<String> {
    Callback::new(|to: String| browser::set_fragment(&to))
}

/// What stands in a cell.
pub fn cell_content(cell: &Cell) -> Vec<AnyView> {
    let mut out = Vec::new();
    let is_said_by_picture = matches!(cell.picture, Some(Picture::Chart(_) | Picture::Gates(_) | Picture::Dots(_)));
    if let Some(drawn) = &cell.picture {
        out.push(picture(drawn, &cell.text));
    }
    if !is_said_by_picture && !cell.text.is_empty() {
        out.push(if cell.to.is_empty() {
            cell.text.clone().into_any()
        } else {
            anchor("span", &cell.to).text(&cell.text).view()
        });
    }
    if !cell.detail.is_empty() {
        out.push(text("span", "cell-detail", &cell.detail));
    }
    out
}

fn column_head(column: &Column) -> AnyView {
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
pub fn table_row(row: &Row, columns: &[Column], place: Option<u32>) -> AnyView {
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
        if has("num") && !has("unnamed") {
            cell_element = cell_element.set("data-name", &name.to_lowercase());
        }
        out = out.child(cell_element.children(cell_content(cell)).view());
    }
    out.view()
}

/// The head of a table.
pub fn table_head(grid: &Grid) -> AnyView {
    let heads = grid.columns.iter().map(column_head).collect();
    el("thead").child(el("tr").children(heads).view()).view()
}

fn table(grid: &Grid) -> AnyView {
    let rows = grid.rows.iter().map(|row| table_row(row, &grid.columns, None)).collect();
    let table = el("table")
        .class(["tbl ", &grid.class].concat().trim())
        .child(text("caption", "visually-hidden", &grid.caption))
        .child(table_head(grid))
        .child(el("tbody").children(rows).view())
        .view();
    el("div").class("scroll-x").set("tabindex", "0").set("role", "region").set("aria-label", &grid.caption).child(table).view()
}

fn fact(fact: &Fact) -> [AnyView; 2] {
    [text("dt", "", &fact.name), el("dd").class(&fact.value.class).children(cell_content(&fact.value)).view()]
}

fn entry(app: AppState, entry: &Entry) -> AnyView {
    let title = anchor("span", &entry.to).text(&entry.title).view();
    let figure = (!entry.figure.is_empty()).then(|| text("p", "gain", &entry.figure));
    let detail = (!entry.detail.is_empty()).then(|| text("p", "why", &entry.detail));
    let more = (!entry.more.is_empty()).then(|| el("div").class("entry-more").children(contents(app, &entry.more)).view());
    el("li").class("next-point").child(el("p").class("what").child(title).view()).maybe(figure).maybe(detail).maybe(more).view()
}

fn content(app: AppState, content: &Content) -> AnyView {
    match content {
        Content::Chart(chart) => chart_alone(chart.clone(), String::new(), Some(go())),
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
        | Content::Begin { .. } => later::get().map_or_else(|| ().into_any(), |later| (later.content)(app, content)),
    }
}

/// What stands in a block.
pub fn contents(app: AppState, all: &[Content]) -> Vec<AnyView> {
    all.iter().map(|c| content(app, c)).collect()
}

/// The classes of a block: those of its place, and those of its figure.
fn classes(class: &str) -> [String; 2] {
    let mut out = [String::new(), String::new()];
    for word in class.split_ascii_whitespace() {
        let [place, figure] = &mut out;
        let one = if word.starts_with("span-") || word.starts_with("part-") { place } else { figure };
        one.push_str(word);
        one.push(' ');
    }
    out.map(|words| words.trim_end().to_owned())
}

/// A block of a page.
pub fn block(app: AppState, block: &Block) -> AnyView {
    let [place, kind] = classes(&block.class);
    let inside = if block.head.title.is_empty() {
        el("section").class(&["block ", &kind].concat()).children(contents(app, &block.content)).view()
    } else if let [Content::Chart(chart), rest @ ..] = block.content.as_slice() {
        chart_figure(&kind, &place, &block.head, chart.clone(), Some(go()), contents(app, rest))
    } else {
        el("figure")
            .class(&["figure ", &kind].concat())
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
fn head(document: &Document) -> AnyView {
    let mut actions = el("div").class("actions screen-only");
    for action in &document.actions {
        actions = actions.child(link(action, "btn"));
    }
    actions = actions.child(copy_link_button());
    if document.class == "overview" {
        let print = el("button").set("type", "button").class("btn primary").text(words::PRINT_BRIEF);
        actions = actions.child(print.on_click(Box::new(browser::print)).view());
    }
    el("header")
        .class("page-head")
        .child(text("p", "eyebrow", &document.eyebrow))
        .child(sentence("h1", "headline", &document.headline))
        .child(actions.view())
        .view()
}

/// What a figure is made of: a document in a panel beside the page.
pub fn explanation(app: AppState, document: &Document) -> AnyView {
    let blocks = document.blocks.iter().map(|b| block(app, b)).collect();
    el("div")
        .class("why-body")
        .child(text("p", "eyebrow", &document.eyebrow))
        .child(el("h2").set("id", "why-title").set("tabindex", "-1").text(&document.headline.text()).view())
        .children(blocks)
        .view()
}

/// A page: its blocks are kept as long as they do not change, so that what is open or focused in them stays.
#[component]
pub fn DocumentPage(
    /// What it shows.
    view: ReadSignal<Arc<Document>>,
    /// The state.
    app: AppState,
) -> impl IntoView {
    // Each block with a number that changes when it does.
    let numbered = StoredValue::new((0_u64, Vec::<(u64, Block)>::new()));
    let blocks = Memo::new(move |_| {
        let document = view.get();
        numbered.update_value(|(last, kept)| {
            let mut now = Vec::with_capacity(document.blocks.len());
            for (i, block) in document.blocks.iter().enumerate() {
                match kept.get(i) {
                    Some((number, before)) if before == block => now.push((*number, block.clone())),
                    _ => {
                        *last += 1;
                        now.push((*last, block.clone()));
                    }
                }
            }
            *kept = now;
        });
        numbered.with_value(|(_, kept)| kept.iter().map(|(number, _)| *number).collect::<Vec<u64>>())
    });
    let draw =
        move |number: u64| numbered.with_value(|(_, kept)| kept.iter().find(|(n, _)| *n == number).map(|(_, b)| block(app, b)));
    let top = Memo::new(move |_| {
        let document = view.get();
        Document { blocks: Vec::new(), ..(*document).clone() }
    });
    view! {
        <div class=move || ["page board ", &view.get().class].concat()>
            <p class="print-head paper-only">
                <span>{words::PRODUCT}</span>
                <span>{words::DATA_SET}{move || app.frame.with(|f| digest_name(&f.footer.data_sha256))}</span>
            </p>
            <For each=move || [top.get()] key=head_key children=move |document| head(&document) />
            <div class="grid">
                <For each=move || blocks.get() key=|number| *number children=move |number| draw(number) />
            </div>
        </div>
    }
}
