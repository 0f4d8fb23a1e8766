//! How changes will be judged later, as far as time alone decides it: gates fall due, evidence goes stale.

use super::column_segment::columns_from_bytes;
use super::record::{StoredChange, changes_from_bytes};
use super::{ColumnRow, Damaged, changes_to_bytes, columns_to_bytes};
use crate::Assessment;
use crate::columns::RowFacts;
use crate::judge::Judging;
use plumbline_domain::Instant;
use serde::{Deserialize, Serialize};

/// How one change is judged from a time on, until its next such row.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LaterRow {
    /// From when.
    pub from: Instant,
    /// Its columns, a segment of one row.
    columns: Vec<u8>,
    /// Its record, a segment of one change.
    record: Vec<u8>,
}

impl LaterRow {
    /// Its columns from then on.
    ///
    /// # Errors
    /// When it holds none.
    pub fn column_row(&self) -> Result<ColumnRow, Damaged> {
        columns_from_bytes(&self.columns)?.rows().last().unwrap_or(Err(Damaged("a later row holds no change")))
    }

    pub(super) fn change(&self) -> Result<StoredChange<'static>, Damaged> {
        changes_from_bytes(&self.record)?.pop().ok_or(Damaged("a later row holds no change"))
    }
}

impl Assessment {
    /// How the changes of a data set that was judged here will be judged after its assessment time, as long as nothing is recorded: by id,
    /// then by time. A change that time does not alter has no row.
    pub fn later_rows(&self) -> Vec<LaterRow> {
        let dataset = self.dataset();
        let judging = Judging::of(dataset, &self.judged.index);
        let mut rows = Vec::new();
        for (place, change) in (0_u32..).zip(&dataset.changes) {
            let Some(mut before) = self.column_row(place).zip(self.change_record(place)) else { continue };
            for from in judging.turns(place, dataset.now) {
                let Some(judged) = judging.judge(place, from) else { continue };
                let (assessed, occurrences) = (&judged.assessed, &judged.occurrences);
                let facts = RowFacts::of_parts(&self.judged, change, assessed, occurrences, &judged.findings);
                let row = self.column_row_of(&change.fields.id, assessed, facts);
                let Some(record) = self.record_of(change, assessed, occurrences) else { continue };
                let now = (row, record);
                if now != before {
                    let columns = columns_to_bytes(std::slice::from_ref(&now.0));
                    rows.push(LaterRow { from, columns, record: changes_to_bytes(&[&now.1]) });
                    before = now;
                }
            }
        }
        rows
    }
}

/// Later rows as a segment.
pub fn later_to_bytes(rows: &[LaterRow]) -> Vec<u8> {
    postcard::to_allocvec(rows).unwrap_or_default()
}

/// The later rows of a segment.
///
/// # Errors
/// When it is none.
pub fn later_from_bytes(bytes: &[u8]) -> Result<Vec<LaterRow>, Damaged> {
    postcard::from_bytes(bytes).map_err(|_| Damaged("it holds no later rows"))
}
