//! How both confidences move over time, gate by gate.

use crate::context::{Comparison, Context};
use crate::figures::periods::Periods;
use crate::figures::shared::{head, pair_cells, table, verified_difference};
use crate::model::{Drift, DriftGate, Pair};
use crate::text::{date, drift as words, finding, measure, number};
use plumbline_assess::By;
use plumbline_domain::Gate;

/// The days that the marker stands for.
const MARKED_DAYS: i64 = 30;

pub(crate) fn build(cx: &Context<'_>, periods: &Periods, comparison: Option<&Comparison>) -> Drift {
    let names = periods.names();
    let by_period: Vec<By<Gate, Pair>> = periods.changes.iter().map(|(_, changes)| cx.gate_pairs(changes)).collect();
    let gates: Vec<DriftGate> = Gate::ALL.iter().map(|&gate| at(&by_period, &names, gate)).collect();
    let moved: Vec<finding::Moved> = comparison.map_or_else(Vec::new, |c| {
        let of = |&gate: &Gate| {
            let (before, now) = (c.before.at(gate), c.now.at(gate));
            if before.too_few || now.too_few {
                return None;
            }
            let clear = verified_difference(before, now)?.is_clear;
            Some(finding::Moved { gate, from: before.verified?, to: now.verified?, clear })
        };
        Gate::ALL.iter().filter_map(of).collect()
    });
    let mut subtitle = measure::drift(periods.noun());
    if let Some(c) = comparison.filter(|_| !moved.is_empty()) {
        subtitle = format!("{subtitle}. {}", words::compared(c.days, &date::day_of_year(c.since)));
    }
    Drift {
        head: head(finding::drift(&moved), subtitle, twin(&names, &gates)),
        marker: marker(cx, periods),
        periods: names,
        to: periods.links(cx),
        gates,
    }
}

fn at(by_period: &[By<Gate, Pair>], names: &[String], gate: Gate) -> DriftGate {
    let point = |pairs: &By<Gate, Pair>| Some(pairs.get(gate).clone()).filter(|p| p.n > 0);
    let points: Vec<Option<Pair>> = by_period.iter().map(point).collect();
    let note = match points.iter().position(Option::is_some) {
        None => Some(words::NOTHING_DUE.to_owned()),
        Some(0) => None,
        Some(first) => names.get(first).map(|name| words::nothing_due_before(&date::period(name))),
    };
    DriftGate { gate, points, note }
}

fn marker(cx: &Context<'_>, periods: &Periods) -> Option<(u32, String)> {
    let place = periods.place(cx.end.plus_days(-MARKED_DAYS)).filter(|&p| p > 0)?;
    Some((u32::try_from(place).ok()?, words::last_days(MARKED_DAYS)))
}

fn twin(names: &[String], gates: &[DriftGate]) -> crate::model::Table {
    let rows = gates.iter().flat_map(|g| {
        g.points.iter().zip(names).map(move |(point, name)| {
            let mut cells = vec![g.gate.title().to_owned(), date::period_in_full(name)];
            match point {
                Some(p) => {
                    cells.push(number::thousands(u64::from(p.n)));
                    cells.extend(pair_cells(p));
                    cells.push(number::percent_or_dash(p.implied));
                }
                None => {
                    cells.push("0".to_owned());
                    cells.extend(std::iter::repeat_with(number::dash).take(7));
                }
            }
            cells
        })
    });
    table(&measure::DRIFT_COLUMNS, rows.collect())
}
