//! The figures of an assessment, as free functions: one file for each section of the scoring rules.

pub mod calibration;
pub mod confidence;
pub mod debt;
pub mod deployment;
pub mod detection;
pub mod drift;
mod find;
pub mod funnel;
pub mod ladder;
pub mod matrix;
pub mod pattern;
pub mod remark;
pub mod review;
mod score;
pub mod surface;
pub mod threat;
pub mod timeliness;
pub mod within_teams;
pub mod workflow;

pub use find::TextIndex;
pub use score::Score;
pub(crate) use score::pairs;
