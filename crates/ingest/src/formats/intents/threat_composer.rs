//! AWS Threat Composer: a workspace as it is exported (`.tc.json`).

use super::super::super::json::Json;
use super::super::super::places::Places;
use super::super::{Reading, Refusal, Shape, list, tree};
use super::categories::{Categories, stride_of_letter};
use super::state;
use plumbline_domain::Intent;

/// Whether a document is a workspace.
pub(super) fn fits(shape: &Shape<'_>) -> bool {
    const PARTS: [&str; 8] = [
        "applicationInfo",
        "architecture",
        "dataflow",
        "assumptions",
        "mitigations",
        "threats",
        "assumptionLinks",
        "mitigationLinks",
    ];
    shape.is_object() && shape.has("schema") && PARTS.iter().filter(|part| shape.has(part)).count() >= 2
}

/// Reads a workspace.
pub(super) fn read(text: &str, reading: &mut Reading) -> Result<(), Refusal> {
    let document = tree(text)?;
    let places = Places::of(text);
    let mut intent = Intent::default();
    let mut categories = Categories::default();
    if let Some(description) = document.at(&["applicationInfo", "description"]) {
        let field = "applicationInfo.description";
        state(&mut intent.objective, field, field.into(), description, &places);
    }
    for (a, assumption) in list(&document, "assumptions", &mut reading.log).iter().enumerate() {
        if let Some(content) = assumption.get("content") {
            state(&mut intent.assumptions, "assumptions", format!("assumptions[{a}].content"), content, &places);
        }
    }
    let threats = list(&document, "threats", &mut reading.log);
    for (t, threat) in threats.iter().enumerate() {
        let path = format!("threats[{t}]");
        for (m, entry) in list(threat, "metadata", &mut reading.log).iter().enumerate() {
            let (Some(key), Some(value)) = (entry.text_of("key"), entry.get("value")) else { continue };
            let texts = || value.text().into_iter().chain(value.elements().iter().filter_map(Json::text));
            let place = || places.at(format!("{path}.metadata[{m}].value"), value);
            if key.eq_ignore_ascii_case("STRIDE") {
                texts().filter_map(stride_of_value).for_each(|name| categories.add(name, place));
            }
            texts().for_each(|text| categories.cite(text, place));
        }
        categories.cite_keys(threat, &["tags", "statement", "threatAction", "threatImpact"], &path, &places);
    }
    reading.items = threats.len() as u64;
    reading.tool = Some("threat composer".to_owned());
    intent.threats = u32::try_from(threats.len()).ok();
    intent.categories = categories.into_found();
    reading.facts.intent = Some(Box::new(intent));
    Ok(())
}

/// The name that a value of `STRIDE` stands for: one letter.
fn stride_of_value(value: &str) -> Option<&'static str> {
    (value.trim().len() == 1).then(|| stride_of_letter(value)).flatten()
}
