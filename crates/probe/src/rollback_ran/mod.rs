//! `rollback-ran`: did a rollback run, and did it succeed?

#[cfg(test)]
mod tests;

use crate::commands;
use crate::deployed::{counted, names, real};
use crate::{Answer, Because, Definition, Question, Remedy};
use plumbline_domain::{Action, Content, FactKind, Naming, OperationResult, Operations, Probe, ResourceChanges, WayBack};
use std::collections::HashMap;

/// The catalogue's entry.
pub(crate) const DEFINITION: Definition = Definition {
    probe: Probe::RollbackRan,
    title: "A rollback ran",
    meaning: "Holds for the log of a rollback that succeeded: the tool says so (CloudFormation's ROLLBACK_COMPLETE, a rollback \
              of helm, ARM's onErrorDeployment), or the log undoes the change's own deployment log, address by address. Also \
              holds for outputs from before the change together with those from after the rollback, and for a preview against \
              the earlier source that has nothing to change. Fails when the tool says that the rollback failed. Inconclusive for \
              a log that does not say whether it is of a rollback, for one that failed, and for a preview that still has \
              changes. Silent when nothing in the file is about a rollback. The file does not show whether a preview was made \
              with the earlier source.",
    refuted: "the rollback failed",
    left_open: "it does not show that a rollback ran",
    reads: &[FactKind::Operations, FactKind::Outputs, FactKind::ResourceChanges],
    remedy: Remedy {
        text: "Rehearse the rollback, and attach its log, or the outputs from before the change and after the rollback.",
        commands: commands::ROLLBACK,
    },
    ask,
};

fn ask(question: &Question<'_>) -> Answer {
    let log = question.facts().operations.as_deref();
    if let Some(WayBack { result, word, place }) = log.and_then(|log| log.way_back.as_ref()) {
        let because = |sentence: &str| Because::from(format!("{sentence}: {word}")).at(place);
        return match result {
            OperationResult::Succeeded => question.holds(|| because("the rollback succeeded")),
            OperationResult::Failed | OperationResult::Canceled => question.fails(|| because("the rollback failed")),
            OperationResult::Unfinished => question.inconclusive(|| because("the rollback does not reach its end")),
        };
    }
    let has_failed = log.is_some_and(|log| log.overall != OperationResult::Succeeded);
    let before = question.before.and_then(|before| real(&before.facts));
    if let (Some(before), Some(after), false) = (before, real(question.facts()), has_failed)
        && !(before.values.is_empty() && after.values.is_empty())
    {
        return question.holds(|| {
            format!(
                "the outputs before the change and after the rollback are both at hand: {} and {}",
                before.values.len(),
                after.values.len()
            )
            .into()
        });
    }
    let unchanged = question.together().filter_map(|content| content.facts.changes.as_deref()).find(|p| shows_nothing_to_do(p));
    if let Some(preview) = unchanged.filter(|_| !has_failed) {
        return question.holds(|| {
            format!("a preview finds {} as the source says", counted(preview.changes.len(), "resource", "resources")).into()
        });
    }
    if let Some(log) = log {
        return of_log(question, log);
    }
    match question.facts().changes.as_deref() {
        Some(preview) if !preview.changes.is_empty() && preview.fingerprints.is_none() => {
            question.inconclusive(|| "the rollback is only previewed: it did not run".into())
        }
        _ => question.silent(|| "the file shows one moment, and no rollback".into()),
    }
}

/// Whether a preview names resources, shows everything and would change nothing.
fn shows_nothing_to_do(preview: &ResourceChanges) -> bool {
    preview.fingerprints.is_none()
        && !preview.is_applied
        && preview.incomplete.is_empty()
        && !preview.changes.is_empty()
        && preview.changes.iter().all(|c| c.action.leaves_alone())
        && preview.changes.iter().any(|c| c.action == Action::NoOp)
}

/// A log whose direction the tool does not say: it leads back when it undoes the change's own deployment log.
fn of_log(question: &Question<'_>, log: &Operations) -> Answer {
    if log.overall != OperationResult::Succeeded || log.operations.iter().any(|o| o.result != OperationResult::Succeeded) {
        return question.inconclusive(|| {
            Because::from(format!("the log does not say in which direction it led, and did not succeed: {}", log.overall_word))
                .at(&log.overall_place)
        });
    }
    let is_other = |content: &&Content| content.sha256 != question.content.sha256;
    let own = question.with.iter().copied().chain(question.log).filter(is_other);
    let Some(own) = own.filter_map(|content| content.facts.operations.as_deref()).find(|own| is_comparable(own, log)) else {
        return question.inconclusive(|| {
            "the log does not say in which direction it led, and the change's own deployment log is not at hand to compare it with".into()
        });
    };
    let done = by_id(log);
    let left: Vec<&str> = own
        .operations
        .iter()
        .filter(|o| !o.action.leaves_alone())
        .filter(|o| !done.get(&key(own.naming, &o.id)).is_some_and(|actions| undoes(actions, o.action)))
        .map(|o| &*o.id)
        .collect();
    let n = own.operations.iter().filter(|o| !o.action.leaves_alone()).count();
    if n == 0 {
        return question.inconclusive(|| "the change's own deployment log names nothing that could be undone".into());
    }
    if !left.is_empty() {
        return question.inconclusive(|| format!("the log does not undo {} of the change's own deployment", names(left)).into());
    }
    question.holds(|| {
        let sentence = format!("the log undoes {} of the change's own deployment", counted(n, "operation", "operations"));
        Because::from(sentence).at(&log.overall_place)
    })
}

fn is_comparable(own: &Operations, log: &Operations) -> bool {
    own.naming == log.naming && own.naming != Naming::Other
}

fn key(naming: Naming, id: &str) -> String {
    match naming {
        Naming::ArmId => id.trim_end_matches('/').to_ascii_lowercase(),
        _ => id.to_owned(),
    }
}

fn by_id(log: &Operations) -> HashMap<String, Vec<Action>> {
    let mut found: HashMap<String, Vec<Action>> = HashMap::new();
    for operation in &log.operations {
        found.entry(key(log.naming, &operation.id)).or_default().push(operation.action);
    }
    found
}

/// Whether what was done leads back from an action of the change.
fn undoes(done: &[Action], action: Action) -> bool {
    let any = |wanted: &[Action]| done.iter().any(|action| wanted.contains(action));
    match action {
        Action::Create => any(&[Action::Delete]),
        Action::Delete => any(&[Action::Create, Action::Upsert, Action::Replace]),
        Action::Update | Action::Replace | Action::MayReplace => any(&[Action::Update, Action::Replace, Action::Upsert]),
        // an upsert leads either way: only a deletion is known to undo it
        Action::Upsert => any(&[Action::Delete]),
        Action::Forget => any(&[Action::Create, Action::Upsert, Action::NoOp]),
        Action::NoOp | Action::Ignore | Action::Read => true,
        Action::Unknown => false,
    }
}
