//! The headline of a change: its news, then how much of what it owes is verified.

use crate::pages::change::news::{GateFacts, Known, News};
use crate::text::headline::Piece;
use crate::text::number::{capitalised_word, counted, number_word, percent, worded};
use crate::text::phrase;
use plumbline_domain::{Gate, Outcome};

/// As many facts lead the headline at most.
const MOST_NEWS: usize = 3;
/// As many items or gates are named in a fact; of more the number is said.
const NAMED: usize = 2;

/// "Deployed, with two critical findings open; validation passed with three of its five items missing; nobody reviewed it. One of seven
/// required items is verified."
pub(crate) fn headline(known: &Known<'_>) -> Vec<Piece> {
    let plain = |text: String| Piece::Plain(text);
    let news = known.news();
    let mut out = Vec::new();
    if !news.is_empty() {
        let clauses = news.iter().take(MOST_NEWS).enumerate();
        let said: Vec<String> = clauses.map(|(i, fact)| clause(fact, known.required(), i == 0)).collect();
        out.push(plain(format!("{}. ", phrase::capital(&said.join("; ")))));
    }
    out.extend(verified(known));
    // a second number only where there is room for it
    if let Some((gate, stated, verified)) = known.gap.filter(|_| news.len() < NAMED) {
        out.push(plain(format!("; at {} people state ", gate.title())));
        out.push(Piece::Perceived(percent(stated)));
        out.push(plain(" and evidence supports ".to_owned()));
        out.push(Piece::Verified(percent(verified)));
    }
    out.push(plain(".".to_owned()));
    out
}

/// How much of what it owes is verified, without a full stop.
fn verified(known: &Known<'_>) -> Vec<Piece> {
    let all = |text: String| vec![Piece::Verified(text)];
    match (known.required(), known.verified()) {
        (0, _) => vec![Piece::Plain("Nothing is required of it yet".to_owned())],
        (1, 1) => {
            let all = Piece::Verified("The one required item is verified".to_owned());
            vec![all, Piece::Plain(not_safe(&known.patterns))]
        }
        (1, _) => all("The one required item is not verified".to_owned()),
        (n, k) if n == k => {
            let due = format!(", at {}", worded(known.due(), "due gate", "due gates"));
            let all = Piece::Verified(format!("{} are verified", phrase::all(n, "required items")));
            vec![all, Piece::Plain([due.as_str(), &not_safe(&known.patterns)].concat())]
        }
        (n, 0) => all(format!("None of {} required items is verified", number_word(n))),
        (n, k) => {
            let are = if k == 1 { "is" } else { "are" };
            all(format!("{} of {} required items {are} verified", capitalised_word(k), number_word(n)))
        }
    }
}

/// Verified is not safe: what else was found in a change of which everything is verified; empty when nothing was.
fn not_safe(patterns: &[&str]) -> String {
    match patterns.len() {
        0 => String::new(),
        n if n <= NAMED => {
            let names: Vec<String> = patterns.iter().map(|name| format!("“{}”", phrase::small(name))).collect();
            let (patterns, were) = if n == 1 { ("pattern", "was") } else { ("patterns", "were") };
            format!(", but the failure {patterns} {} {were} found in it", phrase::list(&names))
        }
        n => format!(", but {} failure patterns were found in it", number_word(n as u64)),
    }
}

/// A fact as a clause: the first of the headline may leave out its subject, the change.
fn clause(fact: &News<'_>, required: u64, is_first: bool) -> String {
    let shipped = |is_deployed: bool| match (is_first, is_deployed) {
        (true, true) => "deployed",
        (true, false) => "merged",
        (false, true) => "it was deployed",
        (false, false) => "it was merged",
    };
    match fact {
        News::Contradicted(names) => format!("evidence contradicts the claim on {}", items(names, required)),
        News::WentPast { gates, is_deployed } => format!("{} although {}", shipped(*is_deployed), said(gates)),
        News::ShippedOpen { critical, high, is_deployed } if is_first => {
            format!("{}, with {} open", shipped(*is_deployed), findings(*critical, *high))
        }
        News::ShippedOpen { critical, high, .. } | News::Open { critical, high } => {
            format!("{} {} open", findings(*critical, *high), if critical + high == 1 { "is" } else { "are" })
        }
        News::PassedWithout(gates) => without(gates),
        News::Unreviewed { is_reviewed: false, confident: 0 } => "nobody reviewed it".to_owned(),
        News::Unreviewed { is_reviewed: true, confident: 0 } => "nobody independent reviewed it".to_owned(),
        // a confidence that a reviewer states is no verdict, and no nothing
        News::Unreviewed { confident, .. } => {
            let who = worded(*confident, "reviewer", "reviewers");
            format!("no verdict by an independent reviewer, though {who} stated a confidence")
        }
    }
}

/// Items by name, or how many of all.
fn items(names: &[&str], required: u64) -> String {
    let n = names.len() as u64;
    if names.len() <= NAMED {
        return phrase::list(&names.iter().map(|name| phrase::small(name)).collect::<Vec<_>>());
    }
    if n == required {
        format!("all {} required items", number_word(n))
    } else {
        format!("{} of {} required items", number_word(n), number_word(required))
    }
}

/// What gates said, as a clause: "validation failed and execution was skipped".
fn said(gates: &[(Gate, Outcome)]) -> String {
    let one = |(gate, outcome): &(Gate, Outcome)| [&phrase::small(gate.title()), " ", verb(*outcome)].concat();
    phrase::list(&gates.iter().map(one).collect::<Vec<_>>())
}

/// What a gate said, as a verb.
pub(crate) const fn verb(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Passed => "passed",
        Outcome::Failed => "failed",
        Outcome::Bypassed => "was bypassed",
        Outcome::Skipped => "was skipped",
    }
}

/// "two critical and one high finding".
fn findings(critical: u64, high: u64) -> String {
    let noun = |n: u64| if n == 1 { "finding" } else { "findings" };
    match (critical, high) {
        (0, h) => format!("{} high {}", number_word(h), noun(h)),
        (c, 0) => format!("{} critical {}", number_word(c), noun(c)),
        (c, h) => format!("{} critical and {} high {}", number_word(c), number_word(h), noun(h)),
    }
}

/// Gates that passed with items missing: "validation passed with two of its four items missing", or "with none of its four items
/// verified, one of them missing".
fn without(gates: &[GateFacts]) -> String {
    let one = |g: &GateFacts| {
        let missing = match (g.required, g.missing) {
            // what is neither verified nor missing is claimed at most: the rest is not to be taken for verified
            (n, k) if k < n && g.verified == 0 => {
                let (none, items) = (if n == 2 { "neither" } else { "none" }, number_word(n));
                format!("{none} of its {items} items verified, {} of them missing", number_word(k))
            }
            (n, k) if g.verified + k < n => {
                format!("{} of its {} items verified and {} missing", number_word(g.verified), number_word(n), number_word(k))
            }
            (1, _) => "its one item missing".to_owned(),
            (2, 2) => "both its items missing".to_owned(),
            (n, k) if n == k => format!("all its {} items missing", number_word(n)),
            (n, k) => format!("{} of its {} items missing", number_word(k), number_word(n)),
        };
        [&phrase::small(g.gate.title()), " passed with ", &missing].concat()
    };
    if gates.len() <= NAMED {
        phrase::list(&gates.iter().map(one).collect::<Vec<_>>())
    } else {
        format!("{} passed with items missing", counted_gates(gates.len() as u64))
    }
}

fn counted_gates(n: u64) -> String {
    format!("{} gates", number_word(n))
}

/// What speaks against itself on the record of a change, each in a line.
pub(crate) mod conflict {
    use super::{Outcome, counted, phrase, verb};
    use plumbline_domain::Gate;

    /// It went past a gate that did not pass: "Deployed 19 Nov 2026, although execution was skipped".
    pub(crate) fn went_past(shipped: &str, day: &str, gate: Gate, outcome: Outcome) -> String {
        format!("{shipped} {day}, although {} {}", phrase::small(gate.title()), verb(outcome))
    }

    /// The gate of the deployment passed, and no deployment is on record.
    pub(crate) const NO_DEPLOYMENT: &str = "Execution passed, but no deployment date is stated";

    /// It is said to run before it was merged.
    pub(crate) fn deployed_early(days: u64) -> String {
        match days {
            0 => "Deployed before it was merged".to_owned(),
            n => format!("Deployed {} before it was merged", counted(n, "day", "days")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gate(gate: Gate, outcome: Option<Outcome>, [required, verified, missing]: [u64; 3]) -> GateFacts {
        GateFacts { gate, is_due: true, outcome, required, verified, missing }
    }

    fn said(known: &Known<'_>) -> String {
        crate::text::headline::text(&headline(known)).replace('\u{a0}', " ")
    }

    fn shipped() -> Known<'static> {
        Known {
            is_shipped: true,
            is_deployed: true,
            gates: vec![
                gate(Gate::Intent, Some(Outcome::Passed), [1, 1, 0]),
                gate(Gate::Validation, Some(Outcome::Passed), [4, 0, 3]),
                gate(Gate::Execution, None, [2, 0, 2]),
            ],
            critical: 2,
            ..Known::default()
        }
    }

    #[test]
    fn the_news_leads_and_the_count_follows() {
        assert_eq!(
            said(&shipped()),
            "Deployed, with two critical findings open; validation passed with none of its four items verified, three of them missing; nobody reviewed it. \
             One of seven required items is verified."
        );
        let stated = Known { confident: 1, ..shipped() };
        assert!(
            said(&stated)
                .contains("; no verdict by an independent reviewer, though one reviewer stated a confidence. One of seven")
        );
        let refuted = Known { contradicted: vec!["Policy diagnostics", "Drift check"], high: 1, ..shipped() };
        assert_eq!(
            said(&refuted),
            "Evidence contradicts the claim on policy diagnostics and drift check; two critical and one high finding are open; \
             validation passed with none of its four items verified, three of them missing. One of seven required items is verified."
        );
        let many = Known { contradicted: vec!["A", "B", "C"], critical: 0, independent: 1, ..shipped() };
        assert!(said(&many).starts_with("Evidence contradicts the claim on three of seven required items; validation passed"));
    }

    #[test]
    fn a_gate_that_did_not_pass_is_held_beside_what_was_done() {
        let gates = vec![
            gate(Gate::Validation, Some(Outcome::Failed), [4, 4, 0]),
            gate(Gate::Execution, Some(Outcome::Skipped), [2, 2, 0]),
        ];
        let known = Known { gates, critical: 0, high: 1, independent: 1, ..shipped() };
        assert_eq!(
            said(&known),
            "Deployed although validation failed and execution was skipped; one high finding is open. \
             All six required items are verified, at two due gates."
        );
        let merged = Known { is_deployed: false, high: 0, ..known };
        assert!(said(&merged).starts_with("Merged although validation failed. All six"));
        assert_eq!(
            conflict::went_past("Deployed", "19 Nov 2026", Gate::Execution, Outcome::Skipped),
            "Deployed 19 Nov 2026, although execution was skipped"
        );
    }

    #[test]
    fn without_news_the_count_leads_with_the_widest_gap() {
        let gates = vec![gate(Gate::Intent, Some(Outcome::Passed), [12, 7, 0])];
        let known = Known { gates, gap: Some((Gate::Execution, 0.9, 1.0 / 3.0)), ..Known::default() };
        assert_eq!(
            said(&known),
            "Seven of twelve required items are verified; at Execution people state 90 % and evidence supports 33 %."
        );
        let of = |required, verified| {
            said(&Known { gates: vec![gate(Gate::Intent, None, [required, verified, 0])], ..Known::default() })
        };
        assert_eq!(of(0, 0), "Nothing is required of it yet.");
        assert_eq!(of(1, 1), "The one required item is verified.");
        assert_eq!(of(1, 0), "The one required item is not verified.");
        assert_eq!(of(2, 2), "Both required items are verified, at one due gate.");
        assert_eq!(of(20, 0), "None of 20 required items is verified.");
    }

    #[test]
    fn verified_is_not_called_safe() {
        let gates = vec![gate(Gate::Intent, Some(Outcome::Passed), [2, 2, 0])];
        let of =
            |patterns: &[&'static str]| said(&Known { gates: gates.clone(), patterns: patterns.to_vec(), ..Known::default() });
        assert_eq!(
            of(&["Privilege inflation"]),
            "Both required items are verified, at one due gate, but the failure pattern “privilege inflation” was found in it."
        );
        assert!(of(&["A gap", "B gap"]).ends_with(", but the failure patterns “a gap” and “b gap” were found in it."));
        assert!(of(&["A", "B", "C"]).ends_with(", but three failure patterns were found in it."));
    }

    #[test]
    fn what_is_not_missing_is_not_taken_for_verified() {
        let of = |counts| without(&[gate(Gate::Validation, Some(Outcome::Passed), counts)]);
        assert_eq!(of([4, 0, 1]), "validation passed with none of its four items verified, one of them missing");
        assert_eq!(of([2, 0, 1]), "validation passed with neither of its two items verified, one of them missing");
        assert_eq!(of([4, 1, 1]), "validation passed with one of its four items verified and one missing");
        assert_eq!(of([4, 3, 1]), "validation passed with one of its four items missing");
        assert_eq!(of([4, 0, 4]), "validation passed with all its four items missing");
    }

    #[test]
    fn several_gates_that_passed_without_are_counted() {
        let gate = |place| gate(place, Some(Outcome::Passed), [2, 0, 2]);
        assert_eq!(
            without(&[gate(Gate::Intent), gate(Gate::Validation)]),
            "intent passed with both its items missing and validation passed with both its items missing"
        );
        assert_eq!(
            without(&[gate(Gate::Intent), gate(Gate::Validation), gate(Gate::Execution)]),
            "three gates passed with items missing"
        );
    }
}
