//! The resources at one moment, and what their arguments refer to where a value is known after the deployment only.

use super::super::{Places, Resource, Resources, without_instances};
use crate::json::Json;
use plumbline_domain::{Action, Place};
use std::collections::HashMap;

const NULL: &Json<'static> = &Json::Null;

/// How many variables and outputs of modules are followed from one to the next.
const MAX_STEPS: usize = 8;

/// How many values and inner blocks of one expression are looked at.
const MAX_EXPRESSIONS: usize = 256;

/// How many references of one expression are looked at: real ones have a few.
const MAX_REFERENCES: usize = 32;

/// How many resources an argument is taken to refer to. Where it may be any of more, it is not known which.
const MAX_REFERRED: usize = 64;

/// The resources before or after a change.
pub(super) struct Moment<'r, 'a> {
    resources: &'r Resources<'a>,
    places: &'r Places<'r>,
    list: Vec<Subject<'r, 'a>>,
    /// By address without instances.
    by_address: HashMap<String, Vec<usize>>,
    /// By address as it stands in the file.
    by_instance: HashMap<&'r str, usize>,
}

/// A resource at one moment.
#[derive(Clone, Copy)]
pub(super) struct Subject<'r, 'a> {
    pub resource: &'r Resource<'a>,
    /// Its values; null when the file names the resource and no more.
    pub values: &'r Json<'a>,
    unknown: &'r Json<'a>,
}

impl<'r, 'a> Moment<'r, 'a> {
    /// Before the change.
    pub fn before(resources: &'r Resources<'a>, places: &'r Places<'r>) -> Self {
        let is_there = |r: &&'r Resource<'a>| !matches!(r.before, Json::Null);
        let subject = |resource: &'r Resource<'a>| Subject { resource, values: &resource.before, unknown: NULL };
        Self::of(resources, places, resources.list.iter().filter(is_there).map(subject).collect())
    }

    /// After the change, or the only moment that the file shows.
    pub fn after(resources: &'r Resources<'a>, places: &'r Places<'r>) -> Self {
        // what a deployment leaves alone may be written as it was only, and what it ignores by its id alone
        let stays = |r: &Resource<'a>| {
            r.action.leaves_alone() || matches!(r.action, Action::Forget | Action::Unknown) && !matches!(r.before, Json::Null)
        };
        let subject = |resource: &'r Resource<'a>| {
            let is_unwritten = matches!(resource.after, Json::Null);
            let values = if is_unwritten && stays(resource) { &resource.before } else { &resource.after };
            Subject { resource, values, unknown: &resource.after_unknown }
        };
        let is_left_out = |s: &Subject<'r, 'a>| s.resource.action.leaves_alone() && matches!(s.values, Json::Null);
        let there = resources.list.iter().filter(|r| r.action != Action::Delete).map(subject);
        let list = there.filter(|s| !is_left_out(s)).collect();
        Self::of(resources, places, list)
    }

    fn of(resources: &'r Resources<'a>, places: &'r Places<'r>, list: Vec<Subject<'r, 'a>>) -> Self {
        let mut by_address: HashMap<String, Vec<usize>> = HashMap::new();
        for (i, subject) in list.iter().enumerate() {
            by_address.entry(without_instances(&subject.resource.address)).or_default().push(i);
        }
        let by_instance = list.iter().enumerate().map(|(i, s)| (s.resource.address.as_str(), i)).collect();
        Moment { resources, places, list, by_address, by_instance }
    }

    /// The places of the file.
    pub fn places(&self) -> &'r Places<'r> {
        self.places
    }

    /// The resources, data sources among them.
    pub fn subjects(&self) -> impl Iterator<Item = Subject<'r, 'a>> {
        self.list.iter().copied()
    }

    /// The resources of this type that are no data sources.
    pub fn managed<'k>(&'k self, kind: &'k str) -> impl Iterator<Item = Subject<'r, 'a>> + 'k {
        self.list.iter().copied().filter(move |s| s.resource.kind == kind && !s.is_data())
    }

    /// Where a resource stands.
    pub fn place(&self, subject: &Subject<'_, '_>) -> Place {
        self.places.at(subject.resource.path.as_str(), subject.values)
    }

    /// Whether the configuration states an argument; also when there is no configuration in the file.
    pub fn may_state(&self, subject: &Subject<'_, '_>, argument: &str) -> bool {
        self.resources.expressions.is_empty() || self.resources.expression(&subject.resource.address, argument).is_some()
    }

    /// The resources that an argument refers to, as far as their values are kept. Of several instances, that of the same key.
    pub fn referred(&self, subject: &Subject<'_, '_>, argument: &str) -> Vec<Subject<'r, 'a>> {
        let mut found = Vec::new();
        for address in self.addresses(subject, argument) {
            let key = instance_of(&subject.resource.address);
            if let Some(same) = self.by_instance.get(format!("{address}{key}").as_str()).and_then(|i| self.list.get(*i)) {
                found.push(*same);
                continue;
            }
            let Some(places) = self.by_address.get(&address).filter(|places| places.len() <= MAX_REFERRED) else { continue };
            found.extend(places.iter().filter_map(|i| self.list.get(*i).copied()));
        }
        found
    }

    /// The first resource that an argument refers to, as a name for what is not known yet: `${aws_iam_role.ci}`; empty when the
    /// configuration does not say it.
    pub fn reference(&self, subject: &Subject<'_, '_>, argument: &str) -> String {
        self.addresses(subject, argument).first().map(|address| format!("${{{address}}}")).unwrap_or_default()
    }

    /// The addresses of resources that an argument refers to, through variables and outputs of modules.
    fn addresses(&self, subject: &Subject<'_, '_>, argument: &str) -> Vec<String> {
        let address = without_instances(&subject.resource.address);
        let module = module_of(&address).to_owned();
        let mut open: Vec<(String, &Json<'a>)> =
            self.resources.expression(&subject.resource.address, argument).map(|e| (module, e)).into_iter().collect();
        let mut found: Vec<String> = Vec::new();
        let mut steps = 0;
        while let Some((module, expression)) = open.pop() {
            steps += 1;
            if steps > MAX_STEPS || found.len() > MAX_REFERENCES {
                break;
            }
            for reference in references_in(expression) {
                let mut parts = reference.split('.').map(|part| part.split('[').next().unwrap_or_default());
                match (parts.next(), parts.next(), parts.next()) {
                    (Some("var"), Some(name), _) => {
                        let call = module.trim_end_matches('.');
                        let outer = call.rfind("module.").and_then(|at| call.get(..at)).unwrap_or_default();
                        open.extend(self.resources.expression(call, name).map(|e| (outer.to_owned(), e)));
                    }
                    (Some("module"), Some(called), Some(output)) => {
                        let outputs = format!("{module}module.{called}.outputs");
                        let inner = format!("{module}module.{called}.");
                        open.extend(self.resources.expression(&outputs, output).map(|e| (inner, e)));
                    }
                    (Some("local" | "each" | "count" | "self" | "path" | "terraform" | "module"), ..) | (None, ..) => {}
                    (Some("data"), Some(kind), Some(name)) => add(&mut found, format!("{module}data.{kind}.{name}")),
                    (Some(kind), Some(name), _) => add(&mut found, format!("{module}{kind}.{name}")),
                    (Some(_), None, _) => {}
                }
            }
        }
        found
    }
}

fn add(found: &mut Vec<String>, address: String) {
    if !found.contains(&address) {
        found.push(address);
    }
}

/// The references of an expression, or of the expressions in a block, in the order of the file: the first ones. Every instance of a
/// resource asks for them again.
fn references_in<'e>(expression: &'e Json<'_>) -> Vec<&'e str> {
    let (mut found, mut looked_at) = (Vec::new(), 0);
    collect_references(expression, &mut looked_at, &mut found);
    found
}

fn collect_references<'e>(expression: &'e Json<'_>, looked_at: &mut usize, found: &mut Vec<&'e str>) {
    *looked_at += 1;
    if *looked_at > MAX_EXPRESSIONS || found.len() >= MAX_REFERENCES {
        return;
    }
    match expression.get("references") {
        Some(list) => {
            let room = MAX_REFERENCES - found.len();
            found.extend(list.elements().iter().take(room).filter_map(Json::text));
        }
        None => {
            let inner = expression.elements().iter().chain(expression.pairs().iter().map(|(_, value)| value));
            inner.take(MAX_EXPRESSIONS).for_each(|inner| collect_references(inner, looked_at, found));
        }
    }
}

/// The module of an address without instances: `module.a.module.b.`, or nothing.
fn module_of(address: &str) -> &str {
    let mut end = 0;
    while let Some(rest) = address.get(end..).filter(|rest| rest.starts_with("module.")) {
        let name = rest.get("module.".len()..).and_then(|name| name.find('.'));
        match name {
            Some(length) => end += "module.".len() + length + 1,
            None => break,
        }
    }
    address.get(..end).unwrap_or_default()
}

/// The instance at the end of an address: `["a"]` of `x.y["a"]`.
fn instance_of(address: &str) -> &str {
    let at =
        address.rfind('.').filter(|_| !address.ends_with(']')).unwrap_or_else(|| address.rfind('[').unwrap_or(address.len()));
    address.get(at..).filter(|rest| rest.starts_with('[')).unwrap_or_default()
}

impl<'r, 'a> Subject<'r, 'a> {
    /// Whether it is a data source: what it describes is there already.
    pub fn is_data(&self) -> bool {
        let plain = without_instances(&self.resource.address);
        plain.get(module_of(&plain).len()..).is_some_and(|rest| rest.starts_with("data."))
    }

    /// A value that is text; empty when it is none.
    pub fn text(&self, key: &str) -> &'r str {
        self.values.text_of(key).unwrap_or_default()
    }

    /// The first text among several keys.
    pub fn first_text(&self, keys: &[&str]) -> &'r str {
        keys.iter().map(|key| self.text(key)).find(|text| !text.is_empty()).unwrap_or_default()
    }

    /// The elements of a list; a block that stands alone is a list of one.
    pub fn blocks(&self, key: &str) -> &'r [Json<'a>] {
        match self.values.get(key) {
            Some(one @ Json::Object(_)) => std::slice::from_ref(one),
            Some(list) => list.elements(),
            None => &[],
        }
    }

    /// Whether a value, or a part of it, is known after the deployment only.
    pub fn is_unknown(&self, key: &str) -> bool {
        self.unknown.get(key).is_some_and(has_truth)
    }
}

fn has_truth(tree: &Json<'_>) -> bool {
    match tree {
        Json::Bool(is_unknown) => *is_unknown,
        Json::Array(elements) => elements.iter().any(has_truth),
        Json::Object(pairs) => pairs.iter().any(|(_, value)| has_truth(value)),
        _ => false,
    }
}
