//! Facts of deployments for the tests of their probes.

use crate::testing::content;
use crate::{Answer, Question};
use plumbline_domain::{
    Action, Content, Difference, Drift, Drifted, Facts, Mode, Naming, Operation, OperationResult, Operations, Outcome, Output,
    Outputs, Place, Policy, ProbeOutcome, ResourceChange, ResourceChanges,
};
use std::collections::BTreeMap;

/// A file with what may be offered beside it.
#[derive(Default)]
pub(crate) struct Offered {
    pub facts: Facts,
    pub before: Option<Facts>,
    pub with: Vec<Facts>,
    pub plan: Option<Facts>,
}

impl Offered {
    /// The answer to a question about it.
    pub fn ask(self, ask: fn(&Question<'_>) -> Answer) -> Answer {
        let policy: Policy = plumbline_ingest::default_policy().0;
        let other = |facts: Facts| Content { sha256: "1".repeat(64), ..content(facts) };
        let (before, plan) = (self.before.map(other), self.plan.map(other));
        let with: Vec<Content> = self.with.into_iter().map(other).collect();
        let with: Vec<&Content> = with.iter().collect();
        ask(&Question {
            artifact_type: &policy.artifact_types[0],
            content: &content(self.facts),
            before: before.as_ref(),
            with: &with,
            plan: plan.as_ref(),
            log: None,
            outcome: Outcome::Passed,
            mode: Mode::Enforce,
            deployed_at: None,
            justifications: &BTreeMap::new(),
            policy: &policy,
            explains: true,
        })
    }

    /// Its outcome and its sentence.
    pub fn says(self, ask: fn(&Question<'_>) -> Answer) -> (ProbeOutcome, String) {
        let answer = self.ask(ask);
        (answer.outcome, answer.because)
    }
}

/// A preview of Terraform.
pub(crate) fn preview(changes: &[(&str, Action)]) -> ResourceChanges {
    let change = |(id, action): &(&str, Action)| ResourceChange { id: (*id).into(), action: *action, place: Place::default() };
    ResourceChanges {
        changes: changes.iter().map(change).collect(),
        naming: Naming::TerraformAddress,
        ..ResourceChanges::default()
    }
}

/// The facts of a preview.
pub(crate) fn planned(changes: &[(&str, Action)]) -> Facts {
    Facts { changes: Some(Box::new(preview(changes))), ..Facts::default() }
}

/// A log of Terraform that succeeded.
pub(crate) fn log(operations: &[(&str, Action, OperationResult)]) -> Operations {
    let operation = |(id, action, result): &(&str, Action, OperationResult)| Operation {
        id: (*id).into(),
        action: *action,
        result: *result,
        place: Place::default(),
    };
    Operations {
        operations: operations.iter().map(operation).collect(),
        overall: OperationResult::Succeeded,
        overall_word: "apply complete".into(),
        overall_place: Place::default(),
        way_back: None,
        naming: Naming::TerraformAddress,
        goes_on: false,
        caveat: "".into(),
    }
}

/// The facts of a log.
pub(crate) fn of_log(log: Operations) -> Facts {
    Facts { operations: Some(Box::new(log)), ..Facts::default() }
}

/// The facts of a log of Terraform in which everything succeeded.
pub(crate) fn applied(operations: &[(&str, Action)]) -> Facts {
    let all: Vec<_> = operations.iter().map(|(id, action)| (*id, *action, OperationResult::Succeeded)).collect();
    of_log(log(&all))
}

/// Outputs; `?` is a value that is not known.
pub(crate) fn outputs(values: &[(&str, &str)]) -> Outputs {
    let output = |(name, value): &(&str, &str)| Output {
        name: (*name).into(),
        value: (*value != "?").then(|| (*value).into()),
        place: Place::default(),
    };
    Outputs { values: values.iter().map(output).collect(), ..Outputs::default() }
}

/// The facts of outputs.
pub(crate) fn of_outputs(outputs: Outputs) -> Facts {
    Facts { outputs: Some(Box::new(outputs)), ..Facts::default() }
}

/// The facts of a comparison: how many resources it covered, those that differ, and what was not compared.
pub(crate) fn compared(n: u64, differing: &[&str], open: &[&str]) -> Facts {
    let drifted = |id: &&str| Drifted { id: (*id).into(), difference: Difference::Changed, place: Place::default() };
    let drift = Drift {
        compared: n,
        differing: differing.iter().map(drifted).collect(),
        open: open.iter().map(|why| ((*why).into(), Place::default())).collect(),
        naming: Naming::TerraformAddress,
        ..Drift::default()
    };
    Facts { drift: Some(Box::new(drift)), ..Facts::default() }
}
