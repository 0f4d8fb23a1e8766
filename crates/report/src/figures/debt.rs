//! Verification debt over time, by who wrote the change.

use crate::context::Context;
use crate::figures::periods::Periods;
use crate::figures::shared::{head, table};
use crate::model::{Debt, DebtStack};
use crate::pages::debt::words::{Unstated, running_measure};
use crate::pages::team::changes::resources;
use crate::text::{date, finding, measure, number, words};
use plumbline_assess::{GroupBy, figures};
use plumbline_domain::Authorship;

pub(crate) fn build(cx: &Context<'_>, periods: &Periods) -> Debt {
    let all = figures::debt::over(cx.assessment, &periods.all);
    let parts = cx.assessment.parts(&cx.subset, GroupBy::Authorship);
    let stacks: Vec<DebtStack> = Authorship::ALL
        .iter()
        .zip(parts.iter())
        .map(|(&authorship, (_, of_it))| DebtStack { authorship, weighted: running(cx, periods, of_it) })
        .filter(|stack| stack.weighted.iter().any(|&w| w > 0))
        .collect();
    let shipped = all.series.iter().map(|p| p.shipped).sum();
    let parts: Vec<(Authorship, u64)> = stacks.iter().map(|s| (s.authorship, s.weighted.last().copied().unwrap_or(0))).collect();
    let names = periods.names();
    let mut columns = vec![measure::PERIOD_COLUMN];
    columns.extend(stacks.iter().map(|s| (s.authorship.title(), true)));
    columns.push(measure::TOTAL_COLUMN);
    let rows = names.iter().enumerate().map(|(i, name)| {
        let parts: Vec<u64> = stacks.iter().map(|s| s.weighted.get(i).copied().unwrap_or(0)).collect();
        let mut cells = vec![words::capital(&date::period_in_full(name))];
        cells.extend(parts.iter().map(|&n| number::thousands(n)));
        cells.push(number::thousands(parts.iter().fold(0, |sum, n| sum.saturating_add(*n))));
        cells
    });
    let twin = table(&columns, rows.collect());
    let title = finding::debt(shipped, all.weighted, &parts);
    Debt {
        head: head(title, running_measure(periods.noun(), cx.policy.unknown_radius), twin),
        periods: names,
        to: periods.links(cx),
        stacks,
        total: all.weighted,
    }
}

/// The changes of a set that state no resources.
pub(crate) fn unstated(cx: &Context<'_>, of_them: impl Iterator<Item = u32>) -> Unstated {
    let is_unstated = |place: &u32| cx.assessment.change(*place).is_some_and(|(change, _)| resources(change).is_none());
    Unstated { changes: of_them.filter(is_unstated).count() as u64, radius: cx.policy.unknown_radius }
}

/// The running weighted debt of the changes of one authorship at the end of each period of the axis.
fn running(cx: &Context<'_>, periods: &Periods, of_it: &[u32]) -> Vec<u64> {
    let series = figures::debt::over(cx.assessment, &cx.assessment.periods_of(of_it, periods.length)).series;
    let mut points = series.iter().peekable();
    let mut last = 0;
    periods
        .ids
        .iter()
        .map(|id| {
            while let Some(point) = points.next_if(|p| p.period <= *id) {
                last = point.weighted;
            }
            last
        })
        .collect()
}
