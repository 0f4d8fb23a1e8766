//! `az network nsg list`, `show` and `rule list`, the REST answers, PowerShell's `Get-AzNetworkSecurityGroup`: network security groups.
//! The rules that Azure adds to every group (65000 and up) are not read.

use super::super::super::json::Json;
use super::super::{Reading, Refusal, Shape};
use super::gathered::{GroupId, Network};
use super::values::Values;
use super::words::{Gathered, GatheredPorts, Lists, protocol_of, short};
use super::{arm_type, read_azure, type_of};
use plumbline_domain::{Addresses, Place, Ports, Protocols, RulePlatform, TrafficRule};

const GROUP: &str = "microsoft.network/networksecuritygroups";
const RULE: &str = "microsoft.network/networksecuritygroups/securityrules";
const DEFAULT_RULE: &str = "microsoft.network/networksecuritygroups/defaultsecurityrules";

/// Whether a document lists network security groups, or rules of one.
pub(in crate::formats) fn fits(shape: &Shape<'_>) -> bool {
    let of_rest = arm_type(shape).is_some_and(|t| [GROUP, RULE, DEFAULT_RULE].contains(&t.as_str()));
    of_rest || (shape.has("SecurityRules") && shape.has("DefaultSecurityRules"))
}

/// Reads network security groups.
pub(in crate::formats) fn read(text: &str, reading: &mut Reading) -> Result<(), Refusal> {
    reading.tool = Some("azure network".to_owned());
    read_azure(text, reading, |network, resource, path| {
        let id = Values::of(resource).text("id").unwrap_or_default();
        match type_of(resource).as_str() {
            RULE => single_rule(network, id, Values::of(resource), path),
            DEFAULT_RULE => {}
            _ => group(network, id, resource, path, |_| true),
        }
    })
}

/// Adds a network security group as Azure describes it, with those of its rules whose names are kept.
pub(crate) fn group(network: &mut Network<'_, '_>, id: &str, resource: &Json<'_>, path: &str, keeps: impl Fn(&str) -> bool) {
    let values = Values::of(resource);
    let of_id = id.rsplit('/').next().filter(|n| !n.is_empty()).unwrap_or("a network security group");
    let name = values.text("name").unwrap_or(of_id);
    let places = network.places;
    let group = network.group(RulePlatform::AzureNsg, id, name, || places.at(path, resource));
    let (inner, below) = match values.child("properties") {
        Some(properties) => (properties, "properties."),
        None => (values, ""),
    };
    let dot = if path.is_empty() { "" } else { "." };
    if inner.text("securityRules").is_some() {
        network.change(group, |g| g.unknown = Some("its rules are an expression that is not evaluated".into()));
    }
    for (n, rule) in inner.list("securityRules").filter(|(_, r)| r.json().is_object()) {
        if keeps(rule.text("name").unwrap_or_default()) {
            add_rule(network, group, rule, &format!("{path}{dot}{below}securityRules[{n}]"));
        }
    }
}

/// Adds a rule that stands apart from its group: `…/networkSecurityGroups/G/securityRules/R`.
pub(crate) fn single_rule(network: &mut Network<'_, '_>, id: &str, rule: Values<'_, '_>, path: &str) {
    let (group_id, _) = split_before(id, "/securityrules/").unwrap_or((id, ""));
    let name = group_id.rsplit('/').next().unwrap_or_default();
    let places = network.places;
    let group = network.group(RulePlatform::AzureNsg, group_id, name, || places.at(path, rule.json()));
    add_rule(network, group, rule, path);
}

/// The parts of a text before and behind a word in lower case, found without case.
pub(crate) fn split_before<'t>(text: &'t str, word: &str) -> Option<(&'t str, &'t str)> {
    let at = text.to_ascii_lowercase().find(word)?;
    Some((text.get(..at)?, text.get(at + word.len()..)?))
}

/// Adds a rule, with its fields flat or in `properties`, in the spelling of Azure or of Terraform.
pub(crate) fn add_rule(network: &mut Network<'_, '_>, group: GroupId, rule: Values<'_, '_>, path: &str) {
    let name = rule.text("name").unwrap_or("a rule");
    let fields = rule.child("properties").unwrap_or(rule);
    if fields.text("direction").is_some_and(|d| d.eq_ignore_ascii_case("outbound")) {
        network.outbound(group);
        return;
    }
    let place = network.places.at(path, rule.json());
    let rule = rule_of(fields, name, place, &network.lists);
    network.rule(group, rule);
}

fn rule_of(fields: Values<'_, '_>, name: &str, place: Place, lists: &Lists) -> TrafficRule {
    let mut unknown: Option<&str> = None;
    let access = fields.text("access").unwrap_or_default();
    if !fields.text("direction").is_some_and(|d| d.eq_ignore_ascii_case("inbound")) {
        unknown = Some("its direction is not known");
    }
    let allows = !access.eq_ignore_ascii_case("deny");
    if allows && !access.eq_ignore_ascii_case("allow") {
        unknown = Some("whether it allows or denies is not known");
    }
    let protocols = fields.text("protocol").and_then(protocol_of);
    if protocols.is_none() {
        unknown = Some("its protocol is not known");
    }
    let priority = fields.whole("priority").and_then(|n| u64::try_from(n).ok());
    if priority.is_none() {
        unknown = Some("its priority is not known");
    }
    let source = addresses(fields, "source", lists).unwrap_or_else(|| {
        let mut gathered = Gathered::new(lists);
        gathered.unknown("a source that is not stated");
        gathered.done()
    });
    TrafficRule {
        name: short(name),
        allows,
        is_enabled: true,
        order: priority.unwrap_or(0),
        protocols: protocols.unwrap_or(Protocols::ALL),
        ports: ports(fields, "destinationPortRange").unwrap_or_else(Ports::all),
        source,
        destination: addresses(fields, "destination", lists).filter(|d| !is_whole_network(d)),
        is_partial: ports(fields, "sourcePortRange").is_some_and(|p| !p.are_all()),
        unknown: unknown.map(Into::into),
        place,
    }
}

/// Whatever comes in goes to the virtual network: as a destination, that is everything.
fn is_whole_network(destination: &Addresses) -> bool {
    destination.are_all_of_v4() || destination.inner.iter().any(|name| name.eq_ignore_ascii_case("virtualnetwork"))
}

/// Where the traffic comes from or goes to; none when it is not stated.
fn addresses(fields: Values<'_, '_>, side: &str, lists: &Lists) -> Option<Addresses> {
    let mut gathered = Gathered::new(lists);
    for key in ["AddressPrefix", "AddressPrefixes"].map(|k| format!("{side}{k}")) {
        fields.texts(&key).for_each(|text| gathered.azure(text));
        if fields.is_unknown(&key) {
            gathered.unknown("addresses that are not known yet");
        }
    }
    for (_, asg) in fields.list(&format!("{side}ApplicationSecurityGroups")) {
        gathered.inner(&asg.text("id").unwrap_or("an application security group").to_ascii_lowercase());
    }
    let ids = format!("{side}ApplicationSecurityGroupIds");
    fields.texts(&ids).for_each(|id| gathered.inner(&id.to_ascii_lowercase()));
    if fields.is_unknown(&ids) {
        gathered.inner("an application security group");
    }
    (!gathered.is_empty()).then(|| gathered.done())
}

/// The ports of `key` and of its plural; none when they are not stated.
fn ports(fields: Values<'_, '_>, key: &str) -> Option<Ports> {
    let mut gathered = GatheredPorts::default();
    for key in [key.to_owned(), format!("{key}s")] {
        fields.texts(&key).for_each(|text| gathered.text(text));
        for (_, number) in fields.list(&key).filter(|(_, v)| v.json().number().is_some()) {
            if let Some(port) = super::values::whole(number.json()) {
                gathered.range(port, port);
            }
        }
        if fields.is_unknown(&key) {
            gathered.unknown("a port that is not known yet");
        }
    }
    (!gathered.is_empty()).then(|| gathered.done())
}
