//! Verification debt at the end of each period, by who wrote the change.

mod words;

use crate::context::{Context, first_of_last_days};
use crate::document::{Block, Content, Place, datum, head, table};
use crate::figures::periods::Periods;
use crate::pages::debt::words::{Unstated, series_measure};
use crate::text::number::{percent, thousands};
use crate::text::{date, phrase};
use plumbline_assess::{DebtAt, GroupBy, figures};
use plumbline_charts::Chart;
use plumbline_charts::debt::{Debt, DebtPeriod, DebtStack, Tone};
use plumbline_domain::{Authorship, Instant};

/// The weighted debt of one authorship at the end of each period of the axis.
pub(crate) type Course = (Authorship, Vec<u64>);

/// The debt over time of each authorship that has any.
pub(crate) fn by_authorship(cx: &Context<'_>, periods: &Periods) -> Vec<Course> {
    let parts = cx.assessment.parts(&cx.subset, GroupBy::Authorship);
    let courses = Authorship::ALL.iter().zip(parts.iter()).map(|(&who, (_, of_it))| (who, weighted(cx, of_it, periods)));
    courses.filter(|(_, weighted)| weighted.iter().any(|&w| w > 0)).collect()
}

/// What each of them holds at the end.
pub(crate) fn newest(all: &[Course]) -> Vec<(Authorship, u64)> {
    all.iter().map(|(who, weighted)| (*who, weighted.last().copied().unwrap_or(0))).collect()
}

fn weighted(cx: &Context<'_>, of_it: &[u32], periods: &Periods) -> Vec<u64> {
    at_ends(cx, of_it, periods).into_iter().map(|debt| debt.weighted).collect()
}

pub(crate) fn figure(cx: &Context<'_>, place: Place, periods: &Periods, courses: &[Course]) -> Block {
    let now = cx.assessment.dataset().now;
    let all = figures::debt::at(cx.assessment, &cx.subset, now);
    let shipped = figures::debt::shipped(cx.assessment, &cx.subset).shipped;
    // where a period is chosen, or nothing is as old, the debt of these changes before says nothing
    // before the first of the last days: where the range of these days is compared with the one before it
    let then = Instant::from_micros(first_of_last_days(now, words::DAYS).micros().saturating_sub(1));
    let is_all_time = cx.subset.len() == cx.any_time.len();
    let is_old_enough = cx.assessment.range(&cx.subset).is_some_and(|(first, _)| first <= then);
    let before = (is_all_time && is_old_enough).then(|| figures::debt::at(cx.assessment, &cx.subset, then).weighted);
    let parts = newest(courses);
    let mut columns = vec![words::PERIOD_COLUMN];
    columns.extend(parts.iter().map(|(who, _)| (who.title(), true)));
    columns.push(words::TOTAL_COLUMN);
    let (mut rows, mut drawn) = (Vec::new(), Vec::new());
    let names = periods.names();
    for (((i, period), key), year) in names.iter().enumerate().zip(periods.links(cx)).zip(date::years(&names)) {
        let of_period: Vec<u64> = courses.iter().filter_map(|(_, weighted)| weighted.get(i).copied()).collect();
        let name = phrase::capital(&date::period_in_full(period));
        let total = datum::count(of_period.iter().fold(0, |sum: u64, n| sum.saturating_add(*n)));
        let counts = of_period.into_iter().map(datum::count);
        rows.push(std::iter::once(datum::period(period, name.clone())).chain(counts).chain([total.clone()]).collect());
        drawn.push(DebtPeriod { key, name, tick: date::period(period), year, is_partial: false, total: total.text });
    }
    let stack = |((who, weighted), (_, newest)): (&Course, &(Authorship, u64))| DebtStack {
        tone: tone(*who),
        name: who.title().to_owned(),
        newest: words::part_of_debt(*newest, &percent(*newest as f64 / all.weighted.max(1) as f64)),
        values: weighted.iter().map(|n| (*n as f64, thousands(*n))).collect(),
    };
    let stacks = courses.iter().zip(&parts).map(stack).collect();
    let chosen = cx.selection.since.filter(|_| !is_all_time).map(|since| cx.days_from(since));
    // of a filter of authorship it says nothing whose it is
    let told = if cx.filter().authorship.is_some() { &[] } else { parts.as_slice() };
    let title = words::title(shipped, all.weighted, before, chosen, told);
    let first = cx.assessment.range(&cx.subset).map(|(first, _)| first).filter(|_| is_all_time);
    let measure = [series_measure(periods.noun(), cx.policy.unknown_radius), words::records_begin(first)].concat();
    let head = head(title, measure, table(&columns, rows));
    // where the title says from what it rose or fell
    let past = before.filter(|before| *before > 0).and_then(|before| Some((periods.place(then)?, words::past(before))));
    let drawn = Debt { periods: drawn, stacks, note: fall(courses, periods), partial: String::new(), past };
    Block::figure(place, head, vec![Content::Chart(Chart::Debt(drawn))])
}

/// The period in which debt fell, if there is one, or fell most.
fn fall(courses: &[Course], periods: &Periods) -> Option<(usize, String)> {
    let total =
        |i: usize| courses.iter().filter_map(|(_, weighted)| weighted.get(i)).fold(0, |sum: u64, n| sum.saturating_add(*n));
    let totals: Vec<u64> = (0..periods.ids.len()).map(total).collect();
    let falls = totals.iter().zip(totals.iter().skip(1)).enumerate().filter(|(_, (before, now))| now < before);
    let falls: Vec<(usize, u64)> = falls.map(|(i, (before, now))| (i + 1, before - now)).collect();
    let (place, by) = *falls.iter().max_by_key(|(place, by)| (*by, std::cmp::Reverse(*place)))?;
    Some((place, words::fall(by, falls.len() == 1, periods.noun())))
}

fn tone(authorship: Authorship) -> Tone {
    match authorship {
        Authorship::Human => Tone::Human,
        Authorship::AiAssisted => Tone::Assisted,
        Authorship::AiGenerated => Tone::Generated,
        Authorship::Unknown => Tone::Unknown,
    }
}

/// The changes of a set that state no resources.
pub(crate) fn unstated(cx: &Context<'_>, of_them: impl Iterator<Item = u32>) -> Unstated {
    let is_unstated = |place: &u32| !cx.assessment.states_resources(*place);
    Unstated { changes: of_them.filter(is_unstated).count() as u64, radius: cx.policy.unknown_radius }
}

/// The debt of some changes at the end of each period of the axis, which is that of all selected changes.
pub(crate) fn at_ends(cx: &Context<'_>, of_it: &[u32], periods: &Periods) -> Vec<DebtAt> {
    let moments = figures::debt::moments(cx.assessment, &periods.all, periods.ids.iter().copied());
    figures::debt::at_each(cx.assessment, of_it, &moments)
}
