//! `terraform show -json` of a state: what is there. Values are never kept: they may be secret.

use super::super::json::{Cursor, JsonError, Kind};
use super::{Reading, Refusal, Shape};
use plumbline_domain::DiagnosticKind;

/// Whether a document is a state; a plan has `planned_values` and changes instead.
pub(super) fn fits(shape: &Shape<'_>) -> bool {
    shape.is_object() && shape.word("format_version").is_some() && shape.has("values")
}

/// Reads a state: its resources, in all modules.
pub(super) fn read(text: &str, reading: &mut Reading) -> Result<(), Refusal> {
    let mut cursor = Cursor::new(text);
    cursor.object(|c, key| match key.as_ref() {
        "terraform_version" => {
            reading.tool = c.string_if()?.map(|v| format!("terraform {v}"));
            Ok(())
        }
        "values" => c.object_if(|c, key| if key == "root_module" { count_resources(c, reading) } else { c.skip() }).map(drop),
        _ => c.skip(),
    })?;
    cursor.end()?;
    Ok(())
}

fn count_resources(cursor: &mut Cursor<'_>, reading: &mut Reading) -> Result<(), JsonError> {
    cursor
        .object_if(|c, key| match (key.as_ref(), c.peek()?) {
            ("resources", Kind::Array) => c.array(|c, _| {
                reading.items += 1;
                c.skip()
            }),
            ("child_modules", Kind::Array) => c.array(|c, _| count_resources(c, reading)),
            ("resources" | "child_modules", kind) => {
                if kind != Kind::Null {
                    reading.log.say(DiagnosticKind::Malformed, key, "must be an array");
                }
                c.skip()
            }
            _ => c.skip(),
        })
        .map(drop)
}
