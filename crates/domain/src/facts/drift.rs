//! What differs between the desired and the deployed state.

use std::borrow::Cow;

use super::{Naming, Place};

/// How a resource differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub enum Difference {
    /// It is there, and other than desired.
    Changed,
    /// It is desired, and not there.
    Missing,
    /// It is there, and not desired.
    Unmanaged,
}

impl Difference {
    /// What it says of the resource, as the end of a sentence: "is missing".
    pub const fn clause(self) -> &'static str {
        match self {
            Difference::Changed => "differs",
            Difference::Missing => "is missing",
            Difference::Unmanaged => "is there and not managed",
        }
    }
}

/// A resource that differs.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Drifted {
    /// Its address or id, as the file writes it.
    pub id: Box<str>,
    /// How it differs.
    pub difference: Difference,
    /// Where that stands.
    pub place: Place,
}

/// A comparison of the desired with the deployed state.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Drift {
    /// How many resources were compared.
    pub compared: u64,
    /// Those that differ, in the order of the file.
    pub differing: Vec<Drifted>,
    /// Those that were compared and do not differ, where the file names them and no preview in it does.
    pub in_sync: Vec<Box<str>>,
    /// What was not compared and why, as a phrase, and where that stands.
    pub open: Vec<(Box<str>, Place)>,
    /// What the ids are.
    pub naming: Naming,
    /// What the bytes cannot tell, as a clause for the sentence; empty when there is nothing to say.
    pub caveat: Cow<'static, str>,
}
