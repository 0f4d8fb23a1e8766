//! The scoring rules on small organisations, each number worked out by hand; and what must hold for every organisation.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, reason = "a test fails by panicking")]

mod confidence;
#[path = "../worked/example.rs"]
mod example;
mod facts;
mod grade;
mod ladder;
mod moments;
mod parts;
mod patterns;
mod properties;
mod tiny_files;
mod views;
mod world;
