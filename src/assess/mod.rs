//! From a data set to numbers: one file for each section of the scoring rules. Knows neither files nor the clock.
//!
//! [`Assessment::new`] judges every change once; what a filter alters is computed from it on demand, for any subset of changes.

mod assessment;
mod by;
mod confidence;
mod drift;
mod due;
mod finding;
mod grade;
mod interval;
mod pattern;
mod period;
mod policy_index;
mod requirement;
mod rule_table;
mod score;

pub use assessment::{Assessment, ChangeAssessment, GateAssessment, Selection, surface_of};
pub use by::{By, Word};
pub use confidence::Confidence;
pub use drift::DriftPoint;
pub use due::{due_gates, is_past_grace};
pub use finding::{FindingSource, JoinedFinding};
pub use grade::{GradedItem, Reason, RunsVerdict};
pub use interval::{Interval, Share, mean, wilson};
pub use pattern::{Occurrence, OccurrenceSource, PatternRow, TeamPattern};
pub use period::{Period, PeriodLength};
pub use requirement::Requirement;
pub use rule_table::{RuleMeaning, rule_meaning};
pub use score::Score;
