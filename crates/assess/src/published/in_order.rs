//! The rows of several spans, one after the other in byte order of their ids.

use super::{ColumnRow, Damaged, StoredColumns, StoredRows};
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// A row, and the place of its span.
type OfSpan = (u32, ColumnRow);

/// Gives the rows of spans that are in this order each.
pub(super) struct InOrder<'c> {
    spans: Vec<StoredRows<'c>>,
    /// The next row of each span, without its id.
    next: Vec<Option<ColumnRow>>,
    /// The ids of these, each with the place of its span.
    ids: BinaryHeap<Reverse<(String, u32)>>,
    failed: Option<Damaged>,
}

impl<'c> InOrder<'c> {
    /// Of these spans.
    pub fn of(spans: impl IntoIterator<Item = &'c StoredColumns>) -> Self {
        let spans: Vec<StoredRows<'_>> = spans.into_iter().map(StoredColumns::rows).collect();
        let (n, next) = (u32::try_from(spans.len()).unwrap_or(u32::MAX), spans.iter().map(|_| None).collect());
        let mut out = InOrder { spans, next, ids: BinaryHeap::new(), failed: None };
        (0..n).for_each(|span| out.advance(span));
        out
    }

    fn advance(&mut self, span: u32) {
        let place = span as usize;
        let (Some(rows), Some(slot)) = (self.spans.get_mut(place), self.next.get_mut(place)) else { return };
        match rows.next() {
            Some(Ok(mut row)) => {
                self.ids.push(Reverse((std::mem::take(&mut row.id), span)));
                *slot = Some(row);
            }
            Some(Err(damaged)) => self.failed = Some(damaged),
            None => {}
        }
    }
}

impl Iterator for InOrder<'_> {
    type Item = Result<OfSpan, Damaged>;

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(damaged) = self.failed.take() {
            self.ids.clear();
            return Some(Err(damaged));
        }
        let Reverse((id, span)) = self.ids.pop()?;
        let row = self.next.get_mut(span as usize)?.take()?;
        self.advance(span);
        Some(Ok((span, ColumnRow { id, ..row })))
    }
}
