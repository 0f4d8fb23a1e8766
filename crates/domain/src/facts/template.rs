//! Whether a template is valid.

use super::{Place, Scan};

/// What a validator says of templates.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Template {
    /// Its run.
    pub run: Scan,
    /// Whether they are valid, by the tool's word; none when it leaves that open.
    pub valid: Option<bool>,
    /// Diagnostics of level error, and where they stand; the first few.
    pub errors: Vec<(Box<str>, Place)>,
    /// How many diagnostics of level error there are.
    pub n_errors: u64,
    /// Why the validity is open, as a clause, and where that stands.
    pub open: Option<(Box<str>, Place)>,
}

impl Template {
    /// Takes a diagnostic of level error.
    pub fn add_error(&mut self, message: impl Into<Box<str>>, place: Place) {
        self.n_errors += 1;
        if self.errors.len() < Scan::MAX_SHOWN {
            self.errors.push((message.into(), place));
        }
    }
}
