//! snyk: dependencies and infrastructure, one project or a list of them.

use super::super::json::Json;
use super::super::mask::mask;
use super::super::places::Places;
use super::{
    Found, Reading, Refusal, Shape, count_of, covered, elements_of, finding, line_of, list, scan_by, severity, short, tree,
};
use plumbline_domain::{Finding, Location, Place, Scan};

/// Whether a document is one.
pub(super) fn fits(shape: &Shape<'_>) -> bool {
    let of_snyk = shape.has_any(|k| matches!(k, "packageManager" | "dependencyCount" | "projectName" | "licensesPolicy" | "ok"));
    (shape.is_object() || shape.is_array())
        && (shape.has("infrastructureAsCodeIssues")
            || (shape.has("vulnerabilities") && (of_snyk || (shape.keys.len() == 1 && shape.has_inner("vulnerabilities", "id")))))
}

/// What the projects of a file say together.
#[derive(Default)]
struct Totals {
    scan: Scan,
    /// Dependencies, where they are counted.
    dependencies: Option<u64>,
    has_infrastructure: bool,
}

/// Reads projects. An image has its applications in it.
pub(super) fn read(text: &str, reading: &mut Reading) -> Result<(), Refusal> {
    let document = tree(text)?;
    let places = Places::of(text);
    reading.tool = Some("snyk".to_owned());
    let mut totals = Totals::default();
    let projects = elements_of(&document, &mut reading.log);
    for (i, project) in projects.iter().enumerate() {
        let path = if document.elements().is_empty() { String::new() } else { format!("[{i}].") };
        read_project(project, &path, &places, reading, &mut totals);
        for (a, application) in list(project, "applications", &mut reading.log).iter().enumerate() {
            read_project(application, &format!("{path}applications[{a}]."), &places, reading, &mut totals);
        }
    }
    let mut scan = Scan { stopped: totals.scan.stopped, ..scan_by("snyk", reading.items > 0) };
    if let Some(n) = totals.dependencies.filter(|n| *n > 0 || (!totals.has_infrastructure && reading.items == 0)) {
        scan.covered = covered(n, "dependencies", Place::default);
    }
    reading.facts.scan = Some(Box::new(scan));
    Ok(())
}

fn read_project(project: &Json<'_>, path: &str, places: &Places<'_>, reading: &mut Reading, totals: &mut Totals) {
    let file = project.text_of("targetFile").or_else(|| project.text_of("displayTargetFile"));
    // what could not be tested stands among the projects: not ok, without a list of issues
    let has_issues = project.get("vulnerabilities").is_some() || project.get("infrastructureAsCodeIssues").is_some();
    if let Some(error) = project.get("error").filter(|_| !has_issues) {
        let what = project.text_of("path").map_or_else(|| "a project".to_owned(), short);
        let why = error.text().filter(|t| !t.trim().is_empty()).map_or_else(String::new, |t| format!(": {}", short(t)));
        totals.scan.stop(format!("snyk could not test {what}{why}"), places.at(path.trim_end_matches('.'), project));
    }
    if let Some(n) = count_of(project.get("dependencyCount")) {
        *totals.dependencies.get_or_insert(0) += n;
    }
    totals.has_infrastructure |= project.get("infrastructureAsCodeIssues").is_some();
    for (i, issue) in list(project, "vulnerabilities", &mut reading.log).iter().enumerate() {
        let found = issue_found(issue, issue.text_of("packageName").or_else(|| issue.text_of("moduleName")), file);
        reading.items += 1;
        reading.keep(found, || places.at(format!("{path}vulnerabilities[{i}]"), issue));
    }
    for (i, issue) in list(project, "infrastructureAsCodeIssues", &mut reading.log).iter().enumerate() {
        let parts: Vec<&str> = issue.get("path").map(Json::elements).unwrap_or_default().iter().filter_map(Json::text).collect();
        let resource = parts.join(".");
        let found = issue_found(issue, Some(resource.as_str()).filter(|p| !p.is_empty()), file);
        reading.items += 1;
        reading.keep(found, || places.at(format!("{path}infrastructureAsCodeIssues[{i}]"), issue));
    }
}

fn issue_found(issue: &Json<'_>, resource: Option<&str>, file: Option<&str>) -> Found {
    let word = issue.text_of("severity").and_then(severity::from_word);
    let score = issue.get("cvssScore").and_then(Json::number).and_then(severity::from_score);
    let finding = Finding {
        rule_id: issue.text_of("id").or_else(|| issue.text_of("publicId")).map(str::to_owned),
        message: issue.text_of("title").map(|m| mask(m, false).into_owned()),
        resource: resource.map(str::to_owned),
        location: Location {
            path: issue.text_of("filePath").or(file).map(str::to_owned),
            line: line_of(issue.get("lineNumber")),
        },
        ..finding("snyk")
    };
    Found::new(finding, word.or(score))
}
