//! Moments of each row: when a state of it turned, and when something of it fell due.

/// For each row the moments at which a state turned, ascending: on with the first, off with the second, and so on.
///
/// ```
/// let mut turns = plumbline_columns::Turns::default();
/// turns.push_row(&[10, 30]);
/// turns.push_row(&[20]);
/// // just before 20, 21 and 99; the rows weigh 5 and 7
/// let on = turns.on_before(&[5, 7], &[0, 1], &[20, 21, 99]);
/// assert_eq!(on, [(1, 5), (2, 12), (1, 7)]);
/// ```
#[derive(Clone, Debug)]
pub struct Turns {
    // where each row begins, and at last where the last one ends
    starts: Vec<u32>,
    times: Vec<i64>,
}

impl Default for Turns {
    fn default() -> Self {
        Turns { starts: vec![0], times: Vec::new() }
    }
}

impl Turns {
    /// Adds a row: its moments, ascending.
    pub fn push_row(&mut self, times: &[i64]) {
        self.times.extend_from_slice(times);
        self.starts.push(u32::try_from(self.times.len()).unwrap_or(u32::MAX));
    }

    /// Gives up room that is not used.
    pub fn shrink(&mut self) {
        self.starts.shrink_to_fit();
        self.times.shrink_to_fit();
    }

    /// The moments of a row.
    pub fn row(&self, row: u32) -> &[i64] {
        of_row(&self.starts, &self.times, row)
    }

    /// How many of some rows are on just before each of some ascending moments, and the sum of their weights, at the largest number
    /// when it would exceed it. Linear in the turns of the rows, times the logarithm of the moments.
    #[inline(never)]
    pub fn on_before(&self, weights: &[u64], rows: &[u32], moments: &[i64]) -> Vec<(u64, u64)> {
        // what changes between one moment and the next
        let mut steps = vec![(0_i64, 0_i128); moments.len()];
        for &row in rows {
            let weight = i128::from(weights.get(row as usize).copied().unwrap_or(0));
            let mut sign = 1;
            for &time in self.row(row) {
                if let Some((n, sum)) = steps.get_mut(moments.partition_point(|moment| *moment <= time)) {
                    *n += sign;
                    *sum += i128::from(sign) * weight;
                }
                sign = -sign;
            }
        }
        let (mut n, mut sum) = (0, 0);
        let mut out = Vec::with_capacity(steps.len());
        for (more, heavier) in steps {
            (n, sum) = (n + more, sum + heavier);
            out.push((u64::try_from(n).unwrap_or(0), u64::try_from(sum.max(0)).unwrap_or(u64::MAX)));
        }
        out
    }
}

/// Something of a row that fell due at once: how much, and how much of it was done in time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Due {
    /// When.
    pub at: i64,
    /// How much.
    pub n: u32,
    /// How much of it within the shorter and within the longer span.
    pub within: [u32; 2],
}

/// What fell due in some rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DueTally {
    /// How many times anything fell due.
    pub times: u64,
    /// How much.
    pub n: u64,
    /// How much of it within the shorter and within the longer span.
    pub within: [u64; 2],
    /// The latest moment at which any of it fell due; none without any.
    pub latest: Option<i64>,
}

/// For each row what fell due.
///
/// ```
/// use plumbline_columns::{Due, Dues};
///
/// let mut dues = Dues::default();
/// dues.push_row([Due { at: 5, n: 3, within: [1, 2] }, Due { at: 12, n: 1, within: [0, 0] }]);
/// dues.push_row([Due { at: 6, n: 1, within: [1, 1] }]);
/// // from 0 up to, and without, 10; and from there up to 20
/// let [first, second] = dues.tally(&[0, 1], &[0, 10, 20])[..] else { panic!("two") };
/// assert_eq!((first.times, first.n, first.within, first.latest), (2, 4, [2, 3], Some(6)));
/// assert_eq!((second.n, second.latest), (1, Some(12)));
/// ```
#[derive(Clone, Debug)]
pub struct Dues {
    starts: Vec<u32>,
    dues: Vec<Due>,
}

impl Default for Dues {
    fn default() -> Self {
        Dues { starts: vec![0], dues: Vec::new() }
    }
}

impl Dues {
    /// Adds a row.
    pub fn push_row(&mut self, dues: impl IntoIterator<Item = Due>) {
        self.dues.extend(dues);
        self.starts.push(u32::try_from(self.dues.len()).unwrap_or(u32::MAX));
    }

    /// Gives up room that is not used.
    pub fn shrink(&mut self) {
        self.starts.shrink_to_fit();
        self.dues.shrink_to_fit();
    }

    /// What fell due in a row.
    pub fn row(&self, row: u32) -> &[Due] {
        of_row(&self.starts, &self.dues, row)
    }

    /// The moments at which anything fell due, row by row.
    pub fn moments(&self) -> impl Iterator<Item = i64> + '_ {
        self.dues.iter().map(|due| due.at)
    }

    /// What fell due in some rows between each of some ascending bounds and the next. Linear in what fell due in the rows, times the
    /// logarithm of the bounds.
    #[inline(never)]
    pub fn tally(&self, rows: &[u32], bounds: &[i64]) -> Vec<DueTally> {
        let mut out = vec![DueTally::default(); bounds.len().saturating_sub(1)];
        for &row in rows {
            for due in self.row(row) {
                let after = bounds.partition_point(|bound| *bound <= due.at);
                let Some(tally) = after.checked_sub(1).and_then(|i| out.get_mut(i)) else { continue };
                tally.times += 1;
                tally.n += u64::from(due.n);
                let ([shorter, longer], [a, b]) = (&mut tally.within, due.within);
                *shorter += u64::from(a);
                *longer += u64::from(b);
                tally.latest = tally.latest.max(Some(due.at));
            }
        }
        out
    }
}

fn of_row<'a, T>(starts: &[u32], items: &'a [T], row: u32) -> &'a [T] {
    let row = row as usize;
    match (starts.get(row), starts.get(row + 1)) {
        (Some(&start), Some(&end)) => items.get(start as usize..end as usize).unwrap_or_default(),
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_row_is_on_between_an_odd_and_an_even_turn() {
        let mut turns = Turns::default();
        for row in [&[10, 20, 30][..], &[], &[15, 25]] {
            turns.push_row(row);
        }
        let at = |moment: i64| turns.on_before(&[1, 2, 4], &[0, 1, 2], &[moment])[0];
        // what turns at the moment itself has not turned before it
        assert_eq!([at(10), at(11), at(16), at(21), at(26), at(31)], [(0, 0), (1, 1), (2, 5), (1, 4), (0, 0), (1, 1)]);
        assert_eq!(turns.on_before(&[], &[0, 9], &[99]), [(1, 0)], "a row without a weight weighs nothing");
        assert_eq!(turns.on_before(&[u64::MAX, 0, 1], &[0, 2], &[16]), [(2, u64::MAX)]);
        assert!(turns.on_before(&[1], &[0], &[]).is_empty());
    }

    #[test]
    fn what_falls_due_outside_the_bounds_is_left_out() {
        let mut dues = Dues::default();
        dues.push_row([5, 10, 19, 20].map(|at| Due { at, n: 2, within: [1, 2] }));
        let [tally] = dues.tally(&[0], &[10, 20])[..] else { panic!("one") };
        assert_eq!(tally, DueTally { times: 2, n: 4, within: [2, 4], latest: Some(19) });
        assert_eq!(dues.tally(&[0], &[30, 40]), [DueTally::default()]);
        assert!(dues.tally(&[0], &[]).is_empty());
        assert_eq!(dues.moments().count(), 4);
    }

    proptest! {
        #[test]
        fn many_moments_at_once_are_as_each_alone(
            rows in proptest::collection::vec(proptest::collection::btree_set(-50_i64..50, 0..6), 0..12),
            moments in proptest::collection::btree_set(-60_i64..60, 0..12),
        ) {
            let mut turns = Turns::default();
            for row in &rows {
                turns.push_row(&row.iter().copied().collect::<Vec<i64>>());
            }
            let all: Vec<u32> = (0..u32::try_from(rows.len()).unwrap()).collect();
            let weights: Vec<u64> = all.iter().map(|&row| u64::from(row) + 1).collect();
            let moments: Vec<i64> = moments.into_iter().collect();
            let at_once = turns.on_before(&weights, &all, &moments);
            for (moment, found) in moments.iter().zip(at_once) {
                let is_on = |row: &std::collections::BTreeSet<i64>| row.range(..moment).count() % 2 == 1;
                let on: Vec<u64> = rows.iter().zip(&weights).filter(|(row, _)| is_on(row)).map(|(_, w)| *w).collect();
                prop_assert_eq!(found, (on.len() as u64, on.iter().sum::<u64>()));
            }
        }
    }
}
