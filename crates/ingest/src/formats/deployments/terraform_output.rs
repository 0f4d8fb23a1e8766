//! `terraform output -json` (and OpenTofu's): the outputs of one moment.

use super::super::super::json::{Json, Kind};
use super::super::super::places::Places;
use super::super::shape::Key;
use super::super::{Reading, Refusal, Shape, tree};
use super::values::{OutputList, field, id};
use plumbline_domain::Outputs;

/// Whether a document is `terraform output -json`: an object of objects, each with its value and whether it is sensitive.
pub(in crate::formats) fn fits(shape: &Shape<'_>) -> bool {
    let is_output = |key: &Key<'_>| {
        let has = |wanted: &str| key.inner.iter().any(|(name, _)| name == wanted);
        key.kind == Kind::Object && has("sensitive") && has("value")
    };
    shape.is_object() && !shape.keys.is_empty() && shape.keys.iter().all(is_output)
}

/// Reads outputs.
pub(in crate::formats) fn read(text: &str, reading: &mut Reading) -> Result<(), Refusal> {
    let document = tree(text)?;
    let mut outputs = OutputList::default();
    for (name, output) in document.pairs() {
        if field(output, "sensitive").and_then(Json::truth).is_none() {
            return Err(Refusal::shape(format!("{}.sensitive", id(name)), "must be true or false"));
        }
    }
    outputs.add_object(&document, "", &Places::of(text));
    reading.items = document.pairs().len() as u64;
    reading.tool = Some("terraform output".to_owned());
    reading.facts.outputs = Some(Box::new(Outputs { values: outputs.into_values(), ..Outputs::default() }));
    Ok(())
}
