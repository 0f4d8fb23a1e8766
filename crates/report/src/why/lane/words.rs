//! The words of an explained lane.

use crate::text::number::amount;
use crate::text::number::thousands;

/// What the figure shows, and its formula.
pub(crate) const DETECTION: (&str, &str) = (
    "The detection pipeline",
    "The required items of the lane's types, each by what became of it: verified, contradicted, missing, or anything else. Days \
         since a check count from the newest check of a verified item.",
);

/// What a lane is made of.
pub(crate) fn lane(counts: [u64; 3], days: Option<f64>) -> String {
    let [contradicted, missing, unverified] = counts.map(thousands);
    let since = match days {
        None => "never checked".to_owned(),
        Some(days) => ["last check ", &amount(days), " days ago"].concat(),
    };
    [&contradicted, " contradicted, ", &missing, " missing, ", &unverified, " not verified; ", &since].concat()
}
