//! `bicep snapshot`: the resources that a deployment is predicted to put there, at one moment of the source.

use super::super::super::json::Json;
use super::super::super::places::Places;
use super::super::super::resources::{Resource, Resources, give, is_wanted};
use super::super::scans::azure_templates;
use super::super::{Reading, Refusal, Shape, list, tree};
use super::values::{fingerprint, id, phrase};
use plumbline_domain::{Action, DiagnosticKind, Naming, ResourceChange, ResourceChanges};

/// Whether a document is a snapshot.
pub(in crate::formats) fn fits(shape: &Shape<'_>) -> bool {
    shape.is_object() && shape.has("predictedResources") && (shape.has("diagnostics") || shape.has("outputs"))
}

/// Reads a snapshot.
pub(in crate::formats) fn read<'t>(text: &'t str, reading: &mut Reading) -> Result<(), Refusal> {
    let document = tree(text)?;
    let places = Places::of(text);
    let Some(Json::Array(predicted)) = document.get("predictedResources") else {
        return Err(Refusal::shape("predictedResources", "must be an array"));
    };
    reading.items = predicted.len() as u64;
    reading.tool = Some("bicep snapshot".to_owned());
    let of_arm = |(i, resource): (usize, &Json<'t>)| {
        let kind = resource.text_of("type").unwrap_or_default().to_ascii_lowercase();
        is_wanted(&kind).then(|| Resource {
            address: resource.text_of("id").unwrap_or_default().to_owned(),
            kind,
            action: Action::NoOp,
            before: Json::Null,
            after: resource.clone(),
            after_unknown: Json::Null,
            path: format!("predictedResources[{i}]"),
        })
    };
    let diagnostics = list(&document, "diagnostics", &mut reading.log);
    reading.facts.template = Some(Box::new(azure_templates::of_snapshot(diagnostics, &places)));
    let is_error = |d: &&Json<'_>| d.text_of("level").is_some_and(|l| l.eq_ignore_ascii_case("error"));
    let errors = diagnostics.iter().filter(is_error).count();
    let wanted = predicted.iter().enumerate().filter_map(of_arm).collect();
    let resources = Resources { list: wanted, total: predicted.len(), is_complete: errors == 0, ..Resources::default() };
    give(&resources, &places, &mut reading.facts);
    if let Some(keys) = &mut reading.facts.keys {
        // it shows one moment, and is a preview all the same
        keys.is_whole_preview = errors == 0;
    }
    if errors > 0 {
        reading.log.say(DiagnosticKind::ToolReport, "diagnostics", format!("{errors} errors: the prediction is incomplete"));
    }
    let change = |(i, resource): (usize, &Json<'t>)| {
        let name = resource.text_of("id").or_else(|| resource.text_of("type")).unwrap_or("a resource without an id");
        ResourceChange { id: id(name), action: Action::Upsert, place: places.at(format!("predictedResources[{i}]"), resource) }
    };
    let incomplete = diagnostics.iter().enumerate().filter(|(_, d)| is_error(d)).map(|(i, d)| {
        let message = d.text_of("message").or_else(|| d.text_of("code")).unwrap_or("no reason is given");
        (format!("it reports an error: {}", phrase(message)).into(), places.at(format!("diagnostics[{i}]"), d))
    });
    reading.facts.changes = Some(Box::new(ResourceChanges {
        changes: predicted.iter().enumerate().map(change).collect(),
        incomplete: incomplete.collect(),
        naming: Naming::ArmId,
        has_unseen: predicted.iter().any(|r| r.text_of("id").is_none_or(|id| id.contains('['))),
        fingerprints: Some(predicted.iter().map(fingerprint).collect()),
        is_applied: false,
    }));
    Ok(())
}
