//! How both confidences move over time, gate by gate.

mod words;

use crate::context::{Comparison, Context};
use crate::document::{Block, Content, Datum, FigureId, datum, head, table};
use crate::figures::confidence::{pair_cells, perceived, shown_gap, verified, verified_difference};
use crate::figures::marks;
use crate::figures::periods::Periods;
use crate::text::date;
use crate::text::number::gap_figure;
use crate::text::phrase::capital;
use plumbline_assess::{By, Confidence, figures};
use plumbline_charts::Chart;
use plumbline_charts::drift::{Drift, DriftPanel, DriftPoint, Period};
use plumbline_domain::Gate;

/// The days that the marker stands for.
const MARKED_DAYS: i64 = 30;

/// Both over time; a mark filters by its week or month.
pub(crate) fn figure(cx: &Context<'_>, periods: &Periods, comparison: Option<&Comparison>) -> Block {
    let names = periods.names();
    let by_period: Vec<By<Gate, Confidence>> =
        periods.changes.iter().map(|(_, changes)| figures::confidence::by_gate(cx.assessment, changes)).collect();
    let moved: Vec<words::Moved> = comparison.map_or_else(Vec::new, |c| {
        let of = |&gate: &Gate| {
            if c.before.is_few(Some(gate)) || c.now.is_few(Some(gate)) {
                return None;
            }
            let clear = verified_difference(&c.before, &c.now, Some(gate))?.is_clear;
            Some(words::Moved { gate, from: c.before.at(gate).verified?, to: c.now.at(gate).verified?, clear })
        };
        Gate::ALL.iter().filter_map(of).collect()
    });
    let mut subtitle = words::measure(periods.noun());
    if let Some(c) = comparison.filter(|_| !moved.is_empty()) {
        subtitle = format!("{subtitle}. {}", words::compared(c.days, &date::day_of_year(c.since)));
    }
    let rows =
        Gate::ALL.iter().flat_map(|&gate| by_period.iter().zip(&names).map(move |(by, name)| row(gate, by.get(gate), name)));
    let drawn = Drift {
        periods: names
            .iter()
            .zip(ticks(&names))
            .zip(periods.links(cx))
            .map(|((name, tick), key)| Period { key, name: capital(&date::period_in_full(name)), tick })
            .collect(),
        panels: Gate::ALL.iter().map(|&gate| panel(cx, gate, &by_period, &names)).collect(),
        marker: marker(cx, periods),
    };
    let head = head(words::title(&moved), subtitle, table(&words::COLUMNS, rows.collect()));
    Block::figure(FigureId::Drift.span(12), head, vec![Content::Chart(Chart::Drift(drawn))])
}

fn panel(cx: &Context<'_>, gate: Gate, by_period: &[By<Gate, Confidence>], names: &[String]) -> DriftPanel {
    let first = by_period.iter().position(|by| by.get(gate).n > 0);
    let missing = match first.filter(|first| *first > 0).and_then(|first| names.get(first)) {
        _ if first.is_none() => marks::NOTHING_DUE.to_owned(),
        Some(name) => words::nothing_due_before(&date::period(name)),
        None => marks::NO_DATA.to_owned(),
    };
    DriftPanel {
        key: String::new(),
        name: gate.title().to_owned(),
        points: by_period.iter().map(|by| point(by.get(gate), cx)).collect(),
        missing,
    }
}

/// A point of a gate's course; an empty one where no change is due.
fn point(c: &Confidence, cx: &Context<'_>) -> DriftPoint {
    if c.n == 0 {
        return DriftPoint::default();
    }
    DriftPoint {
        perceived: perceived(c),
        verified: verified(c),
        gap: shown_gap(c).map(|gap| (gap_figure(gap), marks::gap(gap))),
        count: words::cases_of_point(c.n, cx.is_few(c.n)),
    }
}

/// The name of every so-manieth period, four or so in all.
fn ticks(periods: &[String]) -> impl Iterator<Item = Option<String>> {
    let every = periods.len().div_ceil(4).max(1);
    periods.iter().enumerate().map(move |(i, period)| (i % every == 0).then(|| date::period(period)))
}

fn marker(cx: &Context<'_>, periods: &Periods) -> Option<(usize, String)> {
    let place = periods.place(cx.end.plus_days(-MARKED_DAYS)).filter(|&p| p > 0)?;
    Some((place, words::last_days(MARKED_DAYS)))
}

fn row(gate: Gate, c: &Confidence, period: &str) -> Vec<Datum> {
    let mut cells = vec![gate.title().into(), datum::period(period, date::period_in_full(period)), datum::count(c.n)];
    if c.n == 0 {
        cells.extend(std::iter::repeat_with(datum::none).take(7));
    } else {
        cells.extend(pair_cells(c));
        cells.push(datum::share_or_none(c.implied));
    }
    cells
}
