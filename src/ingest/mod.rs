//! Bytes to domain: what a file is, what it says, and what could not be used of it.
//!
//! Nothing here knows a clock, a browser or a disk. Each file yields a receipt; nothing is dropped in silence.

mod encoding;
pub mod limits;
mod policy;
mod source;

pub use policy::{DEFAULT_POLICY_JSON, default_policy, policy_from_json};
pub use source::{Source, sha256_hex};
