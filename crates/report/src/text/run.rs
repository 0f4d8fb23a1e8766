//! What the runs of an evidence item say.

use crate::text::number::{counted, thousands};
use plumbline_domain::Strength;

/// Nobody ran it again.
pub fn not_tried(runs: u64) -> String {
    match runs {
        0 => "No run recorded".to_owned(),
        1 => "One run, not repeated".to_owned(),
        n => format!("{n} runs, none that counts as independent"),
    }
}

/// Runs that agree.
pub fn reproduced(matching: u64, runs: u64) -> String {
    let verb = if matching == 1 { "matches" } else { "match" };
    format!("{} of {} {verb}", thousands(matching), counted(runs, "run", "runs"))
}

/// Runs that do not agree: how many differ from the first, or the recorded digest does.
pub fn diverged(diverging: u64, runs: u64) -> String {
    if diverging == 0 {
        "The run's output differs from the recorded digest".to_owned()
    } else {
        format!("Diverged in {} of {}", thousands(diverging), counted(runs, "run", "runs"))
    }
}

/// An item that cannot be reproduced by nature.
pub(crate) const NOT_REPRODUCIBLE: &str = "Witnessed, not repeatable by nature";
/// What a reproduction does not say.
pub const NAMES_ARE_STATED: &str = "Who ran it is stated, not attested: a name proves no second person.";
/// A run of which only the output was handed in.
pub const RECORDED: &str = "recorded, not run";
/// A run without a name.
pub(crate) const UNKNOWN_ACTOR: &str = "not named";
/// A run or an item without a date.
pub(crate) const UNDATED: &str = "undated";

/// The word of a strength.
pub const fn strength(strength: Strength) -> &'static str {
    match strength {
        Strength::Strong => "strong",
        Strength::Supporting => "supporting",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_are_counted() {
        assert_eq!((not_tried(0), not_tried(1)), ("No run recorded".into(), "One run, not repeated".into()));
        assert_eq!(not_tried(2), "2 runs, none that counts as independent");
        assert_eq!((reproduced(3, 3), reproduced(1, 1)), ("3 of 3 runs match".into(), "1 of 1 run matches".into()));
        assert_eq!(diverged(2, 3), "Diverged in 2 of 3 runs");
        assert_eq!(diverged(0, 1), "The run's output differs from the recorded digest");
    }
}
