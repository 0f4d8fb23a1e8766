//! From numbers to files: one exporter for each format.

pub(crate) mod catalogue;
pub mod html;
pub(crate) mod json_difference;
pub(crate) mod json_text;
pub(crate) mod markdown;
pub(crate) mod page_markdown;
pub(crate) mod plain;
pub(crate) mod policy_effect;
pub(crate) mod receipt_json;
pub mod report;
pub(crate) mod saved;
pub(crate) mod score_json;
pub(crate) mod sheet;
pub(crate) mod skeleton;
pub(crate) mod source;
pub(crate) mod tables;

pub use catalogue::{probe_list, probes_to_json, probes_to_markdown, probes_to_plain};
pub use json_difference::{Moved, moved};
pub use json_text::laid_out;
pub use markdown::score_to_markdown;
pub use plain::score_to_plain;
pub use policy_effect::{PolicyEffect, effect_to_json, effect_to_markdown, effect_to_plain};
pub use receipt_json::{Offer, offer_to_json, receipt_to_json};
pub use saved::{Export, SavedFile, export, export_answer};
pub use score_json::score_to_json;
pub use skeleton::{name_of_begun_report, report_to_fill_in};
pub use source::{Source, export_name, figure_slug, print_head, source};
