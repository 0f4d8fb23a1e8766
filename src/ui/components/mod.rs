//! Pieces that several pages share.

mod sentence;
mod table;

pub use sentence::Headline;
pub use table::TableTwin;
