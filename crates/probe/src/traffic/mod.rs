//! What rules let in, worked out as their platform does it: by turn, with what earlier denies keep out.

mod aws;
mod cover;
mod denied;
#[cfg(test)]
pub(crate) mod fixture;
mod reach;
mod spans;

pub(crate) use aws::Judged;
pub(crate) use reach::{Denial, Group, Reach};
pub(crate) use spans::Family;

use crate::Question;
use plumbline_domain::{NetworkRules, Place, RuleGroup, RulePlatform};
use std::collections::HashMap;

/// The files of a question that hold rules or routes.
pub(crate) fn files<'a>(question: &Question<'a>) -> impl Iterator<Item = &'a NetworkRules> {
    question.together().filter_map(|content| content.facts.network.as_deref())
}

/// Why the files do not show everything: the first phrase, and its place when it is in the file itself.
pub(crate) fn incomplete<'a>(question: &Question<'a>) -> Option<&'a (Box<str>, Place)> {
    files(question).find_map(|rules| rules.incomplete.first())
}

/// The groups of all files; one that stands in several is one.
pub(crate) fn groups<'a>(question: &Question<'a>) -> Vec<Group<'a>> {
    let mut parts: Vec<Vec<&'a RuleGroup>> = Vec::new();
    let mut by_id: HashMap<(RulePlatform, &'a str), usize> = HashMap::new();
    for group in files(question).flat_map(|rules| &rules.groups) {
        let next = parts.len();
        let at = match group.id.is_empty() {
            true => next,
            false => *by_id.entry((group.platform, &*group.id)).or_insert(next),
        };
        match parts.get_mut(at) {
            Some(part) => part.push(group),
            None => parts.push(vec![group]),
        }
    }
    parts.iter().filter_map(|parts| Group::of(parts)).collect()
}
