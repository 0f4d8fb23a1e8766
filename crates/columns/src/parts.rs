//! Rows by group, and what is counted and added up over rows.

use crate::NONE;
use crate::select::Kept;

/// The rows of a selection, parted into groups; in each group they stand in the order of the selection.
///
/// ```
/// use plumbline_columns::{NONE, Parts};
///
/// // the teams of four rows, of which row 2 has none
/// let parts = Parts::by(&[1, 0, NONE, 1], &[3, 2, 1, 0], 2);
/// assert_eq!((parts.part(0), parts.part(1)), (&[1][..], &[3, 0][..]));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parts {
    rows: Vec<u32>,
    // where each group begins, and at last where the last one ends
    starts: Vec<u32>,
}

impl Parts {
    /// The rows by the codes of a column, from 0 up to, and without, `n_groups`. A row with another code is in no group.
    pub fn by(column: &[u32], rows: &[u32], n_groups: usize) -> Self {
        Parts::of_keys(&gathered(column, rows), rows, n_groups)
    }

    /// The rows by a key for each, from 0 up to, and without, `n_groups`. A row with another key is in no group.
    #[inline(never)]
    pub fn of_keys(keys: &[u32], rows: &[u32], n_groups: usize) -> Self {
        // the last group is that of rows in no group, and is cut off in the end
        let mut starts = vec![0_u32; n_groups + 1];
        for &key in keys {
            if let Some(n) = starts.get_mut((key as usize).min(n_groups)) {
                *n += 1;
            }
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += std::mem::replace(start, sum);
        }
        let mut parted = vec![0_u32; sum as usize];
        let mut next = starts.clone();
        for (&key, &row) in keys.iter().zip(rows) {
            let Some(place) = next.get_mut((key as usize).min(n_groups)) else { continue };
            if let Some(slot) = parted.get_mut(*place as usize) {
                *slot = row;
            }
            *place += 1;
        }
        parted.truncate(starts.last().map_or(0, |&end| end as usize));
        Parts { rows: parted, starts }
    }

    /// How many groups there are, those without a row too.
    pub fn n_groups(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// The rows of a group.
    pub fn part(&self, group: usize) -> &[u32] {
        match (self.starts.get(group), self.starts.get(group + 1)) {
            (Some(&start), Some(&end)) => self.rows.get(start as usize..end as usize).unwrap_or_default(),
            _ => &[],
        }
    }

    /// Each group with its rows.
    pub fn iter(&self) -> impl Iterator<Item = (usize, &[u32])> {
        (0..self.n_groups()).map(|group| (group, self.part(group)))
    }
}

/// The values of a column at some rows; [`NONE`] for a row that it does not have.
#[inline(never)]
pub fn gathered(column: &[u32], rows: &[u32]) -> Vec<u32> {
    let mut out = Vec::with_capacity(rows.len());
    for &row in rows {
        out.push(column.get(row as usize).copied().unwrap_or(NONE));
    }
    out
}

/// Two keys of each row as one: `first × n_second + second`. A row without one of them, or with a second key beyond, has none.
///
/// ```
/// use plumbline_columns::{NONE, crossed};
///
/// // 0 × 3 + 2 and 1 × 3 + 0; the third row has no first key
/// assert_eq!(crossed(&[0, 1, NONE], &[2, 0, 1], 3), [2, 3, NONE]);
/// ```
#[inline(never)]
pub fn crossed(first: &[u32], second: &[u32], n_second: u32) -> Vec<u32> {
    let mut out = Vec::with_capacity(first.len());
    for (&a, &b) in first.iter().zip(second) {
        out.push(if a == NONE || b >= n_second { NONE } else { a.saturating_mul(n_second).saturating_add(b) });
    }
    out
}

/// How many rows have each code, from 0 up to, and without, `n_codes`.
#[inline(never)]
pub fn count_by(column: &[u32], rows: &[u32], n_codes: usize) -> Vec<u64> {
    let mut counts = vec![0_u64; n_codes];
    for &row in rows {
        if let Some(n) = column.get(row as usize).and_then(|&code| counts.get_mut(code as usize)) {
            *n += 1;
        }
    }
    counts
}

/// How many rows have all of these marks.
#[inline(never)]
pub fn count_marked(column: &[u32], rows: &[u32], marks: u32) -> u64 {
    let mut n = 0;
    for &row in rows {
        n += u64::from(column.get(row as usize).is_some_and(|&value| value & marks == marks));
    }
    n
}

/// The rows that have all of these marks.
#[inline(never)]
pub fn marked(column: &[u32], rows: &[u32], marks: u32) -> Vec<u32> {
    let mut out = Kept::with_room(rows.len());
    for &row in rows {
        out.add(row, column.get(row as usize).is_some_and(|&value| value & marks == marks));
    }
    out.finish()
}

/// The rows that have no code.
#[inline(never)]
pub fn rows_without(column: &[u32], rows: &[u32]) -> Vec<u32> {
    let mut out = Kept::with_room(rows.len());
    for &row in rows {
        out.add(row, column.get(row as usize).is_none_or(|&code| code == NONE));
    }
    out.finish()
}

/// The rows whose value lies between two values, both included.
#[inline(never)]
pub fn between(column: &[i64], rows: &[u32], low: i64, high: i64) -> Vec<u32> {
    let mut out = Kept::with_room(rows.len());
    for &row in rows {
        out.add(row, column.get(row as usize).is_some_and(|&value| (low <= value) & (value <= high)));
    }
    out.finish()
}

/// The sum of a column over some rows; the largest number when it would exceed it.
#[inline(never)]
pub fn sum_saturating(column: &[u64], rows: &[u32]) -> u64 {
    let mut sum = 0_u64;
    for &row in rows {
        sum = sum.saturating_add(column.get(row as usize).copied().unwrap_or(0));
    }
    sum
}

/// The least and the largest value of a column at some rows.
#[inline(never)]
pub fn range(column: &[i64], rows: &[u32]) -> Option<(i64, i64)> {
    let (mut low, mut high) = (i64::MAX, i64::MIN);
    for &row in rows {
        if let Some(&value) = column.get(row as usize) {
            (low, high) = (low.min(value), high.max(value));
        }
    }
    (low <= high).then_some((low, high))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn rows_are_parted_in_their_order() {
        // codes by row: 1, 0, 1, none, 0, 7
        let column = [1, 0, 1, NONE, 0, 7];
        let parts = Parts::by(&column, &[4, 0, 2, 3, 5], 3);
        assert_eq!((parts.n_groups(), parts.part(0), parts.part(1), parts.part(2)), (3, &[4][..], &[0, 2][..], &[][..]));
        assert_eq!(rows_without(&column, &[4, 0, 2, 3, 5]), [3]);
        assert_eq!(parts.part(9), &[] as &[u32]);
        assert_eq!(count_by(&column, &[4, 0, 2, 3, 5], 3), [1, 2, 0]);
    }

    #[test]
    fn two_keys_make_one() {
        // 0 × 3 + 2, 1 × 3 + 0; the third has no first key, the fourth a second one beyond
        assert_eq!(crossed(&[0, 1, NONE, 1], &[2, 0, 1, 3], 3), [2, 3, NONE, NONE]);
    }

    #[test]
    fn marks_are_counted_and_sums_stop_at_the_largest_number() {
        let column = [0b11, 0b01, 0b10];
        assert_eq!(count_marked(&column, &[0, 1, 2], 0b01), 2);
        assert_eq!(marked(&column, &[0, 1, 2], 0b10), [0, 2]);
        assert_eq!(sum_saturating(&[u64::MAX, 5, 7], &[1, 2]), 12);
        assert_eq!(sum_saturating(&[u64::MAX, 5, 7], &[0, 1]), u64::MAX);
    }

    #[test]
    fn a_range_of_nothing_is_none() {
        assert_eq!(range(&[5, 3, 9], &[0, 1]), Some((3, 5)));
        assert_eq!(range(&[5, 3, 9], &[]), None);
        assert_eq!(between(&[5, 3, 9], &[0, 1, 2], 3, 5), [0, 1]);
    }

    proptest! {
        #[test]
        fn every_row_is_in_its_group(keys in proptest::collection::vec(0_u32..6, 0..60)) {
            let rows: Vec<u32> = (0..u32::try_from(keys.len()).unwrap()).map(|row| row * 3).collect();
            let parts = Parts::of_keys(&keys, &rows, 5);
            for (group, part) in parts.iter() {
                let wanted: Vec<u32> =
                    rows.iter().zip(&keys).filter(|(_, key)| **key as usize == group).map(|(row, _)| *row).collect();
                prop_assert_eq!(part, wanted);
            }
        }
    }
}
