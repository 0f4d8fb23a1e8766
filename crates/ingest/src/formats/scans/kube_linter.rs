//! kube-linter: what the defaults of manifests leave open. It states no severity.

use crate::formats::{Found, Reading, Refusal, Shape, covered, finding, list, scan_by, tree};
use crate::json::Json;
use crate::mask::mask;
use crate::places::Places;
use plumbline_domain::{Finding, Location, Place};

/// Whether a document is one.
pub(super) fn fits(shape: &Shape<'_>) -> bool {
    shape.is_object()
        && shape.has("Reports")
        && (shape.has("Checks") || shape.has_inner("Summary", "KubeLinterVersion") || shape.has_inner("Summary", "ChecksStatus"))
}

/// Reads reports.
pub(super) fn read(text: &str, reading: &mut Reading) -> Result<(), Refusal> {
    let document = tree(text)?;
    let places = Places::of(text);
    let version = document.at(&["Summary", "KubeLinterVersion"]).and_then(Json::text);
    reading.tool = Some(version.map_or_else(|| "kube-linter".to_owned(), |v| format!("kube-linter {v}")));
    let reports = list(&document, "Reports", &mut reading.log);
    reading.items = reports.len() as u64;
    for (i, report) in reports.iter().enumerate() {
        let object = report.at(&["Object", "K8sObject"]);
        let kind = object.and_then(|o| o.at(&["GroupVersionKind", "Kind"])).and_then(Json::text);
        let named = [object.and_then(|o| o.text_of("Namespace")), kind, object.and_then(|o| o.text_of("Name"))];
        let resource = named.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("/");
        let finding = Finding {
            rule_id: report.text_of("Check").map(str::to_owned),
            message: report.at(&["Diagnostic", "Message"]).and_then(Json::text).map(|m| mask(m, false).into_owned()),
            resource: Some(resource).filter(|r| !r.is_empty()),
            location: Location {
                path: report.at(&["Object", "Metadata", "FilePath"]).and_then(Json::text).map(str::to_owned),
                line: None,
            },
            ..finding("kube-linter")
        };
        reading.keep(Found::new(finding, None), || places.at(format!("Reports[{i}]"), report));
    }
    let mut scan = scan_by("kube-linter", reading.items > 0);
    if let Some(Json::Array(checks)) = document.get("Checks") {
        scan.covered = covered(checks.len() as u64, "checks", || Place { path: "Checks".into(), line: 0 });
    }
    reading.facts.scan = Some(Box::new(scan));
    Ok(())
}
