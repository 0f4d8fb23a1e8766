//! What a delivery pipeline asks of the library, as plain functions: is a change proved, what does a policy alter, are two
//! outputs the same, what goes into a report and into a site's data. Knows neither files nor the clock; `cli` brings both.

pub mod annotation;
pub mod check;
pub mod check_notation;
pub mod json_difference;
pub mod locate;
pub mod policy_check;
pub mod policy_effect;
