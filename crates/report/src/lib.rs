//! Numbers to what people read: pages as data, the sentences on them, and the exports.

pub mod export;
pub mod route;
pub mod text;
pub mod view;
