//! OWASP Threat Dragon: a model of version 1 (`diagramJson.cells`) or 2 (`cells` with `data`).

use super::super::super::json::Json;
use super::super::super::places::Places;
use super::super::{Reading, Refusal, Shape, list, tree};
use super::categories::Categories;
use super::{says, state};
use plumbline_domain::{Intent, Passage};

/// Whether a document is a model.
pub(super) fn fits(shape: &Shape<'_>) -> bool {
    let has_detail = ["diagrams", "contributors", "diagramTop", "threatTop"].iter().any(|key| shape.has_inner("detail", key));
    shape.is_object() && has_detail && shape.has_inner("summary", "title")
}

/// Reads a model.
pub(super) fn read(text: &str, reading: &mut Reading) -> Result<(), Refusal> {
    let document = tree(text)?;
    let places = Places::of(text);
    let mut intent = Intent::default();
    let mut categories = Categories::default();
    let mut threats = 0;
    if let Some(description) = document.at(&["summary", "description"]) {
        state(&mut intent.objective, "summary.description", "summary.description".into(), description, &places);
    }
    let detail = document.get("detail").unwrap_or(&Json::Null);
    for (d, diagram) in list(detail, "diagrams", &mut reading.log).iter().enumerate() {
        let (cells, path) = match diagram.get("diagramJson") {
            Some(inner) => (list(inner, "cells", &mut reading.log), format!("detail.diagrams[{d}].diagramJson.cells")),
            None => (list(diagram, "cells", &mut reading.log), format!("detail.diagrams[{d}].cells")),
        };
        for (c, cell) in cells.iter().enumerate() {
            let (element, path) = match cell.get("data") {
                Some(data) => (data, format!("{path}[{c}].data")),
                None => (cell, format!("{path}[{c}]")),
            };
            read_element(cell, element, &path, &places, &mut intent);
            for (t, threat) in list(element, "threats", &mut reading.log).iter().enumerate() {
                threats += 1;
                let keys = ["type", "title", "description", "mitigation"];
                categories.cite_keys(threat, &keys, &format!("{path}.threats[{t}]"), &places);
            }
        }
    }
    reading.items = u64::from(threats);
    reading.tool = Some(match document.text_of("version") {
        Some(version) => format!("threat dragon {}", version.chars().take(40).collect::<String>()),
        None => "threat dragon".to_owned(),
    });
    intent.threats = Some(threats);
    intent.categories = categories.into_found();
    reading.facts.intent = Some(Box::new(intent));
    Ok(())
}

/// Takes an element that is out of scope with a reason, or a trust boundary with a description, as an assumption.
fn read_element(cell: &Json<'_>, element: &Json<'_>, path: &str, places: &Places<'_>, intent: &mut Intent) {
    if intent.assumptions.as_ref().is_some_and(|p| p.is_stated) {
        return;
    }
    let word = |object: &Json<'_>, key: &str| object.text_of(key).unwrap_or_default().to_ascii_lowercase();
    let is_boundary = element.get("isTrustBoundary").and_then(Json::truth) == Some(true)
        || word(element, "type").contains("boundary")
        || word(cell, "shape").contains("boundary");
    let is_left_out = element.get("outOfScope").and_then(Json::truth) == Some(true);
    let key = match () {
        () if is_left_out && says(element, "reasonOutOfScope") => "reasonOutOfScope",
        () if is_boundary && says(element, "description") => "description",
        () => return,
    };
    let source =
        if key == "description" { "a trust boundary with a description" } else { "an element out of scope with a reason" };
    let value = element.get(key).unwrap_or(&Json::Null);
    intent.assumptions =
        Some(Passage { source: source.into(), is_stated: true, place: places.at(format!("{path}.{key}"), value) });
}
