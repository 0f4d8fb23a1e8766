//! Four lanes of requirements over time (docs/scoring.md, "Detection pipeline").

use crate::{Assessment, Period, Periods, Requirement};
use plumbline_domain::{ArtifactTypeId, Condition, Grade, Instant};
use serde::Serialize;

/// One lane over a set of changes.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Lane {
    /// The lane's id in the policy.
    pub lane: String,
    /// All periods together.
    #[serde(flatten)]
    pub total: LaneCounts,
    /// Days since a verified requirement of the lane was last checked; absent when none is verified.
    pub days_since_verified: Option<f64>,
    /// Each period in which the lane owes something.
    pub periods: Vec<LanePoint>,
}

/// One period of a lane.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct LanePoint {
    /// The period.
    pub period: Period,
    /// Its requirements.
    #[serde(flatten)]
    pub counts: LaneCounts,
}

/// Requirements of a lane by outcome. They add up to all of its requirements.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct LaneCounts {
    /// Verified.
    pub validated: u64,
    /// The evidence refutes its claim.
    pub contradicted: u64,
    /// Nothing was offered.
    pub missing: u64,
    /// All else.
    pub unverified: u64,
}

impl LaneCounts {
    fn add(&mut self, requirement: &Requirement) {
        *if requirement.is_verified {
            &mut self.validated
        } else if requirement.condition() == Some(Condition::Contradicted) {
            &mut self.contradicted
        } else if requirement.grade == Grade::Missing {
            &mut self.missing
        } else {
            &mut self.unverified
        } += 1;
    }

    fn merge(&mut self, other: LaneCounts) {
        self.validated += other.validated;
        self.contradicted += other.contradicted;
        self.missing += other.missing;
        self.unverified += other.unverified;
    }

    /// All requirements.
    pub const fn n(&self) -> u64 {
        self.validated + self.contradicted + self.missing + self.unverified
    }
}

/// The lanes over a set of changes, given by period, in the order of the policy.
pub fn lanes(assessment: &Assessment, periods: &Periods) -> Vec<Lane> {
    let policy = assessment.policy();
    policy
        .lanes
        .iter()
        .map(|(lane, ids)| {
            let types: Vec<ArtifactTypeId> = ids.iter().filter_map(|id| policy.artifact_type_id(id)).collect();
            let mut last: Option<Instant> = None;
            let mut total = LaneCounts::default();
            let mut points = Vec::new();
            for (period, changes) in periods.iter() {
                let mut counts = LaneCounts::default();
                let owed = assessment.of(changes).flat_map(|(_, c)| c.requirements());
                for (_, requirement) in owed.filter(|(_, r)| types.contains(&r.artifact_type)) {
                    counts.add(requirement);
                    if requirement.is_verified {
                        last = last.max(requirement.checked_at);
                    }
                }
                total.merge(counts);
                if counts.n() > 0 {
                    points.push(LanePoint { period, counts });
                }
            }
            let days_since_verified = last.map(|t| assessment.dataset().now.days_since(t));
            Lane { lane: lane.clone(), total, days_since_verified, periods: points }
        })
        .collect()
}
