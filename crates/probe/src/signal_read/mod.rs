//! `signal-read`.

use crate::commands;
use crate::{Answer, Because, Definition, Question, Remedy};
use plumbline_domain::{FactKind, Probe};

/// The catalogue's entry.
pub(crate) const DEFINITION: Definition = Definition {
    probe: Probe::SignalRead,
    title: "A signal was read",
    meaning: "Holds when the file has at least one evaluation of a resource or one sample of a metric. Inconclusive when the \
              query failed. Silent when the answer is empty, and when everything in it is exempt or not applicable, because then \
              nothing was evaluated. Never fails.",
    refuted: "no signal was read",
    left_open: "it contains neither an evaluation nor a sample",
    reads: &[FactKind::Compliance],
    remedy: Remedy { text: "Attach what the platform evaluated or measured after the deployment.", commands: commands::SIGNAL },
    ask,
};

fn ask(question: &Question<'_>) -> Answer {
    let Some(compliance) = question.facts().compliance.as_deref() else {
        return question.silent(|| "no evaluation and no sample is in the file".into());
    };
    match (compliance.evaluated(), &compliance.failed) {
        (0, Some((why, place))) => question.inconclusive(|| Because::from(format!("the query failed: {why}")).at(place)),
        (0, None) if compliance.excused > 0 => {
            question.silent(|| format!("nothing was evaluated: {} exempt or not applicable", compliance.excused).into())
        }
        (0, None) => question.silent(|| "no evaluation and no sample is in the file".into()),
        (n, _) => question.holds(|| {
            let what = if n == 1 { "1 evaluation or sample".to_owned() } else { format!("{n} evaluations or samples") };
            what.into()
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::ask;
    use crate::testing::asked;
    use plumbline_domain::{Compliance, Facts, Place, ProbeOutcome};

    fn outcome(compliance: Compliance) -> ProbeOutcome {
        asked(ask, Facts { compliance: Some(Box::new(compliance)), ..Facts::default() }).outcome
    }

    #[test]
    fn one_evaluation_is_a_signal_and_an_excuse_is_none() {
        assert_eq!(outcome(Compliance { non_compliant: 1, ..Compliance::default() }), ProbeOutcome::Holds);
        assert_eq!(outcome(Compliance { measured: 1, ..Compliance::default() }), ProbeOutcome::Holds);
        assert_eq!(outcome(Compliance { excused: 3, ..Compliance::default() }), ProbeOutcome::Silent);
        assert_eq!(asked(ask, Facts::default()).outcome, ProbeOutcome::Silent);
    }

    #[test]
    fn a_query_that_failed_leaves_it_open() {
        let failed = Some(("timed out".into(), Place::default()));
        assert_eq!(outcome(Compliance { failed, ..Compliance::default() }), ProbeOutcome::Inconclusive);
    }
}
