//! `objective-stated`.

use crate::commands;
use crate::{Answer, Because, Definition, Question, Remedy};
use plumbline_domain::{FactKind, Probe};

/// The catalogue's entry.
pub(crate) const DEFINITION: Definition = Definition {
    probe: Probe::ObjectiveStated,
    title: "The objective is stated",
    meaning: "Holds when a section or field for the objective has at least one sentence: in Markdown under a heading Deployment \
              objective, Objective, Purpose or Goal, of any level; in a threat model its description. Silent when there is no \
              such section, or when it is empty or has only a hint, a comment, code or a placeholder such as TBD. Never fails. \
              The file cannot show whether the objective is the right one.",
    refuted: "it states no objective",
    left_open: "it states no objective",
    reads: &[FactKind::Intent],
    remedy: Remedy {
        text: "Attach a document that says under the heading Deployment objective what the change is for, or fill in that section of the pull \
            request's block and let `plumbline collect` record it.",
        commands: commands::INTENT,
    },
    ask,
};

fn ask(question: &Question<'_>) -> Answer {
    let objective = question.facts().intent.as_ref().and_then(|intent| intent.objective.as_ref());
    match objective {
        Some(passage) if passage.is_stated => {
            question.holds(|| Because::from(format!("the objective stands under {}", passage.source)).at(&passage.place))
        }
        Some(passage) => {
            question.silent(|| Because::from(format!("{} is there, and holds no sentence", passage.source)).at(&passage.place))
        }
        None => question.silent(|| "no section or field states an objective".into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::asked;
    use plumbline_domain::{Facts, Intent, Passage, Place, ProbeOutcome};

    fn outcome(objective: Option<bool>) -> ProbeOutcome {
        let objective = objective.map(|is_stated| Passage { source: "Purpose".into(), is_stated, place: Place::default() });
        let intent = Intent { objective, ..Intent::default() };
        asked(ask, Facts { intent: Some(Box::new(intent)), ..Facts::default() }).outcome
    }

    #[test]
    fn only_a_sentence_states_an_objective() {
        assert_eq!(outcome(Some(true)), ProbeOutcome::Holds);
        assert_eq!(outcome(Some(false)), ProbeOutcome::Silent);
        assert_eq!(outcome(None), ProbeOutcome::Silent);
        assert_eq!(asked(ask, Facts::default()).outcome, ProbeOutcome::Silent);
    }
}
