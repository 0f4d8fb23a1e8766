//! The words of the page that sets two periods, teams or releases side by side.

use crate::route::Comparable;
use crate::text::headline::Piece;
use crate::text::number::{counted, percent, signed_points};
use crate::text::{number, phrase};

/// What can be compared.
pub const KINDS: [(Comparable, &str); 3] =
    [(Comparable::Period, "Periods"), (Comparable::Team, "Teams"), (Comparable::Release, "Releases")];
/// Periods to choose from, in days.
pub const PERIODS: [u32; 4] = [30, 90, 180, 365];
/// The choice of the first side.
pub(crate) const LEFT: &str = "First";
/// The choice of the second side.
pub(crate) const RIGHT: &str = "Second";

/// A choice of two periods.
pub fn periods(days: u32) -> String {
    format!("Last {days} days against the {days} before")
}

/// A side in a sentence.
pub fn within(by: Comparable, name: &str) -> String {
    match by {
        Comparable::Period => format!("from {name}"),
        Comparable::Team => format!("in {name}"),
        Comparable::Release => format!("in release {name}"),
    }
}

/// "Evidence supports 51 % from 25 May to 23 Aug and 58 % from 24 Aug to 22 Nov: no clear difference."
pub fn headline(by: Comparable, left: (&str, Option<f64>), right: (&str, Option<f64>), clear: Option<bool>) -> Vec<Piece> {
    let (a, b) = (within(by, left.0), within(by, right.0));
    let plain = |text: String| Piece::Plain(text);
    match (left.1, right.1) {
        (None, None) => vec![plain(format!("There is no data {a}, and none {b}."))],
        (Some(v), None) => {
            vec![
                plain("Evidence supports ".to_owned()),
                Piece::Verified(percent(v)),
                plain(format!(" {a}; there is no data {b}.")),
            ]
        }
        (None, Some(v)) => {
            vec![
                plain("Evidence supports ".to_owned()),
                Piece::Verified(percent(v)),
                plain(format!(" {b}; there is no data {a}.")),
            ]
        }
        (Some(v), Some(w)) => {
            let verdict = match clear {
                Some(true) if w > v => ": clearly more.",
                Some(true) => ": clearly less.",
                _ => ": no clear difference.",
            };
            vec![
                plain("Evidence supports ".to_owned()),
                Piece::Verified(percent(v)),
                plain(format!(" {a} and ")),
                Piece::Verified(percent(w)),
                plain(format!(" {b}{verdict}")),
            ]
        }
    }
}

/// The title of a figure whose two sides hold nothing that could be compared: "Nothing to compare: there is no data in blue".
pub fn nothing(by: Comparable, missing: &[&str]) -> String {
    let sides: Vec<String> = missing.iter().map(|name| within(by, name)).collect();
    match sides.as_slice() {
        [] => "Nothing to compare: the two sides have no case in common".to_owned(),
        [one] => format!("Nothing to compare: there is no data {one}"),
        all => format!("Nothing to compare: there is no data {}", all.join(", and none ")),
    }
}

/// The figure of the gates: at which the second side is clearly better proved, and at which less.
pub(crate) fn gates_title(more: &[&str], less: &[&str]) -> String {
    match (more, less) {
        ([], []) => "Verified confidence differs clearly at no gate".to_owned(),
        (more, []) => format!("More is verified at {}", phrase::list(more)),
        ([], less) => format!("Less is verified at {}", phrase::list(less)),
        (more, less) => format!("More is verified at {}, less at {}", phrase::list(more), phrase::list(less)),
    }
}
/// What it measures.
pub(crate) const GATES_MEASURE: &str =
    "Verified and perceived confidence at each gate, the first side above the second, with 95\u{a0}% intervals";
/// Its columns.
pub(crate) const GATES_COLUMNS: [crate::text::measure::Column; 9] = [
    ("Gate", false),
    ("Side", false),
    ("Changes due", true),
    ("Perceived", true),
    ("95\u{a0}% interval", true),
    ("Stated by", true),
    ("Verified", true),
    ("95\u{a0}% interval", true),
    ("Gap", true),
];

/// The figure of the differences.
pub(crate) const DIFFERENCES: &str = "From the first to the second, in points";
/// What it measures.
pub(crate) const DIFFERENCES_MEASURE: &str =
    "A difference is clear when its 95\u{a0}% interval leaves zero out and neither side has too few changes";
/// Its columns.
pub(crate) const DIFFERENCE_COLUMNS: [(&str, &str); 3] = [("Gate", ""), ("Verified", "num"), ("Gap", "num")];
/// All gates.
pub(crate) const ALL_GATES: &str = "All gates";

/// A difference with its interval, and whether it is clear: "+5", "no clear change, −2 to +12".
pub fn interval(interval: Option<(f64, f64)>, is_clear: bool) -> String {
    let range = interval.map(|(low, high)| format!("{} to {}", signed_points(low), signed_points(high)));
    match (range, is_clear) {
        (Some(range), true) => range,
        (Some(range), false) => format!("not clear, {range}"),
        (None, _) => "not clear".to_owned(),
    }
}

/// The figure of the grades.
pub(crate) fn grades_title(more: Option<(&str, f64)>) -> String {
    match more {
        None => "Evidence by grade".to_owned(),
        Some((grade, change)) => {
            let direction = if change > 0.0 { "more" } else { "less" };
            phrase::capital(&format!("{} {direction} is {grade}", number::points_size(change)))
        }
    }
}
/// What it measures.
pub(crate) const GRADES_MEASURE: &str = "Share of required items whose best evidence has this grade, over all due gates";

/// The figure of the findings.
pub(crate) fn findings_title(left: Option<f64>, right: Option<f64>) -> String {
    match (left, right) {
        (Some(a), Some(b)) if number::whole_percent(a) == number::whole_percent(b) => {
            "As many open findings for each change".to_owned()
        }
        (Some(a), Some(b)) if b > a => "More open findings for each change".to_owned(),
        (Some(_), Some(_)) => "Fewer open findings for each change".to_owned(),
        _ => "Open findings".to_owned(),
    }
}
/// What it measures.
pub(crate) const FINDINGS_MEASURE: &str = "Open findings at all gates, and how many there are for 100 changes";
/// "12 for 100 changes"
pub(crate) fn per_hundred(rate: Option<f64>) -> String {
    // Some thousands at most.
    #[allow(clippy::cast_possible_truncation)]
    rate.map_or_else(String::new, |r| format!("{} for 100 changes", (r * 100.0).round() as i64))
}
/// All severities.
pub(crate) const ALL_SEVERITIES: &str = "All";

/// The figure of the failure patterns.
pub(crate) fn patterns_title(new: &[&str], gone: &[&str]) -> String {
    let small = |names: &[&str]| phrase::list(&names.iter().map(|n| phrase::small(n)).collect::<Vec<_>>());
    match (new, gone) {
        ([], []) => "No failure pattern is new, and none is gone".to_owned(),
        (new, []) => format!("New: {}", small(new)),
        ([], gone) => format!("Gone: {}", small(gone)),
        (new, gone) => format!("New: {}; gone: {}", small(new), small(gone)),
    }
}
/// What it measures.
pub(crate) const PATTERNS_MEASURE: &str =
    "Changes in which each failure pattern was found, and their share of all changes of the side";

/// How a share went from the first side to the second.
pub fn course(left: u64, right: u64, is_clear: bool) -> &'static str {
    match (left, right) {
        (0, 0) => "in neither",
        (0, _) => "new",
        (_, 0) => "gone",
        _ if !is_clear => "no clear change",
        _ => "",
    }
}
/// Clearly more changes have it.
pub const MORE: &str = "more";
/// Clearly fewer.
pub(crate) const FEWER: &str = "fewer";
/// Clearly more is verified.
pub(crate) const BETTER: &str = "better";
/// Clearly less.
pub(crate) const WORSE: &str = "worse";
/// Neither.
pub(crate) const NOT_CLEAR: &str = "no clear change";

/// The figure of the types of evidence.
pub(crate) fn types_title(better: u64, worse: u64) -> String {
    match (better, worse) {
        (0, 0) => "No type of evidence is clearly better or worse proved".to_owned(),
        (b, 0) => format!("{} clearly better proved", counted(b, "type of evidence is", "types of evidence are")),
        (0, w) => format!("{} clearly worse proved", counted(w, "type of evidence is", "types of evidence are")),
        (b, w) => format!("{} clearly better proved, {w} worse", counted(b, "type of evidence is", "types of evidence are")),
    }
}
/// What it measures.
pub(crate) const TYPES_MEASURE: &str =
    "Share of the required items of each type that is verified; the clearest differences first";

/// The figure of the rungs.
pub(crate) fn rungs_title(up: u64, down: u64) -> String {
    match (up, down) {
        (0, 0) => "No team stands on another rung".to_owned(),
        (up, 0) => format!("{} higher", counted(up, "team stands", "teams stand")),
        (0, down) => format!("{} lower", counted(down, "team stands", "teams stand")),
        (up, down) => format!("{} higher, {down} lower", counted(up, "team stands", "teams stand")),
    }
}
/// What it measures.
pub(crate) const RUNGS_MEASURE: &str = "The rung that the criteria of the ladder give over exactly the changes of each side, not over the \
                                 last days as on Teams";
/// Two teams: "red stands higher than blue".
pub(crate) fn rung_title(left: &str, right: &str, order: Option<std::cmp::Ordering>) -> String {
    use std::cmp::Ordering;
    match order {
        None => "Rungs".to_owned(),
        Some(Ordering::Equal) => format!("{left} and {right} stand on the same rung"),
        Some(Ordering::Less) => format!("{right} stands lower than {left}"),
        Some(Ordering::Greater) => format!("{right} stands higher than {left}"),
    }
}
/// The row of two teams.
pub(crate) const RUNG: &str = "Rung";
/// The second side stands lower, the same or higher.
pub(crate) fn rung_word(order: std::cmp::Ordering) -> &'static str {
    match order {
        std::cmp::Ordering::Less => "lower",
        std::cmp::Ordering::Equal => "the same",
        std::cmp::Ordering::Greater => "higher",
    }
}
/// A team without a change on a side.
pub const NO_CHANGE: &str = "no change";

#[cfg(test)]
mod tests {
    use super::*;

    fn said(pieces: Vec<Piece>) -> String {
        let text = |p: Piece| match p {
            Piece::Plain(t) | Piece::Perceived(t) | Piece::Verified(t) => t,
        };
        pieces.into_iter().map(text).collect::<String>().replace('\u{a0}', " ")
    }

    #[test]
    fn two_sides_are_told_with_whether_they_differ() {
        let both = |clear| said(headline(Comparable::Team, ("blue", Some(0.5)), ("red", Some(0.75)), clear));
        assert_eq!(both(Some(true)), "Evidence supports 50 % in blue and 75 % in red: clearly more.");
        assert_eq!(both(Some(false)), "Evidence supports 50 % in blue and 75 % in red: no clear difference.");
        assert_eq!(
            said(headline(Comparable::Release, ("1", None), ("2", Some(0.75)), None)),
            "Evidence supports 75 % in release 2; there is no data in release 1."
        );
        assert_eq!(
            said(headline(Comparable::Period, ("1 to 2 Nov 2026", None), ("3 Nov 2026", None), None)),
            "There is no data from 1 to 2 Nov 2026, and none from 3 Nov 2026."
        );
    }

    #[test]
    fn titles_say_what_changed() {
        assert_eq!(
            gates_title(&["Intent"], &["Execution", "Observation"]),
            "More is verified at Intent, less at Execution and Observation"
        );
        assert_eq!(patterns_title(&["Alert illusion"], &[]), "New: alert illusion");
        assert_eq!(types_title(1, 2), "1 type of evidence is clearly better proved, 2 worse");
        assert_eq!(rungs_title(2, 0), "2 teams stand higher");
        assert_eq!(rung_title("blue", "red", Some(std::cmp::Ordering::Less)), "red stands lower than blue");
        assert_eq!(interval(Some((-0.02, 0.12)), false), "not clear, \u{2212}2 to +12");
        assert_eq!((course(0, 2, true), course(2, 0, true), course(1, 1, false)), ("new", "gone", "no clear change"));
    }
}
