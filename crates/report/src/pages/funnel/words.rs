//! The steps of the policy enforcement funnel, by their ids in `score --json`.

use crate::text::number::thousands;

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
