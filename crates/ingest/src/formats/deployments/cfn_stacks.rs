//! `aws cloudformation describe-stacks`: the outputs of stacks.

use super::super::super::json::Json;
use super::super::super::places::Places;
use super::super::{Reading, Refusal, Shape, tree};
use super::values::{OutputList, id};
use crate::paging::next_page;
use plumbline_domain::{Instant, Outputs};

/// Whether a document describes stacks. A list of stacks without their outputs is another answer.
pub(in crate::formats) fn fits(shape: &Shape<'_>) -> bool {
    let one = shape.has("StackName") && shape.has("StackStatus") && shape.has_inner("Outputs", "OutputKey");
    one || (shape.is_object() && (shape.has_inner("Stacks", "StackStatus") || shape.key_is_empty("Stacks")))
}

/// Reads the outputs. Those of several stacks are named `stack/output`.
pub(in crate::formats) fn read(text: &str, reading: &mut Reading) -> Result<(), Refusal> {
    let document = tree(text)?;
    let places = Places::of(text);
    let (stacks, path) = match (&document, document.get("Stacks")) {
        (Json::Array(stacks), _) => (stacks.as_slice(), ""),
        (_, Some(Json::Array(stacks))) => (stacks.as_slice(), "Stacks"),
        (_, Some(Json::Null)) => (&[][..], ""),
        (_, Some(_)) => return Err(Refusal::shape("Stacks", "must be an array")),
        (_, None) => (std::slice::from_ref(&document), ""),
    };
    let mut outputs = OutputList::default();
    for (i, stack) in stacks.iter().enumerate() {
        let prefix = match stack.text_of("StackName").filter(|_| stacks.len() > 1) {
            Some(name) => format!("{name}/"),
            None => String::new(),
        };
        let updated = stack.text_of("LastUpdatedTime").or_else(|| stack.text_of("CreationTime"));
        reading.facts.ran_at = reading.facts.ran_at.max(updated.and_then(|t| Instant::from_rfc3339(t).ok()));
        for (n, output) in stack.get("Outputs").map(Json::elements).unwrap_or_default().iter().enumerate() {
            let Some(key) = output.text_of("OutputKey") else { continue };
            // the service masks what a parameter marks with NoEcho
            let value =
                output.get("OutputValue").filter(|v| !v.text().is_some_and(|t| !t.is_empty() && t.chars().all(|c| c == '*')));
            outputs.add(&format!("{prefix}{}", id(key)), value, places.at(format!("{path}[{i}].Outputs[{n}]"), output));
        }
    }
    reading.items = stacks.len() as u64;
    reading.tool = Some("cloudformation".to_owned());
    let goes_on = next_page(&document).is_some();
    reading.facts.outputs = Some(Box::new(Outputs { values: outputs.into_values(), goes_on, ..Outputs::default() }));
    Ok(())
}
