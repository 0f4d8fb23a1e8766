//! `az deployment … what-if --no-pretty-print`: what a deployment would change, bare or inside `properties`.

use super::super::json::{Cursor, JsonError, Kind};
use super::super::mask::mask;
use super::{Reading, Refusal, Shape};
use plumbline_domain::{DiagnosticKind, Drift, Preview, Scan};
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
struct WhatIf {
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
        reading.facts.scan = Some(Scan { completed: Some(false), passed: None, scanned_nothing: false });
    }
    let preview = found.preview;
    reading.tool = Some("azure what-if".to_owned());
    reading.facts.preview = Some(preview);
    reading.facts.drift = Some(Drift { differing: preview.create + preview.modify + preview.delete });
    Ok(())
}

fn read_entry(
    cursor: &mut Cursor<'_>,
    key: &str,
    prefix: &str,
    found: &mut WhatIf,
    reading: &mut Reading,
) -> Result<(), JsonError> {
    match (key, cursor.peek()?) {
        ("changes", Kind::Array) => cursor.array(|c, _| {
            reading.items += 1;
            let mut kind = None;
            c.object_if(|c, key| {
                if key == "changeType" {
                    kind = c.string_if()?;
                    Ok(())
                } else {
                    c.skip()
                }
            })?;
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
