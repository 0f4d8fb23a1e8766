//! Ansible's JSON callback: how a playbook ended on each host.

use super::super::super::json::{Json, Kind};
use super::super::super::places::Places;
use super::super::{Reading, Refusal, Shape, list, stated, tree};
use super::values::id;
use plumbline_domain::{Action, Instant, Naming, Operation, OperationResult, Operations, Place};
use std::collections::HashMap;

/// Whether a document is one.
pub(in crate::formats) fn fits(shape: &Shape<'_>) -> bool {
    shape.is_object() && shape.has_kind("plays", Kind::Array) && shape.has_kind("stats", Kind::Object)
}

/// Reads the run of a playbook.
pub(in crate::formats) fn read(text: &str, reading: &mut Reading) -> Result<(), Refusal> {
    let document = tree(text)?;
    let places = Places::of(text);
    let mut failures: HashMap<&str, u64> = HashMap::new();
    for play in list(&document, "plays", &mut reading.log) {
        let end = play.at(&["play", "duration", "end"]).and_then(Json::text);
        if let Some(at) = end.and_then(|t| Instant::from_rfc3339(t).ok()) {
            reading.facts.ran_at = reading.facts.ran_at.max(Some(at));
        }
        for task in play.get("tasks").map(Json::elements).unwrap_or_default() {
            for (host, result) in task.get("hosts").map(Json::pairs).unwrap_or_default() {
                if result.get("failed").and_then(Json::truth) == Some(true) {
                    *failures.entry(host).or_default() += 1;
                }
            }
        }
    }
    let mut operations = Vec::new();
    let mut worst: Option<(Box<str>, Place)> = None;
    for (host, stats) in document.get("stats").map(Json::pairs).unwrap_or_default() {
        let count = |key: &str| stats.get(key).and_then(Json::number).map_or(0, stated);
        let place = places.at(format!("stats.{}", id(host)), stats);
        // each failed task is counted as a failure, or was rescued or ignored
        let explained = count("failures") + count("rescued") + count("ignored");
        let counted = failures.get(host.as_ref()).copied().unwrap_or_default();
        let what = match () {
            () if count("unreachable") > 0 => Some("was unreachable"),
            () if count("failures") > 0 => Some("failed"),
            () if counted > explained => Some("has failed tasks that the stats do not count"),
            () => None,
        };
        let result = if what.is_some() { OperationResult::Failed } else { OperationResult::Succeeded };
        if let Some(what) = what {
            worst.get_or_insert((format!("{} {what}", id(host)).into(), place.clone()));
        }
        operations.push(Operation { id: id(host), action: Action::Unknown, result, place });
    }
    reading.items = operations.len() as u64;
    reading.tool = Some("ansible".to_owned());
    let stats_place = document.get("stats").map(|stats| places.at("stats", stats)).unwrap_or_default();
    let (overall, overall_word, overall_place) = match worst {
        Some((why, place)) => (OperationResult::Failed, why, place),
        None if operations.is_empty() => (OperationResult::Unfinished, "the stats name no host".into(), stats_place),
        None => {
            let hosts = if operations.len() == 1 { "host" } else { "hosts" };
            let word = format!("the stats of {} {hosts} name no failure", operations.len());
            (OperationResult::Succeeded, word.into(), stats_place)
        }
    };
    reading.facts.operations = Some(Box::new(Operations {
        operations,
        overall,
        overall_word,
        overall_place,
        way_back: None,
        naming: Naming::Other,
        goes_on: false,
        caveat: "a run with --check leaves no mark in it".into(),
    }));
    Ok(())
}
