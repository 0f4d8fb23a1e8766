//! `no-open-management-port`.

#[cfg(test)]
mod tests;

use crate::commands;
use crate::traffic::{Family, Group, Judged, Reach, files, groups, incomplete};
use crate::{Answer, Because, Definition, Question, Remedy};
use plumbline_domain::{FactKind, Place, Probe, Protocols, RulePlatform, TrafficRule};
use std::collections::HashSet;

/// The catalogue's entry.
pub(crate) const DEFINITION: Definition = Definition {
    probe: Probe::NoOpenManagementPort,
    title: "No management port is open to everybody",
    meaning: "Holds when no enabled inbound rule lets any source reach one of the policy's `managementPorts`, over TCP or UDP. \
              Rules are evaluated as their platform does: by priority, with what earlier rules deny; at equal priority Google \
              lets a deny win; Azure Firewall translates by DNAT before any other rule, and the translated port counts. Any \
              source is *, Any, the service tag Internet, 0.0.0.0/0, ::/0, no source where the platform then takes any, or \
              prefixes that together cover every public address. AWS security groups and network ACLs of one VPC are judged \
              together. Fails when such a port is open, and names the rule. Inconclusive when a source is a list that is not in \
              the file (another service tag, a prefix list, an IP group), when a port has only a name, when a value is known \
              only after the deployment, or when the file is one page of a list. Silent when the file has no rules. The file \
              does not show which groups a filter, a region or an account left out.",
    refuted: "a management port is open to everybody",
    left_open: "it does not show that every management port is closed to the internet",
    reads: &[FactKind::NetworkRules],
    remedy: Remedy {
        text: "Close the port or restrict its sources, then attach all the rules that protect the workload, whole: every page, with \
               the lists of addresses that they name.",
        commands: commands::NETWORK,
    },
    ask,
};

/// A port that is open, or perhaps.
struct Opening<'a> {
    group: &'a Group<'a>,
    rule: &'a TrafficRule,
    family: Family,
    port: u16,
}

impl Opening<'_> {
    fn name(&self) -> String {
        format!("{}/{}", self.group.group.name, self.rule.name)
    }
}

fn ask(question: &Question<'_>) -> Answer {
    let judged = Judged::of(groups(question));
    if judged.groups.is_empty() {
        return question.silent(|| no_rules(question).into());
    }
    let ports = &question.policy.management_ports;
    let (mut open, mut perhaps): (Vec<Opening<'_>>, Vec<Opening<'_>>) = (Vec::new(), Vec::new());
    for group in judged.groups.iter().filter(|g| !judged.is_judged_with_others(g)) {
        for (port, family, protocol) in each(ports) {
            let seen = |list: &[Opening<'_>]| list.last().is_some_and(|o| std::ptr::eq(o.group, group) && o.port == port);
            match judged.reach(group, family, protocol, port) {
                Reach::Open(rule) if !seen(&open) => open.push(Opening { group, rule, family, port }),
                Reach::Perhaps(rule) if !seen(&perhaps) => perhaps.push(Opening { group, rule, family, port }),
                _ => {}
            }
            if !question.explains && !open.is_empty() {
                return question.fails(|| "".into());
            }
        }
    }
    if let Some(first) = open.first() {
        return question.fails(|| Because::from(opened(first, &open)).at_each(places(&open)));
    }
    if let Some(first) = perhaps.first() {
        return question.inconclusive(|| Because::from(left_open(first)).at_each(places(&perhaps)));
    }
    if let Some(group) = judged.groups.iter().find(|g| g.unknown.is_some() && !judged.is_judged_with_others(g)) {
        let why = group.unknown.unwrap_or_default();
        return question.inconclusive(|| Because::from(format!("{}: {why}", group.group.name)).at(&group.group.place));
    }
    if let Some((why, place)) = incomplete(question) {
        return question.inconclusive(|| Because::from(format!("no management port is open here, but {why}")).at(place));
    }
    question.holds(|| {
        let n_rules: usize = judged.groups.iter().map(|g| g.n_rules).sum();
        let (rules, groups) = (counted(n_rules, "inbound rule"), counted(judged.groups.len(), "group"));
        let with_acl = judged.groups.iter().any(|g| judged.is_judged_with_others(g));
        let together = if with_acl { "; security groups and network ACLs are judged together" } else { "" };
        match n_rules {
            0 => format!("{groups} without an inbound rule: no management port is open{together}").into(),
            _ => format!("none of {rules} in {groups} opens a management port to everybody{together}").into(),
        }
    })
}

fn each(ports: &[u16]) -> impl Iterator<Item = (u16, Family, Protocols)> {
    let ways = Family::ALL.into_iter().flat_map(|family| [Protocols::TCP, Protocols::UDP].map(|protocol| (family, protocol)));
    ports.iter().flat_map(move |port| ways.clone().map(|(family, protocol)| (*port, family, protocol)))
}

/// The place of each rule, once.
fn places<'p>(openings: &'p [Opening<'_>]) -> impl Iterator<Item = &'p Place> {
    let mut seen = HashSet::new();
    openings.iter().map(|o| &o.rule.place).filter(move |place| seen.insert(*place))
}

/// Why nothing speaks of inbound traffic.
pub(crate) fn no_rules(question: &Question<'_>) -> &'static str {
    match files(question).any(|rules| !rules.routes.is_empty()) {
        true => "the file holds routes and no rules for inbound traffic",
        false => "the file holds no rules for inbound traffic",
    }
}

/// A number with a noun.
pub(crate) fn counted(n: usize, noun: &str) -> String {
    format!("{n} {noun}{}", if n == 1 { "" } else { "s" })
}

fn opened(first: &Opening<'_>, all: &[Opening<'_>]) -> String {
    let source = match (first.family, first.group.group.platform) {
        (Family::V4, RulePlatform::AwsNetworkAcl | RulePlatform::AwsSecurityGroup | RulePlatform::Google) => "0.0.0.0/0",
        (Family::V4, _) => "any source",
        (Family::V6, _) => "::/0",
    };
    let same = |o: &&Opening<'_>| std::ptr::eq(o.rule, first.rule);
    let mut ports: Vec<u16> = all.iter().filter(same).map(|o| o.port).collect();
    ports.sort_unstable();
    ports.dedup();
    let shown: Vec<String> = ports.iter().take(4).map(u16::to_string).collect();
    let more = if ports.len() > 4 { format!(" and {} more", ports.len() - 4) } else { String::new() };
    let verb = if ports.len() == 1 { "is" } else { "are" };
    let others = places(all).count() - 1;
    let beside = if others > 0 { format!("; {} open others", counted(others, "more rule")) } else { String::new() };
    format!("{}{more} {verb} open to {source} in {}{beside}", shown.join(", "), first.name())
}

fn left_open(opening: &Opening<'_>) -> String {
    let (name, port, rule) = (opening.name(), opening.port, opening.rule);
    if let Some(why) = &rule.unknown {
        return format!("whether {name} opens {port} is not known: {why}");
    }
    match (rule.source.lists.first(), rule.ports.named.first()) {
        (Some(list), _) => format!("{name} opens {port} to {list}, and the file does not say which addresses that means"),
        (None, Some(named)) => {
            format!("{name} opens the port {named} to everybody, and the file does not say which number that is")
        }
        (None, None) => {
            format!("whether {name} opens {port} to everybody over {} is not known", opening.family.name())
        }
    }
}
