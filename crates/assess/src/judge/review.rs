//! The independent reviews of a change (docs/scoring.md, "Double-blind review").

use plumbline_domain::{Change, ChangeFields, ReviewRecord, Verdict, is_name, same_name};

/// What the independent reviews of one change say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct ReviewSummary {
    /// Somebody other than the author reviewed it, both names known.
    pub is_independent: bool,
    /// One of the independent reviews was blind.
    pub is_blind: bool,
    /// One of the independent reviews upheld intent and controls.
    pub is_approved: bool,
}

/// The reviews by somebody other than the author, both names known, by gate and then `recordedAt`.
pub fn independent_reviews<'a>(fields: &'a ChangeFields, reviews: &'a [ReviewRecord]) -> impl Iterator<Item = &'a ReviewRecord> {
    let author = fields.author.as_deref();
    reviews.iter().filter(move |r| match (author, r.review.by.as_deref()) {
        (Some(author), Some(by)) => is_name(author) && is_name(by) && !same_name(by, author),
        _ => false,
    })
}

/// Summarizes the independent reviews of a change.
pub(crate) fn summarize_reviews(change: &Change) -> ReviewSummary {
    let mut summary = ReviewSummary::default();
    for record in independent_reviews(&change.fields, &change.reviews) {
        let review = &record.review;
        summary.is_independent = true;
        summary.is_blind |= review.blind;
        summary.is_approved |= review.intent == Some(Verdict::Upheld) && review.controls == Some(Verdict::Upheld);
    }
    summary
}
