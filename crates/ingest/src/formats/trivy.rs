//! Trivy: scans of files, images and clusters, and the reports of its operator. Matched secrets are never kept.

use super::super::json::Json;
use super::super::mask::mask;
use super::super::places::Places;
use super::{Found, Reading, Refusal, Shape, count_of, finding, line_of, list, scan_by, severity, short, stated, tree};
use crate::cut::{MAX_SHARED, cut};
use crate::times::time;
use plumbline_domain::{Covered, Finding, FindingStatus, Location, Place, Scan, ScanRun};

/// Whether a document is one: a report, the bare list of older versions, or a scan of a cluster.
pub(super) fn fits(shape: &Shape<'_>) -> bool {
    if shape.is_array() {
        return shape.has("Target") && (shape.has("Vulnerabilities") || shape.has("Misconfigurations") || shape.has("Type"));
    }
    shape.is_object()
        && ((shape.has("SchemaVersion") && (shape.has("Results") || shape.has("ArtifactName")))
            || (shape.has("ClusterName")
                && shape.has_any(|k| matches!(k, "Resources" | "Vulnerabilities" | "Misconfigurations")))
            || (shape.has("Results") && shape.has_inner("Results", "Target")))
}

/// Reads a report.
pub(super) fn read(text: &str, reading: &mut Reading) -> Result<(), Refusal> {
    let document = tree(text)?;
    let version = document.at(&["Trivy", "Version"]).and_then(Json::text);
    reading.tool = Some(version.map_or_else(|| "trivy".to_owned(), |v| format!("trivy {v}")));
    reading.facts.ran_at = time(document.get("CreatedAt"));
    let places = Places::of(text);
    let mut scan = Scan::default();
    let mut results = numbered("", document.elements());
    results.extend(numbered("Results", list(&document, "Results", &mut reading.log)));
    for key in ["Resources", "Vulnerabilities", "Misconfigurations"] {
        for (i, resource) in list(&document, key, &mut reading.log).iter().enumerate() {
            let path = format!("{key}[{i}]");
            results.extend(numbered(&format!("{path}.Results"), list(resource, "Results", &mut reading.log)));
            if let Some(error) = resource.get("Error").filter(|e| e.text().is_some_and(|t| !t.trim().is_empty())) {
                let why = format!("a resource was not scanned: {}", short(error.text().unwrap_or_default()));
                scan.stop(why, places.at(format!("{path}.Error"), error));
            }
        }
    }
    let mut totals = Totals::default();
    for (path, result) in &results {
        read_result(result, path, &places, reading, &mut totals);
    }
    let looked_for_secrets = totals.names_classes.then_some(totals.looked_for_secrets);
    scan.runs.push(ScanRun { looked_for_secrets, ..ScanRun::of_tool("trivy", reading.items > 0 || totals.checks > Some(0)) });
    scan.passed = totals.passed;
    scan.covered = match (totals.checks, results.len()) {
        (_, 0) => Covered::NotSaid,
        (Some(0), _) if reading.items == 0 && totals.others == 0 => {
            Covered::Nothing("it counts no check".into(), Place::default())
        }
        (Some(n), _) if n > 0 => Covered::Something(format!("{n} checks").into()),
        (_, n) => Covered::Something(format!("{n} targets").into()),
    };
    reading.facts.scan = Some(Box::new(scan));
    Ok(())
}

/// The elements of a list with their paths.
fn numbered<'j, 'a>(path: &str, list: &'j [Json<'a>]) -> Vec<(String, &'j Json<'a>)> {
    list.iter().enumerate().map(|(i, element)| (format!("{path}[{i}]"), element)).collect()
}

/// What the results of a report say together.
#[derive(Default)]
struct Totals {
    passed: Option<u64>,
    /// Checks of configuration, passed or not, where they are counted.
    checks: Option<u64>,
    /// Results of other classes.
    others: u64,
    names_classes: bool,
    looked_for_secrets: bool,
}

fn read_result(result: &Json<'_>, path: &str, places: &Places<'_>, reading: &mut Reading, totals: &mut Totals) {
    let passed = &mut totals.passed;
    if let Some(class) = result.text_of("Class") {
        totals.names_classes = true;
        totals.looked_for_secrets |= class == "secret";
        totals.others += u64::from(class != "config");
    }
    let summary = result.get("MisconfSummary");
    for key in ["Successes", "Failures", "Exceptions"] {
        if let Some(n) = count_of(summary.and_then(|s| s.get(key))) {
            *totals.checks.get_or_insert(0) += n;
        }
    }
    // all findings of the target share it
    let target = result.text_of("Target").map(|target| cut(target, MAX_SHARED));
    let found = |item: &Json<'_>, rule: &[&str], words: &[&str]| {
        let first = |keys: &[&str]| keys.iter().find_map(|k| item.text_of(k)).map(str::to_owned);
        Finding {
            rule_id: first(rule),
            message: first(words).map(|m| mask(&m, false).into_owned()),
            location: Location { path: target.map(str::to_owned), line: line_of(item.get("StartLine")) },
            ..finding("trivy")
        }
    };
    if let Some(successes) = result.at(&["MisconfSummary", "Successes"]).and_then(Json::number) {
        *passed.get_or_insert(0) += stated(successes);
    }
    let counts_passes = result.at(&["MisconfSummary", "Successes"]).is_none();
    let stated = |item: &Json<'_>| item.text_of("Severity").and_then(severity::from_word);
    for (i, item) in list(result, "Misconfigurations", &mut reading.log).iter().enumerate() {
        if item.text_of("Status") == Some("PASS") {
            if counts_passes {
                *passed.get_or_insert(0) += 1;
            }
            continue;
        }
        reading.items += 1;
        let cause = item.get("CauseMetadata");
        let mut finding = found(item, &["AVDID", "ID"], &["Message", "Title"]);
        finding.resource = cause.and_then(|c| c.text_of("Resource")).map(str::to_owned);
        finding.location.line = line_of(cause.and_then(|c| c.get("StartLine")));
        if item.text_of("Status") == Some("EXCEPTION") {
            finding.status = FindingStatus::Suppressed;
        }
        reading.keep(Found::new(finding, stated(item)), || places.at(format!("{path}.Misconfigurations[{i}]"), item));
    }
    for (i, item) in list(result, "Vulnerabilities", &mut reading.log).iter().enumerate() {
        reading.items += 1;
        let mut finding = found(item, &["VulnerabilityID"], &["Title", "Description"]);
        finding.resource = item.text_of("PkgName").map(str::to_owned);
        reading.keep(Found::new(finding, stated(item)), || places.at(format!("{path}.Vulnerabilities[{i}]"), item));
    }
    for (i, item) in list(result, "Secrets", &mut reading.log).iter().enumerate() {
        reading.items += 1;
        totals.looked_for_secrets = true;
        let secret = Found::new(found(item, &["RuleID"], &["Title"]), stated(item)).secret(true);
        reading.keep(secret, || places.at(format!("{path}.Secrets[{i}]"), item));
    }
    for (i, item) in list(result, "Licenses", &mut reading.log).iter().enumerate() {
        reading.items += 1;
        let mut finding = found(item, &["Name"], &["Category"]);
        finding.resource = item.text_of("PkgName").map(str::to_owned);
        reading.keep(Found::new(finding, stated(item)), || places.at(format!("{path}.Licenses[{i}]"), item));
    }
}

/// Whether a document is a report of the operator, a list of them, or all kinds of them by name.
pub(super) fn fits_operator(shape: &Shape<'_>) -> bool {
    let of_aqua = |word: Option<&str>| word.is_some_and(|v| v.contains("aquasecurity.github.io"));
    (shape.is_object() || shape.is_array())
        && (of_aqua(shape.word("apiVersion"))
            || of_aqua(shape.inner_word("items", "apiVersion"))
            || shape.has_any(|k| k.ends_with(".aquasecurity.github.io")))
}

/// Reads reports of the operator.
pub(super) fn read_operator(text: &str, reading: &mut Reading) -> Result<(), Refusal> {
    let document = tree(text)?;
    reading.tool = Some("trivy-operator".to_owned());
    let mut reports: Vec<&Json<'_>> = document.elements().iter().collect();
    reports.extend(list(&document, "items", &mut reading.log));
    for (key, elements) in document.pairs() {
        if key.ends_with(".aquasecurity.github.io") {
            reports.extend(elements.elements());
        }
    }
    if document.get("report").is_some() {
        reports.push(&document);
    }
    let places = Places::of(text);
    let mut passed = None;
    for (n, report) in reports.into_iter().enumerate() {
        let name = report.at(&["metadata", "name"]).and_then(Json::text);
        let Some(body) = report.get("report") else { continue };
        let place = |key: &str, i: usize, item: &Json<'_>| places.at(format!("items[{n}].report.{key}[{i}]"), item);
        for (i, check) in list(body, "checks", &mut reading.log).iter().enumerate() {
            if check.get("success").and_then(Json::truth) == Some(true) {
                *passed.get_or_insert(0) += 1;
                continue;
            }
            let found = note(check, &["checkID"], &["title", "description"], name);
            reading.items += 1;
            reading.keep(found, || place("checks", i, check));
        }
        for (i, item) in list(body, "vulnerabilities", &mut reading.log).iter().enumerate() {
            reading.items += 1;
            reading.keep(note(item, &["vulnerabilityID"], &["title"], name), || place("vulnerabilities", i, item));
        }
        for (i, item) in list(body, "secrets", &mut reading.log).iter().enumerate() {
            reading.items += 1;
            reading.keep(note(item, &["ruleID"], &["title"], name).secret(true), || place("secrets", i, item));
        }
    }
    let n_checks = reading.items + passed.unwrap_or(0);
    let mut scan = Scan { passed, ..scan_by("trivy-operator", n_checks > 0) };
    if n_checks > 0 {
        scan.covered = Covered::Something(format!("{n_checks} checks").into());
    }
    reading.facts.scan = Some(Box::new(scan));
    Ok(())
}

fn note(item: &Json<'_>, rule: &[&str], words: &[&str], resource: Option<&str>) -> Found {
    let first = |keys: &[&str]| keys.iter().find_map(|k| item.text_of(k)).map(str::to_owned);
    let finding = Finding {
        rule_id: first(rule),
        message: first(words).map(|m| mask(&m, false).into_owned()),
        resource: item.text_of("resource").or(resource).map(str::to_owned),
        ..finding("trivy-operator")
    };
    Found::new(finding, item.text_of("severity").and_then(severity::from_word))
}
