//! Plumbline shows perceived confidence beside verified confidence in infrastructure changes.
//!
//! Bytes come in, a picture goes out, and everything between is plain Rust that knows neither browser nor clock:
//!
//! ```text
//! bytes ──ingest──► domain ──assess──► numbers ──view──► sentences and rows ──charts, ui──► what a person sees
//!                      ▲                   └──export──► JSON, Markdown
//!                   policy (data)
//! ```
//!
//! The same library makes the page, its worker and the command line, so the three can never disagree.

pub mod assess;
pub mod build_id;
pub mod charts;
pub mod domain;
pub mod exchange;
pub mod export;
pub mod ingest;
pub mod protocol;
pub mod route;
pub mod text;
pub mod view;

#[cfg(not(target_arch = "wasm32"))]
pub mod cli;
#[cfg(not(target_arch = "wasm32"))]
pub mod demo;
#[cfg(not(target_arch = "wasm32"))]
pub mod pipeline;
#[cfg(all(target_arch = "wasm32", feature = "ui"))]
pub mod ui;
#[cfg(target_arch = "wasm32")]
pub mod worker;
