//! Columns of numbers, one value for each row, and what is selected, counted and added up over them.
//!
//! A package of its own, because it is compiled for speed in the site: every filter runs through these loops over every row, and
//! everything else is better small. It knows nothing of what the numbers mean, and nothing in it is generic, so that all of it
//! is compiled here.
//!
//! Sums add in the order of the rows, so that a group has the same sum, to the last bit, as its rows alone.

mod intern;
mod lists;
mod parts;
mod select;
mod strands;

pub use intern::Intern;
pub use lists::Lists;
pub use parts::{Parts, between, count_by, count_marked, crossed, gathered, marked, range, rows_without, sum_saturating};
pub use select::{Mask, in_order, order_of};
pub use strands::{STRANDS, Strand, Strands, Tally};

/// In a column of codes: the row has none. In a list of keys: the row is in no group.
pub const NONE: u32 = u32::MAX;
