//! The security reports of GitLab: one schema for many scanners. The source that a secret was found in is not kept.

use crate::formats::{Found, Reading, Refusal, Shape, ToolByRules, finding, line_of, list, severity, short, tree};
use crate::json::{Json, Kind};
use crate::mask::mask;
use crate::places::Places;
use plumbline_domain::{DiagnosticKind, Finding, Location, Place, Scan, ScanRun};
use plumbline_rules::scanner;
use std::collections::BTreeMap;

/// Whether a document is one: vulnerabilities, and a scan that names its scanner; older ones have no scan.
pub(super) fn fits(shape: &Shape<'_>) -> bool {
    let names_scan = ["scanner", "analyzer", "type"].iter().any(|key| shape.has_inner("scan", key));
    let is_of_its_own =
        || shape.has("version") && ["identifiers", "cve"].iter().any(|key| shape.has_inner("vulnerabilities", key));
    shape.is_object() && shape.has_kind("vulnerabilities", Kind::Array) && (names_scan || is_of_its_own())
}

/// Reads vulnerabilities.
pub(super) fn read(text: &str, reading: &mut Reading) -> Result<(), Refusal> {
    let document = tree(text)?;
    let places = Places::of(text);
    let scan = document.get("scan");
    let kind = scan.and_then(|s| s.text_of("type"));
    let of_scan = scan.and_then(|s| s.get("scanner").and_then(name_of));
    let version = scan.and_then(|s| s.at(&["scanner", "version"])).and_then(Json::text);
    reading.tool = of_scan.map(|name| version.map_or_else(|| short(name), |v| format!("{} {}", short(name), short(v))));
    // in a report without a scan each vulnerability names its scanner
    let mut scanners: BTreeMap<&str, ToolByRules> = BTreeMap::new();
    for (i, found) in list(&document, "vulnerabilities", &mut reading.log).iter().enumerate() {
        reading.items += 1;
        let name = of_scan.or_else(|| found.get("scanner").and_then(name_of)).unwrap_or_default();
        let rule =
            found.get("identifiers").and_then(|l| l.elements().first()).and_then(|id| id.text_of("value").or(id.text_of("name")));
        if scanners.len() < Scan::MAX_SHOWN || scanners.contains_key(name) {
            scanners.entry(name).or_default().add(rule.unwrap_or_default());
        }
        let is_secret = kind.or_else(|| found.text_of("category")) == Some("secret_detection");
        let words = ["name", "message", "description"].iter().find_map(|key| found.text_of(key));
        let location = found.get("location");
        let finding = Finding {
            rule_id: rule.map(|rule| mask(rule, is_secret).into_owned()),
            message: words.map(|m| mask(m, is_secret).into_owned()),
            resource: location
                .and_then(|l| l.text_of("image").or_else(|| l.at(&["dependency", "package", "name"])?.text()))
                .map(str::to_owned),
            location: Location {
                path: location.and_then(|l| l.text_of("file")).map(str::to_owned),
                line: line_of(location.and_then(|l| l.get("start_line"))),
            },
            fingerprint: found.text_of("id").filter(|_| !is_secret).map(str::to_owned),
            ..finding(if name.is_empty() { "gitlab" } else { name })
        };
        let stated = found.text_of("severity").and_then(severity::from_word);
        reading.keep(Found::new(finding, stated).secret(is_secret), || places.at(format!("vulnerabilities[{i}]"), found));
    }
    if scanners.is_empty() {
        scanners.entry(of_scan.unwrap_or_default()).or_default();
    }
    let has_results = reading.items > 0;
    let looked_for_secrets = kind.map(|kind| kind == "secret_detection");
    let run = |(name, by_rules): (&str, ToolByRules)| ScanRun {
        tool: Some(short(name)).filter(|name| !name.is_empty()).map(Into::into),
        tool_by_rules: by_rules.found().map(Into::into),
        has_results,
        looked_for_secrets,
        place: scan.map_or_else(Place::default, |scan| places.at("scan", scan)),
    };
    let mut facts = Scan { runs: scanners.into_iter().map(run).collect(), ..Scan::default() };
    if let Some(status) = scan.and_then(|s| s.get("status")).filter(|s| s.text().is_some_and(|s| s != "success")) {
        facts.stop(format!("its status is {}", short(status.text().unwrap_or_default())), places.at("scan.status", status));
    }
    for (i, message) in scan.map_or(&[][..], |s| list(s, "messages", &mut reading.log)).iter().enumerate() {
        if message.text_of("level").is_some_and(|l| matches!(l, "fatal" | "error")) {
            let why = short(message.text_of("value").unwrap_or("an error without a message"));
            facts.stop(why, places.at(format!("scan.messages[{i}]"), message));
        }
    }
    if !facts.stopped.is_empty() {
        reading.log.say(DiagnosticKind::ToolReport, "scan", "the scan did not run to its end");
    }
    reading.facts.scan = Some(Box::new(facts));
    Ok(())
}

/// The name of a scanner that is known, else the name that it shows.
fn name_of<'j>(scanner_of_report: &'j Json<'_>) -> Option<&'j str> {
    let names = || ["name", "id"].into_iter().filter_map(|key| scanner_of_report.text_of(key));
    names().find(|name| scanner(name).is_some()).or_else(|| names().next())
}
