//! The fixed words of the vocabulary.

use plumbline_domain::{Authorship, Condition, Gate, Grade};

/// What a gate asks.
pub(crate) const fn gate_question(gate: Gate) -> &'static str {
    match gate {
        Gate::Intent => "Is the purpose recorded?",
        Gate::Validation => "Was it checked before merge?",
        Gate::Execution => "Did the deployment match?",
        Gate::Observation => "Is it still true in production?",
    }
}

/// An authorship in a sentence, before `changes`.
pub const fn authorship(authorship: Authorship) -> &'static str {
    match authorship {
        Authorship::Human => "human",
        Authorship::AiAssisted => "AI-assisted",
        Authorship::AiGenerated => "AI-generated",
        Authorship::Unknown => "unattributed",
    }
}

/// A gate that is not due yet.
pub(crate) const NOT_DUE: &str = "not due";

/// A grade and a condition in one small phrase: the condition overrides.
pub fn state(grade: Grade, condition: Option<Condition>) -> &'static str {
    match condition {
        Some(Condition::Contradicted) => "contradicted",
        Some(Condition::Stale) => "stale",
        Some(Condition::Inconclusive) => "inconclusive",
        None => match grade {
            Grade::Missing => "missing",
            Grade::Claimed => "claimed",
            Grade::Attached => "attached, not checked",
            Grade::Checked => "checked",
            Grade::Signed => "signed",
            Grade::Reproduced => "reproduced",
        },
    }
}
