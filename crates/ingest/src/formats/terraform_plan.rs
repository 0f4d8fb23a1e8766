//! `terraform show -json PLAN` (and OpenTofu's): what would change. Values are checked, skipped and never kept but those of outputs
//! that are not sensitive.

use super::super::json::{Cursor, Json, JsonError, Kind};
use super::super::places::Places;
use super::super::resources::{Resource, Resources, expressions_of, give, is_wanted};
use super::deployments::values::{OutputList, holds_true, id};
use super::{Reading, Refusal, Shape};
use plumbline_domain::{
    Action, DiagnosticKind, Difference, Drift, Drifted, Instant, Naming, Outputs, Place, ResourceChange, ResourceChanges,
};
use std::collections::HashSet;

/// Whether a document is a plan; a state has `values` instead.
pub(super) fn fits(shape: &Shape<'_>) -> bool {
    shape.is_object()
        && shape.word("format_version").is_some()
        && (shape.has("resource_changes")
            || shape.has("planned_values")
            || (shape.has("configuration") && !shape.has("values"))
            || shape.has("resource_drift"))
}

/// What was read of a plan.
#[derive(Default)]
struct Plan<'a> {
    changes: ResourceChanges,
    /// Differences that the refresh found.
    drifted: Vec<Drifted>,
    planned: OutputList,
    before: OutputList,
    /// Managed resources in the state before.
    in_state: u64,
    resources: Resources<'a>,
    failed_checks: Vec<(Box<str>, Place)>,
    errored: bool,
    refusal: Option<String>,
}

/// Reads a plan.
pub(super) fn read(text: &str, reading: &mut Reading) -> Result<(), Refusal> {
    let places = Places::of(text);
    let mut cursor = Cursor::new(text);
    let mut plan = Plan::default();
    plan.changes.naming = Naming::TerraformAddress;
    plan.resources.shows_change = true;
    cursor.object(|c, key| read_entry(c, &key, &mut plan, &places, reading))?;
    cursor.end()?;
    if let Some(name) = plan.refusal {
        return Err(Refusal::shape(name, "must be an array"));
    }
    let odd = plan.changes.changes.iter().filter(|c| c.action == Action::Unknown).count();
    if odd > 0 {
        reading.log.say(DiagnosticKind::ToolReport, "resource_changes", format!("{odd} changes have an unknown action"));
    }
    if plan.errored {
        reading.log.say(
            DiagnosticKind::ToolReport,
            "errored",
            "the plan ended with an error: it holds only what was planned before",
        );
    }
    let knows_all = plan.changes.incomplete.is_empty();
    plan.resources.is_complete = knows_all;
    give(&plan.resources, &places, &mut reading.facts);
    reading.facts.drift = Some(Box::new(drift_of(&plan.changes, plan.drifted, plan.in_state)));
    let before = knows_all.then(|| plan.before.into_values());
    if !plan.planned.is_empty() || before.as_ref().is_some_and(|b| !b.is_empty()) {
        let values = plan.planned.into_values();
        reading.facts.outputs = Some(Box::new(Outputs { values, are_planned: true, before, goes_on: false }));
    }
    // a check that fails says nothing against the comparison with what is deployed
    plan.changes.incomplete.extend(plan.failed_checks);
    reading.facts.changes = Some(Box::new(plan.changes));
    Ok(())
}

fn read_entry<'a>(
    cursor: &mut Cursor<'a>,
    key: &str,
    plan: &mut Plan<'a>,
    places: &Places<'_>,
    reading: &mut Reading,
) -> Result<(), JsonError> {
    match (key, cursor.peek()?) {
        ("resource_changes", Kind::Array) => cursor.array(|c, i| {
            reading.items += 1;
            let change = read_change(c, "resource_changes", i, places)?;
            plan.resources.total += 1;
            plan.resources.list.extend(change.wanted);
            plan.changes.changes.push(change.change);
            Ok(())
        }),
        ("resource_drift", Kind::Array) => cursor.array(|c, i| {
            let ResourceChange { id, action, place } = read_change(c, "resource_drift", i, places)?.change;
            if !action.leaves_alone() {
                let difference = if action == Action::Delete { Difference::Missing } else { Difference::Changed };
                plan.drifted.push(Drifted { id, difference, place });
            }
            Ok(())
        }),
        (name @ ("resource_changes" | "resource_drift"), kind) => {
            if kind != Kind::Null {
                plan.refusal.get_or_insert(name.to_owned());
            }
            cursor.skip()
        }
        ("output_changes", Kind::Object) => {
            read_outputs(&cursor.value()?, plan, places);
            Ok(())
        }
        ("prior_state", Kind::Object) => count_state(cursor, plan),
        ("deferred_changes", Kind::Array) => {
            let place = place_here(cursor, "deferred_changes", places)?;
            let mut deferred = 0_u64;
            cursor.array(|c, _| {
                deferred += 1;
                c.skip()
            })?;
            if deferred > 0 {
                let changes = if deferred == 1 { "change is" } else { "changes are" };
                plan.changes.incomplete.push((format!("{deferred} {changes} deferred").into(), place));
            }
            Ok(())
        }
        ("checks", Kind::Array) => cursor.array(|c, i| {
            let place = place_here(c, format!("checks[{i}]"), places)?;
            let check = c.value()?;
            let failed = |v: &Json<'_>| matches!(v.text_of("status"), Some("fail" | "error"));
            if failed(&check) || check.get("instances").map(Json::elements).unwrap_or_default().iter().any(failed) {
                let name = check.at(&["address", "to_display"]).and_then(Json::text).unwrap_or("of the configuration");
                plan.failed_checks.push((format!("the check {} failed", id(name)).into(), place));
            }
            Ok(())
        }),
        ("terraform_version", _) => {
            reading.tool = Some(match cursor.string_if()? {
                Some(version) => format!("terraform {version}"),
                None => "terraform".to_owned(),
            });
            Ok(())
        }
        ("timestamp", _) => {
            reading.facts.ran_at = cursor.string_if()?.and_then(|t| Instant::from_rfc3339(&t).ok());
            Ok(())
        }
        ("errored", _) => {
            let place = place_here(cursor, "errored", places)?;
            plan.errored = cursor.bool_if()? == Some(true);
            if plan.errored {
                plan.changes.incomplete.push(("the plan ended with an error".into(), place));
            }
            Ok(())
        }
        ("complete", _) => {
            let place = place_here(cursor, "complete", places)?;
            if cursor.bool_if()? == Some(false) {
                plan.changes.incomplete.push(("the plan is not complete: another one has to follow".into(), place));
            }
            Ok(())
        }
        ("configuration", Kind::Object) => {
            plan.resources.expressions = expressions_of(cursor.value()?);
            Ok(())
        }
        _ => cursor.skip(),
    }
}

fn place_here(cursor: &mut Cursor<'_>, path: impl Into<Box<str>>, places: &Places<'_>) -> Result<Place, JsonError> {
    cursor.peek()?;
    Ok(Place { path: path.into(), line: places.line(cursor.place()) })
}

/// What a plan compares with the deployed state: every change, and what the refresh found.
fn drift_of(changes: &ResourceChanges, drifted: Vec<Drifted>, in_state: u64) -> Drift {
    let managed = changes.changes.iter().filter(|c| !matches!(c.action, Action::Read | Action::Unknown)).count() as u64;
    let compared = managed.max(in_state).max(drifted.len() as u64);
    let mut drift = Drift {
        compared,
        differing: drifted,
        naming: Naming::TerraformAddress,
        caveat: "a plan does not say whether it was made with -refresh=false".into(),
        ..Drift::default()
    };
    add_changes(changes, &mut drift);
    drift
}

/// Adds what a preview would change as differences, and what it cannot say as not compared.
pub(super) fn add_changes(changes: &ResourceChanges, drift: &mut Drift) {
    let known: HashSet<Box<str>> = drift.differing.iter().map(|d| d.id.clone()).collect();
    for ResourceChange { id, action, place } in &changes.changes {
        let difference = match action {
            Action::Create => Difference::Missing,
            Action::Delete => Difference::Unmanaged,
            action if action.is_change() => Difference::Changed,
            Action::Unknown | Action::Upsert => {
                drift.open.push((format!("{id} was not compared").into(), place.clone()));
                continue;
            }
            _ => continue,
        };
        if id.is_empty() || !known.contains(id) {
            drift.differing.push(Drifted { id: id.clone(), difference, place: place.clone() });
        }
    }
    drift.open.extend(changes.incomplete.iter().cloned());
}

/// One element of `resource_changes`.
struct Change<'a> {
    change: ResourceChange,
    /// The resource, when a view wants its type.
    wanted: Option<Resource<'a>>,
}

fn read_change<'a>(cursor: &mut Cursor<'a>, list: &str, i: usize, places: &Places<'_>) -> Result<Change<'a>, JsonError> {
    let path = format!("{list}[{i}]");
    let place = place_here(cursor, path.as_str(), places)?;
    let mut resource = Resource::at(path);
    let mut is_data = false;
    cursor.object_if(|c, key| {
        match key.as_ref() {
            "address" => resource.address = c.string_if()?.unwrap_or_default().into_owned(),
            "mode" => is_data = c.string_if()?.is_some_and(|mode| mode == "data"),
            "type" => resource.kind = c.string_if()?.unwrap_or_default().to_lowercase(),
            "change" => {
                // terraform writes the type before the change; where another tool does not, the values are kept
                let wants = resource.kind.is_empty() || is_wanted(&resource.kind);
                c.object_if(|c, key| {
                    match key.as_ref() {
                        "actions" => resource.action = read_actions(c)?,
                        "before" if wants => resource.before = c.value()?,
                        "after" if wants => resource.after = c.value()?,
                        "after_unknown" if wants => resource.after_unknown = c.value()?,
                        _ => c.skip()?,
                    }
                    Ok(())
                })?;
            }
            _ => c.skip()?,
        }
        Ok(())
    })?;
    let action = if is_data && resource.action.leaves_alone() { Action::Read } else { resource.action };
    let change = ResourceChange { id: id(&resource.address), action, place };
    Ok(Change { change, wanted: is_wanted(&resource.kind).then_some(resource) })
}

fn read_actions(cursor: &mut Cursor<'_>) -> Result<Action, JsonError> {
    let mut actions = Vec::new();
    cursor.array_if(|c, _| {
        actions.push(c.string_if()?);
        Ok(())
    })?;
    let actions: Vec<&str> = actions.iter().map(|a| a.as_deref().unwrap_or_default()).collect();
    Ok(action_of(&actions))
}

fn action_of(actions: &[&str]) -> Action {
    match actions {
        ["no-op"] => Action::NoOp,
        ["read"] => Action::Read,
        ["create"] => Action::Create,
        ["update"] => Action::Update,
        ["delete"] => Action::Delete,
        ["forget"] => Action::Forget,
        ["create", "delete" | "forget"] | ["delete" | "forget", "create"] => Action::Replace,
        _ => Action::Unknown,
    }
}

/// Outputs as they are and as they are planned.
fn read_outputs(outputs: &Json<'_>, plan: &mut Plan<'_>, places: &Places<'_>) {
    for (name, change) in outputs.pairs() {
        let place = places.at(format!("output_changes.{}", id(name)), change);
        let is = |key: &str| holds_true(change.get(key).unwrap_or(&Json::Null));
        let value = |key: &str| change.get(key).filter(|value| !matches!(value, Json::Null));
        let actions: Vec<&str> =
            change.get("actions").map(Json::elements).unwrap_or_default().iter().filter_map(Json::text).collect();
        let action = action_of(&actions);
        if action != Action::Create {
            plan.before.add(name, value("before").filter(|_| !is("before_sensitive")), place.clone());
        }
        if action != Action::Delete {
            let known = value("after").filter(|_| !is("after_sensitive") && !is("after_unknown"));
            plan.planned.add(name, known, place);
        }
    }
}

/// Counts the managed resources of the state before.
fn count_state(cursor: &mut Cursor<'_>, plan: &mut Plan<'_>) -> Result<(), JsonError> {
    fn count(c: &mut Cursor<'_>, found: &mut u64) -> Result<(), JsonError> {
        c.object_if(|c, key| match key.as_ref() {
            "resources" => c
                .array_if(|c, _| {
                    let mut is_managed = true;
                    c.object_if(|c, key| {
                        if key == "mode" {
                            is_managed = c.string_if()?.is_none_or(|mode| mode != "data");
                            Ok(())
                        } else {
                            c.skip()
                        }
                    })?;
                    *found += u64::from(is_managed);
                    Ok(())
                })
                .map(drop),
            "child_modules" => c.array_if(|c, _| count(c, found)).map(drop),
            "values" | "root_module" => count(c, found),
            _ => c.skip(),
        })
        .map(drop)
    }
    count(cursor, &mut plan.in_state)
}
