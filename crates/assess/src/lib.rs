//! From a data set to numbers: every figure of docs/scoring.md. Knows neither files nor the clock.
//!
//! [`Assessment::new`] judges each change once (`judge`), then lays out what filters count over (`columns`). A figure is a free
//! function of [`figures`] over an assessment and any set of its changes; it changes nothing. What saves work from one figure to
//! the next is a [`Cache`] that the caller keeps.
//!
//! ```
//! use plumbline_assess::{Assessment, figures::confidence};
//! use plumbline_domain::{Gate, Instant};
//! use plumbline_ingest::{Reader, Source, default_policy};
//!
//! let report = r#"{
//!     "format": "plumbline.gate-report/1", "gate": "intent", "outcome": "passed", "recordedAt": "2026-11-01T12:00:00Z",
//!     "change": {"id": "acme/shop#1"}, "perceived": [{"confidence": 0.9}]
//! }"#;
//! let (policy, sha256) = default_policy();
//! let mut reader = Reader::new(policy, sha256);
//! reader.read(Source::new("intent.json", report.as_bytes().to_vec()));
//! let now = Instant::from_rfc3339("2026-11-22T12:00:00Z").map_err(|_| "no such time")?;
//! let assessment = Assessment::new(reader.into_dataset(now));
//!
//! // no evidence was offered, so that nothing is verified
//! let intent = *confidence::by_gate(&assessment, &[0]).get(Gate::Intent);
//! assert_eq!((intent.perceived, intent.verified), (Some(0.9), Some(0.0)));
//! println!("The gap at intent is {:.0} points.", 100.0 * intent.gap.ok_or("nobody states a confidence")?);
//! # Ok::<(), &str>(())
//! ```

mod assessment;
mod by;
mod cache;
mod columns;
mod counted;
pub mod figures;
mod interval;
mod judge;
mod period;
pub mod published;
mod selection;

pub use assessment::Assessment;
pub use by::{By, Word};
pub use cache::Cache;
pub use columns::{GroupBy, RequirementState};
pub use counted::{Counted, CountedOffer, CountedRisk, CountedStep};
pub use figures::calibration::{Calibration, CalibrationBin};
pub use figures::confidence::{Confidence, GradedConfidence};
pub use figures::debt::{Debt, DebtAt, DebtPoint};
pub use figures::deployment::{Deployment, deployments};
pub use figures::detection::{Lane, LaneCounts};
pub use figures::funnel::FunnelStep;
pub use figures::ladder::{CriterionResult, CriterionState, Lack, Need, TeamRung};
pub use figures::matrix::{CellEntry, MatrixCell};
pub use figures::pattern::{CourseStep, PatternCourse, PatternRow, PatternTrend, TeamPattern};
pub use figures::remark::{Remark, RemarkCollector, RemarkKind};
pub use figures::review::TeamReviews;
pub use figures::surface::SurfaceCell;
pub use figures::threat::{ChainLink, Link, ThreatRow};
pub use figures::timeliness::{TimelinessPoint, Timely};
pub use figures::within_teams::{TeamPair, WithinTeams};
pub use figures::{Score, TextIndex};
pub use interval::{Interval, Share, Z, wilson, z_of_looks};
pub use judge::{
    ChangeAssessment, EvidenceRule, FindingSource, GateAssessment, GradedItem, JoinedFinding, Occurrence, OccurrenceSource,
    Reason, Requirement, RequirementTimes, ReviewSummary, RunsVerdict, Step, independent_reviews, surface_of,
};
pub use period::{Period, PeriodLength, Periods};
pub use plumbline_columns::Parts;
pub use selection::Selection;
