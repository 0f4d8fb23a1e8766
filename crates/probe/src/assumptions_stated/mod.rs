//! `assumptions-stated`.

use crate::commands;
use crate::{Answer, Because, Definition, Question, Remedy};
use plumbline_domain::{FactKind, Probe};

/// The catalogue's entry.
pub(crate) const DEFINITION: Definition = Definition {
    probe: Probe::AssumptionsStated,
    title: "Assumptions are stated",
    meaning: "Holds when a section or field for assumptions has at least one sentence: in Markdown under a heading Threat \
              assumptions or Assumptions, of any level. In a threat model, an element that is out of scope with a reason also \
              counts, as does a trust boundary or zone with a description. Silent when there is no such thing, or only a hint, a \
              comment, code or a placeholder. Never fails. The file cannot show whether the assumptions are true.",
    refuted: "it states no assumptions",
    left_open: "it states no assumptions",
    reads: &[FactKind::Intent],
    remedy: Remedy {
        text: "Write under the heading Threat assumptions what the change takes for granted and what must not happen, or describe the trust \
            boundaries of the threat model.",
        commands: commands::INTENT,
    },
    ask,
};

fn ask(question: &Question<'_>) -> Answer {
    let assumptions = question.facts().intent.as_ref().and_then(|intent| intent.assumptions.as_ref());
    match assumptions {
        Some(passage) if passage.is_stated => {
            question.holds(|| Because::from(format!("assumptions are stated by {}", passage.source)).at(&passage.place))
        }
        Some(passage) => {
            question.silent(|| Because::from(format!("{} is there, and holds no sentence", passage.source)).at(&passage.place))
        }
        None => question.silent(|| "no section, boundary or element out of scope states an assumption".into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::asked;
    use plumbline_domain::{Facts, Intent, Passage, Place, ProbeOutcome};

    #[test]
    fn only_a_sentence_states_an_assumption() {
        for (assumptions, outcome) in
            [(Some(true), ProbeOutcome::Holds), (Some(false), ProbeOutcome::Silent), (None, ProbeOutcome::Silent)]
        {
            let passage = |is_stated| Passage { source: "Assumptions".into(), is_stated, place: Place::default() };
            let intent = Intent { assumptions: assumptions.map(passage), ..Intent::default() };
            assert_eq!(asked(ask, Facts { intent: Some(Box::new(intent)), ..Facts::default() }).outcome, outcome);
        }
    }
}
