//! Other answers of Azure that serve as evidence of what is there: network security groups, deployments, Bicep snapshots.

use super::super::json::Json;
use super::super::places::Places;
use super::super::resources::{Resource, Resources, give, is_wanted};
use super::{Reading, Refusal, Shape, elements_of, list, resource_type, scan_by, short, tree};
use plumbline_domain::{Action, Covered, DiagnosticKind, Instant, Template};

/// Whether a document lists network security groups.
pub(super) fn fits_nsg(shape: &Shape<'_>) -> bool {
    resource_type(shape).is_some_and(|t| t == "microsoft.network/networksecuritygroups")
}

/// Reads network security groups.
pub(super) fn read_nsg(text: &str, reading: &mut Reading) -> Result<(), Refusal> {
    reading.items = elements_of(&tree(text, &mut reading.log)?, &mut reading.log).len() as u64;
    reading.tool = Some("azure network".to_owned());
    Ok(())
}

/// Whether a document is a deployment.
pub(super) fn fits_deployment(shape: &Shape<'_>) -> bool {
    resource_type(shape).is_some_and(|t| t == "microsoft.resources/deployments")
}

/// Reads a deployment: the resources that it put there. Outputs may be secret and are not kept.
pub(super) fn read_deployment(text: &str, reading: &mut Reading) -> Result<(), Refusal> {
    let document = tree(text, &mut reading.log)?;
    let places = Places::of(text);
    for deployment in elements_of(&document, &mut reading.log) {
        if let Some(template) = template_of_validation(deployment, "", &places) {
            reading.facts.template = Some(Box::new(template));
        }
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
    let places = Places::of(text);
    give(&resources, &places, &mut reading.facts);
    let mut template = Template { run: scan_by("bicep", false), valid: Some(true), ..Template::default() };
    for (i, diagnostic) in list(&document, "diagnostics", &mut reading.log).iter().enumerate() {
        if diagnostic.text_of("level").is_some_and(|l| l.eq_ignore_ascii_case("error")) {
            template.add_error(diagnostic_in_words(diagnostic), places.at(format!("diagnostics[{i}]"), diagnostic));
        }
    }
    if template.n_errors > 0 {
        let errors = template.n_errors;
        reading.log.say(DiagnosticKind::ToolReport, "diagnostics", format!("{errors} errors: the prediction is incomplete"));
    }
    reading.facts.template = Some(Box::new(template));
    Ok(())
}

/// What a diagnostic of a deployment says: its code and its message.
fn diagnostic_in_words(diagnostic: &Json<'_>) -> String {
    let words = ["code", "message"].iter().filter_map(|key| diagnostic.text_of(key)).map(short);
    Some(words.collect::<Vec<_>>().join(": ")).filter(|words| !words.is_empty()).unwrap_or_else(|| "an error".to_owned())
}

/// What the answer to a validation says of the template; none when the answer is that of a deployment.
fn template_of_validation(deployment: &Json<'_>, path: &str, places: &Places<'_>) -> Option<Template> {
    let properties = deployment.get("properties").unwrap_or(deployment);
    let validated = properties.get("validatedResources").or_else(|| deployment.get("validatedResources"))?;
    let has = |key: &str| properties.get(key).is_some_and(|v| !v.elements().is_empty() || !v.pairs().is_empty());
    if has("outputs") || has("outputResources") {
        return None;
    }
    let mut template = Template { run: scan_by("Azure Resource Manager", false), ..Template::default() };
    for (place, parent) in [("", deployment), (".properties", properties)] {
        if let Some(error) = parent.get("error").filter(|e| e.is_object() && template.n_errors == 0) {
            template.add_error(diagnostic_in_words(error), places.at(format!("{path}{place}.error"), error));
        }
    }
    for (i, diagnostic) in properties.get("diagnostics").map(Json::elements).unwrap_or_default().iter().enumerate() {
        if diagnostic.text_of("level").is_some_and(|l| l.eq_ignore_ascii_case("error")) {
            template.add_error(diagnostic_in_words(diagnostic), places.at(format!("{path}.properties.diagnostics[{i}]"), diagnostic));
        }
    }
    let state = properties.text_of("provisioningState").unwrap_or_default();
    template.valid = match state.to_ascii_lowercase().as_str() {
        "succeeded" | "accepted" => Some(true),
        "failed" | "canceled" => Some(false),
        _ => None,
    };
    if template.valid.is_none() {
        template.open = Some(("it does not say that the validation succeeded".into(), places.at(path, deployment)));
    }
    if !validated.elements().is_empty() {
        template.run.covered = Covered::Something(format!("{} resources", validated.elements().len()).into());
    }
    Some(template)
}
