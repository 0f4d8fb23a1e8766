//! Numbers → what a page shows: one view model per route, built in the worker, drawn by the page.
//!
//! A view model holds finished sentences, plain numbers for the charts, and the table twin of each chart. The page
//! only draws it, so that what the tests read here is what a person sees.

mod model;

pub use model::*;
