//! Text that several pages share: numbers, dates, plurals, lists, names of pages and terms, headlines.
//!
//! The voice: plain, subject first, both numbers, then direction, then place. *State* and *claim* for what people say,
//! *evidence proves* and *places* for what is proved. Points for differences, % for shares. No alarm, praise or blame: a
//! sentence names the missing item, not the person. Each function here is a plain function over plain numbers, so that a
//! test can hold a sentence against every kind of data.

pub mod artifact;
pub mod change_id;
pub mod chart;
pub(crate) mod comparison;
pub mod condition;
pub(crate) mod criterion;
pub mod date;
pub mod file;
pub mod filter;
pub(crate) mod headline;
pub mod keys;
pub(crate) mod ladder;
pub mod markdown;
pub mod number;
pub(crate) mod page;
pub mod part;
pub(crate) mod pattern;
pub mod phrase;
pub(crate) mod policy;
pub(crate) mod practice;
pub mod probe;
pub mod recipe;
pub mod run;
pub mod terms;
pub(crate) mod vocabulary;
