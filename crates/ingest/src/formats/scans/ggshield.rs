//! ggshield: incidents of secrets, and of infrastructure as code. What it matched is never kept.

use crate::formats::{Found, Reading, Refusal, Shape, finding, line_of, list, severity, short, tree};
use crate::json::{Json, Kind};
use crate::mask::mask;
use crate::places::Places;
use plumbline_domain::{Finding, FindingStatus, Location, Scan, ScanRun};

/// Whether a document is one: a scan that counts incidents, with or without scans below it.
pub(super) fn fits(shape: &Shape<'_>) -> bool {
    let is_counted = shape.has_kind("total_incidents", Kind::Number);
    let is_its_own = ["total_occurrences", "scans", "entities_with_incidents", "iac_engine_version", "secrets_engine_version"];
    shape.is_object() && is_counted && shape.has("type") && is_its_own.iter().any(|key| shape.has(key))
}

/// Reads incidents.
pub(super) fn read(text: &str, reading: &mut Reading) -> Result<(), Refusal> {
    let document = tree(text)?;
    let places = Places::of(text);
    let is_infrastructure = document.get("iac_engine_version").is_some();
    reading.tool = Some("ggshield".to_owned());
    read_scan(&document, "", is_infrastructure, &places, reading);
    let tool = if is_infrastructure { "ggshield iac" } else { "ggshield" };
    let run = ScanRun { looked_for_secrets: Some(!is_infrastructure), ..ScanRun::of_tool(tool, reading.items > 0) };
    reading.facts.scan = Some(Box::new(Scan { runs: vec![run], ..Scan::default() }));
    Ok(())
}

fn read_scan(scan: &Json<'_>, path: &str, is_infrastructure: bool, places: &Places<'_>, reading: &mut Reading) {
    for (s, inner) in list(scan, "scans", &mut reading.log).iter().enumerate() {
        read_scan(inner, &format!("{path}scans[{s}]."), is_infrastructure, places, reading);
    }
    for (e, entity) in list(scan, "entities_with_incidents", &mut reading.log).iter().enumerate() {
        for (i, incident) in list(entity, "incidents", &mut reading.log).iter().enumerate() {
            let occurrences = list(incident, "occurrences", &mut reading.log);
            let line = incident.get("line_start").or_else(|| occurrences.first().and_then(|o| o.get("line_start")));
            let is_ignored = incident.get("ignore_reason").is_some_and(|reason| *reason != Json::Null);
            let kind = incident.text_of("type").or_else(|| incident.text_of("policy_id")).map(short);
            let message = match (is_infrastructure, &kind) {
                (false, Some(kind)) => Some(format!("{kind}: secret found")),
                _ => incident.text_of("description").or_else(|| incident.text_of("policy")).map(|m| mask(m, false).into_owned()),
            };
            let finding = Finding {
                rule_id: kind,
                message,
                status: if is_ignored { FindingStatus::Suppressed } else { FindingStatus::Open },
                location: Location { path: entity.text_of("filename").map(str::to_owned), line: line_of(line) },
                ..finding("ggshield")
            };
            let stated = incident.text_of("severity").and_then(severity::from_word);
            reading.items += 1;
            let place = || places.at(format!("{path}entities_with_incidents[{e}].incidents[{i}]"), incident);
            reading.keep(Found::new(finding, stated).secret(!is_infrastructure), place);
        }
    }
}
