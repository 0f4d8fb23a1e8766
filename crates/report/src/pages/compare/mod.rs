//! Two periods, teams or releases side by side.

pub(crate) mod sides;
pub(crate) mod tables;
pub(crate) mod words;

use crate::context::{Context, Pairs};
use crate::document::{
    Block, Cell, Column, Content, Document, FigureId, Grid, PageId, Place, Row, Table, datum, head, sentence, table,
};
use crate::figures::confidence::{Difference, dumbbell_row, gap_difference, interval_words, pair_cells, verified_difference};
use crate::pages::compare::sides::{Side, Sides};
use crate::route::Comparable;
use crate::text::page;
use plumbline_assess::Confidence;
use plumbline_charts::Chart;
use plumbline_charts::dumbbell::Dumbbell;
use plumbline_domain::Gate;

/// The two sides with their confidences.
pub(crate) struct Both<'a, 'b> {
    cx: &'a Context<'b>,
    sides: Sides,
    left: Pairs,
    right: Pairs,
}

/// The page.
pub(crate) fn build(cx: &Context<'_>, asked: Option<&(Comparable, String, String)>) -> Document {
    let sides = Sides::of(cx, asked);
    let (left, right) = (cx.pairs(&sides.left.places), cx.pairs(&sides.right.places));
    let both = Both { cx, sides, left, right };
    let by = both.sides.by;
    let moved = verified_difference(&both.left, &both.right, None);
    let said = words::headline(
        by,
        (&both.sides.left.name, both.left.pooled.verified),
        (&both.sides.right.name, both.right.pooled.verified),
        moved.as_ref(),
    );
    let mut blocks = vec![Block::plain(FigureId::Sides.span(12), both.sides.choices(cx))];
    if !both.sides.left.places.is_empty() || !both.sides.right.places.is_empty() {
        blocks.push(gates(&both));
        blocks.push(differences(&both));
        blocks.extend(tables::build(&both));
    }
    Document { page: PageId::Compare, eyebrow: cx.titled(page::COMPARE), headline: sentence(said), actions: Vec::new(), blocks }
}

impl Both<'_, '_> {
    /// Whether both sides are whole windows of the ladder: only then is a rung that differs a rung won or lost.
    fn is_whole_windows(&self) -> bool {
        let days = |side: &Side| side.days.is_some_and(|days| days >= u64::from(self.cx.policy.ladder_days));
        days(&self.sides.left) && days(&self.sides.right)
    }

    /// A title that says what differs, or that nothing could: silence about a side is no sameness.
    fn title_of(&self, is_compared: bool, title: String) -> String {
        let sides = [&self.sides.left, &self.sides.right];
        let missing: Vec<&str> = sides.iter().filter(|s| s.places.is_empty()).map(|s| s.name.as_str()).collect();
        if is_compared && missing.is_empty() { title } else { words::nothing(self.sides.by, &missing) }
    }
}

/// A table whose columns have these heads; the first is text, all others are numbers.
fn grid(caption: &str, titles: &[&str], rows: Vec<Row>) -> Content {
    let column = |(i, title): (usize, &&str)| if i == 0 { Column::text(*title) } else { Column::number(*title) };
    let columns = titles.iter().enumerate().map(column).collect();
    Content::Grid(Grid { caption: caption.to_owned(), columns, rows, ..Grid::default() })
}

/// A table whose second column is the track of both shares.
fn shares_grid(caption: &str, titles: &[&str; 4], rows: Vec<Row>) -> Content {
    let [first, left, right, last] = *titles;
    let track = Column { title: words::TRACK.to_owned(), class: "track-column".to_owned(), ..Column::default() };
    let columns = vec![Column::text(first), track, Column::number(left), Column::number(right), Column::number(last)];
    Content::Grid(Grid { caption: caption.to_owned(), columns, rows, ..Grid::default() })
}

fn row(cells: Vec<Cell>) -> Row {
    Row { cells, ..Row::default() }
}

/// A figure that is read as it stands.
fn figure(place: impl Into<Place>, title: String, measure: &str, content: Vec<Content>) -> Block {
    Block::figure(place, head(title, measure, Table::default()), content)
}

/// Verified and perceived at each gate, side above side.
fn gates(both: &Both<'_, '_>) -> Block {
    let mut rows: Vec<(Gate, &Side, &Confidence)> = Vec::new();
    let (mut more, mut less, mut is_compared) = (Vec::new(), Vec::new(), false);
    for &gate in Gate::ALL {
        let (left, right) = (both.left.at(gate), both.right.at(gate));
        rows.push((gate, &both.sides.left, left));
        rows.push((gate, &both.sides.right, right));
        let difference = verified_difference(&both.left, &both.right, Some(gate));
        is_compared |= difference.is_some();
        if let Some(d) = difference.filter(|d| d.is_clear) {
            if d.change > 0.0 { &mut more } else { &mut less }.push(gate.title());
        }
    }
    let cells = |(gate, side, pair): &(Gate, &Side, &Confidence)| {
        let mut cells = vec![gate.title().into(), side.name.as_str().into(), datum::count(pair.n)];
        cells.extend(pair_cells(pair));
        cells
    };
    let twin = table(&words::GATES_COLUMNS, rows.iter().map(cells).collect());
    let drawn = rows.iter().map(|(gate, side, pair)| {
        let name = [gate.title(), ", ", &side.short].concat();
        let to = both.cx.location.with_filter(|f| f.gate = Some(*gate)).to_fragment();
        dumbbell_row(to, &name, pair.n, pair, both.cx.is_few(pair.n))
    });
    let drawn = Dumbbell { rows: drawn.collect() };
    let title = both.title_of(is_compared, words::gates_title(both.sides.by, &both.sides.right.name, &more, &less));
    Block::figure(
        FigureId::TwoGates.lead(7),
        head(title, words::GATES_MEASURE, twin),
        vec![Content::Chart(Chart::Dumbbell(drawn))],
    )
}

/// A difference in points, with its interval and whether it is clear.
fn difference_cell(d: Option<Difference>) -> Cell {
    match d {
        None => Cell::in_class("empty", datum::none()),
        Some(d) => {
            let class = if d.is_clear { "strong" } else { "dim" };
            Cell::in_class(class, d.datum()).detail(interval_words(&d))
        }
    }
}

/// The differences at each gate and over all.
fn differences(both: &Both<'_, '_>) -> Block {
    let line = |name: &str, gate: Option<Gate>| {
        row(vec![
            Cell::text(name),
            difference_cell(verified_difference(&both.left, &both.right, gate)),
            difference_cell(gap_difference(&both.left, &both.right, gate)),
        ])
    };
    let mut rows: Vec<Row> = Gate::ALL.iter().map(|&gate| line(gate.title(), Some(gate))).collect();
    rows.push(line(words::ALL_GATES, None));
    let titles: Vec<&str> = words::DIFFERENCE_COLUMNS.iter().map(|c| c.0).collect();
    let content = vec![grid(words::DIFFERENCES, &titles, rows)];
    figure(FigureId::Differences.span(5), words::DIFFERENCES.to_owned(), words::DIFFERENCES_MEASURE, content)
}
