//! Every number of docs/scoring.md for one selection of changes.

use super::calibration::{self, Calibration};
use super::confidence::{self, GradedConfidence};
use super::debt::{self, Debt};
use super::detection::{self, Lane};
use super::drift::{self, DriftPoint};
use super::funnel::{self, FunnelStep};
use super::ladder::{self, TeamRung};
use super::matrix::{self, MatrixCell, MatrixItems};
use super::pattern::{self, PatternRow};
use super::review::{self, TeamReviews};
use super::surface::{self, SurfaceCell};
use super::threat::{self, ChainLink, ThreatRow};
use super::timeliness::{self, TimelinessPoint};
use super::within_teams::{self, WithinTeams};
use super::workflow::{self, Workflow};
use crate::{Assessment, By, Selection};
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
    pub gates: By<Gate, GradedConfidence>,
    /// Confidence in each risk.
    pub risks: By<Risk, GradedConfidence>,
    /// Confidence at each gate over time.
    pub drift: By<Gate, Vec<DriftPoint>>,
    /// Confidence by who wrote the change.
    pub authorship: By<Authorship, By<Gate, GradedConfidence>>,
    /// The audit reproducibility matrix.
    pub matrix: Vec<MatrixCell>,
    /// The items of the matrix, each once.
    pub matrix_items: MatrixItems,
    /// Failure patterns.
    pub patterns: Vec<PatternRow>,
    /// The policy enforcement funnel of the changes that the validation gate can stop.
    pub funnel: Vec<FunnelStep>,
    /// The same for the changes where it only watches.
    pub funnel_evaluate: Vec<FunnelStep>,
    /// Verification debt.
    pub debt: Debt,
    /// How soon what falls due is verified.
    pub timeliness: Vec<TimelinessPoint>,
    /// The gap of each other authorship against that of people.
    #[serde(serialize_with = "pairs")]
    pub within_teams: Vec<(Authorship, WithinTeams)>,
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

impl Score {
    /// Every number for a selection.
    pub fn of(assessment: &Assessment, selection: &Selection) -> Self {
        let subset = assessment.select(selection);
        let periods = assessment.periods(&subset);
        Score {
            now: assessment.dataset().now,
            policy: assessment.dataset().policy_sha256.clone(),
            changes: subset.len() as u64,
            gates: confidence::graded_by_gate(assessment, &subset),
            risks: By::from_fn(|risk| confidence::graded_in_risk(assessment, &subset, risk)),
            drift: By::from_fn(|gate| drift::points(assessment, &periods, gate)),
            authorship: confidence::graded_by_authorship(assessment, &subset),
            matrix: matrix::cells(assessment, &subset),
            matrix_items: matrix::items(assessment, &subset),
            patterns: pattern::rows(assessment, &subset),
            funnel: funnel::steps(assessment, &subset, false),
            funnel_evaluate: funnel::steps(assessment, &subset, true),
            debt: debt::over(assessment, &periods),
            timeliness: timeliness::by_month(assessment, &subset),
            within_teams: within_teams::over(assessment, &subset),
            calibration: calibration::over(assessment, &subset, Gate::ALL),
            teams: ladder::standings(assessment, &subset),
            reviews: review::by_team(assessment, &subset),
            workflow: workflow::adherence(assessment, &subset),
            detection: detection::lanes(assessment, &periods),
            surface: surface::cells(assessment, &subset),
            threats: threat::rows(assessment, &subset),
            chain: threat::chain(assessment, &subset),
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
