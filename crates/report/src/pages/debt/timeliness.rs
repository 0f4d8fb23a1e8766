//! How soon what falls due is verified, month by month.

use super::words;
use crate::context::Context;
use crate::document::{Block, Cell, Column, Content, FigureId, Grid, Picture, Piece, Row, Table, count, datum, head};
use crate::text::{date, number, phrase};
use plumbline_assess::{Period, Timely, figures};

/// As many months are shown at most: the newest.
const MOST_MONTHS: usize = 24;

pub(super) fn timeliness(cx: &Context<'_>) -> Block {
    let mut months = figures::timeliness::months(cx.assessment, &cx.subset);
    let too_few = u64::from(cx.policy.too_few);
    let told: Vec<words::DueMonth> = months.iter().map(|(period, timely)| due_month(*period, timely)).collect();
    let changes = cx.subset.len() as u64;
    let title = words::timeliness(&told, too_few, changes, (cx.subset.len() as u64) < cx.assessment.n_in_all());
    months.drain(..months.len().saturating_sub(MOST_MONTHS));
    let columns = words::TIMELINESS_COLUMNS
        .iter()
        .map(|&(title, spoken, class)| Column {
            title: title.to_owned(),
            spoken: spoken.to_owned(),
            class: class.to_owned(),
            ..Column::default()
        })
        .collect();
    let rows = months.iter().map(|(period, timely)| row(*period, timely, too_few, changes < too_few)).collect();
    let grid = Grid { caption: title.clone(), class: "as-cards holders timeliness".to_owned(), columns, rows };
    let content = if grid.rows.is_empty() { Vec::new() } else { vec![Content::Grid(grid)] };
    Block::figure(FigureId::Timeliness.span(12), head(title, words::TIMELINESS_MEASURE, Table::default()), content)
}

fn due_month(period: Period, timely: &Timely) -> words::DueMonth {
    let (within7, within30) = (timely.share7().value, timely.share30().value);
    words::DueMonth { name: date::period_in_full(&period.to_string()), n: timely.n, within7, within30 }
}

fn row(period: Period, timely: &Timely, too_few: u64, is_few: bool) -> Row {
    let class = if is_few || timely.n < too_few { "dim" } else { "" };
    let share = |share: Option<f64>, verified: Option<u64>| match share.zip(verified) {
        // of a few changes, or a few items, only the counts are said
        Some((_, verified)) if is_few || timely.n < too_few => Cell::styled(class, number::of(verified, timely.n)),
        Some((share, verified)) => Cell::styled(class, number::percent(share)).detail(number::of(verified, timely.n)),
        None => Cell::styled("dim", words::TOO_EARLY),
    };
    let mut within30 = share(timely.share30().value, timely.within30);
    if let (Some(verified), None) = (timely.within7, timely.within30) {
        within30 = within30.detail(words::not_within_7(timely.n.saturating_sub(verified)));
    }
    let name = phrase::capital(&date::period_in_full(&period.to_string()));
    let drawn = Cell { picture: Some(picture(timely)), ..Cell::default() };
    Row {
        class: String::new(),
        cells: vec![
            datum::period(&period.to_string(), name).into(),
            datum::count(timely.n).into(),
            drawn,
            share(timely.share7().value, timely.within7),
            within30,
        ],
    }
}

/// What was verified within 30 days, of what fell due; where it is too early for that, within 7 days, and the rest hatched.
fn picture(timely: &Timely) -> Picture {
    let (verified, rest) = match (timely.within7, timely.within30) {
        (_, Some(verified)) => (verified, Piece::Absent),
        (Some(verified), None) => (verified, Piece::Untried),
        (None, None) => return Picture::Hatch,
    };
    let pieces = vec![(Piece::Proved, count(verified)), (rest, count(timely.n.saturating_sub(verified)))];
    Picture::Bar(pieces, count(timely.n))
}
