//! Findings of cloud accounts in the exchange formats of AWS Security Hub (ASFF) and of the Open Cybersecurity Schema Framework (OCSF).

use super::super::json::Json;
use super::super::mask::mask;
use super::super::places::Places;
use super::{Found, Reading, Refusal, Shape, documents, finding, list, severity, short};
use plumbline_domain::{Covered, Finding, FindingStatus, Scan, ScanRun, Severity};
use plumbline_rules::scanner;
use std::collections::BTreeMap;

/// Whether a document is ASFF: findings, bare, in a list, one a line, or behind `Findings`.
pub(super) fn fits_asff(shape: &Shape<'_>) -> bool {
    (shape.has("ProductArn") && shape.has("AwsAccountId")) || shape.has_inner("Findings", "ProductArn")
}

/// Reads ASFF.
pub(super) fn read_asff(text: &str, reading: &mut Reading) -> Result<(), Refusal> {
    let documents = documents(text)?;
    let places = Places::of(text);
    let mut totals = Totals::default();
    for (d, document) in documents.iter().enumerate() {
        let prefix = if documents.len() > 1 { format!("[{d}]") } else { String::new() };
        let (prefix, findings) = match document.get("Findings") {
            Some(_) => (format!("{prefix}Findings"), list(document, "Findings", &mut reading.log)),
            None if document.is_object() => (prefix, std::slice::from_ref(document)),
            None => (prefix, document.elements()),
        };
        for (i, found) in findings.iter().enumerate() {
            let path = if document.is_object() && document.get("Findings").is_none() {
                prefix.clone()
            } else {
                format!("{prefix}[{i}]")
            };
            read_asff_finding(found, &path, &places, reading, &mut totals);
        }
    }
    totals.give(reading);
    Ok(())
}

fn read_asff_finding(found: &Json<'_>, path: &str, places: &Places<'_>, reading: &mut Reading, totals: &mut Totals) {
    let fields = found.get("ProductFields");
    let field = |key: &str| fields.and_then(|f| f.text_of(key));
    let product = found
        .text_of("ProductName")
        .or_else(|| field("ProviderName"))
        .or_else(|| field("aws/securityhub/ProductName"))
        .or_else(|| field("Product Name"))
        .or_else(|| found.text_of("ProductArn").and_then(|arn| arn.rsplit_once('/')).map(|(_, name)| name))
        .unwrap_or("aws security hub");
    totals.add(product, None, reading);
    // Security Hub writes PASSED, others PASS
    let status = found.at(&["Compliance", "Status"]).and_then(Json::text).map(str::to_ascii_uppercase);
    if let Some(status @ ("PASSED" | "PASS" | "NOT_AVAILABLE")) = status.as_deref() {
        totals.passed += u64::from(status != "NOT_AVAILABLE");
        totals.states_passes = true;
        return;
    }
    let workflow = found.at(&["Workflow", "Status"]).and_then(Json::text);
    let rule = ["ControlId", "RuleId"].iter().find_map(|k| field(k));
    let resource = found.get("Resources").and_then(|r| r.elements().first());
    let finding = Finding {
        rule_id: rule.or_else(|| found.text_of("GeneratorId")).map(str::to_owned),
        message: found.text_of("Title").map(|m| mask(m, false).into_owned()),
        status: match (workflow, found.text_of("RecordState")) {
            (Some("RESOLVED"), _) | (_, Some("ARCHIVED")) => FindingStatus::Fixed,
            (Some("SUPPRESSED"), _) => FindingStatus::Suppressed,
            _ => FindingStatus::Open,
        },
        resource: resource.and_then(|r| r.text_of("Id")).map(str::to_owned),
        fingerprint: found.text_of("Id").map(str::to_owned),
        ..finding(product)
    };
    let severity = found.get("Severity");
    let word = severity.and_then(|s| s.text_of("Label")).and_then(severity::from_word);
    let number = || severity.and_then(|s| s.get("Normalized")).and_then(Json::number).and_then(severity::from_percent);
    reading.keep(Found::new(finding, word.or_else(number)), || places.at(path, found));
}

/// Whether a document is OCSF: events with a class, alone, in a list, or one a line.
pub(super) fn fits_ocsf(shape: &Shape<'_>) -> bool {
    shape.has("class_uid") && shape.has("metadata") && shape.has_any(|k| matches!(k, "finding_info" | "finding" | "severity_id"))
}

/// Reads OCSF.
pub(super) fn read_ocsf(text: &str, reading: &mut Reading) -> Result<(), Refusal> {
    let documents = documents(text)?;
    let places = Places::of(text);
    let mut totals = Totals::default();
    for (d, document) in documents.iter().enumerate() {
        if document.is_object() {
            let path = if documents.len() > 1 { format!("[{d}]") } else { String::new() };
            read_event(document, &path, &places, reading, &mut totals);
        }
        for (i, event) in document.elements().iter().enumerate() {
            read_event(event, &format!("[{i}]"), &places, reading, &mut totals);
        }
    }
    totals.give(reading);
    Ok(())
}

fn read_event(event: &Json<'_>, path: &str, places: &Places<'_>, reading: &mut Reading, totals: &mut Totals) {
    let product = event.at(&["metadata", "product", "name"]).and_then(Json::text).unwrap_or("ocsf");
    totals.add(product, event.at(&["metadata", "product", "version"]).and_then(Json::text), reading);
    // prowler's own code, and the word or the number of the schema
    let compliance = event.get("compliance");
    let status =
        event.text_of("status_code").or_else(|| compliance.and_then(|c| c.text_of("status"))).map(str::to_ascii_uppercase);
    let status_id = compliance.and_then(|c| c.get("status_id")).and_then(Json::number);
    match status.as_deref() {
        Some("PASS" | "PASSED") => {
            totals.passed += 1;
            totals.states_passes = true;
            return;
        }
        None if status_id == Some(1.0) => {
            totals.passed += 1;
            totals.states_passes = true;
            return;
        }
        Some("MANUAL") => return,
        Some("ERROR") => {
            totals.scan.stop(short(event.text_of("status_detail").unwrap_or("a check ended in an error")), places.at(path, event))
        }
        _ => {}
    }
    let info = event.get("finding_info").or_else(|| event.get("finding"));
    let of = |key: &str| info.and_then(|i| i.text_of(key));
    let resource = event.get("resources").and_then(|r| r.elements().first()).or_else(|| event.get("resource"));
    let finding = Finding {
        rule_id: event.at(&["metadata", "event_code"]).and_then(Json::text).or_else(|| of("uid")).map(str::to_owned),
        message: of("title").or_else(|| event.text_of("message")).map(|m| mask(m, false).into_owned()),
        status: match event.text_of("status") {
            Some("Suppressed") => FindingStatus::Suppressed,
            Some("Resolved") => FindingStatus::Fixed,
            _ if status.as_deref() == Some("MUTED") => FindingStatus::Suppressed,
            _ => FindingStatus::Open,
        },
        resource: resource.and_then(|r| r.text_of("uid").or_else(|| r.text_of("name"))).map(str::to_owned),
        fingerprint: of("uid").map(str::to_owned),
        ..finding(product)
    };
    let by_id = || match event.get("severity_id").and_then(Json::number) {
        Some(1.0) => Some(Severity::Info),
        Some(2.0) => Some(Severity::Low),
        Some(3.0) => Some(Severity::Medium),
        Some(4.0) => Some(Severity::High),
        Some(5.0 | 6.0) => Some(Severity::Critical),
        _ => None,
    };
    let stated = event.text_of("severity").and_then(severity::from_word).or_else(by_id);
    reading.keep(Found::new(finding, stated), || places.at(path, event));
}

/// What the findings of a file say together.
#[derive(Default)]
struct Totals {
    /// The products that wrote them, each once.
    products: BTreeMap<String, ()>,
    passed: u64,
    states_passes: bool,
    scan: Scan,
}

impl Totals {
    fn add(&mut self, product: &str, version: Option<&str>, reading: &mut Reading) {
        reading.items += 1;
        reading.tool.get_or_insert_with(|| version.map_or_else(|| product.to_owned(), |v| format!("{product} {v}")));
        if self.products.len() < Scan::MAX_SHOWN && !self.products.contains_key(product) {
            self.products.insert(product.to_owned(), ());
        }
    }

    fn give(self, reading: &mut Reading) {
        let run = |name: &String| {
            let name: String = name.chars().take(200).collect();
            ScanRun::of_tool(scanner(&name).map_or(name.as_str(), |s| s.name), true)
        };
        let covered = match reading.items {
            0 => Covered::NotSaid,
            n => Covered::Something(format!("{n} checks").into()),
        };
        let passed = self.states_passes.then_some(self.passed);
        reading.facts.scan = Some(Box::new(Scan { runs: self.products.keys().map(run).collect(), passed, covered, ..self.scan }));
    }
}
