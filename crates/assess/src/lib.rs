//! From a data set to numbers: one file for each section of the scoring rules. Knows neither files nor the clock.
//!
//! [`Assessment::new`] judges every change once and lays the result out in columns; a figure is a free function of
//! [`figures`] over an assessment and any subset of its changes.

mod assessment;
mod by;
mod cache;
mod columns;
pub mod figures;
mod interval;
mod judge;
mod period;
mod selection;

pub use assessment::Assessment;
pub use by::{By, Word};
pub use cache::Cache;
pub use columns::{GroupBy, RequirementState};
pub use figures::calibration::{BASELINE, Calibration, CalibrationBin};
pub use figures::confidence::{Confidence, GradedConfidence};
pub use figures::debt::{Debt, DebtPoint};
pub use figures::detection::{Lane, LaneCounts, LanePoint};
pub use figures::drift::DriftPoint;
pub use figures::funnel::FunnelStep;
pub use figures::ladder::{CriterionResult, CriterionState, Lack, Need, TeamRung};
pub use figures::matrix::{CellEntry, MatrixCell};
pub use figures::pattern::{CourseStep, PatternCourse, PatternRow, PatternTrend, TeamPattern};
pub use figures::review::TeamReviews;
pub use figures::surface::SurfaceCell;
pub use figures::threat::{ChainLink, Link, ThreatRow};
pub use figures::workflow::{Release, Workflow};
pub use figures::{Score, TextIndex};
pub use interval::{Interval, Share, Z, mean, wilson};
pub use judge::{
    ChangeAssessment, EvidenceRule, FindingSource, FindingState, GateAssessment, GradedItem, JoinedFinding, MeaningSource,
    Occurrence, OccurrenceSource, Reason, Requirement, ReviewSummary, RuleMeaning, RunsVerdict, Step, due_gates,
    independent_reviews, is_past_grace, rule_meaning, surface_of,
};
pub use period::{Period, PeriodLength, Periods};
pub use plumbline_columns::Parts;
pub use selection::Selection;
