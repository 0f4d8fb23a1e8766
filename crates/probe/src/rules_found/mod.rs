//! `rules-found`.

use crate::commands;
use crate::{Answer, Because, Definition, Question, Remedy};
use plumbline_domain::{AlertRule, FactKind, Probe};

/// The catalogue's entry.
pub(crate) const DEFINITION: Definition = Definition {
    probe: Probe::RulesFound,
    title: "Alert rules are found",
    meaning: "Holds when at least one enabled alert rule is in the file or in those that are read with it. Fails when there are \
              rules and all are disabled. Inconclusive when all rules on the page are disabled and the list goes on. Silent when \
              there is no alert rule: groups, channels and routes alone, and rules that only record a metric, do not count. The \
              file does not show what a filter left out.",
    refuted: "all its alert rules are disabled",
    left_open: "it shows no enabled alert rule",
    reads: &[FactKind::AlertRules],
    remedy: Remedy {
        text: "Attach the list of alert rules as the platform has them, and enable those that should fire.",
        commands: commands::RULES,
    },
    ask,
};

fn ask(question: &Question<'_>) -> Answer {
    let facts = || question.together().filter_map(|content| content.facts.alerts.as_deref());
    let rules = || facts().flat_map(|alerts| &alerts.rules);
    let total = rules().count();
    let enabled = rules().filter(|rule| rule.is_enabled).count();
    let goes_on = facts().find_map(|alerts| alerts.goes_on.as_ref());
    let here = || question.facts().alerts.as_deref().map(|a| a.rules.as_slice()).unwrap_or_default();
    match (enabled, total, goes_on) {
        (1.., ..) => question.holds(|| {
            let places = here().iter().filter(|rule| rule.is_enabled).take(1).map(|rule| &rule.place);
            let sentence = match total {
                1 => "1 alert rule, and it is enabled".to_owned(),
                _ => format!("{total} alert rules, {enabled} of them enabled"),
            };
            Because::from(sentence).at_each(places)
        }),
        (_, 0, _) => question.silent(|| "no alert rule is in the file".into()),
        (_, _, Some(place)) => {
            question.inconclusive(|| Because::from("each alert rule on this page is disabled, and the list goes on").at(place))
        }
        _ => question.fails(|| {
            let sentence = match first(rules()) {
                Some(name) if total == 1 => format!("{name} is the only alert rule, and it is disabled"),
                _ => format!("each of {total} alert rules is disabled"),
            };
            Because::from(sentence).at_each(here().iter().map(|rule| &rule.place))
        }),
    }
}

fn first<'a>(mut rules: impl Iterator<Item = &'a AlertRule>) -> Option<&'a str> {
    rules.next().map(|rule| rule.name.as_ref())
}

#[cfg(test)]
mod tests {
    use super::ask;
    use crate::testing::asked;
    use plumbline_domain::{AlertRule, AlertRules, Calls, Facts, Place, ProbeOutcome};

    fn outcome(enabled: &[bool], goes_on: Option<Place>) -> (ProbeOutcome, String) {
        let rule = |is_enabled: &bool| AlertRule {
            name: "cpu-high".into(),
            id: "".into(),
            is_enabled: *is_enabled,
            calls: Calls::Unsaid,
            parts: Vec::new(),
            place: Place::default(),
        };
        let alerts = AlertRules { rules: enabled.iter().map(rule).collect(), goes_on, ..AlertRules::default() };
        let answer = asked(ask, Facts { alerts: Some(Box::new(alerts)), ..Facts::default() });
        (answer.outcome, answer.because)
    }

    #[test]
    fn one_enabled_rule_is_enough() {
        assert_eq!(outcome(&[false, true], None), (ProbeOutcome::Holds, "2 alert rules, 1 of them enabled".to_owned()));
    }

    #[test]
    fn disabled_rules_alone_fail_unless_the_list_goes_on() {
        let because = "cpu-high is the only alert rule, and it is disabled";
        assert_eq!(outcome(&[false], None), (ProbeOutcome::Fails, because.to_owned()));
        assert_eq!(outcome(&[false], Some(Place::default())).0, ProbeOutcome::Inconclusive);
    }

    #[test]
    fn no_rule_is_silent() {
        assert_eq!(outcome(&[], None).0, ProbeOutcome::Silent);
        assert_eq!(asked(ask, Facts::default()).outcome, ProbeOutcome::Silent);
    }
}
