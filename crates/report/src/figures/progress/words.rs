//! The words of the figure.

use super::{Climb, Measure};
use crate::document::Heading;
use crate::text::{date, number, page, phrase};
use plumbline_domain::Instant;

/// How many changes are in debt, and the resources that they touch.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Stock {
    pub before: u64,
    pub now: u64,
    pub weighted_before: u64,
    pub weighted_now: u64,
}

/// What the two ranges allow to say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Basis {
    /// One of them holds no change.
    NothingEarlier,
    /// One of them holds too few.
    TooFew,
    /// Both hold enough.
    Enough,
}

/// The title: what is clearly better, what clearly worse, and how the debt in all moved.
pub(crate) fn title(basis: Basis, verdicts: &[(Measure, Option<bool>)], climb: Climb, stock: Stock) -> String {
    let lead = "Are we better? ";
    match basis {
        Basis::NothingEarlier => return format!("{lead}Nothing earlier to compare with"),
        Basis::TooFew => return format!("{lead}Too few changes to say"),
        Basis::Enough => {}
    }
    let verdict = |measure| verdicts.iter().find(|(m, _)| *m == measure).and_then(|(_, verdict)| *verdict);
    let (within7, within30) = (verdict(Measure::Within7), verdict(Measure::Within30));
    let timely = |is_better: bool| {
        let more = if is_better { "more" } else { "less" };
        match (within7 == Some(is_better), within30 == Some(is_better)) {
            (true, true) => Some(format!("{more} is verified in time")),
            (true, false) => Some(format!("{more} is verified within 7 days")),
            (false, true) => Some(format!("{more} is verified within 30 days")),
            (false, false) => None,
        }
    };
    let told = |is_better: bool| -> Vec<String> {
        let of = |is: Option<bool>, better: &str, worse: &str| {
            (is == Some(is_better)).then(|| if is_better { better } else { worse }.to_owned())
        };
        let verified = of(verdict(Measure::Verified), "verified confidence rose", "verified confidence fell");
        let debt =
            of(verdict(Measure::Debt), "a smaller share of what shipped is in debt", "a larger share of what shipped is in debt");
        let ladder = of(climb.verdict(), "teams moved up the ladder", "teams moved down the ladder");
        [verified, debt, timely(is_better), ladder].into_iter().flatten().collect()
    };
    let (better, worse) = (told(true), told(false));
    let moved = match (better.as_slice(), worse.as_slice()) {
        ([], []) => "Nothing moved clearly".to_owned(),
        (better, []) => format!("Yes: {}", phrase::list(better)),
        ([], worse) => format!("No: {}", phrase::list(worse)),
        (better, worse) => format!("In part: {}, but {}", phrase::list(better), phrase::list(worse)),
    };
    format!("{lead}{moved}{}", in_all(stock))
}

/// How the debt in all moved, at the end of the title.
fn in_all(Stock { before, now, .. }: Stock) -> String {
    let (from, to) = (number::thousands(before), number::counted(now, "change", "changes"));
    match now.cmp(&before) {
        _ if (before, now) == (0, 0) => String::new(),
        std::cmp::Ordering::Greater => format!("; the debt in all grew from {from} to {to}"),
        std::cmp::Ordering::Less => format!("; the debt in all fell from {from} to {to}"),
        std::cmp::Ordering::Equal => format!("; the debt in all is still {to}"),
    }
}

/// The measure as a row is headed.
pub(crate) const fn name(measure: Measure) -> &'static str {
    match measure {
        Measure::Verified => "Verified confidence",
        Measure::Debt => "Shipped, in debt at the end",
        Measure::Within7 => "Verified within 7 days",
        Measure::Within30 => "Verified within 30 days",
    }
}

/// What it is a share of.
pub(crate) const fn of(measure: Measure) -> &'static str {
    match measure {
        Measure::Verified => "all gates pooled",
        Measure::Debt => "of shipped changes; less is better",
        Measure::Within7 | Measure::Within30 => "of items that fell due",
    }
}

/// Its number of cases, for the tooltip.
pub(crate) fn counted(measure: Measure, n: u64) -> String {
    match measure {
        Measure::Verified => number::counted(n, "pair of a change and a gate", "pairs of a change and a gate"),
        Measure::Debt => number::counted(n, "shipped change", "shipped changes"),
        Measure::Within7 | Measure::Within30 => number::counted(n, "item", "items"),
    }
}

/// "The last 90 days against the 90 days before, shares with 95 % intervals".
pub(crate) fn measure(now: &str, before: &str) -> String {
    format!("{} against {before}, shares with 95{}% intervals", phrase::capital(now), number::NBSP)
}

/// "+4 points".
pub(crate) fn points(change: f64) -> String {
    let noun = if number::whole_points(change).unsigned_abs() == 1 { "point" } else { "points" };
    format!("{}{}{noun}", number::signed_points(change), number::NBSP)
}

/// Whether it is better; the outer option is empty where a range has no data.
pub(crate) const fn verdict(verdict: Option<Option<bool>>) -> &'static str {
    match verdict {
        None => "",
        Some(None) => "no clear change",
        Some(Some(true)) => "clearly better",
        Some(Some(false)) => "clearly worse",
    }
}

/// In place of a number.
pub(crate) const NO_DATA: &str = "no data in one of the two";

/// How teams moved on the ladder.
pub(crate) fn climb(climb: Climb, days: u32) -> String {
    let Climb { up, down, same } = climb;
    let n = up + down + same;
    let window = page::days(u64::from(days));
    if n == 0 {
        return format!("No team has a rung both in the last {window} and in the {window} before.");
    }
    let moved = |n: u64| if n == 0 { "none".to_owned() } else { number::number_word(n) };
    let of = match (up, n) {
        (1, 1) => "the one team with a rung in both moved up".to_owned(),
        (0, 1) if down == 1 => "the one team with a rung in both moved down".to_owned(),
        (_, 1) => "the one team with a rung in both stayed on it".to_owned(),
        (up, n) => {
            let up = moved(up);
            format!("{up} of {} teams moved up and {} down", number::number_word(n), moved(down))
        }
    };
    let chance = match (climb.verdict(), up + down) {
        (Some(_), _) => ", more than chance would explain",
        (None, 0) => "",
        (None, _) => ", which chance could explain",
    };
    format!("Ladder, the last {window} against the {window} before, whatever period is chosen: {of}{chance}.")
}

/// The debt at both ends of the range.
pub(crate) fn stock(stock: Stock, since: Instant) -> String {
    let Stock { before, now, weighted_before, weighted_now } = stock;
    let side = |n: u64, weighted: u64| {
        format!("{} ({})", number::counted(n, "change", "changes"), number::counted(weighted, "resource", "resources"))
    };
    use std::cmp::Ordering::{Equal, Greater, Less};
    // changes and their resources may go different ways
    let course = match (now.cmp(&before), weighted_now.cmp(&weighted_before)) {
        (Less, Greater) => "Fewer changes are in it, with more resources",
        (Greater, Less) => "More changes are in it, with fewer resources",
        (Equal, Equal) => "It is the same",
        (Less, _) | (_, Less) => "It fell",
        (Greater, _) | (_, Greater) => "It rose",
    };
    format!(
        "Debt in all: {} now, {} before {}. {course}.",
        side(now, weighted_now),
        side(before, weighted_before),
        date::day(since)
    )
}

/// After how the debt in all moved, where the earlier range reaches back to the first record: what was owed before is not in it.
pub(crate) fn records_begin(first: Option<Instant>) -> String {
    first.map_or_else(String::new, |first| format!(" Records begin {}.", date::day(first)))
}

/// The columns.
pub(crate) const COLUMNS: [Heading; 9] = [
    ("Measure", false),
    ("Cases before", true),
    ("Before", true),
    ("95\u{a0}% interval before", true),
    ("Cases now", true),
    ("Now", true),
    ("95\u{a0}% interval now", true),
    ("Change, points", true),
    ("Clear", false),
];
