//! A data set that was judged when it was published: its columns are enough for the Overview and every filter; changes and their
//! evidence are added when somebody asks for them.
//!
//! The publisher writes a [`ColumnRow`], a change record and a detail for each change ([`Assessment::column_row`],
//! [`Assessment::change_record`], [`Assessment::detail`]) and puts them together by span and by team. A reader opens
//! [`Assessment::of_columns`] and asks for any figure or page. What is not there yet is noted ([`Assessment::take_wanted`]): the reader
//! adds it ([`Assessment::add_changes`], [`Assessment::add_details`], [`Assessment::add_sources`]) and asks again.
//!
//! The columns are laid out by the same code in both cases, row by row in the same order, so that every figure is the same to the
//! last bit.

mod column_row;
mod column_segment;
mod detail;
mod in_order;
mod later;
mod moments;
mod record;
mod remarks;
mod sources;
mod store;
mod summary;
mod whole;

pub use column_row::ColumnRow;
pub use column_segment::{StoredColumns, StoredRows, columns_from_bytes, columns_to_bytes};
pub use detail::details_to_bytes;
pub use later::{LaterRow, later_from_bytes, later_to_bytes};
pub use record::changes_to_bytes;
pub use remarks::RemarksOfPart;
pub use sources::{Offered, OfferedRole, Sources};
pub use store::Wanted;
pub(crate) use store::{Published, Unloaded};
pub use summary::Summary;
pub use whole::{Whole, WholeBuilder};

use std::fmt;

/// Why a part of a published data set cannot be used: a lower-case phrase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Damaged(pub &'static str);

impl fmt::Display for Damaged {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl std::error::Error for Damaged {}

/// Values one after the other, as one list: each is encoded already.
fn list_of(encoded: &[impl AsRef<[u8]>]) -> Vec<u8> {
    let mut out = postcard::to_allocvec(&encoded.len()).unwrap_or_default();
    encoded.iter().for_each(|one| out.extend_from_slice(one.as_ref()));
    out
}
