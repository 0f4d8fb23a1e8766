//! `state-compared`: was the deployed state compared with the desired one, all of it?

#[cfg(test)]
mod tests;

use crate::commands;
use crate::deployed::{reasons, with_caveat};
use crate::{Answer, Definition, Question, Remedy};
use plumbline_domain::{FactKind, Probe};

/// The catalogue's entry.
pub(crate) const DEFINITION: Definition = Definition {
    probe: Probe::StateCompared,
    title: "The deployed state was compared",
    meaning: "Holds when the file is the result of a comparison that asked the provider and covered at least one resource. \
              Inconclusive when a part was not supported, not checked, refused or not reached, or is on another page. Silent \
              when nothing deployed was compared: a change set and a snapshot compare sources, a preview without a refresh \
              compares with the recorded state, and a preview of no resource compares nothing. Never fails. The sentence names \
              what the file cannot show: -refresh=false, a filtered list, an ignore file.",
    refuted: "the deployed state was not compared",
    left_open: "it does not show that everything deployed was compared",
    reads: &[FactKind::Drift],
    remedy: Remedy {
        text: "Attach a comparison that asks the provider about every resource, made after the deployment.",
        commands: commands::DRIFT,
    },
    ask,
};

fn ask(question: &Question<'_>) -> Answer {
    let Some(drift) = question.facts().drift.as_deref() else {
        return question.silent(|| "the file compares nothing with what is deployed".into());
    };
    if !drift.open.is_empty() {
        return question.inconclusive(|| reasons(&drift.open));
    }
    match drift.compared {
        0 => question.silent(|| "no resource was compared".into()),
        1 => question.holds(|| with_caveat("1 resource was compared with what is deployed".to_owned(), &drift.caveat).into()),
        n => question.holds(|| with_caveat(format!("{n} resources were compared with what is deployed"), &drift.caveat).into()),
    }
}
