//! The steps of the policy enforcement funnel, by their ids in `score --json`.

use crate::document::Heading;
use crate::text::headline::Piece;
use crate::text::number::{counted, number_word, percent, thousands};
use crate::text::phrase;
use plumbline_assess::Step;

/// What the bars of a funnel mean.
pub const KEY: &str = "Solid: changes that met this step and all before it. A change is lost at the first step it does not meet. \
                       Went past: merged or deployed without meeting this step. Bypassed: the gate itself reports a bypass.";

/// A step's name and what it takes.
pub fn step(id: &str) -> (&'static str, &'static str) {
    match id {
        "intent" => ("Intent recorded", "Everything that intent asks for is verified"),
        "validated" => ("Validated", "Everything that validation asks for is verified"),
        "risk-assessed" => ("Risk assessed", "A validation report, and no critical or high finding open at validation"),
        "approved" => ("Approved", "Somebody other than the author upholds intent and controls"),
        "deployed" => ("Deployed with proof", "Everything that execution asks for is verified"),
        "observed" => ("Observed", "Everything that observation asks for is verified"),
        _ => ("Opened", "The change exists"),
    }
}

/// "12 lost here".
pub(crate) fn lost(n: u64) -> String {
    format!("{} lost here", thousands(n))
}

/// "3 bypassed".
pub(crate) fn bypassed(n: u64) -> String {
    format!("{} bypassed", thousands(n))
}

/// "4 went past without it".
pub(crate) fn leaked(n: u64) -> String {
    format!("{} went past without it", thousands(n))
}

/// What the headline is made from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Flow {
    /// Changes of the page, those behind a gate that cannot block too.
    pub changes: u64,
    /// Changes at the first step.
    pub opened: u64,
    /// Changes that met every step.
    pub observed: u64,
    /// The step at which clearly the largest share of those that came so far is lost: how many, and of how many.
    pub largest_loss: Option<(Step, u64, u64)>,
}

/// "Of 590 changes, 100 have proof at every step. The largest loss is at deployment: 104 of 244 (43 %)."
pub(crate) fn headline(f: &Flow) -> Vec<Piece> {
    let plain = |text: &str| Piece::Plain(text.to_owned());
    let mut out = match (f.opened, f.observed) {
        (0, _) if f.changes == 1 => return vec![plain("The validation gate of this change reports but cannot block.")],
        (0, _) => return vec![plain("The validation gates of these changes report but cannot block.")],
        (1, 0) => vec![plain("The one change "), Piece::Verified("does not have".to_owned()), plain(" proof at every step.")],
        (1, _) => vec![plain("The one change has "), Piece::Verified("proof at every step".to_owned()), plain(".")],
        (n, k) => {
            let (count, have) = match k {
                0 => ("none".to_owned(), "has"),
                1 => ("one".to_owned(), "has"),
                k => (number_word(k), "have"),
            };
            vec![
                plain(&format!("Of {} changes, ", number_word(n))),
                Piece::Verified(count),
                plain(&format!(" {have} proof at every step.")),
            ]
        }
    };
    if let Some((step, lost, before)) = f.largest_loss.filter(|_| f.opened > 1) {
        let share = percent(lost as f64 / before.max(1) as f64);
        out.push(plain(&format!(
            " The largest loss is at {}: {} of {} ({share}).",
            lost_at(step),
            thousands(lost),
            thousands(before)
        )));
    }
    out
}

/// Where a change is lost.
const fn lost_at(step: Step) -> &'static str {
    match step {
        Step::Opened => "the start",
        Step::Intent => "intent",
        Step::Validated => "validation",
        Step::RiskAssessed => "risk assessment",
        Step::Approved => "approval",
        Step::Deployed => "deployment",
        Step::Observed => "observation",
    }
}

/// What became of a change that went past a step without meeting it.
const fn went_past(step: Step) -> &'static str {
    match step {
        Step::Opened => "shipped",
        Step::Intent => "shipped without verified intent",
        Step::Validated => "shipped without complete validation evidence",
        Step::RiskAssessed => "shipped without a validation report or with a critical or high finding open there",
        Step::Approved => "shipped without approval by somebody other than the author",
        Step::Deployed => "deployed without complete execution evidence",
        Step::Observed => "deployed, past the grace period, without complete observation evidence",
    }
}

/// The title of the funnel: the step that most changes went past without meeting it, given how many did so at each.
pub(crate) fn title(steps: &[(Step, u64)]) -> String {
    let top = steps.iter().map(|s| s.1).max().unwrap_or(0);
    if top == 0 {
        return "No change went past a step without meeting it".to_owned();
    }
    let at: Vec<Step> = steps.iter().filter(|s| s.1 == top).map(|s| s.0).collect();
    let changes = counted(top, "change", "changes");
    match at.as_slice() {
        [one] => format!("{changes} went past {} without meeting it: {}", step(one.id()).0, went_past(*one)),
        many => {
            let names: Vec<&str> = many.iter().map(|s| step(s.id()).0).collect();
            format!("{changes} went past each of {} without meeting it", phrase::list(&names))
        }
    }
}

/// The funnel of all other changes.
pub(crate) const MEASURE: &str =
    "Changes that meet this step and every step before it; without those whose validation gate reports but cannot block";

/// The funnel under a gate that reports but cannot block.
pub(crate) const EVALUATED_MEASURE: &str = "The same for the changes whose validation gate reports but cannot block";

/// Its columns.
pub(crate) const COLUMNS: [Heading; 6] = [
    ("Step", false),
    ("What it takes", false),
    ("Reached", true),
    ("Lost", true),
    ("Bypassed", true),
    ("Went past without meeting it", true),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_funnel_says_how_many_come_through() {
        let f = |opened: u64, observed, largest_loss| {
            crate::text::headline::text(&headline(&Flow { changes: opened.max(2), opened, observed, largest_loss }))
        };
        let blind = Flow { changes: 1, opened: 0, observed: 0, largest_loss: None };
        assert_eq!(
            crate::text::headline::text(&headline(&blind)),
            "The validation gate of this change reports but cannot block."
        );
        assert_eq!(
            f(412, 37, Some((Step::Deployed, 120, 240))).replace('\u{a0}', " "),
            "Of 412 changes, 37 have proof at every step. The largest loss is at deployment: 120 of 240 (50 %)."
        );
        assert_eq!(f(9, 1, None), "Of nine changes, one has proof at every step.");
        assert_eq!(f(9, 0, None), "Of nine changes, none has proof at every step.");
        assert_eq!(f(1, 1, None), "The one change has proof at every step.");
        assert_eq!(f(1, 0, Some((Step::Intent, 1, 1))), "The one change does not have proof at every step.");
        assert_eq!(f(0, 0, None), "The validation gates of these changes report but cannot block.");
    }

    #[test]
    fn the_funnel_names_where_most_go_past() {
        assert_eq!(
            title(&[(Step::Approved, 3), (Step::Deployed, 112)]),
            "112 changes went past Deployed with proof without meeting it: deployed without complete execution evidence"
        );
        assert_eq!(
            title(&[(Step::Approved, 1), (Step::Observed, 1)]),
            "1 change went past each of Approved and Observed without meeting it"
        );
        assert_eq!(title(&[(Step::Approved, 0)]), "No change went past a step without meeting it");
    }
}
