//! The words of the matrix.

use crate::text::number::{counted, percent, thousands};
use plumbline_domain::{Gate, Strength};

/// Nothing is present.
pub(crate) const NOTHING_PRESENT: &str = "nothing present";

/// Heads the rows that sum up all types.
pub(crate) const ALL_TYPES: &str = "All artifact types";

/// What stands for the meaning of an artifact type that the policy added.
pub(crate) fn at_gate(gate: Gate) -> String {
    format!("Evidence at {}", gate.title())
}

/// The name of the table.
pub const GRID: &str = "Audit reproducibility by artifact type and control family";
/// Heads the artifact types.
pub const ARTIFACT_TYPE: &str = "Artifact type";
/// Heads the last row.
pub const TOTALS: &str = "Reproduced, all artifact types";
/// Of a type that does not serve a family.
pub const NOT_APPLICABLE: &str = "not applicable";
/// In a cell of which nothing is owed and nothing is there.
pub const NONE_OWED: &str = "none owed";
/// Below the table.
pub const NOTE: &str = "n of m: reproduced, of the items that are there. Hatching is what nobody has tried: neither good \
                        nor bad news. An outline is what is owed and missing.";
/// Verdict of a cell without an item.
pub(crate) const NOTHING_THERE: &str = "nothing there";
/// Beside a cell without an item that owes some.
pub(crate) const ALL_MISSING: &str = "all missing";
/// After the number of items that cannot be reproduced.
pub(crate) const WITNESSED: &str = " witnessed";

/// After the number of items: " of 9".
pub(crate) fn of(n: u32) -> String {
    format!(" of {n}")
}

/// "3 missing"; empty when none is.
pub(crate) fn missing(n: u32) -> String {
    if n == 0 { String::new() } else { format!("{n} missing") }
}

/// "2 diverge".
pub(crate) fn diverge(n: u32) -> String {
    counted(n.into(), "diverges", "diverge")
}

/// "4 untried".
pub(crate) fn untried(n: u32) -> String {
    format!("{n} untried")
}

/// "7 of 9 reproduced".
pub(crate) fn reproduced(n: u32, of: u32) -> String {
    format!("{n} of {of} reproduced")
}

/// "2 diverged".
pub(crate) fn diverged(n: u32) -> String {
    format!("{n} diverged")
}

/// "4 not tried".
pub(crate) fn not_tried(n: u32) -> String {
    format!("{n} not tried")
}

/// "3 of 12 owed missing".
pub(crate) fn owed_missing(n: u32, of: u32) -> String {
    format!("{n} of {of} owed missing")
}

/// A share and what it is out of: "74 %", "1,204 of 1,627".
pub(crate) fn share(done: u32, of: u32) -> (String, String) {
    let share = if of == 0 { "no data".to_owned() } else { percent(f64::from(done) / f64::from(of)) };
    (share, format!("{} of {}", thousands(done.into()), thousands(of.into())))
}

/// How well a type serves a family.
pub const fn strength(strength: Strength) -> &'static str {
    match strength {
        Strength::Strong => "Strong evidence",
        Strength::Supporting => "Supporting evidence",
    }
}
