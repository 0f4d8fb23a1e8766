//! What a delivery pipeline asks of the library, as plain functions: is a change proved, what does a policy alter, are two
//! outputs the same, what goes into a report and into a site's data. Knows neither files nor the clock; `cli` brings both.

pub mod annotation;
pub mod artifact_type;
pub mod author_item;
pub mod authorship;
pub mod bundle;
pub mod check;
pub mod check_notation;
pub mod collect;
pub mod difference;
pub mod inputs;
pub mod may_differ;
pub mod normalise;
pub mod pull_request;
pub mod surroundings;
pub mod touches;
pub mod verification;
pub mod words;
