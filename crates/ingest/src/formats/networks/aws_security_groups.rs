//! `aws ec2 describe-security-groups` and `describe-security-group-rules`. A group allows only; what no rule allows, AWS denies.

use super::super::super::json::Json;
use super::super::super::places::Places;
use super::super::{Reading, Refusal, Shape, list, tree};
use super::gathered::{GroupId, Network};
use super::values::Values;
use super::words::{Gathered, GatheredPorts, Lists, label, protocol_of, short};
use plumbline_domain::{Addresses, DiagnosticKind, Ports, Protocols, RulePlatform, TrafficRule};

/// Whether a document lists security groups or their rules.
pub(in crate::formats) fn fits(shape: &Shape<'_>) -> bool {
    let is_answer = shape.is_object() && (shape.has("SecurityGroups") || shape.has("SecurityGroupRules"));
    let is_queried = shape.has("GroupId") && (shape.has("IpPermissions") || (shape.has("IsEgress") && shape.has("IpProtocol")));
    is_answer || is_queried
}

/// Reads security groups.
pub(in crate::formats) fn read(text: &str, reading: &mut Reading) -> Result<(), Refusal> {
    let document = tree(text)?;
    let places = Places::of(text);
    let mut network = Network::new(&places);
    network.paging(&document);
    for key in ["SecurityGroups", "SecurityGroupRules"] {
        for (n, element) in list(&document, key, &mut reading.log).iter().enumerate() {
            reading.items += 1;
            one(&mut network, element, &format!("{key}[{n}]"), reading);
        }
    }
    let bare = if document.get("GroupId").is_some() { std::slice::from_ref(&document) } else { document.elements() };
    for (n, element) in bare.iter().enumerate() {
        reading.items += 1;
        let path = if document.elements().is_empty() { String::new() } else { format!("[{n}]") };
        one(&mut network, element, &path, reading);
    }
    reading.tool = Some("aws ec2".to_owned());
    network.give(&mut reading.facts);
    Ok(())
}

fn one(network: &mut Network<'_, '_>, element: &Json<'_>, path: &str, reading: &mut Reading) {
    if !element.is_object() {
        reading.log.say(DiagnosticKind::Malformed, path, "must be an object");
    } else if element.get("IsEgress").is_some() || element.get("SecurityGroupRuleId").is_some() {
        flat_rule(network, element, path);
    } else {
        described_group(network, element, path);
    }
}

fn described_group(network: &mut Network<'_, '_>, element: &Json<'_>, path: &str) {
    let values = Values::of(element);
    let id = values.text("GroupId").unwrap_or_default();
    let name = values.text("GroupName").filter(|n| *n != "default").unwrap_or(id);
    let places = network.places;
    let group = network.group(RulePlatform::AwsSecurityGroup, id, name, || places.at(path, element));
    network.change(group, |g| g.network = values.text("VpcId").map(Into::into));
    let dot = if path.is_empty() { "" } else { "." };
    for (n, permission) in values.list("IpPermissions").filter(|(_, p)| p.json().is_object()) {
        let path = format!("{path}{dot}IpPermissions[{n}]");
        let mut sources = Gathered::new(&network.lists);
        permission.list("IpRanges").filter_map(|(_, r)| r.text("CidrIp")).for_each(|cidr| sources.prefix(cidr));
        permission.list("Ipv6Ranges").filter_map(|(_, r)| r.text("CidrIpv6")).for_each(|cidr| sources.prefix(cidr));
        permission.list("PrefixListIds").filter_map(|(_, r)| r.text("PrefixListId")).for_each(|id| sources.list(id));
        for (_, pair) in permission.list("UserIdGroupPairs") {
            sources.inner(pair.text("GroupId").or_else(|| pair.text("GroupName")).unwrap_or("a security group"));
        }
        let source = sources.done();
        add_rule(network, group, permission, source, &path);
    }
    let outbound = values.list("IpPermissionsEgress").count();
    (0..outbound).for_each(|_| network.outbound(group));
}

fn flat_rule(network: &mut Network<'_, '_>, element: &Json<'_>, path: &str) {
    let values = Values::of(element);
    let id = values.text("GroupId").unwrap_or_default();
    let places = network.places;
    let group = network.group(RulePlatform::AwsSecurityGroup, id, id, || places.at(path, element));
    if values.truth("IsEgress") == Some(true) {
        network.outbound(group);
        return;
    }
    let mut sources = Gathered::new(&network.lists);
    [values.text("CidrIpv4"), values.text("CidrIpv6")].into_iter().flatten().for_each(|cidr| sources.prefix(cidr));
    values.text("PrefixListId").into_iter().for_each(|id| sources.list(id));
    if let Some(other) = values.child("ReferencedGroupInfo") {
        sources.inner(other.text("GroupId").unwrap_or("a security group"));
    }
    let source = sources.done();
    add_rule(network, group, values, source, path);
}

/// The protocol and the ports of a rule: `IpProtocol` (or `protocol`), `FromPort`, `ToPort`. What is not known is the phrase.
pub(crate) fn protocol_and_ports(fields: Values<'_, '_>) -> (Protocols, Ports, Option<&'static str>) {
    let word = ["ipProtocol", "protocol"].iter().find_map(|key| fields.get(key));
    let text = word.and_then(|w| w.text().map(str::to_owned).or_else(|| super::values::whole(w).map(|n| n.to_string())));
    let Some(protocols) = text.as_deref().and_then(protocol_of) else {
        return (Protocols::ALL, Ports::all(), Some("its protocol is not known"));
    };
    if !(protocols == Protocols::TCP || protocols == Protocols::UDP) {
        return (protocols, Ports::all(), None);
    }
    let mut ports = GatheredPorts::default();
    match (fields.whole("fromPort"), fields.whole("toPort")) {
        (Some(-1), _) | (None, None) => ports.range(0, i64::from(u16::MAX)),
        (Some(from), to) => ports.range(from, to.unwrap_or(from)),
        (None, Some(to)) => ports.range(to, to),
    }
    if fields.is_unknown("fromPort") || fields.is_unknown("toPort") {
        ports = GatheredPorts::default();
        ports.unknown("a port that is not known yet");
    }
    (protocols, ports.done(), None)
}

/// Adds an inbound rule of a security group.
pub(crate) fn add_rule(network: &mut Network<'_, '_>, group: GroupId, fields: Values<'_, '_>, source: Addresses, path: &str) {
    let (protocols, ports, unknown) = protocol_and_ports(fields);
    let word = fields.text("ipProtocol").or_else(|| fields.text("protocol")).unwrap_or_default();
    let name = match fields.text("securityGroupRuleId") {
        Some(id) => short(id),
        None => label(word, &ports),
    };
    let place = network.places.at(path, fields.json());
    network.rule(
        group,
        TrafficRule {
            name,
            allows: true,
            is_enabled: true,
            order: 0,
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

/// The addresses of a rule whose fields hold them flat: `cidr_blocks`, `CidrIp`, `prefix_list_ids`, `source_security_group_id`.
pub(crate) fn flat_sources(fields: Values<'_, '_>, lists: &Lists) -> Addresses {
    kept_sources(fields, lists, |_| true)
}

/// The same with those prefixes that are kept.
pub(crate) fn kept_sources(fields: Values<'_, '_>, lists: &Lists, keeps: impl Fn(&str) -> bool) -> Addresses {
    let mut sources = Gathered::new(lists);
    for key in ["cidrBlocks", "ipv6CidrBlocks", "cidrIpv4", "cidrIpv6", "cidrIp", "cidrBlock", "ipv6CidrBlock"] {
        fields.texts(key).filter(|cidr| keeps(cidr)).for_each(|cidr| sources.prefix(cidr));
        if fields.is_unknown(key) {
            sources.unknown("addresses that are not known yet");
        }
    }
    for key in ["prefixListIds", "prefixListId", "sourcePrefixListId"] {
        fields.texts(key).for_each(|id| sources.list(id));
        if fields.is_unknown(key) {
            sources.unknown("a prefix list that is not known yet");
        }
    }
    for key in ["securityGroups", "sourceSecurityGroupId", "referencedSecurityGroupId", "sourceSecurityGroupName"] {
        fields.texts(key).for_each(|id| sources.inner(id));
        if fields.is_unknown(key) {
            sources.inner("a security group");
        }
    }
    if fields.truth("self") == Some(true) {
        sources.inner("the group itself");
    }
    sources.done()
}
