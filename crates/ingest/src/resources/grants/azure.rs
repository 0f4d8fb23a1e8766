//! Grants of Azure: role assignments and role definitions of Terraform's providers, and of Azure Resource Manager.

use super::moment::{Moment, Subject};
use crate::json::{Cursor, Json};
use crate::roles::azure::{Assignment, Read, allows_everything, arm_assignment, is_assignment, last_id, scope_of_id};
use crate::roles::{grant, named};
use plumbline_domain::{Named, RoleGrant, Width};
use std::collections::{HashMap, HashSet};

const ASSIGNMENTS: [&str; 3] =
    ["azurerm_role_assignment", "azurerm_pim_active_role_assignment", "azurerm_pim_eligible_role_assignment"];
const DEFINITION: &str = "azurerm_role_definition";
const LIGHTHOUSE: &str = "azurerm_lighthouse_definition";
const AZAPI: &str = "azapi_resource";
const ARM_DEFINITION: &str = "microsoft.authorization/roledefinitions";

pub(super) fn wants(kind: &str) -> bool {
    ASSIGNMENTS.contains(&kind) || [DEFINITION, LIGHTHOUSE, AZAPI, ARM_DEFINITION].contains(&kind) || is_assignment(kind)
}

/// A role of one's own.
struct Definition {
    name: String,
    id: String,
    allows_everything: bool,
    grant: RoleGrant,
}

pub(super) fn grants(moment: &Moment<'_, '_>) -> Vec<RoleGrant> {
    let mut roles = Roles { moment, by_id: HashMap::new(), by_name: HashMap::new(), all: Vec::new() };
    moment.subjects().filter(|s| !s.is_data()).for_each(|subject| roles.define(&subject));
    let mut grants = Vec::new();
    for subject in moment.subjects().filter(|s| !s.is_data()) {
        match subject.resource.kind.as_str() {
            kind if ASSIGNMENTS.contains(&kind) => grants.push(roles.of_terraform(&subject)),
            LIGHTHOUSE => grants.extend(of_lighthouse(moment, &subject)),
            AZAPI => grants.extend(of_azapi(moment, &subject)),
            kind if is_assignment(kind) => grants.extend(roles.of_arm(&subject)),
            _ => {}
        }
    }
    // a role that nobody here is assigned may be assigned elsewhere
    let assigned: HashSet<String> = grants.iter().flat_map(|g| g.role.spellings().map(str::to_lowercase)).collect();
    let is_unassigned =
        |d: &Definition| ![&d.name, &d.id].into_iter().any(|n| !n.is_empty() && assigned.contains(&n.to_lowercase()));
    grants.extend(roles.all.into_iter().filter(|d| d.allows_everything && is_unassigned(d)).map(|d| d.grant));
    grants
}

struct Roles<'m, 'r, 'a> {
    moment: &'m Moment<'r, 'a>,
    /// Whether a role allows everything, by its id and by its name in lower case.
    by_id: HashMap<String, bool>,
    by_name: HashMap<String, bool>,
    all: Vec<Definition>,
}

impl Roles<'_, '_, '_> {
    fn define(&mut self, subject: &Subject<'_, '_>) {
        let place = self.moment.place(subject);
        let (name, id, permissions, scope, why) = match subject.resource.kind.as_str() {
            DEFINITION => {
                let id = last_id(subject.first_text(&["role_definition_id", "role_definition_resource_id", "id"]));
                (subject.text("name"), id, subject.values.get("permissions"), subject.text("scope"), subject.text("description"))
            }
            ARM_DEFINITION => {
                let properties = subject.values.get("properties");
                let text = |key: &str| properties.and_then(|p| p.text_of(key)).unwrap_or_default();
                let address = subject.resource.address.as_str();
                let permissions = properties.and_then(|p| p.get("permissions"));
                (text("roleName"), last_id(address), permissions, scope_of_id(address), text("description"))
            }
            _ => return,
        };
        let allows_everything = allows_everything(permissions);
        let width = if allows_everything { Width::Wide } else { Width::Narrow };
        self.by_id.insert(id.clone(), allows_everything);
        self.by_name.insert(name.to_lowercase(), allows_everything);
        let grant = grant(Named::default(), named(name, &id), scope, width, why, place);
        self.all.push(Definition { name: name.to_owned(), id, allows_everything, grant });
    }

    /// Whether a role of one's own allows everything.
    fn is_wide(&self, assignment: &Assignment<'_>) -> bool {
        let by_id = self.by_id.get(&last_id(assignment.role_id)).copied().filter(|_| !assignment.role_id.is_empty());
        by_id.or_else(|| self.by_name.get(&assignment.role_name.to_lowercase()).copied()).unwrap_or(false)
    }

    fn of_terraform(&self, subject: &Subject<'_, '_>) -> RoleGrant {
        let principal = subject.text("principal_id");
        let reference = if principal.is_empty() { self.moment.reference(subject, "principal_id") } else { String::new() };
        // a role that the change creates, or one that is looked up as the change is applied
        let mut referred =
            ["role_definition_id", "role_definition_name"].into_iter().flat_map(|a| self.moment.referred(subject, a));
        let role = referred.find(|s| s.resource.kind == DEFINITION);
        let name_of_role = role.map(|s| s.text("name")).unwrap_or_default();
        let mut assignment = Assignment {
            principal_name: &reference,
            principal_id: principal,
            role_name: subject.text("role_definition_name"),
            role_id: subject.text("role_definition_id"),
            scope: subject.text("scope"),
            condition: subject.text("condition"),
            justification: subject.first_text(&["justification", "description"]),
            allows_everything: false,
        };
        let scope = if assignment.scope.is_empty() { self.moment.reference(subject, "scope") } else { String::new() };
        if !scope.is_empty() {
            assignment.scope = &scope;
        }
        if assignment.role_name.is_empty() && assignment.role_id.is_empty() {
            assignment.role_name = name_of_role;
            assignment.role_id = role.map(|s| s.first_text(&["role_definition_id", "id"])).unwrap_or_default();
            assignment.allows_everything = role.is_some_and(|s| allows_everything(s.values.get("permissions")));
        }
        assignment.allows_everything |= self.is_wide(&assignment);
        assignment.grant(self.moment.place(subject))
    }

    fn of_arm(&self, subject: &Subject<'_, '_>) -> Option<RoleGrant> {
        let place = self.moment.place(subject);
        let address = subject.resource.address.as_str();
        match arm_assignment(subject.values, address) {
            Read::Grant(mut assignment) => {
                assignment.allows_everything |= self.is_wide(&assignment);
                Some(assignment.grant(place))
            }
            Read::Removal => None,
            // the file names the assignment and says no more
            Read::Nothing => Some(Assignment { scope: scope_of_id(address), ..Assignment::default() }.grant(place)),
        }
    }
}

/// What the managing tenant is allowed in a subscription.
fn of_lighthouse(moment: &Moment<'_, '_>, subject: &Subject<'_, '_>) -> Vec<RoleGrant> {
    let of = |json: &Json<'_>| {
        let text = |key: &str| json.text_of(key).unwrap_or_default();
        let assignment = Assignment {
            principal_name: text("principal_display_name"),
            principal_id: text("principal_id"),
            role_id: text("role_definition_id"),
            scope: subject.text("scope"),
            justification: subject.text("description"),
            ..Assignment::default()
        };
        assignment.grant(moment.place(subject))
    };
    subject.blocks("authorization").iter().map(of).collect()
}

/// A resource of Azure Resource Manager as the azapi provider writes it; its body is an object, in older versions a text.
fn of_azapi(moment: &Moment<'_, '_>, subject: &Subject<'_, '_>) -> Option<RoleGrant> {
    let kind = subject.text("type").split('@').next().unwrap_or_default().to_ascii_lowercase();
    if !is_assignment(&kind) {
        return None;
    }
    let text = subject.text("body");
    let parsed = if text.is_empty() { None } else { Cursor::new(text).value().ok() };
    let body = parsed.as_ref().or(subject.values.get("body")).unwrap_or(&Json::Null);
    match arm_assignment(body, "") {
        Read::Removal => None,
        Read::Grant(assignment) => {
            let scope = if assignment.scope.is_empty() { subject.text("parent_id") } else { assignment.scope };
            Some(Assignment { scope, ..assignment }.grant(moment.place(subject)))
        }
        Read::Nothing => {
            Some(Assignment { scope: subject.text("parent_id"), ..Assignment::default() }.grant(moment.place(subject)))
        }
    }
}
