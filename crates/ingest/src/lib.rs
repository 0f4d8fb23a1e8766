//! Bytes to domain: what a file is, what it says, and what could not be used of it.
//!
//! Nothing here knows a clock, a browser or a disk. Each file yields a receipt; nothing is dropped in silence.
//!
//! ```
//! use plumbline_domain::{Format, Gate, Instant};
//! use plumbline_ingest::{Reader, Source, default_policy};
//!
//! let report = br#"{"format": "plumbline.gate-report/1", "gate": "intent", "recordedAt": "2026-11-20T10:00:00Z",
//!     "outcome": "passed", "change": {"id": "contoso/platform#412"}, "findings": [{"severity": "high"}, 7]}"#;
//! let (policy, sha256) = default_policy();
//! let mut reader = Reader::new(policy, sha256);
//! let receipt = reader.read(Source::new("r.json", report.to_vec()));
//! assert_eq!((receipt.format, receipt.items, receipt.open), (Format::GateReport, 1, 1));
//! // an error costs the smallest thing that holds it
//! assert_eq!(receipt.diagnostics[0].place(), " findings[1]");
//!
//! let data = reader.assemble(Instant::from_rfc3339("2026-11-22T00:00:00Z")?);
//! assert_eq!(data.changes[0].report(Gate::Intent, 0).map(|report| report.findings.len()), Some(1));
//! # Ok::<(), plumbline_domain::InstantError>(())
//! ```

mod apart;
mod arriving;
mod batch;
mod change_times;
mod container;
mod cut;
mod duplicates;
mod encoding;
mod fields;
mod formats;
mod index;
mod join;
mod library;
pub mod limits;
mod locate;
mod log;
mod mask;
mod notes;
mod paging;
mod parse;
mod paths;
mod places;
mod policy;
mod policy_check;
mod policy_fields;
mod reader;
#[cfg(not(target_arch = "wasm32"))]
mod redact;
mod report;
mod resources;
mod roles;
#[cfg(test)]
mod schema;
mod source;
mod teams;
mod times;
mod yaml;

use plumbline_json as json;

pub use arriving::Arriving;
pub use container::{Expansion, expand, is_container, unwrapped};
pub use encoding::text_from_bytes;
pub use index::{Index, IndexFile, IndexVersion, index_from_json};
pub use policy::{DEFAULT_POLICY_JSON, default_policy, policy_from_json};
pub use policy_check::policy_diagnostics;
/// A text as it may be shown: secrets masked, and characters that hide or reorder it written out. `is_secretive` says that it
/// comes from something that quotes secrets, so that whatever looks like one is masked.
#[cfg(not(target_arch = "wasm32"))]
pub fn masked(text: &str, is_secretive: bool) -> String {
    mask::mask(text, is_secretive).into_owned()
}

/// A text without its secrets, and otherwise as it is; none when it holds none.
#[cfg(not(target_arch = "wasm32"))]
pub fn without_secrets(text: &str, is_secretive: bool) -> Option<String> {
    match mask::without_secrets(text, is_secretive) {
        std::borrow::Cow::Borrowed(_) => None,
        std::borrow::Cow::Owned(text) => Some(text),
    }
}

/// Whether a tool is known to quote secrets in its messages.
#[cfg(not(target_arch = "wasm32"))]
pub fn quotes_secrets(tool: &str) -> bool {
    mask::is_secret_scanner(tool)
}

/// The paths in a data set that a path stated in one of its files may mean, the likelier first (scoring rules, 3.4).
///
/// # Errors
/// When it is absolute or leaves the data set: the phrase that says so.
pub fn artifact_paths(file: &str, stated: &str) -> Result<Vec<String>, &'static str> {
    paths::candidates(file, stated).map_err(paths::PathError::message)
}

/// The same as whole paths, where each of `roots` is a data set of its own, as [`Reader::add_root`] says.
///
/// # Errors
/// As for [`artifact_paths`].
pub fn artifact_paths_in(roots: &[String], file: &str, stated: &str) -> Result<Vec<String>, &'static str> {
    library::at_hand(roots, file, stated).map_err(paths::PathError::message)
}

#[cfg(not(target_arch = "wasm32"))]
pub use mask::secret_in_text;
pub use parse::{RecordText, is_version_1};
#[cfg(not(target_arch = "wasm32"))]
pub use reader::offered;
pub use reader::{Prepared, Reader, examine, prepare};
#[cfg(not(target_arch = "wasm32"))]
pub use redact::{REDACTED, Redaction, redact};
pub use source::{Source, sha256, sha256_hex};
