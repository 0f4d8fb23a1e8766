//! `threats-linked`.

use crate::commands;
use crate::{Answer, Because, Definition, Question, Remedy};
use plumbline_domain::{FactKind, Probe};

/// The catalogue's entry.
pub(crate) const DEFINITION: Definition = Definition {
    probe: Probe::ThreatsLinked,
    title: "Threats are linked to a known category",
    meaning: "Holds when the intent cites at least one well-known category as a whole word: a STRIDE name, or an id of ATT&CK \
              (T1078, T1078.004), CAPEC, CWE or OWASP (A05:2021, A05, K03). In Markdown these are read under the objective, the \
              assumptions, and the headings Threats and Threat model; in a threat model, in its threats. Threagile's own \
              categories and Threat Composer's STRIDE letters count. Silent when none is cited. Never fails. The file cannot \
              show whether the category is the one that matters.",
    refuted: "its threats belong to no known category",
    left_open: "it cites no known threat category",
    reads: &[FactKind::Intent],
    remedy: Remedy {
        text: "Name at least one threat category in the assumptions: a STRIDE name such as Tampering, or an id such as T1078, CAPEC-125, CWE-284 \
            or A05:2021.",
        commands: commands::THREATS,
    },
    ask,
};

fn ask(question: &Question<'_>) -> Answer {
    let Some(intent) = &question.facts().intent else {
        return question.silent(|| "nothing in it speaks of threats".into());
    };
    if intent.categories.is_empty() {
        return question.silent(|| match intent.threats {
            Some(0) => "it lists no threat".into(),
            Some(n) => format!("none of its {n} threats names a STRIDE category or an id of ATT&CK, CAPEC, CWE or OWASP").into(),
            None => "no STRIDE name and no id of ATT&CK, CAPEC, CWE or OWASP is cited".into(),
        });
    }
    question.holds(|| {
        let names: Vec<&str> = intent.categories.iter().take(5).map(|c| &*c.name).collect();
        let more = intent.categories.len().saturating_sub(names.len());
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        Because::from(format!("it cites {}{more}", names.join(", "))).at_each(intent.categories.iter().map(|c| &c.place))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::asked;
    use plumbline_domain::{Facts, Intent, Place, ProbeOutcome, ThreatCategory};

    #[test]
    fn one_known_category_is_enough() {
        let categories = |names: &[&str]| {
            let named = |name: &&str| ThreatCategory { name: (*name).into(), place: Place::default() };
            let intent = Intent { categories: names.iter().map(named).collect(), threats: Some(3), ..Intent::default() };
            asked(ask, Facts { intent: Some(Box::new(intent)), ..Facts::default() })
        };
        let answer = categories(&["CWE-79"]);
        assert_eq!((answer.outcome, answer.because.as_str()), (ProbeOutcome::Holds, "it cites CWE-79"));
        let answer = categories(&["A", "B", "C", "D", "E", "F", "G"]);
        assert_eq!(answer.because, "it cites A, B, C, D, E and 2 more");
        assert_eq!(categories(&[]).outcome, ProbeOutcome::Silent);
    }
}
