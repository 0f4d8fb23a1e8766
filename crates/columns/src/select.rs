//! Which rows count.

use crate::NONE;

/// Which of all rows are kept: first all, then fewer with every condition.
///
/// ```
/// use plumbline_columns::{Mask, NONE};
///
/// let mut mask = Mask::all(4);
/// mask.keep_between(&[10, 20, 30, 40], 20, 40);
/// assert_eq!(mask.rows(), [1, 2, 3]);
/// // rows with code 0, and those without a code
/// mask.keep_codes(&[0, 0, 1, NONE], &[true], true);
/// assert_eq!((mask.rows(), mask.len()), (vec![1, 3], 2));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mask {
    kept: Vec<bool>,
}

impl Mask {
    /// All of so many rows.
    pub fn all(n_rows: usize) -> Self {
        Mask { kept: vec![true; n_rows] }
    }

    /// These of so many rows; a row beyond them is left out.
    #[inline(never)]
    pub fn of(rows: &[u32], n_rows: usize) -> Self {
        let mut kept = vec![false; n_rows];
        for &row in rows {
            if let Some(slot) = kept.get_mut(row as usize) {
                *slot = true;
            }
        }
        Mask { kept }
    }

    /// Keeps the rows whose value lies between two values, both included.
    #[inline(never)]
    pub fn keep_between(&mut self, column: &[i64], low: i64, high: i64) {
        for (slot, &value) in self.kept.iter_mut().zip(column) {
            *slot &= (low <= value) & (value <= high);
        }
    }

    /// Keeps the rows whose code is wanted, and those without a code if they are.
    #[inline(never)]
    pub fn keep_codes(&mut self, column: &[u32], wanted: &[bool], without: bool) {
        // mostly one code is wanted, which is told by comparing alone
        let mut codes =
            (0_u32..).zip(wanted).filter(|(_, is_wanted)| **is_wanted).map(|(code, _)| code).chain(without.then_some(NONE));
        match (codes.next(), codes.next()) {
            (None, _) => self.kept.fill(false),
            (Some(only), None) => {
                for (slot, &code) in self.kept.iter_mut().zip(column) {
                    *slot &= code == only;
                }
            }
            _ => {
                for (slot, &code) in self.kept.iter_mut().zip(column) {
                    *slot &= if code == NONE { without } else { wanted.get(code as usize).copied().unwrap_or(false) };
                }
            }
        }
    }

    /// How many rows are kept.
    #[inline(never)]
    pub fn len(&self) -> usize {
        self.kept.iter().map(|&kept| usize::from(kept)).sum()
    }

    /// Whether no row is kept.
    pub fn is_empty(&self) -> bool {
        !self.kept.contains(&true)
    }

    /// The rows that are kept, ascending.
    #[inline(never)]
    pub fn rows(&self) -> Vec<u32> {
        let mut rows = Kept::with_room(self.len());
        for (row, &kept) in (0_u32..).zip(&self.kept) {
            rows.add(row, kept);
        }
        rows.finish()
    }

    /// The rows that are kept, in the order of a list of all rows.
    #[inline(never)]
    pub fn rows_in(&self, order: &[u32]) -> Vec<u32> {
        let mut rows = Kept::with_room(self.len());
        for &row in order {
            rows.add(row, self.kept.get(row as usize).copied().unwrap_or(false));
        }
        rows.finish()
    }
}

/// Rows that are kept, written one after the other without a branch on whether the row is kept: which ones are is as good as
/// random, and a processor that guesses wrong waits.
pub(crate) struct Kept {
    rows: Vec<u32>,
    n: usize,
}

impl Kept {
    /// Room for so many rows, and for one that is written but not kept.
    pub(crate) fn with_room(n_rows: usize) -> Self {
        Kept { rows: vec![0; n_rows + 1], n: 0 }
    }

    /// Keeps a row, or not.
    #[inline(always)]
    pub(crate) fn add(&mut self, row: u32, is_kept: bool) {
        if let Some(slot) = self.rows.get_mut(self.n) {
            *slot = row;
        }
        self.n += usize::from(is_kept);
    }

    pub(crate) fn finish(mut self) -> Vec<u32> {
        self.rows.truncate(self.n);
        self.rows
    }
}

/// All rows by their value, ascending; rows of the same value in their own order.
///
/// ```
/// assert_eq!(plumbline_columns::order_of(&[30, 10, 30, 20]), [1, 3, 0, 2]);
/// ```
pub fn order_of(column: &[i64]) -> Vec<u32> {
    let mut pairs: Vec<(i64, u32)> = column.iter().copied().zip(0_u32..).collect();
    pairs.sort_unstable();
    pairs.into_iter().map(|(_, row)| row).collect()
}

/// Some ascending rows by their value, rows of the same value in their own order; `order` is that of all rows.
///
/// ```
/// use plumbline_columns::{in_order, order_of};
///
/// let dates = [30, 10, 30, 20];
/// assert_eq!(in_order(&dates, &order_of(&dates), &[0, 2, 3]), [3, 0, 2]);
/// ```
#[inline(never)]
pub fn in_order(column: &[i64], order: &[u32], rows: &[u32]) -> Vec<u32> {
    // few rows are sorted sooner than all are looked through
    if rows.len() < order.len() / 16 {
        let mut pairs: Vec<(i64, u32)> = rows.iter().filter_map(|&row| Some((*column.get(row as usize)?, row))).collect();
        pairs.sort_unstable();
        return pairs.into_iter().map(|(_, row)| row).collect();
    }
    Mask::of(rows, order.len()).rows_in(order)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_condition_leaves_fewer_rows() {
        let mut mask = Mask::all(5);
        mask.keep_between(&[10, 20, 30, 40, 50], 20, 50);
        assert_eq!(mask.rows(), [1, 2, 3, 4]);
        // codes 0 and 2 are wanted: row 2 has code 1, row 4 a code that nobody knows
        mask.keep_codes(&[0, 2, 1, NONE, 9], &[true, false, true], true);
        assert_eq!((mask.rows(), mask.len(), mask.is_empty()), (vec![1, 3], 2, false));
        mask.keep_codes(&[0, 2, 1, NONE, 9], &[true, false, true], false);
        assert_eq!(mask.rows(), [1]);
    }

    #[test]
    fn rows_come_in_any_order_that_is_asked_for() {
        let order = order_of(&[30, 10, 30, 20]);
        assert_eq!(order, [1, 3, 0, 2]);
        assert_eq!(Mask::of(&[0, 2, 3, 77], 4).rows_in(&order), [3, 0, 2]);
        let column: Vec<i64> = (0..40).map(|row| -row).collect();
        let order = order_of(&column);
        assert_eq!(in_order(&column, &order, &[3, 30]), [30, 3]);
        let half: Vec<u32> = (0..20).collect();
        assert_eq!(in_order(&column, &order, &half), (0..20).rev().collect::<Vec<u32>>());
    }
}
