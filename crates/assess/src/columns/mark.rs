//! Marks of a change: what is true of it, a bit for each.

use crate::judge::{ChangeAssessment, PolicyIndex};
use plumbline_domain::{ArtifactTypeId, Change, Family, Gate, Grade};

/// It shipped.
pub const SHIPPED: u32 = 1;
/// Something that it owes is not verified.
pub const UNVERIFIED: u32 = 1 << 1;
/// No critical or high finding is open.
pub const CLEAN: u32 = 1 << 2;
/// It has an independent blind review.
pub const BLIND: u32 = 1 << 3;
/// Its threat intent is verified.
pub const INTENT_VERIFIED: u32 = 1 << 4;
/// Policy diagnostics, and where due at execution deployment outputs, are at least attached.
pub const ATTACHED: u32 = 1 << 5;
/// It is deployed.
pub const DEPLOYED: u32 = 1 << 6;
/// Its alert test is verified.
pub const ALERT_TESTED: u32 = 1 << 7;

/// It states how many resources it moves.
pub const STATES_RESOURCES: u32 = 1 << 17;

/// It is due at a gate.
pub const fn due_at(gate: Gate) -> u32 {
    1 << (8 + gate.index())
}

/// It touches a family.
pub const fn touches(family: Family) -> u32 {
    1 << (12 + family.index())
}

/// All marks of a change.
pub(super) fn of(index: &PolicyIndex, change: &Change, assessed: &ChangeAssessment) -> u32 {
    let named = &index.named;
    let with_outputs = || !assessed.gate(Gate::Execution).is_due || has_attached(index, assessed, named.deployment_outputs);
    let mark_if = |mark: u32, is: bool| if is { mark } else { 0 };
    let due = Gate::ALL.iter().filter(|&&gate| assessed.gate(gate).is_due).map(|&gate| due_at(gate));
    let touched = Family::ALL.iter().filter(|&&family| change.touches(family)).map(|&family| touches(family));
    due.chain(touched).fold(0, |marks, mark| marks | mark)
        | mark_if(SHIPPED, assessed.is_shipped)
        | mark_if(UNVERIFIED, assessed.requirements().any(|(_, r)| !r.is_verified))
        | mark_if(CLEAN, assessed.is_clean())
        | mark_if(BLIND, assessed.review.is_blind)
        | mark_if(INTENT_VERIFIED, has_verified(index, assessed, named.threat_intent))
        | mark_if(ATTACHED, has_attached(index, assessed, named.policy_diagnostics) && with_outputs())
        | mark_if(DEPLOYED, assessed.is_deployed)
        | mark_if(STATES_RESOURCES, change.fields.resources.is_some_and(|r| r.created.or(r.modified).or(r.deleted).is_some()))
        | mark_if(ALERT_TESTED, has_verified(index, assessed, named.alert_test))
}

/// Whether the best item of a type in a change, owed or not, is verified.
fn has_verified(index: &PolicyIndex, change: &ChangeAssessment, artifact_type: Option<ArtifactTypeId>) -> bool {
    best_of(index, change, artifact_type).is_some_and(|(is_verified, _)| is_verified)
}

fn has_attached(index: &PolicyIndex, change: &ChangeAssessment, artifact_type: Option<ArtifactTypeId>) -> bool {
    best_of(index, change, artifact_type).is_some_and(|(_, grade)| grade >= Grade::Attached)
}

fn best_of(index: &PolicyIndex, change: &ChangeAssessment, artifact_type: Option<ArtifactTypeId>) -> Option<(bool, Grade)> {
    let artifact_type = artifact_type?;
    let gate = index.artifact_type(artifact_type)?.gate;
    change.gate(gate).best_item(artifact_type).map(|(_, item)| (item.is_verified, item.grade))
}
