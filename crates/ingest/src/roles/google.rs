//! Roles of Google Cloud.

use super::{condition as condition_of, grant, named};
use crate::json::Json;
use plumbline_domain::{Place, RoleGrant, Width};

/// Roles that grant more than nearly any identity needs.
const WIDE: [&str; 3] = ["roles/owner", "roles/editor", "roles/iam.securityAdmin"];

/// One member of a binding. A role of a project or an organization cannot allow everything: it lists what it allows.
pub(crate) fn member(member: &str, role: &str, scope: &str, condition: Option<&Json<'_>>, place: Place) -> RoleGrant {
    let width = match role.trim() {
        "" => Width::Open,
        role if super::is_redacted(&role) => Width::Open,
        role if WIDE.contains(&role) => Width::Wide,
        _ => Width::Narrow,
    };
    let text = |key: &str| condition.and_then(|c| c.text_of(key)).unwrap_or_default();
    RoleGrant {
        condition: condition_of(text("expression")),
        ..grant(named(member, ""), named(role.trim(), ""), scope, width, text("description"), place)
    }
}

/// The members of a list of bindings.
pub(crate) fn members_of_bindings(
    bindings: &[Json<'_>],
    scope: &str,
    place: impl Fn(usize, &Json<'_>) -> Place,
) -> Vec<RoleGrant> {
    let mut grants = Vec::new();
    for (i, binding) in bindings.iter().enumerate() {
        let role = binding.text_of("role").unwrap_or_default();
        let condition = binding.get("condition");
        let members = match binding.get("members") {
            Some(one @ Json::String(_)) => std::slice::from_ref(one),
            Some(list) => list.elements(),
            None => &[],
        };
        grants.extend(members.iter().filter_map(|m| Some(member(m.text()?, role, scope, condition, place(i, m)))));
    }
    grants
}
