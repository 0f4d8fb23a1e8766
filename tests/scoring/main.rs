//! The scoring rules on small organisations, each number worked out by hand; and what must hold for every organisation.

mod confidence;
mod grade;
mod ladder;
mod patterns;
mod properties;
mod views;
mod world;
