//! The periods of a figure's axis: every one of the range in order, also those without a change.

use crate::context::Context;
use crate::pick;
use plumbline_assess::{Assessment, Parts, Period, PeriodLength};
use plumbline_domain::{Instant, Month};

/// An axis is never longer: of a longer range it shows the periods that hold a change, the newest so many.
const MAX_PERIODS: usize = 120;

/// The periods of a set of changes.
pub(crate) struct Periods {
    /// In order.
    pub ids: Vec<Period>,
    /// The changes of each, where there are any.
    pub changes: Parts,
    /// The periods that hold a change, also those too old for the axis.
    pub all: plumbline_assess::Periods,
    pub length: PeriodLength,
}

impl Periods {
    pub fn of(assessment: &Assessment, subset: &[u32]) -> Self {
        let length = assessment.period_length(subset);
        let all = assessment.periods_of(subset, length);
        let ids = match assessment.range(subset) {
            Some((first, last)) => between(length, first, last).unwrap_or_else(|| {
                let skipped = all.len().saturating_sub(MAX_PERIODS);
                all.iter().skip(skipped).map(|(period, _)| period).collect()
            }),
            None => Vec::new(),
        };
        let changes = assessment.parts_by_period(subset, length, &ids);
        Periods { ids, changes, all, length }
    }

    /// Where the mark of each leads.
    pub fn links(&self, cx: &Context<'_>) -> Vec<String> {
        self.ids.iter().map(|id| pick::period(cx, *id)).collect()
    }

    /// Whether each is not whole: the first where the chosen days or the changes begin later in it, the last where it still runs. Of
    /// changes, a week may begin a day later and a month three, which a weekend explains.
    pub(crate) fn partial(&self, cx: &Context<'_>) -> Vec<bool> {
        let slack = if self.length == PeriodLength::Week { 1 } else { 3 };
        let begins = |first: Instant| match (cx.selection.since, cx.assessment.range(&cx.any_time)) {
            (Some(since), _) if since > first => true,
            (_, Some((earliest, _))) => earliest >= first.plus_days(slack + 1),
            _ => false,
        };
        // a chosen day ends a microsecond before the next
        let ends = |to: Instant| cx.end.micros() < to.plus_days(1).micros().saturating_sub(1);
        let last = self.ids.len().saturating_sub(1);
        let is_partial =
            |(idx, id): (usize, &Period)| id.days().is_some_and(|(from, to)| idx == 0 && begins(from) || idx == last && ends(to));
        self.ids.iter().enumerate().map(is_partial).collect()
    }

    /// What is said of one that is not whole: "Incomplete week".
    pub(crate) fn partial_words(&self) -> String {
        ["Incomplete ", self.noun()].concat()
    }

    /// The ids as they are published.
    pub fn names(&self) -> Vec<String> {
        self.ids.iter().map(ToString::to_string).collect()
    }

    /// `week` or `month`.
    pub(crate) fn noun(&self) -> &'static str {
        match self.length {
            PeriodLength::Week => "week",
            PeriodLength::Month => "month",
        }
    }

    /// The place of the period that holds a date; none outside the axis.
    pub fn place(&self, date: Instant) -> Option<usize> {
        self.ids.binary_search(&self.length.of(date)).ok()
    }
}

/// Every period from the first date to the last; none when there are too many for an axis.
fn between(length: PeriodLength, first: Instant, last: Instant) -> Option<Vec<Period>> {
    let end = length.of(last);
    let mut out = vec![length.of(first)];
    let mut date = first;
    while out.last().is_some_and(|p| *p < end) {
        if out.len() >= MAX_PERIODS {
            return None;
        }
        let next = match (length, out.last()) {
            (PeriodLength::Month, Some(Period::Month(m))) => Period::Month(month_after(*m)),
            _ => {
                date = date.plus_days(7);
                length.of(date)
            }
        };
        if out.last() == Some(&next) {
            return None;
        }
        out.push(next);
    }
    Some(out)
}

fn month_after(m: Month) -> Month {
    if m.month >= 12 { Month { year: m.year + 1, month: 1 } } else { Month { year: m.year, month: m.month + 1 } }
}

/// The last so many ISO weeks up to the one of a date, oldest first.
pub(crate) fn last_weeks(end: Instant, n: i64) -> Vec<Period> {
    (0..n).rev().map(|back| PeriodLength::Week.of(end.plus_days(-7 * back))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(periods: Option<Vec<Period>>) -> Vec<String> {
        periods.unwrap().iter().map(ToString::to_string).collect()
    }

    #[test]
    fn no_period_of_a_range_is_left_out() {
        let day = |y, m, d| Instant::from_ymd(y, m, d).unwrap();
        // 2026-12-25 lies in week 52, 2027-01-01 in week 53 of 2026, 2027-01-08 in week 1
        assert_eq!(names(between(PeriodLength::Week, day(2026, 12, 25), day(2027, 1, 4))), ["2026-W52", "2026-W53", "2027-W01"]);
        assert_eq!(names(between(PeriodLength::Month, day(2026, 11, 30), day(2027, 1, 1))), ["2026-11", "2026-12", "2027-01"]);
        assert_eq!(between(PeriodLength::Month, day(1999, 1, 1), day(9999, 1, 1)), None);
        assert_eq!(names(between(PeriodLength::Week, day(2026, 11, 22), day(2026, 11, 22))), ["2026-W47"]);
        let weeks: Vec<String> = last_weeks(day(2026, 1, 8), 3).iter().map(ToString::to_string).collect();
        assert_eq!(weeks, ["2025-W52", "2026-W01", "2026-W02"]);
    }
}
