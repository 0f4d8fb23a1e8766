//! The words of the figure.

use crate::document::Heading;
use crate::figures::confidence::Difference;
use crate::text::number::{gap_figure, whole_points};
use crate::text::phrase;
use plumbline_domain::Gate;

/// A gate with the gap before and now, as they are shown, and how it moved; none without a gap in both ranges.
pub(crate) type Row = (Gate, Option<(f64, f64, Difference)>);

/// The title of the gap's change by gate. A gap above nothing widens and narrows; one below it is evidence ahead of the statements, of
/// which only can be said that it rises and falls.
pub(crate) fn title(rows: &[Row]) -> String {
    let compared: Vec<(Gate, (f64, f64, Difference))> = rows.iter().filter_map(|r| Some((r.0, r.1?))).collect();
    if compared.is_empty() {
        return "Change in the gap by gate".to_owned();
    }
    let clear: Vec<&(Gate, (f64, f64, Difference))> = compared.iter().filter(|r| r.1.2.is_clear).collect();
    let up: Vec<Gate> = clear.iter().filter(|r| r.1.2.change > 0.0).map(|r| r.0).collect();
    let down: Vec<Gate> = clear.iter().filter(|r| r.1.2.change < 0.0).map(|r| r.0).collect();
    let is_above = clear.iter().all(|(_, (from, to, _))| whole_points(*from) >= 0 && whole_points(*to) >= 0);
    let (widened, narrowed) = if is_above { ("widened", "narrowed") } else { ("rose", "fell") };
    match (clear.as_slice(), up.as_slice(), down.as_slice()) {
        ([], ..) if compared.len() < Gate::ALL.len() => {
            let gates: Vec<Gate> = compared.iter().map(|r| r.0).collect();
            format!("No clear change in the gap at {}", phrase::gates(&gates))
        }
        ([], ..) => "No clear change in the gap at any gate".to_owned(),
        ([(gate, (_, _, moved))], ..) => {
            let how = if moved.change > 0.0 { widened } else { narrowed };
            format!("The gap at {} {how} {}", gate.title(), moved.size())
        }
        (_, up, []) => format!("The gap {widened} at {}", phrase::gates(up)),
        (_, [], down) => format!("The gap {narrowed} at {}", phrase::gates(down)),
        (_, up, down) => format!("The gap {widened} at {} and {narrowed} at {}", phrase::gates(up), phrase::gates(down)),
    }
}

/// The change in the gap by gate: "the last 90 days" against "the 90 days before".
pub(crate) fn measure(now: &str, before: &str) -> String {
    format!("Change in the gap by gate, {now} v. {before}, in points; intervals widened for the four gates")
}

/// Said when there is nothing to compare with.
pub(crate) const WITHOUT_BEFORE: &str = "Nothing earlier to compare with";

/// Said when no gate has a statement in both ranges; all gates pooled may have one in each.
pub(crate) const WITHOUT_STATEMENTS: &str = "At no gate is a confidence stated in both ranges, so no gate's gap can be compared";

/// The columns of the change of the gap.
pub(crate) const COLUMNS: [Heading; 6] = [
    ("Gate", false),
    ("Gap before, points", true),
    ("Gap now, points", true),
    ("Change, points", true),
    ("Widened interval", true),
    ("Clear", false),
];

/// In place of a change since the range before.
pub(crate) const NO_DATA_BEFORE: &str = "no data before";

/// Beside a change that is not clear: its interval holds zero, or it has none.
pub(crate) const fn unclear(is_clear: bool, has_interval: bool) -> &'static str {
    match (is_clear, has_interval) {
        (true, _) => "",
        (false, true) => "no clear change",
        (false, false) => "no interval",
    }
}

/// What lies below zero on the axis of changes, and above it.
pub(crate) fn sides() -> (String, String) {
    ("gap narrower".to_owned(), "gap wider".to_owned())
}

/// "40 to 58".
pub(crate) fn from_to(from: f64, to: f64) -> String {
    format!("{} to {}", gap_figure(from), gap_figure(to))
}

/// Whether a change is clear.
pub(crate) const fn is_clear(is: bool) -> &'static str {
    if is { "yes" } else { "no" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_of_the_gap_is_only_told_where_it_is_clear() {
        let (i, o, e) = (Gate::Intent, Gate::Observation, Gate::Execution);
        let row = |gate, change: f64, is_clear| {
            let from = if change < 0.0 { 0.3 } else { 0.1 };
            (gate, Some((from, from + change, Difference { change, shown: change, interval: None, is_clear })))
        };
        assert_eq!(title(&[(i, None)]), "Change in the gap by gate");
        assert_eq!(title(&[row(i, 0.2, false)]), "No clear change in the gap at Intent");
        assert_eq!(
            title(&Gate::ALL.iter().map(|&gate| row(gate, 0.2, false)).collect::<Vec<_>>()),
            "No clear change in the gap at any gate"
        );
        assert_eq!(title(&[row(i, 0.2, false), row(o, 0.14, true)]), "The gap at Observation widened 14 points");
        assert_eq!(title(&[row(e, 0.2, true), row(o, 0.14, true)]), "The gap widened at Execution and Observation");
        assert_eq!(title(&[row(e, -0.2, true), row(o, -0.14, true)]), "The gap narrowed at Execution and Observation");
        assert_eq!(title(&[row(e, -0.2, true), row(o, 0.14, true)]), "The gap widened at Observation and narrowed at Execution");
        // evidence was 50 points ahead of the statements, and is 10 points ahead: the two are closer, and the gap is larger
        let behind = |gate| (gate, Some((-0.5, -0.1, Difference { change: 0.4, shown: 0.4, interval: None, is_clear: true })));
        assert_eq!(title(&[behind(i)]), "The gap at Intent rose 40 points");
        assert_eq!(title(&[behind(i), row(o, -0.14, true)]), "The gap rose at Intent and fell at Observation");
        assert_eq!(
            measure("the last 90 days", "the 90 days before").replace('\u{a0}', " "),
            "Change in the gap by gate, the last 90 days v. the 90 days before, in points; intervals widened for the four gates"
        );
    }
}
