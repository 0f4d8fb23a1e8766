//! The words of what is explained as lacking.

use crate::text::number::{counted, thousands};
use crate::why::sums::quotient;

/// What the figure shows, and its formula.
pub(crate) const NEXT_POINTS: (&str, &str) = (
    "What each kind of evidence would add",
    "An item that is not verified, at a gate where its change owes k items, would add 1/k to that gate of that change. The rise is the sum \
         of these parts, divided by the number of due gates that require something.",
);

/// What the figure shows, and its formula.
pub(crate) const DEBT: (&str, &str) = (
    "Verification debt",
    "A shipped change is in debt while an item that it owes is not verified. The debt is the number of such changes, and, \
         weighted, the sum of the resources that they create, modify or delete; one that states none counts as the policy says.",
);

/// All shipped changes.
pub(crate) const ALL_SHIPPED: &str = "All shipped changes";

/// A rise in points: "+4.1 points".
pub(crate) fn rise(points: &str) -> String {
    [points, " points"].concat()
}

/// What a rise is made of: "214 items not verified, 53.5 ÷ 610 pairs".
pub(crate) fn lack(items: u64, sum: f64, pairs: u64) -> String {
    [&counted(items, "item", "items"), " not verified; ", &quotient(sum, pairs), " due gates"].concat()
}

/// What an item would add: "missing, one of 4 that the gate asks for, adds 1/4".
pub(crate) fn would_add(state: &str, owed: u64) -> String {
    let n = thousands(owed);
    [state, ", one of ", &n, " that the gate asks for: adds 1/", &n].concat()
}

/// What a debt is made of.
pub(crate) fn debt(shipped: u64, in_debt: u64) -> String {
    [&counted(in_debt, "change", "changes"), " in debt of ", &thousands(shipped), " shipped; resources that they touch"].concat()
}
