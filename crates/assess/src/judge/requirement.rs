//! What a change owes at a gate, and the best that it offers (docs/scoring.md, "Requirements").

use super::grade::{GradedItem, Reason};
use plumbline_domain::{ArtifactTypeId, Condition, Grade, Instant};

/// One required type of one due gate of one change.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Requirement {
    /// What is owed.
    pub artifact_type: ArtifactTypeId,
    /// The place of the best item in the counting report; none when nothing of that type is offered.
    pub best: Option<u32>,
    /// The grade of the best item, or `missing`.
    pub grade: Grade,
    /// Why a condition overrides that grade.
    pub reason: Option<Reason>,
    /// Whether the best item has no condition and a sufficient grade.
    pub is_verified: bool,
    /// When the best item was last checked.
    pub checked_at: Option<Instant>,
}

impl Requirement {
    /// What overrides the grade of the best item.
    pub fn condition(&self) -> Option<Condition> {
        self.reason.map(Reason::condition)
    }

    /// The requirement of a type, given the graded items of its gate's counting report.
    pub(crate) fn judge(artifact_type: ArtifactTypeId, items: &[GradedItem]) -> Self {
        match best(items, |_, item| item.artifact_type == artifact_type) {
            None => Requirement {
                artifact_type,
                best: None,
                grade: Grade::Missing,
                reason: None,
                is_verified: false,
                checked_at: None,
            },
            Some((place, item)) => Requirement {
                artifact_type,
                best: u32::try_from(place).ok(),
                grade: item.grade,
                reason: item.reason,
                is_verified: item.is_verified,
                checked_at: Some(item.checked_at),
            },
        }
    }
}

/// The best of the items that count at their gate and are wanted: any contradicted one first (it is never outvoted), else one
/// without condition before one with, then the higher grade, then the later in the report.
pub(crate) fn best(items: &[GradedItem], wanted: impl Fn(usize, &GradedItem) -> bool) -> Option<(usize, &GradedItem)> {
    items.iter().enumerate().filter(|(i, item)| item.at_its_gate && wanted(*i, item)).max_by_key(|(_, item)| item.rank())
}
