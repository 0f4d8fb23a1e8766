//! `terraform show -json PLAN` (and OpenTofu's): what would change. Values are checked, skipped and never kept: they may be secret.

use super::super::json::{Cursor, Json, JsonError, Kind};
use super::super::places::Places;
use super::super::resources::{Resource, Resources, expressions_of, give, is_wanted};
use super::{Reading, Refusal, Shape};
use plumbline_domain::{Action, DiagnosticKind, Drift, Instant, Preview};

/// Whether a document is a plan; a state has `values` instead.
pub(super) fn fits(shape: &Shape<'_>) -> bool {
    shape.is_object()
        && shape.word("format_version").is_some()
        && (shape.has("resource_changes")
            || shape.has("planned_values")
            || (shape.has("configuration") && !shape.has("values"))
            || shape.has("resource_drift"))
}

/// Reads a plan.
pub(super) fn read(text: &str, reading: &mut Reading) -> Result<(), Refusal> {
    let mut cursor = Cursor::new(text);
    let mut preview = Preview::default();
    let mut differing = 0;
    let mut refusal = None;
    let mut errored = false;
    let mut odd = 0;
    let mut resources = Resources { shows_change: true, ..Resources::default() };
    cursor.object(|c, key| {
        match (key.as_ref(), c.peek()?) {
            ("resource_changes", Kind::Array) => c.array(|c, i| {
                reading.items += 1;
                let (action, resource) = read_change(c, i)?;
                resources.total += 1;
                resources.list.extend(resource);
                let slot = match action {
                    Action::NoOp | Action::Read => &mut preview.no_change,
                    Action::Create => &mut preview.create,
                    Action::Update | Action::Replace | Action::Upsert => &mut preview.modify,
                    Action::Delete => &mut preview.delete,
                    Action::Unknown => {
                        odd += 1;
                        &mut preview.unknowable
                    }
                };
                *slot += 1;
                differing += u64::from(!matches!(action, Action::NoOp | Action::Read));
                Ok(())
            })?,
            ("resource_drift", Kind::Array) => c.array(|c, _| {
                differing += 1;
                c.skip()
            })?,
            (name @ ("resource_changes" | "resource_drift"), kind) => {
                if kind != Kind::Null {
                    refusal.get_or_insert(name.to_owned());
                }
                c.skip()?;
            }
            ("terraform_version", _) => {
                reading.tool = Some(match c.string_if()? {
                    Some(version) => format!("terraform {version}"),
                    None => "terraform".to_owned(),
                });
            }
            ("timestamp", _) => reading.facts.ran_at = c.string_if()?.and_then(|t| Instant::from_rfc3339(&t).ok()),
            ("errored", _) => errored = c.bool_if()? == Some(true),
            ("configuration", Kind::Object) => resources.expressions = expressions_of(c.value()?),
            _ => c.skip()?,
        }
        Ok(())
    })?;
    cursor.end()?;
    if let Some(name) = refusal {
        return Err(Refusal::shape(name, "must be an array"));
    }
    if odd > 0 {
        reading.log.say(DiagnosticKind::ToolReport, "resource_changes", format!("{odd} changes have an unknown action"));
    }
    if errored {
        reading.log.say(
            DiagnosticKind::ToolReport,
            "errored",
            "the plan ended with an error: it holds only what was planned before",
        );
    }
    resources.is_complete = !errored;
    give(&resources, &Places::of(text), &mut reading.facts);
    reading.facts.preview = Some(preview);
    reading.facts.drift = Some(Drift { differing });
    Ok(())
}

/// One element of `resource_changes`: what would happen, and the resource when a view wants its type.
fn read_change<'a>(cursor: &mut Cursor<'a>, i: usize) -> Result<(Action, Option<Resource<'a>>), JsonError> {
    let mut resource = Resource {
        address: String::new(),
        kind: String::new(),
        action: Action::Unknown,
        before: Json::Null,
        after: Json::Null,
        after_unknown: Json::Null,
        path: format!("resource_changes[{i}]"),
    };
    cursor.object_if(|c, key| {
        match key.as_ref() {
            "address" => resource.address = c.string_if()?.unwrap_or_default().into_owned(),
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
    let action = resource.action;
    Ok((action, is_wanted(&resource.kind).then_some(resource)))
}

fn read_actions(cursor: &mut Cursor<'_>) -> Result<Action, JsonError> {
    let mut actions = Vec::new();
    cursor.array_if(|c, _| {
        actions.push(c.string_if()?);
        Ok(())
    })?;
    let actions: Vec<&str> = actions.iter().map(|a| a.as_deref().unwrap_or_default()).collect();
    Ok(match actions.as_slice() {
        ["no-op"] => Action::NoOp,
        ["read"] => Action::Read,
        ["create"] => Action::Create,
        ["update" | "forget"] => Action::Update,
        ["delete"] => Action::Delete,
        ["create", "delete"] | ["delete", "create"] => Action::Replace,
        _ => Action::Unknown,
    })
}
