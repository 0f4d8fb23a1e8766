//! What many requirements have in common, as one number each.

use crate::judge::Requirement;
use plumbline_domain::{ArtifactTypeId, Condition, Gate, Grade};

/// What many requirements have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RequirementState {
    /// The gate at which it is owed.
    pub gate: Gate,
    /// What is owed.
    pub artifact_type: ArtifactTypeId,
    /// How many the change owes at that gate, this one among them.
    pub of: u32,
    /// The grade of the best item, or `missing`.
    pub grade: Grade,
    /// What overrides that grade.
    pub condition: Option<Condition>,
    /// Whether it is verified.
    pub is_verified: bool,
}

/// A state as one number, and back.
pub(super) fn number_of(gate: Gate, of: usize, requirement: &Requirement) -> u64 {
    let condition = requirement.condition().map_or(0, |c| c.index() as u64 + 1);
    u64::from(requirement.artifact_type.0)
        | (gate.index() as u64) << 16
        | (requirement.grade.index() as u64) << 20
        | condition << 24
        | u64::from(requirement.is_verified) << 28
        | (of as u64) << 32
}

pub(super) fn state_of(number: u64) -> Option<RequirementState> {
    let part = |shift: u32, bits: u32| (number >> shift & ((1 << bits) - 1)) as usize;
    Some(RequirementState {
        gate: *Gate::ALL.get(part(16, 4))?,
        artifact_type: ArtifactTypeId(u16::try_from(part(0, 16)).ok()?),
        of: u32::try_from(number >> 32).ok()?,
        grade: *Grade::ALL.get(part(20, 4))?,
        condition: part(24, 4).checked_sub(1).and_then(|i| Condition::ALL.get(i).copied()),
        is_verified: part(28, 1) == 1,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::judge::Reason;

    #[test]
    fn a_state_comes_back_from_its_number() {
        let requirement = Requirement {
            artifact_type: ArtifactTypeId(16),
            part: Some(0),
            best: Some(2),
            grade: Grade::Reproduced,
            reason: Some(Reason::TooOld),
            is_verified: false,
            checked_at: None,
        };
        let state = state_of(number_of(Gate::Observation, 3, &requirement));
        let expected = RequirementState {
            gate: Gate::Observation,
            artifact_type: ArtifactTypeId(16),
            of: 3,
            grade: Grade::Reproduced,
            condition: Some(Condition::Stale),
            is_verified: false,
        };
        assert_eq!(state, Some(expected));
        let missing = Requirement { reason: None, grade: Grade::Missing, artifact_type: ArtifactTypeId(u16::MAX), ..requirement };
        let state = state_of(number_of(Gate::Intent, 1, &missing)).unwrap();
        assert_eq!((state.artifact_type.0, state.grade, state.condition), (u16::MAX, Grade::Missing, None));
    }
}
