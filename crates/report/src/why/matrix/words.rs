//! The words of an explained matrix.

use crate::text::number::thousands;

/// What the figure shows, and its formula.
pub(crate) const MATRIX: (&str, &str) = (
    "Audit reproducibility matrix",
    "For the changes that touch the family: how many owe the type; and by the best item of each that speaks of the family, how \
         many are present, verified, and what came of repeating them. Who ran an item is stated, not attested: a name proves no \
         second person.",
);

/// What a cell of the matrix is made of: present, reproduced, diverged, not tried, not reproducible.
pub(crate) fn cell(counts: [u64; 5]) -> String {
    let names = ["present", REPRODUCED, DIVERGED, NOT_TRIED, NOT_REPRODUCIBLE];
    let parts = counts.iter().zip(names).filter(|(n, name)| **n > 0 || *name == "present");
    parts.map(|(n, name)| [&thousands(*n), " ", name].concat()).collect::<Vec<_>>().join(", ")
}

/// Repeated by somebody else with the same output.
pub(crate) const REPRODUCED: &str = "reproduced";

/// Repeated with another output.
pub(crate) const DIVERGED: &str = "diverged";

/// Not repeated.
pub(crate) const NOT_TRIED: &str = "not tried";

/// Not to be repeated.
pub(crate) const NOT_REPRODUCIBLE: &str = "not reproducible by nature";

/// Whether an item is verified.
pub(crate) const fn verified(is: bool) -> &'static str {
    if is { "verified" } else { "not verified" }
}

/// How many runs an item has.
pub(crate) fn runs(n: &str) -> String {
    [n, if n == "1" { " run" } else { " runs" }].concat()
}
