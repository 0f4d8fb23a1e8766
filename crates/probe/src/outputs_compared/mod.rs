//! `outputs-compared`: are the outputs before and after the deployment both known?

#[cfg(test)]
mod tests;

use crate::commands;
use crate::deployed::{Before, compare_outputs, counted, names, outputs_before, real};
use crate::{Answer, Because, Definition, Question, Remedy};
use plumbline_domain::{FactKind, Probe};

/// The catalogue's entry.
pub(crate) const DEFINITION: Definition = Definition {
    probe: Probe::OutputsCompared,
    title: "The outputs before and after are known",
    meaning: "Holds when the outputs before and after the deployment are both known, so that anybody can see what changed. The \
              earlier ones come from the item's `before`, from the file itself, or from the preview; a first deployment, whose \
              preview creates every output or the whole stack, has none. Inconclusive when the file given as `before` cannot be \
              read, or when a list goes on elsewhere. Silent for outputs of one moment, for planned outputs, and when there are \
              none on either side. Never fails. Sensitive values are never kept and compare as unknown.",
    refuted: "the outputs are not compared",
    left_open: "it does not show the outputs both before and after the deployment",
    reads: &[FactKind::Outputs, FactKind::ResourceChanges],
    remedy: Remedy {
        text: "Save the outputs before the deployment and after it, and attach the first as `before` of the second.",
        commands: commands::OUTPUTS,
    },
    ask,
};

fn ask(question: &Question<'_>) -> Answer {
    let Some(after) = real(question.facts()) else {
        return question.silent(|| match question.facts().outputs {
            Some(_) => "the outputs in the file are planned, and no outputs after a deployment".into(),
            None => "the file holds no outputs".into(),
        });
    };
    let before = match outputs_before(question) {
        Before::Known(before) => before,
        Before::Unreadable(content) => {
            return question
                .inconclusive(|| format!("{} is offered as the state before and holds no outputs", content.path).into());
        }
        Before::GoesOn => return question.inconclusive(|| "the list of the outputs before goes on on another page".into()),
        Before::Untold => return question.silent(|| "these are the outputs of one moment; those before are not at hand".into()),
    };
    if after.goes_on {
        return question.inconclusive(|| "the list of outputs goes on on another page".into());
    }
    if before.is_empty() && after.values.is_empty() {
        return question.silent(|| "there are no outputs, before or after".into());
    }
    question.holds(|| {
        let found = compare_outputs(before, &after.values);
        let same = counted(found.same, "output is", "outputs are");
        let unknown = match found.unknown {
            0 => String::new(),
            n => format!(", {} cannot be compared", counted(n, "sensitive or unknown one", "sensitive or unknown ones")),
        };
        let sentence = match found.differing.as_slice() {
            [] => format!("{same} as before{unknown}"),
            differing => format!("{}; {same} as before{unknown}", names(differing.iter().map(|(_, what)| what.as_str()))),
        };
        Because::from(sentence).at_each(found.differing.iter().map(|(output, _)| &output.place))
    })
}
