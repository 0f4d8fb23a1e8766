//! The documents: their links, and the pages that are written from the code.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod generated;
mod links;
mod schema;
mod types;
