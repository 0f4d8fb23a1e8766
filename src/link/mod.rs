//! What the page and the worker say to each other.

pub mod build_id;
#[cfg(any(test, feature = "ui"))]
pub mod exchange;
pub mod protocol;
mod shown;
