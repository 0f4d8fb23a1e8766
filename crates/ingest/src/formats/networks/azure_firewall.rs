//! `az network firewall policy rule-collection-group list`, `az network firewall list` and the REST answers: what Azure Firewall lets
//! in. It works through DNAT before any network rule, then by the priority of groups and collections, then in the order of the rules.

use super::super::super::json::Json;
use super::super::{Reading, Refusal, Shape};
use super::azure_nsg::split_before;
use super::gathered::{GroupId, Network};
use super::values::Values;
use super::words::{Gathered, GatheredPorts, Lists, Span, protocol_of, short};
use super::{arm_type, read_azure, type_of};
use plumbline_domain::{Addresses, Place, Ports, Protocols, RulePlatform, TrafficRule};

const POLICY: &str = "microsoft.network/firewallpolicies";
const COLLECTION_GROUP: &str = "microsoft.network/firewallpolicies/rulecollectiongroups";
const FIREWALL: &str = "microsoft.network/azurefirewalls";

/// Whether a document lists rule collection groups, policies or firewalls.
pub(in crate::formats) fn fits(shape: &Shape<'_>) -> bool {
    let is_collection = shape.has("ruleCollectionType") && shape.has("priority");
    is_collection || arm_type(shape).is_some_and(|t| [POLICY, COLLECTION_GROUP, FIREWALL].contains(&t.as_str()))
}

/// Reads rule collection groups. A policy by itself names them only.
pub(in crate::formats) fn read(text: &str, reading: &mut Reading) -> Result<(), Refusal> {
    reading.tool = Some("azure firewall".to_owned());
    // the collections of one group may stand by themselves
    let mut of_group: Option<GroupId> = None;
    read_azure(text, reading, |network, resource, path| {
        let values = Values::of(resource);
        let id = values.text("id").unwrap_or_default();
        match type_of(resource).as_str() {
            _ if values.get("ruleCollectionType").is_some() => {
                let place = network.places.at("", resource);
                let group = *of_group
                    .get_or_insert_with(|| network.group(RulePlatform::AzureFirewall, "", "a collection group", || place));
                collection_of_policy(network, group, Some(0), values, path);
            }
            FIREWALL => firewall(network, id, resource, path),
            POLICY => {}
            _ => collection_group(network, id, resource, path),
        }
    })
}

/// Adds a rule collection group as Azure describes it, with its fields flat or in `properties`.
pub(crate) fn collection_group(network: &mut Network<'_, '_>, id: &str, resource: &Json<'_>, path: &str) {
    let values = Values::of(resource);
    let (policy, _) = split_before(id, "/rulecollectiongroups").unwrap_or((id, ""));
    let name = policy.rsplit('/').next().filter(|n| !n.is_empty()).unwrap_or("a firewall policy");
    let places = network.places;
    let group = network.group(RulePlatform::AzureFirewall, policy, name, || places.at(path, resource));
    let (inner, path) = properties(values, path);
    let priority = inner.whole("priority");
    for (n, collection) in inner.list("ruleCollections").filter(|(_, c)| c.json().is_object()) {
        collection_of_policy(network, group, priority, collection, &format!("{path}ruleCollections[{n}]"));
    }
}

/// Adds a collection of a policy, in a group of this priority.
fn collection_of_policy(
    network: &mut Network<'_, '_>,
    group: GroupId,
    priority: Option<i64>,
    collection: Values<'_, '_>,
    path: &str,
) {
    let kind = collection.text("ruleCollectionType").unwrap_or_default();
    let stage = if kind.eq_ignore_ascii_case("FirewallPolicyNatRuleCollection") { Stage::Nat } else { Stage::Network };
    let is_of_application = |r: Values<'_, '_>| r.text("ruleType").is_some_and(|t| t.eq_ignore_ascii_case("ApplicationRule"));
    let rules = collection.list("rules").filter(|(_, r)| !is_of_application(*r));
    collection_of(network, group, &Turn::of(stage, priority, collection.whole("priority")), collection, rules, path);
}

/// Adds a firewall that has rules of its own.
pub(crate) fn firewall(network: &mut Network<'_, '_>, id: &str, resource: &Json<'_>, path: &str) {
    let values = Values::of(resource);
    let places = network.places;
    let name = values.text("name").unwrap_or("a firewall");
    let group = network.group(RulePlatform::AzureFirewall, id, name, || places.at(path, resource));
    let (inner, path) = properties(values, path);
    for (key, stage) in [("natRuleCollections", Stage::Nat), ("networkRuleCollections", Stage::Network)] {
        for (n, collection) in inner.list(key) {
            let (collection, path) = properties(collection, &format!("{path}{key}[{n}]"));
            let path = path.trim_end_matches('.');
            let turn = Turn::of(stage, Some(0), collection.whole("priority"));
            collection_of(network, group, &turn, collection, collection.list("rules"), path);
        }
    }
}

/// The fields of a resource, and the path in front of them.
fn properties<'j, 'a>(values: Values<'j, 'a>, path: &str) -> (Values<'j, 'a>, String) {
    let dot = if path.is_empty() { "" } else { "." };
    match values.child("properties") {
        Some(inner) => (inner, format!("{path}{dot}properties.")),
        None => (values, format!("{path}{dot}")),
    }
}

/// When a rule is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stage {
    /// Before all others: translates the destination, and lets in what it translates.
    Nat,
    /// Network rules.
    Network,
}

/// The turn of a collection.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Turn {
    stage: Stage,
    order: u64,
    is_known: bool,
}

impl Turn {
    /// From the priority of a group and of a collection in it: up to 65000.
    pub fn of(stage: Stage, group: Option<i64>, collection: Option<i64>) -> Self {
        let sixteen = |n: Option<i64>| u64::try_from(n.unwrap_or(0).clamp(0, 0xffff)).unwrap_or(0);
        let first = u64::from(stage == Stage::Network) << 56;
        let order = first | sixteen(group) << 40 | sixteen(collection) << 24;
        Turn { stage, order, is_known: group.is_some() && collection.is_some() }
    }
}

/// Adds the rules of a collection.
pub(crate) fn collection_of<'j, 'a: 'j>(
    network: &mut Network<'_, '_>,
    group: GroupId,
    turn: &Turn,
    collection: Values<'j, 'a>,
    rules: impl Iterator<Item = (usize, Values<'j, 'a>)>,
    path: &str,
) {
    let action =
        collection.child("action").and_then(|a| a.text("type")).or_else(|| collection.text("action")).unwrap_or_default();
    let rule_key = if collection.get("rules").is_some() { "rules" } else { "rule" };
    for (n, fields) in rules.filter(|(_, r)| r.json().is_object()) {
        let fields = fields.child("properties").unwrap_or(fields);
        let place = network.places.at(format!("{path}.{rule_key}[{n}]"), fields.json());
        let mut rule = rule_of(fields, turn.stage, action, place, &network.lists);
        rule.order = turn.order | (n as u64).min(0xff_ffff);
        if !turn.is_known {
            rule.unknown.get_or_insert_with(|| "its priority is not known".into());
        }
        match turn.stage == Stage::Nat || comes_from_outside(&rule.source) {
            true => network.rule(group, rule),
            false => network.outbound(group),
        }
    }
}

fn rule_of(fields: Values<'_, '_>, stage: Stage, action: &str, place: Place, lists: &Lists) -> TrafficRule {
    let mut unknown: Option<&str> = None;
    let allows = !action.eq_ignore_ascii_case("deny");
    if !["deny", "allow", "dnat"].iter().any(|word| action.eq_ignore_ascii_case(word)) {
        unknown = Some("whether it allows or denies is not known");
    }
    let words = fields.texts("ipProtocols").chain(fields.texts("protocols"));
    let protocols = words.map(protocol_of).reduce(|a, b| Some(a?.and(b?))).flatten();
    if protocols.is_none() {
        unknown = Some("its protocol is not known");
    }
    let source = addresses(fields, "source", lists);
    let destination = addresses(fields, "destination", lists);
    let translated = fields.get("translatedPort").filter(|_| stage == Stage::Nat).is_some();
    let ports = match translated || fields.is_unknown("translatedPort") {
        true => ports(fields, "translatedPort"),
        false => ports(fields, "destinationPorts"),
    };
    TrafficRule {
        name: short(fields.text("name").unwrap_or("a rule")),
        allows,
        is_enabled: true,
        order: 0,
        protocols: protocols.unwrap_or(Protocols::ALL),
        ports,
        source,
        destination: Some(destination).filter(|d| !d.are_all_of_v4() && !d.is_empty()),
        is_partial: false,
        unknown: unknown.map(Into::into),
        place,
    }
}

fn addresses(fields: Values<'_, '_>, side: &str, lists: &Lists) -> Addresses {
    let mut gathered = Gathered::new(lists);
    for key in [format!("{side}Addresses"), format!("{side}Address")] {
        fields.texts(&key).for_each(|text| gathered.azure(text));
        if fields.is_unknown(&key) {
            gathered.unknown("addresses that are not known yet");
        }
    }
    let groups = format!("{side}IpGroups");
    fields.texts(&groups).for_each(|id| gathered.list(id));
    if fields.is_unknown(&groups) {
        gathered.unknown("an IP group that is not known yet");
    }
    if side == "destination" {
        fields.texts("destinationFqdns").for_each(|name| gathered.list(name));
    }
    gathered.done()
}

fn ports(fields: Values<'_, '_>, key: &str) -> Ports {
    let mut gathered = GatheredPorts::default();
    for (_, port) in fields.list(key) {
        match (port.json().text(), super::values::whole(port.json())) {
            (Some(text), _) => gathered.text(text),
            (None, Some(port)) => gathered.range(port, port),
            (None, None) => {}
        }
    }
    if fields.is_unknown(key) {
        gathered.unknown("a port that is not known yet");
    }
    gathered.done()
}

/// Whether traffic from these addresses can come from outside: from a public address, or from a list that the file does not spell out.
fn comes_from_outside(source: &Addresses) -> bool {
    const PRIVATE: [&str; 6] =
        ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16"];
    const PRIVATE_V6: [&str; 2] = ["fc00::/7", "fe80::/10"];
    let private_v4 = |from: u32, to: u32| {
        PRIVATE.iter().any(|p| matches!(Span::of(p), Some(Span::V4(first, last)) if first <= from && to <= last))
    };
    let private_v6 = |from: u128, to: u128| {
        PRIVATE_V6.iter().any(|p| matches!(Span::of(p), Some(Span::V6(first, last)) if first <= from && to <= last))
    };
    source.v4.iter().any(|(from, to)| !private_v4(*from, *to))
        || source.v6.iter().any(|(from, to)| !private_v6(*from, *to))
        || !source.lists.is_empty()
}
