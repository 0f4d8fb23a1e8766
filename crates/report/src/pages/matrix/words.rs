//! The words of the matrix.

use crate::document::Heading;
use crate::text::number::{self, capitalised_word, counted, percent, thousands};
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
/// Above what the probes of an item answer.
pub const PROBES: &str = "What the file answers";
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

/// The title of the matrix: how many reproducible items nobody else has tried.
pub(crate) fn title(reproducible: u64, not_tried: u64) -> String {
    match (reproducible, not_tried) {
        (0, _) => "Evidence by artifact type and control family".to_owned(),
        (_, 0) => "Every reproducible item was tried by somebody else".to_owned(),
        (n, k) if n == k => "No reproducible item was tried by somebody else".to_owned(),
        (n, k) => {
            let was = if k == 1 { "was" } else { "were" };
            format!("{} of {} {was} tried by nobody else", thousands(k), counted(n, "reproducible item", "reproducible items"))
        }
    }
}

/// The title of a cell's panel: what its runs say.
pub(crate) fn cell_title(present: u64, reproduced: u64, diverged: u64, not_tried: u64, not_reproducible: u64) -> String {
    let of = |k: u64, what_one: &str, what_many: &str| {
        format!("{} of {} {}", capitalised_word(k), number::number_word(present), if k == 1 { what_one } else { what_many })
    };
    if present == 0 {
        "No item is present".to_owned()
    } else if diverged > 0 {
        of(diverged, "did not reproduce", "did not reproduce")
    } else if not_reproducible == present {
        match present {
            1 => "One item, witnessed, not repeatable by nature".to_owned(),
            n => format!("{} items, witnessed, not repeatable by nature", capitalised_word(n)),
        }
    } else if reproduced == present {
        if present == 1 {
            "The one item was reproduced".to_owned()
        } else {
            format!("All {} were reproduced", number::number_word(present))
        }
    } else if not_tried == present {
        if present == 1 {
            "The one item was not tried".to_owned()
        } else {
            format!("None of {} was tried", number::number_word(present))
        }
    } else {
        of(reproduced, "was reproduced", "were reproduced")
    }
}

/// The matrix.
pub(crate) const MEASURE: &str = "Items reproduced by a second, independent run; who ran it is stated, not attested. An item counts once for each control family that it serves";

/// On the button that saves the matrix.
pub const SAVE_MATRIX: &str = "Save the matrix";
/// Its columns.
pub(crate) const COLUMNS: [Heading; 11] = [
    ("Artifact type", false),
    ("Control family", false),
    ("Strength", false),
    ("Required", true),
    ("Present", true),
    ("Verified", true),
    ("Reproduced", true),
    ("Diverged", true),
    ("Not tried", true),
    ("Not reproducible", true),
    ("Verdict", false),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_matrix_and_its_cells_count_runs() {
        assert_eq!(title(518, 100), "100 of 518 reproducible items were tried by nobody else");
        assert_eq!(title(2, 1), "1 of 2 reproducible items was tried by nobody else");
        assert_eq!(title(1, 1), "No reproducible item was tried by somebody else");
        assert_eq!(title(1, 0), "Every reproducible item was tried by somebody else");
        assert_eq!(title(0, 0), "Evidence by artifact type and control family");
        assert_eq!(cell_title(9, 7, 2, 0, 0), "Two of nine did not reproduce");
        assert_eq!(cell_title(9, 7, 0, 2, 0), "Seven of nine were reproduced");
        assert_eq!(cell_title(9, 1, 0, 8, 0), "One of nine was reproduced");
        assert_eq!(cell_title(9, 9, 0, 0, 0), "All nine were reproduced");
        assert_eq!(cell_title(9, 0, 0, 9, 0), "None of nine was tried");
        assert_eq!(cell_title(1, 0, 0, 1, 0), "The one item was not tried");
        assert_eq!(cell_title(6, 0, 0, 0, 6), "Six items, witnessed, not repeatable by nature");
        assert_eq!(cell_title(0, 0, 0, 0, 0), "No item is present");
    }
}
