//! `state-restored`: is the state after the rollback the state before the change?

#[cfg(test)]
mod tests;

use crate::commands;
use crate::deployed::{compare_outputs, counted, names, real};
use crate::{Answer, Because, Definition, Question, Remedy};
use plumbline_domain::{Content, FactKind, Outputs, Place, Probe, ProbeOutcome};

/// The catalogue's entry.
pub(crate) const DEFINITION: Definition = Definition {
    probe: Probe::StateRestored,
    title: "The earlier state is restored",
    meaning: "Holds when the outputs after the rollback equal those before the change, or when a preview against the earlier \
              source has nothing left to change. Fails when outputs differ, or such a preview still has changes. Inconclusive \
              when all outputs are sensitive, or when the preview does not show everything. Silent when the file has neither. \
              Outputs do not show resources that no output depends on.",
    refuted: "the rollback did not restore the earlier state",
    left_open: "it does not show that the earlier state is restored",
    reads: &[FactKind::Outputs, FactKind::ResourceChanges],
    remedy: Remedy {
        text: "After the rehearsal, attach the outputs with those from before it, or a preview against the earlier source that has no changes.",
        commands: commands::RESTORED,
    },
    ask,
};

/// What one way of telling says: the outcome, a sentence and its places.
type Said = (ProbeOutcome, String, Vec<Place>);

fn ask(question: &Question<'_>) -> Answer {
    let of_previews = question.together().filter_map(of_preview);
    let said: Vec<Said> = of_outputs(question).into_iter().chain(of_previews).collect();
    let first = |outcome: ProbeOutcome| said.iter().find(|(o, ..)| *o == outcome);
    let because = |(_, sentence, places): &Said| Because::from(sentence.clone()).at_each(places);
    if let Some(said) = first(ProbeOutcome::Fails) {
        return question.fails(|| because(said));
    }
    if let Some(said) = first(ProbeOutcome::Inconclusive) {
        return question.inconclusive(|| because(said));
    }
    if let Some(said) = first(ProbeOutcome::Holds) {
        return question.holds(|| because(said));
    }
    question
        .silent(|| "the file compares no outputs and previews nothing, so it does not show the state after the rollback".into())
}

/// The outputs of the file and of that before.
fn of_outputs(question: &Question<'_>) -> Option<Said> {
    let (before, after) = (real(&question.before?.facts)?, real(question.facts())?);
    if before.values.is_empty() && after.values.is_empty() {
        return None;
    }
    Some(compared(before, after))
}

fn compared(before: &Outputs, after: &Outputs) -> Said {
    let found = compare_outputs(&before.values, &after.values);
    let places = found.differing.iter().map(|(output, _)| output.place.clone()).collect();
    if !found.differing.is_empty() {
        return (ProbeOutcome::Fails, names(found.differing.iter().map(|(_, what)| what.as_str())), places);
    }
    if before.goes_on || after.goes_on {
        return (ProbeOutcome::Inconclusive, "the list of outputs goes on on another page".to_owned(), places);
    }
    match (found.same, found.unknown) {
        (0, _) => {
            (ProbeOutcome::Inconclusive, "every output is sensitive or unknown, so none can be compared".to_owned(), places)
        }
        (n, 0) => (ProbeOutcome::Holds, format!("{} as before", counted(n, "output is", "outputs are")), places),
        (n, unknown) => {
            let more = counted(unknown, "sensitive one cannot be compared", "sensitive ones cannot be compared");
            (ProbeOutcome::Holds, format!("{} as before; {more}", counted(n, "output is", "outputs are")), places)
        }
    }
}

/// A preview against the earlier source. One of changes that its own file applies says nothing of what is left to do, and a snapshot
/// compares nothing deployed.
fn of_preview(content: &Content) -> Option<Said> {
    let preview = content.facts.changes.as_deref().filter(|p| !p.is_applied && p.fingerprints.is_none())?;
    let left: Vec<_> = preview.changes.iter().filter(|c| c.action.is_change()).collect();
    if !left.is_empty() {
        let sentence = format!("still to be changed: {}", names(left.iter().map(|c| &*c.id)));
        return Some((ProbeOutcome::Fails, sentence, left.iter().map(|c| c.place.clone()).collect()));
    }
    if preview.changes.is_empty() {
        return None;
    }
    let open: Vec<_> = preview.changes.iter().filter(|c| !c.action.leaves_alone()).collect();
    if !open.is_empty() {
        let sentence = format!("the preview does not say what would happen to {}", names(open.iter().map(|c| &*c.id)));
        return Some((ProbeOutcome::Inconclusive, sentence, open.iter().map(|c| c.place.clone()).collect()));
    }
    if let Some((why, place)) = preview.incomplete.first() {
        return Some((ProbeOutcome::Inconclusive, format!("the preview is not complete: {why}"), vec![place.clone()]));
    }
    let n = counted(preview.changes.len(), "resource is", "resources are");
    Some((ProbeOutcome::Holds, format!("nothing is left to change: {n} as the earlier source says"), Vec::new()))
}
