//! A ladder criterion in words: what it asks, what was measured, and what blocks it.

use crate::text::number::{counted, percent, thousands};
use crate::text::{number, phrase};
use plumbline_assess::CriterionState;
use plumbline_domain::{Gate, Metric};

/// Above the command that would supply what is missing.
pub(crate) const WOULD_SUPPLY: &str = "Would supply it:";
/// On the fold that holds a command alone.
pub(crate) const HOW_TO_SUPPLY: &str = "How to supply it";

/// On the fold of what is missing: "What is missing: 7 items".
pub(crate) fn what_is_missing(items: u64) -> String {
    ["What is missing: ", &crate::text::number::counted(items, "item", "items")].concat()
}

/// After the first of a long list: "and 12 more".
pub(crate) fn and_more(n: u64) -> String {
    format!("and {n} more")
}

/// What a criterion asks for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Need {
    /// The lower end of the interval must reach this share.
    AtLeast(f64),
    /// Every case, without interval.
    Every,
    /// No case, without interval.
    None,
}

/// What was measured.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Measured {
    /// What is measured.
    pub metric: Metric,
    /// At which gate, for verified confidence.
    pub gate: Option<Gate>,
    /// What is asked for.
    pub need: Need,
    /// A share, or for "none" a count; none without a case.
    pub value: Option<f64>,
    /// The lower end of the share's interval; none for exact criteria.
    pub low: Option<f64>,
    /// How many cases.
    pub n: u64,
    /// How it came out.
    pub state: CriterionState,
}

/// The cases of a metric: singular and plural.
pub const fn cases(metric: Metric) -> (&'static str, &'static str) {
    match metric {
        Metric::Verified | Metric::BlindReview => ("due change", "due changes"),
        Metric::ShippedClean => ("shipped change", "shipped changes"),
        Metric::ReproducedShare => ("reproducible requirement", "reproducible requirements"),
        Metric::RollbackRehearsed => ("change that owes it", "changes that owe it"),
        Metric::AlertPathPerRelease => ("release", "releases"),
        Metric::StrongFamilies => ("control family", "control families"),
        Metric::UnpreventedRecurrence => ("recurring pattern", "recurring patterns"),
    }
}

/// The gate that a criterion looks at, if it is one.
pub const fn gate(metric: Metric, stated: Option<Gate>) -> Option<Gate> {
    match metric {
        Metric::Verified => stated,
        Metric::ShippedClean | Metric::BlindReview => Some(Gate::Validation),
        Metric::RollbackRehearsed => Some(Gate::Execution),
        Metric::AlertPathPerRelease => Some(Gate::Observation),
        Metric::ReproducedShare | Metric::StrongFamilies | Metric::UnpreventedRecurrence => None,
    }
}

/// The criterion in words, without its threshold.
pub fn title(metric: Metric, gate: Option<Gate>) -> String {
    match (metric, gate) {
        (Metric::Verified, Some(gate)) => format!("Verified confidence at {}", gate.title()),
        (Metric::Verified, None) => "Verified confidence".to_owned(),
        (Metric::ShippedClean, _) => "Shipped changes without an open critical or high finding".to_owned(),
        (Metric::ReproducedShare, _) => "Reproducible evidence that somebody else reproduced".to_owned(),
        (Metric::RollbackRehearsed, _) => "Rollback rehearsed where it is owed".to_owned(),
        (Metric::AlertPathPerRelease, _) => "Alert path tested in every release".to_owned(),
        (Metric::BlindReview, _) => "Independent blind review of due changes".to_owned(),
        (Metric::StrongFamilies, _) => "Strong evidence reproduced or signed for every control family".to_owned(),
        (Metric::UnpreventedRecurrence, _) => "No pattern recurs without its prevention".to_owned(),
    }
}

/// What a criterion asks for in one line: "Verified confidence at Intent: lower bound of the 95 % interval at least 60 %".
pub fn ask(metric: Metric, gate: Option<Gate>, needed: Need) -> String {
    match needed {
        Need::AtLeast(_) => format!("{}: {}", title(metric, gate), need(needed)),
        // their names say it
        Need::Every | Need::None => title(metric, gate),
    }
}

/// What was measured against what is needed: "61 % over 23 due changes; the lower bound of its interval is 52 %, and 60 % is needed".
pub fn detail(m: &Measured) -> String {
    let (one, many) = cases(m.metric);
    if m.state == CriterionState::NotApplicable {
        return format!("Not applicable: there is no {one}");
    }
    match m.need {
        Need::AtLeast(threshold) => {
            let needed = percent(threshold);
            let Some(value) = m.value else {
                return format!("No data: there is no {one}; a lower bound of {needed} is needed");
            };
            let measured = format!("{} over {}", percent(value), counted(m.n, one, many));
            let low = m.low.map_or_else(String::new, |low| format!("; the lower bound of its interval is {}", percent(low)));
            let reach = if m.state == CriterionState::NotEnoughData { ", which is out of reach with so few" } else { "" };
            format!("{measured}{low}, and {needed} is needed{reach}")
        }
        Need::Every => match m.value {
            None => format!("No data: there is no {one}; every one is needed"),
            Some(value) => {
                let (k, n) = (whole(value, m.n), m.n);
                format!("{} of {}; every one is needed", thousands(k), counted(n, one, many))
            }
        },
        Need::None => match m.value {
            None => "No data; none is allowed".to_owned(),
            Some(value) if m.metric == Metric::UnpreventedRecurrence => recurring(m.n, count_of(value)),
            Some(value) => {
                let count = count_of(value);
                if count == 0 {
                    "None found; none is allowed".to_owned()
                } else {
                    format!("{} found; none is allowed", thousands(count))
                }
            }
        },
    }
}

/// Of the patterns that recur, how many do without their prevention.
fn recurring(n: u64, without: u64) -> String {
    let all = counted(n, "recurring pattern", "recurring patterns");
    match (n, without) {
        (0, _) => "No pattern recurs".to_owned(),
        (1, 0) => format!("{all}, with its prevention in place"),
        (_, 0) => format!("{all}, each with its prevention in place"),
        (_, 1) => format!("1 of {all} lacks its prevention; none may"),
        (_, without) => format!("{} of {all} lack their prevention; none may", thousands(without)),
    }
}

/// Behind it, how often patterns recurred though their prevention is in place: "; 16 recurrences in spite of a prevention in place"; empty without any.
pub(crate) fn in_spite(recurrences: u64) -> String {
    match recurrences {
        0 => String::new(),
        n => format!("; {} in spite of a prevention in place", counted(n, "recurrence", "recurrences")),
    }
}

/// What a blocker needs to know beyond what was measured.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Blocking {
    /// For verified confidence: the artifact type that most changes lack, with how many lack it of how many that owe it.
    pub most_lacking: Option<(String, u64, u64)>,
    /// For families and patterns: the names that stand in the way.
    pub names: Vec<String>,
}

/// What blocks a criterion, in one short sentence without a full stop. Made for criteria that are not met.
pub(crate) fn blocker(m: &Measured, more: &Blocking) -> String {
    let (one, many) = cases(m.metric);
    if m.state == CriterionState::NotEnoughData {
        let what = match m.gate {
            Some(gate) if m.metric == Metric::Verified => format!("Too few changes at {} to say", gate.title()),
            _ => format!("{}: too few to say", title(m.metric, m.gate)),
        };
        return format!("{what} ({})", counted(m.n, one, many));
    }
    let lacking = m.value.map_or(m.n, |v| m.n.saturating_sub(whole(v, m.n)));
    let of = |one: &str, many: &str| format!("{} of {}", thousands(lacking), counted(m.n, one, many));
    match m.metric {
        Metric::Verified => match &more.most_lacking {
            Some((title, k, n)) if *k > 0 => {
                format!("{title} not verified for {} of {}", thousands(*k), counted(*n, "change", "changes"))
            }
            _ => detail(m),
        },
        Metric::ShippedClean => format!("Open critical or high findings on {}", of("shipped change", "shipped changes")),
        Metric::ReproducedShare => {
            let k = m.value.map_or(0, |v| whole(v, m.n));
            format!("{} of {} reproduced by somebody else", thousands(k), counted(m.n, "reproducible item", "reproducible items"))
        }
        Metric::RollbackRehearsed => format!("Rollback not rehearsed for {}", of("change", "changes")),
        Metric::AlertPathPerRelease => format!("No alert test in {}", of("release", "releases")),
        Metric::BlindReview => format!("No independent blind review of {}", of("change", "changes")),
        Metric::StrongFamilies if !more.names.is_empty() => {
            format!("No strong evidence reproduced or signed for {}", phrase::list(&more.names))
        }
        Metric::StrongFamilies => format!("No strong evidence reproduced or signed for {}", of("family", "families")),
        Metric::UnpreventedRecurrence if !more.names.is_empty() => {
            let recur = if more.names.len() == 1 { "recurs" } else { "recur" };
            format!("{} {recur} without prevention", phrase::list(&more.names))
        }
        Metric::UnpreventedRecurrence => {
            let count = m.value.map_or(m.n, count_of);
            let recur = if count == 1 { "recurs" } else { "recur" };
            format!("{} {recur} without prevention", counted(count, "pattern", "patterns"))
        }
    }
}

/// The threshold for a table cell.
pub fn need(need: Need) -> String {
    match need {
        Need::AtLeast(threshold) => format!("lower bound of the 95{}% interval at least {}", number::NBSP, percent(threshold)),
        Need::Every => "every one".to_owned(),
        Need::None => "none".to_owned(),
    }
}

/// The value for a table cell.
pub fn value(m: &Measured) -> String {
    match (m.need, m.value) {
        (_, None) => number::dash(),
        (Need::None, Some(v)) => thousands(count_of(v)),
        (Need::AtLeast(_) | Need::Every, Some(v)) => percent(v),
    }
}

/// The state for a table cell.
pub const fn outcome(state: CriterionState) -> &'static str {
    match state {
        CriterionState::Met => "met",
        CriterionState::NotMet => "open",
        CriterionState::NotEnoughData => "not enough data",
        CriterionState::NotApplicable => "not applicable",
    }
}

/// What follows when the criteria of the next rung are met; none: there is no rung above.
pub fn note(next: Option<&str>, open: u64) -> String {
    const BY_HAND: &str = "Rungs cannot be set by hand.";
    let Some(next) = next else { return format!("There is no rung above. {BY_HAND}") };
    let meet = match open {
        0 => return BY_HAND.to_owned(),
        1 => "Meet it".to_owned(),
        2 => "Meet both".to_owned(),
        n => format!("Meet all {}", number::number_word(n)),
    };
    format!("{meet}, and the team moves to {next} when the data is next loaded. {BY_HAND}")
}

/// Where the open criteria of a rung are, below a title that counts them: "Open: two at Execution and one across gates"; empty when none
/// is.
pub(crate) fn where_open(gates: &[Option<Gate>]) -> String {
    let at = |gate: Option<Gate>| gates.iter().filter(|g| **g == gate).count() as u64;
    let mut parts: Vec<String> = Gate::ALL
        .iter()
        .filter_map(|&gate| Some((gate, at(Some(gate)))).filter(|p| p.1 > 0))
        .map(|(gate, n)| format!("{} at {}", number::number_word(n), gate.title()))
        .collect();
    let across = at(None);
    if across > 0 {
        parts.push(format!("{} across gates", number::number_word(across)));
    }
    match gates {
        [] => String::new(),
        [Some(gate)] => format!("Open at {}", gate.title()),
        [None] => "Open across gates".to_owned(),
        _ => format!("Open: {}", phrase::list(&parts)),
    }
}

/// Open critical or high findings of a change at a gate.
pub fn open_findings(n: u64, gate: Gate) -> String {
    format!("{} at {}", counted(n, "open critical or high finding", "open critical or high findings"), gate.title())
}

/// An item that is there and that nobody reproduced, given its state: "Lint diagnostics: checked, not reproduced".
pub(crate) fn not_reproduced(state: &str) -> String {
    format!("{state}, not reproduced")
}

/// A release without a verified alert test.
pub(crate) const UNTESTED_RELEASE: &str = "No verified alert test";
/// A change without an independent blind review.
pub(crate) const NO_BLIND_REVIEW: &str = "No independent blind review";
/// A family without strong evidence that is reproduced or signed.
pub(crate) const WEAK_FAMILY: &str = "No strong evidence reproduced or signed";

/// A pattern that recurs while its prevention is not in place.
pub(crate) fn recurs(changes: u64) -> String {
    format!("In {}, prevention not in place", counted(changes, "change", "changes"))
}

fn whole(share: f64, n: u64) -> u64 {
    let k = (share * n as f64).round();
    if k.is_finite() && k > 0.0 { (k as u64).min(n) } else { 0 }
}

fn count_of(value: f64) -> u64 {
    if value.is_finite() && value > 0.0 { value.round() as u64 } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn m(metric: Metric, need: Need, value: Option<f64>, low: Option<f64>, n: u64, state: CriterionState) -> Measured {
        Measured { metric, gate: (metric == Metric::Verified).then_some(Gate::Execution), need, value, low, n, state }
    }

    fn said(text: String) -> String {
        text.replace(number::NBSP, " ")
    }

    #[test]
    fn a_share_is_told_with_its_lower_end_and_what_that_needs() {
        let share = |value, low, n, state| said(detail(&m(Metric::Verified, Need::AtLeast(0.6), value, low, n, state)));
        assert_eq!(
            share(Some(0.61), Some(0.52), 23, CriterionState::NotMet),
            "61 % over 23 due changes; the lower bound of its interval is 52 %, and 60 % is needed"
        );
        assert_eq!(
            share(Some(1.0), Some(0.34), 2, CriterionState::NotEnoughData),
            "100 % over 2 due changes; the lower bound of its interval is 34 %, and 60 % is needed, which is out of reach with so few"
        );
        assert_eq!(
            share(None, None, 0, CriterionState::NotEnoughData),
            "No data: there is no due change; a lower bound of 60 % is needed"
        );
        assert_eq!(
            said(detail(&m(Metric::RollbackRehearsed, Need::AtLeast(0.5), None, None, 0, CriterionState::NotApplicable))),
            "Not applicable: there is no change that owes it"
        );
    }

    #[test]
    fn a_rung_asks_in_one_line_each() {
        assert_eq!(
            said(ask(Metric::Verified, Some(Gate::Intent), Need::AtLeast(0.6))),
            "Verified confidence at Intent: lower bound of the 95 % interval at least 60 %"
        );
        assert_eq!(ask(Metric::UnpreventedRecurrence, None, Need::None), "No pattern recurs without its prevention");
    }

    #[test]
    fn exact_criteria_are_told_in_counts() {
        let d = |metric, need, value, n| said(detail(&m(metric, need, value, None, n, CriterionState::NotMet)));
        assert_eq!(d(Metric::AlertPathPerRelease, Need::Every, Some(2.0 / 3.0), 3), "2 of 3 releases; every one is needed");
        assert_eq!(d(Metric::AlertPathPerRelease, Need::Every, Some(0.0), 1), "0 of 1 release; every one is needed");
        assert_eq!(d(Metric::StrongFamilies, Need::Every, None, 0), "No data: there is no control family; every one is needed");
        assert_eq!(
            d(Metric::UnpreventedRecurrence, Need::None, Some(0.0), 4),
            "4 recurring patterns, each with its prevention in place"
        );
        assert_eq!(
            d(Metric::UnpreventedRecurrence, Need::None, Some(0.0), 1),
            "1 recurring pattern, with its prevention in place"
        );
        assert_eq!(d(Metric::UnpreventedRecurrence, Need::None, Some(0.0), 0), "No pattern recurs");
        assert_eq!(
            d(Metric::UnpreventedRecurrence, Need::None, Some(1.0), 4),
            "1 of 4 recurring patterns lacks its prevention; none may"
        );
        assert_eq!(
            [0, 1, 16].map(in_spite),
            ["", "; 1 recurrence in spite of a prevention in place", "; 16 recurrences in spite of a prevention in place"]
        );
        assert_eq!(
            d(Metric::UnpreventedRecurrence, Need::None, Some(2.0), 4),
            "2 of 4 recurring patterns lack their prevention; none may"
        );
        assert_eq!(d(Metric::UnpreventedRecurrence, Need::None, None, 0), "No data; none is allowed");
    }

    #[test]
    fn each_metric_names_what_is_missing() {
        let b = |metric, need, value, n, more: Blocking| {
            said(blocker(&m(metric, need, Some(value), Some(0.1), n, CriterionState::NotMet), &more))
        };
        let none = Blocking::default;
        let lacking = Blocking { most_lacking: Some(("Deployment outputs".into(), 22, 40)), ..none() };
        assert_eq!(
            b(Metric::Verified, Need::AtLeast(0.6), 0.4, 40, lacking),
            "Deployment outputs not verified for 22 of 40 changes"
        );
        assert_eq!(
            b(Metric::Verified, Need::AtLeast(0.6), 0.4, 40, none()),
            "40 % over 40 due changes; the lower bound of its interval is 10 %, and 60 % is needed"
        );
        assert_eq!(
            b(Metric::ShippedClean, Need::AtLeast(0.8), 0.5, 2, none()),
            "Open critical or high findings on 1 of 2 shipped changes"
        );
        assert_eq!(
            b(Metric::ReproducedShare, Need::AtLeast(0.3), 0.15, 80, none()),
            "12 of 80 reproducible items reproduced by somebody else"
        );
        assert_eq!(
            b(Metric::RollbackRehearsed, Need::AtLeast(0.5), 2.0 / 9.0, 9, none()),
            "Rollback not rehearsed for 7 of 9 changes"
        );
        assert_eq!(b(Metric::AlertPathPerRelease, Need::Every, 0.0, 1, none()), "No alert test in 1 of 1 release");
        assert_eq!(
            b(Metric::BlindReview, Need::AtLeast(0.5), 0.25, 40, none()),
            "No independent blind review of 30 of 40 changes"
        );
        assert_eq!(
            b(Metric::StrongFamilies, Need::Every, 0.8, 5, none()),
            "No strong evidence reproduced or signed for 1 of 5 families"
        );
        let named = Blocking { names: vec!["Monitoring".into(), "Network".into()], ..none() };
        assert_eq!(
            b(Metric::StrongFamilies, Need::Every, 0.6, 5, named.clone()),
            "No strong evidence reproduced or signed for Monitoring and Network"
        );
        assert_eq!(
            b(Metric::UnpreventedRecurrence, Need::None, 2.0, 4, named),
            "Monitoring and Network recur without prevention"
        );
        assert_eq!(b(Metric::UnpreventedRecurrence, Need::None, 1.0, 4, none()), "1 pattern recurs without prevention");
    }

    #[test]
    fn too_few_cases_block_for_want_of_data() {
        let few = m(Metric::Verified, Need::AtLeast(0.6), Some(1.0), Some(0.34), 2, CriterionState::NotEnoughData);
        assert_eq!(blocker(&few, &Blocking::default()), "Too few changes at Execution to say (2 due changes)");
        let none = m(Metric::ReproducedShare, Need::AtLeast(0.3), None, None, 0, CriterionState::NotEnoughData);
        assert_eq!(
            blocker(&none, &Blocking::default()),
            "Reproducible evidence that somebody else reproduced: too few to say (0 reproducible requirements)"
        );
    }

    #[test]
    fn the_note_says_what_closing_brings() {
        assert_eq!(
            note(Some("Proven"), 2),
            "Meet both, and the team moves to Proven when the data is next loaded. Rungs cannot be set by hand."
        );
        assert_eq!(
            note(Some("Proven"), 1),
            "Meet it, and the team moves to Proven when the data is next loaded. Rungs cannot be set by hand."
        );
        assert_eq!(
            note(Some("Proven"), 5),
            "Meet all five, and the team moves to Proven when the data is next loaded. Rungs cannot be set by hand."
        );
        assert_eq!(note(None, 0), "There is no rung above. Rungs cannot be set by hand.");
    }

    #[test]
    fn open_criteria_are_placed() {
        assert_eq!(where_open(&[]), "");
        assert_eq!(where_open(&[Some(Gate::Validation)]), "Open at Validation");
        assert_eq!(
            where_open(&[None, Some(Gate::Execution), Some(Gate::Execution)]),
            "Open: two at Execution and one across gates"
        );
        assert_eq!(open_findings(1, Gate::Validation), "1 open critical or high finding at Validation");
        assert_eq!(recurs(2), "In 2 changes, prevention not in place");
    }
}
