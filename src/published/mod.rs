//! What a reader of a published data set decides without a browser: how a file is fetched that may be interrupted, and which segments are
//! needed. `worker::published` carries it out.

pub mod download;
pub mod needed;
pub mod parts;
