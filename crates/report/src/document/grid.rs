//! Tables of a page, and what is drawn in their cells.

use super::datum::{Datum, Value};
use crate::text::number::thousands;
use plumbline_charts::Chart;
use plumbline_domain::{Condition, Gate, Grade};
use serde::{Deserialize, Serialize};

/// A table.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Grid {
    /// What the table shows, for those who do not see where it stands.
    pub caption: String,
    /// Style classes: `as-cards` stacks rows on narrow screens, `matrix` draws cells of one size.
    pub class: String,
    /// The columns.
    pub columns: Vec<Column>,
    /// The rows.
    pub rows: Vec<Row>,
}

/// A column.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Column {
    /// Its head; may be empty when [`Column::spoken`] says what it is.
    pub title: String,
    /// What it is for those who hear it, when the head does not say it.
    pub spoken: String,
    /// Style classes of its cells: `num` is right aligned, and says its column's name on narrow screens unless it is `unnamed`.
    pub class: String,
    /// Orders by it; empty when it cannot.
    pub to: String,
    /// How the rows are ordered by it: `ascending`, `descending`, or empty when they are not.
    pub order: String,
    /// A chart in place of the head's text.
    pub picture: Option<Picture>,
}

/// A row.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// Style classes.
    pub class: String,
    /// The first cell heads the row.
    pub cells: Vec<Cell>,
}

/// A cell.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Cell {
    /// Its text.
    pub text: String,
    /// A second line in small; may be empty.
    pub detail: String,
    /// Style classes: `strong`, `dim`, `small`, `mono`, `perceived-word`, `verified-word`, `contra-word`, `empty` (no data).
    pub class: String,
    /// A URL fragment with `#`, or an `https:` address; empty when it leads nowhere.
    pub to: String,
    /// Drawn before the text.
    pub picture: Option<Picture>,
    /// The value behind the text, where it is more than that. It does not travel with the page.
    #[serde(skip)]
    pub value: Value,
}

/// Something drawn in a cell.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Picture {
    /// The states of the four gates.
    Gates([GateGlyph; 4]),
    /// The state of one gate or item.
    Gate(GateGlyph),
    /// Pieces of a whole.
    Bar(Vec<(Piece, u32)>, u32),
    /// Two shares on one track from nothing to all, the first above the second: each how many of how many. None where there is no case.
    Shares(Piece, [Option<(u32, u32)>; 2]),
    /// A chart without marks; the text says the same.
    Chart(Chart),
    /// No data.
    Hatch,
    /// The solid bob of what is proved.
    Bob,
    /// The hollow ring of what is said.
    Ring,
    /// A mark of a chart's key, by its style class.
    Mark(String),
    /// How often something was found in each period.
    Dots(Dots),
    /// The names of a few periods above columns of dots.
    Periods(Vec<String>),
    /// The gate that was open, of all four; none when none was.
    Escape(Option<Gate>),
    /// A field of a heat map: 0 is empty, 1 is full.
    Heat(Piece, f64),
}

impl Picture {
    /// What a mark of a key looks like, for those who hear the key.
    pub fn look(&self) -> &'static str {
        match self {
            Picture::Bob => "filled bob",
            Picture::Ring => "hollow ring",
            Picture::Hatch => "hatching",
            Picture::Gate(GateGlyph::NotDue) => "hatched cell",
            Picture::Gate(GateGlyph::Grade(grade)) => match grade {
                Grade::Missing => "empty cell",
                Grade::Claimed => "dashed cell with quotation marks",
                Grade::Attached => "cell with a line at its foot",
                Grade::Checked => "cell filled to three quarters",
                Grade::Signed => "full cell",
                Grade::Reproduced => "full cell with two lines",
            },
            Picture::Gate(GateGlyph::Condition(condition)) => match condition {
                Condition::Contradicted => "full cell with a cross",
                Condition::Stale => "cell with the hands of a clock",
                Condition::Inconclusive => "cell with a wave",
            },
            Picture::Mark(_) => "upright stroke",
            _ => "mark",
        }
    }

    /// What a bar says, for those who hear the table: "12 verified, 3 contradicted of 20". Empty for all other pictures.
    pub fn bar_in_words(&self) -> String {
        let Picture::Bar(pieces, total @ 1..) = self else { return String::new() };
        let piece = |(piece, n): &(Piece, u32)| {
            let word = match piece {
                Piece::Proved => " verified",
                Piece::Contra => " contradicted",
                Piece::Untried => " not tried",
                Piece::Absent => " missing",
                Piece::Said => " claimed",
                Piece::Amount => "",
            };
            [&thousands(u64::from(*n)), word].concat()
        };
        let said: Vec<String> = pieces.iter().filter(|(_, n)| *n > 0).map(piece).collect();
        let said = if said.is_empty() { "0".to_owned() } else { said.join(", ") };
        [&said, " of ", &thousands(u64::from(*total))].concat()
    }
}

/// The state of one gate of one change: its weakest requirement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum GateGlyph {
    /// Not due yet.
    NotDue,
    /// Without condition: the weakest grade.
    Grade(Grade),
    /// The worst condition.
    Condition(Condition),
}

/// Occurrences per period: the area of a dot is the count.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Dots {
    /// The periods: `2026-W47` or `2026-11`.
    pub periods: Vec<String>,
    /// How many in each.
    pub counts: Vec<u32>,
    /// How many of these were not the first of their team; with none, the dot is hollow.
    pub repeats: Vec<u32>,
    /// How many of these came although prevention was in place; with any, a red diamond stands below the dot.
    pub despite: Vec<u32>,
    /// The highest count of the whole table: all rows share one scale.
    pub most: u32,
}

/// What a piece of a bar says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Piece {
    /// Proved: solid blue.
    Proved,
    /// Contradicted: solid red.
    Contra,
    /// Nobody tried, or no data: hatch.
    Untried,
    /// Owed and not there: an outline.
    Absent,
    /// Said, or gone past without proof: a dashed brass outline.
    Said,
    /// A plain amount: grey.
    Amount,
}

/// A long table of which rows are asked for as they come into sight.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Rows {
    /// The columns, and the first rows.
    pub grid: Grid,
    /// How many rows there are.
    pub total: u32,
}

impl From<Datum> for Cell {
    fn from(datum: Datum) -> Self {
        Cell { text: datum.text, value: datum.value, ..Cell::default() }
    }
}

impl Cell {
    /// Plain text.
    pub fn text(text: impl Into<String>) -> Self {
        Cell { text: text.into(), ..Cell::default() }
    }

    /// Text in style classes.
    pub fn styled(class: &str, text: impl Into<String>) -> Self {
        Cell { text: text.into(), class: class.to_owned(), ..Cell::default() }
    }

    /// A picture; `text` says the same.
    pub fn drawn(picture: Picture, text: impl Into<String>) -> Self {
        Cell { text: text.into(), picture: Some(picture), ..Cell::default() }
    }

    /// A value in style classes.
    pub(crate) fn in_class(class: &str, datum: Datum) -> Self {
        Cell { class: class.to_owned(), ..Cell::from(datum) }
    }

    /// A value of which the text stays as it is.
    #[must_use]
    pub(crate) fn value(self, value: Value) -> Self {
        Cell { value, ..self }
    }

    /// The same with somewhere to go.
    #[must_use]
    pub fn to(self, to: impl Into<String>) -> Self {
        Cell { to: to.into(), ..self }
    }

    /// The same with a second line.
    #[must_use]
    pub fn detail(self, detail: impl Into<String>) -> Self {
        Cell { detail: detail.into(), ..self }
    }
}

impl Column {
    /// A column whose cells have a style of their own.
    pub(crate) fn styled(title: &str, class: &str) -> Self {
        Column { title: title.to_owned(), class: class.to_owned(), ..Column::default() }
    }

    /// A column of text.
    pub fn text(title: impl Into<String>) -> Self {
        Column { title: title.into(), ..Column::default() }
    }

    /// A column of text that says little without its head: where rows are cards, its cells say their name too.
    pub fn named(title: impl Into<String>) -> Self {
        Column { title: title.into(), class: "named".to_owned(), ..Column::default() }
    }

    /// A column of numbers.
    pub fn number(title: impl Into<String>) -> Self {
        Column { title: title.into(), class: "num".to_owned(), ..Column::default() }
    }
}

/// How many rows are drawn beyond those in sight, on either side.
const SPARE: u32 = 30;
/// How many of them may be left before more are asked for.
const LEAST_SPARE: u32 = 12;
/// How many rows are drawn at most, so that one of them can be kept.
const MOST_KEPT: u32 = 400;

impl Rows {
    /// The rows to ask for, as the place of the first and how many: of `total` those `in_sight` and those `drawn` are given
    /// alike. None while enough are drawn.
    pub fn wanted(total: u32, in_sight: (u32, u32), drawn: (u32, u32)) -> Option<(u32, u32)> {
        let (first, last) = (in_sight.0.min(total), in_sight.0.saturating_add(in_sight.1).min(total));
        let is_drawn_above = drawn.0 <= first.saturating_sub(LEAST_SPARE);
        let is_drawn_below = drawn.0.saturating_add(drawn.1) >= last.saturating_add(LEAST_SPARE).min(total);
        if is_drawn_above && is_drawn_below {
            return None;
        }
        let from = first.saturating_sub(SPARE);
        Some((from, last.saturating_add(SPARE).min(total) - from))
    }

    /// Rows to ask for, widened so that they hold the one at `place`; none when that would be too many.
    pub fn keeping((from, count): (u32, u32), place: u32) -> Option<(u32, u32)> {
        let first = from.min(place);
        let end = from.saturating_add(count).max(place.saturating_add(1));
        Some((first, end - first)).filter(|(_, count)| *count <= MOST_KEPT)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_asked_for_before_they_come_into_sight() {
        // the first 80 of 1,000 are drawn, 20 are in sight: nothing is asked for until fewer than 12 are left below
        assert_eq!(Rows::wanted(1000, (0, 20), (0, 80)), None);
        assert_eq!(Rows::wanted(1000, (48, 20), (0, 80)), None);
        assert_eq!(Rows::wanted(1000, (49, 20), (0, 80)), Some((19, 80)));
        // far down: 30 above and 30 below
        assert_eq!(Rows::wanted(100_000, (50_000, 20), (0, 80)), Some((49_970, 80)));
        assert_eq!(Rows::wanted(100_000, (50_000, 20), (49_970, 80)), None);
        // at the end nothing is below, and beyond the end there is nothing
        assert_eq!(Rows::wanted(1000, (980, 20), (950, 50)), None);
        assert_eq!(Rows::wanted(1000, (985, 20), (0, 80)), Some((955, 45)));
        assert_eq!(Rows::wanted(1000, (2000, 20), (0, 80)), Some((970, 30)));
        assert_eq!(Rows::wanted(3, (0, 20), (0, 3)), None);
    }

    #[test]
    fn a_bar_is_told_by_its_pieces() {
        let pieces = vec![(Piece::Proved, 1_200), (Piece::Contra, 0), (Piece::Absent, 3)];
        assert_eq!(Picture::Bar(pieces, 1_500).bar_in_words(), "1,200 verified, 3 missing of 1,500");
        assert_eq!(Picture::Bar(Vec::new(), 4).bar_in_words(), "0 of 4");
        assert_eq!(Picture::Bob.bar_in_words(), "");
    }

    #[test]
    fn a_row_that_holds_the_focus_is_kept_unless_it_is_far_away() {
        assert_eq!(Rows::keeping((19, 80), 5), Some((5, 94)));
        assert_eq!(Rows::keeping((19, 80), 50), Some((19, 80)));
        assert_eq!(Rows::keeping((19, 80), 99), Some((19, 81)));
        assert_eq!(Rows::keeping((320, 80), 0), Some((0, 400)));
        assert_eq!(Rows::keeping((321, 80), 0), None);
    }

    proptest::proptest! {
        #[test]
        fn what_is_asked_for_is_enough_and_never_many(total in 1..200_000_u32, first in 0..200_000_u32, seen in 1..100_u32,
            from in 0..200_000_u32, count in 0..200_u32) {
            if let Some((from, count)) = Rows::wanted(total, (first, seen), (from, count)) {
                assert!(from + count <= total && count <= seen + 2 * SPARE);
                let in_sight = first.min(total)..first.saturating_add(seen).min(total);
                assert!(from <= in_sight.start && from + count >= in_sight.end);
                assert_eq!(Rows::wanted(total, (first, seen), (from, count)), None, "they are enough");
            }
        }
    }
}
