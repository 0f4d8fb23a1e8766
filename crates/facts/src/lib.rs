//! Judged facts as tables for other engines: rows from an assessment, Parquet from rows, and one description of every table from which
//! files, schema and documentation are made.
//!
//! It must not know files, folders or the time of day, and it judges nothing: what a row says is what [`plumbline_assess`] found.

mod beside;
mod bucket;
mod column;
mod describe;
mod judged;
mod manifest;
mod parquet_file;
mod tables;
mod whole;

pub use beside::{CommonFile, common_files, shard_files};
pub use bucket::{DEFAULT_BUCKETS, MAX_BUCKETS, Shard, bucket_of};
pub use column::{Batch, Column, ColumnSpec, Kind, Meaning, TableSpec, Texts};
pub use describe::{docs_markdown, readme_markdown, schema_json};
pub use judged::{FactBatches, Facts, TableMonth, facts_of};
pub use manifest::{Manifest, ShardFile, ShardTeam};
pub use parquet_file::{FileFacts, parquet_of};
pub use tables::{JUDGED, RULES, SHARDS, all};
pub use whole::{FileAtHand, problems};

/// The format of the tables, with its major version.
pub const FORMAT: &str = "plumbline.facts/1";
