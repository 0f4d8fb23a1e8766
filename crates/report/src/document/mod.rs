//! A page as data, whatever it is about: a head, and blocks on a grid of twelve columns.
//!
//! Everything that a person reads or follows is finished here: texts, links (URL fragments), and the input of each chart.

mod place;
mod probed;

pub use place::{FigureId, PageId, Place, Style};
pub use probed::Probed;

use crate::text::headline::Piece as SentencePiece;
use plumbline_charts::Chart;
use plumbline_domain::{Condition, Gate, Grade};
use serde::{Deserialize, Serialize};

/// A page.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Document {
    /// What kind of page it is.
    pub page: PageId,
    /// What this is, in a line above the headline.
    pub eyebrow: String,
    /// The headline.
    pub headline: Sentence,
    /// Links beside the headline, such as to the neighbours of a team. With none, the page offers to copy its link and to print.
    pub actions: Vec<Link>,
    /// What stands below, in order.
    pub blocks: Vec<Block>,
}

/// A sentence with marked phrases: they carry the same underline as the chart's marks.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sentence(pub Vec<Phrase>);

/// A piece of a sentence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Phrase {
    /// Its text, with the spaces around it.
    pub text: String,
    /// How it is underlined.
    pub mark: PhraseMark,
}

/// How a phrase is underlined.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PhraseMark {
    /// Not at all.
    Plain,
    /// Dashed brass: what is said.
    Perceived,
    /// Solid blue: what is proved.
    Verified,
}

impl Sentence {
    /// The text without marks.
    pub fn text(&self) -> String {
        self.0.iter().map(|p| p.text.as_str()).collect()
    }
}

/// Title (the finding) and subtitle (measure, unit, interval) of a figure, with its table twin.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Head {
    /// The finding; with none, the measure.
    pub title: String,
    /// What is measured, in what unit, with what interval.
    pub subtitle: String,
    /// The same numbers as a table.
    pub table: Table,
    /// The fragment that explains the figure; empty when nothing does.
    pub why: String,
}

/// A table twin.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Table {
    /// Column heads; the first column heads the rows.
    pub columns: Vec<String>,
    /// Which columns are numbers (right aligned).
    pub numeric: Vec<bool>,
    /// The cells.
    pub rows: Vec<Vec<String>>,
}

/// A part of a page: a figure when its head has a title, else plain content.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Block {
    /// Which figure it is, and where it stands.
    pub place: Place,
    /// Title, subtitle and table twin.
    pub head: Head,
    /// What stands in it.
    pub content: Vec<Content>,
}

/// A piece of a block.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Content {
    /// A chart with tooltips and keys. The keys of its marks are fragments that a click or Enter goes to.
    Chart(Chart),
    /// A table that is read, not only a chart's twin.
    Grid(Grid),
    /// The table of changes, of which only the rows in sight are asked for.
    Rows(Rows),
    /// A field for the text that rows are searched for; what is typed goes into the address.
    Find {
        /// What it is.
        label: String,
        /// What it looks at.
        hint: String,
    },
    /// A paragraph.
    Text(Sentence),
    /// A small remark.
    Note(String),
    /// A heading within the block.
    Heading(String),
    /// Names with their values.
    Facts(Vec<Fact>),
    /// Choices in a row.
    Links(Vec<Link>),
    /// One choice of many, as a list that opens: its name, and where each option leads.
    Pick {
        /// What is chosen.
        label: String,
        /// The options; one of them is current.
        options: Vec<Link>,
    },
    /// Things to do or to know, in order.
    Entries(Vec<Entry>),
    /// What is asked for, each with its state.
    Checks(Vec<Check>),
    /// A plain list.
    Items(Vec<Cell>),
    /// Shell lines or other text as it is, with a button that copies it.
    Code(String),
    /// Blocks one below the other, within the place of this one.
    Blocks(Vec<Block>),
    /// A field for a copy of this text, the policy in force, with what comes of the copy.
    Draft(String),
    /// What the marks of a table mean.
    Keys(Vec<(Picture, String)>),
    /// A button that begins a gate report from a tool's file.
    Begin {
        /// What it says.
        label: String,
        /// The file's path.
        file: String,
    },
    /// Folded content.
    Fold {
        /// What it is.
        summary: String,
        /// Whether it stands open at first.
        is_open: bool,
        /// What is folded.
        content: Vec<Content>,
    },
    /// What the probes of an item's type answer of its file.
    Probes(Vec<Probed>),
}

/// A name with its value.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Fact {
    /// What it is.
    pub name: String,
    /// The value; a link when there is somewhere to go.
    pub value: Cell,
}

/// A link.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Link {
    /// Its text.
    pub text: String,
    /// A URL fragment with `#`; empty for a choice that cannot be made now.
    pub to: String,
    /// Whether it is where we are.
    pub is_current: bool,
    /// Shown by pointer; may be empty.
    pub hint: String,
}

/// Something that is asked for.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Check {
    /// Its state in a word or two.
    pub state: String,
    /// Whether it is still open.
    pub is_open: bool,
    /// What is asked for.
    pub title: String,
    /// What was measured against what is needed.
    pub detail: String,
    /// Where it belongs, at the far side; may be empty.
    pub side: String,
    /// Folded below it.
    pub more: Vec<Content>,
}

/// One thing of a list.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// What to do or to know.
    pub title: String,
    /// A figure beside it, such as "4.1 pts"; may be empty.
    pub figure: String,
    /// More in small; may be empty.
    pub detail: String,
    /// Where it leads; empty when nowhere.
    pub to: String,
    /// Folded below it.
    pub more: Vec<Content>,
}

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

impl Block {
    /// A figure.
    pub fn figure(place: impl Into<Place>, head: Head, content: Vec<Content>) -> Self {
        Block { place: place.into(), head, content }
    }

    /// Content without a title.
    pub(crate) fn plain(place: impl Into<Place>, content: Vec<Content>) -> Self {
        Block { place: place.into(), head: Head::default(), content }
    }
}

/// A column head of a table, and whether the column holds numbers.
pub(crate) type Heading = (&'static str, bool);

/// A head with its table twin.
pub(crate) fn head(title: impl Into<String>, subtitle: impl Into<String>, table: Table) -> Head {
    Head { title: title.into(), subtitle: subtitle.into(), table, why: String::new() }
}

/// A table from its columns and rows.
pub(crate) fn table(columns: &[Heading], rows: Vec<Vec<String>>) -> Table {
    Table { columns: columns.iter().map(|c| c.0.to_owned()).collect(), numeric: columns.iter().map(|c| c.1).collect(), rows }
}

/// Columns by whether they are numbers; the first needs no name where rows are cards.
pub(crate) fn columns_of(titles: &[Heading]) -> Vec<Column> {
    let column = |(i, &(title, is_number)): (usize, &Heading)| match (i, is_number) {
        (_, true) => Column::number(title),
        (0, false) => Column::text(title),
        (_, false) => Column::named(title),
    };
    titles.iter().enumerate().map(column).collect()
}

/// A sentence with its marks.
pub(crate) fn sentence(pieces: Vec<SentencePiece>) -> Sentence {
    let phrases = pieces.into_iter().map(|piece| match piece {
        SentencePiece::Plain(text) => Phrase { text, mark: PhraseMark::Plain },
        SentencePiece::Perceived(text) => Phrase { text, mark: PhraseMark::Perceived },
        SentencePiece::Verified(text) => Phrase { text, mark: PhraseMark::Verified },
    });
    Sentence(phrases.collect())
}

/// A sentence without marks.
pub(crate) fn plain(text: impl Into<String>) -> Sentence {
    Sentence(vec![Phrase { text: text.into(), mark: PhraseMark::Plain }])
}

/// A count as the models carry it.
pub(crate) fn count(n: u64) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// A number of things as the models carry it.
pub(crate) fn size(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// How many rows are drawn beyond those in sight, on either side.
const SPARE: u32 = 30;
/// How many of them may be left before more are asked for.
const LEAST_SPARE: u32 = 12;

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
