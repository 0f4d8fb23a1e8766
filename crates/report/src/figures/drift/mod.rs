//! How both confidences move over time, gate by gate.

mod words;

use crate::context::{Comparison, Context};
use crate::document::{Block, Content, Datum, FigureId, datum, head, table};
use crate::figures::confidence::{pair_cells, perceived, shown_gap, verified, verified_difference};
use crate::figures::marks;
use crate::figures::periods::Periods;
use crate::figures::smooth;
use crate::text::date;
use crate::text::number::gap_figure;
use crate::text::phrase::capital;
use plumbline_assess::{By, Confidence, PeriodLength, figures};
use plumbline_charts::Chart;
use plumbline_charts::drift::{Drift, DriftLine, DriftPanel, DriftPoint, Period};
use plumbline_domain::Gate;
use std::ops::Range;

/// Both over time; a mark filters by its week or month.
pub(crate) fn figure(cx: &Context<'_>, periods: &Periods, comparison: Option<&Comparison>) -> Block {
    let names = periods.names();
    let by_period: Vec<By<Gate, Confidence>> =
        periods.changes.iter().map(|(_, changes)| figures::confidence::by_gate(cx.assessment, changes)).collect();
    let is_moving = periods.length == PeriodLength::Week && smooth::applies(names.len());
    let lines = Lines::of(cx, periods, &by_period, is_moving);
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
    let mut subtitle = words::measure(periods.noun(), is_moving);
    if let Some(c) = comparison.filter(|_| !moved.is_empty()) {
        subtitle = format!("{subtitle}. {}", words::compared(c.days, &date::day_of_year(c.since)));
    }
    let rows = Gate::ALL.iter().flat_map(|&gate| {
        let line = is_moving.then(|| lines.of_gate(gate));
        let rows = by_period.iter().zip(&names).enumerate();
        rows.map(move |(idx, (by, name))| row(gate, by.get(gate), name, line.map(|line| line.get(idx).and_then(Option::as_ref))))
    });
    let drawn = Drift {
        periods: names
            .iter()
            .zip(ticks(&names))
            .zip(periods.links(cx))
            .zip(date::years(&names))
            .map(|(((name, tick), key), year)| Period { key, name: capital(&date::period_in_full(name)), tick, year })
            .collect(),
        panels: Gate::ALL.iter().map(|&gate| panel(cx, gate, &by_period, &names, lines.of_gate(gate))).collect(),
        marker: comparison.filter(|_| !moved.is_empty()).and_then(|c| marker(c, periods)),
        line_name: if is_moving { smooth::FIVE_WEEKS.to_owned() } else { String::new() },
    };
    let columns: Vec<_> = words::COLUMNS.into_iter().chain(words::LINE_COLUMNS.into_iter().filter(|_| is_moving)).collect();
    let head = head(words::title(&moved), subtitle, table(&columns, rows.collect()));
    Block::figure(FigureId::Drift.span(12), head, vec![Content::Chart(Chart::Drift(drawn))])
}

/// The lines of every gate: the confidence that each period's point rests on, where the line has one.
struct Lines(By<Gate, Vec<Option<Confidence>>>);

impl Lines {
    /// The pooled confidence of all changes of a window, so that its interval is that of these changes.
    fn of(cx: &Context<'_>, periods: &Periods, by_period: &[By<Gate, Confidence>], is_moving: bool) -> Self {
        // Gates mostly have the same windows.
        let mut known: Vec<(Range<usize>, By<Gate, Confidence>)> = Vec::new();
        Self(By::from_fn(|gate: Gate| {
            let counts: Vec<u64> = by_period.iter().map(|by| by.get(gate).n).collect();
            let windows = smooth::windows(&counts, is_moving, |n| cx.is_few(n));
            let at = |(idx, window): (usize, Option<Range<usize>>)| {
                let window = window?;
                if window.len() == 1 {
                    return Some(*by_period.get(idx)?.get(gate));
                }
                if let Some((_, by)) = known.iter().rev().find(|(range, _)| *range == window) {
                    return Some(*by.get(gate));
                }
                let mut changes: Vec<u32> = window.clone().flat_map(|period| periods.changes.part(period)).copied().collect();
                changes.sort_unstable();
                let by = figures::confidence::by_gate(cx.assessment, &changes);
                let confidence = *by.get(gate);
                known.push((window, by));
                Some(confidence)
            };
            windows.into_iter().enumerate().map(at).collect()
        }))
    }

    fn of_gate(&self, gate: Gate) -> &[Option<Confidence>] {
        self.0.get(gate)
    }
}

fn panel(
    cx: &Context<'_>,
    gate: Gate,
    by_period: &[By<Gate, Confidence>],
    names: &[String],
    line: &[Option<Confidence>],
) -> DriftPanel {
    let first = by_period.iter().position(|by| by.get(gate).n > 0);
    let missing = match first.filter(|first| *first > 0).and_then(|first| names.get(first)) {
        _ if first.is_none() => marks::NOTHING_DUE.to_owned(),
        Some(name) => words::nothing_due_before(&date::period(name)),
        None => marks::NO_DATA.to_owned(),
    };
    DriftPanel {
        key: String::new(),
        name: gate.title().to_owned(),
        points: by_period.iter().zip(line).map(|(by, line)| point(by.get(gate), line.as_ref(), cx)).collect(),
        missing,
    }
}

/// A point of a gate's course; an empty one where no change is due.
fn point(c: &Confidence, line: Option<&Confidence>, cx: &Context<'_>) -> DriftPoint {
    if c.n == 0 {
        return DriftPoint::default();
    }
    let gap = |c: &Confidence| shown_gap(c).map(|gap| (gap_figure(gap), marks::gap(gap)));
    DriftPoint {
        perceived: perceived(c),
        verified: verified(c),
        gap: gap(c),
        count: words::cases_of_point(c.n, cx.is_few(c.n)),
        is_few: cx.is_few(c.n),
        line: line.map(|line| DriftLine { perceived: perceived(line), verified: verified(line), gap: gap(line) }),
    }
}

/// The name of every so-manieth period, four or so in all.
fn ticks(periods: &[String]) -> impl Iterator<Item = Option<String>> {
    let every = periods.len().div_ceil(4).max(1);
    periods.iter().enumerate().map(move |(i, period)| (i % every == 0).then(|| date::period(period)))
}

/// Where the days begin that the title compares with those before.
fn marker(comparison: &Comparison, periods: &Periods) -> Option<(usize, String)> {
    let place = periods.place(comparison.since).filter(|&p| p > 0)?;
    Some((place, words::last_days(comparison.days)))
}

/// The figures of a gate in a period. `line` where the chart has a moving mean: what its point rests on.
fn row(gate: Gate, c: &Confidence, period: &str, line: Option<Option<&Confidence>>) -> Vec<Datum> {
    let mut cells = vec![gate.title().into(), datum::period(period, date::period_in_full(period)), datum::count(c.n)];
    if c.n == 0 {
        cells.extend(std::iter::repeat_with(datum::none).take(7));
    } else {
        cells.extend(pair_cells(c));
        cells.push(datum::share_or_none(c.implied));
    }
    if let Some(line) = line {
        let [perceived, perceived_interval, _, verified, verified_interval, gap] =
            line.map(pair_cells).unwrap_or_else(|| pair_cells(&Confidence::default()));
        cells.extend([perceived, perceived_interval, verified, verified_interval, gap]);
    }
    cells
}
