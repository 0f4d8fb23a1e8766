//! `deployment-succeeded`: did the deployment reach its end, without a failure?

#[cfg(test)]
mod tests;

use crate::commands;
use crate::deployed::{names, with_caveat};
use crate::{Answer, Because, Definition, Question, Remedy};
use plumbline_domain::{FactKind, Operation, OperationResult, Probe};

/// The catalogue's entry.
pub(crate) const DEFINITION: Definition = Definition {
    probe: Probe::DeploymentSucceeded,
    title: "The deployment succeeded",
    meaning: "Holds when the log says that the deployment as a whole succeeded, and no operation in it failed. Fails when the \
              deployment or an operation failed, was canceled or was rolled back. Inconclusive when the log does not reach its \
              end, when an operation began and did not end, and when the list goes on elsewhere. Silent for the log of a plan \
              and for a validation. Of a stack's events only the newest operation counts. Of Azure's operations all must have \
              succeeded, including the evaluation of the outputs. For Ansible the stats decide; they do not show whether it ran \
              with --check. Under a gate that did not pass, the log of a failed deployment is honest evidence and counts as \
              holding.",
    refuted: "the deployment did not succeed",
    left_open: "it does not show that the deployment succeeded",
    reads: &[FactKind::Operations],
    remedy: Remedy { text: "Attach the log of the deployment from its beginning to its end.", commands: commands::LOG },
    ask,
};

fn ask(question: &Question<'_>) -> Answer {
    let Some(log) = question.facts().operations.as_deref() else {
        return question.silent(|| "the file is no log of a deployment: nothing was deployed in it".into());
    };
    let with = |result: OperationResult| log.operations.iter().filter(move |o| o.result == result);
    let listed = |operations: Vec<&Operation>, what: &str| {
        let sentence = format!("{} {what}", names(operations.iter().map(|o| &*o.id)));
        Because::from(sentence).at_each(operations.iter().map(|o| &o.place))
    };
    let overall = |sentence: String| Because::from(sentence).at(&log.overall_place);
    match log.overall {
        OperationResult::Failed => return question.fails(|| overall(format!("the deployment failed: {}", log.overall_word))),
        OperationResult::Canceled => {
            return question.fails(|| overall(format!("the deployment was canceled: {}", log.overall_word)));
        }
        OperationResult::Succeeded | OperationResult::Unfinished => {}
    }
    for (result, what) in [(OperationResult::Failed, "failed"), (OperationResult::Canceled, "was canceled")] {
        if with(result).next().is_some() {
            return question.fails(|| listed(with(result).collect(), what));
        }
    }
    if log.overall == OperationResult::Unfinished {
        return question
            .inconclusive(|| overall(format!("the log does not reach the end of the deployment: {}", log.overall_word)));
    }
    if with(OperationResult::Unfinished).next().is_some() {
        return question.inconclusive(|| listed(with(OperationResult::Unfinished).collect(), "began and has no end"));
    }
    if log.goes_on {
        return question.inconclusive(|| "the list of operations goes on on another page".into());
    }
    question.holds(|| overall(with_caveat(format!("the deployment succeeded: {}", log.overall_word), &log.caveat)))
}
