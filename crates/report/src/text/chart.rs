//! The words round every chart.

use super::number::counted;

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
/// What its numbers are listed under.
pub const MARKS: &str = "Marks of the chart";

/// The short name of a chart for those who hear it: its title, and how many marks it has. Its numbers are a list beside it.
pub fn described(title: &str, marks: u64) -> String {
    let marks = match marks {
        0 => String::new(),
        n => counted(n, "mark", "marks"),
    };
    [title, &marks].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(". ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_charts_name_says_how_many_marks_it_has() {
        assert_eq!(described("Two weeks", 2), "Two weeks. 2 marks");
        assert_eq!(described("All", 1_200), "All. 1,200 marks");
        assert_eq!(described("Nothing", 0), "Nothing");
        assert_eq!(described("", 1), "1 mark");
    }
}
