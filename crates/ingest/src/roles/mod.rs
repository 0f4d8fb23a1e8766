//! What roles and policies allow, by platform: the wide roles, and where a grant says who holds it and why.

pub(super) mod aws;
pub(super) mod azure;
pub(super) mod google;
pub(super) mod kubernetes;
pub(super) mod rbac;

use crate::cut::cut;
use crate::mask::mask;
use crate::source::sha256_hex;
use plumbline_domain::{GrantIndex, Named, Place, Presence, RoleGrant, Width};

/// Characters of a name that are kept. The longest ids of resources are shorter.
const MAX_NAME: usize = 2_000;

/// A text as it is kept.
pub(super) fn kept(text: &str) -> Box<str> {
    cut(text, MAX_NAME).into()
}

/// Characters of a sentence that are kept: enough to see whether it is one.
const MAX_SENTENCE: usize = 500;

/// A sentence as it is kept: short, and without secrets.
pub(super) fn sentence(text: &str) -> Box<str> {
    cut(&mask(text, false), MAX_SENTENCE).into()
}

/// A condition as it compares. Its values may be secret, so a part of its digest stands for it.
pub(super) fn condition(text: &str) -> Box<str> {
    if text.is_empty() { Box::default() } else { sha256_hex(text.as_bytes()).chars().take(16).collect::<String>().into() }
}

/// A name and an id as they are kept.
pub(super) fn named(name: &str, id: &str) -> Named {
    Named::new(kept(name), kept(id))
}

/// A grant at one moment, without a condition.
pub(super) fn grant(principal: Named, role: Named, scope: &str, width: Width, justification: &str, place: Place) -> RoleGrant {
    RoleGrant {
        principal,
        role,
        scope: kept(scope),
        condition: "".into(),
        width,
        justification: sentence(justification),
        is_membership: false,
        presence: Presence::There,
        place,
    }
}

/// The grants before and after a change as one list: added, kept, and removed.
pub(super) fn compared(before: Vec<RoleGrant>, mut after: Vec<RoleGrant>) -> Vec<RoleGrant> {
    let (earlier, later) = (GrantIndex::of(&before), GrantIndex::of(&after));
    for grant in &mut after {
        match earlier.new_width(grant) {
            Some(width) => (grant.presence, grant.width) = (Presence::Added, width),
            None => grant.presence = Presence::Kept,
        }
    }
    let is_gone = |grant: &RoleGrant| !later.has(grant);
    after.extend(before.into_iter().filter(is_gone).map(|grant| RoleGrant { presence: Presence::Removed, ..grant }));
    after
}

/// Whether a copy keeps a role from being read: then nobody knows what it grants.
fn is_redacted(role: &&str) -> bool {
    role.contains(crate::mask::REDACTED)
}
