//! Alert rules and action groups of Azure Monitor, as REST answers, as lists of `az`, or both in one list: does an alert reach anyone?

use super::super::json::Json;
use super::{Reading, Refusal, Shape, elements_of, resource_type, tree};
use plumbline_domain::Linkage;
use std::collections::HashMap;

const RULES: [&str; 3] =
    ["microsoft.insights/metricalerts", "microsoft.insights/scheduledqueryrules", "microsoft.insights/activitylogalerts"];
const GROUPS: &str = "microsoft.insights/actiongroups";

/// Whether a document holds alert rules.
pub(super) fn fits_rules(shape: &Shape<'_>) -> bool {
    resource_type(shape).is_some_and(|t| RULES.contains(&t.as_str()))
}

/// Whether a document holds action groups.
pub(super) fn fits_groups(shape: &Shape<'_>) -> bool {
    resource_type(shape).is_some_and(|t| t == GROUPS)
}

/// Reads rules, with the groups that stand in the same file.
pub(super) fn read(text: &str, reading: &mut Reading) -> Result<(), Refusal> {
    let document = tree(text, &mut reading.log)?;
    let elements = elements_of(&document, &mut reading.log);
    let type_of = |e: &Json<'_>| e.text_of("type").map(str::to_ascii_lowercase).unwrap_or_default();
    let groups: HashMap<String, bool> = elements
        .iter()
        .filter(|e| type_of(e) == GROUPS)
        .filter_map(|e| Some((e.text_of("id")?.to_ascii_lowercase(), reaches_somebody(properties(e)))))
        .collect();
    let mut linkage = Linkage { enabled: 0, unlinked: 0 };
    let mut n_rules = 0;
    for rule in elements.iter().filter(|e| RULES.contains(&type_of(e).as_str())) {
        n_rules += 1;
        let rule = properties(rule);
        if rule.get("enabled").and_then(Json::truth) == Some(false) {
            continue;
        }
        linkage.enabled += 1;
        // A group that stands elsewhere is taken to reach somebody: this file cannot tell.
        let is_linked = groups_of(rule).any(|id| groups.get(&id.to_ascii_lowercase()).copied().unwrap_or(true));
        linkage.unlinked += u64::from(!is_linked);
    }
    reading.items = elements.len() as u64;
    reading.tool = Some("azure monitor".to_owned());
    if n_rules > 0 {
        reading.facts.linkage = Some(linkage);
    }
    Ok(())
}

/// REST answers keep their fields in `properties`; `az` lays them flat.
fn properties<'j, 'a>(element: &'j Json<'a>) -> &'j Json<'a> {
    element.get("properties").filter(|p| p.is_object()).unwrap_or(element)
}

/// The ids of a rule's action groups: a list of objects, a list of ids, or either behind `actionGroups`.
fn groups_of<'j>(rule: &'j Json<'_>) -> impl Iterator<Item = &'j str> {
    let actions = rule.get("actions");
    let behind = actions.and_then(|a| a.get("actionGroups"));
    let list = behind.or(actions).map(Json::elements).unwrap_or_default();
    list.iter().filter_map(|a| a.text().or_else(|| a.text_of("actionGroupId"))).filter(|id| !id.trim().is_empty())
}

/// Whether an action group is enabled and has a receiver that is.
fn reaches_somebody(group: &Json<'_>) -> bool {
    let enabled = group.get("enabled").and_then(Json::truth) != Some(false);
    let mut receivers = group.pairs().iter().filter(|(key, _)| key.ends_with("Receivers")).flat_map(|(_, list)| list.elements());
    enabled && receivers.any(|r| r.text_of("status") != Some("Disabled"))
}
