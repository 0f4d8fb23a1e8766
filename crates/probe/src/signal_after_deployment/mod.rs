//! `signal-after-deployment`.

use crate::commands;
use crate::{Answer, Because, Definition, Question, Remedy};
use plumbline_domain::{FactKind, Probe};

/// The catalogue's entry.
pub(crate) const DEFINITION: Definition = Definition {
    probe: Probe::SignalAfterDeployment,
    title: "The signal is from after the deployment",
    meaning: "Holds when the newest evaluation or sample is not older than the deployment of the change. Fails when it is older, \
              because then it says nothing about what was deployed. Inconclusive when it is older and the list goes on. Silent \
              when the change has no time of deployment, or the file no time.",
    refuted: "its newest signal is from before the deployment",
    left_open: "it does not show that the signal is from after the deployment",
    reads: &[FactKind::Compliance],
    remedy: Remedy {
        text: "Read the signal again after the deployment, in a form that states its time.",
        commands: commands::SIGNAL_AGAIN,
    },
    ask,
};

fn ask(question: &Question<'_>) -> Answer {
    let Some(deployed_at) = question.deployed_at else {
        return question.silent(|| "the change has no time of deployment".into());
    };
    let compliance = question.facts().compliance.as_deref();
    let Some((newest, place)) = compliance.and_then(|c| c.newest.as_ref()) else {
        return question.silent(|| "the file has no time of an evaluation or sample".into());
    };
    let because = |relation: &str| {
        let sentence =
            format!("the newest signal is of {}, {relation} the deployment at {}", newest.to_rfc3339(), deployed_at.to_rfc3339());
        Because::from(sentence).at(place)
    };
    match (*newest >= deployed_at, compliance.and_then(|c| c.goes_on.as_ref())) {
        (true, _) => question.holds(|| because("not before")),
        (false, Some(_)) => question.inconclusive(|| because("and the list goes on: what is on this page is before")),
        (false, None) => question.fails(|| because("before")),
    }
}

#[cfg(test)]
mod tests {
    use super::ask;
    use crate::Question;
    use crate::testing::{Asked, asked, content};
    use plumbline_domain::{Compliance, Facts, Instant, Mode, Outcome, Place, ProbeOutcome};
    use std::collections::BTreeMap;

    fn outcome(newest: Option<i64>, deployed_at: Option<i64>, goes_on: Option<Place>) -> ProbeOutcome {
        let newest = newest.map(|at| (Instant::from_micros(at), Place::default()));
        let compliance = Compliance { measured: 1, newest, goes_on, ..Compliance::default() };
        let asked = Asked::default();
        ask(&Question {
            artifact_type: &asked.policy.artifact_types[0],
            content: &content(Facts { compliance: Some(Box::new(compliance)), ..Facts::default() }),
            before: None,
            with: &[],
            plan: None,
            log: None,
            outcome: Outcome::Passed,
            mode: Mode::Enforce,
            deployed_at: deployed_at.map(Instant::from_micros),
            justifications: &BTreeMap::new(),
            policy: &asked.policy,
            explains: true,
        })
        .outcome
    }

    #[test]
    fn the_newest_time_may_not_be_before_the_deployment() {
        assert_eq!(outcome(Some(5), Some(5), None), ProbeOutcome::Holds);
        assert_eq!(outcome(Some(4), Some(5), None), ProbeOutcome::Fails);
        assert_eq!(outcome(Some(4), Some(5), Some(Place::default())), ProbeOutcome::Inconclusive);
        assert_eq!(outcome(Some(6), Some(5), Some(Place::default())), ProbeOutcome::Holds);
    }

    #[test]
    fn without_both_times_it_is_silent() {
        assert_eq!(outcome(None, Some(5), None), ProbeOutcome::Silent);
        assert_eq!(outcome(Some(5), None, None), ProbeOutcome::Silent);
        assert_eq!(asked(ask, Facts::default()).outcome, ProbeOutcome::Silent);
    }
}
