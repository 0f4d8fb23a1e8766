//! `compliant`.

use crate::commands;
use crate::{Answer, Because, Definition, Question, Remedy};
use plumbline_domain::{Evaluation, FactKind, Probe};

/// The catalogue's entry.
pub(crate) const DEFINITION: Definition = Definition {
    probe: Probe::Compliant,
    title: "Everything that was evaluated complies",
    meaning: "Holds when everything that was evaluated complies. Fails when something does not: a resource under a rule, a \
              target whose `up` or `probe_success` is 0, an alert that fires, an application that is not healthy or not in sync. \
              Inconclusive when an evaluation is unfinished or unknown, when the query failed, or when the list goes on. What is \
              exempt or not applicable was not evaluated. Silent when nothing in the file says what is good: a rate or a latency \
              is a number, and its limit is elsewhere. The file does not show what a filter left out.",
    refuted: "something that was evaluated does not comply",
    left_open: "it does not show that everything complies",
    reads: &[FactKind::Compliance],
    remedy: Remedy {
        text: "Fix what does not comply, have it evaluated again, and attach the whole list.",
        commands: commands::SIGNAL,
    },
    ask,
};

fn ask(question: &Question<'_>) -> Answer {
    let Some(compliance) = question.facts().compliance.as_deref() else {
        return question.silent(|| "nothing in the file says whether anything complies".into());
    };
    let because = |n: u64, shown: &[Evaluation], others: &str| {
        let first = shown.first().map_or_else(|| format!("{n} {others}"), |first| first.what.to_string());
        let more = if n > 1 && !shown.is_empty() { format!(", and {} more {others}", n - 1) } else { String::new() };
        Because::from(first + &more).at_each(shown.iter().map(|evaluation| &evaluation.place))
    };
    if compliance.non_compliant > 0 {
        return question.fails(|| because(compliance.non_compliant, &compliance.first_non_compliant, "do not comply"));
    }
    if let Some((why, place)) = &compliance.failed {
        return question.inconclusive(|| Because::from(format!("the query failed: {why}")).at(place));
    }
    if compliance.open > 0 {
        return question.inconclusive(|| because(compliance.open, &compliance.first_open, "are left open"));
    }
    match (compliance.compliant, &compliance.goes_on) {
        (0, _) => question.silent(|| match compliance.measured {
            0 => "nothing was evaluated".into(),
            n => format!("{n} measured, and no rule in the file says what is good").into(),
        }),
        (n, Some(place)) => {
            question.inconclusive(|| Because::from(format!("{n} comply on this page, and the list goes on")).at(place))
        }
        (n, None) => question.holds(|| format!("{n} evaluated, and nothing that does not comply").into()),
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
    fn one_that_does_not_comply_fails_also_on_a_page() {
        let some = Compliance { compliant: 2, non_compliant: 1, goes_on: Some(Place::default()), ..Compliance::default() };
        assert_eq!(outcome(some), ProbeOutcome::Fails);
        assert_eq!(outcome(Compliance { compliant: 2, excused: 1, ..Compliance::default() }), ProbeOutcome::Holds);
    }

    #[test]
    fn what_is_unfinished_or_goes_on_leaves_it_open() {
        assert_eq!(outcome(Compliance { compliant: 2, open: 1, ..Compliance::default() }), ProbeOutcome::Inconclusive);
        let page = Compliance { compliant: 2, goes_on: Some(Place::default()), ..Compliance::default() };
        assert_eq!(outcome(page), ProbeOutcome::Inconclusive);
    }

    #[test]
    fn a_bare_number_is_silent() {
        assert_eq!(outcome(Compliance { measured: 4, ..Compliance::default() }), ProbeOutcome::Silent);
        assert_eq!(outcome(Compliance::default()), ProbeOutcome::Silent);
    }
}
