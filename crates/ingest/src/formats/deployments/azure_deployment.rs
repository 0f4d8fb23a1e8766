//! A deployment of Azure (`az deployment … create` and `show`, PowerShell's `New-Az…Deployment | ConvertTo-Json`), or a deployment
//! stack: what it put there, how it ended, and its outputs.

use super::super::super::json::{Json, Kind};
use super::super::super::places::Places;
use super::super::scans::azure_templates;
use super::super::{Reading, Refusal, Shape, elements_of, resource_type, tree};
use super::values::{OutputList, field, id, phrase, text_of};
use crate::paging::next_page;
use plumbline_domain::{
    Action, DiagnosticKind, Instant, Naming, Operation, OperationResult, Operations, Outputs, Place, WayBack,
};

/// Whether a document is a deployment, or a list of them.
pub(in crate::formats) fn fits(shape: &Shape<'_>) -> bool {
    let is_deployment = |t: &str| matches!(t, "microsoft.resources/deployments" | "microsoft.resources/deploymentstacks");
    resource_type(shape).is_some_and(|t| is_deployment(&t))
        || (shape.has("DeploymentName") && shape.has("ProvisioningState") && shape.has_kind("CorrelationId", Kind::String))
}

/// Reads deployments. Of several the newest counts; the others are history.
pub(in crate::formats) fn read(text: &str, reading: &mut Reading) -> Result<(), Refusal> {
    let document = tree(text)?;
    let places = Places::of(text);
    reading.tool = Some("azure deployment".to_owned());
    let prefix = match &document {
        Json::Array(_) => "",
        _ if document.get("value").is_some() => "value",
        _ => ".",
    };
    let mut newest: Option<Deployment<'_, '_>> = None;
    for (i, element) in elements_of(&document, &mut reading.log).iter().enumerate() {
        let path = if prefix == "." { String::new() } else { format!("{prefix}[{i}].") };
        let deployment = Deployment::of(element, path);
        reading.items += deployment.put.len() as u64;
        if newest.as_ref().is_none_or(|n| n.ended_at < deployment.ended_at) {
            newest = Some(deployment);
        }
    }
    let Some(deployment) = newest else { return Ok(()) };
    reading.facts.ran_at = deployment.ended_at;
    if deployment.is_validation() {
        let template = azure_templates::of_validation(deployment.body, &deployment.path, &places);
        reading.facts.template = Some(Box::new(template));
        return Ok(());
    }
    let operations = deployment.operations(&places, next_page(&document).is_some());
    if operations.overall == OperationResult::Failed {
        reading.log.say(DiagnosticKind::ToolReport, &*operations.overall_place.path, "the deployment failed");
    }
    if deployment.properties("outputs").is_some() || operations.overall == OperationResult::Succeeded {
        let mut outputs = OutputList::default();
        let none = Json::Null;
        let path = format!("{}.", deployment.path_of("outputs"));
        outputs.add_object(deployment.properties("outputs").unwrap_or(&none), &path, &places);
        let (values, goes_on) = (outputs.into_values(), operations.goes_on);
        reading.facts.outputs = Some(Box::new(Outputs { values, goes_on, ..Outputs::default() }));
    }
    reading.facts.operations = Some(Box::new(operations));
    Ok(())
}

/// One deployment.
struct Deployment<'j, 'a> {
    /// The object that holds its properties: `properties`, or the deployment itself as PowerShell writes it.
    body: &'j Json<'a>,
    path: String,
    ended_at: Option<Instant>,
    /// The resources that it put there, by the key of their list.
    put: Vec<(&'static str, usize, &'j str, Action, OperationResult)>,
}

impl<'j, 'a> Deployment<'j, 'a> {
    fn of(element: &'j Json<'a>, path: String) -> Self {
        let (body, path) = match field(element, "properties") {
            Some(properties) => (properties, format!("{path}properties.")),
            None => (element, path),
        };
        let mut put = Vec::new();
        let lists = [
            ("outputResources", Action::Upsert, OperationResult::Succeeded),
            ("resources", Action::Upsert, OperationResult::Succeeded),
            ("deletedResources", Action::Delete, OperationResult::Succeeded),
            ("detachedResources", Action::Forget, OperationResult::Succeeded),
            ("failedResources", Action::Upsert, OperationResult::Failed),
        ];
        for (key, action, result) in lists {
            for (i, resource) in field(body, key).map(Json::elements).unwrap_or_default().iter().enumerate() {
                if let Some(id) = text_of(resource, "id") {
                    put.push((key, i, id, action, result));
                }
            }
        }
        let ended_at = text_of(body, "timestamp").and_then(|t| Instant::from_rfc3339(t).ok());
        Deployment { body, path, ended_at, put }
    }

    fn properties(&self, key: &str) -> Option<&'j Json<'a>> {
        field(self.body, key)
    }

    fn path_of(&self, key: &str) -> String {
        format!("{}{key}", self.path)
    }

    fn place_of(&self, key: &str, places: &Places<'_>) -> Place {
        self.properties(key).map(|value| places.at(self.path_of(key), value)).unwrap_or_default()
    }

    /// Whether it is the answer of `validate`, which deploys nothing.
    fn is_validation(&self) -> bool {
        self.properties("validatedResources").is_some()
            && self.properties("outputs").is_none()
            && self.properties("outputResources").is_none()
    }

    fn operations(&self, places: &Places<'_>, goes_on: bool) -> Operations {
        let word = text_of(self.body, "provisioningState").unwrap_or_default();
        let overall = result_of(word);
        let of_rollback = self.properties("onErrorDeployment");
        let way_back = of_rollback.filter(|_| overall != OperationResult::Succeeded).and_then(|rollback| {
            let state = text_of(rollback, "provisioningState")?;
            let word = format!("onErrorDeployment {} is {state}", text_of(rollback, "deploymentName").unwrap_or_default());
            let place = self.place_of("onErrorDeployment", places);
            Some(WayBack { result: result_of(state), word: phrase(&word).replace("  ", " ").into(), place })
        });
        let operation = |&(key, i, name, action, result): &(&str, usize, &str, Action, OperationResult)| {
            let place = Place { path: format!("{}[{i}].id", self.path_of(key)).into(), ..self.place_of(key, places) };
            Operation { id: id(name), action, result, place }
        };
        // of a deployment that did not succeed it is not known which of its resources came to be
        let is_known = |o: &Operation| overall == OperationResult::Succeeded || o.result == OperationResult::Failed;
        let result = |o: Operation| if is_known(&o) { o } else { Operation { result: OperationResult::Unfinished, ..o } };
        Operations {
            operations: self.put.iter().map(operation).map(result).collect(),
            overall,
            overall_word: if word.is_empty() { "no provisioningState".into() } else { id(word) },
            overall_place: self.place_of("provisioningState", places),
            way_back,
            naming: Naming::ArmId,
            goes_on,
            caveat: "".into(),
        }
    }
}

/// What a `provisioningState` says.
pub(super) fn result_of(state: &str) -> OperationResult {
    match state.to_ascii_lowercase().as_str() {
        "succeeded" => OperationResult::Succeeded,
        "failed" => OperationResult::Failed,
        "canceled" | "cancelled" => OperationResult::Canceled,
        _ => OperationResult::Unfinished,
    }
}
