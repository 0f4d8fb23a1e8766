//! The words of an explained funnel.

use crate::text::number::thousands;

/// What the figure shows, and its formula.
pub(crate) const FUNNEL: (&str, &str) = (
    "Policy enforcement funnel",
    "A change reaches a step when it meets the criteria of that step and of every step before. It leaks when it went past the \
         step without meeting its criterion. Changes whose validation gate only watches stand in a funnel of their own.",
);

/// After the name of a step of the funnel that only watches.
pub(crate) const WATCHED: &str = " (gate only watches)";

/// What a step of the funnel is made of.
pub(crate) fn step(lost: u64, bypassed: u64, leaked: u64) -> String {
    [&thousands(lost), " lost here, ", &thousands(bypassed), " bypassed, ", &thousands(leaked), " went past without meeting it"]
        .concat()
}

/// What became of a change at a step.
pub(crate) fn fate(is_lost: bool, is_bypassed: bool, is_leaked: bool) -> String {
    let all = [(is_lost, "lost here"), (is_bypassed, "gate bypassed"), (is_leaked, "went past without meeting it")];
    all.iter().filter(|(is, _)| *is).map(|(_, name)| *name).collect::<Vec<_>>().join(", ")
}
