//! `az deployment … what-if --no-pretty-print`: what a deployment would change, bare or inside `properties`.

use super::super::json::{Cursor, Json, JsonError, Kind};
use super::super::mask::mask;
use super::super::places::Places;
use super::super::resources::{Resource, Resources, give, is_wanted, kind_of_arm_id};
use super::{Reading, Refusal, Shape};
use plumbline_domain::{Action, DiagnosticKind, Drift, Preview};
use std::borrow::Cow;
use std::collections::BTreeSet;

/// Whether a document is one. A what-if that failed is nothing but its error.
pub(super) fn fits(shape: &Shape<'_>) -> bool {
    if !shape.is_object() {
        return false;
    }
    let companions = shape.has_any(|k| matches!(k, "status" | "error" | "potentialChanges" | "diagnostics"));
    let names_changes = shape.has_inner("changes", "changeType") || shape.has_inner("changes", "resourceId");
    let bare = shape.has_kind("changes", Kind::Array) && (companions || names_changes || shape.keys.len() == 1);
    let only_error = shape.keys.len() == 1 || (shape.keys.len() == 2 && shape.has("status"));
    let failed = only_error && shape.has_inner("error", "code") && shape.has_inner("error", "message");
    bare || shape.has_inner("properties", "changes") || failed
}

#[derive(Default)]
struct WhatIf<'a> {
    resources: Resources<'a>,
    preview: Preview,
    odd: BTreeSet<String>,
    failed: Option<String>,
    refusal: Option<String>,
}

/// Reads a result.
pub(super) fn read(text: &str, reading: &mut Reading) -> Result<(), Refusal> {
    let mut cursor = Cursor::new(text);
    let mut found = WhatIf::default();
    cursor.object(|c, key| match key.as_ref() {
        "properties" => c.object_if(|c, key| read_entry(c, &key, "properties.", &mut found, reading)).map(drop),
        _ => read_entry(c, &key, "", &mut found, reading),
    })?;
    cursor.end()?;
    if let Some(path) = found.refusal {
        return Err(Refusal::shape(path, "must be an array"));
    }
    if !found.odd.is_empty() {
        let words: Vec<String> = found.odd.into_iter().take(5).collect();
        reading.log.say(DiagnosticKind::ToolReport, "changes", format!("unknown change types: {}", words.join(", ")));
    }
    if let Some(message) = found.failed {
        reading.log.say(DiagnosticKind::ToolReport, "error", format!("the what-if itself failed: {message}"));
    }
    let preview = found.preview;
    found.resources.shows_change = true;
    found.resources.is_complete = reading.facts.scan.is_none();
    give(&found.resources, &Places::of(text), &mut reading.facts);
    reading.tool = Some("azure what-if".to_owned());
    reading.facts.preview = Some(preview);
    reading.facts.drift = Some(Drift { differing: preview.create + preview.modify + preview.delete });
    Ok(())
}

fn read_entry<'a>(
    cursor: &mut Cursor<'a>,
    key: &str,
    prefix: &str,
    found: &mut WhatIf<'a>,
    reading: &mut Reading,
) -> Result<(), JsonError> {
    match (key, cursor.peek()?) {
        ("changes", Kind::Array) => cursor.array(|c, i| {
            reading.items += 1;
            let (kind, resource) = read_change(c, format!("{prefix}changes[{i}]"))?;
            found.resources.total += 1;
            found.resources.list.extend(resource);
            let preview = &mut found.preview;
            *match kind.as_deref() {
                Some("Create") => &mut preview.create,
                Some("Modify") => &mut preview.modify,
                Some("Delete") => &mut preview.delete,
                Some("NoChange") => &mut preview.no_change,
                Some("Unsupported" | "Ignore" | "Deploy") => &mut preview.unknowable,
                other => {
                    found.odd.insert(other.unwrap_or("none").chars().take(40).collect());
                    &mut preview.unknowable
                }
            } += 1;
            Ok(())
        }),
        ("changes", kind) => {
            if kind != Kind::Null {
                found.refusal.get_or_insert(format!("{prefix}changes"));
            }
            cursor.skip()
        }
        ("error", Kind::Object) => {
            let error = cursor.value()?;
            let message = error.text_of("message").or_else(|| error.text_of("code")).unwrap_or("no reason is given");
            found.failed = Some(mask(message, false).chars().take(300).collect());
            Ok(())
        }
        ("status", Kind::String) => {
            if cursor.string_if()?.as_deref() == Some("Failed") {
                found.failed.get_or_insert_with(|| "its status is Failed".to_owned());
            }
            Ok(())
        }
        _ => cursor.skip(),
    }
}

/// One change: its word for what would happen, and the resource when a view wants its type.
fn read_change<'a>(cursor: &mut Cursor<'a>, path: String) -> Result<(Option<Cow<'a, str>>, Option<Resource<'a>>), JsonError> {
    let mut kind = None;
    let mut resource = Resource {
        address: String::new(),
        kind: String::new(),
        action: Action::Unknown,
        before: Json::Null,
        after: Json::Null,
        after_unknown: Json::Null,
        path,
    };
    cursor.object_if(|c, key| {
        match key.as_ref() {
            "changeType" => kind = c.string_if()?,
            "resourceId" => {
                resource.address = c.string_if()?.unwrap_or_default().into_owned();
                resource.kind = kind_of_arm_id(&resource.address);
            }
            "before" if resource.kind.is_empty() || is_wanted(&resource.kind) => resource.before = c.value()?,
            "after" if resource.kind.is_empty() || is_wanted(&resource.kind) => resource.after = c.value()?,
            _ => c.skip()?,
        }
        Ok(())
    })?;
    resource.action = match kind.as_deref() {
        Some("Create") => Action::Create,
        Some("Modify") => Action::Update,
        Some("Delete") => Action::Delete,
        Some("NoChange") => Action::NoOp,
        _ => Action::Unknown,
    };
    Ok((kind, is_wanted(&resource.kind).then_some(resource)))
}
