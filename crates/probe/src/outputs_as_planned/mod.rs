//! `outputs-as-planned`: are the outputs those that the preview had planned?

#[cfg(test)]
mod tests;

use crate::commands;
use crate::deployed::{counted, names, real};
use crate::{Answer, Because, Definition, Question, Remedy};
use plumbline_domain::{FactKind, Output, Probe};
use std::collections::HashMap;

/// The catalogue's entry.
pub(crate) const DEFINITION: Definition = Definition {
    probe: Probe::OutputsAsPlanned,
    title: "The outputs are as planned",
    meaning: "Compares the outputs with those that the best change preview of the same change planned. Holds when every planned \
              value that was known is the real one. Fails when one differs or is missing. Values that are sensitive, or known \
              only after the deployment, are not compared. Silent when there is no preview with known outputs. Never \
              inconclusive.",
    refuted: "an output differs from the plan",
    left_open: "it does not show that the outputs match the plan",
    reads: &[FactKind::Outputs],
    remedy: Remedy {
        text: "Apply the plan that was reviewed, and attach it as the change preview and the outputs after it.",
        commands: commands::OUTPUTS,
    },
    ask,
};

fn ask(question: &Question<'_>) -> Answer {
    let Some(after) = real(question.facts()) else {
        return question.silent(|| "the file holds no outputs of a deployment".into());
    };
    let plan = question.plan.and_then(|plan| plan.facts.outputs.as_deref()).filter(|outputs| outputs.are_planned);
    let Some(plan) = plan else {
        return question.silent(|| "no preview with planned outputs is at hand".into());
    };
    let real: HashMap<&str, &Output> = after.values.iter().map(|o| (&*o.name, o)).collect();
    let (mut same, mut wrong) = (0, Vec::new());
    for planned in &plan.values {
        let Some(value) = &planned.value else { continue };
        match real.get(&*planned.name).map(|output| (*output, &output.value)) {
            Some((_, None)) => {}
            Some((_, Some(known))) if known == value => same += 1,
            Some((output, Some(known))) => {
                wrong.push((format!("{} was planned as {value} and is {known}", planned.name), Some(output)));
            }
            None if after.goes_on => {}
            None => wrong.push((format!("{} was planned and is not there", planned.name), None)),
        }
    }
    match (wrong.as_slice(), same) {
        ([], 0) => question.silent(|| "no value was both planned and known".into()),
        ([], n) => question.holds(|| format!("{} as planned", counted(n, "output is", "outputs are")).into()),
        (wrong, _) => question.fails(|| {
            let sentence = names(wrong.iter().map(|(what, _)| what.as_str()));
            Because::from(sentence).at_each(wrong.iter().filter_map(|(_, output)| Some(&output.as_ref()?.place)))
        }),
    }
}
