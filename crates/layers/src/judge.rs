//! What the layers hold of one change, from the judgement of its partition.

use plumbline_assess::Assessment;
use plumbline_assess::published::ColumnRow;

/// What the layers hold of one change.
#[derive(Clone, Debug, PartialEq)]
pub struct JudgedChange {
    /// Its row of the columns.
    pub row: ColumnRow,
    /// Its record, encoded.
    pub record: Vec<u8>,
    /// Its details, encoded.
    pub detail: Vec<u8>,
}

impl JudgedChange {
    /// The change at a place of an assessment; none when there is none.
    pub fn of(assessment: &Assessment, place: u32) -> Option<Self> {
        let (record, detail) = (assessment.change_record(place)?, assessment.detail(place)?);
        Some(JudgedChange { row: assessment.column_row(place)?, record, detail })
    }

    /// All changes of an assessment, in byte order of their ids.
    pub fn all(assessment: &Assessment) -> impl Iterator<Item = Self> {
        let n = u32::try_from(assessment.dataset().changes.len()).unwrap_or(u32::MAX);
        (0..n).filter_map(|place| JudgedChange::of(assessment, place))
    }
}
