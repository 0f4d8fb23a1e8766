//! The words of an explained ladder.

use crate::text::number::{counted, thousands};

/// What the figure shows, and its formula.
pub(crate) const TEAMS: (&str, &str) = (
    "Where each team stands on the ladder",
    "A team stands on the highest rung whose criteria, and those of every rung below, it meets, over its changes in the ladder's \
         window. A share meets its threshold when the lower bound of its 95 % interval does.",
);

/// What a rung is made of.
pub(crate) fn criteria(met: u64, all: u64, claimed: Option<&str>) -> String {
    let met = [&thousands(met), " of ", &counted(all, "criterion", "criteria"), " met"].concat();
    match claimed {
        None => met,
        Some(rung) => [&met, "; claims ", rung].concat(),
    }
}

/// The window of the ladder.
pub(crate) const WINDOW: &str = "Window";

/// What a criterion came to.
pub(crate) const MEASURED: &str = "Measured";

/// "61 changes in the last 90 days".
pub(crate) fn window(changes: u64, days: u32) -> String {
    [&counted(changes, "change", "changes"), " in the last ", &counted(u64::from(days), "day", "days")].concat()
}

/// "lower bound 45 %".
pub(crate) fn lower_end(low: &str) -> String {
    ["lower bound ", low].concat()
}

/// "needs at least 60 %".
pub(crate) fn needs(need: &str) -> String {
    ["needs ", need].concat()
}
