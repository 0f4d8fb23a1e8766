//! `aws ec2 describe-network-acls`: entries in the order of their numbers. What AWS adds at the end (32767 and up) is not read.

use super::super::super::json::Json;
use super::super::super::places::Places;
use super::super::{Reading, Refusal, Shape, list, tree};
use super::aws_security_groups::{flat_sources, protocol_and_ports};
use super::gathered::{GroupId, Network};
use super::values::Values;
use super::words::{GatheredPorts, short};
use plumbline_domain::{Ports, Protocols, RulePlatform, TrafficRule};

/// The first of the numbers that AWS uses itself: 32767 for IPv4, 32768 for IPv6.
const FIRST_OF_AWS: i64 = 32_767;

/// Whether a document lists network ACLs.
pub(in crate::formats) fn fits(shape: &Shape<'_>) -> bool {
    (shape.is_object() && shape.has("NetworkAcls")) || (shape.has("NetworkAclId") && shape.has("Entries"))
}

/// Reads network ACLs.
pub(in crate::formats) fn read(text: &str, reading: &mut Reading) -> Result<(), Refusal> {
    let document = tree(text)?;
    let places = Places::of(text);
    let mut network = Network::new(&places);
    network.paging(&document);
    let (acls, prefix) = match &document {
        Json::Array(elements) => (elements.as_slice(), ""),
        _ if document.get("Entries").is_some() => (std::slice::from_ref(&document), ""),
        _ => (list(&document, "NetworkAcls", &mut reading.log), "NetworkAcls"),
    };
    reading.items = acls.len() as u64;
    for (n, element) in acls.iter().enumerate().filter(|(_, e)| e.is_object()) {
        let path = if document.get("Entries").is_some() { String::new() } else { format!("{prefix}[{n}]") };
        acl(&mut network, element, &path);
    }
    reading.tool = Some("aws ec2".to_owned());
    network.give(&mut reading.facts);
    Ok(())
}

fn acl(network: &mut Network<'_, '_>, element: &Json<'_>, path: &str) {
    let values = Values::of(element);
    let id = values.text("NetworkAclId").unwrap_or_default();
    let places = network.places;
    let name = if id.is_empty() { "a network ACL" } else { id };
    let group = network.group(RulePlatform::AwsNetworkAcl, id, name, || places.at(path, element));
    network.change(group, |g| g.network = values.text("VpcId").map(Into::into));
    let dot = if path.is_empty() { "" } else { "." };
    for (n, entry) in values.list("Entries").filter(|(_, e)| e.json().is_object()) {
        add_entry(network, group, entry, &format!("{path}{dot}Entries[{n}]"));
    }
}

/// Adds an entry, in the spelling of the command line, of CloudFormation or of Terraform.
pub(crate) fn add_entry(network: &mut Network<'_, '_>, group: GroupId, fields: Values<'_, '_>, path: &str) {
    let number = ["ruleNumber", "ruleNo"].iter().find_map(|key| fields.whole(key));
    if fields.truth("egress") == Some(true) {
        network.outbound(group);
        return;
    }
    if number.is_some_and(|n| n >= FIRST_OF_AWS) {
        return;
    }
    let (protocols, ports, mut unknown) = match fields.child("portRange") {
        Some(range) => {
            let mut ports = GatheredPorts::default();
            ports.range(range.whole("from").unwrap_or(0), range.whole("to").unwrap_or(i64::from(u16::MAX)));
            let (protocols, _, unknown) = protocol_and_ports(fields);
            let has_ports = protocols == Protocols::TCP || protocols == Protocols::UDP;
            (protocols, if has_ports { ports.done() } else { Ports::all() }, unknown)
        }
        None => protocol_and_ports(fields),
    };
    let action = ["ruleAction", "action"].iter().find_map(|key| fields.text(key)).unwrap_or_default();
    let allows = !action.eq_ignore_ascii_case("deny");
    if allows && !action.eq_ignore_ascii_case("allow") {
        unknown = Some("whether it allows or denies is not known");
    }
    if number.is_none() {
        unknown = Some("its number is not known");
    }
    let source = flat_sources(fields, &network.lists);
    let place = network.places.at(path, fields.json());
    let name = number.map_or_else(|| "an entry".into(), |n| format!("rule {n}"));
    network.rule(
        group,
        TrafficRule {
            name: short(&name),
            allows,
            is_enabled: true,
            order: number.and_then(|n| u64::try_from(n).ok()).unwrap_or(0),
            protocols,
            ports,
            source,
            destination: None,
            is_partial: false,
            unknown: unknown.map(Into::into),
            place,
        },
    );
}
