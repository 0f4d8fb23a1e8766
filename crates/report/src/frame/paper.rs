//! What stands at the head of every page on paper, where no bar says it: whose data, which filters, and when it was assessed.

use super::{Chip, DataOrigin, Frame};
use crate::text::number::thousands;

/// The name of the data that a page is made of, for its head on paper; empty where it has none.
pub fn whose(frame: &Frame) -> &str {
    match &frame.origin {
        DataOrigin::Demo { title } | DataOrigin::Site { title } => title,
        DataOrigin::None | DataOrigin::Own { .. } => "",
    }
}

/// The filters in force, such as "Filters: Team Billing; Environment prod", or that there is none.
pub fn filters(chips: &[Chip]) -> String {
    let filters: Vec<String> =
        chips.iter().filter(|chip| chip.hides.is_some()).map(|chip| [chip.name.as_str(), " ", &chip.value].concat()).collect();
    if filters.is_empty() { "No filter".to_owned() } else { ["Filters: ", &filters.join("; ")].concat() }
}

/// When it was assessed, such as "Assessed 22 Nov 2026 17:42 UTC"; empty where nothing was.
pub fn assessed(frame: &Frame) -> String {
    let assessed = &frame.footer.assessed;
    if assessed.is_empty() { String::new() } else { ["Assessed ", assessed].concat() }
}

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

    fn chip(name: &str, value: &str, hides: Option<u32>) -> Chip {
        Chip { name: name.into(), value: value.into(), hides, without: String::new() }
    }

    #[test]
    fn a_table_of_which_a_part_is_printed_says_which() {
        assert_eq!(rows(0, 75, 75), "");
        assert_eq!(rows(0, 75, 1_602), "Rows 1 to 75 of 1,602 are printed. The saved table has all of them.");
        assert_eq!(rows(40, 75, 602), "Rows 41 to 115 of 602 are printed. The saved table has all of them.");
    }

    #[test]
    fn filters_are_named_one_after_the_other_and_what_is_none_is_not() {
        assert_eq!(filters(&[]), "No filter");
        assert_eq!(filters(&[chip("Team", "Billing", Some(3))]), "Filters: Team Billing");
        let all = [chip("Team", "Billing", Some(3)), chip("Environment", "prod", Some(0)), chip("colour", "red", None)];
        assert_eq!(filters(&all), "Filters: Team Billing; Environment prod");
    }
}
