//! The words of the figure.

use crate::document::Heading;
use crate::text::number::{percent, whole_percent};
use crate::text::practice::PRACTICES;
use crate::text::{comparison, phrase};

/// A practice with enough cases.
pub(crate) struct Kept<'a> {
    /// What is done.
    pub doing: &'a str,
    /// The share that does it; none without a case.
    pub share: Option<f64>,
    /// The cases: "51 releases of a team".
    pub cases: String,
}

/// The title of the practices: which is kept best and which least, each with its share and of what that is the share.
pub(crate) fn title(rows: &[Kept<'_>]) -> String {
    let known: Vec<(&str, i64)> = rows.iter().filter_map(|r| Some((r.doing, whole_percent(r.share?)))).collect();
    let lacks: Vec<(&str, i64)> = known.iter().map(|r| (r.0, -r.1)).collect();
    match (comparison::most(&known), comparison::most(&lacks)) {
        _ if known.len() < 2 => "Workflow practices".to_owned(),
        (comparison::Most::All, _) | (_, comparison::Most::All) => {
            let which = if known.len() == PRACTICES.len() { "" } else { " with enough cases" };
            format!("Every practice{which} is kept to the same extent")
        }
        (comparison::Most::Some(top), comparison::Most::Some(bottom)) => {
            let kept = |how: &str, names: &[&str]| {
                let practices = if names.len() == 1 { "practice" } else { "practices" };
                let told = rows.iter().filter(|r| names.contains(&r.doing));
                let told = told.filter_map(|r| Some(format!("{} ({} of {})", r.doing, percent(r.share?), r.cases)));
                format!("{how} kept {practices}: {}", phrase::list(&told.collect::<Vec<_>>()))
            };
            format!("{}. {}", kept("Best", &top), kept("Least", &bottom))
        }
    }
}

/// The workflow.
pub(crate) const MEASURE: &str = "Share that keeps each practice, with 95\u{a0}% interval. Offered: verified or not";

/// Its columns.
pub(crate) const COLUMNS: [Heading; 5] =
    [("Practice", false), ("Share", true), ("95\u{a0}% interval", true), ("Cases", true), ("Of", false)];

/// The practice of open findings where no scan was read.
pub(crate) const UNSCANNED: &str = "No open critical or high finding (no scan was read)";

/// In place of the share of a practice without a case.
pub(crate) const NO_CASE: &str = "no case";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::number;

    fn said(text: String) -> String {
        text.replace(number::NBSP, " ")
    }

    fn kept<'a>(doing: &'a str, share: Option<f64>, cases: &str) -> Kept<'a> {
        Kept { doing, share, cases: cases.to_owned() }
    }

    #[test]
    fn practices_are_told_from_most_to_least_kept() {
        assert_eq!(
            said(title(&[
                kept("verifying the threat intent", Some(0.81), "100 changes"),
                kept("at least one verified alert test per release", Some(0.11), "9 releases of a team"),
                kept("else", None, "")
            ])),
            "Best kept practice: verifying the threat intent (81 % of 100 changes). Least kept practice: at least one verified alert test per release (11 % of 9 \
             releases of a team)"
        );
        assert_eq!(
            said(title(&[kept("a", Some(0.811), "9 x"), kept("b", Some(0.814), "8 y"), kept("c", Some(0.1), "7 z")])),
            "Best kept practices: a (81 % of 9 x) and b (81 % of 8 y). Least kept practice: c (10 % of 7 z)"
        );
        assert_eq!(
            title(&["A", "B", "C", "D", "E"].map(|name| kept(name, Some(0.5), ""))),
            "Every practice is kept to the same extent"
        );
        // three others have too few cases
        assert_eq!(
            title(&[kept("A", Some(0.5), ""), kept("B", Some(0.5), "")]),
            "Every practice with enough cases is kept to the same extent"
        );
        assert_eq!(title(&[kept("A", Some(0.5), ""), kept("B", None, "")]), "Workflow practices");
    }
}
