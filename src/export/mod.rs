//! From numbers to files: one exporter for each format.

mod markdown;
mod plain;
mod receipt_json;
pub mod report;
mod score_json;
mod skeleton;
mod tables;

pub use markdown::{escaped as markdown_escaped, score_to_markdown};
pub use plain::{score_to_plain, visible};
pub use receipt_json::receipt_to_json;
pub use score_json::score_to_json;
pub use skeleton::report_to_fill_in;
