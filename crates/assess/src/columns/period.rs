//! The period of each change.

use crate::period::{DAY_US, Period, PeriodLength};
use plumbline_columns::NONE;
use plumbline_domain::Instant;

/// The period of each change, by its place among the periods of the data set.
#[derive(Clone, Debug, Default)]
pub(crate) struct PeriodColumn {
    pub codes: Vec<u32>,
    /// In order.
    pub periods: Vec<Period>,
}

impl PeriodColumn {
    pub fn of(length: PeriodLength, dates: &[i64], by_date: &[u32]) -> Self {
        let mut column = PeriodColumn { codes: vec![NONE; dates.len()], periods: Vec::new() };
        // consecutive dates mostly fall on the same day, whose period is computed once
        let mut day: Option<i64> = None;
        for &row in by_date {
            let (Some(&date), Some(slot)) = (dates.get(row as usize), column.codes.get_mut(row as usize)) else { continue };
            let own_day = date.div_euclid(DAY_US);
            if day != Some(own_day) {
                day = Some(own_day);
                let period = length.of(Instant::from_micros(date));
                if column.periods.last() != Some(&period) {
                    column.periods.push(period);
                }
            }
            *slot = u32::try_from(column.periods.len().saturating_sub(1)).unwrap_or(NONE);
        }
        column
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use plumbline_columns::order_of;

    #[test]
    fn changes_stand_in_the_periods_of_their_dates() {
        let day = |m, d| Instant::from_ymd(2026, m, d).unwrap().micros();
        // 20 November 2026 is a Friday of week 47, the 23rd the Monday of week 48
        let dates = [day(11, 23), day(11, 20), day(10, 1), day(11, 20) + 5];
        let column = PeriodColumn::of(PeriodLength::Week, &dates, &order_of(&dates));
        let names: Vec<String> = column.periods.iter().map(ToString::to_string).collect();
        assert_eq!((names, column.codes), (vec!["2026-W40".into(), "2026-W47".into(), "2026-W48".into()], vec![2, 1, 0, 1]));
        let months = PeriodColumn::of(PeriodLength::Month, &dates, &order_of(&dates));
        assert_eq!(months.codes, [1, 1, 0, 1]);
    }
}
