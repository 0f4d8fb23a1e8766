//! Every sentence a person reads, and how numbers and dates are written.
//!
//! The voice: plain, subject first, both numbers, then direction, then place. *Feel* and *say* for what people state,
//! *evidence supports* and *shows* for what is proved. Points for differences, % for shares. No alarm, praise or blame: a
//! sentence names the missing item, not the person. Each function here is a plain function over plain numbers, so that a
//! test can hold a sentence against every kind of data.

pub mod about;
pub mod artifact;
pub mod calibration;
pub mod chart;
pub mod check;
pub mod collect;
pub mod compare;
pub mod condition;
pub mod criterion;
pub mod date;
pub mod debt;
pub mod detection;
pub mod dossier;
pub mod drift;
pub mod filter;
pub mod finding;
pub mod frame;
pub mod funnel;
pub mod gap;
pub mod headline;
pub mod keys;
pub mod ladder;
pub mod listing;
pub mod markdown;
pub mod matrix;
pub mod measure;
pub mod next;
pub mod number;
pub mod page;
pub mod pattern;
pub mod pattern_page;
pub mod policy;
pub mod policy_page;
pub mod practice;
pub mod recipe;
pub mod reviews;
pub mod run;
pub mod search;
pub mod sources;
pub mod threat;
pub mod verify;
pub mod why;
pub mod words;
