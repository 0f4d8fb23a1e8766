//! The titles of figures: each states the finding; with none, it names the measure.
//!
//! A title never calls a change what the intervals do not: the callers pass `clear` where the interval of the difference
//! excludes zero. Ties share the place.

use crate::text::number::{self, capitalised_word, counted, percent, thousands, whole_percent, whole_points};
use crate::text::{phrase, vocabulary};
use plumbline_domain::{Authorship, Gate};

/// One gate of the envelope.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct GateFigures {
    /// The gate.
    pub gate: Gate,
    /// Verified confidence; none when nothing is due there.
    pub verified: Option<f64>,
    /// Its interval.
    pub interval: Option<(f64, f64)>,
    /// The gap; none without statements.
    pub gap: Option<f64>,
}

/// The envelope's title.
pub fn envelope(gates: &[GateFigures]) -> String {
    let due: Vec<(&GateFigures, f64)> = gates.iter().filter_map(|g| Some((g, g.verified?))).collect();
    let gaps: Vec<(Gate, i64)> = gates.iter().filter_map(|g| Some((g.gate, whole_points(g.gap?)))).collect();
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
    if !gaps.is_empty() && gaps.iter().all(|g| g.1 <= 0) {
        return "Evidence supports what is felt at every gate that states it".to_owned();
    }
    if falls_clearly(&due) {
        return "The further from the editor, the less is proven".to_owned();
    }
    if gaps.len() > 1 {
        return match most(&gaps) {
            Most::All => "The gap is the same at every gate".to_owned(),
            Most::Some(at) => format!("The gap is largest at {}", phrase::gates(&at)),
        };
    }
    // the thinnest is the one whose lack is largest
    let lacks: Vec<(Gate, i64)> = due.iter().map(|(g, v)| (g.gate, -whole_percent(*v))).collect();
    match most(&lacks) {
        Most::All => "Evidence is equally strong at every gate".to_owned(),
        Most::Some(at) => format!("Evidence is thinnest at {}", phrase::gates(&at)),
    }
}

/// Whether each gate has less verified than the one before, and the last clearly less than the first.
fn falls_clearly(due: &[(&GateFigures, f64)]) -> bool {
    let falls = due.windows(2).all(|w| matches!(w, [a, b] if whole_percent(b.1) < whole_percent(a.1)));
    let ends = due.first().and_then(|f| f.0.interval).zip(due.last().and_then(|l| l.0.interval));
    due.len() == Gate::ALL.len() && falls && ends.is_some_and(|(first, last)| last.1 < first.0)
}

enum Most<T> {
    All,
    Some(Vec<T>),
}

/// Those with the largest value; `All` when they are all equal.
fn most<T: Copy>(values: &[(T, i64)]) -> Most<T> {
    let top = values.iter().map(|v| v.1).max();
    let at: Vec<T> = values.iter().filter(|v| Some(v.1) == top).map(|v| v.0).collect();
    if at.len() == values.len() { Most::All } else { Most::Some(at) }
}

/// The title of the gap's change by gate. Each row: gate, change of the gap (none without data on both sides), whether clear.
pub(crate) fn gap_change(rows: &[(Gate, Option<f64>, bool)]) -> String {
    let compared: Vec<(Gate, f64, bool)> = rows.iter().filter_map(|r| Some((r.0, r.1?, r.2))).collect();
    if compared.is_empty() {
        return "Change of the gap by gate".to_owned();
    }
    let clear: Vec<&(Gate, f64, bool)> = compared.iter().filter(|r| r.2).collect();
    let up: Vec<Gate> = clear.iter().filter(|r| r.1 > 0.0).map(|r| r.0).collect();
    let down: Vec<Gate> = clear.iter().filter(|r| r.1 < 0.0).map(|r| r.0).collect();
    match (clear.as_slice(), up.as_slice(), down.as_slice()) {
        ([], ..) => "No clear change of the gap at any gate".to_owned(),
        ([(gate, change, _)], ..) => {
            let moved = if *change > 0.0 { "widened" } else { "narrowed" };
            format!("The gap at {} {moved} {}", gate.title(), number::points_size(*change))
        }
        (_, up, []) => format!("The gap widened at {}", phrase::gates(up)),
        (_, [], down) => format!("The gap narrowed at {}", phrase::gates(down)),
        (_, up, down) => format!("The gap widened at {} and narrowed at {}", phrase::gates(up), phrase::gates(down)),
    }
}

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
pub fn authorship(rows: &[AuthorshipFigures]) -> String {
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

/// The title of the next verified points.
pub fn next_points(required: u64, unverified: u64) -> String {
    match (required, unverified) {
        (0, _) => "No item is due".to_owned(),
        (_, 0) => "Every required item is verified".to_owned(),
        _ => "Where the next verified points are".to_owned(),
    }
}

/// One gate's verified confidence before and now.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Moved {
    /// The gate.
    pub gate: Gate,
    /// Before.
    pub from: f64,
    /// Now.
    pub to: f64,
    /// Whether the interval of the difference excludes zero.
    pub clear: bool,
}

/// The title of the drift: "Observation fell from 32 to 19 %; no clear change at the other gates".
pub fn drift(rows: &[Moved]) -> String {
    if rows.is_empty() {
        return "Perceived and verified confidence over time".to_owned();
    }
    let clear: Vec<&Moved> = rows.iter().filter(|r| r.clear).collect();
    let rest = if clear.len() == rows.len() { "" } else { "; no clear change elsewhere" };
    let names = |rows: &[&&Moved]| phrase::gates(&rows.iter().map(|r| r.gate).collect::<Vec<_>>());
    match clear.as_slice() {
        [] => "No clear change of verified confidence at any gate".to_owned(),
        [one] => {
            let moved = if one.to > one.from { "rose" } else { "fell" };
            let (from, to) = (number::percent_figure(one.from), percent(one.to));
            format!("{} {moved} from {from} to {to}{rest}", one.gate.title())
        }
        _ => {
            let up: Vec<&&Moved> = clear.iter().filter(|r| r.to > r.from).collect();
            let down: Vec<&&Moved> = clear.iter().filter(|r| r.to < r.from).collect();
            let moved = match (up.as_slice(), down.as_slice()) {
                (up, []) => format!("{} rose", names(up)),
                ([], down) => format!("{} fell", names(down)),
                (up, down) => format!("{} rose and {} fell", names(up), names(down)),
            };
            format!("{moved}{rest}")
        }
    }
}

/// The title of the teams' table: how many of those that claim a rung stand below it.
pub fn teams(claiming: u64, below: u64, above: u64) -> String {
    let of = |k: u64| {
        let stand = if k == 1 { "stands" } else { "stand" };
        format!("{} of {} {stand}", capitalised_word(k), counted_word(claiming, "team", "teams"))
    };
    match (claiming, below, above) {
        (0, ..) => "Teams on the ladder".to_owned(),
        (1, 1, _) => "The one team that claims a rung stands below it".to_owned(),
        (1, _, 1) => "The one team that claims a rung stands above it".to_owned(),
        (_, 0, 0) => "Every team that claims a rung stands on it".to_owned(),
        (n, below, _) if n == below => "Every team that claims a rung stands below it".to_owned(),
        (_, 0, above) => format!("{} above the rung claimed, none below", of(above)),
        (_, below, _) => format!("{} below the rung claimed", of(below)),
    }
}

fn counted_word(n: u64, one: &str, many: &str) -> String {
    format!("{} {}", number::number_word(n), if n == 1 { one } else { many })
}

/// The title of the debt: "Verification debt is 3,410 resources, 58 % of it AI-generated".
pub fn debt(shipped: u64, total: u64, parts: &[(Authorship, u64)]) -> String {
    match (shipped, total) {
        (0, _) => "No change has shipped, so there is no verification debt".to_owned(),
        (_, 0) => "No verification debt: every shipped change is verified".to_owned(),
        (_, total) => {
            let size = counted(total, "resource", "resources");
            match parts.iter().filter(|p| p.1.saturating_mul(2) > total).max_by_key(|p| p.1) {
                Some((who, all)) if *all == total => {
                    format!("Verification debt is {size}, all of it {}", vocabulary::authorship(*who))
                }
                Some((who, part)) => {
                    let share = percent(*part as f64 / total as f64);
                    format!("Verification debt is {size}, {share} of it {}", vocabulary::authorship(*who))
                }
                None => format!("Verification debt is {size}"),
            }
        }
    }
}

/// The title of the practices: which is kept most and which least. Each: name, share.
pub fn workflow(rows: &[(&str, Option<f64>)]) -> String {
    let known: Vec<(&str, i64)> = rows.iter().filter_map(|r| Some((r.0, whole_percent(r.1?)))).collect();
    let lacks: Vec<(&str, i64)> = known.iter().map(|r| (r.0, -r.1)).collect();
    match (most(&known), most(&lacks)) {
        _ if known.len() < 2 => "Workflow practices".to_owned(),
        (Most::All, _) | (_, Most::All) => "Every practice is kept to the same extent".to_owned(),
        (Most::Some(top), Most::Some(bottom)) => {
            let share = |names: &[&str]| {
                let value = rows.iter().find(|r| names.first() == Some(&r.0)).and_then(|r| r.1);
                value.map_or_else(String::new, |v| format!(", {}", percent(v)))
            };
            let name = |names: &[&str]| match names {
                [one] => phrase::small(one),
                many => format!("{} practices", number::number_word(many.len() as u64)),
            };
            format!("Kept most: {}{}; least: {}{}", name(&top), share(&top), name(&bottom), share(&bottom))
        }
    }
}

/// One pattern for the patterns' title.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct PatternFigures<'a> {
    /// Its name.
    pub title: &'a str,
    /// Occurrences in each period, in order.
    pub counts: &'a [u32],
    /// Occurrences in all.
    pub occurrences: u64,
}

/// The title of the patterns. `noun` is `week` or `month`.
pub fn patterns(rows: &[PatternFigures<'_>], noun: &str) -> String {
    let found: Vec<&PatternFigures<'_>> = rows.iter().filter(|r| r.occurrences > 0).collect();
    if found.is_empty() {
        return "No failure pattern was found in these changes".to_owned();
    }
    let run = |r: &PatternFigures<'_>| r.counts.iter().rev().take_while(|&&c| c > 0).count() as u64;
    let longest = found.iter().map(|r| run(r)).max().unwrap_or(0);
    let steady: Vec<&str> = found.iter().filter(|r| run(r) == longest).map(|r| r.title).collect();
    if longest >= 3
        && let [one] = steady.as_slice()
    {
        return format!("{one} occurred in each of the last {}", counted_word(longest, noun, &format!("{noun}s")));
    }
    let top = found.iter().map(|r| r.occurrences).max().unwrap_or(0);
    let often: Vec<&str> = found.iter().filter(|r| r.occurrences == top).map(|r| r.title).collect();
    let times = counted(top, "occurrence", "occurrences");
    match often.as_slice() {
        [one] => format!("{one} is the most frequent, {times}"),
        many if many.len() == found.len() && many.len() > 2 => {
            format!("{} patterns, {times} each", capitalised_word(many.len() as u64))
        }
        many => phrase::capital(&format!("{} are the most frequent, {times} each", phrase::list(many))),
    }
}

/// The title of a team's recent changes: how many of them have a due gate that is not verified.
pub fn changes(shown: u64, open: u64) -> String {
    match (shown, open) {
        (0, _) => "No change matches".to_owned(),
        (1, 0) => "The last change has proof at every due gate".to_owned(),
        (1, _) => "The last change has a gate without proof".to_owned(),
        (n, 0) => format!("Each of the last {} changes has proof at every due gate", number::number_word(n)),
        (n, k) if n == k => format!("Each of the last {} changes has a gate without proof", number::number_word(n)),
        (n, k) => {
            let have = if k == 1 { "has" } else { "have" };
            format!("{} of the last {} changes {have} a gate without proof", capitalised_word(k), number::number_word(n))
        }
    }
}

/// The title of a rung's criteria. `held` counts met and not applicable ones.
pub fn criteria(rung: &str, held: u64, all: u64) -> String {
    match (held, all) {
        (_, 0) => format!("{rung} asks for nothing"),
        (h, a) if h == a && a == 1 => format!("The one criterion for {rung} is met"),
        (h, a) if h == a => format!("All {} criteria for {rung} are met", number::number_word(a)),
        (0, 1) => format!("The one criterion for {rung} is open"),
        (0, a) => format!("None of the {} criteria for {rung} is met", number::number_word(a)),
        (h, a) => {
            let are = if h == 1 { "is" } else { "are" };
            format!("{} of {} criteria for {rung} {are} met", capitalised_word(h), number::number_word(a))
        }
    }
}

/// The title of the matrix: how many reproducible items nobody else has tried.
pub fn matrix(reproducible: u64, not_tried: u64) -> String {
    match (reproducible, not_tried) {
        (0, _) => "Evidence by artifact type and control family".to_owned(),
        (_, 0) => "Every reproducible item was tried by somebody else".to_owned(),
        (n, k) if n == k => "No reproducible item was tried by somebody else".to_owned(),
        (n, k) => {
            let was = if k == 1 { "was" } else { "were" };
            format!("{} of {} {was} tried by nobody else", thousands(k), counted(n, "reproducible item", "reproducible items"))
        }
    }
}

/// The title of a cell's panel: what its runs say.
pub fn cell(present: u64, reproduced: u64, diverged: u64, not_tried: u64, not_reproducible: u64) -> String {
    let of = |k: u64, what_one: &str, what_many: &str| {
        format!("{} of {} {}", capitalised_word(k), number::number_word(present), if k == 1 { what_one } else { what_many })
    };
    if present == 0 {
        "No item is present".to_owned()
    } else if diverged > 0 {
        of(diverged, "did not reproduce", "did not reproduce")
    } else if not_reproducible == present {
        match present {
            1 => "One item, witnessed, not repeatable by nature".to_owned(),
            n => format!("{} items, witnessed, not repeatable by nature", capitalised_word(n)),
        }
    } else if reproduced == present {
        if present == 1 {
            "The one item was reproduced".to_owned()
        } else {
            format!("All {} were reproduced", number::number_word(present))
        }
    } else if not_tried == present {
        if present == 1 {
            "The one item was not tried".to_owned()
        } else {
            format!("None of {} was tried", number::number_word(present))
        }
    } else {
        of(reproduced, "was reproduced", "were reproduced")
    }
}

/// The title of the funnel: at which step most changes went past without meeting it. Each: name, leaked.
pub fn funnel(steps: &[(&str, u64)]) -> String {
    let top = steps.iter().map(|s| s.1).max().unwrap_or(0);
    if top == 0 {
        return "No change went past a step without meeting it".to_owned();
    }
    let at: Vec<String> = steps.iter().filter(|s| s.1 == top).map(|s| phrase::small(s.0)).collect();
    let each = if at.len() > 1 { " each" } else { "" };
    let went = counted(top, "change", "changes");
    format!("{went}{each} went on without meeting \u{201c}{}\u{201d}", at.join("\u{201d} and \u{201c}"))
}

/// The value of the range before a day, for a mark of an earlier state: "32 % before 1 Oct".
pub fn past(verified: f64, day: &str) -> String {
    format!("{} before {day}", percent(verified))
}

/// Said in the place of a finding when there are too few: "Too few changes to say (3 of 5 needed)".
pub fn too_few(n: u64, needed: u64) -> String {
    format!("Too few changes to say ({} of {} needed)", thousands(n), thousands(needed))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gate(gate: Gate, verified: f64, half: f64, gap: Option<f64>) -> GateFigures {
        GateFigures { gate, verified: Some(verified), interval: Some((verified - half, verified + half)), gap }
    }

    fn gates(verified: [f64; 4], gaps: [Option<f64>; 4]) -> Vec<GateFigures> {
        Gate::ALL.iter().zip(verified).zip(gaps).map(|((&g, v), gap)| gate(g, v, 0.04, gap)).collect()
    }

    fn said(text: String) -> String {
        text.replace(number::NBSP, " ")
    }

    #[test]
    fn the_envelope_states_what_its_figures_say() {
        let some = |a: [f64; 4]| a.map(Some);
        assert_eq!(
            envelope(&gates([0.74, 0.68, 0.43, 0.19], some([0.17, 0.22, 0.43, 0.58]))),
            "The further from the editor, the less is proven"
        );
        // falls, but 74 ± 4 and 70 ± 4 overlap: no such claim
        assert_eq!(
            envelope(&gates([0.74, 0.73, 0.72, 0.70], some([0.17, 0.22, 0.43, 0.58]))),
            "The gap is largest at Observation"
        );
        assert_eq!(
            envelope(&gates([0.3, 0.7, 0.5, 0.6], some([0.4, 0.1, 0.402, 0.3]))),
            "The gap is largest at Intent and Execution"
        );
        assert_eq!(envelope(&gates([0.3, 0.7, 0.5, 0.6], some([0.2; 4]))), "The gap is the same at every gate");
        assert_eq!(
            envelope(&gates([0.3, 0.7, 0.5, 0.6], some([-0.2, -0.1, 0.0, 0.001]))),
            "Evidence supports what is felt at every gate that states it"
        );
        assert_eq!(envelope(&gates([0.3, 0.7, 0.5, 0.3], [None; 4])), "Evidence is thinnest at Intent and Observation");
        assert_eq!(envelope(&gates([0.5; 4], [None; 4])), "Evidence is equally strong at every gate");
        assert_eq!(envelope(&gates([1.0; 4], some([0.0; 4]))), "Every required item is verified");
        assert_eq!(envelope(&gates([0.0; 4], some([0.9; 4]))), "No required item is verified yet");
        assert_eq!(envelope(&[gate(Gate::Intent, 0.5, 0.1, None)]), "Only Intent is due so far");
        assert_eq!(envelope(&[]), "Perceived and verified confidence by gate");
    }

    #[test]
    fn a_change_of_the_gap_is_only_told_where_it_is_clear() {
        let (i, o, e) = (Gate::Intent, Gate::Observation, Gate::Execution);
        assert_eq!(gap_change(&[(i, None, false)]), "Change of the gap by gate");
        assert_eq!(gap_change(&[(i, Some(0.2), false)]), "No clear change of the gap at any gate");
        assert_eq!(gap_change(&[(i, Some(0.2), false), (o, Some(0.14), true)]), "The gap at Observation widened 14 points");
        assert_eq!(gap_change(&[(e, Some(0.2), true), (o, Some(0.14), true)]), "The gap widened at Execution and Observation");
        assert_eq!(gap_change(&[(e, Some(-0.2), true), (o, Some(-0.14), true)]), "The gap narrowed at Execution and Observation");
        assert_eq!(
            gap_change(&[(e, Some(-0.2), true), (o, Some(0.14), true)]),
            "The gap widened at Observation and narrowed at Execution"
        );
    }

    #[test]
    fn authorship_is_compared_only_where_intervals_part() {
        let row = |authorship, gap: f64, half| AuthorshipFigures { authorship, gap, interval: (gap - half, gap + half) };
        let (human, ai) = (Authorship::Human, Authorship::AiGenerated);
        assert_eq!(
            authorship(&[row(human, 0.24, 0.02), row(ai, 0.49, 0.02)]),
            "AI-generated changes carry twice the gap of human ones"
        );
        assert_eq!(
            authorship(&[row(human, 0.24, 0.02), row(ai, 0.34, 0.02)]),
            "AI-generated changes carry 10 points more gap than human ones"
        );
        assert_eq!(
            authorship(&[row(human, 0.34, 0.02), row(Authorship::Unknown, -0.24, 0.02)]),
            "Human changes carry 58 points more gap than unattributed ones"
        );
        assert_eq!(authorship(&[row(human, 0.24, 0.2), row(ai, 0.34, 0.2)]), "No clear difference of the gap by authorship");
        assert_eq!(authorship(&[row(human, 0.24, 0.2)]), "Gap by authorship");
        assert_eq!(authorship(&[]), "Gap by authorship");
    }

    #[test]
    fn drift_is_told_where_it_is_clear() {
        let m = |gate, from, to, clear| Moved { gate, from, to, clear };
        assert_eq!(
            said(drift(&[m(Gate::Intent, 0.7, 0.72, false), m(Gate::Observation, 0.32, 0.19, true)])),
            "Observation fell from 32 to 19 %; no clear change elsewhere"
        );
        assert_eq!(said(drift(&[m(Gate::Intent, 0.7, 0.8, true)])), "Intent rose from 70 to 80 %");
        assert_eq!(
            drift(&[
                m(Gate::Intent, 0.7, 0.8, true),
                m(Gate::Observation, 0.32, 0.19, true),
                m(Gate::Execution, 0.5, 0.5, false)
            ]),
            "Intent rose and Observation fell; no clear change elsewhere"
        );
        assert_eq!(drift(&[m(Gate::Intent, 0.7, 0.8, false)]), "No clear change of verified confidence at any gate");
        assert_eq!(drift(&[]), "Perceived and verified confidence over time");
    }

    #[test]
    fn teams_are_counted_against_what_they_claim() {
        assert_eq!(teams(7, 5, 0), "Five of seven teams stand below the rung claimed");
        assert_eq!(teams(7, 1, 2), "One of seven teams stands below the rung claimed");
        assert_eq!(teams(7, 0, 2), "Two of seven teams stand above the rung claimed, none below");
        assert_eq!(teams(2, 2, 0), "Every team that claims a rung stands below it");
        assert_eq!(teams(2, 0, 0), "Every team that claims a rung stands on it");
        assert_eq!(teams(1, 1, 0), "The one team that claims a rung stands below it");
        assert_eq!(teams(0, 0, 0), "Teams on the ladder");
    }

    #[test]
    fn debt_names_an_authorship_only_when_it_holds_more_than_half() {
        use Authorship::{AiGenerated, Human};
        assert_eq!(
            said(debt(9, 3410, &[(AiGenerated, 1978), (Human, 1432)])),
            "Verification debt is 3,410 resources, 58 % of it AI-generated"
        );
        assert_eq!(debt(9, 2, &[(AiGenerated, 1), (Human, 1)]), "Verification debt is 2 resources");
        assert_eq!(debt(9, 1, &[(Human, 1)]), "Verification debt is 1 resource, all of it human");
        assert_eq!(debt(9, 0, &[]), "No verification debt: every shipped change is verified");
        assert_eq!(debt(0, 0, &[]), "No change has shipped, so there is no verification debt");
    }

    #[test]
    fn practices_are_told_from_most_to_least_kept() {
        assert_eq!(
            said(workflow(&[("Threat intent verified", Some(0.81)), ("Alert path tested", Some(0.11)), ("Else", None)])),
            "Kept most: threat intent verified, 81 %; least: alert path tested, 11 %"
        );
        assert_eq!(
            said(workflow(&[("A b", Some(0.811)), ("C d", Some(0.814)), ("E f", Some(0.1))])),
            "Kept most: two practices, 81 %; least: e f, 10 %"
        );
        assert_eq!(workflow(&[("A", Some(0.5)), ("B", Some(0.5))]), "Every practice is kept to the same extent");
        assert_eq!(workflow(&[("A", Some(0.5)), ("B", None)]), "Workflow practices");
    }

    #[test]
    fn patterns_are_told_by_their_run_then_by_their_number() {
        let p = |title, counts, occurrences| PatternFigures { title, counts, occurrences };
        assert_eq!(
            patterns(&[p("Alert illusion", &[0, 1, 2, 1, 1], 5), p("Recovery gap", &[9, 0, 0, 0, 1], 10)], "week"),
            "Alert illusion occurred in each of the last four weeks"
        );
        assert_eq!(
            patterns(&[p("Alert illusion", &[1, 0, 1], 2), p("Recovery gap", &[1, 0, 0], 1)], "week"),
            "Alert illusion is the most frequent, 2 occurrences"
        );
        assert_eq!(
            patterns(&[p("Alert illusion", &[1], 1), p("Recovery gap", &[1], 1)], "month"),
            "Alert illusion and Recovery gap are the most frequent, 1 occurrence each"
        );
        assert_eq!(patterns(&[p("A", &[1], 1), p("B", &[1], 1), p("C", &[1], 1)], "week"), "Three patterns, 1 occurrence each");
        assert_eq!(patterns(&[p("A", &[0], 0)], "week"), "No failure pattern was found in these changes");
    }

    #[test]
    fn recent_changes_and_criteria_are_counted() {
        assert_eq!(changes(8, 6), "Six of the last eight changes have a gate without proof");
        assert_eq!(changes(8, 1), "One of the last eight changes has a gate without proof");
        assert_eq!(changes(8, 0), "Each of the last eight changes has proof at every due gate");
        assert_eq!(changes(8, 8), "Each of the last eight changes has a gate without proof");
        assert_eq!(
            (changes(1, 1), changes(0, 0)),
            ("The last change has a gate without proof".into(), "No change matches".into())
        );
        assert_eq!(criteria("Proven", 4, 6), "Four of six criteria for Proven are met");
        assert_eq!(criteria("Proven", 1, 6), "One of six criteria for Proven is met");
        assert_eq!(criteria("Declared", 0, 1), "The one criterion for Declared is open");
        assert_eq!(criteria("Declared", 1, 1), "The one criterion for Declared is met");
        assert_eq!(criteria("Proven", 3, 3), "All three criteria for Proven are met");
        assert_eq!(criteria("Proven", 0, 3), "None of the three criteria for Proven is met");
        assert_eq!(criteria("Proven", 0, 0), "Proven asks for nothing");
    }

    #[test]
    fn the_matrix_and_its_cells_count_runs() {
        assert_eq!(matrix(518, 100), "100 of 518 reproducible items were tried by nobody else");
        assert_eq!(matrix(2, 1), "1 of 2 reproducible items was tried by nobody else");
        assert_eq!(matrix(1, 1), "No reproducible item was tried by somebody else");
        assert_eq!(matrix(1, 0), "Every reproducible item was tried by somebody else");
        assert_eq!(matrix(0, 0), "Evidence by artifact type and control family");
        assert_eq!(cell(9, 7, 2, 0, 0), "Two of nine did not reproduce");
        assert_eq!(cell(9, 7, 0, 2, 0), "Seven of nine were reproduced");
        assert_eq!(cell(9, 1, 0, 8, 0), "One of nine was reproduced");
        assert_eq!(cell(9, 9, 0, 0, 0), "All nine were reproduced");
        assert_eq!(cell(9, 0, 0, 9, 0), "None of nine was tried");
        assert_eq!(cell(1, 0, 0, 1, 0), "The one item was not tried");
        assert_eq!(cell(6, 0, 0, 0, 6), "Six items, witnessed, not repeatable by nature");
        assert_eq!(cell(0, 0, 0, 0, 0), "No item is present");
    }

    #[test]
    fn the_funnel_names_where_most_go_past() {
        assert_eq!(
            funnel(&[("Approved", 3), ("Deployed with proof", 112)]),
            "112 changes went on without meeting \u{201c}deployed with proof\u{201d}"
        );
        assert_eq!(
            funnel(&[("Approved", 1), ("Observed", 1)]),
            "1 change each went on without meeting \u{201c}approved\u{201d} and \u{201c}observed\u{201d}"
        );
        assert_eq!(funnel(&[("Approved", 0)]), "No change went past a step without meeting it");
    }

    #[test]
    fn small_labels_keep_their_units() {
        assert_eq!(said(past(0.32, "1 Oct")), "32 % before 1 Oct");
        assert_eq!(too_few(3, 5), "Too few changes to say (3 of 5 needed)");
        assert_eq!(next_points(0, 0), "No item is due");
        assert_eq!(next_points(9, 0), "Every required item is verified");
        assert_eq!(next_points(9, 1), "Where the next verified points are");
    }
}
