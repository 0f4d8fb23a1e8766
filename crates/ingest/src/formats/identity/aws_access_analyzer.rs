//! Answers of AWS IAM Access Analyzer: `check-no-new-access` and its siblings, `list-access-preview-findings`, `list-findings`.

use super::{Reading, Refusal, Shape, tree};
use crate::json::Json;
use crate::paging::next_page;
use crate::places::Places;
use crate::roles::aws::{is_every, is_wide_action};
use crate::roles::{grant, named, sentence};
use plumbline_domain::{DiagnosticKind, Presence, RoleGrant, RoleGrants, Width};

/// Whether a document is one.
pub(super) fn fits(shape: &Shape<'_>) -> bool {
    let is_check = matches!(shape.word("result"), Some("PASS" | "FAIL")) && shape.word("message").is_some();
    let of_preview = shape.has_inner("findings", "changeType");
    let of_analyzer = shape.has_inner("findings", "resourceOwnerAccount") && shape.has_inner("findings", "resourceType");
    shape.is_object() && (is_check || of_preview || of_analyzer)
}

/// Reads a check, or findings.
pub(super) fn read(text: &str, reading: &mut Reading) -> Result<(), Refusal> {
    let document = tree(text)?;
    let places = Places::of(text);
    let mut found = RoleGrants::of_one_moment(Vec::new());
    match document.get("findings") {
        Some(Json::Array(findings)) => {
            found.shows_change = findings.iter().any(|f| f.get("changeType").is_some());
            for (i, finding) in findings.iter().enumerate() {
                read_finding(finding, &format!("findings[{i}]"), &places, &mut found);
            }
            reading.items = findings.len() as u64;
            if let Some((key, next)) = next_page(&document) {
                found.incomplete.push((format!("the list goes on ({key})").into(), places.at(key, next)));
            }
        }
        Some(_) => return Err(Refusal::shape("findings", "must be an array")),
        None => read_check(&document, &places, reading, &mut found),
    }
    reading.tool = Some("aws iam access analyzer".to_owned());
    reading.facts.role_grants = Some(Box::new(found));
    Ok(())
}

/// A check: only the one for new access compares two policies, and it does not say what is new.
fn read_check(document: &Json<'_>, places: &Places<'_>, reading: &mut Reading, found: &mut RoleGrants) {
    let message = document.text_of("message").unwrap_or_default();
    found.shows_change = message.to_ascii_lowercase().contains("new access");
    let reasons = document.get("reasons").map(Json::elements).unwrap_or_default();
    reading.items = reasons.len() as u64;
    if document.text_of("result") == Some("FAIL") {
        let said = if message.is_empty() { "the check failed" } else { message };
        let place = document.get("result").map(|r| places.at("result", r)).unwrap_or_default();
        found.unnamed.push((sentence(said.trim_end_matches('.')), place));
    } else if !found.shows_change {
        reading.log.say(DiagnosticKind::ToolReport, "message", "the check compares nothing: only check-no-new-access does");
    }
}

fn read_finding(finding: &Json<'_>, path: &str, places: &Places<'_>, found: &mut RoleGrants) {
    let place = places.at(path, finding);
    if let Some(error) = finding.text_of("error") {
        found.incomplete.push((format!("a resource could not be analyzed ({})", sentence(error)).into(), place));
        return;
    }
    let texts = |value: Option<&Json<'_>>| -> Vec<String> {
        let one = value.and_then(Json::text).map(str::to_owned);
        one.into_iter()
            .chain(value.map(Json::elements).unwrap_or_default().iter().filter_map(Json::text).map(str::to_owned))
            .collect()
    };
    let actions = texts(finding.get("action"));
    let resource = finding.text_of("resource").unwrap_or_default();
    let width = match actions.is_empty() {
        true => Width::Open,
        false if is_every(resource) && actions.iter().any(|a| is_wide_action(a)) => Width::Wide,
        false => Width::Narrow,
    };
    let role = match actions.is_empty() {
        true => finding.text_of("findingType").unwrap_or("access").to_owned(),
        false => actions.join(","),
    };
    let is_resolved = finding.text_of("status").is_some_and(|s| s.eq_ignore_ascii_case("RESOLVED"));
    let presence = match finding.text_of("changeType") {
        Some(_) if is_resolved => Presence::Removed,
        Some("UNCHANGED") => Presence::Kept,
        Some(_) => Presence::Added,
        None if is_resolved => Presence::Removed,
        None => Presence::There,
    };
    let mut principals: Vec<String> =
        finding.get("principal").map(Json::pairs).unwrap_or_default().iter().flat_map(|(_, v)| texts(Some(v))).collect();
    if principals.is_empty() {
        principals.push(String::new());
    }
    found.grants.extend(principals.iter().map(|principal| RoleGrant {
        presence,
        ..grant(named(principal, ""), named(&role, ""), resource, width, "", place.clone())
    }));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_grants(text: &str) -> RoleGrants {
        let mut reading = Reading::default();
        read(text, &mut reading).unwrap();
        *reading.facts.role_grants.unwrap()
    }

    #[test]
    fn only_the_check_for_new_access_compares() {
        let check = |result: &str, message: &str| {
            let found = read_grants(&format!(r#"{{"result": "{result}", "message": "{message}"}}"#));
            (found.shows_change, found.unnamed.len())
        };
        assert_eq!(
            check("PASS", "The modified permissions do not grant new access compared to your existing policy."),
            (true, 0)
        );
        assert_eq!(check("FAIL", "The modified permissions grant new access compared to your existing policy."), (true, 1));
        assert_eq!(
            check("PASS", "The policy document does not grant access to perform the listed actions or resources."),
            (false, 0)
        );
    }

    #[test]
    fn findings_of_a_preview_say_what_changes() {
        let text = r#"{"findings": [
            {"changeType": "NEW", "status": "ACTIVE", "principal": {"AWS": ["1", "2"]}, "action": ["*"], "resource": "*"},
            {"changeType": "UNCHANGED", "status": "ACTIVE", "principal": {"AWS": "3"}, "action": ["s3:*"], "resource": "arn:aws:s3:::a"},
            {"changeType": "CHANGED", "status": "RESOLVED", "principal": {"AWS": "4"}, "action": ["s3:*"], "resource": "arn:aws:s3:::a"},
            {"changeType": "NEW", "error": "ACCESS_DENIED"}], "nextToken": "x"}"#;
        let found = read_grants(text);
        let seen: Vec<_> = found.grants.iter().map(|g| (&*g.principal.name, g.presence, g.width)).collect();
        assert_eq!(
            seen,
            [
                ("1", Presence::Added, Width::Wide),
                ("2", Presence::Added, Width::Wide),
                ("3", Presence::Kept, Width::Narrow),
                ("4", Presence::Removed, Width::Narrow)
            ]
        );
        assert_eq!(found.incomplete.len(), 2);
    }
}
