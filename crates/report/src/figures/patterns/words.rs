//! The words of the figure.

use crate::document::Heading;
use crate::text::number::{capitalised_word, counted};
use crate::text::{pattern, phrase};

/// One pattern for the patterns' title.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct PatternFigures<'a> {
    /// Its name.
    pub title: &'a str,
    /// Occurrences in each period, in order.
    pub counts: &'a [u32],
    /// Occurrences in all.
    pub occurrences: u64,
}

/// The title of the patterns. `noun` is `week` or `month`.
pub(crate) fn title(rows: &[PatternFigures<'_>], noun: &str, was_scanned: bool) -> String {
    let found: Vec<&PatternFigures<'_>> = rows.iter().filter(|r| r.occurrences > 0).collect();
    if found.is_empty() && !was_scanned {
        return crate::text::pattern::UNSCANNED.to_owned();
    }
    if found.is_empty() {
        return "No failure pattern was found in these changes".to_owned();
    }
    let run = |r: &PatternFigures<'_>| r.counts.iter().rev().take_while(|&&c| c > 0).count() as u64;
    let longest = found.iter().map(|r| run(r)).max().unwrap_or(0);
    let steady: Vec<&str> = found.iter().filter(|r| run(r) == longest).map(|r| r.title).collect();
    if longest >= 3
        && let [one] = steady.as_slice()
    {
        return format!("{one} occurred in each of the last {}", phrase::counted_word(longest, noun, &format!("{noun}s")));
    }
    let top = found.iter().map(|r| r.occurrences).max().unwrap_or(0);
    let often: Vec<&str> = found.iter().filter(|r| r.occurrences == top).map(|r| r.title).collect();
    let times = counted(top, "occurrence", "occurrences");
    match often.as_slice() {
        [one] if found.len() == 1 => format!("{one} is the only pattern found, {times}"),
        [one, other] if found.len() == 2 => phrase::capital(&format!("{one} and {other} occurred equally often, {times} each")),
        [one] => format!("{one} is the most frequent, {times}"),
        many if many.len() == found.len() && many.len() > 2 => {
            format!("{} patterns, {times} each", capitalised_word(many.len() as u64))
        }
        many => phrase::capital(&format!("{} are the most frequent, {times} each", phrase::list(many))),
    }
}

/// Patterns, by `week` or `month`.
pub(crate) fn measure(noun: &str, says_despite: bool) -> String {
    let despite = if says_despite { DESPITE_KEY } else { "" };
    format!(
        "Occurrences by {noun} of the change. Dot area is the count; hollow: a team's first at any date; solid: a repeat{despite}"
    )
}

/// What the mark below a dot means.
pub(crate) const DESPITE_KEY: &str = "; red diamond below a dot: at least one of these came after its prevention was in place";

/// The first columns of the patterns' table; the periods follow.
pub(crate) const COLUMNS: [Heading; 8] = [
    ("Pattern", false),
    ("Symptom", false),
    ("Times", true),
    ("Changes", true),
    ("Repeats", true),
    ("Teams", true),
    ("Escaped", true),
    ("Responsible gate", false),
];

/// The head of the column that says whether a team's prevention is in place.
pub(crate) const PREVENTED_COLUMN: Heading = ("Prevention", false);

/// The last column of the patterns' table.
pub(crate) const PREVENTION_COLUMN: Heading = ("What would have prevented it", false);

/// How often a pattern was found in a period: "3 times, 2 of them a recurrence".
pub(crate) fn found(count: u32, repeats: u32) -> String {
    let times = counted(count.into(), "time", "times");
    match repeats {
        0 => times,
        n if n == count => format!("{times}, a recurrence"),
        n => format!("{times}, {n} of them a recurrence"),
    }
}

/// How often it was found in a period, and how many of these came after prevention: "3 times, 2 of them despite prevention".
pub(crate) fn found_despite(found: &str, count: u32, despite: u32) -> String {
    if despite == count {
        format!("{found}, {}", pattern::DESPITE)
    } else {
        format!("{found}, {despite} of them {}", pattern::DESPITE)
    }
}

/// Behind when a pattern was found: "; 3 despite prevention"; empty without any.
pub(crate) fn of_them_despite(despite: u32) -> String {
    if despite == 0 { String::new() } else { format!("; {despite} {}", pattern::DESPITE) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn title(rows: &[PatternFigures<'_>], noun: &str) -> String {
        super::title(rows, noun, true)
    }

    #[test]
    fn patterns_are_told_by_their_run_then_by_their_number() {
        let p = |title, counts, occurrences| PatternFigures { title, counts, occurrences };
        assert_eq!(
            title(&[p("Alert illusion", &[0, 1, 2, 1, 1], 5), p("Recovery gap", &[9, 0, 0, 0, 1], 10)], "week"),
            "Alert illusion occurred in each of the last four weeks"
        );
        assert_eq!(
            title(&[p("Alert illusion", &[1, 0, 1], 2), p("Recovery gap", &[1, 0, 0], 1)], "week"),
            "Alert illusion is the most frequent, 2 occurrences"
        );
        assert_eq!(
            title(&[p("Alert illusion", &[1], 1), p("Recovery gap", &[1], 1)], "month"),
            "Alert illusion and Recovery gap occurred equally often, 1 occurrence each"
        );
        assert_eq!(
            title(&[p("Alert illusion", &[2], 2), p("Recovery gap", &[2], 2), p("C", &[1], 1)], "month"),
            "Alert illusion and Recovery gap are the most frequent, 2 occurrences each"
        );
        // nothing is the most of one
        assert_eq!(title(&[p("A", &[6], 6), p("B", &[0], 0)], "week"), "A is the only pattern found, 6 occurrences");
        assert_eq!(title(&[p("A", &[1], 1), p("B", &[1], 1), p("C", &[1], 1)], "week"), "Three patterns, 1 occurrence each");
        assert_eq!(super::title(&[p("A", &[0], 0)], "week", false), crate::text::pattern::UNSCANNED);
        assert_eq!(title(&[p("A", &[0], 0)], "week"), "No failure pattern was found in these changes");
    }
}
