//! The configuration in a Terraform plan: constants that the plan itself says are secret, and variables that are declared so.

use super::marks::{Marks, by_key};
use super::tree::{Kind, Tree};
use crate::resources::without_instances;
use std::collections::{HashMap, HashSet};

/// So many masks of the instances of one resource are applied one by one; beyond that all its constants are redacted.
const MAX_INSTANCES: usize = 32;

/// The masks of planned resources, by address without instances.
type Masks = HashMap<String, Vec<usize>>;

/// Marks the secrets in the `configuration` of a plan, and the values of its variables.
pub(super) fn mark(marks: &mut Marks<'_>, plan: usize) {
    let tree = marks.tree;
    if tree.kind(plan) != Kind::Object {
        return;
    }
    let Some(root) = tree.get(plan, "configuration").and_then(|c| tree.get(c, "root_module")) else { return };
    let mut masks = Masks::new();
    for list in ["resource_changes", "resource_drift"].into_iter().filter_map(|key| tree.get(plan, key)) {
        for resource in tree.elements(list) {
            if let Some(change) = tree.get(resource, "change") {
                for mask in ["before_sensitive", "after_sensitive"].into_iter().filter_map(|key| tree.get(change, key)) {
                    take(tree, resource, mask, &mut masks);
                }
            }
        }
    }
    if let Some(module) = tree.get(plan, "planned_values").and_then(|p| tree.get(p, "root_module")) {
        take_module(tree, module, &mut masks);
    }
    let sensitive = sensitive_variables(tree, root);
    if let Some(variables) = tree.get(plan, "variables") {
        for (name, variable) in tree.pairs(variables) {
            if sensitive.contains(tree.text_of(name).as_ref())
                && let Some(value) = tree.get(variable, "value")
            {
                marks.mark_all(value);
            }
        }
    }
    mark_module(marks, root, "", &masks);
}

fn take(tree: &Tree<'_>, resource: usize, mask: usize, masks: &mut Masks) {
    if let Some(address) = tree.get(resource, "address") {
        masks.entry(without_instances(&tree.text_of(address))).or_default().push(mask);
    }
}

fn take_module(tree: &Tree<'_>, module: usize, masks: &mut Masks) {
    for resource in tree.get(module, "resources").into_iter().flat_map(|list| tree.elements(list)) {
        if let Some(mask) = tree.get(resource, "sensitive_values") {
            take(tree, resource, mask, masks);
        }
    }
    for child in tree.get(module, "child_modules").into_iter().flat_map(|list| tree.elements(list)) {
        take_module(tree, child, masks);
    }
}

/// The variables of a module that are declared as sensitive.
fn sensitive_variables(tree: &Tree<'_>, module: usize) -> HashSet<String> {
    let variables = tree.get(module, "variables").into_iter().flat_map(|v| tree.pairs(v));
    let is_sensitive = |variable: usize| tree.get(variable, "sensitive").is_some_and(|s| tree.is_true(s));
    variables.filter(|(_, variable)| is_sensitive(*variable)).map(|(name, _)| tree.text_of(name).into_owned()).collect()
}

fn mark_module(marks: &mut Marks<'_>, module: usize, prefix: &str, masks: &Masks) {
    let tree = marks.tree;
    for resource in tree.get(module, "resources").into_iter().flat_map(|list| tree.elements(list)) {
        let parts = by_key(tree, resource);
        let (Some(address), Some(expressions)) = (parts.get("address"), parts.get("expressions")) else { continue };
        let Some(masks) = masks.get(&format!("{prefix}{}", tree.text_of(*address))) else { continue };
        if masks.len() > MAX_INSTANCES {
            marks.mark_all_constants(*expressions);
        } else {
            masks.iter().for_each(|mask| marks.mark_constants(*expressions, *mask));
        }
    }
    for (name, call) in tree.get(module, "module_calls").into_iter().flat_map(|calls| tree.pairs(calls)) {
        let parts = by_key(tree, call);
        let Some(inner) = parts.get("module") else { continue };
        let sensitive = sensitive_variables(tree, *inner);
        if let Some(expressions) = parts.get("expressions") {
            for (argument, expression) in tree.pairs(*expressions) {
                if sensitive.contains(tree.text_of(argument).as_ref()) {
                    marks.mark_all_constants(expression);
                }
            }
        }
        mark_module(marks, *inner, &format!("{prefix}module.{}.", tree.text_of(name)), masks);
    }
}
