//! Plumbline shows perceived confidence beside verified confidence in infrastructure changes.
//!
//! This package is what runs: the page, its worker and the command line. Everything they compute comes from the crates under
//! `crates/`, so the three can never disagree.

pub mod link;

#[cfg(not(target_arch = "wasm32"))]
pub mod cli;
#[cfg(all(target_arch = "wasm32", feature = "ui"))]
pub mod page;
#[cfg(target_arch = "wasm32")]
pub mod worker;
