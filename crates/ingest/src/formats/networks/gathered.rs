//! Rules and routes as they are gathered from one file.

use super::super::super::json::Json;
use super::super::super::paging::next_page;
use super::super::super::places::Places;
use super::words::{Lists, short};
use plumbline_domain::{Facts, NetworkRoute, NetworkRules, Place, RuleGroup, RulePlatform, TrafficRule};
use std::collections::HashMap;

/// Rules and routes of one file.
#[derive(Debug)]
pub(crate) struct Network<'p, 't> {
    /// Where values stand.
    pub places: &'p Places<'t>,
    /// Lists of addresses that the file spells out.
    pub lists: Lists,
    rules: NetworkRules,
    /// The place of each group in `rules`.
    by_id: HashMap<(RulePlatform, String), usize>,
}

/// A group in [`Network`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct GroupId(usize);

impl<'p, 't> Network<'p, 't> {
    pub fn new(places: &'p Places<'t>) -> Self {
        Network { places, lists: Lists::new(), rules: NetworkRules::default(), by_id: HashMap::new() }
    }

    /// The group with this id, made when it is not there yet. An empty id is not known: it makes a group of its own each time.
    pub fn group(&mut self, platform: RulePlatform, id: &str, name: &str, place: impl FnOnce() -> Place) -> GroupId {
        let id = id.trim().to_ascii_lowercase();
        let next = self.rules.groups.len();
        if !id.is_empty() {
            let at = *self.by_id.entry((platform, id.clone())).or_insert(next);
            if at < next {
                return GroupId(at);
            }
        }
        self.rules.groups.push(RuleGroup {
            platform,
            id: id.into(),
            name: short(name),
            network: None,
            rules: Vec::new(),
            outbound: 0,
            isolates: false,
            unknown: None,
            place: place(),
        });
        GroupId(next)
    }

    /// Whether a group with this id is there.
    pub fn has_group(&self, platform: RulePlatform, id: &str) -> bool {
        self.by_id.contains_key(&(platform, id.trim().to_ascii_lowercase()))
    }

    /// Lets a second id mean the same group.
    pub fn alias(&mut self, platform: RulePlatform, id: &str, group: GroupId) {
        self.by_id.entry((platform, id.trim().to_ascii_lowercase())).or_insert(group.0);
    }

    /// Changes a group.
    pub fn change(&mut self, group: GroupId, change: impl FnOnce(&mut RuleGroup)) {
        if let Some(group) = self.rules.groups.get_mut(group.0) {
            change(group);
        }
    }

    /// Adds an inbound rule.
    pub fn rule(&mut self, group: GroupId, rule: TrafficRule) {
        self.change(group, |g| g.rules.push(rule));
    }

    /// Counts an outbound rule.
    pub fn outbound(&mut self, group: GroupId) {
        self.change(group, |g| g.outbound = g.outbound.saturating_add(1));
    }

    /// Adds a route.
    pub fn route(&mut self, table: &str, destination: &str, next_hop: &str, place: Place) {
        let (table, destination, next_hop) = (short(table), short(destination), short(next_hop));
        self.rules.routes.push(NetworkRoute { table, destination, next_hop, place });
    }

    /// Says why the file does not show everything.
    pub fn incomplete(&mut self, why: &str, place: Place) {
        self.rules.incomplete.push((why.into(), place));
    }

    /// Looks for the keys by which a list says that it goes on.
    pub fn paging(&mut self, document: &Json<'_>) {
        if let Some((key, value)) = next_page(document) {
            let place = self.places.at(key, value);
            self.incomplete("the list goes on, and the file holds one page of it", place);
        }
    }

    /// Gives the facts.
    pub fn give(self, facts: &mut Facts) {
        facts.network = Some(Box::new(self.rules));
    }
}
