//! The words of the page of the gap.

use crate::document::Heading;
use crate::pages::reviews::calibration_words::Verdict;
use crate::text::headline::{Piece, Subject};
use crate::text::number;
use crate::text::number::{NBSP, counted, percent, thousands, whole_points};
use crate::text::{headline, phrase};

/// What the headline is made from. Shares are 0 to 1.
pub(crate) struct Headline<'a> {
    /// Who is spoken of.
    pub subject: Subject<'a>,
    /// Stated confidence, all gates pooled; none when nobody states any.
    pub perceived: Option<f64>,
    /// How many statements that is the mean of.
    pub stated: u64,
    /// Proved confidence; none when no gate is due.
    pub verified: Option<f64>,
    /// What passed gates imply.
    pub implied: Option<f64>,
    /// How many changes.
    pub changes: u64,
    /// Below this many nothing more is said.
    pub too_few: u64,
    /// Each risk whose gap has enough changes and statements, with it as it is shown.
    pub risks: &'a [(&'a str, f64)],
    /// Whether the widest of them is clearly wider than the narrowest, as the figure of the risks has it.
    pub are_apart: bool,
    /// Whether any risk has a gap at all.
    pub are_risks_stated: bool,
    /// How many risks there are.
    pub all_risks: usize,
    /// Whether what is stated comes true.
    pub verdict: Verdict,
    /// The mean statement and the share that came true.
    pub shares: Option<(f64, f64)>,
}

/// "Teams are 86 % confident their changes are sound; evidence proves 51 % of what policy asks. Of the three risks, the gap is widest in IAM
/// over-permission (62 points), and statements averaging 86 % held up 31 % of the time."
pub fn headline(h: &Headline<'_>) -> Vec<Piece> {
    let stated = headline::Stated { perceived: h.perceived, n: h.stated, too_few: h.too_few };
    let mut out = match headline::both(h.subject, stated, h.verified, h.implied) {
        Ok(both) => both,
        Err(nothing_due) => return nothing_due,
    };
    let rest = if h.changes < h.too_few {
        format!("Too few changes to say more ({} of {} needed).", h.changes, h.too_few)
    } else {
        let came_true = h.shares.filter(|_| matches!(h.verdict, Verdict::Over | Verdict::Under)).map(|(stated, resolved)| {
            format!("statements averaging {} held up {} of the time", percent(stated), percent(resolved))
        });
        match (widest(h), came_true) {
            (Some(risk), Some(came_true)) => format!("{risk}, and {came_true}."),
            (Some(risk), None) => format!("{risk}."),
            (None, Some(came_true)) => format!("{}.", phrase::capital(&came_true)),
            (None, None) if h.are_risks_stated => "Too few statements about risks to compare them.".to_owned(),
            (None, None) => "Nobody states a confidence in a risk.".to_owned(),
        }
    };
    out.push(Piece::Plain(format!(". {rest}")));
    out
}

/// Where the gap between the risks is widest. Risks of too little are left out: then those that remain are named.
fn widest(h: &Headline<'_>) -> Option<String> {
    let &Headline { risks, all_risks, .. } = h;
    let most = risks.iter().map(|r| whole_points(r.1)).max()?;
    let each = || {
        let names: Vec<String> = risks.iter().map(|r| phrase::small(r.0)).collect();
        if risks.len() == all_risks { "each risk".to_owned() } else { phrase::list(&names) }
    };
    if most <= 0 {
        return Some(format!("Evidence proves at least what is stated in {}", each()));
    }
    let at: Vec<String> = risks.iter().filter(|r| whole_points(r.1) == most).map(|r| phrase::small(r.0)).collect();
    let size = counted(most.unsigned_abs(), "point", "points").replace(' ', "\u{a0}");
    Some(if risks.len() == 1 {
        format!("The gap in {} is {size}", phrase::list(&at))
    } else if at.len() == risks.len() {
        format!("The gap is {size} in {}", each())
    } else {
        let compared = phrase::counted_word(risks.len() as u64, "risk", "risks");
        let which = if risks.len() == all_risks { "" } else { " that can be compared" };
        if h.are_apart {
            format!("Of the {compared}{which}, the gap is widest in {} ({size})", phrase::list(&at))
        } else {
            format!("The gap does not clearly differ between the {compared}{which}")
        }
    })
}

/// Whether the intervals of the widest and the narrowest gap leave each other out.
pub(crate) fn are_apart(rows: &[RiskFigures<'_>]) -> bool {
    let most = rows.iter().reduce(|a, b| if b.gap > a.gap { b } else { a });
    let least = rows.iter().reduce(|a, b| if b.gap < a.gap { b } else { a });
    most.zip(least).is_some_and(|(most, least)| most.gap - most.half > least.gap + least.half)
}

/// One risk's gap with half of its interval's width.
pub(crate) struct RiskFigures<'a> {
    /// The risk's name.
    pub name: &'a str,
    /// The gap as it is shown.
    pub gap: f64,
    /// Half the width of its interval.
    pub half: f64,
}

/// The title of the risks; `is_stated` when any risk has a gap, also of too few changes.
pub fn risks(rows: &[RiskFigures<'_>], is_stated: bool) -> String {
    if !is_stated {
        return "Verified confidence by risk".to_owned();
    }
    let most = rows.iter().reduce(|a, b| if b.gap > a.gap { b } else { a });
    match most {
        Some(most) if rows.len() > 1 => {
            if !are_apart(rows) {
                "No clear difference in the gap between the risks".to_owned()
            } else {
                let at: Vec<&str> =
                    rows.iter().filter(|r| whole_points(r.gap) == whole_points(most.gap)).map(|r| r.name).collect();
                let have = if at.len() == 1 { "has the widest gap" } else { "have the widest gaps" };
                format!("{} {have}, {}", phrase::list(&at), points(most.gap))
            }
        }
        _ => "Perceived and verified confidence by risk".to_owned(),
    }
}

fn points(gap: f64) -> String {
    let n = whole_points(gap);
    format!("{}{NBSP}{}", number::gap_figure(gap), if n.abs() == 1 { "point" } else { "points" })
}

/// What changes are told apart by.
#[derive(Clone, Copy)]
pub(crate) struct ByWhat {
    /// As a column's head.
    pub title: &'static str,
    /// In a sentence.
    pub noun: &'static str,
    /// More of them.
    pub nouns: &'static str,
    /// Those that state none.
    pub none: &'static str,
}

/// By team.
pub(crate) const BY_TEAM: ByWhat = ByWhat { title: "Team", noun: "team", nouns: "teams", none: "No team" };
/// By service.
pub(crate) const BY_SERVICE: ByWhat = ByWhat { title: "Service", noun: "service", nouns: "services", none: "No service" };
/// By environment.
pub(crate) const BY_ENVIRONMENT: ByWhat =
    ByWhat { title: "Environment", noun: "environment", nouns: "environments", none: "No environment" };

/// The title of the gap by kind, from the gaps with half of their intervals' widths; `is_stated` when any kind has a gap.
pub fn range(by: ByWhat, figures: &[(f64, f64)], is_stated: bool) -> String {
    if !is_stated {
        return format!("Verified confidence by {}", by.noun);
    }
    let most = figures.iter().copied().reduce(|a, b| if b.0 > a.0 { b } else { a });
    let least = figures.iter().copied().reduce(|a, b| if b.0 < a.0 { b } else { a });
    match (most, least) {
        (Some(most), Some(least)) if figures.len() > 1 => {
            if most.0 - most.1 <= least.0 + least.1 {
                format!("No clear difference in the gap by {}", by.noun)
            } else {
                format!("The gap by {} runs from {} to {}", by.noun, number::gap_figure(least.0), points(most.0))
            }
        }
        _ => format!("Perceived and verified by {}", by.noun),
    }
}

/// What the gap by kind measures; of many kinds the chart shows some.
pub(crate) fn kinds_measure(by: ByWhat, shown: u64, all: u64) -> String {
    let measure = "All gates pooled, with 95\u{a0}% intervals";
    if shown < all {
        format!("{measure}. The {} of {} with most changes", number::number_word(shown), counted(all, by.noun, by.nouns))
    } else {
        measure.to_owned()
    }
}

/// "120 of 300"
pub(crate) fn verified_of(verified: u64, required: u64) -> String {
    if required == 0 { "none owed".to_owned() } else { format!("{} of {}", thousands(verified), thousands(required)) }
}

/// What the risks measure.
pub(crate) const RISKS_MEASURE: &str = "Verified: mean share of the evidence required against a risk. Perceived: mean confidence stated about that risk. \
                                 with 95\u{a0}% intervals";
/// The columns of the risks' table.
pub(crate) const RISK_COLUMNS: [Heading; 9] = [
    ("Risk", false),
    ("Changes", true),
    ("Perceived", true),
    ("95\u{a0}% interval", true),
    ("Stated by", true),
    ("Verified", true),
    ("95\u{a0}% interval", true),
    ("Gap, points", true),
    ("Implied by passed gates", true),
];
/// The heading of the evidence behind the risks.
pub(crate) const BEHIND: &str = "Evidence behind each risk";
/// Its columns: head, what is heard, style.
pub(crate) const EVIDENCE_COLUMNS: [(&str, &str, &str); 6] = [
    ("Risk", "", ""),
    ("Evidence", "", ""),
    ("Gate", "", ""),
    ("Verified", "", "num"),
    ("", "Verified of required", "bar"),
    ("Share", "", "num"),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn base<'a>() -> Headline<'a> {
        Headline {
            subject: Subject::Teams,
            perceived: Some(0.86),
            stated: 40,
            verified: Some(0.51),
            implied: Some(0.9),
            changes: 40,
            too_few: 5,
            risks: &[("Secret exposure", 0.3), ("IAM over-permission", 0.62)],
            are_apart: true,
            are_risks_stated: true,
            all_risks: 3,
            verdict: Verdict::Over,
            shares: Some((0.86, 0.31)),
        }
    }

    fn said(h: &Headline<'_>) -> String {
        headline::text(&headline(h)).replace(NBSP, " ")
    }

    #[test]
    fn the_headline_is_right_in_every_case() {
        assert_eq!(
            said(&base()),
            "Teams are 86 % confident their changes are sound; evidence proves 51 % of what policy asks. Of the two risks that \
             can be compared, the gap is widest in IAM over-permission (62 points), and statements averaging 86 % held up 31 % of the time."
        );
        let rest = |h: &Headline<'_>| said(h).split_once(". ").unwrap().1.to_owned();
        let three = Headline { risks: &[("A", 0.3), ("B", 0.45), ("C", 0.4)], verdict: Verdict::Calibrated, ..base() };
        assert_eq!(rest(&three), "Of the three risks, the gap is widest in b (45 points).");
        // 0.45 ± 0.1 and 0.30 ± 0.1 overlap: the figure calls none wider
        let unclear = Headline { are_apart: false, ..three };
        assert_eq!(rest(&unclear), "The gap does not clearly differ between the three risks.");
        assert_eq!(
            rest(&Headline { are_apart: false, ..base() }),
            "The gap does not clearly differ between the two risks that can be compared, and statements averaging 86 % held up 31 % of \
             the time."
        );
        assert_eq!(
            said(&Headline { verdict: Verdict::Unclear { n: 9 }, risks: &[("Secret exposure", 0.01)], ..base() }),
            "Teams are 86 % confident their changes are sound; evidence proves 51 % of what policy asks. The gap in secret exposure is 1 point."
        );
        assert_eq!(
            said(&Headline { changes: 1, ..base() }),
            "Teams are 86 % confident their changes are sound; evidence proves 51 % of what policy asks. Too few changes to say more (1 of 5 needed)."
        );
        assert_eq!(
            said(&Headline { risks: &[("a", -0.1), ("b", -0.2)], all_risks: 2, verdict: Verdict::Calibrated, ..base() }),
            "Teams are 86 % confident their changes are sound; evidence proves 51 % of what policy asks. Evidence proves at least what is stated in each risk."
        );
        // a third risk has too little to be spoken of
        let two = Headline { risks: &[("A", -0.1), ("B", -0.2)], verdict: Verdict::Calibrated, ..base() };
        assert!(said(&two).ends_with(" Evidence proves at least what is stated in a and b."), "{}", said(&two));
        let silent =
            Headline { perceived: None, risks: &[], are_risks_stated: false, verdict: Verdict::Silent, shares: None, ..base() };
        assert_eq!(
            said(&silent),
            "Teams state no confidence. 90 % of the due gates passed; evidence proves 51 % of what policy asks. Nobody states a confidence in a \
             risk."
        );
        let few = Headline { risks: &[], verdict: Verdict::Calibrated, ..base() };
        assert!(said(&few).ends_with(" Too few statements about risks to compare them."));
        assert_eq!(
            said(&Headline { verified: None, perceived: None, ..base() }),
            "No gate is due yet, so there is nothing to prove."
        );
    }

    #[test]
    fn titles_call_no_difference_what_the_intervals_do_not() {
        let row = |name, gap, half| RiskFigures { name, gap, half };
        assert_eq!(
            risks(&[row("Secret exposure", 0.5, 0.1), row("IAM over-permission", 0.2, 0.1)], true).replace(NBSP, " "),
            "Secret exposure has the widest gap, 50 points"
        );
        // 0.4 and 0.3 are the nearest ends: they overlap when the half widths are 0.11
        assert_eq!(risks(&[row("a", 0.5, 0.11), row("b", 0.2, 0.2)], true), "No clear difference in the gap between the risks");
        assert_eq!(
            risks(&[row("a", 0.5, 0.1), row("b", 0.5, 0.1), row("c", 0.1, 0.1)], true).replace(NBSP, " "),
            "a and b have the widest gaps, 50 points"
        );
        assert_eq!(risks(&[], false), "Verified confidence by risk");
        assert_eq!(risks(&[], true), "Perceived and verified confidence by risk");
        assert_eq!(
            range(BY_TEAM, &[(0.5, 0.1), (-0.02, 0.1)], true).replace(NBSP, " "),
            "The gap by team runs from \u{2212}2 to 50 points"
        );
        assert_eq!(range(BY_SERVICE, &[(0.5, 0.1)], true), "Perceived and verified by service");
        assert_eq!(
            kinds_measure(BY_SERVICE, 10, 40),
            "All gates pooled, with 95\u{a0}% intervals. The ten of 40 services with most changes"
        );
        assert_eq!(kinds_measure(BY_SERVICE, 3, 3), "All gates pooled, with 95\u{a0}% intervals");
    }
}
