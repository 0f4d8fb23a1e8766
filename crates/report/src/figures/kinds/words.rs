//! The words of the figure.

use crate::document::Heading;
use crate::text::number::whole_points;
use crate::text::{phrase, vocabulary};
use plumbline_domain::Authorship;

/// One authorship's gap.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct AuthorshipFigures {
    /// Who wrote the changes.
    pub authorship: Authorship,
    /// The gap, all gates pooled.
    pub gap: f64,
    /// Its interval.
    pub interval: (f64, f64),
}

/// The title by authorship when nobody states a confidence: there is no gap.
pub(crate) const AUTHORSHIP_WITHOUT_STATEMENTS: &str = "Verified confidence by authorship";

/// The title of the gap by authorship.
pub(crate) fn authorship_title(rows: &[AuthorshipFigures]) -> String {
    let largest = rows.iter().reduce(|a, b| if b.gap > a.gap { b } else { a });
    let smallest = rows.iter().reduce(|a, b| if b.gap < a.gap { b } else { a });
    let (Some(most), Some(least)) = (largest, smallest) else { return "Gap by authorship".to_owned() };
    if rows.len() < 2 {
        return "Gap by authorship".to_owned();
    }
    if most.interval.0 <= least.interval.1 {
        return "No clear difference of the gap by authorship".to_owned();
    }
    let (more, less) = (vocabulary::authorship(most.authorship), vocabulary::authorship(least.authorship));
    let times = if least.gap > 0.005 { most.gap / least.gap } else { 0.0 };
    let how_many = if (1.75..2.25).contains(&times) {
        Some("twice")
    } else if (2.75..3.25).contains(&times) {
        Some("three times")
    } else {
        None
    };
    match how_many {
        Some(times) => phrase::capital(&format!("{more} changes carry {times} the gap of {less} ones")),
        None => {
            let points = whole_points(most.gap - least.gap);
            let points = format!("{points} {}", if points == 1 { "point" } else { "points" });
            phrase::capital(&format!("{more} changes carry {points} more gap than {less} ones"))
        }
    }
}

/// The gap by authorship.
pub(crate) const AUTHORSHIP_MEASURE: &str =
    "Verified and perceived by who wrote the change, all gates pooled, with 95\u{a0}% intervals";

/// Its columns.
pub(crate) const COLUMNS: [Heading; 10] = [
    ("Authorship", false),
    ("Changes", true),
    ("Due gates", true),
    ("Perceived", true),
    ("95\u{a0}% interval", true),
    ("Stated by", true),
    ("Verified", true),
    ("95\u{a0}% interval", true),
    ("Gap, points", true),
    ("Implied by passed gates", true),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn authorship_is_compared_only_where_intervals_part() {
        let row = |authorship, gap: f64, half| AuthorshipFigures { authorship, gap, interval: (gap - half, gap + half) };
        let (human, ai) = (Authorship::Human, Authorship::AiGenerated);
        assert_eq!(
            authorship_title(&[row(human, 0.24, 0.02), row(ai, 0.49, 0.02)]),
            "AI-generated changes carry twice the gap of human ones"
        );
        assert_eq!(
            authorship_title(&[row(human, 0.24, 0.02), row(ai, 0.34, 0.02)]),
            "AI-generated changes carry 10 points more gap than human ones"
        );
        assert_eq!(
            authorship_title(&[row(human, 0.34, 0.02), row(Authorship::Unknown, -0.24, 0.02)]),
            "Human changes carry 58 points more gap than unattributed ones"
        );
        assert_eq!(
            authorship_title(&[row(human, 0.24, 0.2), row(ai, 0.34, 0.2)]),
            "No clear difference of the gap by authorship"
        );
        assert_eq!(authorship_title(&[row(human, 0.24, 0.2)]), "Gap by authorship");
        assert_eq!(authorship_title(&[]), "Gap by authorship");
    }
}
