//! The pipeline of a gate: what it runs, and how each service writes that.

mod services;
mod steps;
mod tools;

pub(crate) use services::pipeline;
pub(crate) use steps::Steps;
