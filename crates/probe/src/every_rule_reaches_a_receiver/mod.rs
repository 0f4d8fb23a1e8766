//! `every-rule-reaches-a-receiver`.

mod routing;
mod standing;
#[cfg(test)]
mod tests;

use crate::commands;
use crate::{Answer, Because, Definition, Question, Remedy};
use plumbline_domain::{AlertRule, Calls, FactKind, Probe, Router};
use routing::{Cost, Node};
use standing::{Level, Receivers, Standing, Why};
use std::collections::HashMap;

/// The catalogue's entry.
pub(crate) const DEFINITION: Definition = Definition {
    probe: Probe::EveryRuleReachesAReceiver,
    title: "Every alert rule reaches a receiver",
    meaning: "Holds when each enabled alert rule reaches an enabled receiver: an action group, a confirmed subscription of a \
              topic, a notification channel, a contact point, an address. One receiver that reaches somebody is enough for a \
              rule. Fails when a rule names no receiver, or when all that it names are in the file and none of them reaches \
              anybody. Inconclusive when the receiver is in another file that is not read with this one, or when the list of \
              rules goes on. Prometheus rules are routed by their labels through a configuration of Alertmanager, Grafana rules \
              through notification policies; a label that a rule does not set counts as empty. Silent when there is no enabled \
              rule. Alerts that the policy lists under `unroutedAlerts` need no receiver. These files do not show silences, \
              inhibitions and mute timings.",
    refuted: "an enabled alert rule reaches nobody",
    left_open: "it does not show whom each alert rule reaches",
    reads: &[FactKind::AlertRules],
    remedy: Remedy {
        text: "Give each enabled rule a receiver that is enabled, and attach the list of receivers with the rules (`with`).",
        commands: commands::RECEIVERS,
    },
    ask,
};

/// A rule, whether it stands in the file itself, and how far it gets.
struct Ruled<'a> {
    rule: &'a AlertRule,
    is_here: bool,
    standing: Standing<'a>,
}

fn ask(question: &Question<'_>) -> Answer {
    let rules = rules_of(question);
    let goes_on = question.together().filter_map(|c| c.facts.alerts.as_deref()).filter(|a| !a.rules.is_empty());
    let goes_on = goes_on.filter_map(|a| a.goes_on.as_ref()).next();
    if rules.is_empty() {
        return question.silent(|| "no enabled alert rule is in the file".into());
    }
    let is_let_off = |rule: &AlertRule| question.policy.unrouted_alerts.iter().any(|name| name.as_str() == rule.name.as_ref());
    let asked: Vec<&Ruled<'_>> = rules.iter().filter(|r| !is_let_off(r.rule)).collect();
    let worst = asked.iter().map(|r| r.standing.level).min().unwrap_or(Level::Somebody);
    let of_worst = || asked.iter().filter(|r| r.standing.level == worst);
    let because = || {
        let mut sentence =
            of_worst().next().map(|r| format!("{} {}", r.rule.name, r.standing.why.in_words())).unwrap_or_default();
        match of_worst().count() {
            0 | 1 => {}
            2 => sentence.push_str("; 1 more rule is like it"),
            n => sentence.push_str(&format!("; {} more rules are like it", n - 1)),
        }
        Because::from(sentence).at_each(of_worst().filter(|r| r.is_here).map(|r| &r.rule.place))
    };
    match (worst, goes_on) {
        (Level::Nobody, _) => question.fails(because),
        (Level::Open, _) => question.inconclusive(because),
        (Level::Somebody, Some(place)) => {
            question.inconclusive(|| Because::from("each rule on this page reaches a receiver, and the list goes on").at(place))
        }
        (Level::Somebody, None) => question.holds(|| {
            let let_off = rules.len() - asked.len();
            let tail = if let_off > 0 { format!(", {let_off} exempt by the policy") } else { String::new() };
            let subject = match asked.len() {
                0 => return format!("no rule is asked{tail}").into(),
                1 => "the only enabled rule".to_owned(),
                n => format!("each of {n} enabled rules"),
            };
            format!("{subject} reaches a receiver{tail}").into()
        }),
    }
}

/// The enabled rules of all files that are read together, each with how far it gets.
fn rules_of<'a>(question: &Question<'a>) -> Vec<Ruled<'a>> {
    let receivers = Receivers::of(question.together());
    let alerts = || question.together().filter_map(|content| content.facts.alerts.as_deref());
    let cost = Cost::default();
    let trees = |router| -> Vec<Node<'a>> {
        let routings = alerts().flat_map(|a| &a.routings).filter(|routing| routing.router == router);
        routings.map(|routing| Node::of(&routing.root, &receivers, &cost)).collect()
    };
    let (alertmanager, grafana) = (trees(Router::Alertmanager), trees(Router::Grafana));
    let standing = |rule: &'a AlertRule| match &rule.calls {
        Calls::Receivers(called) => {
            called.iter().map(|c| receivers.standing(c)).reduce(Standing::or).unwrap_or(Standing::nobody(Why::NoReceiver))
        }
        Calls::Nobody(why) => Standing::nobody(Why::Silenced(why)),
        Calls::Unsaid => Standing::open(Why::Unsaid),
        Calls::Routed(router, labels) => {
            let trees = if *router == Router::Grafana { &grafana } else { &alertmanager };
            let of_each = trees.iter().map(|tree| tree.standing(labels, &cost));
            of_each.reduce(Standing::or).unwrap_or(Standing::open(Why::NoRouting(*router)))
        }
    };
    let mut rules = Vec::new();
    for (n, content) in question.together().enumerate() {
        let of_content = content.facts.alerts.as_deref().map(|a| a.rules.as_slice()).unwrap_or_default();
        for rule in of_content.iter().filter(|rule| rule.is_enabled) {
            rules.push(Ruled { rule, is_here: n == 0, standing: standing(rule) });
        }
    }
    lift_parts(&mut rules);
    rules
}

/// A part of a composite alarm reaches whomever the composite reaches; so does a part of such a part.
fn lift_parts(rules: &mut [Ruled<'_>]) {
    if rules.iter().all(|r| r.rule.parts.is_empty()) {
        return;
    }
    let mut places: HashMap<&str, Vec<usize>> = HashMap::new();
    for (i, ruled) in rules.iter().enumerate() {
        places.entry(ruled.rule.name.as_ref()).or_default().push(i);
        if !ruled.rule.id.is_empty() {
            places.entry(ruled.rule.id.as_ref()).or_default().push(i);
        }
    }
    for level in [Level::Somebody, Level::Open] {
        let mut open: Vec<usize> =
            (0..rules.len()).filter(|i| rules.get(*i).is_some_and(|r| r.standing.level == level)).collect();
        while let Some(i) = open.pop() {
            let Some((parts, standing)) = rules.get(i).map(|r| (&r.rule.parts, r.standing)) else { continue };
            for part in parts.iter().filter_map(|part| places.get(part.as_ref())).flatten() {
                if let Some(ruled) = rules.get_mut(*part).filter(|r| r.standing.level < level) {
                    ruled.standing = standing;
                    open.push(*part);
                }
            }
        }
    }
}
