//! Heads, tables and confidence pairs: what every figure is made of.

use crate::document;
use crate::model::{Head, Pair, Phrase, PhraseMark, Sentence, Table};
use crate::text::headline::Piece;
use crate::text::measure::Column;
use crate::text::number;
use plumbline_assess::Confidence;

/// A head with its table twin.
pub(crate) fn head(title: impl Into<String>, subtitle: impl Into<String>, table: Table) -> Head {
    Head { title: title.into(), subtitle: subtitle.into(), table, why: String::new() }
}

/// A table from its columns and rows.
pub(crate) fn table(columns: &[Column], rows: Vec<Vec<String>>) -> Table {
    Table { columns: columns.iter().map(|c| c.0.to_owned()).collect(), numeric: columns.iter().map(|c| c.1).collect(), rows }
}

/// Columns by whether they are numbers; the first needs no name where rows are cards.
pub(crate) fn columns_of(titles: &[Column]) -> Vec<document::Column> {
    let column = |(i, &(title, is_number)): (usize, &Column)| match (i, is_number) {
        (_, true) => document::Column::number(title),
        (0, false) => document::Column::text(title),
        (_, false) => document::Column::named(title),
    };
    titles.iter().enumerate().map(column).collect()
}

/// A sentence with its marks.
pub(crate) fn sentence(pieces: Vec<Piece>) -> Sentence {
    let phrases = pieces.into_iter().map(|piece| match piece {
        Piece::Plain(text) => Phrase { text, mark: PhraseMark::Plain },
        Piece::Perceived(text) => Phrase { text, mark: PhraseMark::Perceived },
        Piece::Verified(text) => Phrase { text, mark: PhraseMark::Verified },
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

/// A confidence as the charts read it; `changes` decides whether there are too few.
pub(crate) fn pair(c: &Confidence, changes: u64, too_few: u32) -> Pair {
    Pair {
        n: count(c.n),
        verified: c.verified,
        verified_interval: c.verified_interval(),
        perceived: c.perceived,
        perceived_interval: c.perceived_interval(),
        stated: count(c.stated),
        implied: c.implied,
        gap: c.gap,
        too_few: changes < u64::from(too_few),
    }
}

/// The cells of a pair from perceived to gap: perceived, interval, stated by, verified, interval, gap.
pub(crate) fn pair_cells(p: &Pair) -> [String; 6] {
    [
        number::percent_or_dash(p.perceived),
        number::percent_interval(p.perceived_interval),
        number::thousands(u64::from(p.stated)),
        number::percent_or_dash(p.verified),
        number::percent_interval(p.verified_interval),
        gap_cell(p.gap),
    ]
}

/// A gap in points, or no data.
pub(crate) fn gap_cell(gap: Option<f64>) -> String {
    gap.map_or_else(number::dash, number::gap_figure)
}

/// A change in points with its sign, or no data.
pub(crate) fn change_cell(change: Option<f64>) -> String {
    change.map_or_else(number::dash, number::signed_points)
}

/// The half width of the gap's interval: those of perceived and verified, added in quadrature. None when either has none.
pub(crate) fn gap_half_width(p: &Pair) -> Option<f64> {
    let half = |(low, high): (f64, f64)| (high - low) / 2.0;
    Some(half(p.verified_interval?).hypot(half(p.perceived_interval?)))
}

/// A difference of two figures with its interval (half widths added in quadrature) and whether that excludes zero.
pub(crate) struct Difference {
    pub change: f64,
    pub interval: Option<(f64, f64)>,
    pub is_clear: bool,
}

/// How a figure moved between two sets, each given as (value, half width). Sets with too few changes give no clear difference.
pub(crate) fn difference(from: (f64, Option<f64>), to: (f64, Option<f64>), too_few: bool) -> Difference {
    let change = to.0 - from.0;
    let interval = from.1.zip(to.1).map(|(a, b)| {
        let half = a.hypot(b);
        (change - half, change + half)
    });
    let is_clear = !too_few && interval.is_some_and(|(low, high)| low > 0.0 || high < 0.0);
    Difference { change, interval, is_clear }
}

/// The movement of the gap.
pub(crate) fn gap_difference(before: &Pair, now: &Pair) -> Option<Difference> {
    let of = |p: &Pair| Some((p.gap?, gap_half_width(p)));
    Some(difference(of(before)?, of(now)?, before.too_few || now.too_few))
}

/// The movement of verified confidence.
pub(crate) fn verified_difference(before: &Pair, now: &Pair) -> Option<Difference> {
    let of = |p: &Pair| Some((p.verified?, p.verified_interval.map(|(low, high)| (high - low) / 2.0)));
    Some(difference(of(before)?, of(now)?, before.too_few || now.too_few))
}
