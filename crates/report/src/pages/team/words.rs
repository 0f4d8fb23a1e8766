//! The words of a team's page.

use crate::document::Heading;
use crate::text::number::{self, capitalised_word, counted};
/// The columns of its changes: title, what it is for those who hear it, and style classes.
pub(crate) const COLUMNS: [(&str, &str, &str); 9] = [
    ("Change", "", "change-id mono"),
    ("What it does", "", "change-title"),
    ("Date", "", "num when unnamed"),
    ("Author", "", "small by"),
    ("Resources", "", "num resources"),
    ("", "Blast radius", "bar-cell"),
    ("Stated, %", "", "num strong perceived-word stated"),
    ("", "Gates", "gates-cell"),
    ("Weakest evidence", "", "small weakest"),
];

/// The title of a team's recent changes: how many of them have a due gate that is not verified.
pub(crate) fn changes_title(shown: u64, open: u64) -> String {
    match (shown, open) {
        (0, _) => "No change matches".to_owned(),
        (1, 0) => "The last change has proof at every due gate".to_owned(),
        (1, _) => "The last change has a gate without proof".to_owned(),
        (n, 0) => format!("Each of the last {} changes has proof at every due gate", number::number_word(n)),
        (n, k) if n == k => format!("Each of the last {} changes has a gate without proof", number::number_word(n)),
        (n, k) => {
            let have = if k == 1 { "has" } else { "have" };
            format!("{} of the last {} changes {have} a gate without proof", capitalised_word(k), number::number_word(n))
        }
    }
}

/// The title of a rung's criteria. `held` counts met and not applicable ones.
pub(crate) fn criteria_title(rung: &str, held: u64, all: u64) -> String {
    match (held, all) {
        (_, 0) => format!("{rung} asks for nothing"),
        (h, a) if h == a && a == 1 => format!("The one criterion for {rung} is met"),
        (h, a) if h == a => format!("All {} criteria for {rung} are met", number::number_word(a)),
        (0, 1) => format!("The one criterion for {rung} is open"),
        (0, a) => format!("None of the {} criteria for {rung} is met", number::number_word(a)),
        (h, a) => {
            let are = if h == 1 { "is" } else { "are" };
            format!("{} of {} criteria for {rung} {are} met", capitalised_word(h), number::number_word(a))
        }
    }
}

/// A team's ladder: its columns.
pub(crate) const LADDER_COLUMNS: [Heading; 3] = [("Rung", false), ("What it means", false), ("Where the team stands", false)];

/// The criteria: their columns.
pub(crate) const CRITERIA_COLUMNS: [Heading; 8] = [
    ("Rung", false),
    ("Criterion", false),
    ("State", false),
    ("Value", true),
    ("Lower bound", true),
    ("Cases", true),
    ("Needs", true),
    ("Missing", true),
];

/// A team's changes: their columns.
pub(crate) const CHANGES_COLUMNS: [Heading; 11] = [
    ("Change", false),
    ("What it does", false),
    ("Date", false),
    ("Authorship", false),
    ("Resources", true),
    ("Stated", true),
    ("Intent", false),
    ("Validation", false),
    ("Execution", false),
    ("Observation", false),
    ("Weakest evidence", false),
];

/// A team's changes: the subtitle.
pub(crate) fn changes_measure(shown: u64, total: u64) -> String {
    let which =
        if shown == total { String::new() } else { format!("The newest {shown} of {}. ", counted(total, "change", "changes")) };
    format!("{which}Evidence state at Intent, Validation, Execution and Observation: the weakest required item")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn recent_changes_and_criteria_are_counted() {
        assert_eq!(changes_title(8, 6), "Six of the last eight changes have a gate without proof");
        assert_eq!(changes_title(8, 1), "One of the last eight changes has a gate without proof");
        assert_eq!(changes_title(8, 0), "Each of the last eight changes has proof at every due gate");
        assert_eq!(changes_title(8, 8), "Each of the last eight changes has a gate without proof");
        assert_eq!(
            (changes_title(1, 1), changes_title(0, 0)),
            ("The last change has a gate without proof".into(), "No change matches".into())
        );
        assert_eq!(criteria_title("Proven", 4, 6), "Four of six criteria for Proven are met");
        assert_eq!(criteria_title("Proven", 1, 6), "One of six criteria for Proven is met");
        assert_eq!(criteria_title("Declared", 0, 1), "The one criterion for Declared is open");
        assert_eq!(criteria_title("Declared", 1, 1), "The one criterion for Declared is met");
        assert_eq!(criteria_title("Proven", 3, 3), "All three criteria for Proven are met");
        assert_eq!(criteria_title("Proven", 0, 3), "None of the three criteria for Proven is met");
        assert_eq!(criteria_title("Proven", 0, 0), "Proven asks for nothing");
    }
}
