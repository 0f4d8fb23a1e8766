//! The words round every chart.

/// What Enter does on a mark that filters.
pub const KEY_FILTER: &str = "filter";
/// What T does.
pub const KEY_TABLE: &str = "table";
/// What Escape does.
pub const KEY_CLOSE: &str = "close";
/// How to read a chart by keys, for those who hear it.
pub const KEYS_HELP: &str = "Arrow keys move between marks, Enter filters, T opens the table, Escape closes.";

/// What a chart is called aloud.
pub const CHART: &str = "chart";
/// What one of its marks is called.
pub const MARK: &str = "mark";

/// A chart of more marks says its first and its last in its name; the others stand inside it.
const MOST_IN_A_NAME: usize = 6;

/// The name of a chart for those who hear it: its title, then its numbers, `marks` being all of them in words.
pub fn described(title: &str, marks: &[String]) -> String {
    let numbers = match marks {
        [] => String::new(),
        few if few.len() <= MOST_IN_A_NAME => few.join("; "),
        [first, .., last] => {
            format!("{} marks, the first: {first}; the last: {last}", super::number::thousands(marks.len() as u64))
        }
        [only] => only.clone(),
    };
    [title, &numbers].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(". ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_charts_name_holds_its_numbers() {
        let marks = |n: u64| -> Vec<String> { (1..=n).map(|i| format!("week {i}, Verified {i} %")).collect() };
        assert_eq!(described("Two weeks", &marks(2)), "Two weeks. week 1, Verified 1 %; week 2, Verified 2 %");
        assert_eq!(
            described("All", &marks(26)),
            "All. 26 marks, the first: week 1, Verified 1 %; the last: week 26, Verified 26 %"
        );
        assert_eq!(described("Nothing", &[]), "Nothing");
        assert_eq!(described("", &marks(1)), "week 1, Verified 1 %");
    }
}
