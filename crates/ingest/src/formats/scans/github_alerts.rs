//! Alerts as GitHub's API lists them: of code scanning, of secret scanning, of Dependabot. Secrets in them are not kept.

use crate::formats::{Found, Reading, Refusal, Shape, documents, finding, line_of, severity};
use crate::json::Json;
use crate::mask::mask;
use crate::places::Places;
use plumbline_domain::{Finding, FindingStatus, Location, Scan, ScanRun};
use std::collections::BTreeMap;

/// GitHub's own tool for secrets, as the table of tools names it.
const SECRET_TOOL: &str = "GitHub secret scanning";

/// Whether a document holds alerts: a list, pages of lists, one alert, or one a line.
pub(super) fn fits(shape: &Shape<'_>) -> bool {
    let of_code = shape.has("rule") && shape.has("tool") && (shape.has("most_recent_instance") || shape.has("instances_url"));
    let of_secrets = shape.has("secret_type") && (shape.has("locations_url") || shape.has("resolution") || shape.has("number"));
    let of_dependencies = shape.has("security_advisory") && shape.has("security_vulnerability");
    shape.has("state") && (of_code || of_secrets || of_dependencies)
}

/// Reads alerts.
pub(super) fn read(text: &str, reading: &mut Reading) -> Result<(), Refusal> {
    let documents = documents(text)?;
    let places = Places::of(text);
    let mut runs: BTreeMap<String, ScanRun> = BTreeMap::new();
    let mut read = |path: String, alert: &Json<'_>| {
        if !alert.is_object() {
            return;
        }
        let (tool, found) = alert_of(alert);
        let is_secret_tool = tool == SECRET_TOOL;
        reading.items += 1;
        reading.tool.get_or_insert_with(|| tool.clone());
        if runs.len() < Scan::MAX_SHOWN && !runs.contains_key(&tool) {
            let looked_for_secrets = is_secret_tool.then_some(true);
            let run = ScanRun { looked_for_secrets, place: places.at(path.as_str(), alert), ..ScanRun::of_tool(&tool, true) };
            runs.insert(tool, run);
        }
        reading.keep(found, || places.at(path, alert));
    };
    for (d, document) in documents.iter().enumerate() {
        if document.is_object() {
            read(if documents.len() > 1 { format!("[{d}]") } else { String::new() }, document);
        }
        for (i, element) in document.elements().iter().enumerate() {
            read(format!("[{i}]"), element);
            for (j, inner) in element.elements().iter().enumerate() {
                read(format!("[{i}][{j}]"), inner);
            }
        }
    }
    reading.facts.scan = Some(Box::new(Scan { runs: runs.into_values().collect(), ..Scan::default() }));
    Ok(())
}

/// The tool of an alert, and its finding.
fn alert_of(alert: &Json<'_>) -> (String, Found) {
    if alert.get("secret_type").is_some() {
        let kind = alert.text_of("secret_type_display_name").or_else(|| alert.text_of("secret_type"));
        let finding = Finding {
            rule_id: alert.text_of("secret_type").map(str::to_owned),
            message: kind.map(|kind| format!("{}: secret found", mask(kind, false))),
            location: Location {
                path: alert.at(&["first_location_detected", "path"]).and_then(Json::text).map(str::to_owned),
                line: line_of(alert.at(&["first_location_detected", "start_line"])),
            },
            ..finding_of(alert, SECRET_TOOL)
        };
        return (SECRET_TOOL.to_owned(), Found::new(finding, None).secret(true));
    }
    if let Some(advisory) = alert.get("security_advisory") {
        let finding = Finding {
            rule_id: advisory.text_of("ghsa_id").or_else(|| advisory.text_of("cve_id")).map(str::to_owned),
            message: advisory.text_of("summary").map(|m| mask(m, false).into_owned()),
            resource: alert.at(&["dependency", "package", "name"]).and_then(Json::text).map(str::to_owned),
            location: Location {
                path: alert.at(&["dependency", "manifest_path"]).and_then(Json::text).map(str::to_owned),
                line: None,
            },
            ..finding_of(alert, "Dependabot")
        };
        let stated = advisory.text_of("severity").and_then(severity::from_word);
        return ("Dependabot".to_owned(), Found::new(finding, stated));
    }
    let tool: String = alert.at(&["tool", "name"]).and_then(Json::text).unwrap_or("code scanning").chars().take(200).collect();
    let rule = alert.get("rule");
    let of_rule = |key: &str| rule.and_then(|r| r.text_of(key));
    let instance = alert.get("most_recent_instance");
    let location = instance.and_then(|i| i.get("location"));
    let message = instance.and_then(|i| i.at(&["message", "text"])).and_then(Json::text).or_else(|| of_rule("description"));
    let is_secret = rule.and_then(|r| r.get("tags")).is_some_and(|t| t.elements().iter().any(|t| t.text() == Some("secret")))
        || of_rule("id").is_some_and(crate::formats::checkov::is_secret_rule);
    let quotes_secrets = is_secret || crate::mask::is_secret_scanner(&tool);
    let finding = Finding {
        rule_id: of_rule("id").or_else(|| of_rule("name")).map(str::to_owned),
        message: message.map(|m| mask(m, quotes_secrets).into_owned()),
        location: Location {
            path: location.and_then(|l| l.text_of("path")).map(str::to_owned),
            line: line_of(location.and_then(|l| l.get("start_line"))),
        },
        ..finding_of(alert, &tool)
    };
    let level = of_rule("severity");
    // what checkov calls a level is no severity of its own
    let by_level = || level.filter(|_| !tool.eq_ignore_ascii_case("checkov")).and_then(severity::from_word);
    let stated = of_rule("security_severity_level").and_then(severity::from_word).or_else(by_level);
    (tool, Found::new(finding, stated).secret(is_secret).error(level == Some("error")))
}

/// What all alerts have in common: what became of it, and its address.
fn finding_of(alert: &Json<'_>, tool: &str) -> Finding {
    let reason = alert.text_of("resolution").or_else(|| alert.text_of("dismissed_reason")).unwrap_or_default();
    let reason = reason.to_ascii_lowercase().replace([' ', '\''], "_");
    let status = match (alert.text_of("state"), reason.as_str()) {
        (Some("fixed"), _) | (Some("resolved"), "revoked") => FindingStatus::Fixed,
        (Some("resolved" | "dismissed" | "auto_dismissed" | "closed"), "false_positive" | "inaccurate") => {
            FindingStatus::FalsePositive
        }
        (Some("resolved" | "dismissed" | "auto_dismissed" | "closed"), _) => FindingStatus::Suppressed,
        _ => FindingStatus::Open,
    };
    let comment = ["resolution_comment", "dismissed_comment"].iter().find_map(|key| alert.text_of(key));
    Finding {
        status,
        fingerprint: alert.text_of("html_url").or_else(|| alert.text_of("url")).map(str::to_owned),
        justification: comment.filter(|c| !c.trim().is_empty()).map(|c| mask(c, true).into_owned()),
        ..finding(tool)
    }
}
