//! `terraform show -json PLAN` (and OpenTofu's): what would change. Values are checked, skipped and never kept: they may be secret.

use super::super::json::{Cursor, JsonError, Kind};
use super::{Reading, Refusal, Shape};
use plumbline_domain::{DiagnosticKind, Drift, Instant, Preview, Scan};

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
    cursor.object(|c, key| {
        match (key.as_ref(), c.peek()?) {
            ("resource_changes", Kind::Array) => c.array(|c, _| {
                reading.items += 1;
                let action = read_action(c)?;
                let slot = match action {
                    Action::None => &mut preview.no_change,
                    Action::Create => &mut preview.create,
                    Action::Modify => &mut preview.modify,
                    Action::Delete => &mut preview.delete,
                    Action::Unknown => {
                        odd += 1;
                        &mut preview.unknowable
                    }
                };
                *slot += 1;
                differing += u64::from(action != Action::None);
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
        reading.facts.scan = Some(Scan { completed: Some(false), passed: None, scanned_nothing: false });
    }
    reading.facts.preview = Some(preview);
    reading.facts.drift = Some(Drift { differing });
    Ok(())
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Action {
    None,
    Create,
    Modify,
    Delete,
    Unknown,
}

fn read_action(cursor: &mut Cursor<'_>) -> Result<Action, JsonError> {
    let (mut create, mut delete, mut other, mut none) = (false, false, false, false);
    let mut unknown = false;
    cursor.object_if(|c, key| {
        if key != "change" {
            return c.skip();
        }
        c.object_if(|c, key| {
            if key != "actions" {
                return c.skip();
            }
            c.array_if(|c, _| {
                match c.string_if()?.as_deref() {
                    Some("create") => create = true,
                    Some("delete") => delete = true,
                    Some("update" | "forget") => other = true,
                    Some("no-op" | "read") => none = true,
                    _ => unknown = true,
                }
                Ok(())
            })
            .map(drop)
        })
        .map(drop)
    })?;
    Ok(match (create, delete, other, none) {
        _ if unknown => Action::Unknown,
        // A replacement creates and deletes.
        (true, true, _, _) | (_, _, true, _) => Action::Modify,
        (true, false, ..) => Action::Create,
        (false, true, ..) => Action::Delete,
        (false, false, false, true) => Action::None,
        (false, false, false, false) => Action::Unknown,
    })
}
