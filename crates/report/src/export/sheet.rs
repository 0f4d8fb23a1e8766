//! A table as CSV: values to compute with, under heads that name their units.

use crate::document::{Cell, Column, Datum, Grid, Table, Value};
use crate::text::date;
use plumbline_text::{CSV_START, csv, csv_number};
use std::collections::{BTreeMap, BTreeSet};

/// A table on its way to a file.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Sheet {
    /// The heads.
    pub columns: Vec<String>,
    /// As many in each row as there are columns; what is missing is empty.
    pub rows: Vec<Vec<Datum>>,
}

impl From<&Table> for Sheet {
    fn from(table: &Table) -> Self {
        Sheet { columns: table.columns.clone(), rows: table.rows.clone() }
    }
}

impl From<&Grid> for Sheet {
    /// Columns of pictures alone are left out; the second lines of a column become a column of their own.
    fn from(grid: &Grid) -> Self {
        let cells = |column: usize| grid.rows.iter().filter_map(move |row| row.cells.get(column));
        let has_text = |column: &usize| cells(*column).any(|cell| !cell.text.is_empty());
        let has_detail = |column: usize| cells(column).any(|cell| !cell.detail.is_empty());
        let kept: Vec<(usize, bool)> = (0..grid.columns.len()).filter(has_text).map(|i| (i, has_detail(i))).collect();
        let (mut columns, mut rows) = (Vec::new(), vec![Vec::new(); grid.rows.len()]);
        for (i, with_detail) in kept {
            let name = grid.columns.get(i).map_or_else(String::new, |column| name_of(column, i));
            for (out, row) in rows.iter_mut().zip(&grid.rows) {
                let cell = row.cells.get(i);
                out.push(cell.map(datum_of).unwrap_or_default());
                if with_detail {
                    out.push(cell.map_or("", |cell| cell.detail.as_str()).into());
                }
            }
            if with_detail {
                let detail = [&name, NOTE].concat();
                columns.extend([name, detail]);
            } else {
                columns.push(name);
            }
        }
        Sheet { columns, rows }
    }
}

/// Behind the head of a column, for its second lines.
const NOTE: &str = ", note";

fn name_of(column: &Column, place: usize) -> String {
    match [&column.title, &column.spoken].into_iter().find(|name| !name.is_empty()) {
        Some(name) => name.clone(),
        None => format!("Column {}", place + 1),
    }
}

fn datum_of(cell: &Cell) -> Datum {
    let is_empty = cell.value == Value::Text && cell.class.split(' ').any(|class| class == "empty");
    Datum { text: cell.text.clone(), value: if is_empty { Value::Absent } else { cell.value.clone() } }
}

impl Sheet {
    /// As CSV (RFC 4180): UTF-8 with a byte order mark, one line of heads, lines that end in CR LF.
    ///
    /// Shares are percentages and differences of shares are points, both unrounded; an interval takes two columns, low and high; days are `2026-11-20`
    /// and instants RFC 3339, both in UTC. What has no data is empty.
    pub(crate) fn to_csv(&self) -> String {
        let kinds: Vec<Kind> = (0..self.columns.len()).map(|i| Kind::of(self.rows.iter().filter_map(|row| row.get(i)))).collect();
        let mut out = String::from(CSV_START);
        line(&mut out, self.heads(&kinds).iter().map(|head| csv(head)));
        for row in &self.rows {
            let nothing = Datum::default();
            let cells = kinds.iter().enumerate().flat_map(|(i, kind)| kind.cells(row.get(i).unwrap_or(&nothing)));
            line(&mut out, cells);
        }
        out
    }

    /// The heads with their units. Columns of one name are told apart by the column before them, and else by a number.
    fn heads(&self, kinds: &[Kind]) -> Vec<String> {
        let mut n_of: BTreeMap<&str, u32> = BTreeMap::new();
        for name in &self.columns {
            *n_of.entry(name).or_default() += 1;
        }
        let (mut out, mut taken) = (Vec::new(), BTreeSet::new());
        let mut owner = "";
        for (name, kind) in self.columns.iter().zip(kinds) {
            let unit = if kind.unit.is_empty() { String::new() } else { [", ", kind.unit].concat() };
            // Some heads of the page name their unit already.
            let name = name.strip_suffix(&unit).unwrap_or(name);
            let mut full = if n_of.get(name).is_some_and(|n| *n > 1) && !owner.is_empty() {
                [owner, ", ", name].concat()
            } else {
                owner = name;
                name.to_owned()
            };
            if full.contains('\u{a0}') {
                full = full.replace('\u{a0}', " ");
            }
            for head in kind.heads(&full) {
                let mut told = head.clone();
                let mut n = 1;
                while !taken.insert(told.clone()) {
                    n += 1;
                    told = format!("{head} {n}");
                }
                out.push(told);
            }
        }
        out
    }
}

fn line(out: &mut String, cells: impl Iterator<Item = String>) {
    for (i, cell) in cells.enumerate() {
        if i > 0 {
            out.push(',');
        }
        out.push_str(&cell);
    }
    out.push_str("\r\n");
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Kind {
    unit: &'static str,
    is_interval: bool,
}

impl Kind {
    fn of<'d>(data: impl Iterator<Item = &'d Datum>) -> Self {
        let mut kind = Kind { unit: "", is_interval: false };
        for datum in data {
            let unit = match datum.value {
                Value::Share(_) | Value::Shares(..) => "%",
                Value::Points(_) | Value::Differences(..) => "points",
                Value::Days(_) => "days",
                Value::Bytes(_) => "bytes",
                _ => "",
            };
            if kind.unit.is_empty() {
                kind.unit = unit;
            }
            kind.is_interval |= matches!(datum.value, Value::Shares(..) | Value::Differences(..));
        }
        kind
    }

    fn heads(self, name: &str) -> Vec<String> {
        let unit = if self.unit.is_empty() { String::new() } else { [" (", self.unit, ")"].concat() };
        match self.is_interval {
            false => vec![[name, &unit].concat()],
            true => ["low", "high"].map(|end| [name, ", ", end, &unit].concat()).into(),
        }
    }

    fn cells(self, datum: &Datum) -> Vec<String> {
        let first = match &datum.value {
            Value::Shares(of) | Value::Differences(of) => {
                return of.map_or_else(|| vec![String::new(); 2], |(low, high)| [low, high].map(hundredfold).into());
            }
            Value::Text => csv(&datum.text),
            Value::Absent => String::new(),
            Value::Count(n) | Value::Bytes(n) => n.to_string(),
            Value::Number(value) | Value::Days(value) => csv_number(*value),
            Value::Share(value) | Value::Points(value) => value.map_or_else(String::new, hundredfold),
            Value::Day(day) => csv(&date::iso_day(*day)),
            Value::Time(at) => csv(&at.to_rfc3339()),
            Value::Name(name) => csv(name),
        };
        if self.is_interval { vec![first, String::new()] } else { vec![first] }
    }
}

/// A share as a percentage. Twelve decimals are more than any figure is known to; they drop what the multiplication adds: 7, not
/// 7.000000000000001.
fn hundredfold(share: f64) -> String {
    csv_number((share * 1e14).round() / 1e12)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Picture, Row, datum};
    use plumbline_domain::Instant;

    fn sheet(columns: &[&str], rows: Vec<Vec<Datum>>) -> String {
        let columns = columns.iter().map(|c| (*c).to_owned()).collect();
        Sheet { columns, rows }.to_csv().strip_prefix('\u{feff}').unwrap().to_owned()
    }

    #[test]
    fn values_are_unrounded_and_heads_name_their_units() {
        let t = Instant::from_rfc3339("2026-11-20T10:15:00Z").unwrap();
        let row = vec![
            "Intent".into(),
            datum::count(4532),
            datum::share(1.0 / 3.0),
            datum::interval(Some((0.07, 0.4567))),
            datum::gap(Some(-0.031)),
            datum::day(t),
            datum::time(t),
            datum::period("2026-W47", "week of 16 Nov 2026"),
        ];
        assert_eq!(
            sheet(&["Gate", "Due", "Verified", "Interval", "Gap", "Day", "Recorded", "Period"], vec![row]),
            "Gate,Due,Verified (%),\"Interval, low (%)\",\"Interval, high (%)\",Gap (points),Day,Recorded,Period\r\n\
             Intent,4532,33.333333333333,7,45.67,-3.1,2026-11-20,2026-11-20T10:15:00Z,2026-W47\r\n"
        );
    }

    #[test]
    fn what_has_no_data_is_empty_in_both_columns_of_an_interval() {
        let rows = vec![
            vec![datum::share_or_none(None), datum::interval(None)],
            vec![datum::share(0.5), datum::interval(Some((0.25, 0.75)))],
        ];
        assert_eq!(sheet(&["a", "b"], rows), "a (%),\"b, low (%)\",\"b, high (%)\"\r\n,,\r\n50,25,75\r\n");
    }

    #[test]
    fn columns_of_one_name_are_told_apart() {
        let row = vec![
            datum::share(0.5),
            datum::interval(Some((0.0, 1.0))),
            datum::share(0.5),
            datum::interval(None),
            datum::gap(None),
        ];
        let csv = sheet(&["Perceived", "95\u{a0}% interval", "Verified", "95\u{a0}% interval", "Gap, points"], vec![row]);
        assert_eq!(
            csv.lines().next(),
            Some(
                "Perceived (%),\"Perceived, 95 % interval, low (%)\",\"Perceived, 95 % interval, high (%)\",Verified (%),\
                 \"Verified, 95 % interval, low (%)\",\"Verified, 95 % interval, high (%)\",Gap (points)"
            )
        );
    }

    #[test]
    fn hostile_texts_stay_texts() {
        let row = vec!["=HYPERLINK(\"http://x\")".into(), "a\r\nb\u{202e}".into(), datum::change(Some(-0.5))];
        assert_eq!(
            sheet(&["@team", "b", "c"], vec![row]),
            "'@team,b,c (points)\r\n\"'=HYPERLINK(\"\"http://x\"\")\",a\\r\\nb\\u{202e},-50\r\n"
        );
    }

    #[test]
    fn a_grid_leaves_pictures_out_and_keeps_second_lines() {
        let cells = vec![
            Cell::text("shop#7").detail("Open a port").value(Value::Name("contoso/shop#7".to_owned())),
            Cell { picture: Some(Picture::Hatch), ..Cell::default() },
            Cell::styled("strong empty", "–"),
            Cell::from(datum::count(12)),
        ];
        let columns = vec![
            Column::text("Change"),
            Column::text("Bar"),
            Column::number("Open"),
            Column { spoken: "Items".into(), ..Column::default() },
        ];
        let grid = Grid { columns, rows: vec![Row { cells, ..Row::default() }], ..Grid::default() };
        let csv = Sheet::from(&grid).to_csv();
        assert_eq!(csv, "\u{feff}Change,\"Change, note\",Open,Items\r\ncontoso/shop#7,Open a port,,12\r\n");
    }
}
