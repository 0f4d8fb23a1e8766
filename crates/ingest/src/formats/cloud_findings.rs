//! Findings of cloud accounts in the exchange formats of AWS Security Hub (ASFF) and of the Open Cybersecurity Schema Framework (OCSF).

use super::super::json::Json;
use super::super::mask::mask;
use super::{Reading, Refusal, Shape, documents, finding, list, severity, tree};
use plumbline_domain::{Finding, FindingStatus, Scan};

/// Whether a document is ASFF: a list of findings, bare or behind `Findings`.
pub(super) fn fits_asff(shape: &Shape<'_>) -> bool {
    (shape.has("ProductArn") && shape.has("AwsAccountId")) || shape.has_inner("Findings", "ProductArn")
}

/// Reads ASFF.
pub(super) fn read_asff(text: &str, reading: &mut Reading) -> Result<(), Refusal> {
    let document = tree(text, &mut reading.log)?;
    let findings = match document.get("Findings") {
        Some(_) => list(&document, "Findings", &mut reading.log),
        None if document.is_object() => std::slice::from_ref(&document),
        None => document.elements(),
    };
    reading.items = findings.len() as u64;
    let mut passed = None;
    for found in findings {
        let product = found.text_of("ProductName").unwrap_or("aws security hub");
        reading.tool.get_or_insert_with(|| product.to_owned());
        let status = found.at(&["Compliance", "Status"]).and_then(Json::text);
        if matches!(status, Some("PASSED" | "NOT_AVAILABLE")) {
            *passed.get_or_insert(0) += u64::from(status == Some("PASSED"));
            continue;
        }
        let workflow = found.at(&["Workflow", "Status"]).and_then(Json::text);
        let rule = ["ControlId", "RuleId"].iter().find_map(|k| found.at(&["ProductFields", k]).and_then(Json::text));
        let resource = found.get("Resources").and_then(|r| r.elements().first());
        reading.add(Finding {
            rule_id: rule.or_else(|| found.text_of("GeneratorId")).map(str::to_owned),
            message: found.text_of("Title").map(|m| mask(m, false).into_owned()),
            severity: severity::or_medium(found.at(&["Severity", "Label"]).and_then(Json::text)),
            status: match (workflow, found.text_of("RecordState")) {
                (Some("RESOLVED"), _) | (_, Some("ARCHIVED")) => FindingStatus::Fixed,
                (Some("SUPPRESSED"), _) => FindingStatus::Suppressed,
                _ => FindingStatus::Open,
            },
            resource: resource.and_then(|r| r.text_of("Id")).map(str::to_owned),
            fingerprint: found.text_of("Id").map(str::to_owned),
            ..finding(product)
        });
    }
    reading.facts.scan = Some(Scan { completed: None, passed, scanned_nothing: false });
    Ok(())
}

/// Whether a document is OCSF: events with a class, alone, in a list, or one a line.
pub(super) fn fits_ocsf(shape: &Shape<'_>) -> bool {
    shape.has("class_uid") && shape.has("metadata") && shape.has_any(|k| matches!(k, "finding_info" | "finding" | "severity_id"))
}

/// Reads OCSF.
pub(super) fn read_ocsf(text: &str, reading: &mut Reading) -> Result<(), Refusal> {
    let documents = documents(text, &mut reading.log)?;
    let mut passed = None;
    for document in &documents {
        let events = if document.is_object() { std::slice::from_ref(document) } else { document.elements() };
        reading.items += events.len() as u64;
        for event in events {
            let product = event.at(&["metadata", "product", "name"]).and_then(Json::text).unwrap_or("ocsf");
            let version = event.at(&["metadata", "product", "version"]).and_then(Json::text);
            reading.tool.get_or_insert_with(|| version.map_or_else(|| product.to_owned(), |v| format!("{product} {v}")));
            match event.text_of("status_code").map(str::to_ascii_uppercase).as_deref() {
                Some("PASS") => {
                    *passed.get_or_insert(0) += 1;
                    continue;
                }
                Some("MANUAL") => continue,
                _ => {}
            }
            let info = event.get("finding_info").or_else(|| event.get("finding"));
            let of = |key: &str| info.and_then(|i| i.text_of(key));
            let resource = event.get("resources").and_then(|r| r.elements().first());
            reading.add(Finding {
                rule_id: event.at(&["metadata", "event_code"]).and_then(Json::text).or_else(|| of("uid")).map(str::to_owned),
                message: of("title").or_else(|| event.text_of("message")).map(|m| mask(m, false).into_owned()),
                severity: severity::or_medium(event.text_of("severity")),
                status: match event.text_of("status") {
                    Some("Suppressed") => FindingStatus::Suppressed,
                    Some("Resolved") => FindingStatus::Fixed,
                    _ => FindingStatus::Open,
                },
                resource: resource.and_then(|r| r.text_of("uid").or_else(|| r.text_of("name"))).map(str::to_owned),
                fingerprint: of("uid").map(str::to_owned),
                ..finding(product)
            });
        }
    }
    reading.facts.scan = Some(Scan { completed: None, passed, scanned_nothing: false });
    Ok(())
}
