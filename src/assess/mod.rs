//! From a data set to numbers: one file for each section of the scoring rules. Knows neither files nor the clock.
//!
//! [`Assessment::new`] judges every change once; what a filter alters is computed from it on demand, for any subset of changes.

mod assessment;
mod by;
mod calibration;
mod columns;
mod confidence;
mod debt;
mod detection;
mod drift;
mod due;
mod finding;
mod funnel;
mod grade;
mod interval;
mod ladder;
mod matrix;
mod pattern;
mod period;
mod policy_index;
mod requirement;
mod review;
mod rule_meaning;
mod rule_table;
mod rule_words;
mod score;
mod selection;
mod surface;
mod threat;
mod workflow;

pub use assessment::{Assessment, ChangeAssessment, GateAssessment, surface_of};
pub use by::{By, Word};
pub use calibration::{BASELINE, Calibration, CalibrationBin};
pub use columns::RequirementState;
pub use confidence::{Confidence, ConfidencePair};
pub use debt::{Debt, DebtPoint};
pub use detection::{Lane, LaneCounts, LanePoint};
pub use drift::{DriftPoint, Periods};
pub use due::{due_gates, is_past_grace};
pub use finding::{FindingSource, JoinedFinding};
pub use funnel::{FunnelStep, Step};
pub use grade::{GradedItem, Reason, RunsVerdict};
pub use interval::{Interval, Share, Z, mean, wilson};
pub use ladder::{CriterionResult, CriterionState, Lack, TeamRung};
pub use matrix::{CellEntry, MatrixCell};
pub use pattern::{Occurrence, OccurrenceSource, PatternRow, PatternTrend, TeamPattern};
pub use period::{Period, PeriodLength};
pub use plumbline_columns::Parts;
pub use requirement::Requirement;
pub use review::{ReviewSummary, TeamReviews, independent_reviews};
pub use rule_meaning::{MeaningSource, RuleMeaning, rule_meaning};
pub use score::Score;
pub use selection::{GroupBy, Selection};
pub use surface::SurfaceCell;
pub use threat::{ChainLink, Link, ThreatRow};
pub use workflow::{Release, Workflow};
