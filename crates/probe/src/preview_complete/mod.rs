//! `preview-complete`: did the preview run to its end, and does it show everything?

#[cfg(test)]
mod tests;

use crate::commands;
use crate::deployed::{changes_of, reasons};
use crate::{Answer, Definition, Question, Remedy};
use plumbline_domain::{FactKind, Probe};

/// The catalogue's entry.
pub(crate) const DEFINITION: Definition = Definition {
    probe: Probe::PreviewComplete,
    title: "The preview is complete",
    meaning: "Holds when nothing in the preview says that it is incomplete. Inconclusive when the tool ended with an error, \
              calls the plan incomplete or deferred changes; when a check of the configuration failed or the state may be \
              corrupt; when a what-if lists potential changes, reports an error or did not expand a nested deployment; when a \
              change set is in progress or failed (unless because nothing changes); and when the file is one page of several. \
              Silent when the file is not a preview. Never fails. Whether an option such as -target limited the preview is known \
              only where the tool says so.",
    refuted: "the preview is not complete",
    left_open: "it does not show everything that would change",
    reads: &[FactKind::ResourceChanges],
    remedy: Remedy {
        text: "Attach a preview that ran to its end without an error, with every page of it.",
        commands: commands::PREVIEW,
    },
    ask,
};

fn ask(question: &Question<'_>) -> Answer {
    let Some(changes) = changes_of(question) else {
        return question.silent(|| "the file previews nothing".into());
    };
    if changes.incomplete.is_empty() {
        question.holds(|| "nothing in the preview says that it is not whole".into())
    } else {
        question.inconclusive(|| reasons(&changes.incomplete))
    }
}
