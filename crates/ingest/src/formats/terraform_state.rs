//! `terraform show -json` of a state: what is there. Values are never kept but those
//! of outputs that are not sensitive.

use super::super::json::{Cursor, Json, JsonError, Kind};
use super::super::places::Places;
use super::super::resources::{Resource, Resources, give, is_wanted};
use super::deployments::values::OutputList;
use super::{Reading, Refusal, Shape};
use plumbline_domain::{Action, DiagnosticKind, Outputs};

/// Whether a document is a state; a plan has `planned_values` and changes instead.
pub(super) fn fits(shape: &Shape<'_>) -> bool {
    shape.is_object() && shape.word("format_version").is_some() && shape.has("values")
}

/// Reads a state: its resources, in all modules.
pub(super) fn read(text: &str, reading: &mut Reading) -> Result<(), Refusal> {
    let mut cursor = Cursor::new(text);
    let places = Places::of(text);
    let mut resources = Resources { is_complete: true, ..Resources::default() };
    let mut outputs = None;
    cursor.object(|c, key| match key.as_ref() {
        "terraform_version" => {
            reading.tool = c.string_if()?.map(|v| format!("terraform {v}"));
            Ok(())
        }
        "values" => c
            .object_if(|c, key| match key.as_ref() {
                "root_module" => read_module(c, "values.root_module", &mut resources, reading),
                "outputs" => {
                    outputs = Some(c.value()?);
                    Ok(())
                }
                _ => c.skip(),
            })
            .map(drop),
        _ => c.skip(),
    })?;
    cursor.end()?;
    give(&resources, &places, &mut reading.facts);
    let mut list = OutputList::default();
    list.add_object(outputs.as_ref().unwrap_or(&Json::Null), "values.outputs.", &places);
    reading.facts.outputs = Some(Box::new(Outputs { values: list.into_values(), ..Outputs::default() }));
    Ok(())
}

fn read_module<'a>(
    cursor: &mut Cursor<'a>,
    path: &str,
    resources: &mut Resources<'a>,
    reading: &mut Reading,
) -> Result<(), JsonError> {
    cursor
        .object_if(|c, key| match (key.as_ref(), c.peek()?) {
            ("resources", Kind::Array) => c.array(|c, i| {
                reading.items += 1;
                resources.total += 1;
                let resource = read_resource(c, format!("{path}.resources[{i}]"))?;
                resources.list.extend(resource);
                Ok(())
            }),
            ("child_modules", Kind::Array) => {
                c.array(|c, i| read_module(c, &format!("{path}.child_modules[{i}]"), resources, reading))
            }
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

/// One resource, when a view wants its type.
fn read_resource<'a>(cursor: &mut Cursor<'a>, path: String) -> Result<Option<Resource<'a>>, JsonError> {
    let mut resource = Resource {
        address: String::new(),
        kind: String::new(),
        action: Action::NoOp,
        before: Json::Null,
        after: Json::Null,
        after_unknown: Json::Null,
        path,
    };
    cursor.object_if(|c, key| {
        match key.as_ref() {
            "address" => resource.address = c.string_if()?.unwrap_or_default().into_owned(),
            "type" => resource.kind = c.string_if()?.unwrap_or_default().to_lowercase(),
            "values" if resource.kind.is_empty() || is_wanted(&resource.kind) => resource.after = c.value()?,
            _ => c.skip()?,
        }
        Ok(())
    })?;
    Ok(is_wanted(&resource.kind).then_some(resource))
}
