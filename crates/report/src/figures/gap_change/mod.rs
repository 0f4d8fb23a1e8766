//! The change of the gap by gate, against the range before.

mod words;

use crate::context::{Comparison, Context};
use crate::document::{Block, Content, Datum, Place, Value, datum, head, table};
use crate::figures::confidence::{Difference, gap_datum, gap_difference, shown_gap};
use crate::figures::marks;
use crate::pick;
use crate::text::{number, page};
use plumbline_charts::Chart;
use plumbline_charts::change::{Change, GapChange, GapChangeRow};
use plumbline_domain::Gate;

pub(crate) fn figure(cx: &Context<'_>, place: impl Into<Place>, comparison: Option<&Comparison>) -> Block {
    let (mut drawn, mut rows, mut figures) = (Vec::new(), Vec::new(), Vec::new());
    for &gate in Gate::ALL {
        let of = |of: fn(&Comparison) -> &crate::context::Pairs| comparison.map(|c| of(c).at(gate));
        let (before, now) = (of(|c| &c.before), of(|c| &c.now));
        let (from, to) = (before.and_then(shown_gap), now.and_then(shown_gap));
        let moved = comparison.and_then(|c| gap_difference(&c.before, &c.now, Some(gate)));
        figures.push((gate, from.zip(to).zip(moved).map(|((from, to), moved)| (from, to, moved))));
        let interval = moved.as_ref().and_then(|m| m.interval).map_or_else(
            || Datum::new(number::dash(), Value::Differences(None)),
            |(low, high)| {
                let words = format!("{} to {}", number::signed_points(low), number::signed_points(high));
                Datum::new(words, Value::Differences(Some((low, high))))
            },
        );
        let clear = moved.as_ref().map_or_else(datum::none, |m| words::is_clear(m.is_clear).into());
        let gap = |c: Option<&plumbline_assess::Confidence>| c.map_or_else(datum::none, gap_datum);
        let change = moved.as_ref().map_or_else(|| datum::change(None), Difference::datum);
        rows.push(vec![gate.title().into(), gap(before), gap(now), change, interval, clear]);
        drawn.push(GapChangeRow {
            key: pick::gate(cx, gate),
            name: gate.title().to_owned(),
            change: moved.map(|m| Change {
                value: m.shown,
                range: m.interval,
                label: number::signed_points(m.shown),
                from_to: from.zip(to).map_or_else(String::new, |(from, to)| words::from_to(from, to)),
                unclear: words::unclear(m.is_clear, m.interval.is_some()).to_owned(),
            }),
            note: if from.is_none() && to.is_some() { words::NO_DATA_BEFORE } else { marks::NO_DATA }.to_owned(),
        });
    }
    let subtitle = match comparison {
        Some(_) if figures.iter().all(|(_, moved)| moved.is_none()) => words::WITHOUT_STATEMENTS.to_owned(),
        Some(c) => words::measure(&cx.range_words(c.days), &page::days_before(c.days)),
        None => words::WITHOUT_BEFORE.to_owned(),
    };
    let head = head(words::title(&figures), subtitle, table(&words::COLUMNS, rows));
    // Where no gate can be compared the subtitle says why: an axis over nothing would be made up.
    let is_drawn = drawn.iter().any(|row| row.change.is_some());
    let chart = is_drawn.then(|| Content::Chart(Chart::GapChange(GapChange { rows: drawn, sides: words::sides() })));
    Block::figure(place, head, chart.into_iter().collect())
}

/// The gate that carries most of the gap's movement: the one that moved clearly, in the same direction, and by more than half
/// of what all gates moved.
pub(crate) fn carrier(comparison: &Comparison, change: f64) -> Option<Gate> {
    let moves = Gate::ALL.iter().map(|&gate| (gate, gap_difference(&comparison.before, &comparison.now, Some(gate))));
    let moves: Vec<_> = moves.filter_map(|(gate, moved)| Some((gate, moved?))).collect();
    let all: f64 = moves.iter().map(|(_, moved)| moved.change.abs()).sum();
    let carries = |(_, m): &&(Gate, _)| -> bool {
        let m: &Difference = m;
        m.is_clear && m.change.signum() == change.signum() && m.change.abs() * 2.0 > all
    };
    moves.iter().find(carries).map(|(gate, _)| *gate)
}
