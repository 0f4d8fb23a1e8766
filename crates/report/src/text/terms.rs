//! The terms that a page explains where they stand, with one definition each. docs/glossary.md prints the same table.

use serde::{Deserialize, Serialize};

/// A term with a definition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum TermId {
    /// One of the four checkpoints.
    Gate,
    /// What people state.
    Perceived,
    /// What evidence proves.
    Verified,
    /// The one less the other.
    Gap,
    /// What green gates claim.
    Implied,
    /// What the policy asks a change for.
    RequiredItem,
    /// How far an item is proved.
    Grade,
    /// Repeated by somebody else with the same result.
    Reproduced,
    /// Repeated with another result.
    Diverged,
    /// What cannot be repeated by nature.
    Witnessed,
    /// What evidence refutes.
    Contradicted,
    /// What was checked too long ago.
    Stale,
    /// A step of the maturity ladder.
    Rung,
    /// What a share has to reach a threshold with.
    LowerBound,
    /// What is told as a change.
    Clear,
    /// A comparison that leaves the mix of teams out.
    WithinTeams,
    /// Whether a statement came true.
    HeldUp,
    /// The score of statements.
    Brier,
    /// Shipped changes that lack evidence.
    Debt,
    /// How much a change moves.
    BlastRadius,
    /// A recurring kind of failure.
    FailurePattern,
    /// A failure that a gate let through.
    Escaped,
    /// A gate that was got round.
    Bypassed,
    /// A review by somebody who does not know the author.
    BlindReview,
    /// Agreement beyond chance.
    Kappa,
}

impl TermId {
    /// All of them, in the order of the glossary.
    pub const ALL: [TermId; 25] = [
        TermId::Gate,
        TermId::Perceived,
        TermId::Verified,
        TermId::Gap,
        TermId::Implied,
        TermId::RequiredItem,
        TermId::Grade,
        TermId::Reproduced,
        TermId::Diverged,
        TermId::Witnessed,
        TermId::Contradicted,
        TermId::Stale,
        TermId::Rung,
        TermId::LowerBound,
        TermId::Clear,
        TermId::WithinTeams,
        TermId::HeldUp,
        TermId::Brier,
        TermId::Debt,
        TermId::BlastRadius,
        TermId::FailurePattern,
        TermId::Escaped,
        TermId::Bypassed,
        TermId::BlindReview,
        TermId::Kappa,
    ];

    /// As an id of an element.
    pub const fn id(self) -> &'static str {
        match self {
            TermId::Gate => "term-gate",
            TermId::Perceived => "term-perceived",
            TermId::Verified => "term-verified",
            TermId::Gap => "term-gap",
            TermId::Implied => "term-implied",
            TermId::RequiredItem => "term-required-item",
            TermId::Grade => "term-grade",
            TermId::Reproduced => "term-reproduced",
            TermId::Diverged => "term-diverged",
            TermId::Witnessed => "term-witnessed",
            TermId::Contradicted => "term-contradicted",
            TermId::Stale => "term-stale",
            TermId::Rung => "term-rung",
            TermId::LowerBound => "term-lower-bound",
            TermId::Clear => "term-clear",
            TermId::WithinTeams => "term-within-teams",
            TermId::HeldUp => "term-held-up",
            TermId::Brier => "term-brier",
            TermId::Debt => "term-debt",
            TermId::BlastRadius => "term-blast-radius",
            TermId::FailurePattern => "term-failure-pattern",
            TermId::Escaped => "term-escaped",
            TermId::Bypassed => "term-bypassed",
            TermId::BlindReview => "term-blind-review",
            TermId::Kappa => "term-kappa",
        }
    }

    /// The term.
    pub const fn word(self) -> &'static str {
        match self {
            TermId::Gate => "gate",
            TermId::Perceived => "perceived",
            TermId::Verified => "verified",
            TermId::Gap => "gap",
            TermId::Implied => "implied",
            TermId::RequiredItem => "required item",
            TermId::Grade => "grade",
            TermId::Reproduced => "reproduced",
            TermId::Diverged => "diverged",
            TermId::Witnessed => "witnessed",
            TermId::Contradicted => "contradicted",
            TermId::Stale => "stale",
            TermId::Rung => "rung",
            TermId::LowerBound => "lower bound",
            TermId::Clear => "clear change",
            TermId::WithinTeams => "within teams",
            TermId::HeldUp => "held up",
            TermId::Brier => "Brier score",
            TermId::Debt => "verification debt",
            TermId::BlastRadius => "blast radius",
            TermId::FailurePattern => "failure pattern",
            TermId::Escaped => "escaped",
            TermId::Bypassed => "bypassed",
            TermId::BlindReview => "blind review",
            TermId::Kappa => "kappa",
        }
    }

    /// What it means, in a sentence or two.
    pub const fn definition(self) -> &'static str {
        match self {
            TermId::Gate => {
                "One of four checkpoints of every change: intent (is the purpose recorded?), validation (was it checked before merge?), \
                 execution (did the deployment match?), observation (is it still true in production?)."
            }
            TermId::Perceived => "The confidence, 0 to 100 %, that people state about a change in a gate's report.",
            TermId::Verified => {
                "The mean share of the evidence a policy requires that was read, holds, and is still fresh. It says how much is proved, not \
                 that a change is safe."
            }
            TermId::Gap => {
                "Perceived minus verified confidence, in points. Above zero, people believe more than evidence proves."
            }
            TermId::Implied => {
                "The share of due gates that passed: what a green gate claims. It is shown apart from perceived and verified confidence."
            }
            TermId::RequiredItem => "One kind of evidence that the policy requires of a change at a gate that is due.",
            TermId::Grade => {
                "How far an evidence item is proved: missing, claimed, attached, checked, signed or reproduced. From the policy's grade on \
                 (by default checked), it counts as verified."
            }
            TermId::Reproduced => {
                "Somebody other than the author repeated the item from the same inputs and got the same output."
            }
            TermId::Diverged => "The item was repeated from the same inputs, and the output differed.",
            TermId::Witnessed => "Evidence of an event, such as a deployment log, that by nature nobody can repeat afterwards.",
            TermId::Contradicted => {
                "The evidence speaks against the claim: its bytes differ from the recorded ones, a repetition diverged, or a probe of it fails."
            }
            TermId::Stale => "The evidence was last checked longer ago than its kind stays fresh, or it has expired.",
            TermId::Rung => {
                "A step of the maturity ladder: ad-hoc, declared, gated, proven, observed, audit-verified. Evidence of the ladder's window \
                 decides it; the claimed rung is what the team says."
            }
            TermId::LowerBound => {
                "The lower end of a share's 95 % interval. A criterion is met when the lower bound, not the share itself, reaches the \
                 threshold: a few lucky changes are not enough."
            }
            TermId::Clear => {
                "A difference whose 95 % interval excludes zero, with enough changes on both sides. Anything else may be chance and is not \
                 called a change."
            }
            TermId::WithinTeams => {
                "The difference is taken inside each team and then averaged, so that teams with many AI-generated changes and a wide gap of \
                 their own do not decide it."
            }
            TermId::HeldUp => "A statement held up when everything its gate requires is verified and no failure escaped there.",
            TermId::Brier => {
                "The mean squared distance between stated confidence and outcome. 0 is perfect; always saying 50 % scores 0.25."
            }
            TermId::Debt => "Shipped changes for which some evidence that is due is not verified.",
            TermId::BlastRadius => "How many resources a change creates, modifies or deletes.",
            TermId::FailurePattern => {
                "A recurring kind of failure, such as unsafe defaults or alerts that reach nobody, shown by a finding or by evidence."
            }
            TermId::Escaped => {
                "A failure that the gate responsible for it let through: the gate was open while the failure was there."
            }
            TermId::Bypassed => "The gate itself reports that it was skipped on purpose, for instance in an emergency.",
            TermId::BlindReview => "A review by somebody other than the author who concluded before seeing the author's result.",
            TermId::Kappa => {
                "Cohen's kappa: agreement beyond what chance gives. 1 is full agreement, 0 is chance; with few verdicts it says little."
            }
        }
    }
}

/// The terms as the glossary prints them: one paragraph each.
pub fn terms_to_markdown() -> String {
    let mut out = String::new();
    for term in TermId::ALL {
        let name = crate::text::phrase::capital(term.word());
        out.push_str(&["**", &name, ".** ", term.definition(), "\n\n"].concat());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn each_term_has_an_id_a_word_and_a_definition_of_its_own() {
        let of = |get: fn(TermId) -> &'static str| TermId::ALL.into_iter().map(get).collect::<BTreeSet<_>>().len();
        assert_eq!((of(TermId::id), of(TermId::word), of(TermId::definition)), (25, 25, 25));
        for term in TermId::ALL {
            assert!(term.definition().ends_with('.') && !term.definition().contains("  "), "{term:?}");
            assert!(term.id().starts_with("term-"), "{term:?}");
        }
    }
}
