//! How much is read, and why no more. Reaching a limit is a diagnostic, never a crash.

/// Levels of nesting, in JSON and XML alike.
pub use super::json::MAX_DEPTH;

/// Bytes of one file, after unpacking. A browser's worker has 4 GiB at most, and a tree of a file takes a multiple of it.
pub const MAX_FILE_BYTES: u64 = 1 << 30;

/// Bytes of one container, after unpacking all of its entries: four of the largest files.
pub const MAX_CONTAINER_BYTES: u64 = 4 << 30;

/// Entries of one container. A year of a large organisation has some 100 000 files.
pub const MAX_ENTRIES: usize = 500_000;

/// How many times larger an entry may become when unpacked. Deflate reaches 1032 on zeros; JSON and logs reach 20 to 60.
pub const MAX_RATIO: u64 = 200;

/// Below this many unpacked bytes the ratio is not looked at: small files of one repeated line are harmless.
pub const RATIO_FREE_BYTES: u64 = 16 << 20;

/// Diagnostics kept for one file; the rest is counted. A page cannot show more, and a hostile file could make millions.
pub const MAX_DIAGNOSTICS: usize = 1_000;

/// Characters of a text that a report states (titles, messages, statements). Longer ones are cut with a note: no screen shows more,
/// and a report of 40 000 such texts would fill the memory.
pub const MAX_TEXT: usize = 20_000;

/// Findings kept from one tool's file. The largest real one seen has some 60 000.
pub const MAX_FINDINGS: usize = 1_000_000;
