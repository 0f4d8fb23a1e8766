//! Which changes count.

use plumbline_domain::{Authorship, Instant};

/// Which changes count. An empty list selects everything.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Selection {
    /// Only changes dated at or after this.
    pub since: Option<Instant>,
    /// Only changes dated at or before this.
    pub until: Option<Instant>,
    /// Only these teams. An empty text stands for changes without a team.
    pub teams: Vec<String>,
    /// Only these services.
    pub services: Vec<String>,
    /// Only these environments, compared without case. An empty text stands for changes without one.
    pub environments: Vec<String>,
    /// Only these releases.
    pub releases: Vec<String>,
    /// Only changes of these authorships.
    pub authorships: Vec<Authorship>,
}
