//! The words of explained reviews.

use crate::text::number::amount;
use crate::text::number::thousands;
use crate::why::sums::quotient;

/// What the figure shows, and its formula.
pub(crate) const REVIEWS: (&str, &str) = (
    "Double-blind review",
    "Of the team's changes due at validation: those reviewed by somebody other than the author, both names known; and of these, \
         those with a blind review. Agreement holds each verdict against the evidence of its gates.",
);

/// What a team's reviews are made of.
pub(crate) fn reviews(independent: u64, changes: u64, blind: u64) -> String {
    let all = quotient(independent as f64, changes);
    [&all, " reviewed by somebody else, ", &thousands(blind), " of them blind"].concat()
}

/// Agreement of verdicts and evidence.
pub(crate) const WITH_EVIDENCE: &str = "with the evidence";

/// Agreement of two reviewers.
pub(crate) const WITH_EACH_OTHER: &str = "with each other";

/// "80 % agree with the evidence (kappa 0.4, n = 25)".
pub(crate) fn agreement(with: &str, share: &str, kappa: Option<f64>, n: u64) -> String {
    let kappa = kappa.map_or_else(|| "no kappa".to_owned(), |k| ["kappa ", &amount(k)].concat());
    [share, " agree ", with, " (", &kappa, ", n = ", &thousands(n), ")"].concat()
}

/// Whether a change was reviewed.
pub(crate) const fn reviewed(is_independent: bool, is_blind: bool) -> &'static str {
    match (is_independent, is_blind) {
        (false, _) => "not reviewed by somebody else",
        (true, false) => "reviewed by somebody else, not blind",
        (true, true) => "reviewed blind by somebody else",
    }
}

/// The columns of reviews.
pub(crate) const REVIEW_COLUMNS: [(&str, bool); 3] = [("Reviewer", false), ("Verdicts", false), ("Read from", false)];

/// A review of the author's name unknown.
pub(crate) const BLIND: &str = "blind";

/// A review with the author known.
pub(crate) const NOT_BLIND: &str = "not blind";

/// A review without a name.
pub(crate) const UNKNOWN_REVIEWER: &str = "no name";

/// The verdicts of a review.
pub(crate) fn verdicts(said: [&str; 3]) -> String {
    let [intent, controls, outcome] = said;
    ["intent ", intent, ", controls ", controls, ", outcome ", outcome].concat()
}

/// What a table of reviews is.
pub(crate) fn reviews_of(change: &str) -> String {
    ["Reviews of ", change].concat()
}
