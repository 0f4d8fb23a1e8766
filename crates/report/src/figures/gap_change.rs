//! The change of the gap by gate, against the range before.

use crate::context::Comparison;
use crate::figures::shared::{change_cell, gap_cell, gap_difference, head, table};
use crate::model::{GapChange, GapChangeRow};
use crate::text::{finding, measure, number, page};
use plumbline_domain::Gate;

pub(crate) fn build(comparison: Option<&Comparison>) -> GapChange {
    let rows: Vec<GapChangeRow> = Gate::ALL.iter().map(|&gate| row(gate, comparison)).collect();
    let figures: Vec<_> = rows.iter().map(|r| (r.gate, r.change, r.clear)).collect();
    let subtitle = match comparison {
        Some(_) if rows.iter().all(|r| r.change.is_none()) => measure::GAP_CHANGE_WITHOUT_STATEMENTS.to_owned(),
        Some(c) => measure::gap_change(&page::last_days(c.days)),
        None => measure::GAP_CHANGE_WITHOUT_BEFORE.to_owned(),
    };
    let cells = rows.iter().map(|r| {
        let clear = match (r.change, r.clear) {
            (None, _) => number::dash(),
            (_, true) => "yes".to_owned(),
            (_, false) => "no".to_owned(),
        };
        let interval = r.interval.map_or_else(number::dash, |(low, high)| {
            format!("{} to {}", number::signed_points(low), number::signed_points(high))
        });
        vec![r.gate.title().to_owned(), gap_cell(r.from), gap_cell(r.to), change_cell(r.change), interval, clear]
    });
    let twin = table(&measure::GAP_CHANGE_COLUMNS, cells.collect());
    GapChange { head: head(finding::gap_change(&figures), subtitle, twin), rows }
}

fn row(gate: Gate, comparison: Option<&Comparison>) -> GapChangeRow {
    let pairs = comparison.map(|c| (c.before.at(gate), c.now.at(gate)));
    let moved = pairs.and_then(|(before, now)| gap_difference(before, now));
    GapChangeRow {
        gate,
        from: pairs.and_then(|p| p.0.gap),
        to: pairs.and_then(|p| p.1.gap),
        change: moved.as_ref().map(|m| m.change),
        interval: moved.as_ref().and_then(|m| m.interval),
        clear: moved.as_ref().is_some_and(|m| m.is_clear),
    }
}

/// The gate that carries most of the gap's movement: the one that moved clearly, in the same direction, and by more than half
/// of what all gates moved.
pub(crate) fn carrier(rows: &[GapChangeRow], change: f64) -> Option<Gate> {
    let all: f64 = rows.iter().filter_map(|r| r.change).map(f64::abs).sum();
    rows.iter()
        .find(|r| r.clear && r.change.is_some_and(|c| c.signum() == change.signum() && c.abs() * 2.0 > all))
        .map(|r| r.gate)
}
