//! Network rules and routes among the resources of a plan, a state, a what-if or a snapshot.

mod aws;
mod azure;
mod google;
mod kubernetes;
#[cfg(test)]
mod tests;

use super::{Places, Resource, Resources, without_instances};
use crate::formats::networks::gathered::{GroupId, Network};
use crate::formats::networks::values::Values;
use crate::json::Json;
use plumbline_domain::{Action, Facts, Place, RulePlatform};
use std::collections::HashSet;

/// Whether a resource of this type says something of them.
pub(super) fn wants(kind: &str) -> bool {
    [azure::KINDS, aws::KINDS, google::KINDS, kubernetes::KINDS].iter().any(|kinds| kinds.contains(&kind))
}

/// Gives the facts.
pub(super) fn give(resources: &Resources<'_>, places: &Places<'_>, facts: &mut Facts) {
    // what a preview ignores is no part of its source
    let is_ours = |r: &&Resource<'_>| wants(&r.kind) && r.action != Action::Ignore && !is_data_source(&r.address);
    let ours = || resources.list.iter().filter(is_ours);
    if ours().next().is_none() {
        return;
    }
    let kinds_apart = ours().map(|r| r.kind.as_str()).filter(|kind| kind.contains("_rule")).collect();
    let mut view = View { resources, network: Network::new(places), kinds_apart };
    let removed = Removed::of(resources);
    // lists of addresses first, then what carries rules, then rules that name it: each finds what stands before it
    for stage in [Stage::Lists, Stage::Groups, Stage::Rules] {
        for resource in ours() {
            if !resource.after.is_object() {
                view.note_missing(resource, stage);
                continue;
            }
            let written = resources.expressions.get(without_instances(&resource.address).as_str());
            let values = Values::planned(&resource.after, &resource.after_unknown, written);
            match resource.kind.split(['_', '.', ':']).next().unwrap_or_default() {
                "azurerm" | "microsoft" => azure::add(&mut view, resource, values, stage, &removed.azure),
                "aws" => aws::add(&mut view, resource, values, stage, &removed.aws),
                "google" if stage == Stage::Rules => google::add(&mut view, resource, values),
                "kubernetes" if stage == Stage::Rules => kubernetes::add(&mut view, resource, values),
                _ => {}
            }
        }
    }
    if !resources.is_complete {
        view.network.incomplete("the preview did not run to its end", Place::default());
    }
    view.network.give(facts);
}

/// What is read in which order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Lists,
    Groups,
    Rules,
}

/// Rules that a preview takes away or changes. A group that lists all its rules still shows them as they were.
#[derive(Debug)]
struct Removed {
    azure: azure::Removed,
    aws: aws::Removed,
}

impl Removed {
    fn of(resources: &Resources<'_>) -> Self {
        let gone = || resources.list.iter().filter(|r| r.before.is_object() && !matches!(r.action, Action::NoOp | Action::Read));
        Removed { azure: azure::Removed::of(gone()), aws: aws::Removed::of(gone()) }
    }
}

/// What a view takes from the resources of one file.
#[derive(Debug)]
struct View<'r, 'a, 'p, 't> {
    resources: &'r Resources<'a>,
    network: Network<'p, 't>,
    /// Types of rules that stand apart from their group.
    kinds_apart: HashSet<&'r str>,
}

impl View<'_, '_, '_, '_> {
    /// The path of the values of a resource.
    fn path(&self, resource: &Resource<'_>) -> String {
        let is_arm = resource.kind.starts_with("microsoft.");
        let below = match (is_arm, self.resources.shows_change) {
            _ if is_of_cloudformation(&resource.kind) => ".AfterContext",
            (true, true) => ".after",
            (true, false) => "",
            (false, true) => ".change.after",
            (false, false) => ".values",
        };
        format!("{}{below}", resource.path)
    }

    /// The place of a resource.
    fn place(&self, resource: &Resource<'_>) -> Place {
        self.network.places.at(self.path(resource), &resource.after)
    }

    /// A group that is a resource: its id where it is known, else its address, under which it is found in any case.
    fn group(&mut self, platform: RulePlatform, id: Option<&str>, name: &str, resource: &Resource<'_>) -> GroupId {
        let place = self.place(resource);
        let group = self.network.group(platform, id.unwrap_or(&resource.address), name, || place);
        self.network.alias(platform, &resource.address, group);
        self.network.alias(platform, &without_instances(&resource.address), group);
        group
    }

    /// The group that a rule names: by its id where that is known, else by what the argument refers to in the configuration.
    fn group_of_rule(&mut self, platform: RulePlatform, id: Option<&str>, argument: &str, rule: &Resource<'_>) -> GroupId {
        let referred = || self.referred(&rule.address, argument).into_iter();
        let key = match id {
            Some(id) => id.to_owned(),
            None => {
                let is_there = |address: &String| self.network.has_group(platform, address);
                referred().find(is_there).or_else(|| referred().last()).unwrap_or_default()
            }
        };
        let place = self.place(rule);
        let name = match key.rsplit('/').next() {
            Some(name) if !name.is_empty() => name.to_owned(),
            _ => format!("the group of {}", rule.address),
        };
        self.network.group(platform, &key, &name, || place)
    }

    /// The addresses that an argument may mean: with the instance of the resource itself, then without.
    fn referred(&self, address: &str, argument: &str) -> Vec<String> {
        let plain = without_instances(address);
        let module = plain.rmatch_indices('.').nth(1).and_then(|(at, _)| plain.get(..=at)).unwrap_or_default();
        let instance = address.ends_with(']').then(|| address.rfind('[')).flatten().and_then(|at| address.get(at..));
        let Some(reference) = self.resources.references(address, argument).find(|r| is_resource(r)) else { return Vec::new() };
        let mut parts = without_instances(reference);
        if let Some((at, _)) = parts.match_indices('.').nth(1) {
            parts.truncate(at);
        }
        let base = format!("{module}{parts}");
        instance.map(|i| format!("{base}{i}")).into_iter().chain([base.clone()]).collect()
    }

    /// Marks a group whose inline rules are known after the deployment only. Every new group says so of rules that nobody wrote inline:
    /// where the plan does not hold what was written, rules that stand apart show that they are not inline.
    fn note_unknown(&mut self, group: GroupId, values: Values<'_, '_>, key: &str, kinds_apart: &[&str]) {
        let stand_apart = !values.says_what_is_written() && kinds_apart.iter().any(|kind| self.kinds_apart.contains(kind));
        if values.is_wholly_unknown(key) && !stand_apart {
            self.network.change(group, |g| g.unknown = Some("its rules are known after the deployment only".into()));
        }
    }

    /// Notes a resource that stays or comes, and of which the preview does not say how it will be.
    fn note_missing(&mut self, resource: &Resource<'_>, stage: Stage) {
        let leaves = matches!(resource.action, Action::Delete | Action::Forget);
        let says_all = resource.kind.starts_with("microsoft.") || is_of_cloudformation(&resource.kind);
        if stage == Stage::Groups && says_all && !leaves {
            let place = Place { path: resource.path.as_str().into(), line: 0 };
            self.network.incomplete("the preview does not say what becomes of a resource that carries rules", place);
        }
    }
}

/// Whether a type is one of CloudFormation: `aws::ec2::securitygroup`.
fn is_of_cloudformation(kind: &str) -> bool {
    kind.starts_with("aws::")
}

/// Whether a reference is one to a resource, and not to a variable, a local value or the output of a module.
fn is_resource(reference: &str) -> bool {
    let first = reference.split('.').next().unwrap_or_default();
    reference.contains('.') && !["var", "local", "module", "each", "count", "data", "path", "terraform"].contains(&first)
}

/// Whether an address is that of a data source, which is read and not managed.
fn is_data_source(address: &str) -> bool {
    address.starts_with("data.") || address.contains(".data.")
}

/// The texts of two keys with a slash between them, in lower case: the id of a group that its rules name so.
fn joined(values: Values<'_, '_>, first: &str, second: &str) -> Option<String> {
    Some(format!("{}/{}", values.text(first)?, values.text(second)?).to_ascii_lowercase())
}

/// The object itself, or what stands in its `Properties`.
fn properties<'j, 'a>(values: Values<'j, 'a>) -> Values<'j, 'a> {
    values.child("properties").unwrap_or(values)
}

/// The values before a change.
fn before<'j, 'a>(resource: &'j Resource<'a>) -> &'j Json<'a> {
    &resource.before
}
