//! Where an artifact type is lacking.

use crate::text::number::counted;
use plumbline_domain::Gate;

/// On the printed brief, above the numbers of its first page.
pub const FIGURES_BEHIND: &str = "Figures behind page 1";
/// When nothing is lacking.
pub const NOTHING_LEFT: &str = "Every required item is verified.";

/// What verifying it all would add: "+4.1 pts".
pub fn gain(gain: f64) -> String {
    [&crate::text::number::gain_points(gain), "\u{a0}pts"].concat()
}

/// On the fold that holds the rest: "Show two more".
pub fn show_more(number: &str) -> String {
    ["Show ", number, " more"].concat()
}

/// "Observation, 214 items missing across 6 teams": how many items of a type are not verified, of how many teams (0 when no
/// change names its team). They are called missing when every one of them is.
pub fn detail(gate: Gate, items: u64, missing: u64, teams: u64) -> String {
    let lacking = if missing == items { "missing" } else { "not verified" };
    let across = match teams {
        0 => String::new(),
        1 => " in 1 team".to_owned(),
        n => format!(" across {n} teams"),
    };
    format!("{}, {} {lacking}{across}", gate.title(), counted(items, "item", "items"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_are_missing_only_when_all_are() {
        assert_eq!(detail(Gate::Observation, 214, 214, 6), "Observation, 214 items missing across 6 teams");
        assert_eq!(detail(Gate::Execution, 1, 0, 1), "Execution, 1 item not verified in 1 team");
        assert_eq!(detail(Gate::Intent, 2, 1, 0), "Intent, 2 items not verified");
    }
}
