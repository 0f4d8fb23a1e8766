//! From the assessment's results to the words for them.

use crate::document::GateGlyph;
use crate::text::{condition, criterion};
use plumbline_assess::{CriterionResult, CriterionState, GradedItem, Reason, Requirement};
use plumbline_domain::{Condition, Criterion, Gate, Grade, Policy};
use plumbline_probe::definition;

/// A reason in words; `fresh_days` is that of the item's type.
pub fn reason(reason: Reason, fresh_days: Option<u32>) -> String {
    match reason {
        Reason::DigestDiffers => condition::DIGEST_DIFFERS.to_owned(),
        Reason::RunsDiverged => condition::RUNS_DIVERGED.to_owned(),
        Reason::Refuted(probe) => definition(probe).refuted.to_owned(),
        Reason::AttestationOfAnotherDigest => condition::OTHER_SUBJECT.to_owned(),
        Reason::Expired => condition::EXPIRED.to_owned(),
        Reason::TooOld => condition::too_old(fresh_days),
        Reason::NotAccepted => condition::NOT_ACCEPTED.to_owned(),
        Reason::LeftOpen(probe) => definition(probe).left_open.to_owned(),
    }
}

/// A requirement in words: "Rollback rehearsal: claimed".
pub(crate) fn requirement(policy: &Policy, r: &Requirement) -> String {
    let (title, fresh_days) = policy.artifact_type(r.artifact_type).map_or(("", None), |t| (t.title.as_str(), t.fresh_days));
    let why = r.reason.map(|x| reason(x, fresh_days));
    condition::item(title, r.grade, r.condition(), why.as_deref())
}

/// An item in words: "Drift check: contradicted, it reports drift".
pub(crate) fn item(policy: &Policy, item: &GradedItem) -> String {
    let (title, fresh_days) = policy.artifact_type(item.artifact_type).map_or(("", None), |t| (t.title.as_str(), t.fresh_days));
    let why = item.reason.map(|x| reason(x, fresh_days));
    condition::item(title, item.grade, item.condition(), why.as_deref())
}

/// What a criterion of the policy asks for.
pub(crate) fn need(c: &Criterion) -> criterion::Need {
    match c.at_least {
        _ if c.every => criterion::Need::Every,
        _ if c.none => criterion::Need::None,
        Some(threshold) => criterion::Need::AtLeast(threshold),
        None => criterion::Need::AtLeast(1.0),
    }
}

/// A criterion as the words for it read it.
pub(crate) fn measured(policy: &Policy, c: &CriterionResult) -> criterion::Measured {
    let stated = policy.ladder.iter().filter(|r| r.rung == c.rung).flat_map(|r| &r.criteria).find(|s| s.id == c.id);
    let need = stated.map_or(criterion::Need::AtLeast(c.need.threshold()), need);
    criterion::Measured { metric: c.metric, gate: c.gate, need, value: c.value, low: c.low, n: c.n, state: c.state }
}

/// The gate that a criterion looks at, if it is one.
pub(crate) fn criterion_gate(c: &CriterionResult) -> Option<Gate> {
    criterion::gate(c.metric, c.gate)
}

/// What the state of a gate is called.
pub(crate) fn gate_word(glyph: GateGlyph) -> &'static str {
    match glyph {
        GateGlyph::NotDue => "not due",
        GateGlyph::Grade(Grade::Missing) => "missing",
        GateGlyph::Grade(Grade::Claimed) => "claimed",
        GateGlyph::Grade(Grade::Attached) => "attached",
        GateGlyph::Grade(Grade::Checked) => "checked",
        GateGlyph::Grade(Grade::Signed) => "signed",
        GateGlyph::Grade(Grade::Reproduced) => "reproduced",
        GateGlyph::Condition(Condition::Contradicted) => "contradicted",
        GateGlyph::Condition(Condition::Stale) => "stale",
        GateGlyph::Condition(Condition::Inconclusive) => "inconclusive",
    }
}

/// The four gates of a change in words: "Intent: signed, Validation: checked, …".
pub fn gates_words(gates: &[GateGlyph; 4]) -> String {
    let mut out = String::new();
    for (gate, glyph) in Gate::ALL.iter().zip(gates) {
        if !out.is_empty() {
            out.push_str(", ");
        }
        for part in [gate.title(), ": ", gate_word(*glyph)] {
            out.push_str(part);
        }
    }
    out
}

/// A criterion's state in a word or two.
pub(crate) fn state_word(state: CriterionState) -> &'static str {
    match state {
        CriterionState::Met => "met",
        CriterionState::NotMet => "open",
        CriterionState::NotEnoughData => "too few",
        CriterionState::NotApplicable => "no case",
    }
}
