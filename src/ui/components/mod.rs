//! Pieces that several pages share.

mod page_head;
mod sentence;
mod table;

pub use page_head::PageHead;
pub use sentence::Headline;
pub use table::TableTwin;
