//! The words of the page that sets two periods, teams or releases side by side.

use crate::figures::confidence::Difference;
use crate::route::Comparable;
use crate::text::headline::Piece;
use crate::text::number::{counted, percent, thousands};
use crate::text::{number, page, phrase};
use std::cmp::Ordering;

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

/// "Verified confidence is 51 % from 25 May to 23 Aug and 58 % from 24 Aug to 22 Nov: clearly higher." Two sides that show the same
/// percentage are the same; a clear difference that does not show is said to be below one point.
pub fn headline(by: Comparable, left: (&str, Option<f64>), right: (&str, Option<f64>), moved: Option<&Difference>) -> Vec<Piece> {
    let (a, b) = (within(by, left.0), within(by, right.0));
    let plain = |text: &str| Piece::Plain(text.to_owned());
    let proved = |share: f64| Piece::Verified(percent(share));
    let is = || plain("Verified confidence is ");
    match (left.1, right.1) {
        (None, None) => vec![plain(&format!("There is no data {a}, and none {b}."))],
        (Some(v), None) => vec![is(), proved(v), plain(&format!(" {a}; there is no data {b}."))],
        (None, Some(w)) => vec![is(), proved(w), plain(&format!(" {b}; there is no data {a}."))],
        (Some(v), Some(w)) => {
            let clear = moved.filter(|d| d.is_clear);
            let more = |d: &Difference| if d.change > 0.0 { "higher" } else { "lower" };
            if percent(v) == percent(w) {
                let but = clear.map_or_else(String::new, |d| format!("; it is clearly {} {b}, by less than a point", more(d)));
                return vec![is(), proved(v), plain(&format!(" {}{but}.", in_both(by, left.0, right.0)))];
            }
            let verdict = match (clear, by) {
                (None, _) => NOT_CLEAR.to_owned(),
                (Some(d), Comparable::Period) => format!("clearly {}", more(d)),
                (Some(d), _) => format!("clearly {} {b}", more(d)),
            };
            vec![is(), proved(v), plain(&format!(" {a} and ")), proved(w), plain(&format!(" {b}: {verdict}."))]
        }
    }
}

/// Both sides in a sentence: "in both periods", "in both blue and red".
fn in_both(by: Comparable, left: &str, right: &str) -> String {
    match by {
        Comparable::Period => format!("in both periods, {left} and {right}"),
        Comparable::Team => format!("in both {left} and {right}"),
        Comparable::Release => format!("in both releases, {left} and {right}"),
    }
}

/// The title of a figure whose two sides hold nothing that could be compared: "Nothing to compare: there is no data in blue".
pub fn nothing(by: Comparable, missing: &[&str]) -> String {
    let sides: Vec<String> = missing.iter().map(|name| within(by, name)).collect();
    match sides.as_slice() {
        [] => "Nothing to compare: the two sides have nothing in common".to_owned(),
        [one] => format!("Nothing to compare: there is no data {one}"),
        all => format!("Nothing to compare: there is no data {}", all.join(", and none ")),
    }
}

/// A title about the second side, which names it: "In red, two types of evidence are clearly better verified". The later of two periods
/// needs no name.
fn about(by: Comparable, right: &str, title: &str) -> String {
    match by {
        Comparable::Period => title.to_owned(),
        Comparable::Team | Comparable::Release => {
            format!("{}, {}", phrase::capital(&within(by, right)), phrase::small(title))
        }
    }
}

/// The figure of the gates: at which the second side is clearly better proved, and at which less.
pub(crate) fn gates_title(by: Comparable, right: &str, more: &[&str], less: &[&str]) -> String {
    let said = match (more, less) {
        ([], []) => return "No clear difference in verified confidence at any gate".to_owned(),
        (more, []) => format!("Verified confidence is higher at {}", phrase::list(more)),
        ([], less) => format!("Verified confidence is lower at {}", phrase::list(less)),
        (more, less) => format!("Verified confidence is higher at {} and lower at {}", phrase::list(more), phrase::list(less)),
    };
    about(by, right, &said)
}
/// What it measures.
pub(crate) const GATES_MEASURE: &str =
    "Verified and perceived confidence at each gate, the first side above the second, with 95\u{a0}% intervals";
/// Its columns.
pub(crate) const GATES_COLUMNS: [crate::document::Heading; 9] = [
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
pub(crate) const DIFFERENCES: &str = "Change between the two, in points";
/// What it measures.
pub(crate) const DIFFERENCES_MEASURE: &str = "A difference is clear when its 95\u{a0}% interval, widened for the four gates, excludes zero and neither side has too few changes or statements";
/// Its columns.
pub(crate) const DIFFERENCE_COLUMNS: [(&str, &str); 3] = [("Gate", ""), ("Verified", "num"), ("Gap", "num")];
/// All gates.
pub(crate) const ALL_GATES: &str = "All gates";

/// The figure of the grades, from the one that differs most clearly, with its shares on both sides: "Share of required items that are
/// claimed: from 8 % to 10 %", or "8 % in blue and 10 % in red".
pub(crate) fn grades_title(by: Comparable, names: [&str; 2], most: Option<(&str, Option<f64>, Option<f64>)>) -> String {
    match most {
        Some((grade, Some(left), Some(right))) => {
            let (left, right) = (percent(left), percent(right));
            let shares = match (by, names) {
                (Comparable::Period, _) => format!("from {left} to {right}"),
                (_, [a, b]) => format!("{left} {} and {right} {}", within(by, a), within(by, b)),
            };
            format!("Share of required items that are {grade}: {shares}")
        }
        _ => "Evidence by grade".to_owned(),
    }
}
/// What it measures.
pub(crate) const GRADES_MEASURE: &str = "Share of all required items whose best evidence has this grade, over all due gates, also of those that serve no control family \
     the change touches";

/// The open findings of a side and its changes.
pub(crate) type Side = (u64, u64);

/// The figure of the findings: "44 open findings per 100 changes, up from 40" where the difference is clear, else "40 and 44 open
/// findings per 100 changes: no clear difference". Of fewer than `too_few` changes no rate is said.
pub(crate) fn findings_title(by: Comparable, names: [&str; 2], [left, right]: [Side; 2], too_few: u64, is_clear: bool) -> String {
    if left.1 == 0 || right.1 == 0 {
        return "Open findings".to_owned();
    }
    if left.1.min(right.1) < too_few {
        let of = |side: Side, name: &str| {
            format!("{} in {} {}", thousands(side.0), counted(side.1, "change", "changes"), within(by, name))
        };
        let [a, b] = names;
        return format!("Open findings: {}, {}", of(left, a), of(right, b));
    }
    let rate = |side: Side| side.0 as f64 / side.1 as f64;
    let (a, b) = (rate(left), rate(right));
    let (from, to) = (whole(a), whole(b));
    let of = |n: u64| counted(n, "open finding", "open findings");
    match (by, from.cmp(&to), names) {
        (_, Ordering::Equal, _) => format!("{} per 100 changes on both sides", of(to)),
        _ if !is_clear => format!("{} and {} per 100 changes: {NOT_CLEAR}", thousands(from), of(to)),
        (Comparable::Period, Ordering::Less, _) => format!("{} per 100 changes, up from {}", of(to), thousands(from)),
        (Comparable::Period, Ordering::Greater, _) => format!("{} per 100 changes, down from {}", of(to), thousands(from)),
        (_, _, [a, b]) => {
            format!("{} per 100 changes {}, against {} {}", of(to), within(by, b), thousands(from), within(by, a))
        }
    }
}

/// A rate for each change as a whole number for 100 of them.
fn whole(rate: f64) -> u64 {
    let scaled = (rate * 100.0).round();
    if scaled.is_finite() && scaled > 0.0 { scaled as u64 } else { 0 }
}
/// What it measures.
pub(crate) const FINDINGS_MEASURE: &str = "Open findings at all gates, and how many per 100 changes";
/// "7 per 100"
pub(crate) fn per_hundred(rate: Option<f64>) -> String {
    rate.map_or_else(String::new, |r| format!("{} per 100", thousands(whole(r))))
}
/// All severities.
pub(crate) const ALL_SEVERITIES: &str = "All";

/// How the failure patterns of two sides differ: the names of those that do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct PatternMoves<'a> {
    /// Found on the second side alone.
    pub new: Vec<&'a str>,
    /// Found on the first side alone.
    pub gone: Vec<&'a str>,
    /// Clearly more frequent on the second side.
    pub more: Vec<&'a str>,
    /// Clearly less frequent there.
    pub fewer: Vec<&'a str>,
    /// Whether any was found.
    pub is_found: bool,
}

/// So many patterns are named in a title; more are counted.
const NAMED: usize = 3;

/// The figure of the failure patterns, by the rule of its rows: "New: alert illusion; fewer: recovery gap".
pub(crate) fn patterns_title(by: Comparable, [left, right]: [&str; 2], moves: &PatternMoves<'_>) -> String {
    if !moves.is_found {
        return "No failure pattern on either side".to_owned();
    }
    let said = |names: &[&str]| {
        if names.len() > NAMED {
            return format!("{} patterns", number::number_word(names.len() as u64));
        }
        phrase::list(&names.iter().map(|n| phrase::small(n)).collect::<Vec<_>>())
    };
    let heads = match by {
        Comparable::Period => ["new".to_owned(), "gone".to_owned(), MORE.to_owned(), FEWER.to_owned()],
        Comparable::Team | Comparable::Release => {
            let (a, b) = (within(by, left), within(by, right));
            [format!("only {b}"), format!("only {a}"), format!("{MORE} {b}"), format!("{FEWER} {b}")]
        }
    };
    let lists = [&moves.new, &moves.gone, &moves.more, &moves.fewer];
    let parts = heads.iter().zip(lists).filter(|(_, names)| !names.is_empty());
    let parts: Vec<String> = parts.map(|(head, names)| format!("{head}: {}", said(names))).collect();
    if parts.is_empty() { "No clear difference in failure patterns".to_owned() } else { phrase::capital(&parts.join("; ")) }
}
/// What it measures.
pub(crate) const PATTERNS_MEASURE: &str = "Of the changes that are due at the gate responsible for a pattern: in how many it was found. Of a young side fewer are \
     due yet";

/// How a share went from the first side to the second, of which each has a name and a count.
pub fn course(by: Comparable, left: (&str, u64), right: (&str, u64), is_clear: bool) -> String {
    match (by, left, right) {
        (_, (_, 0), (_, 0)) => "in neither".to_owned(),
        (Comparable::Period, (_, 0), _) => "new".to_owned(),
        (Comparable::Period, _, (_, 0)) => "gone".to_owned(),
        (_, (_, 0), (name, _)) | (_, (name, _), (_, 0)) => format!("only {}", within(by, name)),
        _ if !is_clear => NOT_CLEAR.to_owned(),
        _ => String::new(),
    }
}
/// Clearly more changes have it.
pub const MORE: &str = "more";
/// Clearly fewer.
pub(crate) const FEWER: &str = "fewer";
/// The column of the track of both shares: the first side is drawn above the second.
pub(crate) const TRACK: &str = "First above second, 0 to 100\u{a0}%";
/// Clearly more is verified.
pub(crate) const BETTER: &str = "better";
/// Clearly less.
pub(crate) const WORSE: &str = "worse";
/// Neither.
pub(crate) const NOT_CLEAR: &str = "no clear difference";

/// The figure of the types of evidence.
pub(crate) fn types_title(by: Comparable, right: &str, better: u64, worse: u64) -> String {
    let types = |n: u64| {
        let types = number::worded(n, "type of evidence is", "types of evidence are");
        phrase::capital(&format!("{types} clearly"))
    };
    let said = match (better, worse) {
        (0, 0) => return "No type of evidence is clearly better or worse verified".to_owned(),
        (b, 0) => format!("{} better verified", types(b)),
        (0, w) => format!("{} worse verified", types(w)),
        (b, w) => format!("{} better verified, {} worse", types(b), number::number_word(w)),
    };
    about(by, right, &said)
}
/// What it measures.
pub(crate) const TYPES_MEASURE: &str =
    "Share of the required items of each type that is verified; the clearest differences first";

/// The figure of the rungs: of the teams with changes on both sides, those that stand higher on the second, lower, and on the same;
/// `is_every` when no team has changes on one side alone.
pub(crate) fn rungs_title(up: u64, down: u64, equal: u64, is_every: bool) -> String {
    let teams = |n: u64| phrase::capital(&number::worded(n, "team is", "teams are"));
    match (up, down) {
        (0, 0) if equal == 1 => "The one team with changes on both sides is on the same rung".to_owned(),
        (0, 0) => {
            let which = if is_every { "" } else { " with changes on both sides" };
            format!("Every team{which} is on the same rung")
        }
        (up, 0) => format!("{} on a higher rung", teams(up)),
        (0, down) => format!("{} on a lower rung", teams(down)),
        (up, down) => format!("{} on a higher rung, {} on a lower one", teams(up), number::number_word(down)),
    }
}
/// The figure of the rungs where a side is no whole window of the ladder.
pub(crate) const RUNGS_IN_PART: &str = "The ladder's criteria over each side alone";
/// What it measures.
pub(crate) fn rungs_measure(window_days: u32) -> String {
    format!("Computed from each side's changes only; Teams always uses {}", page::last_days(u64::from(window_days)))
}
/// Two teams: "red is on a higher rung than blue".
pub(crate) fn rung_title(left: &str, right: &str, order: Option<Ordering>) -> String {
    match order {
        None => "Rungs".to_owned(),
        Some(Ordering::Equal) => format!("{left} and {right} are on the same rung"),
        Some(Ordering::Less) => format!("{right} is on a lower rung than {left}"),
        Some(Ordering::Greater) => format!("{right} is on a higher rung than {left}"),
    }
}
/// The row of two teams.
pub(crate) const RUNG: &str = "Rung";
/// The second side stands lower, the same or higher; of two teams the higher is named.
pub(crate) fn rung_word(by: Comparable, [left, right]: [&str; 2], order: Ordering) -> String {
    match (by, order) {
        (_, Ordering::Equal) => "the same".to_owned(),
        (Comparable::Team, Ordering::Less) => format!("{left} is higher"),
        (Comparable::Team, Ordering::Greater) => format!("{right} is higher"),
        (_, Ordering::Less) => "lower".to_owned(),
        (_, Ordering::Greater) => "higher".to_owned(),
    }
}
/// A team without a change on a side.
pub const NO_DATA: &str = "no data";

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
        let moved = |is_clear| Difference { change: 0.25, shown: 0.25, interval: None, is_clear };
        let both = |is_clear| said(headline(Comparable::Team, ("blue", Some(0.5)), ("red", Some(0.75)), Some(&moved(is_clear))));
        assert_eq!(both(true), "Verified confidence is 50 % in blue and 75 % in red: clearly higher in red.");
        assert_eq!(both(false), "Verified confidence is 50 % in blue and 75 % in red: no clear difference.");
        let periods = |v, w, clear: Option<Difference>| {
            said(headline(Comparable::Period, ("1 Nov 2026", Some(v)), ("2 Nov 2026", Some(w)), clear.as_ref()))
        };
        assert_eq!(periods(0.621, 0.618, None), "Verified confidence is 62 % in both periods, 1 Nov 2026 and 2 Nov 2026.");
        assert!(
            periods(0.618, 0.621, Some(Difference { change: 0.003, shown: 0.0, ..moved(true) }))
                .ends_with("; it is clearly higher from 2 Nov 2026, by less than a point.")
        );
        assert_eq!(
            said(headline(Comparable::Release, ("1", None), ("2", Some(0.75)), None)),
            "Verified confidence is 75 % in release 2; there is no data in release 1."
        );
        assert_eq!(
            said(headline(Comparable::Period, ("1 to 2 Nov 2026", None), ("3 Nov 2026", None), None)),
            "There is no data from 1 to 2 Nov 2026, and none from 3 Nov 2026."
        );
    }

    #[test]
    fn titles_say_what_changed() {
        let (periods, teams) = (Comparable::Period, Comparable::Team);
        let gates = |by| gates_title(by, "red", &["Intent"], &["Execution", "Observation"]);
        assert_eq!(gates(periods), "Verified confidence is higher at Intent and lower at Execution and Observation");
        assert_eq!(gates(teams), "In red, verified confidence is higher at Intent and lower at Execution and Observation");
        let patterns = |by, moves: &PatternMoves<'_>| patterns_title(by, ["blue", "red"], moves);
        let found = PatternMoves { is_found: true, ..PatternMoves::default() };
        let moves = PatternMoves { new: vec!["Alert illusion"], gone: vec!["Recovery gap"], ..found.clone() };
        assert_eq!(patterns(periods, &moves), "New: alert illusion; gone: recovery gap");
        assert_eq!(patterns(teams, &moves), "Only in red: alert illusion; only in blue: recovery gap");
        let fewer = PatternMoves { fewer: vec!["A", "B", "C", "D"], more: vec!["Recovery gap"], ..found.clone() };
        assert_eq!(
            patterns(Comparable::Release, &fewer),
            "More in release red: recovery gap; fewer in release red: four patterns"
        );
        assert_eq!(patterns(teams, &found), "No clear difference in failure patterns");
        assert_eq!(patterns(teams, &PatternMoves::default()), "No failure pattern on either side");
        assert_eq!(types_title(periods, "red", 1, 2), "One type of evidence is clearly better verified, two worse");
        assert_eq!(types_title(teams, "red", 2, 0), "In red, two types of evidence are clearly better verified");
        assert_eq!(rungs_title(2, 0, 0, true), "Two teams are on a higher rung");
        assert_eq!(rungs_title(1, 3, 4, false), "One team is on a higher rung, three on a lower one");
        assert_eq!(rungs_title(0, 0, 2, true), "Every team is on the same rung");
        assert_eq!(rungs_title(0, 0, 2, false), "Every team with changes on both sides is on the same rung");
        assert_eq!(rungs_title(0, 0, 1, false), "The one team with changes on both sides is on the same rung");
        assert_eq!(rung_title("blue", "red", Some(Ordering::Less)), "red is on a lower rung than blue");
        let course = |by, left, right| course(by, ("blue", left), ("red", right), false);
        assert_eq!((course(periods, 0, 2), course(periods, 2, 0)), ("new".to_owned(), "gone".to_owned()));
        assert_eq!([course(teams, 0, 2), course(teams, 2, 0), course(teams, 1, 1)], ["only in red", "only in blue", NOT_CLEAR]);
        let grades = |by| grades_title(by, ["blue", "red"], Some(("claimed", Some(0.084), Some(0.098)))).replace('\u{a0}', " ");
        assert_eq!(grades(periods), "Share of required items that are claimed: from 8 % to 10 %");
        assert_eq!(grades(teams), "Share of required items that are claimed: 8 % in blue and 10 % in red");
        assert_eq!(rung_word(teams, ["blue", "red"], Ordering::Less), "blue is higher");
    }

    #[test]
    fn findings_are_told_per_hundred_changes() {
        let t = |by, a, b, is_clear| findings_title(by, ["blue", "red"], [(a, 100), (b, 100)], 5, is_clear);
        assert_eq!(t(Comparable::Period, 40, 44, true), "44 open findings per 100 changes, up from 40");
        assert_eq!(t(Comparable::Period, 40, 1, true), "1 open finding per 100 changes, down from 40");
        assert_eq!(t(Comparable::Period, 49, 53, false), "49 and 53 open findings per 100 changes: no clear difference");
        assert_eq!(t(Comparable::Team, 40, 10, true), "10 open findings per 100 changes in red, against 40 in blue");
        assert_eq!(t(Comparable::Team, 0, 0, false), "0 open findings per 100 changes on both sides");
        let of = |left, right| findings_title(Comparable::Team, ["blue", "red"], [left, right], 5, false);
        assert_eq!(of((0, 0), (1, 10)), "Open findings");
        assert_eq!(of((0, 9), (3, 1)), "Open findings: 0 in 9 changes in blue, 3 in 1 change in red");
        assert_eq!(per_hundred(Some(0.07)), "7 per 100");
    }
}
