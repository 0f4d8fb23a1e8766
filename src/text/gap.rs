//! The words of the page of the gap.

use crate::text::measure::Column;

/// The headline.
pub const HEADLINE: &str = "What is stated against what is proved";
/// The figure of the risks.
pub const RISKS: &str = "Confidence by risk";
/// What it measures.
pub const RISKS_MEASURE: &str =
    "Share of the evidence that a risk asks for, and mean confidence stated about that risk, with 95 % intervals";
/// The columns of its table.
pub const RISK_COLUMNS: [Column; 7] = [
    ("Risk", false),
    ("Perceived", true),
    ("95 % interval", true),
    ("Stated by", true),
    ("Verified", true),
    ("95 % interval", true),
    ("Gap", true),
];
