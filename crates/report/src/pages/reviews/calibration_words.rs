//! Whether what is stated comes true: the words.

use crate::document::Heading;
use crate::text::number::{NBSP, counted, moved_points, percent, percent_figure, points_size, shown_difference, thousands};

/// How statements and what came of them agree.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Verdict {
    /// Nobody states a confidence at a gate that is due.
    Silent,
    /// Fewer statements than the policy asks for.
    TooFew {
        /// Statements.
        n: u64,
        /// As many are needed.
        needed: u64,
    },
    /// Stated, on average, clearly above what came true.
    Over,
    /// Stated clearly below what came true.
    Under,
    /// So few that neither can be said: the interval of what came true is this wide.
    Unclear {
        /// Statements.
        n: u64,
    },
    /// Right on average, but not bin by bin: so many of the statements are in bins that are clearly off.
    Uneven {
        /// Statements in such bins.
        off: u64,
        /// All statements.
        n: u64,
    },
    /// As often true as stated, also bin by bin.
    Calibrated,
}

/// What the verdict is called in a table.
pub(crate) const fn verdict_word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Silent => "nothing stated",
        Verdict::TooFew { .. } => "too few",
        Verdict::Over => "over-confident",
        Verdict::Under => "under-confident",
        Verdict::Unclear { .. } => "not clear",
        Verdict::Uneven { .. } => "uneven",
        Verdict::Calibrated => "well calibrated",
    }
}

/// The title: "Statements averaging 86 % held up 41 % of the time". Shares are 0 to 1; none without a statement.
pub fn title(verdict: Verdict, shares: Option<(f64, f64)>) -> String {
    let Some((stated, resolved)) = shares else {
        return "Nobody states a confidence at a gate that is due".to_owned();
    };
    let found = format!("Statements averaging {} held up {} of the time", percent(stated), percent(resolved));
    match verdict {
        Verdict::TooFew { n, needed } => format!("Too few statements to say ({} of {needed} needed)", thousands(n)),
        Verdict::Calibrated => format!("Well calibrated: {}", crate::text::phrase::small(&found)),
        Verdict::Unclear { .. } => format!("{found}: too few to tell the two apart"),
        Verdict::Uneven { .. } => format!("{found}: right only on average"),
        _ => found,
    }
}

/// The plain sentence: what it means.
pub fn meaning(verdict: Verdict, shares: Option<(f64, f64)>) -> String {
    let Some((stated, resolved)) = shares else {
        return "Without statements there is nothing to hold against the evidence.".to_owned();
    };
    let apart = moved_points(shown_difference(stated, resolved), stated - resolved);
    match verdict {
        Verdict::Silent => "Without statements there is nothing to hold against the evidence.".to_owned(),
        Verdict::TooFew { n, needed } => format!(
            "Fewer than {needed} statements say nothing about how well they hold up; there {}.",
            if n == 1 { "is one".to_owned() } else { format!("are {}", thousands(n)) }
        ),
        Verdict::Over => format!(
            "Over-confident: statements lie {apart} above what held up, more than chance explains: their mean is {}, and {} of them held up.",
            percent(stated),
            percent(resolved)
        ),
        Verdict::Under => format!(
            "Under-confident: statements lie {apart} below what held up, more than chance explains: their mean is {}, and {} of them held up.",
            percent(stated),
            percent(resolved)
        ),
        Verdict::Unclear { n } => format!(
            "With {}, chance alone could put {apart} between what is stated and what held up, so neither over- nor under-confidence can be claimed.",
            counted(n, "statement", "statements")
        ),
        Verdict::Uneven { off, n } => format!(
            "Right on average, but not throughout: {} of {} are in bins that held up clearly more or less often than stated.",
            thousands(off),
            counted(n, "statement", "statements")
        ),
        Verdict::Calibrated => {
            format!("Well calibrated: statements of {} hold up about as often, in the bins as on average.", percent(stated))
        }
    }
}

/// Whether the statements beat always stating one half. `brier` and `baseline` are 0 (perfect) to 1.
pub(crate) fn against_baseline(brier: Option<f64>, baseline: f64) -> String {
    let Some(brier) = brier else {
        return "No Brier score without statements".to_owned();
    };
    let (score, even) = (decimals(brier, 2), decimals(baseline, 2));
    if score == even {
        format!("No better than always saying 50{NBSP}%: Brier {score} in both cases (lower is better)")
    } else if brier > baseline {
        format!("Always saying 50{NBSP}% would have scored better: Brier {even} against {score} (lower is better)")
    } else {
        format!("Statements score better than always saying 50{NBSP}%: Brier {score} against {even} (lower is better)")
    }
}

/// A number with so many decimals, at most six, without a minus before nothing.
pub fn decimals(value: f64, places: u32) -> String {
    let scale = 10_u64.pow(places.min(6));
    // a cast of what is no number gives nothing
    let all = (value.abs() * scale as f64).round() as u64;
    let mut digits = (all % scale).to_string();
    while digits.len() < places as usize {
        digits.insert(0, '0');
    }
    let mut out = String::new();
    if value < 0.0 && all > 0 {
        out.push(super::number::MINUS);
    }
    out.push_str(&(all / scale).to_string());
    out.push('.');
    out.push_str(&digits);
    out
}

/// A number with three decimals, or no data.
pub(crate) fn decimals_or_dash(value: Option<f64>) -> String {
    value.map_or_else(super::number::dash, |v| decimals(v, 3))
}

/// The diagram: measure and interval.
pub(crate) const MEASURE: &str = "Statements at due gates in ten bins against the share that held up, with 95\u{a0}% intervals. A statement holds up \
                           when all that the gate asks for is verified and no failure escaped there";
/// The columns of its table.
pub(crate) const BIN_COLUMNS: [Heading; 6] = [
    ("Stated", false),
    ("Statements", true),
    ("Mean stated", true),
    ("Held up", true),
    ("95\u{a0}% interval", true),
    ("Stated less held up, points", true),
];
/// The level axis.
pub(crate) const ACROSS: &str = "Stated";
/// The upright axis.
pub(crate) const UP: &str = "Held up";
/// Above the diagonal.
pub(crate) const ABOVE: &str = "held up more often than stated";
/// Below it.
pub(crate) const BELOW: &str = "held up less often than stated";

/// A bin by its ends.
pub fn bin(low: f64, high: f64) -> String {
    format!("{} to {}", percent_figure(low), percent(high))
}

/// A bin as a mark's title.
pub(crate) fn bin_title(low: f64, high: f64) -> String {
    format!("Stated {}", bin(low, high))
}

/// How many statements.
pub fn statements(n: u64, too_few: bool) -> String {
    let count = counted(n, "statement", "statements");
    if too_few { format!("{count}, too few to say much") } else { count }
}

/// The difference in a tooltip: "held up 41 points less".
pub fn apart(stated: f64, resolved: f64) -> String {
    let difference = shown_difference(stated, resolved);
    let points = points_size(difference);
    match crate::text::number::whole_points(difference) {
        0 => "as stated".to_owned(),
        d if d > 0 => format!("held up {points} less"),
        _ => format!("held up {points} more"),
    }
}

/// The scores: what they are.
pub(crate) const SCORES_MEASURE: &str = "Brier score: mean squared distance between statement and outcome; 0 is perfect. It equals reliability − \
                                  resolution + uncertainty, apart from binning error";
/// The columns of the scores.
pub(crate) const SCORE_COLUMNS: [Heading; 9] = [
    ("Gate", false),
    ("Statements", true),
    ("Stated", true),
    ("Held up", true),
    ("Brier score", true),
    ("Reliability", true),
    ("Resolution", true),
    ("Uncertainty", true),
    ("In a word", false),
];
/// The row of all gates.
pub(crate) const POOLED: &str = "All gates";
/// What the scores are for.
pub(crate) const PARTS: [(&str, &str); 3] = [
    ("Reliability", "how far the bins lie off the diagonal; 0 means calibrated"),
    ("Resolution", "higher means statements separate gates that hold from gates that do not"),
    ("Uncertainty", "how mixed the outcomes are; 0.25 when half hold up, whatever is stated"),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(text: String) -> String {
        text.replace(NBSP, " ")
    }

    #[test]
    fn each_verdict_has_its_sentence() {
        let shares = Some((0.86, 0.41));
        assert_eq!(plain(title(Verdict::Over, shares)), "Statements averaging 86 % held up 41 % of the time");
        assert_eq!(
            plain(meaning(Verdict::Over, shares)),
            "Over-confident: statements lie 45 points above what held up, more than chance explains: their mean is 86 %, and 41 % of them held up."
        );
        assert!(plain(meaning(Verdict::Under, Some((0.4, 0.8)))).starts_with("Under-confident: statements lie 40 points below"));
        assert_eq!(title(Verdict::TooFew { n: 3, needed: 5 }, Some((0.5, 1.0))), "Too few statements to say (3 of 5 needed)");
        assert_eq!(title(Verdict::Silent, None), "Nobody states a confidence at a gate that is due");
        assert_eq!(
            plain(title(Verdict::Calibrated, Some((0.8, 0.79)))),
            "Well calibrated: statements averaging 80 % held up 79 % of the time"
        );
        assert!(
            meaning(Verdict::Unclear { n: 7 }, Some((0.5, 0.4)))
                .starts_with("With 7 statements, chance alone could put 10 points")
        );
        assert!(meaning(Verdict::Uneven { off: 30, n: 90 }, Some((0.5, 0.5))).contains("30 of 90 statements are in bins"));
        assert!(meaning(Verdict::TooFew { n: 1, needed: 5 }, Some((0.5, 0.5))).ends_with("; there is one."));
    }

    #[test]
    fn the_baseline_is_beaten_or_not_and_a_tie_is_one() {
        assert_eq!(
            plain(against_baseline(Some(0.41), 0.25)),
            "Always saying 50 % would have scored better: Brier 0.25 against 0.41 (lower is better)"
        );
        assert_eq!(
            plain(against_baseline(Some(0.1), 0.25)),
            "Statements score better than always saying 50 %: Brier 0.10 against 0.25 (lower is better)"
        );
        assert_eq!(
            plain(against_baseline(Some(0.2501), 0.25)),
            "No better than always saying 50 %: Brier 0.25 in both cases (lower is better)"
        );
        assert_eq!(against_baseline(None, 0.25), "No Brier score without statements");
    }

    #[test]
    fn small_numbers_keep_their_sign_only_when_it_shows() {
        assert_eq!([decimals(-0.0001, 3), decimals(-0.2, 3), decimals(0.0625, 3)], ["0.000", "\u{2212}0.200", "0.063"]);
        assert_eq!(plain(bin(0.8, 0.9)), "80 to 90 %");
        assert_eq!(
            [apart(0.8, 0.5), apart(0.5, 0.51), apart(0.5, 0.5)],
            ["held up 30 points less", "held up 1 point more", "as stated"]
        );
    }
}
