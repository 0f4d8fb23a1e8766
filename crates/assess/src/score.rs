//! Every number of the scoring rules for one selection of changes.

use super::assessment::Assessment;
use super::by::By;
use super::calibration::Calibration;
use super::confidence::Confidence;
use super::debt::Debt;
use super::detection::Lane;
use super::drift::DriftPoint;
use super::funnel::FunnelStep;
use super::ladder::TeamRung;
use super::matrix::MatrixCell;
use super::pattern::PatternRow;
use super::review::TeamReviews;
use super::selection::Selection;
use super::surface::SurfaceCell;
use super::threat::{ChainLink, ThreatRow};
use super::workflow::Workflow;
use plumbline_domain::{Authorship, Gate, Instant, Risk};
use serde::ser::{Serialize, SerializeMap, Serializer};

/// Every number for one selection, under the keys that `plumbline score --json` prints.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Score {
    /// The assessment time.
    #[serde(serialize_with = "rfc3339")]
    pub now: Instant,
    /// The SHA-256 of the policy's bytes.
    pub policy: String,
    /// How many changes are selected.
    pub changes: u64,
    /// Confidence at each gate.
    pub gates: By<Gate, Confidence>,
    /// Confidence in each risk.
    pub risks: By<Risk, Confidence>,
    /// Confidence at each gate over time.
    pub drift: By<Gate, Vec<DriftPoint>>,
    /// Confidence by who wrote the change.
    pub authorship: By<Authorship, By<Gate, Confidence>>,
    /// The audit reproducibility matrix.
    pub matrix: Vec<MatrixCell>,
    /// Failure patterns.
    pub patterns: Vec<PatternRow>,
    /// The policy enforcement funnel of the changes that the validation gate can stop.
    pub funnel: Vec<FunnelStep>,
    /// The same for the changes where it only watches.
    pub funnel_evaluate: Vec<FunnelStep>,
    /// Verification debt.
    pub debt: Debt,
    /// Calibration, gates pooled.
    pub calibration: Calibration,
    /// The maturity ladder.
    pub teams: Vec<TeamRung>,
    /// Double-blind review.
    pub reviews: Vec<TeamReviews>,
    /// Workflow adherence.
    pub workflow: Workflow,
    /// The detection pipeline.
    pub detection: Vec<Lane>,
    /// The attack surface.
    pub surface: Vec<SurfaceCell>,
    /// The threat map.
    pub threats: Vec<ThreatRow>,
    /// The authoring-time chain.
    pub chain: Vec<ChainLink>,
}

impl Assessment {
    /// Every number for a selection.
    pub fn score(&self, selection: &Selection) -> Score {
        let subset = self.select(selection);
        let periods = self.periods(&subset);
        Score {
            now: self.dataset().now,
            policy: self.dataset().policy_sha256.clone(),
            changes: subset.len() as u64,
            gates: self.confidence_by_gate(&subset),
            risks: By::from_fn(|risk| self.confidence_in_risk(&subset, risk)),
            drift: By::from_fn(|gate| self.drift(&periods, gate)),
            authorship: self.confidence_by_authorship(&subset),
            matrix: self.matrix(&subset),
            patterns: self.patterns(&subset),
            funnel: self.funnel(&subset, false),
            funnel_evaluate: self.funnel(&subset, true),
            debt: self.debt(&periods),
            calibration: self.calibration(&subset, Gate::ALL),
            teams: self.ladder(&subset).to_vec(),
            reviews: self.reviews(&subset),
            workflow: self.workflow(&subset),
            detection: self.detection(&periods),
            surface: self.surface(&subset),
            threats: self.threats(&subset),
            chain: self.chain(&subset),
        }
    }
}

/// Writes pairs as a map, in their order.
pub(crate) fn pairs<K: Serialize, V: Serialize, S: Serializer>(pairs: &[(K, V)], serializer: S) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(Some(pairs.len()))?;
    for (key, value) in pairs {
        map.serialize_entry(key, value)?;
    }
    map.end()
}

fn rfc3339<S: Serializer>(instant: &Instant, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&instant.to_rfc3339())
}
