//! Role grants among the resources of a plan, a state, a what-if, a snapshot or a change set.

mod aws;
mod azure;
mod cloudformation;
mod google;
mod kubernetes;
mod moment;

use super::{Places, Resources};
use crate::roles::compared;
use moment::Moment;
use plumbline_domain::{Facts, Place, RoleGrant, RoleGrants};

/// Whether a resource of this type says something of them.
pub(super) fn wants(kind: &str) -> bool {
    azure::wants(kind) || aws::wants(kind) || cloudformation::wants(kind) || google::wants(kind) || kubernetes::wants(kind)
}

/// Gives the facts.
pub(super) fn give(resources: &Resources<'_>, places: &Places<'_>, facts: &mut Facts) {
    let mut found = RoleGrants::of_one_moment(grants_of(&Moment::after(resources, places)));
    if resources.shows_change {
        found.grants = compared(grants_of(&Moment::before(resources, places)), found.grants);
        found.shows_change = true;
    }
    found.covered = resources.total as u64;
    if !resources.is_complete {
        found.incomplete.push(("the preview did not run to its end".into(), Place::default()));
    }
    facts.role_grants = Some(Box::new(found));
}

fn grants_of(moment: &Moment<'_, '_>) -> Vec<RoleGrant> {
    let mut grants = azure::grants(moment);
    grants.extend(aws::grants(moment));
    grants.extend(cloudformation::grants(moment));
    grants.extend(google::grants(moment));
    grants.extend(kubernetes::grants(moment));
    grants
}

#[cfg(test)]
mod tests;
