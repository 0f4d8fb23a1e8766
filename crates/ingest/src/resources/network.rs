//! Network rules and routes among the resources of a plan, a state, a what-if or a snapshot.

use super::{Places, Resources};
use plumbline_domain::Facts;

/// Whether a resource of this type says something of them.
pub(super) fn wants(_kind: &str) -> bool {
    false
}

/// Gives the facts.
pub(super) fn give(_resources: &Resources<'_>, _places: &Places<'_>, _facts: &mut Facts) {}
