//! The published data set, `plumbline.index/2`: files of records and artifacts in packs, and the judgement of them beside it in segments
//! that a reader loads as they are needed. Names carry digests, so that a cache never mixes two builds and whatever stays the same
//! keeps its name.
//!
//! Pure: bytes in, checked bytes out. A reader takes these steps:
//!
//! 1. [`LayeredIndex::from_json`] over `index.json`: what it is, and its segments;
//! 2. [`Segment::open`] over the file of a segment of [`Layer::Summary`] and [`Layer::Columns`]: the checked content;
//! 3. later, [`Directory::from_bytes`] over the content of the segment of [`Layer::Directory`]: [`Directory::details_of`] says which
//!    segment holds the details of a change, and [`Directory::file`] in which bytes of which pack a file lies;
//! 4. [`PackedFile::open`] over these bytes: the checked file.

mod deflate;
mod directory;
mod error;
mod index;
mod segment;
mod span;

pub use deflate::{Effort, deflate, inflate};
pub use directory::{DetailsOfSpan, Directory, Pack, PackedFile, record_file};
pub use error::{Fault, Unusable};
pub use index::{Counts, INDEX, LayeredIndex, MAX_INDEX_BYTES};
pub use segment::{Layer, MAX_SEGMENT_BYTES, Segment};
pub use span::{MAX_CHANGES_OF_A_YEAR, Span, Spans};
