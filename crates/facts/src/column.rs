//! Columns of typed values, row by row, and what the description of a table says of each.

use plumbline_domain::Instant;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// What the values of a column are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Text in UTF-8.
    Text,
    /// A whole number of 64 bits.
    Integer,
    /// True or false.
    Flag,
    /// A moment in UTC, in microseconds since 1970.
    Time,
}

/// What a column means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Meaning {
    /// What it says of the row, with its unit.
    pub about: &'static str,
    /// Every value that there may be with its meaning, in order; empty when the values are no closed list.
    pub values: &'static [(&'static str, &'static str)],
    /// Which values there may be, where they are no closed list.
    pub range: &'static str,
    /// When it is null; empty when it never is.
    pub null: &'static str,
    /// The section of docs/scoring.md with the rule that gives it; empty when it is as the records state it.
    pub rule: &'static str,
}

/// A column that says this of its row.
pub const fn says(about: &'static str) -> Meaning {
    Meaning { about, values: &[], range: "", null: "", rule: "" }
}

impl Meaning {
    /// One of these values.
    pub const fn values(self, values: &'static [(&'static str, &'static str)]) -> Self {
        Meaning { values, ..self }
    }

    /// Within this range.
    pub const fn range(self, range: &'static str) -> Self {
        Meaning { range, ..self }
    }

    /// Null in this case.
    pub const fn null(self, null: &'static str) -> Self {
        Meaning { null, ..self }
    }

    /// By the rule of this section of docs/scoring.md.
    pub const fn rule(self, rule: &'static str) -> Self {
        Meaning { rule, ..self }
    }
}

/// A column of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ColumnSpec {
    /// Its name.
    pub name: &'static str,
    /// What its values are.
    pub kind: Kind,
    /// Whether a row may have none.
    pub is_nullable: bool,
    /// What it means.
    pub meaning: Meaning,
}

/// A table: the description that its files, its schema and its documentation are made from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TableSpec {
    /// Its name.
    pub name: &'static str,
    /// What one row stands for: "each … has one row".
    pub about: &'static str,
    /// Its columns, in order.
    pub columns: &'static [ColumnSpec],
}

/// A value of a row.
pub trait Cell {
    /// What it is.
    const KIND: Kind;
    /// Whether it may be missing.
    const IS_NULLABLE: bool = false;
    /// Appends it to a column of that kind.
    fn push(self, column: &mut Column);
}

impl Cell for &str {
    const KIND: Kind = Kind::Text;
    fn push(self, column: &mut Column) {
        column.push_text(Some(self));
    }
}

impl Cell for i64 {
    const KIND: Kind = Kind::Integer;
    fn push(self, column: &mut Column) {
        column.push_number(Some(self));
    }
}

impl Cell for bool {
    const KIND: Kind = Kind::Flag;
    fn push(self, column: &mut Column) {
        column.push_flag(Some(self));
    }
}

impl Cell for Instant {
    const KIND: Kind = Kind::Time;
    fn push(self, column: &mut Column) {
        column.push_number(Some(self.micros()));
    }
}

impl Cell for Option<&str> {
    const KIND: Kind = Kind::Text;
    const IS_NULLABLE: bool = true;
    fn push(self, column: &mut Column) {
        column.push_text(self);
    }
}

impl Cell for Option<i64> {
    const KIND: Kind = Kind::Integer;
    const IS_NULLABLE: bool = true;
    fn push(self, column: &mut Column) {
        column.push_number(self);
    }
}

impl Cell for Option<bool> {
    const KIND: Kind = Kind::Flag;
    const IS_NULLABLE: bool = true;
    fn push(self, column: &mut Column) {
        column.push_flag(self);
    }
}

impl Cell for Option<Instant> {
    const KIND: Kind = Kind::Time;
    const IS_NULLABLE: bool = true;
    fn push(self, column: &mut Column) {
        column.push_number(self.map(Instant::micros));
    }
}

/// The values of a column, one for each row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Column {
    /// Texts, each once, and which of them each row has.
    Text(Texts),
    /// Whole numbers, or microseconds since 1970.
    Number(Vec<Option<i64>>),
    /// True or false.
    Flag(Vec<Option<bool>>),
}

/// Texts, each once.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Texts {
    /// In the order in which rows first have them.
    pub distinct: Vec<Box<str>>,
    /// For each row the place of its text; none when it has none.
    pub places: Vec<Option<u32>>,
    #[serde(skip)]
    place_of: HashMap<Box<str>, u32>,
}

impl Texts {
    fn push(&mut self, text: Option<&str>) {
        let place = text.map(|text| self.place(text));
        self.places.push(place);
    }

    fn place(&mut self, text: &str) -> u32 {
        // rows that follow each other mostly have the same text
        if let Some(last) = self.places.last().copied().flatten()
            && self.distinct.get(last as usize).is_some_and(|known| **known == *text)
        {
            return last;
        }
        if let Some(known) = self.place_of.get(text) {
            return *known;
        }
        let place = u32::try_from(self.distinct.len()).unwrap_or(u32::MAX);
        self.distinct.push(text.into());
        self.place_of.insert(text.into(), place);
        place
    }

    /// The text of a row.
    pub fn get(&self, row: usize) -> Option<&str> {
        let place = self.places.get(row).copied().flatten()?;
        self.distinct.get(place as usize).map(|text| &**text)
    }
}

impl Column {
    fn new(kind: Kind) -> Self {
        match kind {
            Kind::Text => Column::Text(Texts::default()),
            Kind::Integer | Kind::Time => Column::Number(Vec::new()),
            Kind::Flag => Column::Flag(Vec::new()),
        }
    }

    fn push_text(&mut self, text: Option<&str>) {
        if let Column::Text(texts) = self {
            texts.push(text);
        }
    }

    fn push_number(&mut self, number: Option<i64>) {
        if let Column::Number(numbers) = self {
            numbers.push(number);
        }
    }

    fn push_flag(&mut self, flag: Option<bool>) {
        if let Column::Flag(flags) = self {
            flags.push(flag);
        }
    }
}

/// Rows of one table, column by column.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Batch {
    n_rows: u32,
    columns: Vec<Column>,
}

impl Batch {
    /// No row of a table.
    pub fn of(table: &TableSpec) -> Self {
        Batch { n_rows: 0, columns: table.columns.iter().map(|column| Column::new(column.kind)).collect() }
    }

    /// How many rows there are.
    pub fn n_rows(&self) -> usize {
        self.n_rows as usize
    }

    /// The columns, in the order of the table.
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// Appends a row: each cell goes to the next column.
    pub(crate) fn row(&mut self) -> RowWriter<'_> {
        self.n_rows += 1;
        RowWriter { columns: self.columns.iter_mut() }
    }
}

/// Writes the cells of one row.
pub(crate) struct RowWriter<'b> {
    columns: std::slice::IterMut<'b, Column>,
}

impl RowWriter<'_> {
    /// Writes the next cell.
    pub fn cell(&mut self, cell: impl Cell) {
        if let Some(column) = self.columns.next() {
            cell.push(column);
        }
    }
}

/// A row of a table.
pub trait Row {
    /// The table.
    const TABLE: TableSpec;
    /// Appends the row.
    fn push(self, batch: &mut Batch);
}

/// Declares a table and the type of its rows at once, so that what is written is what is described.
macro_rules! table {
    (
        $(#[$doc:meta])*
        $row:ident $(<$life:lifetime>)? is $name:literal: $about:literal;
        $($column:ident: $cell:ty = $meaning:expr;)+
    ) => {
        $(#[$doc])*
        #[derive(Clone, Debug)]
        pub(crate) struct $row $(<$life>)? {
            $(pub $column: $cell,)+
        }

        impl $(<$life>)? $crate::column::Row for $row $(<$life>)? {
            const TABLE: $crate::column::TableSpec = $crate::column::TableSpec {
                name: $name,
                about: $about,
                columns: &[$($crate::column::ColumnSpec {
                    name: $crate::column::plain(stringify!($column)),
                    kind: <$cell as $crate::column::Cell>::KIND,
                    is_nullable: <$cell as $crate::column::Cell>::IS_NULLABLE,
                    meaning: $meaning,
                },)+],
            };

            fn push(self, batch: &mut $crate::column::Batch) {
                let mut row = batch.row();
                $(row.cell(self.$column);)+
            }
        }
    };
}
pub(crate) use table;

/// The name of a column whose name is a keyword of Rust.
pub(crate) const fn plain(name: &'static str) -> &'static str {
    match name.as_bytes() {
        b"r#type" => "type",
        _ => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    table! {
        /// A row of a test.
        Sample<'a> is "sample": "Each sample has one row.";
        name: &'a str = says("its name");
        r#type: Option<&'a str> = says("its type").null("when it has none");
        n: i64 = says("how many");
        is_good: bool = says("whether it is good");
        at: Option<Instant> = says("when").null("never");
    }

    #[test]
    fn a_row_is_what_its_table_describes() {
        let mut batch = Batch::of(&Sample::TABLE);
        Sample { name: "a", r#type: None, n: 3, is_good: true, at: Some(Instant::from_micros(7)) }.push(&mut batch);
        Sample { name: "a", r#type: Some("t"), n: -1, is_good: false, at: None }.push(&mut batch);
        let names: Vec<_> = Sample::TABLE.columns.iter().map(|c| (c.name, c.kind, c.is_nullable)).collect();
        assert_eq!(
            names,
            [
                ("name", Kind::Text, false),
                ("type", Kind::Text, true),
                ("n", Kind::Integer, false),
                ("is_good", Kind::Flag, false),
                ("at", Kind::Time, true)
            ]
        );
        let [Column::Text(names), Column::Text(types), Column::Number(n), Column::Flag(good), Column::Number(at)] =
            batch.columns()
        else {
            panic!("other columns")
        };
        assert_eq!((names.distinct.len(), names.get(1), types.get(0), types.get(1)), (1, Some("a"), None, Some("t")));
        assert_eq!(
            (n.as_slice(), good.as_slice(), at.as_slice()),
            (&[Some(3), Some(-1)][..], &[Some(true), Some(false)][..], &[Some(7), None][..])
        );
        assert_eq!(batch.n_rows(), 2);
    }
}
