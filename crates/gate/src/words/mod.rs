//! What a pipeline is told, in sentences.

pub mod check;
pub mod collect;
pub mod comment;
pub mod verify;
