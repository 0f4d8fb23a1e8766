//! The words of an explained calibration.

use crate::text::number::counted;

/// What the figure shows, and its formula.
pub(crate) const CALIBRATION: (&str, &str) = (
    "Whether statements hold up",
    "Each stated confidence resolves to 1 when everything that its gate asks for is verified and no failure escaped there, else \
         to 0. Statements are grouped into ten bins. The Brier score is the mean squared distance between statement and resolution.",
);

/// The scores of a calibration.
pub(crate) const BRIER: &str = "Brier score";

/// Murphy's first part.
pub(crate) const RELIABILITY: &str = "Reliability";

/// Murphy's second part.
pub(crate) const RESOLUTION: &str = "Resolution";

/// Murphy's third part.
pub(crate) const UNCERTAINTY: &str = "Uncertainty";

/// What always saying one half gets.
pub(crate) const BASELINE: &str = "Always saying 50 %";

/// A bin of statements.
pub(crate) fn bin(low: &str, high: &str) -> String {
    ["Stated ", low, " to ", high].concat()
}

/// What a bin is made of.
pub(crate) fn in_bin(came_true: &str, stated: &str) -> String {
    [came_true, " held up; stated ", stated, " on average"].concat()
}

/// What became of a statement.
pub(crate) fn resolved(stated: &str, came_true: bool) -> String {
    ["states ", stated, if came_true { ", held up" } else { ", did not hold up" }].concat()
}

/// Failures that keep a statement from coming true.
pub(crate) fn escapes(n: u64) -> String {
    [&counted(n, "failure", "failures"), " escaped this gate."].concat()
}
