//! Plumbline shows perceived confidence beside verified confidence in infrastructure changes.
//!
//! This package is what runs: the page, its worker and the command line. Everything they compute comes from the crates under
//! `crates/`, so the three can never disagree.

#[cfg_attr(not(target_arch = "wasm32"), allow(dead_code, reason = "only the programs of the browser use all of it"))]
mod link;
#[cfg(any(test, target_arch = "wasm32"))]
#[cfg_attr(not(target_arch = "wasm32"), allow(dead_code, reason = "only the programs of the browser use all of it"))]
mod published;

#[cfg(not(target_arch = "wasm32"))]
mod cli;
#[cfg(all(target_arch = "wasm32", feature = "ui"))]
pub mod page;
#[cfg(target_arch = "wasm32")]
mod worker;

#[cfg(not(target_arch = "wasm32"))]
pub use cli::main as run_command_line;
#[cfg(target_arch = "wasm32")]
pub use worker::start as start_worker;
