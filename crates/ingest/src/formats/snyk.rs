//! snyk: dependencies and infrastructure, one project or a list of them.

use super::super::json::Json;
use super::super::mask::mask;
use super::{Reading, Refusal, Shape, elements_of, finding, line_of, list, severity, tree};
use plumbline_domain::{Finding, Location, Scan, Severity};

/// Whether a document is one.
pub(super) fn fits(shape: &Shape<'_>) -> bool {
    let of_snyk = shape.has_any(|k| matches!(k, "packageManager" | "dependencyCount" | "projectName" | "licensesPolicy" | "ok"));
    (shape.is_object() || shape.is_array())
        && (shape.has("infrastructureAsCodeIssues")
            || (shape.has("vulnerabilities") && (of_snyk || (shape.keys.len() == 1 && shape.has_inner("vulnerabilities", "id")))))
}

/// Reads projects.
pub(super) fn read(text: &str, reading: &mut Reading) -> Result<(), Refusal> {
    let document = tree(text, &mut reading.log)?;
    reading.tool = Some("snyk".to_owned());
    for project in elements_of(&document, &mut reading.log) {
        let file = project.text_of("targetFile").or_else(|| project.text_of("displayTargetFile"));
        for issue in list(project, "vulnerabilities", &mut reading.log) {
            note(issue, issue.text_of("packageName").or_else(|| issue.text_of("moduleName")), file, reading);
        }
        for issue in list(project, "infrastructureAsCodeIssues", &mut reading.log) {
            let path: Vec<&str> =
                issue.get("path").map(Json::elements).unwrap_or_default().iter().filter_map(Json::text).collect();
            let path = path.join(".");
            note(issue, Some(path.as_str()).filter(|p| !p.is_empty()), file, reading);
        }
    }
    reading.facts.scan = Some(Scan { completed: None, passed: None, scanned_nothing: false });
    Ok(())
}

fn note(issue: &Json<'_>, resource: Option<&str>, file: Option<&str>, reading: &mut Reading) {
    reading.items += 1;
    let word = issue.text_of("severity").and_then(severity::from_word);
    let score = issue.get("cvssScore").and_then(Json::number).and_then(severity::from_score);
    reading.add(Finding {
        rule_id: issue.text_of("id").or_else(|| issue.text_of("publicId")).map(str::to_owned),
        message: issue.text_of("title").map(|m| mask(m, false).into_owned()),
        severity: word.or(score).unwrap_or(Severity::Medium),
        resource: resource.map(str::to_owned),
        location: Location {
            path: issue.text_of("filePath").or(file).map(str::to_owned),
            line: line_of(issue.get("lineNumber")),
        },
        ..finding("snyk")
    });
}
