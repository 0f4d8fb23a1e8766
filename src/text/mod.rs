//! text

pub mod frame;
