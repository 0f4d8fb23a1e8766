//! A list of coded items in each row, counted by code.

/// For each row any number of codes, all rows one after the other.
///
/// ```
/// let mut lists = plumbline_columns::Lists::default();
/// for row in [&[0, 1, 1][..], &[], &[2, 1]] {
///     row.iter().for_each(|&code| lists.push(code));
///     lists.end_row();
/// }
/// assert_eq!(lists.row(2), [2, 1]);
/// assert_eq!(lists.count(&[0, 1, 2], 3), [1, 3, 1]);
/// assert_eq!(lists.first_rows(&[0, 1, 2], 3), [Some(0), Some(0), Some(2)]);
/// assert_eq!(lists.rows_with(&[0, 1, 2], &[false, false, true]), [2]);
/// ```
#[derive(Clone, Debug)]
pub struct Lists {
    // where each row begins, and at last where the last one ends
    starts: Vec<u32>,
    codes: Vec<u32>,
}

impl Default for Lists {
    fn default() -> Self {
        Lists { starts: vec![0], codes: Vec::new() }
    }
}

impl Lists {
    /// Adds an item to the row that is being made.
    pub fn push(&mut self, code: u32) {
        self.codes.push(code);
    }

    /// Ends the row that is being made.
    pub fn end_row(&mut self) {
        self.starts.push(u32::try_from(self.codes.len()).unwrap_or(u32::MAX));
    }

    /// Gives up room that is not used.
    pub fn shrink(&mut self) {
        self.starts.shrink_to_fit();
        self.codes.shrink_to_fit();
    }

    /// The items of a row.
    pub fn row(&self, row: u32) -> &[u32] {
        let row = row as usize;
        match (self.starts.get(row), self.starts.get(row + 1)) {
            (Some(&start), Some(&end)) => self.codes.get(start as usize..end as usize).unwrap_or_default(),
            _ => &[],
        }
    }

    /// How many items some rows have.
    #[inline(never)]
    pub fn n_items(&self, rows: &[u32]) -> u64 {
        let mut n = 0;
        for &row in rows {
            n += self.row(row).len() as u64;
        }
        n
    }

    /// How many items of each code, from 0 up to, and without, `n_codes`, some rows have.
    #[inline(never)]
    pub fn count(&self, rows: &[u32], n_codes: usize) -> Vec<u32> {
        let mut counts = vec![0_u32; n_codes];
        for &row in rows {
            for &code in self.row(row) {
                if let Some(n) = counts.get_mut(code as usize) {
                    *n += 1;
                }
            }
        }
        counts
    }

    /// For each code, from 0 up to, and without, `n_codes`, the first of some rows that has it.
    #[inline(never)]
    pub fn first_rows(&self, rows: &[u32], n_codes: usize) -> Vec<Option<u32>> {
        let mut first = vec![None; n_codes];
        let mut n_open = n_codes;
        for &row in rows {
            if n_open == 0 {
                break;
            }
            for &code in self.row(row) {
                if let Some(slot @ None) = first.get_mut(code as usize) {
                    *slot = Some(row);
                    n_open -= 1;
                }
            }
        }
        first
    }

    fn has(&self, row: u32, wanted: &[bool]) -> bool {
        self.row(row).iter().any(|&code| wanted.get(code as usize).copied().unwrap_or(false))
    }

    /// The rows that have an item of a wanted code.
    #[inline(never)]
    pub fn rows_with(&self, rows: &[u32], wanted: &[bool]) -> Vec<u32> {
        rows.iter().copied().filter(|&row| self.has(row, wanted)).collect()
    }

    /// The last of some rows that has an item of a wanted code.
    #[inline(never)]
    pub fn last_row_with(&self, rows: &[u32], wanted: &[bool]) -> Option<u32> {
        rows.iter().rev().copied().find(|&row| self.has(row, wanted))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn lists(rows: &[Vec<u32>]) -> Lists {
        let mut lists = Lists::default();
        for row in rows {
            row.iter().for_each(|&code| lists.push(code));
            lists.end_row();
        }
        lists
    }

    #[test]
    fn items_are_counted_by_code() {
        let lists = lists(&[vec![0, 1, 1], vec![], vec![2, 1], vec![0]]);
        assert_eq!(lists.count(&[0, 1, 2], 3), [1, 3, 1]);
        assert_eq!((lists.n_items(&[0, 2]), lists.row(2), lists.row(9)), (5, &[2, 1][..], &[][..]));
    }

    #[test]
    fn the_first_and_the_last_row_with_a_code() {
        let lists = lists(&[vec![0, 1, 1], vec![], vec![2, 1], vec![0]]);
        assert_eq!(lists.first_rows(&[3, 2, 1, 0], 4), [Some(3), Some(2), Some(2), None]);
        assert_eq!(lists.last_row_with(&[0, 1, 2, 3], &[false, true]), Some(2));
        assert_eq!(lists.rows_with(&[3, 2, 1, 0], &[true]), [3, 0]);
        assert_eq!(lists.last_row_with(&[1], &[true, true, true]), None);
    }

    proptest! {
        #[test]
        fn counts_add_up(rows in proptest::collection::vec(proptest::collection::vec(0_u32..6, 0..5), 0..40)) {
            let lists = lists(&rows);
            let all: Vec<u32> = (0..u32::try_from(rows.len()).unwrap()).collect();
            prop_assert_eq!(lists.count(&all, 6).iter().map(|&n| u64::from(n)).sum::<u64>(), lists.n_items(&all));
        }
    }
}
