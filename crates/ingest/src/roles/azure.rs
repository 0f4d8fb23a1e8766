//! Roles of Azure.

use super::{condition, grant, named};
use crate::json::Json;
use plumbline_domain::{Place, RoleGrant, Width};

/// Roles that grant more than nearly any identity needs, by name and by the id that Azure gives them everywhere.
const WIDE: [(&str, &str); 4] = [
    ("Owner", "8e3af657-a8ff-443c-a75c-2fe8c4bcb635"),
    ("Contributor", "b24988ac-6180-42a0-ab88-20f7382dd24c"),
    ("User Access Administrator", "18d7d88d-d35e-4fb5-a5c3-7773c20a72d9"),
    ("Role Based Access Control Administrator", "f58310d9-a9f6-439a-9e8d-f62e7b41a168"),
];

/// Types of resources that grant a role.
const TYPES: &[&str] = &[
    "microsoft.authorization/roleassignments",
    "microsoft.authorization/roleassignmentschedules",
    "microsoft.authorization/roleassignmentscheduleinstances",
    "microsoft.authorization/roleassignmentschedulerequests",
    "microsoft.authorization/roleeligibilityschedules",
    "microsoft.authorization/roleeligibilityscheduleinstances",
    "microsoft.authorization/roleeligibilityschedulerequests",
];

/// Whether a resource of this type, in lower case, grants a role.
pub(crate) fn is_assignment(kind: &str) -> bool {
    TYPES.contains(&kind)
}

/// An assignment as a file writes it; what it does not say is empty.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Assignment<'a> {
    pub principal_name: &'a str,
    pub principal_id: &'a str,
    pub role_name: &'a str,
    pub role_id: &'a str,
    pub scope: &'a str,
    pub condition: &'a str,
    pub justification: &'a str,
    /// Whether the permissions of the role hold `*`, where the file says it.
    pub allows_everything: bool,
}

impl Assignment<'_> {
    /// As a grant. A role that is neither wide by name nor by id is narrow; one that is not named is open.
    pub fn grant(&self, place: Place) -> RoleGrant {
        let id = last_id(self.role_id);
        let is = |(name, guid): &&(&str, &str)| self.role_name.trim().eq_ignore_ascii_case(name) || id == *guid;
        let wide = WIDE.iter().find(is);
        let width = if wide.is_some() || self.allows_everything || self.role_name.trim() == "*" || id == "*" {
            Width::Wide
        } else if (id.is_empty() && self.role_name.trim().is_empty())
            || [self.role_name, self.role_id].iter().any(super::is_redacted)
        {
            Width::Open
        } else {
            Width::Narrow
        };
        let name = match (self.role_name.trim(), wide) {
            ("", Some((name, _))) => name,
            (name, _) => name,
        };
        RoleGrant {
            condition: condition(self.condition),
            ..grant(named(self.principal_name, self.principal_id), named(name, &id), self.scope, width, self.justification, place)
        }
    }
}

/// The id of a role in lower case: the part behind the last slash, or the only one in an expression of a template that is not
/// evaluated yet. Empty when the expression has none.
pub(crate) fn last_id(role_id: &str) -> String {
    let lower = role_id.trim().to_ascii_lowercase();
    if !lower.starts_with('[') {
        return lower.rsplit('/').next().unwrap_or_default().to_owned();
    }
    let is_guid = |part: &&str| part.len() == 36 && part.bytes().filter(|b| *b == b'-').count() == 4;
    lower.split(|c: char| !(c.is_ascii_hexdigit() || c == '-')).rfind(is_guid).unwrap_or_default().to_owned()
}

/// Whether a role definition allows every action: `permissions[].actions`, or a bare list.
pub(crate) fn allows_everything(permissions: Option<&Json<'_>>) -> bool {
    let is_star = |json: &Json<'_>| json.text().is_some_and(|t| matches!(t.trim(), "*" | "*/*"));
    permissions.is_some_and(|permissions| {
        is_star(permissions)
            || permissions.elements().iter().any(|p| {
                is_star(p)
                    || p.get("actions")
                        .or_else(|| p.get("Actions"))
                        .is_some_and(|a| is_star(a) || a.elements().iter().any(is_star))
            })
    })
}

/// The scope of an assignment or definition by its id: what stands before `/providers/Microsoft.Authorization/…`.
pub(crate) fn scope_of_id(id: &str) -> &str {
    let lower = id.to_ascii_lowercase();
    match lower.rfind("/providers/microsoft.authorization/") {
        Some(0) => "/",
        Some(at) => id.get(..at).unwrap_or_default(),
        None => "",
    }
}

/// What an element of a list is.
pub(crate) enum Read<'j> {
    /// It grants a role.
    Grant(Assignment<'j>),
    /// It is the request to take one away.
    Removal,
    /// Neither.
    Nothing,
}

/// An assignment as Azure's tools write it: flat or behind `properties`, with the names of the API or of PowerShell.
pub(crate) fn arm_assignment<'j>(json: &'j Json<'_>, id: &'j str) -> Read<'j> {
    let properties = json.get("properties");
    let field = |key: &str| {
        json.text_of(key).or_else(|| properties.and_then(|p| p.text_of(key))).map(str::trim).filter(|text| !text.is_empty())
    };
    let any = |keys: &[&str]| keys.iter().find_map(|key| field(key)).unwrap_or_default();
    let is_removal = |request: &str| {
        let request = request.to_ascii_lowercase();
        request.ends_with("remove") || request.ends_with("deactivate")
    };
    if field("requestType").is_some_and(is_removal) {
        return Read::Removal;
    }
    let expanded = properties.and_then(|p| p.get("expandedProperties"));
    let expanded = |key: &str| expanded.and_then(|e| e.at(&[key, "displayName"])).and_then(Json::text);
    let list = |key: &str| json.get(key).or_else(|| properties?.get(key));
    let assignment = Assignment {
        principal_name: any(&["principalName", "SignInName", "DisplayName"]),
        principal_id: any(&["principalId", "ObjectId", "PrincipalId"]),
        role_name: any(&["roleDefinitionName", "RoleDefinitionName", "role"]),
        role_id: any(&["roleDefinitionId", "RoleDefinitionId"]),
        scope: field("scope").or_else(|| field("Scope")).unwrap_or_else(|| scope_of_id(id)),
        condition: any(&["condition", "Condition"]),
        justification: any(&["justification", "description", "Justification", "Description"]),
        allows_everything: allows_everything(list("permissions")) || allows_everything(list("actions")),
    };
    let assignment = Assignment {
        principal_name: if assignment.principal_name.is_empty() {
            expanded("principal").unwrap_or_default()
        } else {
            assignment.principal_name
        },
        role_name: if assignment.role_name.is_empty() {
            expanded("roleDefinition").unwrap_or_default()
        } else {
            assignment.role_name
        },
        ..assignment
    };
    let names_nobody = assignment.principal_id.is_empty() && assignment.principal_name.is_empty();
    let names_nothing = assignment.role_id.is_empty() && assignment.role_name.is_empty() && !assignment.allows_everything;
    if names_nobody && names_nothing { Read::Nothing } else { Read::Grant(assignment) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn width(role_name: &str, role_id: &str) -> Width {
        Assignment { role_name, role_id, ..Assignment::default() }.grant(Place::default()).width
    }

    #[test]
    fn wide_roles_are_known_by_name_and_id() {
        assert_eq!(width("user access administrator", ""), Width::Wide);
        assert_eq!(
            width("", "/providers/Microsoft.Authorization/roleDefinitions/F58310D9-A9F6-439A-9E8D-F62E7B41A168"),
            Width::Wide
        );
        assert_eq!(width("", "[subscriptionResourceId('x', 'b24988ac-6180-42a0-ab88-20f7382dd24c')]"), Width::Wide);
        assert_eq!(width("", "[parameters('role')]"), Width::Open);
        for name in ["Owner of pipelines", "Storage Blob Data Contributor", "Contributors"] {
            assert_eq!(width(name, "1"), Width::Narrow, "{name}");
        }
    }

    #[test]
    fn the_scope_stands_before_the_assignment() {
        let id = "/subscriptions/S/resourceGroups/r/providers/Microsoft.Authorization/roleAssignments/a";
        assert_eq!(scope_of_id(id), "/subscriptions/S/resourceGroups/r");
        assert_eq!(scope_of_id("/providers/Microsoft.Authorization/roleAssignments/a"), "/");
        assert_eq!(scope_of_id("a"), "");
    }
}
