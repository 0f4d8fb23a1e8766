//! Many numbers of which few are different, told by short codes.

use crate::order_of;
use std::collections::HashMap;

/// Gives each different number a code: 0, 1, 2 and so on, in the order in which they come first.
///
/// ```
/// let mut intern = plumbline_columns::Intern::default();
/// assert_eq!([70, 30, 70].map(|n| intern.code(n)), [0, 1, 0]);
/// assert_eq!(intern.numbers(), [70, 30]);
/// // ascending, and the place of each code: code 0 is 70, at place 1
/// assert_eq!(intern.sorted(), (vec![30, 70], vec![1, 0]));
/// ```
#[derive(Clone, Debug, Default)]
pub struct Intern {
    codes: HashMap<u64, u32>,
    numbers: Vec<u64>,
}

impl Intern {
    /// The code of a number.
    pub fn code(&mut self, number: u64) -> u32 {
        let next = u32::try_from(self.numbers.len()).unwrap_or(u32::MAX);
        let code = *self.codes.entry(number).or_insert(next);
        if code == next {
            self.numbers.push(number);
        }
        code
    }

    /// The numbers by their codes.
    pub fn numbers(&self) -> &[u64] {
        &self.numbers
    }

    /// The numbers ascending, and for each code the place of its number among them. The numbers must be below 2^63.
    pub fn sorted(&self) -> (Vec<u64>, Vec<u32>) {
        let column: Vec<i64> = self.numbers.iter().map(|&number| i64::try_from(number).unwrap_or(i64::MAX)).collect();
        let order = order_of(&column);
        let mut places = vec![0; order.len()];
        for (place, &code) in (0_u32..).zip(&order) {
            if let Some(slot) = places.get_mut(code as usize) {
                *slot = place;
            }
        }
        (order.iter().filter_map(|&code| self.numbers.get(code as usize)).copied().collect(), places)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_keeps_its_code() {
        let mut intern = Intern::default();
        let codes: Vec<u32> = [70, 30, 70, 50, 30].map(|n| intern.code(n)).into();
        assert_eq!((codes, intern.numbers()), (vec![0, 1, 0, 2, 1], &[70, 30, 50][..]));
        // sorted 30, 50, 70: code 0 (70) stands at place 2
        assert_eq!(intern.sorted(), (vec![30, 50, 70], vec![2, 0, 1]));
    }
}
