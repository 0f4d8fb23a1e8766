//! What resources of Terraform name, when it is known and when it shows only in the configuration.

use super::super::{Places, Resource, Resources, without_instances};
use crate::formats::alerts::words::{name, truth};
use crate::json::Json;
use plumbline_domain::{AlertRule, AlertRules, Called, Calls, Place, Reach, Receiver};
use std::collections::{BTreeSet, HashSet};

/// What came of following references.
#[derive(Debug, Default)]
struct Followed {
    /// Whether there are more than were followed.
    is_cut: bool,
    /// The references that were followed, with the modules in which they stand.
    seen: HashSet<String>,
    /// The addresses of the resources that they led to.
    found: BTreeSet<String>,
}

/// Modules inside of each other that are followed.
const MAX_MODULES: u32 = 16;

/// How many references are followed for one argument: real ones have a few, and every instance of a rule asks for them again.
const MAX_REFERENCES: usize = 128;

/// A resource and what it stands among.
#[derive(Clone, Copy)]
pub(super) struct Of<'r, 'a, 't> {
    pub resource: &'r Resource<'a>,
    pub resources: &'r Resources<'a>,
    pub places: &'r Places<'t>,
}

impl<'r, 'a> Of<'r, 'a, '_> {
    /// A value after the change.
    pub fn get(&self, argument: &str) -> Option<&'r Json<'a>> {
        self.resource.after.get(argument)
    }

    /// A text after the change.
    pub fn text(&self, argument: &str) -> Option<&'r str> {
        self.resource.after.text_of(argument)
    }

    /// The blocks of this name.
    pub fn blocks(&self, argument: &str) -> &'r [Json<'a>] {
        self.get(argument).map(Json::elements).unwrap_or_default()
    }

    /// Whether a part of an argument is known after the deployment only.
    pub fn is_unknown(&self, argument: &str) -> bool {
        self.resource.after_unknown.get(argument).is_some_and(has_truth)
    }

    /// Whether an argument is on, as it is by default.
    pub fn is_on(&self, argument: &str) -> bool {
        truth(self.get(argument)) != Some(false)
    }

    /// The name of the resource: the first of these arguments that is known, else its address.
    pub fn name(&self, arguments: &[&str]) -> Box<str> {
        name(arguments.iter().find_map(|a| self.text(a)).unwrap_or(&self.resource.address))
    }

    /// Where it stands.
    pub fn place(&self) -> Place {
        self.places.at(self.resource.path.as_str(), &self.resource.after)
    }

    /// The resources that an argument refers to, by the keys under which [`Of::give_receiver`] gives them; of what cannot be followed,
    /// why that leaves it open.
    pub fn referred(&self, argument: &str) -> Vec<Called> {
        let mut followed = Followed::default();
        if let Some(expression) = self.resources.expression(&self.resource.address, argument) {
            self.follow(expression, &module_of(&self.resource.address), MAX_MODULES, &mut followed);
        }
        let mut called: Vec<Called> = followed.found.into_iter().map(|address| Called::Receiver(address_key(&address))).collect();
        if followed.is_cut {
            called.push(Called::Open("it refers to more than is followed".into()));
        } else if called.is_empty() {
            called.push(Called::Open("whom it calls is known after the deployment only".into()));
        }
        called
    }

    /// Follows an expression of a module to the resources that it refers to, through the arguments and outputs of modules.
    fn follow(&self, expression: &Json<'_>, module: &str, modules_left: u32, followed: &mut Followed) {
        let Some(modules_left) = modules_left.checked_sub(1) else { return };
        let mut references = BTreeSet::new();
        collect_references(expression, &mut references);
        for reference in references {
            if followed.seen.len() >= MAX_REFERENCES {
                followed.is_cut = true;
                return;
            }
            let plain = without_instances(&reference);
            if !followed.seen.insert(format!("{module}{plain}")) {
                continue;
            }
            let parts: Vec<&str> = plain.split('.').collect();
            match parts.as_slice() {
                ["var", argument, ..] => {
                    let call = module.trim_end_matches('.');
                    if let Some(expression) = self.resources.expression(call, argument) {
                        self.follow(expression, &module_of(call), modules_left, followed);
                    }
                }
                ["module", name, output, ..] => {
                    let inner = format!("{module}module.{name}.");
                    if let Some(expression) = self.resources.expression(&format!("{inner}outputs"), output) {
                        self.follow(expression, &inner, modules_left, followed);
                    }
                }
                ["local" | "module" | "each" | "count" | "path" | "self" | "terraform", ..] => {}
                ["data", kind, name, ..] => drop(followed.found.insert(format!("{module}data.{kind}.{name}"))),
                [kind, name, ..] => drop(followed.found.insert(format!("{module}{kind}.{name}"))),
                _ => {}
            }
        }
    }

    /// Whom an argument names: known ids through `key`, and what is known later through the configuration.
    pub fn called(&self, argument: &str, ids: Vec<Called>) -> Vec<Called> {
        let mut called = ids;
        if self.is_unknown(argument) {
            called.extend(self.referred(argument));
        }
        called
    }

    /// Gives a rule.
    pub fn give_rule(&self, name: Box<str>, is_enabled: bool, calls: Calls, alerts: &mut AlertRules) {
        let place = self.place();
        alerts.rules.push(AlertRule { name, id: "".into(), is_enabled, calls, parts: Vec::new(), place });
    }

    /// Gives a receiver under its id, when that is known, and under its address.
    pub fn give_receiver(&self, id: Option<Box<str>>, name: &str, reach: &Reach, alerts: &mut AlertRules) {
        for key in id.into_iter().chain([address_key(&without_instances(&self.resource.address))]) {
            alerts.receivers.push(Receiver { key, name: name.into(), reach: reach.clone(), place: self.place() });
        }
    }
}

/// The key of a resource by its address without instances.
pub(super) fn address_key(address: &str) -> Box<str> {
    format!("terraform {address}").into()
}

/// The module in which an address stands, with a dot behind it; empty for the root.
fn module_of(address: &str) -> String {
    let plain = without_instances(address);
    let parts: Vec<&str> = plain.split('.').collect();
    let n_modules = parts.chunks(2).take_while(|pair| pair.first() == Some(&"module")).count();
    // the address of a module stands in the one around it
    let n_around = if n_modules * 2 >= parts.len() { n_modules.saturating_sub(1) } else { n_modules };
    parts.iter().take(n_around * 2).fold(String::new(), |module, part| module + part + ".")
}

fn collect_references(expression: &Json<'_>, found: &mut BTreeSet<String>) {
    match expression {
        Json::Object(pairs) => {
            for (key, value) in pairs {
                match value {
                    Json::Array(list) if key == "references" => {
                        found.extend(list.iter().take(MAX_REFERENCES * 2).filter_map(Json::text).map(str::to_owned));
                    }
                    value if found.len() <= MAX_REFERENCES => collect_references(value, found),
                    _ => return,
                }
            }
        }
        Json::Array(elements) => elements.iter().for_each(|e| collect_references(e, found)),
        _ => {}
    }
}

fn has_truth(tree: &Json<'_>) -> bool {
    match tree {
        Json::Bool(truth) => *truth,
        Json::Array(elements) => elements.iter().any(has_truth),
        Json::Object(pairs) => pairs.iter().any(|(_, value)| has_truth(value)),
        _ => false,
    }
}

/// The texts in a value: itself, or those in its list.
pub(super) fn texts<'j>(value: Option<&'j Json<'_>>) -> impl Iterator<Item = &'j str> {
    let one = value.and_then(Json::text);
    let list = value.map(Json::elements).unwrap_or_default().iter().filter_map(Json::text);
    one.into_iter().chain(list).filter(|text| !text.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_stands_in_a_module() {
        assert_eq!(module_of("module.a[\"x.y\"].module.b.aws_x.y[1]"), "module.a.module.b.");
        assert_eq!(module_of("aws_x.y"), "");
        assert_eq!(module_of("module.a"), "");
        assert_eq!(module_of("module.a.module.b"), "module.a.");
        assert_eq!(module_of("module.a.data.aws_x.y"), "module.a.");
    }
}
