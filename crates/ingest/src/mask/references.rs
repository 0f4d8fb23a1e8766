//! Values that lead to a secret elsewhere, and are none.

pub(crate) use crate::resources::{is_filled_in_elsewhere as stands_for_another, reference_in};

/// Whether a value names a vault, a key or a secret by an address or an id.
pub(crate) fn is_reference(value: &str) -> bool {
    reference_in(value).is_some()
}
