//! Rules, receivers and routes by hand.

use super::ask;
use crate::testing::{Asked, asked, content};
use plumbline_domain::{
    AlertRule, AlertRules, Called, Calls, Comparison, Facts, Label, Matcher, Place, ProbeOutcome, Reach, Receiver, Route, Router,
    Routing,
};

fn rule(name: &str, calls: Calls) -> AlertRule {
    AlertRule { name: name.into(), id: "".into(), is_enabled: true, calls, parts: Vec::new(), place: Place::default() }
}

fn to(keys: &[&str]) -> Calls {
    Calls::Receivers(keys.iter().map(|key| Called::Receiver((*key).into())).collect())
}

fn receiver(key: &str, reach: Reach) -> Receiver {
    Receiver { key: key.into(), name: key.into(), reach, place: Place::default() }
}

fn nobody() -> Reach {
    Reach::Nobody("it is disabled".into())
}

fn facts(alerts: AlertRules) -> Facts {
    Facts { alerts: Some(Box::new(alerts)), ..Facts::default() }
}

fn answer(rules: Vec<AlertRule>, receivers: Vec<Receiver>) -> (ProbeOutcome, String) {
    let answer = asked(ask, facts(AlertRules { rules, receivers, ..AlertRules::default() }));
    (answer.outcome, answer.because)
}

#[test]
fn each_rule_needs_one_receiver_that_reaches_somebody() {
    let receivers = || vec![receiver("on", Reach::Somebody), receiver("off", nobody())];
    assert_eq!(answer(vec![rule("cpu", to(&["off", "on"]))], receivers()).0, ProbeOutcome::Holds);
    assert_eq!(
        answer(vec![rule("cpu", to(&["on"])), rule("memory", to(&["off"]))], receivers()),
        (ProbeOutcome::Fails, "memory calls off, but it is disabled".to_owned())
    );
    assert_eq!(answer(vec![rule("cpu", to(&[]))], receivers()), (ProbeOutcome::Fails, "cpu calls nobody".to_owned()));
    assert_eq!(answer(Vec::new(), receivers()).0, ProbeOutcome::Silent);
}

#[test]
fn a_receiver_elsewhere_leaves_open_only_what_reaches_nobody_else() {
    let receivers = || vec![receiver("on", Reach::Somebody), receiver("off", nobody())];
    assert_eq!(answer(vec![rule("cpu", to(&["off", "elsewhere"]))], receivers()).0, ProbeOutcome::Inconclusive);
    assert_eq!(answer(vec![rule("cpu", to(&["on", "elsewhere"]))], receivers()).0, ProbeOutcome::Holds);
    assert_eq!(answer(vec![rule("cpu", Calls::Unsaid)], receivers()).0, ProbeOutcome::Inconclusive);
}

#[test]
fn receivers_of_the_other_files_count() {
    let with = AlertRules { receivers: vec![receiver("on", Reach::Somebody)], ..AlertRules::default() };
    let question = Asked { with: vec![content(facts(with))], ..Asked::default() };
    let rules = AlertRules { rules: vec![rule("cpu", to(&["on"]))], ..AlertRules::default() };
    assert_eq!(question.answer(ask, facts(rules)).outcome, ProbeOutcome::Holds);
}

#[test]
fn one_subscription_of_a_topic_is_enough_and_the_next_page_may_hold_it() {
    let pending = receiver("arn:aws:sns:x:1:t", nobody());
    let rules = || vec![rule("cpu", to(&["arn:aws:sns:x:1:t"]))];
    assert_eq!(answer(rules(), vec![pending.clone()]).0, ProbeOutcome::Fails);
    assert_eq!(answer(rules(), vec![pending.clone(), receiver("arn:aws:sns:x:1:t", Reach::Somebody)]).0, ProbeOutcome::Holds);
    let with = AlertRules { receivers: vec![pending], goes_on: Some(Place::default()), ..AlertRules::default() };
    let question = Asked { with: vec![content(facts(with))], ..Asked::default() };
    let answer = question.answer(ask, facts(AlertRules { rules: rules(), ..AlertRules::default() }));
    assert_eq!(answer.outcome, ProbeOutcome::Inconclusive);
}

#[test]
fn a_page_of_rules_never_holds() {
    let alerts = |calls| AlertRules { rules: vec![rule("cpu", calls)], goes_on: Some(Place::default()), ..AlertRules::default() };
    let outcome = |calls| asked(ask, facts(alerts(calls))).outcome;
    assert_eq!(outcome(Calls::Receivers(vec![Called::Directly("a@b.example".into())])), ProbeOutcome::Inconclusive);
    assert_eq!(outcome(to(&[])), ProbeOutcome::Fails);
}

#[test]
fn a_composite_alarm_calls_for_its_parts_and_for_theirs() {
    let composite = |name: &str, calls, part: &str| AlertRule { parts: vec![part.into()], ..rule(name, calls) };
    let rules = |calls| vec![rule("cpu", to(&[])), composite("middle", to(&[]), "cpu"), composite("top", calls, "middle")];
    let receivers = vec![receiver("on", Reach::Somebody)];
    assert_eq!(answer(rules(to(&["on"])), receivers.clone()).0, ProbeOutcome::Holds);
    assert_eq!(answer(rules(to(&["elsewhere"])), receivers.clone()).0, ProbeOutcome::Inconclusive);
    assert_eq!(answer(rules(to(&[])), receivers).0, ProbeOutcome::Fails);
}

fn matcher(label: &str, comparison: Comparison, value: &str) -> Matcher {
    Matcher { label: label.into(), comparison, value: value.into() }
}

fn route(receiver: Option<&str>, matchers: Vec<Matcher>, continues: bool, routes: Vec<Route>) -> Route {
    Route { receiver: receiver.map(Into::into), matchers, continues, routes }
}

/// What an alert with these labels comes to; `on` reaches somebody and `off` nobody, and none is a label made as it fires.
fn routed(labels: &[(&str, Option<&str>)], root: Route) -> ProbeOutcome {
    let label = |(name, value): &(&str, Option<&str>)| Label { name: (*name).into(), value: value.map(Into::into) };
    let labels = labels.iter().map(label).collect();
    let routing = Routing { router: Router::Alertmanager, root, place: Place::default() };
    let alerts = AlertRules {
        rules: vec![rule("a", Calls::Routed(Router::Alertmanager, labels))],
        receivers: vec![receiver("on", Reach::Somebody), receiver("off", nobody())],
        routings: vec![routing],
        goes_on: None,
    };
    asked(ask, facts(alerts)).outcome
}

#[test]
fn the_first_route_that_matches_takes_the_alert() {
    let critical = || vec![matcher("severity", Comparison::Is, "critical")];
    let root = |first, continues| {
        let routes = vec![route(Some(first), critical(), continues, vec![]), route(Some("on"), critical(), false, vec![])];
        route(Some("off"), vec![], false, routes)
    };
    let labels = [("severity", Some("critical"))];
    assert_eq!(routed(&labels, root("off", false)), ProbeOutcome::Fails, "the second is not tried");
    assert_eq!(routed(&labels, root("off", true)), ProbeOutcome::Holds, "continue tries it");
    assert_eq!(routed(&[("severity", Some("warning"))], root("on", false)), ProbeOutcome::Fails, "the root takes what is left");
}

#[test]
fn a_route_below_inherits_the_receiver_and_a_missing_one_is_left_open() {
    let any = || vec![matcher("team", Comparison::MatchesNot, "none")];
    let below = route(None, any(), false, vec![]);
    let root = route(Some("off"), vec![], false, vec![route(Some("on"), any(), false, vec![below])]);
    assert_eq!(routed(&[("team", Some("orders"))], root), ProbeOutcome::Holds);
    assert_eq!(routed(&[], route(Some("elsewhere"), vec![], false, vec![])), ProbeOutcome::Inconclusive);
}

#[test]
fn expressions_take_the_whole_value_and_a_missing_label_is_empty() {
    let to_on = |m: Matcher| route(Some("off"), vec![], false, vec![route(Some("on"), vec![m], false, vec![])]);
    let labels = [("severity", Some("critical"))];
    for (comparison, value, outcome) in [
        (Comparison::Matches, "critical|page", ProbeOutcome::Holds),
        (Comparison::Matches, "crit", ProbeOutcome::Fails),
        (Comparison::Matches, "crit.*", ProbeOutcome::Holds),
        (Comparison::MatchesNot, "page|crit", ProbeOutcome::Holds),
        (Comparison::IsNot, "critical", ProbeOutcome::Fails),
        (Comparison::Matches, "(", ProbeOutcome::Inconclusive),
    ] {
        assert_eq!(routed(&labels, to_on(matcher("severity", comparison, value))), outcome, "{value}");
    }
    assert_eq!(routed(&labels, to_on(matcher("team", Comparison::Is, ""))), ProbeOutcome::Holds);
    assert_eq!(routed(&labels, to_on(matcher("team", Comparison::MatchesNot, ".+"))), ProbeOutcome::Holds);
}

#[test]
fn a_label_made_as_it_fires_is_open_only_when_the_branches_differ() {
    let m = || vec![matcher("severity", Comparison::Is, "critical")];
    let tree = |root: &str, below: &str| route(Some(root), vec![], false, vec![route(Some(below), m(), false, vec![])]);
    let labels = [("severity", None)];
    assert_eq!(routed(&labels, tree("off", "on")), ProbeOutcome::Inconclusive);
    assert_eq!(routed(&labels, tree("on", "on")), ProbeOutcome::Holds);
    assert_eq!(routed(&labels, tree("off", "off")), ProbeOutcome::Fails);
}

#[test]
fn without_routes_it_is_open_and_the_policy_lets_alerts_off() {
    let watchdog = |calls| AlertRules { rules: vec![rule("Watchdog", calls)], ..AlertRules::default() };
    let routed = || Calls::Routed(Router::Grafana, Vec::new());
    assert_eq!(answer(vec![rule("a", routed())], Vec::new()).0, ProbeOutcome::Inconclusive);
    assert_eq!(asked(ask, facts(watchdog(to(&[])))).outcome, ProbeOutcome::Holds);
    let mut strict = Asked::default();
    strict.policy.unrouted_alerts.clear();
    assert_eq!(strict.answer(ask, facts(watchdog(to(&[])))).outcome, ProbeOutcome::Fails);
}

#[test]
fn more_rules_and_routes_than_are_followed_leave_it_open() {
    let n = 12_000;
    let labels = |i: usize| vec![Label { name: "a".into(), value: Some(i.to_string().into()) }];
    let rules = (0..n).map(|i| rule("a", Calls::Routed(Router::Alertmanager, labels(i)))).collect();
    let to_on = |i: usize| route(Some("on"), vec![matcher("a", Comparison::Is, &i.to_string())], false, vec![]);
    let root = route(Some("on"), vec![], false, (0..n).map(to_on).collect());
    let routing = Routing { router: Router::Alertmanager, root, place: Place::default() };
    let alerts =
        AlertRules { rules, receivers: vec![receiver("on", Reach::Somebody)], routings: vec![routing], ..AlertRules::default() };
    let answer = asked(ask, facts(alerts));
    let because = "a may reach somebody: there are more rules and routes than are followed";
    assert!(answer.because.starts_with(because), "{}", answer.because);
    assert_eq!(answer.outcome, ProbeOutcome::Inconclusive);
}

#[test]
fn an_expression_that_would_grow_without_end_is_not_read() {
    let huge = matcher("a", Comparison::Matches, "(((x{1000}){1000}){1000})?");
    let root = route(Some("off"), vec![], false, vec![route(Some("on"), vec![huge], false, vec![])]);
    assert_eq!(routed(&[("a", Some("x"))], root), ProbeOutcome::Inconclusive);
}
