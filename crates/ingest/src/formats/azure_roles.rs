//! Role assignments of Azure: REST answers (active and eligible ones), `az role assignment list`, PowerShell's `Get-AzRoleAssignment`,
//! a query of the resource graph, or a difference of `before` and `after` (also `added` and `removed`).

use super::super::json::Json;
use super::super::places::Places;
use super::super::roles::azure::{Read, arm_assignment, is_assignment};
use super::super::roles::compared;
use super::{Reading, Refusal, Shape, resource_type, tree};
use crate::paging::next_page;
use plumbline_domain::{DiagnosticKind, RoleGrant, RoleGrants};

/// The moments of a difference: before and after, by the names that people give them.
const DIFFERENCES: [(&str, &str); 2] = [("before", "after"), ("removed", "added")];

/// Whether a document holds role assignments.
pub(super) fn fits(shape: &Shape<'_>) -> bool {
    let names_a_role = |key: &str| {
        ["roleDefinitionName", "roleDefinitionId", "RoleDefinitionName", "RoleDefinitionId"]
            .iter()
            .any(|k| shape.has_inner(key, k))
            || (shape.inner_word(key, "type").is_some_and(|t| is_assignment(&t.to_ascii_lowercase())))
    };
    let is_difference =
        |(before, after): &(&str, &str)| shape.has(before) && shape.has(after) && (names_a_role(after) || names_a_role(before));
    let of_powershell = shape.has("RoleDefinitionName") && (shape.has("RoleAssignmentId") || shape.has("ObjectId"));
    resource_type(shape).is_some_and(|t| is_assignment(&t))
        || shape.inner_word("data", "type").is_some_and(|t| is_assignment(&t.to_ascii_lowercase()))
        || (shape.is_array() && shape.has("principalId") && (shape.has("roleDefinitionId") || shape.has("roleDefinitionName")))
        || of_powershell
        || (shape.is_object() && DIFFERENCES.iter().any(is_difference))
}

/// Reads assignments of one moment, or of two.
pub(super) fn read(text: &str, reading: &mut Reading) -> Result<(), Refusal> {
    let document = tree(text)?;
    let mut list = List { places: Places::of(text), found: RoleGrants::of_one_moment(Vec::new()), lost: 0 };
    let difference = DIFFERENCES.iter().find(|(before, after)| {
        document.get("value").is_none() && document.get(before).is_some() && document.get(after).is_some()
    });
    match difference {
        Some((before_key, after_key)) => {
            let mut moment = |key: &str| {
                let moment = document.get(key).unwrap_or(&Json::Null);
                if !matches!(moment, Json::Array(_) | Json::Object(_) | Json::Null) {
                    reading.log.say(DiagnosticKind::Malformed, key, "must be an array");
                }
                list.read(moment, key, reading)
            };
            let before = moment(before_key);
            let after = moment(after_key);
            reading.items = after.len() as u64;
            list.found.grants = compared(before, after);
            list.found.shows_change = true;
        }
        None => {
            list.found.grants = list.read(&document, "", reading);
            reading.items = list.found.grants.len() as u64 + list.lost;
        }
    }
    if list.lost > 0 {
        let place = plumbline_domain::Place::default();
        list.found.incomplete.push((format!("{} entries of the list are no role assignments", list.lost).into(), place));
    }
    reading.tool = Some("azure role assignments".to_owned());
    reading.facts.role_grants = Some(Box::new(list.found));
    Ok(())
}

struct List<'t> {
    places: Places<'t>,
    found: RoleGrants,
    /// Elements that cannot be read.
    lost: u64,
}

impl List<'_> {
    /// The assignments in a list, a page of one, or one alone.
    fn read(&mut self, document: &Json<'_>, path: &str, reading: &mut Reading) -> Vec<RoleGrant> {
        let dotted = |key: &str| if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") };
        if let Some((key, next)) = next_page(document) {
            let place = self.places.at(dotted(key), next);
            self.found.incomplete.push((format!("the list goes on ({key})").into(), place));
        }
        let wrapped = ["value", "data"].into_iter().find_map(|key| Some((dotted(key), document.get(key)?)));
        let (path, elements) = match (&wrapped, document) {
            (Some((path, list @ Json::Array(_))), _) => (path.clone(), list.elements()),
            (Some((path, other)), _) => {
                if !matches!(other, Json::Null) {
                    reading.log.say(DiagnosticKind::Malformed, path.as_str(), "must be an array");
                    self.lost += 1;
                }
                return Vec::new();
            }
            (None, Json::Array(elements)) => (path.to_owned(), elements.as_slice()),
            (None, Json::Object(_)) => return self.assignment(document, path, reading).into_iter().collect(),
            (None, _) => return Vec::new(),
        };
        let each = elements.iter().enumerate();
        each.filter_map(|(i, assignment)| self.assignment(assignment, &format!("{path}[{i}]"), reading)).collect()
    }

    fn assignment(&mut self, json: &Json<'_>, path: &str, reading: &mut Reading) -> Option<RoleGrant> {
        let place = self.places.at(path, json);
        match arm_assignment(json, json.text_of("id").unwrap_or_default()) {
            Read::Grant(assignment) => Some(assignment.grant(place)),
            Read::Removal => None,
            Read::Nothing => {
                self.lost += 1;
                reading.log.say(DiagnosticKind::Malformed, path, "is no role assignment: it names no role and no principal");
                None
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use plumbline_domain::{Presence, Width};
    use std::fmt::Write;

    fn read_grants(text: &str) -> RoleGrants {
        let mut reading = Reading::default();
        read(text, &mut reading).unwrap();
        *reading.facts.role_grants.unwrap()
    }

    #[test]
    fn each_tool_of_azure_names_the_same_grant() {
        let scope = "/subscriptions/S/resourceGroups/r";
        let owner = "/subscriptions/S/providers/Microsoft.Authorization/roleDefinitions/8e3af657-a8ff-443c-a75c-2fe8c4bcb635";
        let rest = format!(
            r#"{{"value": [{{"id": "{scope}/providers/Microsoft.Authorization/roleAssignments/a", "type": "Microsoft.Authorization/roleAssignments",
                "properties": {{"principalId": "1", "roleDefinitionId": "{owner}"}}}}]}}"#
        );
        let az = format!(
            r#"[{{"principalId": "1", "principalName": "ops", "roleDefinitionId": "{owner}", "roleDefinitionName": "Owner", "scope": "{scope}"}}]"#
        );
        let powershell = format!(
            r#"{{"RoleAssignmentId": "x", "Scope": "{scope}", "DisplayName": "ops", "ObjectId": "1", "RoleDefinitionName": "Owner", "RoleDefinitionId": "8E3AF657-a8ff-443c-a75c-2fe8c4bcb635"}}"#
        );
        for text in [rest, az, powershell] {
            let grants = read_grants(&text).grants;
            let [grant] = grants.as_slice() else { panic!("{grants:?}") };
            assert_eq!(
                (&*grant.principal.id, grant.role.shown(), &*grant.scope, grant.width),
                ("1", "Owner", scope, Width::Wide)
            );
        }
    }

    #[test]
    fn what_only_changes_its_case_or_order_is_no_new_grant() {
        let grant = |id: &str, role: &str, scope: &str| {
            format!(r#"{{"principalId": "{id}", "roleDefinitionName": "{role}", "scope": "{scope}"}}"#)
        };
        let text = format!(
            r#"{{"before": [{}, {}], "after": [{}, {}, {}]}}"#,
            grant("a", "Reader", "/s/1"),
            grant("b", "Owner", "/s/2"),
            grant("B", "owner", "/S/2/"),
            grant("A", "Reader", "/s/1"),
            grant("b", "Owner", "/s")
        );
        let presences: Vec<Presence> = read_grants(&text).grants.iter().map(|g| g.presence).collect();
        assert_eq!(presences, [Presence::Kept, Presence::Kept, Presence::Added]);
    }

    #[test]
    fn a_request_to_remove_grants_nothing_and_a_bad_entry_costs_itself() {
        let text = r#"{"value": [
            {"type": "Microsoft.Authorization/roleAssignmentScheduleRequests", "properties": {"requestType": "AdminRemove", "principalId": "1", "roleDefinitionId": "r"}},
            {"type": "Microsoft.Authorization/roleAssignmentScheduleRequests", "properties": {"requestType": "AdminAssign", "principalId": "2", "roleDefinitionId": "r", "justification": "on call in May"}},
            7], "nextLink": "https://x"}"#;
        let found = read_grants(text);
        assert_eq!(found.grants.iter().map(|g| &*g.justification).collect::<Vec<_>>(), ["on call in May"]);
        let gaps: Vec<&str> = found.incomplete.iter().map(|(why, _)| &**why).collect();
        assert_eq!(gaps, ["the list goes on (nextLink)", "1 entries of the list are no role assignments"]);
        assert_eq!(found.incomplete[0].1.line, 4);
    }

    #[test]
    fn large_lists_take_linear_time() {
        let list = |from: usize| {
            let mut list = String::new();
            for i in from..from + 16_000 {
                let _ = write!(list, r#"{{"principalId": "{i}", "roleDefinitionName": "Reader", "scope": "/s"}},"#);
            }
            list.trim_end_matches(',').to_owned()
        };
        let text = format!(r#"{{"before": [{}], "after": [{}]}}"#, list(0), list(100));
        let added = read_grants(&text).grants.iter().filter(|g| g.presence == Presence::Added).count();
        assert_eq!(added, 100);
    }
}
