//! The changes of a published data set as they are stored, and what was recomputed of each.

use crate::difference::{Difference, first_difference};
use crate::directory::Directory;
use crate::segment::Segment;
use plumbline_assess::published::{ColumnRow, Damaged, StoredColumns, columns_to_bytes};
use plumbline_ingest::sha256;
use std::collections::HashMap;

/// What was recomputed of a part of a change: how many bytes it has when encoded, and their SHA-256.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Print {
    pub bytes: usize,
    sha256: [u8; 32],
}

impl Print {
    pub fn of(bytes: &[u8]) -> Self {
        Print { bytes: bytes.len(), sha256: sha256(bytes) }
    }
}

/// What was recomputed of a change.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Prints {
    pub record: Print,
    pub detail: Print,
    /// Of its later rows, as a list.
    pub later: Print,
}

/// A change as it is stored.
#[derive(Debug)]
pub(crate) struct StoredChange {
    pub id: Box<str>,
    /// The place of its span.
    span: u32,
    /// Its row there.
    row: u32,
    /// Of that row, as a segment of one.
    columns: Print,
    pub recomputed: Option<Prints>,
}

/// The columns of a span.
#[derive(Debug)]
struct Span<'f> {
    segment: &'f Segment,
    columns: StoredColumns,
    /// The place of the change of each row in [`StoredChanges::all`].
    places: Vec<u32>,
}

/// The changes of a data set.
#[derive(Debug)]
pub(crate) struct StoredChanges<'f> {
    spans: Vec<Span<'f>>,
    /// In byte order of the ids.
    all: Vec<StoredChange>,
}

impl<'f> StoredChanges<'f> {
    /// The changes of these columns.
    ///
    /// # Errors
    /// When the columns are not those of one data set.
    pub fn of(columns: impl IntoIterator<Item = (&'f Segment, StoredColumns)>) -> Result<Self, Difference> {
        let mut all = Vec::new();
        let mut spans: Vec<Span<'_>> = Vec::new();
        for ((segment, columns), span) in columns.into_iter().zip(0_u32..) {
            for (found, row) in columns.rows().zip(0_u32..) {
                let found = found.map_err(|damaged| of_damaged(segment, &damaged))?;
                let columns = print_of(&found);
                all.push(StoredChange { id: found.id.into(), span, row, columns, recomputed: None });
            }
            if segment.changes != columns.len() as u64 {
                let what = format!("{} changes are listed, {} are stored", segment.changes, columns.len());
                return Err(Difference::new(&segment.path, None, what));
            }
            spans.push(Span { segment, places: vec![0; columns.len()], columns });
        }
        all.sort_unstable_by(|one, other| (&one.id, one.span).cmp(&(&other.id, other.span)));
        for (change, place) in all.iter().zip(0_u32..) {
            let slot = spans.get_mut(change.span as usize).and_then(|span| span.places.get_mut(change.row as usize));
            if let Some(slot) = slot {
                *slot = place;
            }
        }
        if let Some([_, second]) = all.array_windows().find(|[one, next]| one.id == next.id) {
            let path = spans.get(second.span as usize).map_or("", |span| span.segment.path.as_str());
            return Err(Difference::new(path, Some(&second.id), "is stored twice"));
        }
        Ok(StoredChanges { spans, all })
    }

    /// All changes, in byte order of their ids.
    pub fn all(&self) -> &[StoredChange] {
        &self.all
    }

    /// Whether a change is stored.
    pub fn holds(&self, id: &str) -> bool {
        self.place(id).is_some()
    }

    fn place(&self, id: &str) -> Option<usize> {
        self.all.binary_search_by(|change| (*change.id).cmp(id)).ok()
    }

    /// Notes what was recomputed of a change, and compares its row.
    ///
    /// # Errors
    /// When there is no such change, it was recomputed before, or its row is another one: `file` names what speaks of it.
    pub fn recomputed(&mut self, file: &str, row: &ColumnRow, prints: Prints) -> Result<(), Difference> {
        let place = self.place(&row.id);
        let no_column = || Difference::new(file, Some(&row.id), "is in no column");
        let change = place.and_then(|place| self.all.get_mut(place)).ok_or_else(no_column)?;
        if change.recomputed.replace(prints).is_some() {
            return Err(Difference::new(file, Some(&row.id), "has records in two partitions, so they were judged apart"));
        }
        if change.columns == print_of(row) {
            return Ok(());
        }
        // read again only to say what it is
        let (span, place) = (change.span as usize, change.row as usize);
        let span = self.spans.get(span).ok_or_else(no_column)?;
        let stored = span.columns.rows().nth(place).and_then(Result::ok).ok_or_else(no_column)?;
        let what = first_difference(&stored, row).unwrap_or_else(|| "differs".to_owned());
        Err(Difference::new(&span.segment.path, Some(&row.id), what))
    }

    fn segment(&self, span: u32) -> Option<&'f Segment> {
        self.spans.get(span as usize).map(|span| span.segment)
    }

    /// The segment that holds a change.
    pub fn segment_of(&self, change: &StoredChange) -> Option<&'f Segment> {
        self.segment(change.span)
    }

    /// The segments of columns, each with its columns.
    pub fn spans(&self) -> impl Iterator<Item = (&'f Segment, &StoredColumns)> {
        self.spans.iter().map(|span| (span.segment, &span.columns))
    }

    /// The changes of the span that a segment of any layer is about, in the order of their rows.
    pub fn of_span(&self, segment: &Segment) -> Vec<&StoredChange> {
        let found = self.spans.iter().find(|span| span.segment.span == segment.span);
        found.into_iter().flat_map(|span| &span.places).filter_map(|place| self.all.get(*place as usize)).collect()
    }

    /// The changes of each segment of details in their order, by the path of the segment.
    pub fn of_details<'d>(&self, directory: &'d Directory) -> HashMap<&'d str, Vec<u32>> {
        let mut found: Vec<(u32, u32, u32)> = Vec::new();
        for of_span in &directory.of_spans {
            let Some(span) = self.spans.iter().find(|span| span.segment.span.as_deref() == Some(&of_span.span)) else { continue };
            let places = of_span.segment.iter().zip(&of_span.place);
            found.extend(span.places.iter().zip(places).map(|(change, (segment, place))| (*segment, *place, *change)));
        }
        found.sort_unstable();
        let mut out: HashMap<&str, Vec<u32>> = HashMap::new();
        for (segment, _, change) in found {
            if let Some(segment) = directory.details.get(segment as usize) {
                out.entry(&segment.path).or_default().push(change);
            }
        }
        out
    }

    /// Changes by their places.
    pub fn at(&self, places: &[u32]) -> Vec<&StoredChange> {
        places.iter().filter_map(|place| self.all.get(*place as usize)).collect()
    }
}

fn print_of(row: &ColumnRow) -> Print {
    Print::of(&columns_to_bytes(std::slice::from_ref(row)))
}

/// What is wrong with the columns of a segment.
pub(crate) fn of_damaged(segment: &Segment, damaged: &Damaged) -> Difference {
    Difference::new(&segment.path, None, damaged.0)
}
