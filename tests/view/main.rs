//! What pages show: every sentence true, every table its chart's twin, every number that of the score.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod by_hand;
mod claimed;
mod claims;
mod compare;
mod debt;
mod detection;
mod dossier;
#[path = "../worked/example.rs"]
mod example;
mod first;
mod first_page;
mod gap;
mod listing;
mod odd;
mod organisation;
mod origin;
mod patterns;
mod policy;
mod probes;
mod progress;
mod published;
mod reviews;
mod search;
mod sentences;
mod sources;
mod threats;
mod twins;
mod views_agree_with_score;
mod why;
#[path = "../scoring/world.rs"]
#[allow(dead_code)]
mod world;
