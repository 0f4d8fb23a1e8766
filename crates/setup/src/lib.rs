//! Setting up a repository: what is in it, the files that a gate needs, and what its pipeline lacks.
//!
//! Everything is computed from a [`Tree`]: the paths of the files and the text of the few that matter. Nothing is read or run here.

mod doctor;
mod found;
mod pipeline;
mod plan;
mod policy;
mod pull_request;
mod stack;
mod tree;
mod yaml;

pub use doctor::{Advice, Surroundings, Weight, examine};
pub use found::{Found, Service};
pub use plan::{PLACEHOLDER, Plan, Proposal, plan};
pub use stack::{Kind, Stack};
pub use tree::{Tree, matters};
