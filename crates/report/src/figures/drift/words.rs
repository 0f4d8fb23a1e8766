//! The words of the figure.

use crate::document::Heading;
use crate::text::number::{self, counted, percent};
use crate::text::phrase;
use plumbline_domain::Gate;

/// One gate's verified confidence before and now.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Moved {
    /// The gate.
    pub gate: Gate,
    /// Before.
    pub from: f64,
    /// Now.
    pub to: f64,
    /// Whether the interval of the difference excludes zero.
    pub clear: bool,
}

/// The title of the drift: "Observation fell from 32 to 19 %; no clear change at the other gates".
pub(crate) fn title(rows: &[Moved]) -> String {
    if rows.is_empty() {
        return "Perceived and verified confidence over time".to_owned();
    }
    let clear: Vec<&Moved> = rows.iter().filter(|r| r.clear).collect();
    let rest = if clear.len() == rows.len() { "" } else { "; no clear change elsewhere" };
    let names = |rows: &[&&Moved]| phrase::gates(&rows.iter().map(|r| r.gate).collect::<Vec<_>>());
    match clear.as_slice() {
        [] if rows.len() < Gate::ALL.len() => {
            let gates: Vec<Gate> = rows.iter().map(|r| r.gate).collect();
            format!("No clear change in verified confidence at {}", phrase::gates(&gates))
        }
        [] => "No clear change in verified confidence at any gate".to_owned(),
        [one] => {
            let moved = if one.to > one.from { "rose" } else { "fell" };
            let (from, to) = (number::percent_figure(one.from), percent(one.to));
            format!("{} {moved} from {from} to {to}{rest}", one.gate.title())
        }
        _ => {
            let up: Vec<&&Moved> = clear.iter().filter(|r| r.to > r.from).collect();
            let down: Vec<&&Moved> = clear.iter().filter(|r| r.to < r.from).collect();
            let moved = match (up.as_slice(), down.as_slice()) {
                (up, []) => format!("{} rose", names(up)),
                ([], down) => format!("{} fell", names(down)),
                (up, down) => format!("{} rose and {} fell", names(up), names(down)),
            };
            format!("{moved}{rest}")
        }
    }
}

/// Drift, by `week` or `month`; `is_moving` where the lines are moving means.
pub(crate) fn measure(noun: &str, is_moving: bool) -> String {
    let measure = format!("Perceived and verified confidence by {noun} of the change, with 95\u{a0}% intervals");
    if is_moving {
        format!("{measure}. Lines: the mean of five weeks; dots: single weeks, hollow where there are too few changes")
    } else {
        measure
    }
}

/// How many changes are behind a point of the drift.
pub(crate) fn cases_of_point(n: u64, too_few: bool) -> String {
    let changes = counted(n, "change", "changes");
    if too_few { format!("{changes}, too few to say much") } else { changes }
}

/// Its columns.
pub(crate) const COLUMNS: [Heading; 10] = [
    ("Gate", false),
    ("Period", false),
    ("Changes due", true),
    ("Perceived", true),
    ("95\u{a0}% interval", true),
    ("Stated by", true),
    ("Verified", true),
    ("95\u{a0}% interval", true),
    ("Gap, points", true),
    ("Implied by passed gates", true),
];

/// The columns of the lines where these are moving means.
pub(crate) const LINE_COLUMNS: [Heading; 5] = [
    ("Perceived, five weeks", true),
    ("95\u{a0}% interval", true),
    ("Verified, five weeks", true),
    ("95\u{a0}% interval", true),
    ("Gap, five weeks, points", true),
];

/// The gate's first period with a due change.
pub(crate) fn nothing_due_before(period: &str) -> String {
    format!("nothing due before {period}")
}

/// The words of the drift's marker: "last 30 days".
pub(crate) fn last_days(days: u64) -> String {
    format!("last {}", counted(days, "day", "days"))
}

/// What the drift's title compares: "The title compares the 90 days from 24 Aug with the 90 days before".
pub(crate) fn compared(days: u64, since: &str) -> String {
    let span = counted(days, "day", "days");
    format!("The title compares the {span} from {since} with the {span} before them")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::number;

    fn said(text: String) -> String {
        text.replace(number::NBSP, " ")
    }

    #[test]
    fn drift_is_told_where_it_is_clear() {
        let m = |gate, from, to, clear| Moved { gate, from, to, clear };
        assert_eq!(
            said(title(&[m(Gate::Intent, 0.7, 0.72, false), m(Gate::Observation, 0.32, 0.19, true)])),
            "Observation fell from 32 to 19 %; no clear change elsewhere"
        );
        assert_eq!(said(title(&[m(Gate::Intent, 0.7, 0.8, true)])), "Intent rose from 70 to 80 %");
        assert_eq!(
            title(&[
                m(Gate::Intent, 0.7, 0.8, true),
                m(Gate::Observation, 0.32, 0.19, true),
                m(Gate::Execution, 0.5, 0.5, false)
            ]),
            "Intent rose and Observation fell; no clear change elsewhere"
        );
        assert_eq!(title(&[m(Gate::Intent, 0.7, 0.8, false)]), "No clear change in verified confidence at Intent");
        let all: Vec<Moved> = Gate::ALL.iter().map(|&gate| m(gate, 0.7, 0.8, false)).collect();
        assert_eq!(title(&all), "No clear change in verified confidence at any gate");
        assert_eq!(title(&[]), "Perceived and verified confidence over time");
    }
}
