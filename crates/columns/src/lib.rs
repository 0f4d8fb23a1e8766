//! Columns of numbers, one value for each row, and what is selected, counted and added up over them.
//!
//! A package of its own, because it is compiled for speed in the site: every filter runs through these loops over every row, and
//! everything else is better small. It knows nothing of what the numbers mean, and nothing in it is generic, so that all of it
//! is compiled here.
//!
//! ```
//! use plumbline_columns::{Mask, NONE, Parts, count_by, sum_saturating};
//!
//! // five changes: their dates, the codes of their teams, and how many resources they touch
//! let dates = [3, 9, 4, 8, 5];
//! let teams = [0, 1, 1, NONE, 0];
//! let resources = [10, 20, 30, 40, 50];
//! // those dated 4 to 8, of team 0 or 1
//! let mut mask = Mask::all(5);
//! mask.keep_between(&dates, 4, 8);
//! mask.keep_codes(&teams, &[true, true], false);
//! let rows = mask.rows();
//! assert_eq!(rows, [2, 4]);
//! assert_eq!(count_by(&teams, &rows, 2), [1, 1]);
//! // the resources of each team
//! let by_team = Parts::by(&teams, &rows, 2);
//! let sums: Vec<u64> = by_team.iter().map(|(_, rows)| sum_saturating(&resources, rows)).collect();
//! assert_eq!(sums, [50, 30]);
//! ```
//!
//! Sums add in the order of the rows, so that a group has the same sum, to the last bit, as its rows alone.

mod intern;
mod lists;
mod moments;
mod parts;
mod select;
mod strands;

pub use intern::Intern;
pub use lists::Lists;
pub use moments::{Due, DueTally, Dues, Turns};
pub use parts::{Parts, between, count_by, count_marked, crossed, gathered, marked, range, rows_without, sum_saturating};
pub use select::{Mask, in_order, order_of};
pub use strands::{STRANDS, Strand, Strands, Tally};

/// In a column of codes: the row has none. In a list of keys: the row is in no group.
pub const NONE: u32 = u32::MAX;
