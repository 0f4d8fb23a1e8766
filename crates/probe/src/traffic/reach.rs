//! One group of rules: who reaches which port through it.

use super::cover::ports_of_everybody;
use super::denied::Denied;
use super::spans::{Family, Spans};
use plumbline_domain::{Ports, Protocols, RuleGroup, RulePlatform, TrafficRule};
use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::iter::Peekable;
use std::vec::IntoIter;

/// How many rules are looked at to find a port beyond the public ones that no deny closes; real groups need thousands.
const MAX_STEPS: usize = 20_000_000;

/// Whether everybody reaches something.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Reach<'a> {
    /// No.
    Closed,
    /// That is left open by this rule.
    Perhaps(&'a TrafficRule),
    /// Yes, by this rule.
    Open(&'a TrafficRule),
}

impl Reach<'_> {
    /// Through two filters, one behind the other: the smaller one counts.
    pub fn behind(self, other: Self) -> Self {
        if other.rank() < self.rank() { other } else { self }
    }

    /// Through one of two filters: the greater one counts.
    pub fn beside(self, other: Self) -> Self {
        if other.rank() > self.rank() { other } else { self }
    }

    /// 0 closed, 1 perhaps, 2 open.
    pub fn rank(self) -> u8 {
        match self {
            Reach::Closed => 0,
            Reach::Perhaps(_) => 1,
            Reach::Open(_) => 2,
        }
    }
}

/// How a group denies what no rule allows.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Denial<'a> {
    /// By this rule.
    Written(&'a TrafficRule),
    /// By itself, and no rule opens more than the public ports.
    ByPlatform,
    /// By itself, but this rule opens more than the public ports, or perhaps does.
    Undone(&'a TrafficRule),
    /// By a rule that comes too late: this one allows everything before it.
    Shadowed(&'a TrafficRule),
    /// Not: it allows something, and nobody wrote a deny.
    Missing,
    /// Not all of its rules are known.
    Unknown,
    /// It allows nothing, and denies a part.
    Part,
}

/// A group of rules, in the order in which they are asked.
#[derive(Debug)]
pub(crate) struct Group<'a> {
    /// The group itself; where it stands in several files, the first.
    pub group: &'a RuleGroup,
    /// Why not all of its rules are known.
    pub unknown: Option<&'a str>,
    /// Whether it denies by itself what its rules do not allow.
    isolates: bool,
    /// The enabled rules.
    rules: Vec<&'a TrafficRule>,
    /// How many there are, with those that are disabled.
    pub n_rules: usize,
    /// By family: whether any port may be reached by everybody at all.
    may_open: [bool; 2],
}

impl<'a> Group<'a> {
    /// The parts of one group that stand in several files.
    pub fn of(parts: &[&'a RuleGroup]) -> Option<Self> {
        let group: &'a RuleGroup = parts.first()?;
        let all = || parts.iter().flat_map(|p| &p.rules);
        let mut rules: Vec<&'a TrafficRule> = all().filter(|r| r.is_enabled).collect();
        // at equal priority Google lets a deny win; the other platforms do not let priorities be equal
        rules.sort_by_key(|r| (r.order, Reverse(group.platform == RulePlatform::Google && !r.allows)));
        let by_platform = matches!(group.platform, RulePlatform::AwsSecurityGroup | RulePlatform::Google);
        let mut found = Group {
            group,
            unknown: parts.iter().find_map(|p| p.unknown.as_deref()),
            isolates: by_platform || parts.iter().any(|p| p.isolates),
            n_rules: all().count(),
            rules,
            may_open: [true; 2],
        };
        found.may_open = Family::ALL.map(|family| everybody_by(found.rules.iter().copied(), family));
        Some(found)
    }

    /// Whether it says anything about inbound traffic.
    pub fn speaks(&self) -> bool {
        self.n_rules > 0 || self.unknown.is_some() || (self.group.platform == RulePlatform::Kubernetes && self.isolates)
    }

    /// Whether any port may be reached by everybody in a family at all.
    fn may_open(&self, family: Family) -> bool {
        let [v4, v6] = self.may_open;
        match family {
            Family::V4 => v4,
            Family::V6 => v6,
        }
    }

    /// Whether everybody reaches a port.
    pub fn reach(&self, family: Family, protocol: Protocols, port: u16) -> Reach<'a> {
        self.reach_by(family, self.rules.iter().copied(), |rule| matches(rule, protocol, port))
    }

    /// Whether everybody reaches what those of some rules are for that match.
    fn reach_by(
        &self,
        family: Family,
        rules: impl Iterator<Item = &'a TrafficRule> + Clone,
        matching: impl Fn(&TrafficRule) -> Match,
    ) -> Reach<'a> {
        if !self.may_open(family) {
            return Reach::Closed;
        }
        let matched = || rules.clone().filter(|r| matching(r) != Match::No);
        if !everybody_by(matched(), family) {
            return Reach::Closed;
        }
        let mut denied = Denied::new(family);
        let (mut sure, mut perhaps, mut reach) = (Spans::default(), Spans::default(), Reach::Closed);
        for rule in matched() {
            let is_sure = rule.unknown.is_none() && matching(rule) == Match::Yes;
            if !rule.allows {
                if is_sure && !rule.is_partial {
                    denied.add(rule);
                }
                continue;
            }
            if denied.leaves_some_of(rule) {
                family.of(&rule.source).for_each(|(from, to)| perhaps.add(from, to));
                if is_sure {
                    family.of(&rule.source).for_each(|(from, to)| sure.add(from, to));
                }
                if is_sure && sure.are_everybody(family) {
                    return Reach::Open(rule);
                }
                if perhaps.are_everybody(family) {
                    reach = reach.beside(Reach::Perhaps(rule));
                }
            }
            if !rule.source.lists.is_empty() && denied.leaves_some_of_everybody(rule) {
                reach = reach.beside(Reach::Perhaps(rule));
            }
        }
        reach
    }

    /// How it denies what no rule allows.
    pub fn denial(&self, public_ports: &[u16]) -> Denial<'a> {
        if self.unknown.is_some() {
            return Denial::Unknown;
        }
        let written = match self.group.platform {
            RulePlatform::Kubernetes | RulePlatform::AwsSecurityGroup => None,
            _ => self.written_denial(),
        };
        if let Some(Denial::Written(rule)) = written {
            return Denial::Written(rule);
        }
        if self.group.platform.denies_by_itself() && self.isolates {
            return match self.beyond(public_ports) {
                Reach::Closed => Denial::ByPlatform,
                Reach::Perhaps(rule) | Reach::Open(rule) => Denial::Undone(rule),
            };
        }
        match written {
            Some(shadowed) => shadowed,
            None if self.rules.iter().any(|r| r.allows) => Denial::Missing,
            None => Denial::Part,
        }
    }

    /// The first deny of everything that no earlier allow shadows whole; else one that is shadowed.
    fn written_denial(&self) -> Option<Denial<'a>> {
        let mut allowed = [Spans::default(), Spans::default()];
        let mut shadowing = None;
        let mut last_whole = None;
        for rule in &self.rules {
            let families = Family::ALL.into_iter().zip(&mut allowed);
            if !is_whole(rule) {
                continue;
            }
            if rule.allows {
                families.for_each(|(family, spans)| family.of(&rule.source).for_each(|(from, to)| spans.add(from, to)));
                last_whole = Some(*rule);
                continue;
            }
            let of_everybody = families.filter(|(family, _)| is_everybody(rule, *family));
            let is_shadowed: Vec<bool> = of_everybody.map(|(family, spans)| spans.are_everybody(family)).collect();
            if is_shadowed.iter().any(|s| *s) {
                shadowing = shadowing.or(last_whole);
            } else if !is_shadowed.is_empty() {
                return Some(Denial::Written(rule));
            }
        }
        shadowing.map(Denial::Shadowed)
    }

    /// Whether everybody reaches a port that is none of these, or a protocol that has no ports and is not ICMP.
    fn beyond(&self, public_ports: &[u16]) -> Reach<'a> {
        let mut steps = 0_usize;
        for family in Family::ALL.into_iter().filter(|family| self.may_open(*family)) {
            let without_ports = |rule: &TrafficRule| match rule.protocols.has(Protocols::OTHER) {
                true if rule.allows || rule.ports.are_all() => Match::Yes,
                _ => Match::No,
            };
            let found = self.reach_by(family, self.rules.iter().copied(), without_ports);
            if found.rank() > 0 {
                return found;
            }
            for protocol in [Protocols::TCP, Protocols::UDP] {
                let mut active = self.active(protocol);
                for port in self.ports_that_differ(family, protocol, public_ports) {
                    active.go_to(port);
                    let looked_at =
                        active.now.iter().filter_map(|n| self.rules.get(*n)).map(|rule| family.of(&rule.source).count() + 1);
                    steps = steps.saturating_add(looked_at.sum());
                    let rules = active.now.iter().filter_map(|n| self.rules.get(*n).copied());
                    let found = match rules.clone().find(|r| r.allows) {
                        Some(rule) if steps > MAX_STEPS => Reach::Perhaps(rule),
                        _ => self.reach_by(family, rules, |rule| matches(rule, protocol, port)),
                    };
                    if found.rank() > 0 {
                        return found;
                    }
                }
            }
        }
        Reach::Closed
    }

    /// The rules for a protocol, port by port.
    fn active(&self, protocol: Protocols) -> Active {
        let mut events = Vec::new();
        let mut now = BTreeSet::new();
        for (n, rule) in self.rules.iter().enumerate().filter(|(_, r)| r.protocols.has(protocol)) {
            if !rule.ports.named.is_empty() {
                now.insert(n);
                continue;
            }
            for (from, to) in &rule.ports.ranges {
                events.extend([(u32::from(*from), true, n), (u32::from(*to) + 1, false, n)]);
            }
        }
        // at one port, rules end before others begin
        events.sort_unstable();
        Active { events: events.into_iter().peekable(), now }
    }

    /// One port of each range within which all ports are treated alike: of those that everybody may reach, without the public ones.
    fn ports_that_differ(&self, family: Family, protocol: Protocols, public_ports: &[u16]) -> Vec<u16> {
        let allows = || self.rules.iter().copied().filter(|r| r.allows && r.protocols.has(protocol));
        let sources = |rule: &TrafficRule| match rule.source.lists.is_empty() {
            true => family.public_part(&rule.source).collect(),
            false => family.public().to_vec(),
        };
        // a port with a name may be any: one port stands for all of them
        const ANY: &[(u16, u16)] = &[(1, 1)];
        let named = allows().filter(|r| !r.ports.named.is_empty()).map(|r| (ANY, sources(r)));
        let numbered = allows().map(|r| (&*r.ports.ranges, sources(r)));
        let wide = Ports::of(ports_of_everybody(&numbered.chain(named).collect::<Vec<_>>(), family), Vec::new());
        let edges_of = |ports: &'a Ports| ports.ranges.iter().flat_map(|(from, to)| [Some(*from), to.checked_add(1)]).flatten();
        let edges = self.rules.iter().filter(|r| r.protocols.has(protocol)).flat_map(|r| edges_of(&r.ports));
        let after_public = public_ports.iter().filter_map(|port| port.checked_add(1));
        let is_asked = |port: &u16| wide.contain(*port) && !public_ports.contains(port);
        let mut ports: Vec<u16> = edges.chain(after_public).chain([1]).filter(is_asked).collect();
        ports.sort_unstable();
        ports.dedup();
        ports
    }
}

/// The rules that are for one port, by their turn; the port only grows.
#[derive(Debug)]
struct Active {
    /// From which port a rule is for it, or is not any more.
    events: Peekable<IntoIter<(u32, bool, usize)>>,
    now: BTreeSet<usize>,
}

impl Active {
    fn go_to(&mut self, port: u16) {
        while let Some((_, begins, n)) = self.events.next_if(|(from, ..)| *from <= u32::from(port)) {
            match begins {
                true => self.now.insert(n),
                false => self.now.remove(&n),
            };
        }
    }
}

/// Whether a rule is for a port.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Match {
    No,
    /// The port has a name, and its number is not known.
    Perhaps,
    Yes,
}

fn matches(rule: &TrafficRule, protocol: Protocols, port: u16) -> Match {
    match () {
        () if !rule.protocols.has(protocol) => Match::No,
        () if rule.ports.contain(port) => Match::Yes,
        () if !rule.ports.named.is_empty() => Match::Perhaps,
        () => Match::No,
    }
}

/// Whether a rule is for all traffic, from wherever it says.
fn is_whole(rule: &TrafficRule) -> bool {
    rule.unknown.is_none()
        && !rule.is_partial
        && rule.protocols.has(Protocols::ALL)
        && rule.ports.are_all()
        && rule.destination.is_none()
}

/// Whether the source of a rule is everybody in a family.
fn is_everybody(rule: &TrafficRule, family: Family) -> bool {
    let mut ranges = family.of(&rule.source);
    let Some(first) = ranges.next() else { return false };
    let mut spans = Spans::default();
    spans.add(first.0, first.1);
    ranges.for_each(|(from, to)| spans.add(from, to));
    spans.are_everybody(family)
}

/// Whether the allows among some rules together could let everybody in, denies aside.
fn everybody_by<'r>(rules: impl Iterator<Item = &'r TrafficRule>, family: Family) -> bool {
    let mut spans = Spans::default();
    for rule in rules.filter(|r| r.allows) {
        if !rule.source.lists.is_empty() || family.of(&rule.source).any(|range| family.is_all(range)) {
            return true;
        }
        family.of(&rule.source).for_each(|(from, to)| spans.add(from, to));
    }
    spans.are_everybody(family)
}
