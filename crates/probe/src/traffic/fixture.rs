//! Groups and rules by hand.

use plumbline_domain::{Addresses, Facts, NetworkRules, Place, Ports, Protocols, RuleGroup, RulePlatform, TrafficRule};

/// An allow of TCP.
pub(crate) fn allow(name: &str, order: u64, ports: &[(u16, u16)], source: Addresses) -> TrafficRule {
    TrafficRule {
        name: name.into(),
        allows: true,
        is_enabled: true,
        order,
        protocols: Protocols::TCP,
        ports: Ports::of(ports.to_vec(), Vec::new()),
        source,
        destination: None,
        is_partial: false,
        unknown: None,
        place: Place { path: name.into(), line: 1 },
    }
}

/// An allow of everything.
pub(crate) fn allow_all(name: &str, order: u64, source: Addresses) -> TrafficRule {
    TrafficRule { protocols: Protocols::ALL, ..allow(name, order, &[(0, u16::MAX)], source) }
}

/// The deny of what an allow would allow.
pub(crate) fn deny(rule: TrafficRule) -> TrafficRule {
    TrafficRule { allows: false, ..rule }
}

/// One prefix of IPv4.
pub(crate) fn v4(address: [u8; 4], length: u32) -> Addresses {
    let from = u32::from_be_bytes(address);
    let hosts = u32::MAX.checked_shr(length).unwrap_or(0);
    Addresses::of(vec![(from, from | hosts)], Vec::new(), Vec::new(), Vec::new())
}

/// All of IPv6.
pub(crate) fn v6() -> Addresses {
    Addresses::of(Vec::new(), vec![(0, u128::MAX)], Vec::new(), Vec::new())
}

/// A list that is not in the file.
pub(crate) fn listed(name: &str) -> Addresses {
    Addresses::of(Vec::new(), Vec::new(), Vec::new(), vec![name.into()])
}

/// A group inside the network.
pub(crate) fn inner(name: &str) -> Addresses {
    Addresses::of(Vec::new(), Vec::new(), vec![name.into()], Vec::new())
}

/// A group.
pub(crate) fn group(platform: RulePlatform, name: &str, rules: Vec<TrafficRule>) -> RuleGroup {
    RuleGroup {
        platform,
        id: name.into(),
        name: name.into(),
        network: None,
        rules,
        outbound: 0,
        isolates: false,
        unknown: None,
        place: Place { path: name.into(), line: 1 },
    }
}

/// A file with these groups.
pub(crate) fn facts(groups: Vec<RuleGroup>) -> Facts {
    Facts { network: Some(Box::new(NetworkRules { groups, ..NetworkRules::default() })), ..Facts::default() }
}
