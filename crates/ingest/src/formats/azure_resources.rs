//! Other answers of Azure that serve as evidence of what is there: deployments, Bicep snapshots.

use super::super::json::Json;
use super::super::places::Places;
use super::super::resources::{Resource, Resources, give, is_wanted};
use super::{Reading, Refusal, Shape, elements_of, list, resource_type, tree};
use plumbline_domain::{Action, DiagnosticKind, Instant, Scan};

/// Whether a document is a deployment.
pub(super) fn fits_deployment(shape: &Shape<'_>) -> bool {
    resource_type(shape).is_some_and(|t| t == "microsoft.resources/deployments")
}

/// Reads a deployment: the resources that it put there. Outputs may be secret and are not kept.
pub(super) fn read_deployment(text: &str, reading: &mut Reading) -> Result<(), Refusal> {
    let document = tree(text, &mut reading.log)?;
    for deployment in elements_of(&document, &mut reading.log) {
        let properties = deployment.get("properties");
        reading.items += properties.map_or(0, |p| list(p, "outputResources", &mut reading.log).len() as u64);
        reading.facts.ran_at = properties.and_then(|p| p.text_of("timestamp")).and_then(|t| Instant::from_rfc3339(t).ok());
        if properties.and_then(|p| p.text_of("provisioningState")) == Some("Failed") {
            reading.log.say(DiagnosticKind::ToolReport, "properties.provisioningState", "the deployment failed");
        }
    }
    reading.tool = Some("azure deployment".to_owned());
    Ok(())
}

/// Whether a document is a snapshot of `bicep snapshot`.
pub(super) fn fits_snapshot(shape: &Shape<'_>) -> bool {
    shape.is_object() && shape.has("predictedResources") && (shape.has("diagnostics") || shape.has("outputs"))
}

/// Reads a snapshot.
pub(super) fn read_snapshot<'t>(text: &'t str, reading: &mut Reading) -> Result<(), Refusal> {
    let document = tree(text, &mut reading.log)?;
    let Some(Json::Array(resources)) = document.get("predictedResources") else {
        return Err(Refusal::shape("predictedResources", "must be an array"));
    };
    reading.items = resources.len() as u64;
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
    let wanted = resources.iter().enumerate().filter_map(of_arm).collect();
    let resources = Resources { list: wanted, total: resources.len(), is_complete: true, ..Resources::default() };
    give(&resources, &Places::of(text), &mut reading.facts);
    let is_error = |d: &&Json<'_>| d.text_of("level").is_some_and(|l| l.eq_ignore_ascii_case("error"));
    let errors = list(&document, "diagnostics", &mut reading.log).iter().filter(is_error).count();
    if errors > 0 {
        reading.log.say(DiagnosticKind::ToolReport, "diagnostics", format!("{errors} errors: the prediction is incomplete"));
        reading.facts.scan = Some(Scan { completed: Some(false), passed: None, scanned_nothing: false });
    }
    Ok(())
}
