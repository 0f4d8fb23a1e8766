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

mod answer;
mod bucket;
mod deflate;
mod detail_groups;
mod difference;
mod directory;
mod error;
mod folder;
mod index;
mod judge;
mod merge;
mod pack;
mod partition;
mod segment;
mod span;
mod stored;
mod verify;
mod verify_parts;

pub use answer::{answer_from_bytes, answer_span, answer_to_bytes};
pub use bucket::{Buckets, MOST_WHOLE};
pub use deflate::{Effort, deflate, inflate, packed};
pub use detail_groups::{DetailGroup, detail_groups};
pub use difference::Difference;
pub use directory::{DetailsOfSpan, Directory, Pack, PackedFile, evidence_path, record_file};
pub use error::{Fault, Unusable};
pub use folder::{Folder, OpenPack, file_in, open_segment};
pub use index::{Counts, INDEX, LayeredIndex, MAX_INDEX_BYTES};
pub use judge::JudgedChange;
pub use merge::Merger;
pub use pack::{PackBuilder, month_of};
pub use partition::{Partitioner, Partitions};
pub use segment::{Layer, MAX_SEGMENT_BYTES, Segment};
pub use span::{MAX_CHANGES_OF_A_YEAR, Span, Spans};
pub use verify::{SourcesOf, Verifier};

/// A value in the binary form of the segments.
pub fn to_bytes<T: serde::Serialize>(value: &T) -> Vec<u8> {
    // writing into memory cannot fail
    postcard::to_allocvec(value).unwrap_or_default()
}

/// The value that the content of a segment holds.
///
/// # Errors
/// When it holds none of its kind, with the path of the segment.
pub fn from_bytes<T: serde::de::DeserializeOwned>(path: &str, bytes: &[u8]) -> Result<T, Unusable> {
    postcard::from_bytes(bytes).map_err(|_| Unusable::new(path, Fault::Content("does not hold what a segment of its kind holds")))
}
