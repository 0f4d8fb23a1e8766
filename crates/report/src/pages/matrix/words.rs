//! The verdicts of the matrix in words.

use plumbline_domain::Gate;

/// Nothing is present.
pub const NOTHING_PRESENT: &str = "nothing present";
/// Every reproducible item present is reproduced.
pub const REPRODUCED: &str = "reproduced";
/// Some are.
pub const PARTLY_REPRODUCED: &str = "partly reproduced";
/// Any diverged.
pub const DIVERGED: &str = "diverged";
/// None was tried.
pub const NOT_TRIED: &str = "not tried";
/// By nature.
pub const NOT_REPRODUCIBLE: &str = "not reproducible by nature";

/// Heads the rows that sum up all types.
pub const ALL_TYPES: &str = "All artifact types";

/// What stands for the meaning of an artifact type that the policy added.
pub fn at_gate(gate: Gate) -> String {
    format!("Evidence at {}", gate.title())
}
