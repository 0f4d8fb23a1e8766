//! The words of the figure.

use crate::document::Heading;
use crate::text::number::{percent, whole_percent};
use crate::text::practice::PRACTICES;
use crate::text::{comparison, phrase};

/// The title of the practices: which is kept best and which least. Each: what is done, share.
pub(crate) fn title(rows: &[(&str, Option<f64>)]) -> String {
    let known: Vec<(&str, i64)> = rows.iter().filter_map(|r| Some((r.0, whole_percent(r.1?)))).collect();
    let lacks: Vec<(&str, i64)> = known.iter().map(|r| (r.0, -r.1)).collect();
    match (comparison::most(&known), comparison::most(&lacks)) {
        _ if known.len() < 2 => "Workflow practices".to_owned(),
        (comparison::Most::All, _) | (_, comparison::Most::All) => {
            let which = if known.len() == PRACTICES.len() { "" } else { " with enough cases" };
            format!("Every practice{which} is kept to the same extent")
        }
        (comparison::Most::Some(top), comparison::Most::Some(bottom)) => {
            let share = |names: &[&str]| {
                let value = rows.iter().find(|r| names.first() == Some(&r.0)).and_then(|r| r.1);
                value.map_or_else(String::new, |v| format!(" ({})", percent(v)))
            };
            let kept = |how: &str, names: &[&str]| {
                let practices = if names.len() == 1 { "practice" } else { "practices" };
                format!("{how} kept {practices}: {}{}", phrase::list(names), share(names))
            };
            format!("{}. {}", kept("Best", &top), kept("Least", &bottom))
        }
    }
}

/// The workflow.
pub(crate) const MEASURE: &str = "Share that keeps each practice, with 95\u{a0}% interval";

/// Its columns.
pub(crate) const COLUMNS: [Heading; 5] =
    [("Practice", false), ("Share", true), ("95\u{a0}% interval", true), ("Cases", true), ("Of", false)];

/// In place of the share of a practice without a case.
pub(crate) const NO_CASE: &str = "no case";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::number;

    fn said(text: String) -> String {
        text.replace(number::NBSP, " ")
    }

    #[test]
    fn practices_are_told_from_most_to_least_kept() {
        assert_eq!(
            said(title(&[("verifying the threat intent", Some(0.81)), ("testing the alert path", Some(0.11)), ("else", None)])),
            "Best kept practice: verifying the threat intent (81 %). Least kept practice: testing the alert path (11 %)"
        );
        assert_eq!(
            said(title(&[("a", Some(0.811)), ("b", Some(0.814)), ("c", Some(0.1))])),
            "Best kept practices: a and b (81 %). Least kept practice: c (10 %)"
        );
        assert_eq!(title(&["A", "B", "C", "D", "E"].map(|name| (name, Some(0.5)))), "Every practice is kept to the same extent");
        // three others have too few cases
        assert_eq!(title(&[("A", Some(0.5)), ("B", Some(0.5))]), "Every practice with enough cases is kept to the same extent");
        assert_eq!(title(&[("A", Some(0.5)), ("B", None)]), "Workflow practices");
    }
}
