//! The operations of a deployment: `az deployment operation … list`, the REST answer, and PowerShell's
//! `Get-Az…DeploymentOperation | ConvertTo-Json`.

use super::super::super::json::Json;
use super::super::super::places::Places;
use super::super::{Reading, Refusal, Shape, elements_of, tree};
use super::azure_deployment::result_of;
use super::values::{field, id, text_of};
use crate::paging::next_page;
use plumbline_domain::{Action, Instant, Naming, Operation, OperationResult, Operations, Place};
use std::collections::BTreeMap;

/// Whether a document lists operations.
pub(in crate::formats) fn fits(shape: &Shape<'_>) -> bool {
    let nested = shape.has("operationId") && shape.has_inner("properties", "provisioningState");
    let listed = shape.has_inner("value", "operationId") && shape.has_inner("value", "properties");
    let of_powershell = shape.has("OperationId") && shape.has("ProvisioningOperation") && shape.has("ProvisioningState");
    nested || listed || of_powershell
}

/// The last step of a deployment.
const LAST_STEP: &str = "EvaluateDeploymentOutput";

/// Reads operations.
pub(in crate::formats) fn read(text: &str, reading: &mut Reading) -> Result<(), Refusal> {
    let document = tree(text)?;
    let places = Places::of(text);
    let is_list = !matches!(document, Json::Array(_)) && document.get("value").is_some();
    let mut operations = Vec::new();
    // whether the last step is among the operations, for each deployment
    let mut ends: BTreeMap<String, Option<Place>> = BTreeMap::new();
    let mut worst: Option<(OperationResult, Box<str>, Place)> = None;
    for (i, element) in elements_of(&document, &mut reading.log).iter().enumerate() {
        reading.items += 1;
        let place = places.at(format!("{}[{i}]", if is_list { "value" } else { "" }), element);
        let body = field(element, "properties").unwrap_or(element);
        let state = text_of(body, "provisioningState").unwrap_or_default();
        let result = result_of(state);
        let step = text_of(body, "provisioningOperation").unwrap_or_default();
        let of = text_of(element, "id").and_then(|id| id.rsplit_once("/operations/")).map_or("", |(deployment, _)| deployment);
        let end = ends.entry(of.to_ascii_lowercase()).or_default();
        if step == LAST_STEP && result == OperationResult::Succeeded {
            *end = Some(place.clone());
        }
        if let Some(at) = text_of(body, "timestamp").and_then(|t| Instant::from_rfc3339(t).ok()) {
            reading.facts.ran_at = reading.facts.ran_at.max(Some(at));
        }
        let target = match field(body, "targetResource") {
            Some(Json::String(id)) => Some(id.as_ref()),
            Some(target) => text_of(target, "id"),
            None => None,
        };
        if result != OperationResult::Succeeded && worst.as_ref().is_none_or(|(known, ..)| rank(*known) < rank(result)) {
            let name = target.map_or(step, |id| id.rsplit('/').next().unwrap_or(id));
            let state = if state.is_empty() { "without a state" } else { state };
            worst = Some((result, id(&format!("{name} is {state}")), place.clone()));
        }
        if let Some(target) = target {
            let action = match step {
                "Create" => Action::Upsert,
                "Delete" => Action::Delete,
                "Read" | "Action" => Action::Read,
                _ => Action::NoOp,
            };
            operations.push(Operation { id: id(target), action, result, place });
        }
    }
    let end = ends.values().flatten().next().cloned();
    let (overall, overall_word, overall_place) = match (worst, end) {
        (Some(worst), _) => worst,
        (None, Some(place)) if ends.values().all(Option::is_some) => {
            (OperationResult::Succeeded, format!("{LAST_STEP} succeeded").into(), place)
        }
        (None, _) => {
            (OperationResult::Unfinished, format!("{LAST_STEP}, the last step, is not among them").into(), Place::default())
        }
    };
    reading.tool = Some("azure deployment".to_owned());
    reading.facts.operations = Some(Box::new(Operations {
        operations,
        overall,
        overall_word,
        overall_place,
        way_back: None,
        naming: Naming::ArmId,
        goes_on: next_page(&document).is_some(),
        caveat: "".into(),
    }));
    Ok(())
}

const fn rank(result: OperationResult) -> u8 {
    match result {
        OperationResult::Succeeded => 0,
        OperationResult::Unfinished => 1,
        OperationResult::Canceled => 2,
        OperationResult::Failed => 3,
    }
}
