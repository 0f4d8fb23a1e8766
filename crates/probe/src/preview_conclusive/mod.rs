//! `preview-conclusive`: does the preview say what would happen to any resource at all?

#[cfg(test)]
mod tests;

use crate::commands;
use crate::deployed::{changes_of, counted};
use crate::{Answer, Because, Definition, Question, Remedy};
use plumbline_domain::{Action, FactKind, Probe};

/// The catalogue's entry.
pub(crate) const DEFINITION: Definition = Definition {
    probe: Probe::PreviewConclusive,
    title: "The preview says what would change",
    meaning: "Holds when the preview says of at least one resource what would happen to it, or says that nothing would change. \
              Inconclusive when no entry says that: each is Unsupported, Ignore, Deploy or an unknown kind of change, or the \
              file is a Bicep snapshot without the earlier one. Silent when the file is not a preview, such as the log of a \
              deployment. Never fails. The file does not show whether the preview is of the source that is deployed.",
    refuted: "the preview says nothing about any resource",
    left_open: "it does not say what would happen to any resource",
    reads: &[FactKind::ResourceChanges],
    remedy: Remedy {
        text: "Attach a preview that names each resource and what would happen to it; of a Bicep snapshot, attach the one before as well.",
        commands: commands::PREVIEW,
    },
    ask,
};

fn ask(question: &Question<'_>) -> Answer {
    let Some(changes) = changes_of(question) else {
        return question.silent(|| "the file previews nothing".into());
    };
    let cannot_say = |action: Action| matches!(action, Action::Unknown | Action::Ignore | Action::Upsert);
    if changes.changes.is_empty() {
        return question.holds(|| "the preview names no resource: nothing would change".into());
    }
    if changes.changes.iter().all(|c| cannot_say(c.action)) {
        return question.inconclusive(|| {
            let places = changes.changes.iter().map(|c| &c.place);
            if changes.fingerprints.is_some() {
                let sentence =
                    "a snapshot shows one moment, and the one before it is not at hand: it does not say what would change";
                return Because::from(sentence).at_each(places.take(1));
            }
            let n = counted(changes.changes.len(), "resource", "resources");
            Because::from(format!("of none of the {n} does the preview say what would happen")).at_each(places)
        });
    }
    question.holds(|| {
        let counts = changes.counts();
        format!(
            "{} to create, {} to change, {} to delete, {} in all",
            counts.created,
            counts.modified,
            counts.deleted,
            counted(changes.changes.len(), "resource", "resources")
        )
        .into()
    })
}
