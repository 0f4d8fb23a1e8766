//! What the layers hold of one change, from the judgement of its partition.

use plumbline_assess::Assessment;
use plumbline_assess::published::{ColumnRow, LaterRow};
use std::collections::HashMap;

/// What the layers hold of one change.
#[derive(Clone, Debug, PartialEq)]
pub struct JudgedChange {
    /// Its row of the columns.
    pub row: ColumnRow,
    /// Its record, encoded.
    pub record: Vec<u8>,
    /// Its details, encoded.
    pub detail: Vec<u8>,
    /// How it will be judged later, as far as time alone decides it.
    pub later: Vec<LaterRow>,
}

impl JudgedChange {
    fn of(assessment: &Assessment, place: u32, later: &mut HashMap<String, Vec<LaterRow>>) -> Option<Self> {
        let (record, detail) = (assessment.change_record(place)?, assessment.detail(place)?);
        let row = assessment.column_row(place)?;
        let later = later.remove(&row.id).unwrap_or_default();
        Some(JudgedChange { row, record, detail, later })
    }

    /// All changes of an assessment, in byte order of their ids.
    pub fn all(assessment: &Assessment) -> impl Iterator<Item = Self> {
        let n = u32::try_from(assessment.dataset().changes.len()).unwrap_or(u32::MAX);
        let mut later = by_change(assessment.later_rows());
        (0..n).filter_map(move |place| JudgedChange::of(assessment, place, &mut later))
    }
}

/// Later rows by the change that they are about, in their order.
pub(crate) fn by_change(rows: Vec<LaterRow>) -> HashMap<String, Vec<LaterRow>> {
    let mut by_change: HashMap<String, Vec<LaterRow>> = HashMap::new();
    for row in rows {
        if let Ok(of_columns) = row.column_row() {
            by_change.entry(of_columns.id).or_default().push(row);
        }
    }
    by_change
}
