//! Rules for inbound traffic by what they are attached to, and routes.

use super::Place;

/// Rules and routes of one file.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct NetworkRules {
    /// What carries rules: security groups, access lists, networks, namespaces.
    pub groups: Vec<RuleGroup>,
    /// Routes, in the order of the file.
    pub routes: Vec<NetworkRoute>,
    /// Why the file does not show everything, as a phrase, and where that stands; empty when it does.
    pub incomplete: Vec<(Box<str>, Place)>,
}

/// What evaluates rules; decides order, ties, and what happens to traffic that no rule names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub enum RulePlatform {
    /// An Azure network security group.
    AzureNsg,
    /// An Azure Firewall policy, or a firewall with rules of its own.
    AzureFirewall,
    /// An AWS security group.
    AwsSecurityGroup,
    /// An AWS network ACL.
    AwsNetworkAcl,
    /// The firewall of a Google network.
    Google,
    /// The network policies of a Kubernetes namespace.
    Kubernetes,
}

impl RulePlatform {
    /// Whether it denies by itself what no rule allows, so that nobody has to write a deny.
    pub const fn denies_by_itself(self) -> bool {
        matches!(self, RulePlatform::AwsSecurityGroup | RulePlatform::Google | RulePlatform::Kubernetes)
    }
}

/// What carries rules.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct RuleGroup {
    /// What evaluates its rules.
    pub platform: RulePlatform,
    /// What it is compared by, in lower case: an ARM id, `sg-1`, a network, a namespace. Empty: it is not known, and equals nothing.
    pub id: Box<str>,
    /// Its name for people.
    pub name: Box<str>,
    /// The VPC that it belongs to, where that is known.
    pub network: Option<Box<str>>,
    /// Its inbound rules, disabled ones too, in the order of the file; not those that the platform adds to every group.
    pub rules: Vec<TrafficRule>,
    /// How many outbound rules it has; they are counted and not kept.
    pub outbound: u32,
    /// Whether a policy selects its pods for inbound traffic, so that what no rule allows is denied (Kubernetes).
    pub isolates: bool,
    /// Why not all of its inbound rules are known, as a phrase.
    pub unknown: Option<Box<str>>,
    /// Where it stands.
    pub place: Place,
}

/// An inbound rule.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct TrafficRule {
    /// Its name.
    pub name: Box<str>,
    /// Whether it lets traffic in; else it denies it.
    pub allows: bool,
    /// Whether it is in force.
    pub is_enabled: bool,
    /// Its turn: smaller comes first. Without meaning where every rule allows.
    pub order: u64,
    /// The protocols that it is for.
    pub protocols: Protocols,
    /// The ports that it is for, at the destination.
    pub ports: Ports,
    /// Where the traffic comes from.
    pub source: Addresses,
    /// Where it goes; none: anywhere in the group.
    pub destination: Option<Addresses>,
    /// Whether it is for a part of that traffic only, such as one source port: as a deny it then covers nothing for sure.
    pub is_partial: bool,
    /// What of it is not known, as a phrase: an allow then opens nothing for sure, and a deny covers nothing for sure.
    pub unknown: Option<Box<str>>,
    /// Where it stands.
    pub place: Place,
}

/// A set of protocols.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub struct Protocols(u8);

impl Protocols {
    /// TCP.
    pub const TCP: Protocols = Protocols(1);
    /// UDP.
    pub const UDP: Protocols = Protocols(2);
    /// ICMP, version 4 or 6.
    pub const ICMP: Protocols = Protocols(4);
    /// Whatever else there is.
    pub const OTHER: Protocols = Protocols(8);
    /// All.
    pub const ALL: Protocols = Protocols(15);

    /// The union of two sets.
    #[must_use]
    pub const fn and(self, other: Protocols) -> Protocols {
        Protocols(self.0 | other.0)
    }

    /// Whether all of another set is in this one.
    pub const fn has(self, other: Protocols) -> bool {
        self.0 & other.0 == other.0
    }
}

/// A set of ports.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Ports {
    /// Ranges with both ends, sorted, without overlap.
    pub ranges: Box<[(u16, u16)]>,
    /// Ports by a name whose number is not in the file, or that are not known yet.
    pub named: Box<[Box<str>]>,
}

impl Ports {
    /// All ports.
    pub fn all() -> Self {
        Ports { ranges: Box::new([(0, u16::MAX)]), named: Box::default() }
    }

    /// These ranges, and these names.
    pub fn of(ranges: Vec<(u16, u16)>, named: Vec<Box<str>>) -> Self {
        Ports { ranges: merged(ranges, |port| port.checked_add(1)).into(), named: named.into() }
    }

    /// Whether every port is in it; nothing listens on 0.
    pub fn are_all(&self) -> bool {
        self.ranges.first().is_some_and(|(from, to)| *from <= 1 && *to == u16::MAX)
    }

    /// Whether a port is in it by its number.
    pub fn contain(&self, port: u16) -> bool {
        let after = self.ranges.partition_point(|(from, _)| *from <= port);
        after.checked_sub(1).and_then(|n| self.ranges.get(n)).is_some_and(|(_, to)| *to >= port)
    }
}

/// A set of addresses. IPv4 and IPv6 stand apart.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Addresses {
    /// Ranges of IPv4 with both ends, sorted, without overlap.
    pub v4: Box<[(u32, u32)]>,
    /// Ranges of IPv6 with both ends, sorted, without overlap.
    pub v6: Box<[(u128, u128)]>,
    /// Groups inside the same network: security groups, pods, tags of instances. They never mean everybody.
    pub inner: Box<[Box<str>]>,
    /// Lists whose addresses are not in the file: service tags, prefix lists, IP groups, values that are not known yet.
    pub lists: Box<[Box<str>]>,
}

impl Addresses {
    /// Every address.
    pub fn all() -> Self {
        Addresses::of(vec![(0, u32::MAX)], vec![(0, u128::MAX)], Vec::new(), Vec::new())
    }

    /// These ranges and names.
    pub fn of(v4: Vec<(u32, u32)>, v6: Vec<(u128, u128)>, inner: Vec<Box<str>>, lists: Vec<Box<str>>) -> Self {
        Addresses {
            v4: merged(v4, |a| a.checked_add(1)).into(),
            v6: merged(v6, |a| a.checked_add(1)).into(),
            inner: inner.into(),
            lists: lists.into(),
        }
    }

    /// Whether every address of IPv4 is in it.
    pub fn are_all_of_v4(&self) -> bool {
        matches!(*self.v4, [(0, u32::MAX)])
    }

    /// Whether it holds no address and no name.
    pub fn is_empty(&self) -> bool {
        self.v4.is_empty() && self.v6.is_empty() && self.inner.is_empty() && self.lists.is_empty()
    }
}

/// A route.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct NetworkRoute {
    /// The table or network that it belongs to.
    pub table: Box<str>,
    /// Where it leads to: a prefix or the name of a list.
    pub destination: Box<str>,
    /// The next hop, as the file writes it; empty when it is not stated.
    pub next_hop: Box<str>,
    /// Where it stands.
    pub place: Place,
}

/// Ranges sorted and without overlap; those that touch become one. `next` is the number after a number.
fn merged<T: Copy + Ord>(mut ranges: Vec<(T, T)>, next: impl Fn(T) -> Option<T>) -> Vec<(T, T)> {
    ranges.retain(|(from, to)| from <= to);
    ranges.sort_unstable();
    let mut merged: Vec<(T, T)> = Vec::with_capacity(ranges.len());
    for (from, to) in ranges {
        match merged.last_mut() {
            Some(last) if next(last.1).is_none_or(|next| from <= next) => last.1 = last.1.max(to),
            _ => merged.push((from, to)),
        }
    }
    merged
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_that_touch_or_overlap_become_one() {
        let ports = Ports::of(vec![(443, 443), (20, 30), (25, 25), (31, 40), (9, 8)], Vec::new());
        assert_eq!(*ports.ranges, [(20, 40), (443, 443)]);
        assert_eq!([19, 20, 40, 41, 443].map(|p| ports.contain(p)), [false, true, true, false, true]);
        assert!(Ports::of(vec![(1, 30_000), (30_001, 65_535)], Vec::new()).are_all());
        assert!(!Ports::of(vec![(2, 65_535)], Vec::new()).are_all());
    }

    #[test]
    fn two_halves_are_everything() {
        let halves = Addresses::of(vec![(1 << 31, u32::MAX), (0, (1 << 31) - 1)], Vec::new(), Vec::new(), Vec::new());
        assert!(halves.are_all_of_v4());
        assert!(Addresses::all().are_all_of_v4() && !Addresses::default().are_all_of_v4());
    }

    #[test]
    fn a_set_of_protocols_holds_its_parts() {
        let both = Protocols::TCP.and(Protocols::UDP);
        assert!(both.has(Protocols::UDP) && !both.has(Protocols::ICMP) && Protocols::ALL.has(both));
    }
}
