//! What one probe answers of a file, as pages list it.

use super::Content;
use plumbline_domain::ProbeOutcome;
use serde::{Deserialize, Serialize};

/// What one probe answers of a file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Probed {
    /// The outcome: its mark and its word.
    pub outcome: ProbeOutcome,
    /// What is asked.
    pub title: String,
    /// The probe's id.
    pub id: String,
    /// Why: a sentence without a full stop; may be empty.
    pub because: String,
    /// The places in the file that show it.
    pub places: Vec<String>,
    /// What is particular about how it is asked; may be empty.
    pub aside: String,
    /// What supplies the proof, folded below it.
    #[serde(deserialize_with = "super::nested::contents")]
    pub more: Vec<Content>,
}
