//! The matrix, and what is in an opened cell.

use crate::document::{Head, Sentence};
use plumbline_domain::{Condition, Family, Grade, Strength};
use serde::{Deserialize, Serialize};

/// The matrix.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Matrix {
    /// What this is.
    pub eyebrow: String,
    /// The headline.
    pub headline: Sentence,
    /// Title and table.
    pub head: Head,
    /// One per artifact type.
    pub rows: Vec<MatrixRow>,
    /// One per family: reproduced of reproducible items present.
    pub totals: Vec<(u32, u32)>,
    /// The opened cell.
    pub panel: Option<MatrixPanel>,
}

/// A row of the matrix.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MatrixRow {
    /// The artifact type's id.
    pub artifact_type: String,
    /// Its name.
    pub title: String,
    /// What it is, in one line.
    pub meaning: String,
    /// One per family; none where not applicable.
    pub cells: Vec<Option<MatrixCell>>,
}

/// A cell of the matrix.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MatrixCell {
    /// How well the type serves the family.
    pub strength: Strength,
    /// Changes with a requirement of the type.
    pub required: u32,
    /// Items at least attached.
    pub present: u32,
    /// Items verified.
    pub verified: u32,
    /// Items reproduced.
    pub reproduced: u32,
    /// Items diverged.
    pub diverged: u32,
    /// Items that nobody tried to reproduce.
    pub not_tried: u32,
    /// Items of a type that is not reproducible by nature.
    pub not_reproducible: u32,
    /// The verdict; none when nothing is present.
    pub verdict: Option<MatrixVerdict>,
}

/// A cell's or an item's verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum MatrixVerdict {
    /// Every reproducible item present is reproduced.
    Reproduced,
    /// Some are.
    PartlyReproduced,
    /// Any diverged.
    Diverged,
    /// None was tried.
    NotTried,
    /// By nature.
    NotReproducible,
}

/// The side panel of a cell.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MatrixPanel {
    /// The artifact type's id.
    pub artifact_type: String,
    /// The family.
    pub family: Family,
    /// Such as "NSG and route intent, Network".
    pub eyebrow: String,
    /// Such as "Two of nine did not reproduce".
    pub title: String,
    /// The cell.
    pub cell: MatrixCell,
    /// Its items, diverged first, then newest, at most 60.
    pub items: Vec<MatrixItem>,
    /// How many there are.
    pub items_total: u32,
    /// Changes that owe an item and have none, at most 20.
    pub missing: Vec<String>,
    /// How many owe one and have none.
    pub missing_total: u32,
}

/// One item of a cell.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MatrixItem {
    /// The change.
    pub change: String,
    /// The item's title or id.
    pub title: String,
    /// The verdict of its runs.
    pub verdict: MatrixVerdict,
    /// Such as "Diverged in 2 of 3 runs".
    pub summary: String,
    /// Its date in words.
    pub date: String,
    /// Its grade.
    pub grade: Grade,
    /// Its condition with the reason in words.
    pub condition: Option<(Condition, String)>,
    /// The recorded digest.
    pub recorded_sha256: Option<String>,
    /// The digest of the bytes at hand.
    pub actual_sha256: Option<String>,
    /// Its runs.
    pub runs: Vec<MatrixRun>,
    /// How to repeat it.
    pub recipe: Recipe,
}

/// One run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MatrixRun {
    /// Who.
    pub by: String,
    /// When, in words.
    pub at: String,
    /// Digest of the inputs.
    pub inputs: Option<String>,
    /// Digest of the output.
    pub output: Option<String>,
    /// Whether it came in a verification record.
    pub verification: bool,
    /// Beside the first run.
    pub comparison: RunComparison,
}

/// A run beside the first run of the item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum RunComparison {
    /// It is the first.
    Baseline,
    /// Same inputs, same output.
    Matches,
    /// Same inputs, another output.
    Diverges,
    /// Other inputs: cannot be compared.
    OtherInputs,
    /// A digest is missing.
    Unknown,
}

/// How to repeat an item.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Recipe {
    /// Tool and version.
    pub tool: Option<String>,
    /// The commit.
    pub commit: Option<String>,
    /// The inputs' digest.
    pub inputs: Option<String>,
    /// The expected output's digest.
    pub expected: Option<String>,
    /// Shell lines, ending in the command that records a verification.
    pub lines: Vec<String>,
}
