//! The words in and around the marks of the figures.

use crate::text::number::{counted, gain_points, gap_figure, thousands, whole_points};
use plumbline_assess::Confidence;
use plumbline_domain::Gate;

/// What people state, with what that is.
pub(crate) const PERCEIVED: (&str, &str) = ("Perceived", "what people state");
/// What evidence shows, with what that is.
pub(crate) const VERIFIED: (&str, &str) = ("Verified", "what evidence shows");
/// What a team is compared with.
pub(crate) const ALL_TEAMS: &str = "all teams";
/// In place of a mark.
pub(crate) const NO_DATA: &str = "no data";
/// In place of a change since the range before.
pub(crate) const NO_DATA_BEFORE: &str = "no data before";
/// Beside a change whose interval holds zero.
pub(crate) const NO_CLEAR_CHANGE: &str = "no clear change";
/// In place of the share of a practice without a case.
pub(crate) const NO_CASE: &str = "no case";
/// No change is due at the gate in any period.
pub(crate) const NOTHING_DUE: &str = "nothing due yet";

/// Why a gate or a kind of change shows no pair; empty when it shows one.
pub(crate) fn absence(c: &Confidence) -> &'static str {
    match (c.perceived, c.verified) {
        (None, None) => NO_DATA,
        (None, _) => "nobody stated a confidence",
        (_, None) => NOTHING_DUE,
        _ => "",
    }
}

/// "12 of 40 items".
pub(crate) fn items(verified: u64, required: u64) -> String {
    format!("{} of {} items", thousands(verified), thousands(required))
}

/// A gap with its unit: "58 points".
pub(crate) fn gap(gap: f64) -> String {
    let unit = if whole_points(gap).abs() == 1 { "point" } else { "points" };
    format!("{} {unit}", gap_figure(gap))
}

/// "58 point gap".
pub(crate) fn named_gap(gap: f64) -> String {
    format!("{} point gap", gap_figure(gap))
}

/// "58 pts".
pub(crate) fn short_gap(gap: f64) -> String {
    format!("{} pts", gap_figure(gap))
}

/// "40 to 58".
pub(crate) fn from_to(from: f64, to: f64) -> String {
    format!("{} to {}", gap_figure(from), gap_figure(to))
}

/// Whether a change is clear.
pub(crate) const fn is_clear(is: bool) -> &'static str {
    if is { "yes" } else { "no" }
}

/// The gate's first period with a due change.
pub(crate) fn nothing_due_before(period: &str) -> String {
    format!("nothing due before {period}")
}

/// The words of the drift's marker: "last 30 days".
pub(crate) fn last_days(days: i64) -> String {
    format!("last {}", counted(u64::try_from(days).unwrap_or(0), "day", "days"))
}

/// What the drift's title compares: "The title compares the 90 days from 24 Aug with the 90 days before".
pub(crate) fn compared(days: u64, since: &str) -> String {
    let span = counted(days, "day", "days");
    format!("The title compares the {span} from {since} with the {span} before")
}

/// A part of the newest debt: "1,204 (34 %)".
pub(crate) fn part_of_debt(resources: u64, share: &str) -> String {
    format!("{} ({share})", thousands(resources))
}

/// How often a pattern was found in a period: "3 times, 2 of them a recurrence".
pub(crate) fn found(count: u32, repeats: u32) -> String {
    let times = counted(count.into(), "time", "times");
    match repeats {
        0 => times,
        n if n == count => format!("{times}, a recurrence"),
        n => format!("{times}, {n} of them a recurrence"),
    }
}

/// When no artifact type is lacking.
pub(crate) const NOTHING_LEFT: &str = "Every required item is verified.";

/// What verifying a type would add: "+4.1 pts".
pub(crate) fn gain(gain: f64) -> String {
    [&gain_points(gain), "\u{a0}pts"].concat()
}

/// On the fold that holds the rest: "Show two more".
pub(crate) fn show_more(number: &str) -> String {
    ["Show ", number, " more"].concat()
}

/// "Observation, 214 items missing across 6 teams": how many items of a type are not verified, of how many teams (0 when no
/// change names its team). They are called missing when every one of them is.
pub(crate) fn lacking(gate: Gate, items: u64, missing: u64, teams: u64) -> String {
    let lacking = if missing == items { "missing" } else { "not verified" };
    let across = match teams {
        0 => String::new(),
        1 => " in 1 team".to_owned(),
        n => format!(" across {n} teams"),
    };
    format!("{}, {} {lacking}{across}", gate.title(), counted(items, "item", "items"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_are_missing_only_when_all_are() {
        assert_eq!(lacking(Gate::Observation, 214, 214, 6), "Observation, 214 items missing across 6 teams");
        assert_eq!(lacking(Gate::Execution, 1, 0, 1), "Execution, 1 item not verified in 1 team");
        assert_eq!(lacking(Gate::Intent, 2, 1, 0), "Intent, 2 items not verified");
    }
}
