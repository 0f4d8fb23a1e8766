//! Rules of every platform by hand.

use super::ask;
use crate::testing::{Asked, asked, content};
use crate::traffic::fixture::{allow, allow_all, deny, facts, group, inner, listed, v4, v6};
use plumbline_domain::RulePlatform::{self, AwsNetworkAcl, AwsSecurityGroup, AzureFirewall, AzureNsg, Google, Kubernetes};
use plumbline_domain::{Addresses, Facts, NetworkRules, Place, Ports, ProbeOutcome, Protocols, RuleGroup, TrafficRule};
use std::time::{Duration, Instant};

const SSH: &[(u16, u16)] = &[(22, 22)];

fn outcome(platform: RulePlatform, rules: Vec<TrafficRule>) -> ProbeOutcome {
    asked(ask, facts(vec![group(platform, "g", rules)])).outcome
}

fn everybody() -> Addresses {
    Addresses::all()
}

#[test]
fn an_open_port_is_named_with_its_rule() {
    let rules = vec![allow("web", 100, &[(443, 443)], everybody()), allow("ssh", 110, &[(20, 30)], everybody())];
    let answer = asked(ask, facts(vec![group(AzureNsg, "nsg", rules)]));
    assert_eq!((answer.outcome, answer.because.as_str()), (ProbeOutcome::Fails, "22, 23 are open to any source in nsg/ssh"));
    assert_eq!(answer.places, [Place { path: "ssh".into(), line: 1 }]);
}

#[test]
fn only_any_source_opens_a_port() {
    assert_eq!(outcome(AzureNsg, vec![allow("office", 100, SSH, v4([203, 0, 113, 0], 24))]), ProbeOutcome::Holds);
    assert_eq!(outcome(AwsSecurityGroup, vec![allow("peers", 0, SSH, inner("sg-2"))]), ProbeOutcome::Holds);
    assert_eq!(outcome(AwsSecurityGroup, vec![allow("v6", 0, SSH, v6())]), ProbeOutcome::Fails);
    assert_eq!(outcome(AzureNsg, vec![allow("half", 100, SSH, v4([0, 0, 0, 0], 1))]), ProbeOutcome::Holds);
}

#[test]
fn prefixes_together_are_everybody_in_one_rule_and_in_two() {
    let (low, high) = (v4([0, 0, 0, 0], 1), v4([128, 0, 0, 0], 1));
    let both = Addresses::of([&*low.v4, &*high.v4].concat(), Vec::new(), Vec::new(), Vec::new());
    assert_eq!(outcome(AzureNsg, vec![allow("halves", 100, SSH, both)]), ProbeOutcome::Fails);
    let two = || vec![allow("low", 100, SSH, low.clone()), allow("high", 200, SSH, high.clone())];
    assert_eq!(outcome(AwsSecurityGroup, two()), ProbeOutcome::Fails);
    let between = deny(allow("no", 150, SSH, everybody()));
    assert_eq!(outcome(AzureNsg, two().into_iter().chain([between]).collect()), ProbeOutcome::Holds);
}

#[test]
fn an_earlier_deny_closes_what_it_covers_whole() {
    let open = || allow_all("open", 200, everybody());
    let no = |rule: TrafficRule| deny(TrafficRule { protocols: Protocols::ALL, ..rule });
    let management: Vec<(u16, u16)> = vec![(0, u16::MAX)];
    let covered = no(allow("no", 100, &management, everybody()));
    assert_eq!(outcome(AzureNsg, vec![open(), covered.clone()]), ProbeOutcome::Holds, "the order is that of the priorities");
    let later = TrafficRule { order: 300, ..covered.clone() };
    assert_eq!(outcome(AzureNsg, vec![later, open()]), ProbeOutcome::Fails);
    let tcp_only = TrafficRule { protocols: Protocols::TCP, ..covered.clone() };
    assert_eq!(outcome(AzureNsg, vec![tcp_only, open()]), ProbeOutcome::Fails, "UDP stays open");
    let of_v4 = TrafficRule { source: v4([0, 0, 0, 0], 0), ..covered.clone() };
    assert_eq!(outcome(AwsNetworkAcl, vec![of_v4, open()]), ProbeOutcome::Fails, "IPv6 stays open");
    let partial = TrafficRule { is_partial: true, ..covered.clone() };
    assert_eq!(outcome(AzureNsg, vec![partial, open()]), ProbeOutcome::Fails);
    let disabled = TrafficRule { is_enabled: false, ..covered.clone() };
    assert_eq!(outcome(AzureNsg, vec![disabled, open()]), ProbeOutcome::Fails);
    let halves = [v4([0, 0, 0, 0], 1), v4([128, 0, 0, 0], 1), v6()].map(|source| TrafficRule { source, ..covered.clone() });
    assert_eq!(outcome(AzureNsg, halves.into_iter().chain([open()]).collect()), ProbeOutcome::Holds);
}

#[test]
fn a_deny_for_some_destinations_closes_those_only() {
    let no = |destination: Addresses| TrafficRule { destination: Some(destination), ..deny(allow("no", 100, SSH, everybody())) };
    let open = |destination: Addresses| TrafficRule { destination: Some(destination), ..allow("open", 200, SSH, everybody()) };
    let anywhere = allow("open", 200, SSH, everybody());
    assert_eq!(outcome(Google, vec![no(inner("tag web")), anywhere.clone()]), ProbeOutcome::Fails);
    assert_eq!(outcome(Google, vec![no(inner("tag web")), open(inner("tag web"))]), ProbeOutcome::Holds);
    assert_eq!(outcome(Google, vec![no(inner("tag web")), open(inner("tag db"))]), ProbeOutcome::Fails);
    assert_eq!(outcome(AzureNsg, vec![no(v4([10, 0, 0, 0], 8)), open(v4([10, 1, 2, 3], 32))]), ProbeOutcome::Holds);
    assert_eq!(outcome(AzureNsg, vec![no(v4([10, 0, 0, 0], 8)), open(v4([11, 1, 2, 3], 32))]), ProbeOutcome::Fails);
    assert_eq!(outcome(AzureNsg, vec![no(v4([10, 0, 0, 0], 24)), open(v4([10, 0, 0, 0], 8))]), ProbeOutcome::Fails);
}

#[test]
fn at_equal_priority_google_lets_the_deny_win() {
    let rules = || vec![allow("open", 1000, SSH, everybody()), deny(allow("no", 1000, SSH, everybody()))];
    assert_eq!(outcome(Google, rules()), ProbeOutcome::Holds);
}

#[test]
fn protocols_without_ports_open_none() {
    let ping = TrafficRule { protocols: Protocols::ICMP, ..allow_all("ping", 0, everybody()) };
    assert_eq!(outcome(AwsSecurityGroup, vec![ping]), ProbeOutcome::Holds);
    let udp = TrafficRule { protocols: Protocols::UDP, ..allow("rdp", 0, &[(3389, 3389)], everybody()) };
    assert_eq!(outcome(AwsSecurityGroup, vec![udp]), ProbeOutcome::Fails);
}

#[test]
fn a_list_elsewhere_a_named_port_and_an_unknown_leave_it_open() {
    assert_eq!(outcome(AzureNsg, vec![allow("tag", 100, SSH, listed("AzureCloud"))]), ProbeOutcome::Inconclusive);
    assert_eq!(outcome(AzureNsg, vec![allow("tag", 100, &[(443, 443)], listed("AzureCloud"))]), ProbeOutcome::Holds);
    let denied_before = vec![deny(allow("no", 90, SSH, everybody())), allow("tag", 100, SSH, listed("AzureCloud"))];
    assert_eq!(outcome(AzureNsg, denied_before), ProbeOutcome::Holds);
    let named = TrafficRule { ports: Ports::of(Vec::new(), vec!["ssh".into()]), ..allow("named", 0, SSH, everybody()) };
    assert_eq!(outcome(Kubernetes, vec![named]), ProbeOutcome::Inconclusive);
    let unknown = || TrafficRule { unknown: Some("its protocol is not known".into()), ..allow("u", 0, SSH, everybody()) };
    assert_eq!(outcome(AzureFirewall, vec![unknown()]), ProbeOutcome::Inconclusive);
    assert_eq!(outcome(AzureFirewall, vec![deny(unknown()), allow("a", 1, SSH, everybody())]), ProbeOutcome::Fails);
    let hidden = RuleGroup { unknown: Some("its rules are not known".into()), ..group(AwsSecurityGroup, "g", Vec::new()) };
    assert_eq!(asked(ask, facts(vec![hidden])).outcome, ProbeOutcome::Inconclusive);
}

#[test]
fn a_page_and_no_rules_at_all_do_not_hold() {
    let rules = |rules| NetworkRules {
        groups: vec![group(AzureNsg, "g", rules)],
        incomplete: vec![("the list goes on".into(), Place::default())],
        ..NetworkRules::default()
    };
    let of = |network| asked(ask, Facts { network: Some(Box::new(network)), ..Facts::default() }).outcome;
    assert_eq!(of(rules(Vec::new())), ProbeOutcome::Inconclusive);
    assert_eq!(of(rules(vec![allow("ssh", 1, SSH, everybody())])), ProbeOutcome::Fails, "what stands on the page still fails");
    assert_eq!(of(NetworkRules::default()), ProbeOutcome::Silent);
}

#[test]
fn a_network_acl_before_a_security_group_closes_it_in_its_vpc() {
    let of_vpc = |vpc: &str, group: RuleGroup| RuleGroup { network: Some(vpc.into()), ..group };
    let open = || of_vpc("vpc-1", group(AwsSecurityGroup, "sg", vec![allow("ssh", 0, SSH, everybody())]));
    let web = allow("100", 100, &[(443, 443)], everybody());
    let closed_acl = || group(AwsNetworkAcl, "acl", vec![web.clone()]);
    let open_acl = || group(AwsNetworkAcl, "all", vec![allow_all("100", 100, everybody())]);
    let of = |groups: Vec<RuleGroup>| asked(ask, facts(groups)).outcome;
    assert_eq!(of(vec![open(), of_vpc("vpc-1", closed_acl())]), ProbeOutcome::Holds);
    assert_eq!(of(vec![open(), of_vpc("vpc-2", closed_acl())]), ProbeOutcome::Fails);
    assert_eq!(of(vec![open(), of_vpc("vpc-1", closed_acl()), of_vpc("vpc-1", open_acl())]), ProbeOutcome::Fails);
    let closed = group(AwsSecurityGroup, "closed", vec![web.clone()]);
    assert_eq!(of(vec![closed, open_acl()]), ProbeOutcome::Holds);
    assert_eq!(of(vec![open_acl()]), ProbeOutcome::Fails);
    let asked = Asked { with: vec![content(facts(vec![closed_acl()]))], ..Asked::default() };
    assert_eq!(asked.answer(ask, facts(vec![open()])).outcome, ProbeOutcome::Holds);
}

#[test]
#[allow(clippy::disallowed_methods, reason = "the test measures time")]
fn many_rules_in_one_group_take_no_time() {
    let n = 5_000;
    let source = |i: u32| v4((i << 12).to_be_bytes(), 20);
    let port = |i: u32| u16::try_from(i % 20_000 + 2_000).unwrap();
    let rules = (0..n).flat_map(|i| {
        let ports = [(port(i), port(i) + 50)];
        let order = u64::from(i) * 2;
        let no = deny(allow("no", order, &[(0, u16::MAX)], source(i)));
        [no, allow("open", order + 1, &ports, everybody())]
    });
    let facts = facts(vec![group(AzureNsg, "g", rules.collect())]);
    let start = Instant::now();
    assert_eq!(asked(ask, facts).outcome, ProbeOutcome::Fails);
    assert!(start.elapsed() < Duration::from_secs(2), "{:?}", start.elapsed());
}

#[test]
#[allow(clippy::disallowed_methods, reason = "the test measures time")]
fn many_groups_behind_many_acls_take_no_time() {
    let open = |i: usize| group(AwsSecurityGroup, &format!("sg-{i}"), vec![allow("ssh", 0, SSH, everybody())]);
    let closed = |i: usize| group(AwsNetworkAcl, &format!("acl-{i}"), vec![allow("web", 100, &[(443, 443)], everybody())]);
    let groups = (0..4_000).map(open).chain((0..4_000).map(closed)).collect();
    let start = Instant::now();
    assert_eq!(asked(ask, facts(groups)).outcome, ProbeOutcome::Holds);
    assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
}
