//! The events of `pulumi up --json` (and of Pulumi Cloud's API): what a deployment did, or, of its planning steps, what it would do.

use super::super::super::json::Json;
use super::super::super::places::Places;
use super::super::{Reading, Refusal, Shape, documents};
use super::pulumi_steps::{action_of, add_outputs, is_stack};
use super::values::{OutputList, id, phrase};
use plumbline_domain::{
    Instant, Naming, Operation, OperationResult, Operations, Outputs, Place, ResourceChange, ResourceChanges,
};
use std::collections::HashMap;

/// The year 10000, in seconds since 1970.
const MAX_SECONDS: f64 = 253_402_300_800.0;

const EVENTS: &[&str] = &[
    "preludeEvent",
    "resourcePreEvent",
    "resOutputsEvent",
    "resOpFailedEvent",
    "summaryEvent",
    "diagnosticEvent",
    "cancelEvent",
    "stdoutEvent",
    "policyEvent",
    "policyLoadEvent",
    "startDebuggingEvent",
    "progressEvent",
    "errorEvent",
];

/// Whether the first line of a document is an event, or the document a list of them.
pub(in crate::formats) fn fits(shape: &Shape<'_>) -> bool {
    let is_event = shape.has("sequence") && shape.has("timestamp") && EVENTS.iter().any(|name| shape.has(name));
    let is_list = shape.has_inner("events", "sequence") && shape.has_inner("events", "timestamp");
    is_event || (is_list && shape.is_object())
}

#[derive(Default)]
struct Run {
    changes: ResourceChanges,
    operations: Vec<Operation>,
    /// Steps that have begun and not ended, by URN and step.
    open: HashMap<(Box<str>, Box<str>), usize>,
    failed: Option<(Box<str>, Place)>,
    is_corrupt: bool,
    /// Whether steps were taken, and not only planned.
    has_applied: bool,
    /// The summary behind the last step that was taken; of a preview, behind the last that was planned.
    end: Option<Place>,
    planned: OutputList,
    outputs: Option<OutputList>,
    before: Option<OutputList>,
}

/// Reads events.
pub(in crate::formats) fn read(text: &str, reading: &mut Reading) -> Result<(), Refusal> {
    let documents = documents(text)?;
    let places = Places::of(text);
    let mut run = Run::default();
    run.changes.naming = Naming::Urn;
    for (i, document) in documents.iter().enumerate() {
        let mut take = |event: &Json<'_>, path: String| {
            reading.items += 1;
            let seconds = event.get("timestamp").and_then(Json::number).filter(|s| (0.0..MAX_SECONDS).contains(s));
            if let Some(seconds) = seconds {
                reading.facts.ran_at = Some(Instant::from_micros((seconds * 1e6) as i64));
            }
            run.read_event(event, &path, &places);
        };
        match (document, document.get("events")) {
            (Json::Array(events), _) => events.iter().enumerate().for_each(|(n, e)| take(e, format!("[{n}]"))),
            (_, Some(Json::Array(events))) => events.iter().enumerate().for_each(|(n, e)| take(e, format!("events[{n}]"))),
            _ => take(document, format!("[{i}]")),
        }
        if document.text_of("continuationToken").is_some() {
            run.end = None;
        }
    }
    reading.tool = Some("pulumi".to_owned());
    run.give(reading);
    Ok(())
}

impl Run {
    fn read_event(&mut self, event: &Json<'_>, path: &str, places: &Places<'_>) {
        let Some((name, body)) = event.pairs().iter().find(|(key, _)| EVENTS.contains(&key.as_ref())) else { return };
        let place = places.at(format!("{path}.{name}"), body);
        let planning = body.get("planning").and_then(Json::truth) == Some(true);
        match name.as_ref() {
            "resourcePreEvent" if planning => self.plan(body, place),
            "resourcePreEvent" => self.begin(body, place, path, places),
            "resOutputsEvent" => self.end_step(body, OperationResult::Succeeded, place, path, places),
            "resOpFailedEvent" if planning => {
                self.changes.incomplete.push((format!("{} failed", urn_of(body)).into(), place));
            }
            "resOpFailedEvent" => {
                let why = format!("{} failed", id(urn_of(body)));
                self.failed.get_or_insert((why.into(), place.clone()));
                self.has_applied = true;
                self.end_step(body, OperationResult::Failed, place, path, places);
            }
            "summaryEvent" => {
                if body.get("maybeCorrupt").and_then(Json::truth) == Some(true) {
                    self.is_corrupt = true;
                    if !self.has_applied {
                        self.changes.incomplete.push(("it may be corrupt, it says".into(), place.clone()));
                    }
                }
                self.end = Some(place);
            }
            "diagnosticEvent" if body.text_of("severity") == Some("error") => {
                self.fail(body.text_of("message").unwrap_or("an error"), place);
            }
            "errorEvent" => self.fail(body.text_of("error").unwrap_or("an error"), place),
            "policyEvent" if body.text_of("enforcementLevel") == Some("mandatory") => {
                self.fail(body.text_of("message").unwrap_or("a mandatory policy was violated"), place);
            }
            _ => {}
        }
    }

    /// Takes an error of the run.
    fn fail(&mut self, message: &str, place: Place) {
        let why: Box<str> = format!("it reports an error: {}", phrase(message.trim())).into();
        if self.has_applied {
            self.failed.get_or_insert((why, place));
        } else {
            self.changes.incomplete.push((why, place));
        }
    }

    fn plan(&mut self, body: &Json<'_>, place: Place) {
        let action = action_of(op_of(body));
        self.changes.changes.push(ResourceChange { id: id(urn_of(body)), action, place });
        if !self.has_applied {
            self.end = None;
        }
    }

    fn begin(&mut self, body: &Json<'_>, place: Place, path: &str, places: &Places<'_>) {
        let (op, urn) = (op_of(body), id(urn_of(body)));
        self.has_applied = true;
        self.end = None;
        if is_stack(&urn) {
            self.remember_before(body, path, places);
        }
        // a component is done when it is registered: it reports an end only when its program registers outputs
        let is_custom = |state: &str| body.at(&["metadata", state, "custom"]).and_then(Json::truth) == Some(true);
        let result = if is_custom("new") || is_custom("old") { OperationResult::Unfinished } else { OperationResult::Succeeded };
        self.open.insert((urn.clone(), op.into()), self.operations.len());
        self.operations.push(Operation { id: urn, action: action_of(op), result, place });
    }

    fn end_step(&mut self, body: &Json<'_>, result: OperationResult, place: Place, path: &str, places: &Places<'_>) {
        let (op, urn) = (op_of(body), id(urn_of(body)));
        let planning = body.get("planning").and_then(Json::truth) == Some(true);
        if is_stack(&urn) && result == OperationResult::Succeeded {
            self.remember_before(body, path, places);
            if let Some(outputs) = body.at(&["metadata", "new", "outputs"]) {
                let mut list = OutputList::default();
                add_outputs(outputs, &format!("{path}.resOutputsEvent.metadata.new.outputs."), &mut list, places);
                if planning { self.planned = list } else { self.outputs = Some(list) }
            }
        }
        if planning {
            return;
        }
        let begun = self.open.remove(&(urn.clone(), op.into())).and_then(|at| self.operations.get_mut(at));
        match begun {
            Some(operation) => *operation = Operation { result, place, ..operation.clone() },
            None if result == OperationResult::Failed => {
                self.operations.push(Operation { id: urn, action: action_of(op), result, place });
            }
            None => {}
        }
    }

    /// Keeps the outputs that the stack had before the run: those of its first event.
    fn remember_before(&mut self, body: &Json<'_>, path: &str, places: &Places<'_>) {
        if self.before.is_some() {
            return;
        }
        let mut list = OutputList::default();
        match body.at(&["metadata", "old"]) {
            Some(old @ Json::Object(_)) => {
                let outputs = old.get("outputs").unwrap_or(&Json::Null);
                add_outputs(outputs, &format!("{path}.metadata.old.outputs."), &mut list, places);
            }
            _ if op_of(body) == "create" => {}
            _ => return,
        }
        self.before = Some(list);
    }

    fn give(mut self, reading: &mut Reading) {
        let before = self.before.map(OutputList::into_values);
        if !self.changes.changes.is_empty() || (!self.has_applied && self.end.is_some()) {
            if !self.has_applied && self.end.is_none() {
                self.changes.incomplete.push(("the events end before the summary".into(), Place::default()));
            }
            self.changes.is_applied = self.has_applied;
            reading.facts.changes = Some(Box::new(self.changes));
        }
        if !self.has_applied {
            if !self.planned.is_empty() {
                let values = self.planned.into_values();
                reading.facts.outputs = Some(Box::new(Outputs { values, are_planned: true, before, goes_on: false }));
            }
            return;
        }
        let is_unanswered = self.operations.iter().any(|o| o.result == OperationResult::Unfinished);
        let (overall, overall_word, overall_place) = match (self.failed, self.end) {
            (Some((why, place)), _) => (OperationResult::Failed, why, place),
            (None, Some(place)) if self.is_corrupt => {
                (OperationResult::Unfinished, "the state may be corrupt, it says".into(), place)
            }
            (None, Some(place)) if is_unanswered => (OperationResult::Unfinished, "a step has no end".into(), place),
            (None, Some(place)) => (OperationResult::Succeeded, "the summary names no failure".into(), place),
            (None, None) => (OperationResult::Unfinished, "no summary".into(), Place::default()),
        };
        if let Some(outputs) = self.outputs.filter(|_| overall == OperationResult::Succeeded) {
            let values = outputs.into_values();
            reading.facts.outputs = Some(Box::new(Outputs { values, before, ..Outputs::default() }));
        }
        reading.facts.operations = Some(Box::new(Operations {
            operations: self.operations,
            overall,
            overall_word,
            overall_place,
            way_back: None,
            naming: Naming::Urn,
            goes_on: false,
            caveat: "".into(),
        }));
    }
}

fn op_of<'j>(body: &'j Json<'_>) -> &'j str {
    body.at(&["metadata", "op"]).and_then(Json::text).unwrap_or_default()
}

fn urn_of<'j>(body: &'j Json<'_>) -> &'j str {
    body.at(&["metadata", "urn"]).and_then(Json::text).unwrap_or_default()
}
