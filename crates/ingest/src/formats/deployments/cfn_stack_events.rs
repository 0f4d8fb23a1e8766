//! `aws cloudformation describe-stack-events`: what the newest operation on a stack did. Older ones are history.

use super::super::super::json::Json;
use super::super::super::places::Places;
use super::super::{Reading, Refusal, Shape, tree};
use super::values::id;
use crate::paging::next_page;
use crate::times::time;
use plumbline_domain::{Action, Instant, Naming, Operation, OperationResult, Operations, Place, WayBack};
use std::collections::HashMap;

/// Whether a document lists events of a stack.
pub(in crate::formats) fn fits(shape: &Shape<'_>) -> bool {
    shape.is_object() && shape.has("StackEvents")
        || (shape.has("EventId") && shape.has("ResourceStatus") && shape.has("LogicalResourceId"))
}

struct Event<'j> {
    name: &'j str,
    physical: &'j str,
    status: &'j str,
    at: Option<Instant>,
    of_stack: bool,
    place: Place,
}

impl Event<'_> {
    /// Whether it begins an operation on the stack.
    fn is_begin(&self) -> bool {
        let begins = ["CREATE_IN_PROGRESS", "UPDATE_IN_PROGRESS", "DELETE_IN_PROGRESS", "IMPORT_IN_PROGRESS"];
        self.of_stack && begins.contains(&self.status)
    }
}

/// Reads events.
pub(in crate::formats) fn read(text: &str, reading: &mut Reading) -> Result<(), Refusal> {
    let document = tree(text)?;
    let places = Places::of(text);
    let (list, path) = match (&document, document.get("StackEvents")) {
        (Json::Array(list), _) => (list.as_slice(), ""),
        (_, Some(Json::Array(list))) => (list.as_slice(), "StackEvents"),
        (_, None | Some(Json::Null)) if document.get("EventId").is_some() => (std::slice::from_ref(&document), ""),
        (_, None | Some(Json::Null)) => (&[][..], ""),
        (_, Some(_)) => return Err(Refusal::shape("StackEvents", "must be an array")),
    };
    reading.items = list.len() as u64;
    reading.tool = Some("cloudformation".to_owned());
    let mut events: Vec<Event<'_>> = Vec::new();
    for (i, json) in list.iter().enumerate() {
        let text = |key: &str| json.text_of(key).unwrap_or_default();
        if text("ResourceStatus").is_empty() {
            continue;
        }
        events.push(Event {
            name: text("LogicalResourceId"),
            physical: text("PhysicalResourceId"),
            status: text("ResourceStatus"),
            at: time(json.get("Timestamp")),
            of_stack: text("ResourceType") == "AWS::CloudFormation::Stack" && text("PhysicalResourceId") == text("StackId"),
            place: places.at(format!("{path}[{i}]"), json),
        });
    }
    // newest first, as the service answers; events of the same moment stay in its order
    events.sort_by_key(|event| std::cmp::Reverse(event.at));
    reading.facts.ran_at = events.first().and_then(|e| e.at);
    let begin = events.iter().position(Event::is_begin);
    let newest = events.get(..=begin.unwrap_or(events.len().saturating_sub(1))).unwrap_or(&events);
    let has_more = next_page(&document).is_some();
    let Some(last) = newest.iter().find(|e| e.of_stack) else {
        if !events.is_empty() {
            reading.facts.operations = Some(Box::new(operations(newest, None, has_more)));
        }
        return Ok(());
    };
    reading.facts.operations = Some(Box::new(operations(newest, Some(last), has_more && begin.is_none())));
    Ok(())
}

fn operations(newest: &[Event<'_>], last: Option<&Event<'_>>, goes_on: bool) -> Operations {
    let status = last.map_or("", |e| e.status);
    let went_back = newest.iter().find(|e| e.of_stack && e.status.contains("ROLLBACK"));
    let way_back = went_back.map(|event| {
        let result = match event.status {
            s if s.ends_with("ROLLBACK_COMPLETE") => OperationResult::Succeeded,
            s if s.ends_with("ROLLBACK_FAILED") => OperationResult::Failed,
            _ => OperationResult::Unfinished,
        };
        WayBack { result, word: id(event.status), place: event.place.clone() }
    });
    let overall = match status {
        _ if way_back.is_some() => OperationResult::Failed,
        s if s.ends_with("_FAILED") => OperationResult::Failed,
        "CREATE_COMPLETE" | "UPDATE_COMPLETE" | "IMPORT_COMPLETE" | "DELETE_COMPLETE" => OperationResult::Succeeded,
        _ => OperationResult::Unfinished,
    };
    Operations {
        operations: resources(newest),
        overall,
        overall_word: if status.is_empty() { "no event of the stack itself".into() } else { id(status) },
        overall_place: last.map(|e| e.place.clone()).unwrap_or_default(),
        way_back,
        naming: Naming::LogicalId,
        goes_on,
        caveat: "".into(),
    }
}

/// What happened to each resource of one operation, in the order of time: its newest event decides. A resource that is updated and then
/// loses its old self was replaced.
fn resources(newest: &[Event<'_>]) -> Vec<Operation> {
    struct Course<'j> {
        first: Action,
        physical: &'j str,
        is_replaced: bool,
        result: OperationResult,
        place: Place,
    }
    let mut order: Vec<&str> = Vec::new();
    let mut courses: HashMap<&str, Course<'_>> = HashMap::new();
    for event in newest.iter().rev().filter(|e| !e.of_stack) {
        let action = match event.status {
            s if s.starts_with("CREATE") || s.starts_with("IMPORT") => Action::Create,
            s if s.starts_with("UPDATE") => Action::Update,
            s if s.starts_with("DELETE") => Action::Delete,
            _ => Action::Unknown,
        };
        let result = match event.status {
            "DELETE_SKIPPED" => OperationResult::Succeeded,
            s if s.ends_with("_COMPLETE") => OperationResult::Succeeded,
            s if s.ends_with("_FAILED") => OperationResult::Failed,
            _ => OperationResult::Unfinished,
        };
        let course = courses.entry(event.name).or_insert_with(|| {
            order.push(event.name);
            let place = event.place.clone();
            Course { first: action, physical: event.physical, is_replaced: false, result, place }
        });
        let is_other = !event.physical.is_empty() && !course.physical.is_empty() && event.physical != course.physical;
        course.is_replaced |= course.first == Action::Update && (is_other || action == Action::Delete);
        if !event.physical.is_empty() {
            course.physical = event.physical;
        }
        course.result = result;
        course.place = event.place.clone();
    }
    let operation = |name: &str| {
        let course = courses.get(name)?;
        let action = if course.is_replaced { Action::Replace } else { course.first };
        Some(Operation { id: id(name), action, result: course.result, place: course.place.clone() })
    };
    order.into_iter().filter_map(operation).collect()
}
