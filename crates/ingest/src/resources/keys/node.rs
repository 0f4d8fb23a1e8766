//! Values of a resource, each with its origin and whether it is known yet.

use super::super::super::json::Json;
use super::origins::Origin;
use std::borrow::Cow;
use std::collections::HashMap;

/// A value of a resource, with its origin.
#[derive(Clone, Copy)]
pub(super) struct Node<'v, 'a> {
    pub value: &'v Json<'a>,
    pub origin: Origin<'v, 'a>,
    /// True, or a tree with what is known after the deployment only.
    pub unknown: Option<&'v Json<'a>>,
}

const NULL: &Json<'static> = &Json::Null;

/// The value behind keys, in time that does not grow with their number.
struct Lookup<'v, 'a> {
    pairs: &'v [(Cow<'a, str>, Json<'a>)],
    by_key: Option<HashMap<&'v str, &'v Json<'a>>>,
}

impl<'v, 'a> Lookup<'v, 'a> {
    fn of(object: Option<&'v Json<'a>>) -> Self {
        let pairs = object.map(Json::pairs).unwrap_or_default();
        let by_key = (pairs.len() > 16).then(|| pairs.iter().map(|(key, value)| (key.as_ref(), value)).collect());
        Lookup { pairs, by_key }
    }

    fn get(&self, key: &str) -> Option<&'v Json<'a>> {
        match &self.by_key {
            Some(map) => map.get(key).copied(),
            None => self.pairs.iter().rev().find(|(k, _)| k == key).map(|(_, value)| value),
        }
    }
}

/// The settings in an object, and those that are known later and do not stand among its values.
pub(super) fn children<'v, 'a>(node: Node<'v, 'a>) -> impl Iterator<Item = (&'v str, Node<'v, 'a>)> {
    let is_all_unknown = is_unknown(node);
    let (values, unknown, origins) = (Lookup::of(Some(node.value)), Lookup::of(node.unknown), Lookup::of(node.origin.inner()));
    let later = unknown.pairs.iter().filter(|(_, u)| u.truth() == Some(true)).map(|(key, _)| key.as_ref());
    let later: Vec<&str> = later.filter(|key| values.get(key).is_none()).collect();
    let stated = values.pairs.iter().map(|(key, value)| (key.as_ref(), value));
    stated.chain(later.into_iter().map(|key| (key, NULL))).map(move |(key, value)| {
        let unknown = if is_all_unknown { node.unknown } else { unknown.get(key) };
        (key, Node { value, origin: node.origin.of_looked_up(origins.get(key)), unknown })
    })
}

/// The value of a key.
pub(super) fn child<'v, 'a>(node: Node<'v, 'a>, key: &str) -> Node<'v, 'a> {
    let unknown = node.unknown.and_then(|u| if u.truth() == Some(true) { Some(u) } else { u.get(key) });
    Node { value: node.value.get(key).unwrap_or(NULL), origin: node.origin.of_key(key), unknown }
}

/// An element of a list.
pub(super) fn element<'v, 'a>(node: Node<'v, 'a>, i: usize) -> Node<'v, 'a> {
    let unknown = node.unknown.and_then(|u| if u.truth() == Some(true) { Some(u) } else { u.elements().get(i) });
    Node { value: node.value.elements().get(i).unwrap_or(NULL), origin: node.origin.of_element(i), unknown }
}

/// Whether the value is known after the deployment only.
pub(super) fn is_unknown(node: Node<'_, '_>) -> bool {
    node.unknown.and_then(Json::truth) == Some(true)
}
