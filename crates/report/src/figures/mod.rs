//! Figures that several pages show: each with its head, its chart and the table behind it.

pub(crate) mod confidence;
pub(crate) mod debt;
pub(crate) mod drift;
pub(crate) mod envelope;
pub(crate) mod full_proof;
pub(crate) mod gap_change;
pub(crate) mod intro;
pub(crate) mod kinds;
pub(crate) mod marks;
pub(crate) mod next_points;
pub(crate) mod patterns;
pub(crate) mod periods;
pub(crate) mod progress;
pub(crate) mod second_look;
pub(crate) mod segments;
pub(crate) mod smooth;
pub(crate) mod standings;
pub(crate) mod workflow;
