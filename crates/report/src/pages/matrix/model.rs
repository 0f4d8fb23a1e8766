//! The matrix, and what is in an opened cell.

use crate::document::{Head, Piece, Probed, Sentence};
use crate::pages::matrix::words;
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

/// What stands in a cell: "7", " of 9", "2 diverged", and the bar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellFace {
    /// The number that counts.
    pub figure: String,
    /// What it is out of, or what it counts, with the space before it.
    pub rest: String,
    /// What is off; may be empty.
    pub aside: String,
    /// Whether evidence contradicts it.
    pub is_contradicted: bool,
    /// The pieces of the bar.
    pub bar: Vec<(Piece, u32)>,
    /// The whole of the bar.
    pub whole: u32,
}

impl MatrixCell {
    /// Owed and not there.
    fn absent(&self) -> u32 {
        self.required.saturating_sub(self.present)
    }

    /// What stands in the cell; none when nothing is owed and nothing is there.
    pub fn face(&self) -> Option<CellFace> {
        let missing = self.absent();
        let whole = self.present + missing;
        let face = |figure: u32, rest: String, bar: Vec<(Piece, u32)>| CellFace {
            figure: figure.to_string(),
            rest,
            aside: words::missing(missing),
            is_contradicted: false,
            bar,
            whole,
        };
        if self.verdict == Some(MatrixVerdict::NotReproducible) {
            let bar = vec![(Piece::Amount, self.present), (Piece::Absent, missing)];
            return Some(face(self.not_reproducible, words::WITNESSED.to_owned(), bar));
        }
        if self.present == 0 {
            let nothing = face(0, words::of(self.required), vec![(Piece::Absent, missing)]);
            return (self.required > 0).then(|| CellFace { aside: words::ALL_MISSING.to_owned(), ..nothing });
        }
        let untried = self.present.saturating_sub(self.reproduced + self.diverged);
        let bar = vec![
            (Piece::Proved, self.reproduced),
            (Piece::Contra, self.diverged),
            (Piece::Untried, untried),
            (Piece::Absent, missing),
        ];
        let face = face(self.reproduced, words::of(self.present), bar);
        Some(if self.diverged > 0 {
            CellFace { aside: words::diverged(self.diverged), is_contradicted: true, ..face }
        } else if self.not_tried > 0 {
            CellFace { aside: words::untried(self.not_tried), ..face }
        } else {
            face
        })
    }

    /// The cell in words, for those who do not see it.
    pub fn label(&self, row: &str, family: Family) -> String {
        let verdict = self.verdict.map_or(words::NOTHING_THERE, MatrixVerdict::title);
        let mut parts = vec![format!("{row}, {}: {verdict}", family.title())];
        if self.verdict == Some(MatrixVerdict::NotReproducible) {
            parts.push(self.counts());
        } else if self.present > 0 {
            parts.extend([self.counts(), words::diverged(self.diverged), words::not_tried(self.not_tried)]);
        }
        if self.absent() > 0 {
            parts.push(words::owed_missing(self.absent(), self.required));
        }
        parts.push(words::strength(self.strength).to_ascii_lowercase());
        parts.join(", ")
    }

    /// How many of its items are reproduced, or only witnessed.
    pub fn counts(&self) -> String {
        match self.verdict {
            Some(MatrixVerdict::NotReproducible) => format!("{}{}", self.not_reproducible, words::WITNESSED),
            _ => words::reproduced(self.reproduced, self.present),
        }
    }
}

impl Matrix {
    /// How much of each family is reproduced: a share, and what it is out of.
    pub fn shares(&self) -> Vec<(String, String)> {
        self.totals.iter().map(|&(done, of)| words::share(done, of)).collect()
    }
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

impl MatrixVerdict {
    /// Its name.
    pub const fn title(self) -> &'static str {
        match self {
            MatrixVerdict::Reproduced => "Reproduced",
            MatrixVerdict::PartlyReproduced => "Partly reproduced",
            MatrixVerdict::Diverged => "Diverged",
            MatrixVerdict::NotTried => "Not tried",
            MatrixVerdict::NotReproducible => "Not reproducible by nature",
        }
    }
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
    /// Such as "Two of nine diverged".
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
    /// What the probes of its type answer, in a few words; empty without bytes.
    pub weighed: String,
    /// What each answers, without remedies.
    pub probes: Vec<Probed>,
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
    /// Whether its output was handed in and nothing was run.
    pub recorded: bool,
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

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(required: u32, [reproduced, diverged, not_tried]: [u32; 3], verdict: Option<MatrixVerdict>) -> MatrixCell {
        let (strength, present) = (Strength::Strong, reproduced + diverged + not_tried);
        MatrixCell { strength, required, present, verified: 0, reproduced, diverged, not_tried, not_reproducible: 0, verdict }
    }

    fn said(cell: &MatrixCell) -> String {
        cell.face().map_or_else(String::new, |face| format!("{}{}, {}", face.figure, face.rest, face.aside))
    }

    #[test]
    fn a_cell_says_what_is_off_before_what_is_missing() {
        assert_eq!(said(&cell(9, [4, 1, 2], Some(MatrixVerdict::Diverged))), "4 of 7, 1 diverged");
        assert_eq!(said(&cell(9, [4, 0, 2], Some(MatrixVerdict::PartlyReproduced))), "4 of 6, 2 untried");
        assert_eq!(said(&cell(9, [4, 0, 0], Some(MatrixVerdict::Reproduced))), "4 of 4, 5 missing");
        assert_eq!(said(&cell(9, [0, 0, 0], None)), "0 of 9, all missing");
        assert_eq!(cell(0, [0, 0, 0], None).face(), None);
        let face = cell(9, [4, 1, 2], Some(MatrixVerdict::Diverged)).face().unwrap();
        let bar = [(Piece::Proved, 4), (Piece::Contra, 1), (Piece::Untried, 2), (Piece::Absent, 2)];
        assert_eq!((face.bar.as_slice(), face.whole, face.is_contradicted), (&bar[..], 9, true));
    }

    #[test]
    fn a_cell_is_read_aloud_in_full() {
        assert_eq!(
            cell(9, [4, 1, 2], Some(MatrixVerdict::Diverged)).label("Lint", Family::Network),
            "Lint, Network: Diverged, 4 of 7 reproduced, 1 diverged, 2 not tried, 2 of 9 owed missing, strong evidence"
        );
        let witnessed = MatrixCell { not_reproducible: 3, ..cell(0, [3, 0, 0], Some(MatrixVerdict::NotReproducible)) };
        assert_eq!(
            witnessed.label("Approval", Family::Identity),
            "Approval, Identity: Not reproducible by nature, 3 witnessed, strong evidence"
        );
        assert_eq!(words::share(0, 0), ("no data".to_owned(), "0 of 0".to_owned()));
    }
}
