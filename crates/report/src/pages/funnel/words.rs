//! The steps of the policy enforcement funnel, by their ids in `score --json`.

use crate::document::Heading;
use crate::text::number::{counted, thousands};
use crate::text::phrase;

/// What the bars of a funnel mean.
pub const KEY: &str = "Solid: changes that met this step and all before it. A change is lost at the first step it does not meet. \
                       What went past was merged or deployed without meeting the step; bypassed is what its gate says of itself.";

/// A step's name and what it takes.
pub fn step(id: &str) -> (&'static str, &'static str) {
    match id {
        "intent" => ("Intent recorded", "Everything that intent asks for is verified"),
        "validated" => ("Validated", "Everything that validation asks for is verified"),
        "risk-assessed" => ("Risk assessed", "A validation report, and no critical or high finding open in it"),
        "approved" => ("Approved", "Somebody other than the author upholds intent and controls"),
        "deployed" => ("Deployed with proof", "Everything that execution asks for is verified"),
        "observed" => ("Observed", "Everything that observation asks for is verified"),
        _ => ("Opened", "The change exists"),
    }
}

/// "12 lost here".
pub(crate) fn lost(n: u64) -> String {
    format!("{} lost here", thousands(n))
}

/// "3 bypassed".
pub(crate) fn bypassed(n: u64) -> String {
    format!("{} bypassed", thousands(n))
}

/// "4 went past without it".
pub(crate) fn leaked(n: u64) -> String {
    format!("{} went past without it", thousands(n))
}

/// The title of the funnel: at which step most changes went past without meeting it. Each: name, leaked.
pub(crate) fn title(steps: &[(&str, u64)]) -> String {
    let top = steps.iter().map(|s| s.1).max().unwrap_or(0);
    if top == 0 {
        return "No change went past a step without meeting it".to_owned();
    }
    let at: Vec<String> = steps.iter().filter(|s| s.1 == top).map(|s| phrase::small(s.0)).collect();
    let each = if at.len() > 1 { " each" } else { "" };
    let went = counted(top, "change", "changes");
    format!("{went}{each} went on without meeting \u{201c}{}\u{201d}", at.join("\u{201d} and \u{201c}"))
}

/// The funnel under a gate that can stop changes.
pub(crate) const MEASURE: &str =
    "Changes that meet this step and every step before it, where the validation gate can stop a change";

/// The funnel under a gate that only watches.
pub(crate) const EVALUATED_MEASURE: &str = "The same, where the validation gate only watches";

/// Its columns.
pub(crate) const COLUMNS: [Heading; 6] = [
    ("Step", false),
    ("What it takes", false),
    ("Reached", true),
    ("Lost", true),
    ("Bypassed", true),
    ("Went past without meeting it", true),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_funnel_names_where_most_go_past() {
        assert_eq!(
            title(&[("Approved", 3), ("Deployed with proof", 112)]),
            "112 changes went on without meeting \u{201c}deployed with proof\u{201d}"
        );
        assert_eq!(
            title(&[("Approved", 1), ("Observed", 1)]),
            "1 change each went on without meeting \u{201c}approved\u{201d} and \u{201c}observed\u{201d}"
        );
        assert_eq!(title(&[("Approved", 0)]), "No change went past a step without meeting it");
    }
}
