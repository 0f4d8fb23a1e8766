//! A page as data, whatever it is about: a head, and blocks on a grid of twelve columns.
//!
//! Everything that a person reads or follows is finished here: texts, links (URL fragments), and the input of each chart.

pub(crate) mod datum;
mod grid;
mod nested;
mod pieces;
mod place;
mod probed;
mod tables;
pub(crate) mod terms;

pub use datum::{Datum, Value};
pub use grid::{Cell, Column, Dots, GateGlyph, Grid, Picture, Piece, Row, Rows};
pub use pieces::LaidOut;
pub use place::{FigureId, PageId, Place, Style};
pub use probed::Probed;
pub use tables::{AnyTable, all_blocks, tables_of};

use crate::text::headline::Piece as SentencePiece;
use crate::text::terms::TermId;
use plumbline_charts::Chart;
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
    /// A term that opens its definition.
    Term(TermId),
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
    /// The title of that explanation, which may be of several figures.
    pub why_title: String,
    /// The terms whose definitions the figure offers: those that stand on the page for the first time.
    pub terms: Vec<TermId>,
}

/// A table twin.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Table {
    /// Column heads; the first column heads the rows.
    pub columns: Vec<String>,
    /// Which columns are numbers (right aligned).
    pub numeric: Vec<bool>,
    /// The cells.
    pub rows: Vec<Vec<Datum>>,
}

impl Table {
    /// How many columns a page has room for.
    const MOST_COLUMNS: usize = 10;

    /// The style classes of the table: `many` has more columns than any page has room for.
    pub fn class(&self) -> &'static str {
        if self.columns.len() > Self::MOST_COLUMNS { "tbl many" } else { "tbl" }
    }

    /// What is said before the title of a column that others share, so that they can be told apart: the column before it, as in
    /// "Perceived, 95 % interval".
    pub fn spoken_before(&self, column: usize) -> Option<&str> {
        let title = self.columns.get(column)?;
        let is_shared = self.columns.iter().filter(|other| *other == title).count() > 1;
        is_shared.then(|| self.columns.get(column.checked_sub(1)?).map(String::as_str)).flatten()
    }

    /// The name that a column has where its head is out of sight: that of no other, such as "Perceived, 95 % interval".
    pub fn name_of(&self, column: usize) -> Option<String> {
        let title = self.columns.get(column)?;
        Some(self.spoken_before(column).map_or_else(|| title.clone(), |before| [before, ", ", title].concat()))
    }

    /// The cells as a page shows them.
    pub fn texts(&self) -> Vec<Vec<String>> {
        self.rows.iter().map(|row| row.iter().map(|datum| datum.text.clone()).collect()).collect()
    }
}

/// A part of a page: a figure when its head has a title, else plain content.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Block {
    /// Which figure it is, and where it stands.
    pub place: Place,
    /// Title, subtitle and table twin.
    pub head: Head,
    /// What stands in it.
    #[serde(deserialize_with = "nested::contents")]
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
        #[serde(deserialize_with = "nested::contents")]
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
    #[serde(deserialize_with = "nested::contents")]
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
    #[serde(deserialize_with = "nested::contents")]
    pub more: Vec<Content>,
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
    Head { title: title.into(), subtitle: subtitle.into(), table, ..Head::default() }
}

/// A table from its columns and rows.
pub(crate) fn table<D: Into<Datum>>(columns: &[Heading], rows: Vec<Vec<D>>) -> Table {
    Table {
        columns: columns.iter().map(|c| c.0.to_owned()).collect(),
        numeric: columns.iter().map(|c| c.1).collect(),
        rows: rows.into_iter().map(|row| row.into_iter().map(Into::into).collect()).collect(),
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_of_one_title_are_named_after_the_column_before() {
        let columns = ["Gate", "Perceived", "95 % interval", "Verified", "95 % interval"];
        let table = Table { columns: columns.map(str::to_owned).to_vec(), ..Table::default() };
        let named: Vec<_> = (1..6).map(|i| table.name_of(i)).collect();
        let names =
            ["Perceived", "Perceived, 95 % interval", "Verified", "Verified, 95 % interval"].map(|name| Some(name.to_owned()));
        assert_eq!(named, [names.as_slice(), &[None]].concat());
    }
}
