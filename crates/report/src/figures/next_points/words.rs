//! The words of the figure.

use crate::document::Heading;
use crate::text::number::{counted, gain_points, number_word, thousands};
use plumbline_domain::Gate;

/// The title of the next verified points.
pub(crate) fn title(required: u64, unverified: u64) -> String {
    match (required, unverified) {
        (0, _) => "No item is due".to_owned(),
        (_, 0) => "Every required item is verified".to_owned(),
        _ => "Where the next verified points are".to_owned(),
    }
}

/// Where the next verified points are.
pub(crate) const MEASURE: &str =
    "How much overall verified confidence would rise if every missing item of this kind were supplied and verified";

/// Its columns.
pub(crate) const COLUMNS: [Heading; 4] = [("What to do", false), ("Gate", false), ("Where", false), ("Rise, points", true)];

/// When no artifact type is lacking.
pub(crate) const NOTHING_LEFT: &str = "Every required item is verified.";

/// What verifying a type would add: "+4.1 pts".
pub(crate) fn gain(gain: f64) -> String {
    [&gain_points(gain), "\u{a0}pts"].concat()
}

/// On the fold that holds the rest: "Show two more kinds of evidence".
pub(crate) fn show_more(n: u64) -> String {
    ["Show ", &number_word(n), if n == 1 { " more kind of evidence" } else { " more kinds of evidence" }].concat()
}

/// "Observation, 214 items missing across six teams, most in Data lake (52)": how many items of a type are not verified, of how many
/// teams (0 when no change names its team), and which of several teams lacks most. They are called missing when every one of them is.
pub(crate) fn lacking(gate: Gate, items: u64, missing: u64, teams: u64, most: Option<(&str, u64)>) -> String {
    let lacking = if missing == items { "missing" } else { "not verified" };
    let across = match teams {
        0 => String::new(),
        1 => " in one team".to_owned(),
        n => format!(" across {} teams", number_word(n)),
    };
    let most = most.map_or_else(String::new, |(team, n)| format!(", most in {team} ({})", thousands(n)));
    format!("{}, {} {lacking}{across}{most}", gate.title(), counted(items, "item", "items"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_title_says_whether_something_is_left() {
        assert_eq!(title(0, 0), "No item is due");
        assert_eq!(title(9, 0), "Every required item is verified");
        assert_eq!(title(9, 1), "Where the next verified points are");
    }

    #[test]
    fn items_are_missing_only_when_all_are() {
        assert_eq!(
            lacking(Gate::Observation, 214, 214, 6, Some(("Data lake", 52))),
            "Observation, 214 items missing across six teams, most in Data lake (52)"
        );
        assert_eq!(lacking(Gate::Observation, 4, 4, 2, None), "Observation, 4 items missing across two teams");
        assert_eq!(lacking(Gate::Execution, 1, 0, 1, None), "Execution, 1 item not verified in one team");
        assert_eq!(lacking(Gate::Intent, 2, 1, 0, None), "Intent, 2 items not verified");
    }
}
