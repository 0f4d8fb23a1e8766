//! Assessments of controls: Heimdall's data format and OSCAL assessment results.

use super::super::json::Json;
use super::super::mask::mask;
use super::super::places::Places;
use super::{Found, Reading, Refusal, Shape, ToolByRules, covered, finding, list, short, tree};
use crate::times::time;
use plumbline_domain::{Covered, Finding, Place, Scan, ScanRun, Severity};
use plumbline_rules::scanner;

/// Whether a document is HDF (or InSpec's own report, which it grew from).
pub(super) fn fits_hdf(shape: &Shape<'_>) -> bool {
    shape.is_object() && shape.has("platform") && shape.has("profiles")
}

/// Reads profiles: one item for each control.
pub(super) fn read_hdf(text: &str, reading: &mut Reading) -> Result<(), Refusal> {
    let document = tree(text)?;
    let Some(Json::Array(profiles)) = document.get("profiles") else {
        return Err(Refusal::shape("profiles", "must be an array"));
    };
    let name = document.at(&["platform", "name"]).and_then(Json::text).unwrap_or("hdf");
    reading.tool = Some(document.text_of("version").map_or_else(|| name.to_owned(), |v| format!("{name} {v}")));
    let places = Places::of(text);
    let mut scan = Scan::default();
    let mut by_rules = ToolByRules::default();
    let mut passed = 0;
    let mut controls = Vec::new();
    for (p, profile) in profiles.iter().enumerate() {
        let numbered = list(profile, "controls", &mut reading.log).iter().enumerate();
        controls.extend(numbered.map(|(i, control)| (format!("profiles[{p}].controls[{i}]"), control)));
    }
    for (path, control) in controls {
        reading.items += 1;
        by_rules.add(control.text_of("id").unwrap_or_default());
        let results = list(control, "results", &mut reading.log);
        let any = |word: &str| results.iter().any(|r| r.text_of("status") == Some(word));
        if let Some(result) = results.iter().find(|r| r.text_of("status") == Some("error")) {
            let why = ["message", "code_desc"].iter().find_map(|key| result.text_of(key)).unwrap_or("without a message");
            scan.stop(format!("a control ended in an error: {}", short(why)), places.at(path.as_str(), control));
        }
        if any("failed") || any("error") {
            let impact = control.get("impact").and_then(Json::number);
            let finding = Finding {
                rule_id: control.text_of("id").map(|id| id.replace('\n', " ")),
                message: control.text_of("title").map(|m| mask(m, false).into_owned()),
                resource: control.at(&["tags", "resource"]).and_then(Json::text).map(str::to_owned),
                ..finding(name)
            };
            let severity = impact.map(|impact| match impact {
                i if i >= 0.9 => Severity::Critical,
                i if i >= 0.7 => Severity::High,
                i if i >= 0.4 => Severity::Medium,
                i if i > 0.0 => Severity::Low,
                _ => Severity::Info,
            });
            reading.keep(Found::new(finding, severity), || places.at(path.as_str(), control));
        } else if any("passed") {
            passed += 1;
        }
    }
    // InSpec's own report names the system that it looked at; converters name themselves, here or there
    let names = [
        document.at(&["generator", "name"]),
        document.at(&["passthrough", "auxiliary_data"]).and_then(|a| a.elements().first()).and_then(|a| a.get("name")),
        document.at(&["platform", "name"]),
    ];
    let mut names = names.into_iter().flatten().filter_map(Json::text);
    let known = names.clone().find(|name| scanner(name).is_some());
    let tool = known.or_else(|| names.next()).map(|name| short(name).into());
    let run =
        ScanRun { tool, tool_by_rules: by_rules.found().map(Into::into), has_results: reading.items > 0, ..ScanRun::default() };
    reading.facts.scan = Some(Box::new(Scan {
        runs: vec![run],
        passed: Some(passed),
        covered: covered(reading.items, "controls", || Place { path: "profiles".into(), line: 0 }),
        ..scan
    }));
    Ok(())
}

/// Whether a document is OSCAL assessment results, with or without its outer key.
pub(super) fn fits_oscal(shape: &Shape<'_>) -> bool {
    shape.is_object() && (shape.has("assessment-results") || shape.has_inner("results", "reviewed-controls"))
}

/// Reads results: one item for each finding.
pub(super) fn read_oscal(text: &str, reading: &mut Reading) -> Result<(), Refusal> {
    let document = tree(text)?;
    let body = document.get("assessment-results").unwrap_or(&document);
    let Some(Json::Array(results)) = body.get("results") else {
        return Err(Refusal::shape("results", "must be an array"));
    };
    let version = body.at(&["metadata", "oscal-version"]).and_then(Json::text);
    reading.tool = Some(version.map_or_else(|| "oscal".to_owned(), |v| format!("oscal {v}")));
    let places = Places::of(text);
    let mut passed = None;
    let mut scan = Scan::default();
    let mut n_observations = 0;
    for (r, result) in results.iter().enumerate() {
        scan.runs.push(ScanRun {
            tool: tool_of_result(result, body).map(|name| short(name).into()),
            has_results: ["findings", "observations"].iter().any(|key| result.get(key).is_some_and(|l| !l.elements().is_empty())),
            place: Place { path: format!("results[{r}]").into(), line: 0 },
            ..ScanRun::default()
        });
        n_observations += result.get("observations").map_or(0, |o| o.elements().len() as u64);
        reading.facts.ran_at = time(result.get("end")).or(reading.facts.ran_at);
        for (i, found) in list(result, "findings", &mut reading.log).iter().enumerate() {
            reading.items += 1;
            if found.at(&["target", "status", "state"]).and_then(Json::text) == Some("satisfied") {
                *passed.get_or_insert(0) += 1;
                continue;
            }
            let finding = Finding {
                rule_id: found.at(&["target", "target-id"]).and_then(Json::text).map(str::to_owned),
                message: found.text_of("title").map(|m| mask(m, false).into_owned()),
                fingerprint: found.text_of("uuid").map(str::to_owned),
                ..finding("oscal")
            };
            reading.keep(Found::new(finding, None), || places.at(format!("results[{r}].findings[{i}]"), found));
        }
    }
    scan.covered = match reading.items + n_observations {
        _ if results.is_empty() => {
            Covered::Nothing("it holds no result at all".into(), Place { path: "results".into(), line: 0 })
        }
        0 => Covered::NotSaid,
        n => Covered::Something(format!("{n} findings and observations").into()),
    };
    scan.passed = passed;
    reading.facts.scan = Some(Box::new(scan));
    Ok(())
}

/// The tool among the components of an assessment.
fn tool_of_result<'j>(result: &'j Json<'_>, body: &'j Json<'_>) -> Option<&'j str> {
    let of = |parent: &'j Json<'_>, key: &str| parent.at(&[key, "components"]).map(Json::elements).unwrap_or_default();
    let all = || {
        let parents = [(result, "local-definitions"), (result, "assessment-assets"), (body, "local-definitions")];
        parents.into_iter().flat_map(|(parent, key)| of(parent, key)).filter_map(|c| c.text_of("title"))
    };
    all().find(|title| scanner(title).is_some()).or_else(|| all().next())
}
