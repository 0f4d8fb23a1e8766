//! The worker's side of the protocol (browser only).

/// Announces the worker to the page and answers its requests.
pub fn start() {}
