//! Draws a [`Document`], whatever it is about.
//!
//! Blocks, contents and rows are [`keyed`]: each has a signal, and a new answer updates what is there.

use std::mem;
use std::sync::Arc;

use leptos::either::Either;
use leptos::prelude::*;

use crate::page::components::{
    ChartAlone, ChartFigure, ChartInCell, CopyLinkButton, Offer, PageHead, Pick, PrintButton, SaveButton, SaveFigure,
    SavePageButton, Twin, bob, caption, dot_row, escaped_gate, gate_key, gates_glyph, hatch_field, heat_field, period_heads,
    phrases, piece_bar, ring, share_track,
};
use crate::page::keyed::keyed;
use crate::page::state::is_overview;
use crate::page::{browser, later};
use plumbline_charts::Chart;
use plumbline_report::document::{
    Block, Cell, Column, Content, Document, Entry, Fact, Grid, Link, Picture, Place, Row, all_blocks, tables_of,
};
use plumbline_report::frame::words;
use plumbline_text::https_link;

/// A page.
#[component]
pub fn DocumentPage(
    /// What it shows.
    #[prop(into)]
    document: Signal<Arc<Document>>,
) -> impl IntoView {
    let eyebrow = Memo::new(move |_| document.with(|d| d.eyebrow.clone()));
    let headline = Memo::new(move |_| document.with(|d| d.headline.clone()));
    let actions = Memo::new(move |_| document.with(|d| d.actions.clone()));
    let save_word = Signal::derive(move || if document.with(|d| is_overview(d)) { words::SAVE_BRIEF } else { words::SAVE_PAGE });
    let can_print = Memo::new(move |_| document.with(|d| is_overview(d)));
    view! {
        <div class=move || document.with(|d| ["page board ", d.page.class()].concat())>
            <PageHead eyebrow headline>
                {move || actions.with(|actions| actions.iter().map(|action| link(action, "btn")).collect_view())}
                <CopyLinkButton is_document=true />
                <SavePageButton word=save_word />
                {move || can_print.get().then(|| view! { <PrintButton /> })}
            </PageHead>
            <div class="grid">{blocks(document, |document| &document.blocks)}</div>
        </div>
    }
}

/// The explanation of a figure: a document in a panel beside the page.
#[component]
pub fn Explanation(
    /// What it shows.
    document: Signal<Arc<Document>>,
) -> impl IntoView {
    let has_table =
        Memo::new(move |_| document.with(|d| all_blocks(&d.blocks).into_iter().any(|block| !tables_of(block).is_empty())));
    view! {
        <div class="why-body">
            {move || has_table.get().then(|| view! { <SaveButton label=words::SAVE offer=Offer::Explanation(document) /> })}
            <p class="eyebrow">{move || document.with(|d| d.eyebrow.clone())}</p>
            <h2 id="why-title" tabindex="-1">{move || document.with(|d| d.headline.text())}</h2>
            {blocks(document, |document| &document.blocks)}
        </div>
    }
}

/// Blocks that are found in something that changes.
pub fn blocks<S: Send + Sync + 'static>(source: Signal<S>, found: fn(&S) -> &[Block]) -> impl IntoView {
    keyed(source, found, block_key, block)
}

/// How a block is built.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Shape {
    /// Content without a title.
    Plain,
    /// A figure that begins with a chart.
    Chart,
    /// Any other figure.
    Figure,
}

impl Shape {
    fn of(block: &Block) -> Self {
        match block.content.first() {
            _ if block.head.title.is_empty() => Shape::Plain,
            Some(Content::Chart(_)) => Shape::Chart,
            _ => Shape::Figure,
        }
    }
}

/// Blocks of one place and kind are the same block, whatever they hold.
fn block_key(block: &Block) -> (Place, Shape) {
    (block.place, Shape::of(block))
}

/// A part of something that changes.
pub fn part<S: Send + Sync + 'static, T: Clone + PartialEq + Send + Sync + 'static>(
    source: Signal<S>,
    found: fn(&S) -> T,
) -> Signal<T> {
    Memo::new(move |_| source.with(found)).into()
}

/// A block of a page.
fn block(block: Signal<Block>) -> AnyView {
    let ((place, kind), shape) = block.with_untracked(|block| (block.place.classes(), Shape::of(block)));
    let head = part(block, |block| block.head.clone());
    let all = || contents(block, |block| &block.content);
    let inside = match shape {
        Shape::Plain => view! { <section class=["block ", kind].concat()>{all()}</section> }.into_any(),
        Shape::Chart => {
            let chart = part(block, |block| block.content.first().and_then(chart));
            let below = contents(block, |block| block.content.get(1..).unwrap_or_default());
            view! { <ChartFigure class=kind.to_owned() head chart pick=go() block>{below}</ChartFigure> }.into_any()
        }
        Shape::Figure => view! {
            <figure class=["figure ", kind].concat() aria-label=move || head.with(|head| head.title.clone())>
                {move || head.with(caption)}
                <SaveFigure block />
                {all()}
                <Twin head />
            </figure>
        }
        .into_any(),
    };
    view! { <div class=(!place.is_empty()).then_some(place)>{inside}</div> }.into_any()
}

/// Contents that are found in something that changes.
pub fn contents<S: Send + Sync + 'static>(source: Signal<S>, found: fn(&S) -> &[Content]) -> impl IntoView {
    keyed(source, found, content_key, content)
}

/// Contents of one kind are the same content, whatever they hold; but a field in which the reader writes begins anew with another text.
fn content_key(content: &Content) -> (mem::Discriminant<Content>, String) {
    let own = match content {
        Content::Draft(text) => text.as_str(),
        Content::Find { label, .. } => label,
        _ => "",
    };
    (mem::discriminant(content), own.to_owned())
}

/// A content of a block. What has no state is built again in place.
fn content(content: Signal<Content>) -> AnyView {
    match &*content.read_untracked() {
        Content::Chart(_) => view! { <ChartAlone chart=part(content, chart) pick=go() /> }.into_any(),
        Content::Grid(_) => {
            let grid = |content: &Content| match content {
                Content::Grid(grid) => grid.clone(),
                _ => Grid::default(),
            };
            view! { <Table grid=part(content, grid) /> }.into_any()
        }
        Content::Blocks(_) => {
            let inside = blocks(content, |content| match content {
                Content::Blocks(blocks) => blocks,
                _ => &[],
            });
            view! { <div class="side">{inside}</div> }.into_any()
        }
        Content::Entries(_) => {
            let key = |entry: &Entry| (entry.title.clone(), entry.to.clone());
            let entries = keyed(
                content,
                |content| match content {
                    Content::Entries(entries) => entries,
                    _ => &[],
                },
                key,
                entry,
            );
            view! { <ol class="entries">{entries}</ol> }.into_any()
        }
        Content::Fold { is_open, .. } => {
            let summary = move || {
                content.with(|content| match content {
                    Content::Fold { summary, .. } => summary.clone(),
                    _ => String::new(),
                })
            };
            let inside = contents(content, |content| match content {
                Content::Fold { content, .. } => content,
                _ => &[],
            });
            view! { <details class="more" open=*is_open><summary>{summary}</summary>{inside}</details> }.into_any()
        }
        Content::Text(_) | Content::Note(_) | Content::Heading(_) | Content::Facts(_) | Content::Keys(_) => {
            (move || content.with(stateless)).into_any()
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
        | Content::Probes(_)
        | Content::Begin { .. } => later::get().map_or_else(|| ().into_any(), |later| (later.content)(content)),
    }
}

/// The chart of a content.
fn chart(content: &Content) -> Option<Chart> {
    match content {
        Content::Chart(chart) => Some(chart.clone()),
        _ => None,
    }
}

/// A content without state of its own.
fn stateless(content: &Content) -> AnyView {
    match content {
        Content::Text(sentence) => view! { <p class="prose">{phrases(sentence)}</p> }.into_any(),
        Content::Note(text) => view! { <p class="note">{text.clone()}</p> }.into_any(),
        Content::Heading(text) => view! { <h3>{text.clone()}</h3> }.into_any(),
        Content::Facts(facts) => view! { <dl class="facts">{facts.iter().map(fact).collect_view()}</dl> }.into_any(),
        Content::Keys(keys) => {
            let key = |(drawn, text): &(Picture, String)| {
                view! { <li class="key">{picture(drawn, "")}<span class="visually-hidden">{drawn.look()}": "</span><span class="first-capital">{text.clone()}</span></li> }
            };
            view! { <ul class="keys" aria-label=words::KEY>{keys.iter().map(key).collect_view()}</ul> }.into_any()
        }
        _ => ().into_any(),
    }
}

/// Goes where a picked mark leads: its key is a fragment.
fn go() -> Pick {
    Callback::new(|to: String| browser::set_fragment(&to))
}

/// Text that leads somewhere when there is somewhere to go: a fragment of this page, or an `https:` address.
fn anchor(to: &str, text: &str) -> impl IntoView + use<> {
    let is_inside = to.starts_with('#');
    let rel = (!is_inside).then_some("noopener noreferrer");
    if is_inside || https_link(to).is_some() {
        Either::Left(view! { <a href=to.to_owned() rel=rel>{text.to_owned()}</a> })
    } else {
        Either::Right(view! { <span>{text.to_owned()}</span> })
    }
}

/// A link, or what stands in the place of one that leads nowhere.
pub fn link(link: &Link, class: &str) -> impl IntoView + use<> {
    let current = link.is_current.then_some("true");
    let hint = (!link.hint.is_empty()).then(|| link.hint.clone());
    let text = link.text.clone();
    if link.to.starts_with('#') || https_link(&link.to).is_some() {
        let rel = (!link.to.starts_with('#')).then_some("noopener noreferrer");
        let to = link.to.clone();
        Either::Left(view! { <a href=to rel=rel class=class.to_owned() aria-current=current title=hint>{text}</a> })
    } else {
        let is_off = link.to.is_empty();
        let class = if is_off { [class, " off"].concat() } else { class.to_owned() };
        let disabled = is_off.then_some("true");
        Either::Right(view! { <span class=class aria-disabled=disabled aria-current=current title=hint>{text}</span> })
    }
}

fn picture(picture: &Picture, label: &str) -> AnyView {
    match picture {
        Picture::Gates(gates) => gates_glyph(*gates).into_any(),
        Picture::Gate(gate) => gate_key(*gate).into_any(),
        Picture::Bar(pieces, total) => piece_bar(pieces, *total, 10).into_any(),
        Picture::Shares(piece, shares) => share_track(*piece, shares).into_any(),
        Picture::Chart(chart) => {
            let (chart, label) = (Signal::stored(Some(chart.clone())), Signal::stored(label.to_owned()));
            view! { <ChartInCell chart label /> }.into_any()
        }
        Picture::Hatch => hatch_field(12).into_any(),
        Picture::Bob => bob().into_any(),
        Picture::Ring => ring().into_any(),
        Picture::Mark(class) => view! { <i class=class.clone() aria-hidden="true"></i> }.into_any(),
        Picture::Dots(dots) => dot_row(dots, label).into_any(),
        Picture::Periods(periods) => period_heads(periods).into_any(),
        Picture::Escape(gate) => escaped_gate(*gate).into_any(),
        Picture::Heat(piece, share) => heat_field(*piece, *share).into_any(),
    }
}

/// What stands in a cell.
pub fn cell_content(cell: &Cell) -> impl IntoView + use<> {
    let is_said_by_picture = matches!(cell.picture, Some(Picture::Chart(_) | Picture::Gates(_) | Picture::Dots(_)));
    let drawn = cell.picture.as_ref().map(|drawn| picture(drawn, &cell.text));
    let text = (!is_said_by_picture && !cell.text.is_empty()).then(|| match cell.to.as_str() {
        "" => Either::Left(cell.text.clone()),
        to => Either::Right(anchor(to, &cell.text)),
    });
    // A bar that stands alone in its cell says nothing to those who do not see it.
    let of_bar = cell.picture.as_ref().filter(|_| cell.text.is_empty()).map(Picture::bar_in_words);
    let of_bar = of_bar.filter(|words| !words.is_empty()).map(|words| view! { <span class="visually-hidden">{words}</span> });
    (drawn, of_bar, text, detail(cell))
}

/// The second line of a cell.
fn detail(cell: &Cell) -> impl IntoView + use<> {
    (!cell.detail.is_empty()).then(|| view! { <span class="cell-detail">{cell.detail.clone()}</span> })
}

fn column_head(column: &Column) -> impl IntoView + use<> {
    let spoken = (!column.spoken.is_empty()).then(|| view! { <span class="visually-hidden">{column.spoken.clone()}</span> });
    let title = (!column.title.is_empty()).then(|| anchor(&column.to, &column.title));
    let drawn = column.picture.as_ref().map(|drawn| picture(drawn, ""));
    let order = (!column.order.is_empty()).then(|| column.order.clone());
    let class = (!column.class.is_empty()).then(|| column.class.clone());
    view! { <th scope="col" class=class aria-sort=order>{drawn}{title}{spoken}</th> }
}

/// The head of a table.
pub fn table_head(grid: &Grid) -> impl IntoView + use<> {
    view! { <thead><tr>{grid.columns.iter().map(column_head).collect_view()}</tr></thead> }
}

#[component]
fn Table(grid: Signal<Grid>) -> impl IntoView {
    let caption = Memo::new(move |_| grid.with(|grid| grid.caption.clone()));
    let columns = part(grid, |grid| grid.columns.clone());
    let rows = keyed(grid, |grid| &grid.rows, row_key, move |row| table_row(row, |row| row, |_| None, columns));
    view! {
        <div class="scroll-x" tabindex="0" role="region" aria-label=caption>
            <table class=move || grid.with(|grid| ["tbl ", &grid.class].concat().trim_end().to_owned())>
                <caption class="visually-hidden">{caption}</caption>
                {move || grid.with(table_head)}
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

/// Rows with one head and charts in the same cells are the same row, whatever their cells hold.
pub fn row_key(row: &Row) -> (String, String, Vec<usize>) {
    let (text, to) = row.cells.first().map(|head| (head.text.clone(), head.to.clone())).unwrap_or_default();
    (text, to, charts(row))
}

/// The places of the cells of a row that hold a chart.
fn charts(row: &Row) -> Vec<usize> {
    let holds_chart = |(i, cell): (usize, &Cell)| matches!(cell.picture, Some(Picture::Chart(_))).then_some(i);
    row.cells.iter().enumerate().filter_map(holds_chart).collect()
}

/// A row of a table; on narrow screens each cell says what it is. `place` is its place among all rows, from 0, when not all are drawn.
///
/// Cells between charts are rebuilt together, in place; a chart has a state of its own and stays.
pub fn table_row<T: Send + Sync + 'static>(
    item: Signal<T>,
    row: fn(&T) -> &Row,
    place: fn(&T) -> Option<u32>,
    columns: Signal<Vec<Column>>,
) -> AnyView {
    let plain = move |from: usize, to: usize| {
        let cells = move || {
            item.with(|item| {
                let has_one_height = place(item).is_some();
                columns.with(|columns| {
                    let cells = row(item).cells.iter().enumerate().take(to).skip(from);
                    cells.map(|(i, one)| cell(i, one, columns.get(i), lines(one, has_one_height))).collect_view()
                })
            })
        };
        cells.into_any()
    };
    let with_chart = move |i: usize| {
        let found = Memo::new(move |_| item.with(|item| row(item).cells.get(i).cloned()).unwrap_or_default());
        let chart = Memo::new(move |_| {
            found.with(|cell| match &cell.picture {
                Some(Picture::Chart(chart)) => Some(chart.clone()),
                _ => None,
            })
        });
        let label = Memo::new(move |_| found.with(|cell| cell.text.clone()));
        let detail = move || found.with(detail);
        let content = view! { <ChartInCell chart label />{detail} };
        untrack(|| columns.with(|columns| found.with(|one| cell(i, one, columns.get(i), content)))).into_any()
    };
    let (charts, n_cells) = item.with_untracked(|item| (charts(row(item)), row(item).cells.len()));
    let mut cells = Vec::new();
    let mut from = 0;
    for chart in charts {
        cells.extend((from < chart).then(|| plain(from, chart)));
        cells.push(with_chart(chart));
        from = chart + 1;
    }
    cells.extend((from < n_cells).then(|| plain(from, usize::MAX)));
    let class = move || item.with(|item| Some(row(item).class.clone()).filter(|class| !class.is_empty()));
    // The head is the first row.
    let index = move || item.with(|item| place(item).map(|place| place.saturating_add(2)));
    view! { <tr class=class aria-rowindex=index>{cells}</tr> }.into_any()
}

/// The content of a cell; in a row of one height a long text is cut after its second line, and stands whole in its title.
fn lines(cell: &Cell, has_one_height: bool) -> impl IntoView + use<> {
    let content = cell_content(cell);
    if has_one_height && cell.text.chars().count() > SHORT {
        Either::Left(view! { <div class="two-lines" title=cell.text.clone()>{content}</div> })
    } else {
        Either::Right(content)
    }
}

/// What surely has room in any cell, in characters.
const SHORT: usize = 12;

fn cell<V: IntoView + 'static>(i: usize, cell: &Cell, column: Option<&Column>, content: V) -> impl IntoView + use<V> {
    let class = [column.map_or("", |c| c.class.as_str()), &cell.class].join(" ");
    // On narrow screens a number says what it counts.
    let has = |word: &str| class.split_ascii_whitespace().any(|w| w == word);
    let is_named = (has("num") || has("named")) && !has("unnamed");
    let name = is_named.then(|| column.map_or("", |c| if c.title.is_empty() { &c.spoken } else { &c.title }).to_owned());
    let class = Some(class.trim().to_owned()).filter(|class| !class.is_empty());
    if i == 0 {
        Either::Left(view! { <th scope="row" class=class data-name=name>{content}</th> })
    } else {
        Either::Right(view! { <td class=class data-name=name>{content}</td> })
    }
}

fn fact(fact: &Fact) -> impl IntoView + use<> {
    let class = (!fact.value.class.is_empty()).then(|| fact.value.class.clone());
    view! { <dt>{fact.name.clone()}</dt><dd class=class>{cell_content(&fact.value)}</dd> }
}

fn entry(entry: Signal<Entry>) -> AnyView {
    let summary = |entry: &Entry| {
        let figure = (!entry.figure.is_empty()).then(|| view! { <p class="gain">{entry.figure.clone()}</p> });
        let detail = (!entry.detail.is_empty()).then(|| view! { <p class="why">{entry.detail.clone()}</p> });
        view! { <p class="what">{anchor(&entry.to, &entry.title)}</p>{figure}{detail} }
    };
    let has_more = Memo::new(move |_| entry.with(|entry| !entry.more.is_empty()));
    let more = move || view! { <div class="entry-more">{contents(entry, |entry| &entry.more)}</div> };
    view! { <li class="next-point">{move || entry.with(summary)}{move || has_more.get().then(more)}</li> }.into_any()
}
