//! What keeps a criterion of the ladder from being met in full (docs/scoring.md, "Maturity ladder").

use super::criterion::{is_reproducible, is_strongly_proved};
use crate::Assessment;
use crate::columns::RequirementState;
use crate::figures::{pattern, workflow};
use plumbline_domain::{ArtifactTypeId, Family, Gate, Grade, Metric, PatternId};

/// One thing that keeps a criterion from being met in full.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lack {
    /// A requirement is not verified.
    Unverified {
        /// The change.
        change: u32,
        /// The gate.
        gate: Gate,
        /// What is owed.
        artifact_type: ArtifactTypeId,
    },
    /// A requirement of a reproducible type is not reproduced, or has a condition.
    NotReproduced {
        /// The change.
        change: u32,
        /// The gate.
        gate: Gate,
        /// What is owed.
        artifact_type: ArtifactTypeId,
    },
    /// A shipped change has an open critical or high finding.
    OpenFinding {
        /// The change.
        change: u32,
        /// The gate.
        gate: Gate,
        /// How many.
        n: u32,
    },
    /// No alert test in a release is verified.
    UntestedRelease {
        /// The release, by its place in [`Assessment::releases`].
        release: u32,
    },
    /// A change has no independent blind review.
    NoBlindReview {
        /// The change.
        change: u32,
    },
    /// No strong evidence for a family is reproduced or signed.
    WeakFamily {
        /// The family.
        family: Family,
    },
    /// A pattern recurs, and its prevention is not in place.
    Recurrence {
        /// The pattern.
        pattern: PatternId,
        /// How many changes have it.
        changes: u64,
    },
}

/// What keeps a criterion from being met in full over the changes of a window: each requirement, finding, release, review, family
/// or pattern.
pub fn lacking(assessment: &Assessment, metric: Metric, gate: Option<Gate>, window: &[u32]) -> Vec<Lack> {
    let requirements = || assessment.of(window).flat_map(|(change, c)| c.requirements().map(move |(gate, r)| (change, gate, r)));
    match metric {
        Metric::Verified => requirements()
            .filter(|&(_, at, r)| gate.is_none_or(|g| g == at) && !r.is_verified)
            .map(|(change, gate, r)| Lack::Unverified { change, gate, artifact_type: r.artifact_type })
            .collect(),
        Metric::RollbackRehearsed => requirements()
            .filter(|(_, _, r)| Some(r.artifact_type) == assessment.judged.index.named.rollback_rehearsal && !r.is_verified)
            .map(|(change, gate, r)| Lack::Unverified { change, gate, artifact_type: r.artifact_type })
            .collect(),
        Metric::ReproducedShare => requirements()
            .filter(|(_, _, r)| {
                is_reproducible(assessment, r.artifact_type) && (r.grade != Grade::Reproduced || r.reason.is_some())
            })
            .map(|(change, gate, r)| Lack::NotReproduced { change, gate, artifact_type: r.artifact_type })
            .collect(),
        Metric::ShippedClean => assessment
            .of(window)
            .filter(|(_, c)| c.is_shipped)
            .flat_map(|(change, c)| Gate::ALL.iter().map(move |&gate| (change, gate, c.gate(gate).n_blocking)))
            .filter(|&(_, _, n)| n > 0)
            .map(|(change, gate, n)| Lack::OpenFinding { change, gate, n })
            .collect(),
        Metric::AlertPathPerRelease => workflow::releases(assessment, window)
            .into_iter()
            .filter(|r| !r.is_alert_tested)
            .map(|r| Lack::UntestedRelease { release: r.release })
            .collect(),
        Metric::BlindReview => assessment
            .of(window)
            .filter(|(_, c)| c.gate(Gate::Validation).is_due && !c.review.is_blind)
            .map(|(change, _)| Lack::NoBlindReview { change })
            .collect(),
        Metric::StrongFamilies => {
            let states: Vec<&RequirementState> = assessment.requirement_states(window).map(|(state, _)| state).collect();
            let is_weak = |family: &&Family| !is_strongly_proved(assessment, states.iter().copied(), **family);
            Family::ALL.iter().filter(is_weak).map(|&family| Lack::WeakFamily { family }).collect()
        }
        Metric::UnpreventedRecurrence => pattern::by_team(assessment, window)
            .into_iter()
            .filter(|p| p.recurrences() > 0 && !p.is_prevented)
            .map(|p| Lack::Recurrence { pattern: p.pattern, changes: p.changes })
            .collect(),
    }
}
