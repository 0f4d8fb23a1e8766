//! The Open Threat Model, as JSON or YAML.

use super::super::super::json::{Json, Kind};
use super::super::super::places::Places;
use super::super::{Reading, Refusal, Shape, list, tree};
use super::categories::Categories;
use super::{says, state};
use plumbline_domain::{Intent, Passage};

/// Whether a document is a model.
pub(super) fn fits(shape: &Shape<'_>) -> bool {
    shape.is_object() && shape.has("otmVersion") && shape.has_kind("project", Kind::Object)
}

/// Reads a model: what its project is for, its trust zones, and the categories of the threats that it defines.
pub(super) fn read(text: &str, reading: &mut Reading) -> Result<(), Refusal> {
    let document = tree(text)?;
    let places = Places::of(text);
    let mut intent = Intent::default();
    let mut categories = Categories::default();
    if let Some(description) = document.at(&["project", "description"]) {
        state(&mut intent.objective, "project.description", "project.description".into(), description, &places);
    }
    for (a, assumption) in list(&document, "assumptions", &mut reading.log).iter().enumerate() {
        let value = assumption.get("description").unwrap_or(assumption);
        state(&mut intent.assumptions, "assumptions", format!("assumptions[{a}]"), value, &places);
    }
    let zones = list(&document, "trustZones", &mut reading.log);
    if let Some((z, zone)) = zones.iter().enumerate().find(|(_, zone)| says(zone, "description"))
        && intent.assumptions.as_ref().is_none_or(|p| !p.is_stated)
    {
        let value = zone.get("description").unwrap_or(&Json::Null);
        let place = places.at(format!("trustZones[{z}].description"), value);
        intent.assumptions = Some(Passage { source: "a trust zone with a description".into(), is_stated: true, place });
    }
    let threats = list(&document, "threats", &mut reading.log);
    for (t, threat) in threats.iter().enumerate() {
        categories.cite_keys(
            threat,
            &["categories", "cwes", "name", "description", "tags", "id"],
            &format!("threats[{t}]"),
            &places,
        );
    }
    reading.items = threats.len() as u64;
    reading.tool = document.text_of("otmVersion").map(|v| format!("otm {}", v.chars().take(40).collect::<String>()));
    intent.threats = u32::try_from(threats.len()).ok();
    intent.categories = categories.into_found();
    reading.facts.intent = Some(Box::new(intent));
    Ok(())
}
