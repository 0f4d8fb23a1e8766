//! Role assignments of Azure: REST answers, `az role assignment list`, or a difference of `before` and `after`.

use super::super::json::Json;
use super::{Reading, Refusal, Shape, elements_of, list, resource_type, tree};
use plumbline_domain::Roles;

/// Roles that grant more than nearly any identity needs, by name and by the id that Azure gives them everywhere.
const WIDE: [(&str, &str); 3] = [
    ("owner", "8e3af657-a8ff-443c-a75c-2fe8c4bcb635"),
    ("contributor", "b24988ac-6180-42a0-ab88-20f7382dd24c"),
    ("user access administrator", "18d7d88d-d35e-4fb5-a5c3-7773c20a72d9"),
];

/// Whether a document holds role assignments.
pub(super) fn fits(shape: &Shape<'_>) -> bool {
    let names_a_role = |key: &str| shape.has_inner(key, "roleDefinitionName") || shape.has_inner(key, "roleDefinitionId");
    resource_type(shape).is_some_and(|t| t == "microsoft.authorization/roleassignments")
        || (shape.is_array() && shape.has("principalId") && (shape.has("roleDefinitionId") || shape.has("roleDefinitionName")))
        || (shape.is_object() && shape.has("before") && shape.has("after") && (names_a_role("after") || names_a_role("before")))
}

/// Reads assignments; of a difference, those that are new.
pub(super) fn read(text: &str, reading: &mut Reading) -> Result<(), Refusal> {
    let document = tree(text, &mut reading.log)?;
    let after = document.get("after").filter(|_| document.get("value").is_none());
    let granted: Vec<&Json<'_>> = match after {
        Some(_) => {
            let before = list(&document, "before", &mut reading.log);
            list(&document, "after", &mut reading.log).iter().filter(|a| !before.iter().any(|b| same_grant(a, b))).collect()
        }
        None => elements_of(&document, &mut reading.log).iter().collect(),
    };
    reading.items = after.map_or(granted.len(), |a| a.elements().len()) as u64;
    let inflated = granted.iter().filter(|a| is_wide(a) && !is_justified(a)).count();
    reading.tool = Some("azure role assignments".to_owned());
    reading.facts.roles = Some(Roles { granted: granted.len() as u64, inflated: inflated as u64 });
    Ok(())
}

fn field<'j>(assignment: &'j Json<'_>, key: &str) -> Option<&'j str> {
    assignment.text_of(key).or_else(|| assignment.get("properties").and_then(|p| p.text_of(key)))
}

fn same_grant(a: &Json<'_>, b: &Json<'_>) -> bool {
    ["principalId", "principalName", "roleDefinitionId", "roleDefinitionName", "scope"]
        .iter()
        .all(|key| field(a, key) == field(b, key))
}

fn is_wide(assignment: &Json<'_>) -> bool {
    let name =
        field(assignment, "roleDefinitionName").or_else(|| field(assignment, "role")).unwrap_or_default().to_ascii_lowercase();
    let id = field(assignment, "roleDefinitionId").unwrap_or_default().to_ascii_lowercase();
    let grants_everything = |key: &str| {
        let list = assignment.get(key).or_else(|| assignment.get("properties")?.get(key));
        list.is_some_and(|l| l.text() == Some("*") || l.elements().iter().any(|e| e.text() == Some("*")))
    };
    name == "*"
        || WIDE.iter().any(|(wide, guid)| name == *wide || id.ends_with(guid))
        || grants_everything("actions")
        || grants_everything("permissions")
}

fn is_justified(assignment: &Json<'_>) -> bool {
    field(assignment, "justification").or_else(|| field(assignment, "description")).is_some()
}
