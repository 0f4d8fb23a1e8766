//! What tests of rules and routes share: a file read as its format, and its rules as lines.

use super::super::{Reading, Shape, format_of};
use plumbline_domain::{Addresses, Format, NetworkRules, Protocols, TrafficRule};
use std::net::{Ipv4Addr, Ipv6Addr};

/// The format of a text, and the rules in it.
pub(crate) fn read(text: &str) -> (Format, NetworkRules) {
    let is_json = text.trim_start().starts_with(['{', '[']);
    let text = if is_json { text.to_owned() } else { crate::yaml::to_json(text).unwrap() };
    let descriptor = format_of(&Shape::of(&text).0).expect("a known format");
    let mut reading = Reading::default();
    (descriptor.read)(&text, &mut reading).unwrap();
    (descriptor.format, reading.facts.network.map(|n| *n).unwrap_or_default())
}

/// The rules as lines: `group/name allow tcp 22 from 0.0.0.0-255.255.255.255`.
pub(crate) fn lines(rules: &NetworkRules) -> Vec<String> {
    let of_group =
        |g: &plumbline_domain::RuleGroup| g.rules.iter().map(|r| format!("{}/{}", g.name, line(r))).collect::<Vec<_>>();
    rules.groups.iter().flat_map(of_group).collect()
}

fn line(rule: &TrafficRule) -> String {
    let protocol = match rule.protocols {
        Protocols::TCP => "tcp",
        Protocols::UDP => "udp",
        Protocols::ICMP => "icmp",
        Protocols::ALL => "all",
        _ => "some",
    };
    let ranges = rule.ports.ranges.iter().map(|(from, to)| if from == to { from.to_string() } else { format!("{from}-{to}") });
    let ports: Vec<String> = ranges.chain(rule.ports.named.iter().map(|n| n.to_string())).collect();
    let mut line = format!("{} {} {protocol}", rule.name, if rule.allows { "allow" } else { "deny" });
    if !rule.ports.are_all() {
        line += &format!(" {}", ports.join(","));
    }
    line += &format!(" from {}", shown(&rule.source));
    if let Some(destination) = &rule.destination {
        line += &format!(" to {}", shown(destination));
    }
    if !rule.is_enabled {
        line += ", disabled";
    }
    if let Some(why) = &rule.unknown {
        line += &format!(", {why}");
    }
    line
}

fn shown(addresses: &Addresses) -> String {
    if *addresses == Addresses::all() {
        return "anywhere".to_owned();
    }
    let v4 = addresses.v4.iter().map(|(from, to)| match (*from, *to) {
        (0, u32::MAX) => "0.0.0.0/0".to_owned(),
        (from, to) => format!("{}-{}", Ipv4Addr::from_bits(from), Ipv4Addr::from_bits(to)),
    });
    let v6 = addresses.v6.iter().map(|(from, to)| match (*from, *to) {
        (0, u128::MAX) => "::/0".to_owned(),
        (from, to) => format!("{}-{}", Ipv6Addr::from_bits(from), Ipv6Addr::from_bits(to)),
    });
    let names = addresses.inner.iter().map(|n| format!("[{n}]")).chain(addresses.lists.iter().map(|n| format!("({n})")));
    let parts: Vec<String> = v4.chain(v6).chain(names).collect();
    if parts.is_empty() { "nobody".to_owned() } else { parts.join(" ") }
}
