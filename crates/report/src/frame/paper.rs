//! What is said on paper alone.

use crate::text::number::thousands;

/// Which rows of a long table are on paper, where not all are: `count` rows from the place `from`, counted from 0; empty where all are.
pub fn rows(from: u32, count: u32, total: u32) -> String {
    if count >= total {
        return String::new();
    }
    let [first, last, total] = [from.saturating_add(1), from.saturating_add(count), total].map(|n| thousands(n.into()));
    ["Rows ", &first, " to ", &last, " of ", &total, " are printed. The saved table has all of them."].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_of_which_a_part_is_printed_says_which() {
        assert_eq!(rows(0, 75, 75), "");
        assert_eq!(rows(0, 75, 1_602), "Rows 1 to 75 of 1,602 are printed. The saved table has all of them.");
        assert_eq!(rows(40, 75, 602), "Rows 41 to 115 of 602 are printed. The saved table has all of them.");
    }
}
