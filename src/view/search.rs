//! What a text names: changes, teams, services, rules, digests, patterns, artifact types and pages.

use crate::assess::Assessment;
use crate::route::Location;
use serde::{Deserialize, Serialize};

/// One thing that was found.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Hit {
    /// What it is: "Change", "Team".
    pub kind: String,
    /// Its name.
    pub title: String,
    /// More in small; may be empty.
    pub detail: String,
    /// Where it leads: a URL fragment.
    pub to: String,
}

/// What a text names, the likeliest first; links keep the filter of a location.
pub fn search(_assessment: &Assessment, _location: &Location, _text: &str) -> Vec<Hit> {
    Vec::new()
}
