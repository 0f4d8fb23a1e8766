//! Serves a site to the browsers of this machine, and to nobody else: an address of the loopback interface, requests that name it, and
//! reading only. What stands at a path is a [`Source`]'s business.

mod address;
mod answer;

pub use address::Address;

use std::path::PathBuf;
use std::sync::Arc;

/// What stands at a path of the site.
#[derive(Debug, PartialEq)]
pub enum Found {
    /// A file of this machine, read when it is asked for.
    File(PathBuf),
    /// These bytes.
    Bytes(Vec<u8>),
    /// It should be there, and cannot be read: why, as a phrase.
    Unreadable(String),
    /// Nothing.
    Nothing,
}

/// What answers for the paths of a site.
pub trait Source: Send + Sync + 'static {
    /// What stands at a path below the site, without a leading slash: `index.html`, `data/index.json`. It is decoded and names
    /// something below the site: no part of it is empty, `.` or `..`. The call may block.
    fn find(&self, path: &str) -> Found;
}

impl<S: Source> Source for Arc<S> {
    fn find(&self, path: &str) -> Found {
        S::find(self, path)
    }
}

/// A site that is served.
pub struct Served<S> {
    /// The path under which it stands, with both slashes.
    pub sub_path: String,
    /// Whether answers are compressed for browsers that take it. On the same machine that only costs time.
    pub compresses: bool,
    /// Fields that every answer has.
    pub headers: Vec<(&'static str, String)>,
    /// What answers.
    pub source: S,
}
