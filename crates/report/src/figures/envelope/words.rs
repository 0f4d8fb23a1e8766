//! The words of the figure.

use crate::document::Heading;
use crate::text::number::{counted, gap_figure, percent, thousands, whole_percent, whole_points};
use crate::text::{comparison, phrase};
use plumbline_domain::Gate;

/// One gate of the envelope.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct GateFigures {
    /// The gate.
    pub gate: Gate,
    /// Verified confidence; none when nothing is due there.
    pub verified: Option<f64>,
    /// Its interval.
    pub interval: Option<(f64, f64)>,
    /// The gap as it is shown; none without statements.
    pub gap: Option<f64>,
    /// Its interval.
    pub gap_interval: Option<(f64, f64)>,
    /// Whether too few changes are due there: no title compares the gate.
    pub is_few: bool,
    /// Whether too few state a confidence there: no title compares its gap.
    pub is_little_stated: bool,
}

/// The envelope's title.
pub(crate) fn title(gates: &[GateFigures]) -> String {
    let mut due: Vec<(&GateFigures, f64)> = gates.iter().filter_map(|g| Some((g, g.verified?))).collect();
    let all_gaps: Vec<(&GateFigures, i64)> = gates.iter().filter_map(|g| Some((g, whole_points(g.gap?)))).collect();
    match due.as_slice() {
        [] => return "Perceived and verified confidence by gate".to_owned(),
        [(only, _)] => return format!("Only {} is due so far", only.gate.title()),
        _ => {}
    }
    if due.iter().all(|(_, v)| *v >= 1.0) {
        return "Every required item is verified".to_owned();
    }
    if due.iter().all(|(_, v)| *v <= 0.0) {
        return "No required item is verified yet".to_owned();
    }
    let told: Vec<&GateFigures> = all_gaps.iter().map(|g| g.0).filter(|g| !g.is_few && !g.is_little_stated).collect();
    let gaps: Vec<(Gate, i64)> = told.iter().filter_map(|g| Some((g.gate, whole_points(g.gap?)))).collect();
    // one gate at least has enough to say so, and none, however few, speaks against it
    if !gaps.is_empty() && all_gaps.iter().all(|g| g.1 <= 0) {
        return "Evidence proves at least what is stated, at every gate with statements".to_owned();
    }
    due.retain(|(g, _)| !g.is_few);
    if falls_clearly(&due) {
        return "The further from the editor, the less is proven".to_owned();
    }
    // where evidence is ahead everywhere no gap is wide
    if gaps.len() > 1 && gaps.iter().any(|g| g.1 > 0) {
        return match comparison::most(&gaps) {
            comparison::Most::All if gaps.len() == all_gaps.len() => {
                "The gap is the same at every gate with statements".to_owned()
            }
            comparison::Most::All => {
                let at: Vec<Gate> = gaps.iter().map(|g| g.0).collect();
                format!("The gap is the same at {}", phrase::gates(&at))
            }
            comparison::Most::Some(at) => {
                let (top, rest): (Vec<_>, Vec<_>) = told.iter().partition(|g| at.contains(&g.gate));
                let ranges = |gates: &[&&GateFigures]| gates.iter().map(|g| g.gap_interval).collect::<Vec<_>>();
                if comparison::are_clearly_above(&ranges(&top), &ranges(&rest)) {
                    format!("The gap is widest at {}", phrase::gates(&at))
                } else {
                    "No clear difference in the gap between the gates".to_owned()
                }
            }
        };
    }
    if due.len() < 2 {
        return "Perceived and verified confidence by gate".to_owned();
    }
    // the thinnest is the one whose lack is largest
    let lacks: Vec<(Gate, i64)> = due.iter().map(|(g, v)| (g.gate, -whole_percent(*v))).collect();
    match comparison::most(&lacks) {
        comparison::Most::All => {
            format!("As much is verified at {}", phrase::gates(&due.iter().map(|d| d.0.gate).collect::<Vec<_>>()))
        }
        comparison::Most::Some(at) => {
            let (bottom, rest): (Vec<_>, Vec<_>) = due.iter().partition(|(g, _)| at.contains(&g.gate));
            let ranges = |gates: &[&(&GateFigures, f64)]| gates.iter().map(|(g, _)| g.interval).collect::<Vec<_>>();
            if comparison::are_clearly_above(&ranges(&rest), &ranges(&bottom)) {
                format!("Least is verified at {}", phrase::gates(&at))
            } else {
                "No clear difference in what is verified between the gates".to_owned()
            }
        }
    }
}

/// Whether each gate has less verified than the one before, and the last clearly less than the first.
fn falls_clearly(due: &[(&GateFigures, f64)]) -> bool {
    let falls = due.windows(2).all(|w| matches!(w, [a, b] if whole_percent(b.1) < whole_percent(a.1)));
    let ends = due.first().and_then(|f| f.0.interval).zip(due.last().and_then(|l| l.0.interval));
    due.len() == Gate::ALL.len() && falls && ends.is_some_and(|(first, last)| last.1 < first.0)
}

/// The value of the range before a day, for a mark of an earlier state: "32 % before 1 Oct".
pub(crate) fn past(verified: f64, day: &str) -> String {
    format!("{} before {day}", percent(verified))
}

/// Said in the place of a finding when there are too few: "Too few changes to say (3 of 5 needed)".
pub(crate) fn too_few(n: u64, needed: u64) -> String {
    format!("Too few changes to say ({} of {} needed)", thousands(n), thousands(needed))
}

/// The envelope.
pub(crate) const MEASURE: &str = "Verified: mean over the changes due of the share of required evidence that is verified (the \
                             share of all items may differ). Perceived: mean stated confidence. Both with 95\u{a0}% intervals";

/// The envelope when nothing is stated.
pub(crate) const MEASURE_WITHOUT_STATEMENTS: &str = "Mean share of the required evidence that is verified, over the changes due, \
                                                with 95\u{a0}% intervals. Nobody states a confidence";

/// The envelope's columns.
pub(crate) const COLUMNS: [Heading; 11] = [
    ("Gate", false),
    ("Changes due", true),
    ("Perceived", true),
    ("95\u{a0}% interval", true),
    ("Stated by", true),
    ("Verified", true),
    ("95\u{a0}% interval", true),
    ("Gap, points", true),
    ("Implied by passed gates", true),
    ("Items verified", true),
    ("Items required", true),
];

/// The envelope's further column where verified confidence moved clearly at a gate.
pub(crate) const BEFORE_COLUMN: Heading = ("Verified before", true);

/// The envelope's further column on a team's page.
pub(crate) const ALL_TEAMS_COLUMN: Heading = ("All teams verified", true);

/// Stands where too few changes are behind a figure: the policy's word, in a subtitle.
pub(crate) fn marked_too_few(needed: u64) -> String {
    format!("Marked where fewer than {} are due", counted(needed, "change", "changes"))
}

/// What people state, with what that is.
pub(crate) const PERCEIVED: (&str, &str) = ("Perceived", "what people state");

/// What evidence shows, with what that is.
pub(crate) const VERIFIED: (&str, &str) = ("Verified", "what evidence shows");

/// What a team is compared with.
pub(crate) const ALL_TEAMS: &str = "all teams";

/// "12 of 40 items", "1 of 1 item".
pub(crate) fn items(verified: u64, required: u64) -> String {
    format!("{} of {}", thousands(verified), counted(required, "item", "items"))
}

/// "58 point gap"; of one below nothing "evidence 5 points ahead".
pub(crate) fn named_gap(gap: f64) -> String {
    let n = whole_points(gap);
    if n < 0 {
        return format!("evidence {} ahead", counted(n.unsigned_abs(), "point", "points"));
    }
    format!("{} point gap", gap_figure(gap))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gate(gate: Gate, verified: f64, half: f64, gap: Option<f64>) -> GateFigures {
        GateFigures {
            gate,
            verified: Some(verified),
            interval: Some((verified - half, verified + half)),
            gap,
            gap_interval: gap.map(|gap| (gap - half, gap + half)),
            is_few: false,
            is_little_stated: false,
        }
    }

    fn gates(verified: [f64; 4], gaps: [Option<f64>; 4]) -> Vec<GateFigures> {
        Gate::ALL.iter().zip(verified).zip(gaps).map(|((&g, v), gap)| gate(g, v, 0.04, gap)).collect()
    }

    #[test]
    fn the_envelope_states_what_its_figures_say() {
        let some = |a: [f64; 4]| a.map(Some);
        assert_eq!(
            title(&gates([0.74, 0.68, 0.43, 0.19], some([0.17, 0.22, 0.43, 0.58]))),
            "The further from the editor, the less is proven"
        );
        // falls, but 74 ± 4 and 70 ± 4 overlap: no such claim
        assert_eq!(title(&gates([0.74, 0.73, 0.72, 0.70], some([0.17, 0.22, 0.43, 0.58]))), "The gap is widest at Observation");
        assert_eq!(
            title(&gates([0.3, 0.7, 0.5, 0.6], some([0.4, 0.1, 0.402, 0.3]))),
            "The gap is widest at Intent and Execution"
        );
        assert_eq!(title(&gates([0.3, 0.7, 0.5, 0.6], some([0.2; 4]))), "The gap is the same at every gate with statements");
        assert_eq!(
            title(&gates([0.3, 0.7, 0.5, 0.6], some([-0.2, -0.1, 0.0, 0.001]))),
            "Evidence proves at least what is stated, at every gate with statements"
        );
        assert_eq!(title(&gates([0.3, 0.7, 0.5, 0.3], [None; 4])), "Least is verified at Intent and Observation");
        assert_eq!(title(&gates([0.5; 4], [None; 4])), "As much is verified at Intent, Validation, Execution and Observation");
        assert_eq!(title(&gates([1.0; 4], some([0.0; 4]))), "Every required item is verified");
        assert_eq!(title(&gates([0.0; 4], some([0.9; 4]))), "No required item is verified yet");
        assert_eq!(title(&[gate(Gate::Intent, 0.5, 0.1, None)]), "Only Intent is due so far");
        assert_eq!(title(&[]), "Perceived and verified confidence by gate");
    }

    #[test]
    fn no_title_compares_a_gate_with_too_few_changes_or_statements() {
        let mut all = gates([0.3, 0.7, 0.5, 0.6], [0.1, 0.4, 0.2, 0.9].map(Some));
        all[3].is_few = true;
        assert_eq!(title(&all), "The gap is widest at Validation");
        all[1].is_little_stated = true;
        assert_eq!(title(&all), "The gap is widest at Execution");
        all[0].gap = Some(0.2);
        assert_eq!(title(&all), "The gap is the same at Intent and Execution");
        let mut silent = gates([0.3, 0.7, 0.5, 0.1], [None; 4]);
        silent[3].is_few = true;
        assert_eq!(title(&silent), "Least is verified at Intent");
        silent.iter_mut().skip(1).for_each(|g| g.is_few = true);
        assert_eq!(title(&silent), "Perceived and verified confidence by gate");
    }

    #[test]
    fn small_labels_keep_their_units() {
        assert_eq!([0.58, -0.05, -0.01].map(named_gap), ["58 point gap", "evidence 5 points ahead", "evidence 1 point ahead"]);
        assert_eq!(past(0.32, "1 Oct").replace(crate::text::number::NBSP, " "), "32 % before 1 Oct");
        assert_eq!(too_few(3, 5), "Too few changes to say (3 of 5 needed)");
    }
}
