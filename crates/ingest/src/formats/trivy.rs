//! Trivy: scans of files, images and clusters, and the reports of its operator. Matched secrets are never kept.

use super::super::json::Json;
use super::super::mask::mask;
use super::{Reading, Refusal, Shape, finding, line_of, list, severity, tree};
use plumbline_domain::{Finding, FindingStatus, Instant, Location, Scan, Severity};

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
    let document = tree(text, &mut reading.log)?;
    let version = document.at(&["Trivy", "Version"]).and_then(Json::text);
    reading.tool = Some(version.map_or_else(|| "trivy".to_owned(), |v| format!("trivy {v}")));
    reading.facts.ran_at = document.text_of("CreatedAt").and_then(|t| Instant::from_rfc3339(t).ok());
    let mut results: Vec<&Json<'_>> = document.elements().iter().collect();
    results.extend(list(&document, "Results", &mut reading.log));
    for key in ["Resources", "Vulnerabilities", "Misconfigurations"] {
        for resource in list(&document, key, &mut reading.log) {
            results.extend(list(resource, "Results", &mut reading.log));
        }
    }
    let mut passed = None;
    for result in results {
        read_result(result, reading, &mut passed);
    }
    reading.facts.scan = Some(Scan { completed: None, passed, scanned_nothing: false });
    Ok(())
}

fn read_result(result: &Json<'_>, reading: &mut Reading, passed: &mut Option<u64>) {
    let target = result.text_of("Target");
    let found = |item: &Json<'_>, rule: &[&str], words: &[&str]| {
        let first = |keys: &[&str]| keys.iter().find_map(|k| item.text_of(k)).map(str::to_owned);
        Finding {
            rule_id: first(rule),
            message: first(words).map(|m| mask(&m, false).into_owned()),
            severity: severity::or_medium(item.text_of("Severity")),
            location: Location { path: target.map(str::to_owned), line: line_of(item.get("StartLine")) },
            ..finding("trivy")
        }
    };
    if let Some(successes) = result.at(&["MisconfSummary", "Successes"]).and_then(Json::number) {
        *passed.get_or_insert(0) += successes.max(0.0) as u64;
    }
    let counts_passes = result.at(&["MisconfSummary", "Successes"]).is_none();
    for item in list(result, "Misconfigurations", &mut reading.log) {
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
        reading.add(finding);
    }
    for item in list(result, "Vulnerabilities", &mut reading.log) {
        reading.items += 1;
        let mut finding = found(item, &["VulnerabilityID"], &["Title", "Description"]);
        finding.resource = item.text_of("PkgName").map(str::to_owned);
        reading.add(finding);
    }
    for item in list(result, "Secrets", &mut reading.log) {
        reading.items += 1;
        reading.add(found(item, &["RuleID"], &["Title"]));
    }
    for item in list(result, "Licenses", &mut reading.log) {
        reading.items += 1;
        let mut finding = found(item, &["Name"], &["Category"]);
        finding.resource = item.text_of("PkgName").map(str::to_owned);
        reading.add(finding);
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
    let document = tree(text, &mut reading.log)?;
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
    let mut passed = None;
    for report in reports {
        let name = report.at(&["metadata", "name"]).and_then(Json::text);
        let Some(body) = report.get("report") else { continue };
        for check in list(body, "checks", &mut reading.log) {
            if check.get("success").and_then(Json::truth) == Some(true) {
                *passed.get_or_insert(0) += 1;
                continue;
            }
            note(check, &["checkID"], &["title", "description"], name, reading);
        }
        for item in list(body, "vulnerabilities", &mut reading.log) {
            note(item, &["vulnerabilityID"], &["title"], name, reading);
        }
        for item in list(body, "secrets", &mut reading.log) {
            note(item, &["ruleID"], &["title"], name, reading);
        }
    }
    reading.facts.scan = Some(Scan { completed: None, passed, scanned_nothing: false });
    Ok(())
}

fn note(item: &Json<'_>, rule: &[&str], words: &[&str], resource: Option<&str>, reading: &mut Reading) {
    let first = |keys: &[&str]| keys.iter().find_map(|k| item.text_of(k)).map(str::to_owned);
    reading.items += 1;
    reading.add(Finding {
        rule_id: first(rule),
        message: first(words).map(|m| mask(&m, false).into_owned()),
        severity: item.text_of("severity").and_then(severity::from_word).unwrap_or(Severity::Medium),
        resource: item.text_of("resource").or(resource).map(str::to_owned),
        ..finding("trivy-operator")
    });
}
