//! Rules of every platform by hand.

use super::ask;
use crate::testing::{Asked, asked};
use crate::traffic::fixture::{allow, allow_all, deny, facts, group, inner, listed, v4, v6};
use plumbline_domain::RulePlatform::{self, AwsNetworkAcl, AwsSecurityGroup, AzureNsg, Google, Kubernetes};
use plumbline_domain::{Addresses, NetworkRules, Place, Ports, ProbeOutcome, Protocols, RuleGroup, TrafficRule};
use std::time::{Duration, Instant};

fn outcome(platform: RulePlatform, rules: Vec<TrafficRule>) -> ProbeOutcome {
    asked(ask, facts(vec![group(platform, "g", rules)])).outcome
}

fn everybody() -> Addresses {
    Addresses::all()
}

fn web(order: u64) -> TrafficRule {
    allow("web", order, &[(443, 443)], everybody())
}

fn deny_all(order: u64) -> TrafficRule {
    deny(allow_all("deny-all", order, everybody()))
}

#[test]
fn a_written_deny_of_everything_holds() {
    let answer = asked(ask, facts(vec![group(AzureNsg, "nsg", vec![web(100), deny_all(4096)])]));
    let sentence = "nsg/deny-all denies every port and protocol from any source";
    assert_eq!((answer.outcome, answer.because.as_str()), (ProbeOutcome::Holds, sentence));
    assert_eq!(outcome(AzureNsg, vec![web(100)]), ProbeOutcome::Inconclusive);
    assert_eq!(outcome(AwsNetworkAcl, vec![web(100)]), ProbeOutcome::Inconclusive);
    assert_eq!(outcome(AzureNsg, Vec::new()), ProbeOutcome::Silent);
}

#[test]
fn a_deny_of_a_part_is_none() {
    let parts = [
        TrafficRule { protocols: Protocols::TCP, ..deny_all(200) },
        TrafficRule { ports: Ports::of(vec![(0, 1023)], Vec::new()), ..deny_all(200) },
        TrafficRule { destination: Some(v4([10, 0, 0, 0], 8)), ..deny_all(200) },
        TrafficRule { source: v4([0, 0, 0, 0], 1), ..deny_all(200) },
        TrafficRule { is_enabled: false, ..deny_all(200) },
        TrafficRule { is_partial: true, ..deny_all(200) },
    ];
    for part in parts {
        assert_eq!(outcome(AzureNsg, vec![web(100), part.clone()]), ProbeOutcome::Inconclusive, "{part:?}");
        assert_eq!(outcome(AzureNsg, vec![part.clone()]), ProbeOutcome::Inconclusive, "{part:?}");
    }
    assert_eq!(
        outcome(AwsNetworkAcl, vec![web(100), TrafficRule { source: v4([0; 4], 0), ..deny_all(200) }]),
        ProbeOutcome::Holds
    );
}

#[test]
fn an_earlier_allow_of_everything_shadows_the_deny() {
    let allows = |source| allow_all("all", 100, source);
    assert_eq!(outcome(AzureNsg, vec![allows(everybody()), deny_all(200)]), ProbeOutcome::Inconclusive);
    assert_eq!(outcome(AzureNsg, vec![allows(v6()), deny_all(200)]), ProbeOutcome::Inconclusive);
    let halves = [v4([0, 0, 0, 0], 1), v4([128, 0, 0, 0], 1)].map(allows);
    assert_eq!(outcome(AzureNsg, halves.into_iter().chain([deny_all(200)]).collect()), ProbeOutcome::Inconclusive);
    assert_eq!(outcome(AzureNsg, vec![allows(v4([10, 0, 0, 0], 8)), deny_all(200)]), ProbeOutcome::Holds);
    assert_eq!(outcome(AzureNsg, vec![deny_all(50), allows(everybody())]), ProbeOutcome::Holds);
    let all_of_tcp = TrafficRule { protocols: Protocols::TCP, ..allows(everybody()) };
    assert_eq!(outcome(AzureNsg, vec![all_of_tcp, deny_all(200)]), ProbeOutcome::Holds, "it does not shadow it whole");
}

#[test]
fn each_group_with_an_allow_needs_its_own() {
    let of = |second: Vec<TrafficRule>| {
        asked(ask, facts(vec![group(AzureNsg, "a", vec![web(1), deny_all(2)]), group(AzureNsg, "b", second)]))
    };
    assert_eq!(of(vec![web(1)]).outcome, ProbeOutcome::Inconclusive);
    assert_eq!(of(vec![deny(web(1))]).outcome, ProbeOutcome::Holds, "a group that allows nothing needs none");
    assert_eq!(
        of(vec![web(1), deny_all(2)]).because,
        "a/deny-all denies every port and protocol from any source; 1 group more deny by default"
    );
}

#[test]
fn a_platform_that_denies_by_itself_needs_no_rule_up_to_the_public_ports() {
    for platform in [AwsSecurityGroup, Google] {
        assert_eq!(
            outcome(platform, vec![web(1), allow("office", 1, &[(22, 22)], v4([203, 0, 113, 0], 24))]),
            ProbeOutcome::Holds
        );
        let beyond = allow("app", 1, &[(8443, 8443)], everybody());
        assert_eq!(outcome(platform, vec![web(1), beyond.clone()]), ProbeOutcome::Inconclusive);
        assert_eq!(outcome(platform, vec![allow("range", 1, &[(80, 81)], everybody())]), ProbeOutcome::Inconclusive);
        let mut asked = Asked::default();
        asked.policy.public_ports.push(8443);
        assert_eq!(asked.answer(ask, facts(vec![group(platform, "g", vec![web(1), beyond])])).outcome, ProbeOutcome::Holds);
        let listed = allow("list", 1, &[(8443, 8443)], listed("pl-1"));
        assert_eq!(outcome(platform, vec![listed]), ProbeOutcome::Inconclusive);
        assert_eq!(outcome(platform, vec![allow_all("peers", 1, inner("sg-1"))]), ProbeOutcome::Holds);
    }
    let denied = vec![allow("app", 2, &[(8443, 8443)], everybody()), deny(allow("no", 1, &[(8000, 9000)], everybody()))];
    assert_eq!(outcome(Google, denied), ProbeOutcome::Holds);
    assert_eq!(outcome(Google, vec![allow("ssh", 1, &[(22, 22)], everybody()), deny_all(2)]), ProbeOutcome::Holds);
}

#[test]
fn icmp_reaches_no_port_and_another_protocol_is_more_than_the_public_ports() {
    let of = |protocols| vec![TrafficRule { protocols, ..allow_all("all", 1, everybody()) }];
    assert_eq!(outcome(AwsSecurityGroup, of(Protocols::ICMP)), ProbeOutcome::Holds);
    assert_eq!(outcome(AwsSecurityGroup, of(Protocols::OTHER)), ProbeOutcome::Inconclusive);
}

#[test]
fn a_kubernetes_policy_that_selects_pods_denies_the_rest() {
    let of = |isolates, rules| asked(ask, facts(vec![RuleGroup { isolates, ..group(Kubernetes, "ns", rules) }])).outcome;
    assert_eq!(of(true, Vec::new()), ProbeOutcome::Holds);
    assert_eq!(of(true, vec![web(0)]), ProbeOutcome::Holds);
    assert_eq!(of(true, vec![allow_all("open", 0, everybody())]), ProbeOutcome::Inconclusive);
    assert_eq!(of(false, Vec::new()), ProbeOutcome::Silent);
}

#[test]
fn groups_and_network_acls_of_aws_excuse_each_other() {
    let of = |groups: Vec<RuleGroup>| asked(ask, facts(groups)).outcome;
    let open_sg = || group(AwsSecurityGroup, "sg", vec![allow("ssh", 0, &[(22, 22)], everybody())]);
    let strict_acl = || group(AwsNetworkAcl, "acl", vec![web(100), deny_all(200)]);
    let open_acl = || group(AwsNetworkAcl, "open", vec![allow_all("100", 100, everybody())]);
    assert_eq!(of(vec![open_sg()]), ProbeOutcome::Inconclusive);
    assert_eq!(of(vec![open_sg(), strict_acl()]), ProbeOutcome::Holds);
    assert_eq!(of(vec![open_sg(), strict_acl(), open_acl()]), ProbeOutcome::Inconclusive);
    assert_eq!(of(vec![group(AwsSecurityGroup, "sg", vec![web(0)]), open_acl()]), ProbeOutcome::Holds);
}

#[test]
fn a_page_and_unknown_rules_leave_it_open() {
    let groups = || vec![group(AzureNsg, "g", vec![web(1), deny_all(2)])];
    let mut page = facts(groups());
    let incomplete = vec![("the list goes on".into(), Place::default())];
    page.network = Some(Box::new(NetworkRules { groups: groups(), incomplete, ..NetworkRules::default() }));
    assert_eq!(asked(ask, page).outcome, ProbeOutcome::Inconclusive);
    let unknown = RuleGroup { unknown: Some("its rules are not known".into()), ..groups().remove(0) };
    assert_eq!(asked(ask, facts(vec![unknown])).because, "g: its rules are not known");
}

#[test]
#[allow(clippy::disallowed_methods, reason = "the test measures time")]
fn many_rules_in_one_group_take_no_time() {
    let low = v4([0, 0, 0, 0], 1);
    let rules = |n: u16| (0..n).map(|i| allow("some", u64::from(i), &[(i * 13, i * 13 + 400)], low.clone())).collect::<Vec<_>>();
    let start = Instant::now();
    let closed = vec![allow("high", 9, &[(443, 443)], v4([128, 0, 0, 0], 1))];
    let rules = rules(4_000).into_iter().chain(closed).collect();
    assert_eq!(outcome(Google, rules), ProbeOutcome::Holds);
    let closed = |n: u16| {
        [deny(allow("no", u64::from(n), &[(n, n)], everybody())), allow("open", u64::from(n) + 1, &[(n, n)], everybody())]
    };
    assert_eq!(outcome(Google, (1_000..11_000).flat_map(closed).collect()), ProbeOutcome::Holds);
    assert!(start.elapsed() < Duration::from_secs(3), "{:?}", start.elapsed());
}

#[test]
#[allow(clippy::disallowed_methods, reason = "the test measures time")]
fn many_sources_on_many_ports_take_no_time() {
    let sources: Vec<(u32, u32)> = (0..20_000_u32).map(|i| (i << 17, (i << 17) + (1 << 16))).collect();
    let ports: Vec<(u16, u16)> = (1..20_000).map(|i| (i * 3, i * 3)).collect();
    let source = Addresses::of(sources, Vec::new(), Vec::new(), Vec::new());
    let rest: Vec<(u32, u32)> = (0..32_768_u32).map(|i| ((i << 17) + (1 << 16), (i << 17) + 0x1_ffff)).collect();
    let rest = Addresses::of(rest, Vec::new(), Vec::new(), Vec::new());
    let start = Instant::now();
    let rules = vec![allow("half", 0, &ports, source.clone()), allow("rest", 0, &[(443, 443)], rest)];
    outcome(AwsSecurityGroup, rules);
    assert!(start.elapsed() < Duration::from_secs(10), "{:?}", start.elapsed());
}
