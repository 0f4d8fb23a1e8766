//! Network rules and routes.

use super::Descriptor;

/// The formats, in the order in which they are tried.
pub(in crate::formats) const FORMATS: &[Descriptor] = &[];
