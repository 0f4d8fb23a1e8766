//! Why a part of a published data set cannot be used.

use std::fmt;

/// Why a part of a published data set cannot be used. Its words begin with the name of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unusable {
    /// The file of the data set.
    pub file: String,
    /// What is wrong with it.
    pub fault: Fault,
}

/// What is wrong with a file of a published data set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It is not there.
    Missing,
    /// It has fewer or more bytes than are listed.
    Size {
        /// How many are listed.
        listed: u64,
        /// How many there are.
        found: u64,
    },
    /// Its bytes have another digest than the one that is listed.
    Digest,
    /// The part of this name in it has other bytes than are listed.
    Part(String),
    /// It does not hold what a file of its kind holds.
    Content(&'static str),
    /// Its diagnostics, one a line.
    Index(String),
}

impl Unusable {
    /// A file with a fault.
    pub fn new(file: impl Into<String>, fault: Fault) -> Self {
        Unusable { file: file.into(), fault }
    }
}

impl fmt::Display for Unusable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let file = &self.file;
        match &self.fault {
            Fault::Missing => write!(f, "{file}: is missing"),
            Fault::Size { listed, found } if found < listed => {
                write!(f, "{file}: is cut short: {found} of {listed} bytes")
            }
            Fault::Size { listed, found } => write!(f, "{file}: has {found} bytes instead of {listed}"),
            Fault::Digest => write!(f, "{file}: its bytes do not have the digest that the data set lists"),
            Fault::Part(part) => write!(f, "{file}: {part} in it does not have the digest that the data set lists"),
            Fault::Content(what) => write!(f, "{file}: {what}"),
            Fault::Index(what) => write!(f, "{file}: {what}"),
        }
    }
}

impl std::error::Error for Unusable {}
