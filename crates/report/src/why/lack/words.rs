//! The words of what is explained as lacking.

use crate::pages::debt::words::TOO_EARLY;
use crate::text::number::{counted, percent, thousands};
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
    "A change is in debt from its merge or deployment on, whichever is earlier, while an item that is due is not verified. An item \
         falls due at Intent when the change is opened, at Validation when it is merged, at Execution when it is deployed, and at \
         Observation when the days of grace after that are over; earlier where the gate reports earlier. It is verified from the \
         report that proves it, or from the repetition that does, until it goes stale. The debt at a moment is the number of such \
         changes and, weighted, the sum of the resources that they create, modify or delete; one that states none counts as the \
         policy says.",
);

/// What the figure shows, and its formula.
pub(crate) const TIMELINESS: (&str, &str) = (
    "How soon items are verified",
    "Items that fell due in a month, and how many of them were verified within 7 and within 30 days of falling due. Going stale later \
         changes nothing. A share is shown once the last item of the month has had its 7 or 30 days.",
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

/// The debt at the end of a period: "End of week 42 of 2026".
pub(crate) fn end_of(period: &str) -> String {
    ["End of ", period].concat()
}

/// What a debt is made of.
pub(crate) fn debt(in_debt: u64, at: &str) -> String {
    ["resources touched by ", &counted(in_debt, "change", "changes"), " in debt at ", at].concat()
}

/// A share; where it is too early for one, that.
pub(crate) fn share(share: Option<f64>) -> String {
    share.map_or_else(|| TOO_EARLY.to_owned(), percent)
}

/// What a month's timeliness is made of.
pub(crate) fn timely(n: u64, within7: Option<u64>, within30: Option<u64>) -> String {
    let verified = |verified: Option<u64>| verified.map_or_else(|| TOO_EARLY.to_owned(), thousands);
    let (week, month) = (verified(within7), verified(within30));
    [&counted(n, "item", "items"), " fell due; verified within 7 days: ", &week, ", within 30 days: ", &month].concat()
}

/// What of a gate is late: "2 items, due since 4 Nov 2026".
pub(crate) fn late(items: u64, due_at: &str) -> String {
    [&counted(items, "item", "items"), ", due since ", due_at].concat()
}
