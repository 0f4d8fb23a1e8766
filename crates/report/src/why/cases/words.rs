//! The words of the cases behind a confidence.

use crate::text::number::{percent_interval, percent_or_dash, thousands};
use crate::why::sums::verified_of;

/// The columns of the table of shares.
pub(crate) const SHARE_COLUMNS: [(&str, bool); 3] =
    [("Verified of required", false), ("How many", true), ("Adds to the sum", true)];

/// The names of the inputs of a confidence.
pub(crate) const SUM_OF_SHARES: &str = "Sum of the verified shares";

/// How many shares: of changes, or, gates pooled, of due gates.
pub(crate) const N_SHARES: (&str, &str) = ("Changes with requirements", "Due gates with requirements");

/// All cases.
pub(crate) const N_CASES: (&str, &str) = ("Changes due", "Due gates");

/// The mean of the shares.
pub(crate) const VERIFIED: &str = "Verified";

/// The sum of what is stated.
pub(crate) const SUM_OF_STATEMENTS: &str = "Sum of stated confidence";

/// How many state it.
pub(crate) const N_STATEMENTS: (&str, &str) = ("Changes with a statement", "Due gates with a statement");

/// Their spread.
pub(crate) const DEVIATION: &str = "Standard deviation s";

/// Their variance.
pub(crate) const VARIANCE: &str = "Variance s²";

/// The mean of the statements.
pub(crate) const PERCEIVED: &str = "Perceived";

/// Reports that passed.
pub(crate) const N_PASSED: (&str, &str) = ("Changes whose gate passed", "Due gates that passed");

/// Their share.
pub(crate) const IMPLIED: &str = "Implied by passed gates";

/// Perceived less verified.
pub(crate) const GAP: &str = "Gap, points";

/// How an interval of a share was made: "Wilson, z = 1.96, n = 610".
pub(crate) fn wilson(n: u64) -> String {
    ["Wilson interval, z = 1.96, n = ", &thousands(n)].concat()
}

/// How an interval of a mean was made.
pub(crate) fn of_mean(m: u64) -> String {
    ["P ± z·s/√m, z = 1.96, m = ", &thousands(m)].concat()
}

/// "67 to 74 %, Wilson interval, z = 1.96, n = 610"; why there is none.
pub(crate) fn interval(interval: Option<(f64, f64)>, how: &str) -> String {
    match interval {
        Some(_) => [&percent_interval(interval), ", ", how].concat(),
        None => "no interval".to_owned(),
    }
}

/// The title of one row of a figure: "Intent: 71 % verified, 84 % stated".
pub(crate) fn confidence(name: &str, verified: Option<f64>, perceived: Option<f64>) -> String {
    let stated = match perceived {
        None => "nothing stated".to_owned(),
        Some(_) => [&percent_or_dash(perceived), " stated"].concat(),
    };
    match verified {
        None => [name, ": nothing due"].concat(),
        Some(_) => [name, ": ", &percent_or_dash(verified), " verified, ", &stated].concat(),
    }
}

/// What a case says: "2 of 3 verified, states 90 %".
pub(crate) fn case(verified: u64, required: u64, stated: Option<f64>) -> String {
    let proved = verified_of(verified, required);
    match stated {
        None => proved,
        Some(_) => [&proved, ", states ", &percent_or_dash(stated)].concat(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_say_what_is_missing() {
        assert_eq!(confidence("Intent", Some(0.71), Some(0.84)), "Intent: 71\u{a0}% verified, 84\u{a0}% stated");
        assert_eq!(confidence("Intent", Some(0.71), None), "Intent: 71\u{a0}% verified, nothing stated");
        assert_eq!(confidence("Intent", None, None), "Intent: nothing due");
        assert_eq!(
            (case(0, 0, None), case(2, 3, Some(0.9))),
            ("requires nothing".into(), "2 of 3 verified, states 90\u{a0}%".into())
        );
    }
}
