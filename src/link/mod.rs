//! What the page and the worker say to each other.

pub mod build_id;
pub mod exchange;
pub mod protocol;
