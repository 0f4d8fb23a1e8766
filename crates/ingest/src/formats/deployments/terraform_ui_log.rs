//! The machine-readable log of `terraform plan -json` and `terraform apply -json` (and OpenTofu's): one event a line.

use super::super::super::json::Json;
use super::super::super::places::Places;
use super::super::terraform_plan::add_changes;
use super::super::{Reading, Refusal, Shape, count_of, documents};
use super::values::{OutputList, id, phrase};
use crate::times::time;
use plumbline_domain::{
    Action, Difference, Drift, Drifted, Naming, Operation, OperationResult, Operations, Outputs, Place, ResourceChange,
    ResourceChanges,
};
use std::collections::{HashMap, HashSet};

/// Whether the first line of a document is an event of the log.
pub(in crate::formats) fn fits(shape: &Shape<'_>) -> bool {
    shape.is_object()
        && shape.has("@message")
        && shape.has("type")
        && shape.word("@module").is_some_and(|module| module.ends_with(".ui"))
}

/// What was read so far.
#[derive(Default)]
struct Run {
    planned: Vec<ResourceChange>,
    drifted: Vec<Drifted>,
    refreshed: Vec<(Box<str>, Place)>,
    operations: Vec<Operation>,
    /// The operation of a resource that has begun and not ended, by address.
    open: HashMap<Box<str>, usize>,
    /// Errors of the tool.
    errors: Vec<(Box<str>, Place)>,
    /// The summary of the plan, and that of the apply or destroy.
    plan_end: Option<Place>,
    apply_end: Option<(Box<str>, Place)>,
    /// How many operations the latter counts.
    n_stated: u64,
    /// Outputs with their values; none when the log tells what is planned for them only.
    outputs: Option<OutputList>,
    planned_outputs: OutputList,
    creates_outputs: bool,
}

/// Reads a log.
pub(in crate::formats) fn read(text: &str, reading: &mut Reading) -> Result<(), Refusal> {
    let events = documents(text)?;
    let places = Places::of(text);
    let mut run = Run { creates_outputs: true, ..Run::default() };
    for (i, event) in events.iter().enumerate() {
        let place = places.at(format!("[{i}]"), event);
        if let Some(at) = time(event.get("@timestamp")) {
            reading.facts.ran_at = Some(at);
        }
        if event.text_of("type") == Some("version") {
            let version = event.text_of("terraform").map(|v| format!("terraform {v}"));
            reading.tool = version.or_else(|| event.text_of("tofu").map(|v| format!("tofu {v}")));
        }
        run.read_event(event, place, &places);
    }
    reading.tool.get_or_insert_with(|| "terraform".to_owned());
    reading.items = (run.planned.len() + run.operations.len() + run.drifted.len()) as u64;
    run.give(reading);
    Ok(())
}

/// What a word of the log says would happen or happens.
fn action_of(word: &str) -> Action {
    match word {
        "create" => Action::Create,
        "update" => Action::Update,
        "delete" => Action::Delete,
        "replace" => Action::Replace,
        "read" => Action::Read,
        "noop" | "no-op" | "move" | "import" | "open" | "renew" | "close" => Action::NoOp,
        "remove" | "forget" => Action::Forget,
        _ => Action::Unknown,
    }
}

fn address<'j>(event: &'j Json<'_>, key: &str) -> &'j str {
    event.at(&[key, "resource", "addr"]).and_then(Json::text).unwrap_or_default()
}

/// Whether an address is that of a data source: `data.a.b`, `module.m.data.a.b`.
fn is_data(address: &str) -> bool {
    address.starts_with("data.") || address.contains(".data.")
}

impl Run {
    fn read_event(&mut self, event: &Json<'_>, place: Place, places: &Places<'_>) {
        let action = |key: &str| action_of(event.at(&[key, "action"]).and_then(Json::text).unwrap_or_default());
        match event.text_of("type").unwrap_or_default() {
            "planned_change" => {
                let address = address(event, "change");
                let action = if is_data(address) { Action::Read } else { action("change") };
                self.planned.push(ResourceChange { id: id(address), action, place });
            }
            "resource_drift" => {
                let difference = match action("change") {
                    action if action.leaves_alone() => return,
                    Action::Delete => Difference::Missing,
                    _ => Difference::Changed,
                };
                self.drifted.push(Drifted { id: id(address(event, "change")), difference, place });
            }
            "refresh_complete" => self.refreshed.push((id(address(event, "hook")), place)),
            "apply_start" => {
                let id = id(address(event, "hook"));
                self.open.insert(id.clone(), self.operations.len());
                let (action, result) = (action("hook"), OperationResult::Unfinished);
                self.operations.push(Operation { id, action, result, place });
            }
            "apply_complete" => self.end(event, action("hook"), OperationResult::Succeeded, place),
            "apply_errored" => self.end(event, action("hook"), OperationResult::Failed, place),
            "change_summary" => match event.at(&["changes", "operation"]).and_then(Json::text).unwrap_or_default() {
                "plan" => self.plan_end = Some(place),
                operation => {
                    self.apply_end = Some((id(operation), place));
                    let done = ["add", "change", "remove"].map(|key| count_of(event.at(&["changes", key])).unwrap_or(0));
                    self.n_stated = done.into_iter().fold(0, u64::saturating_add);
                }
            },
            "diagnostic" => {
                let diagnostic = event.get("diagnostic").unwrap_or(&Json::Null);
                if diagnostic.text_of("severity") == Some("error") || event.text_of("@level") == Some("error") {
                    let summary = diagnostic.text_of("summary").or_else(|| event.text_of("@message")).unwrap_or("an error");
                    self.errors.push((phrase(summary).into(), place));
                }
            }
            "outputs" => self.read_outputs(event.get("outputs").unwrap_or(&Json::Null), &place.path, places),
            _ => {}
        }
    }

    fn end(&mut self, event: &Json<'_>, action: Action, result: OperationResult, place: Place) {
        let id = id(address(event, "hook"));
        let begun = self.open.remove(&id).and_then(|at| self.operations.get_mut(at));
        match begun {
            Some(operation) => *operation = Operation { result, place, ..operation.clone() },
            None => self.operations.push(Operation { id, action, result, place }),
        }
    }

    fn read_outputs(&mut self, outputs: &Json<'_>, path: &str, places: &Places<'_>) {
        let is_planned = outputs.pairs().iter().any(|(_, output)| output.get("action").is_some());
        let prefix = format!("{path}.outputs.");
        if is_planned {
            self.planned_outputs = OutputList::default();
            self.planned_outputs.add_object(outputs, &prefix, places);
            let creates = |output: &Json<'_>| output.text_of("action") == Some("create");
            self.creates_outputs = outputs.pairs().iter().all(|(_, output)| creates(output));
        } else {
            let mut list = OutputList::default();
            for (name, output) in outputs.pairs() {
                let is_sensitive = output.get("sensitive").and_then(Json::truth) == Some(true);
                let value = output.get("value").filter(|_| !is_sensitive);
                list.add(name, value, places.at(format!("{prefix}{}", id(name)), output));
            }
            self.outputs = Some(list);
        }
    }

    fn give(self, reading: &mut Reading) {
        let has_applied = !self.operations.is_empty() || self.apply_end.is_some();
        let has_planned = self.plan_end.is_some() || !self.planned.is_empty() || !self.drifted.is_empty();
        let has_errors = !self.errors.is_empty();
        let facts = &mut reading.facts;
        if has_planned || (!has_applied && !self.refreshed.is_empty()) {
            let mut changes = ResourceChanges {
                naming: Naming::TerraformAddress,
                changes: self.planned.clone(),
                is_applied: has_applied && self.operations.iter().any(|o| !o.action.leaves_alone()),
                ..ResourceChanges::default()
            };
            let planned: HashSet<&str> = self.planned.iter().map(|c| &*c.id).collect();
            let unchanged = self.refreshed.iter().filter(|(id, _)| !planned.contains(&**id));
            changes.changes.extend(unchanged.map(|(id, place)| {
                let action = if is_data(id) { Action::Read } else { Action::NoOp };
                ResourceChange { id: id.clone(), action, place: place.clone() }
            }));
            if !has_applied {
                let errors = self.errors.iter().map(|(why, place)| (format!("it reports an error: {why}").into(), place.clone()));
                changes.incomplete.extend(errors);
                if self.plan_end.is_none() {
                    changes.incomplete.push(("the log ends before the summary of the plan".into(), Place::default()));
                }
            }
            if self.refreshed.iter().any(|(id, _)| !is_data(id)) || !self.drifted.is_empty() {
                facts.drift = Some(Box::new(self.drift(&changes)));
            }
            facts.changes = Some(Box::new(changes));
        }
        if has_applied {
            let (overall, overall_word, overall_place) = match (&self.apply_end, self.errors.first()) {
                (_, Some((why, place))) => (OperationResult::Failed, why.clone(), place.clone()),
                (Some((_, place)), None) if self.n_stated > 0 && self.operations.is_empty() => {
                    let why = format!("its summary counts {} operations, and the log holds none", self.n_stated);
                    (OperationResult::Unfinished, why.into(), place.clone())
                }
                (Some((operation, place)), None) => {
                    (OperationResult::Succeeded, format!("{operation} complete").into(), place.clone())
                }
                (None, None) => (OperationResult::Unfinished, "no summary".into(), Place::default()),
            };
            facts.operations = Some(Box::new(Operations {
                operations: self.operations,
                overall,
                overall_word,
                overall_place,
                way_back: None,
                naming: Naming::TerraformAddress,
                goes_on: false,
                caveat: "".into(),
            }));
        }
        let ended_well = self.apply_end.is_some() && !has_errors;
        let (values, are_planned) = match self.outputs {
            Some(outputs) if ended_well || !has_applied => (outputs, false),
            _ if !has_applied && !self.planned_outputs.is_empty() => (self.planned_outputs, true),
            _ => return,
        };
        let before = (are_planned && self.creates_outputs && !has_errors).then(Vec::new);
        facts.outputs = Some(Box::new(Outputs { values: values.into_values(), are_planned, before, goes_on: false }));
    }

    /// What the refresh compared. Only a log with a refresh asked the provider.
    fn drift(&self, changes: &ResourceChanges) -> Drift {
        let compared = changes.changes.iter().filter(|c| !matches!(c.action, Action::Read | Action::Unknown)).count();
        let mut drift = Drift {
            compared: compared.max(self.drifted.len()) as u64,
            differing: self.drifted.clone(),
            naming: Naming::TerraformAddress,
            ..Drift::default()
        };
        add_changes(changes, &mut drift);
        drift
    }
}
