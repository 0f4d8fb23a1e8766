//! `pulumi preview --json`, and the same of `pulumi refresh --preview-only`.

use super::super::super::json::Kind;
use super::super::super::places::Places;
use super::super::terraform_plan::add_changes;
use super::super::{Reading, Refusal, Shape, list, tree};
use super::pulumi_steps::{action_of, add_outputs, is_stack};
use super::values::{OutputList, id, phrase};
use plumbline_domain::{Drift, Naming, Outputs, ResourceChange, ResourceChanges};

/// Whether a document is one.
pub(in crate::formats) fn fits(shape: &Shape<'_>) -> bool {
    let has_steps = shape.has_inner("steps", "op") && shape.has_inner("steps", "urn");
    let is_digest = shape.has_kind("changeSummary", Kind::Object) || shape.key_is_empty("steps") || shape.has("diagnostics");
    shape.is_object() && (has_steps || (is_digest && shape.has("duration") && shape.has_kind("config", Kind::Object)))
}

/// Reads a preview.
pub(in crate::formats) fn read(text: &str, reading: &mut Reading) -> Result<(), Refusal> {
    let document = tree(text)?;
    let places = Places::of(text);
    let mut changes = ResourceChanges { naming: Naming::Urn, ..ResourceChanges::default() };
    let (mut in_sync, mut asked, mut outputs, mut before) = (Vec::new(), false, OutputList::default(), None);
    for (i, step) in list(&document, "steps", &mut reading.log).iter().enumerate() {
        reading.items += 1;
        let (op, urn) = (step.text_of("op").unwrap_or_default(), step.text_of("urn").unwrap_or_default());
        if op == "refresh" {
            asked = true;
            in_sync.push(id(urn));
        }
        if is_stack(urn) {
            let state = |key: &str| step.at(&[key, "outputs"]);
            if let Some(planned) = state("newState") {
                add_outputs(planned, &format!("steps[{i}].newState.outputs."), &mut outputs, &places);
            }
            let mut known = OutputList::default();
            if let Some(old) = state("oldState") {
                add_outputs(old, &format!("steps[{i}].oldState.outputs."), &mut known, &places);
            }
            before = (op == "create" || state("oldState").is_some()).then(|| known.into_values());
        }
        let place = places.at(format!("steps[{i}]"), step);
        changes.changes.push(ResourceChange { id: id(urn), action: action_of(op), place });
    }
    for (i, diagnostic) in list(&document, "diagnostics", &mut reading.log).iter().enumerate() {
        if diagnostic.text_of("severity") == Some("error") {
            let why =
                format!("it reports an error: {}", phrase(diagnostic.text_of("message").unwrap_or("no reason is given").trim()));
            changes.incomplete.push((why.into(), places.at(format!("diagnostics[{i}]"), diagnostic)));
        }
    }
    if let Some(mark) = document.get("maybeCorrupt").filter(|mark| mark.truth() == Some(true)) {
        changes.incomplete.push(("it may be corrupt, it says".into(), places.at("maybeCorrupt", mark)));
    }
    reading.tool = Some("pulumi".to_owned());
    if asked {
        let compared = changes.changes.iter().filter(|c| c.action.is_change()).count() + in_sync.len();
        let mut drift = Drift { compared: compared as u64, in_sync, naming: Naming::Urn, ..Drift::default() };
        add_changes(&changes, &mut drift);
        reading.facts.drift = Some(Box::new(drift));
    }
    if !outputs.is_empty() || before.is_some() {
        let values = outputs.into_values();
        reading.facts.outputs = Some(Box::new(Outputs { values, are_planned: true, before, goes_on: false }));
    }
    reading.facts.changes = Some(Box::new(changes));
    Ok(())
}
