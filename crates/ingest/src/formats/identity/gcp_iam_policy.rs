//! IAM policies of Google Cloud: `gcloud … get-iam-policy` (JSON and YAML, also flattened), the body of `setIamPolicy`, policies of
//! ancestors, a search of all policies, or a difference of `before` and `after`.

use super::{Reading, Refusal, Shape, documents};
use crate::json::{Json, Kind};
use crate::paging::next_page;
use crate::places::Places;
use crate::roles::compared;
use crate::roles::google::members_of_bindings;
use plumbline_domain::{DiagnosticKind, RoleGrant, RoleGrants};

/// The etag of a policy that nobody has set yet.
const ETAG_OF_NOTHING: &str = "ACAB";

/// Whether a document is one.
pub(super) fn fits(shape: &Shape<'_>) -> bool {
    let binds = |key: &str| shape.has_inner(key, "role") && shape.has_inner(key, "members");
    let is_policy =
        shape.has("bindings") && (binds("bindings") || (shape.has_kind("bindings", Kind::Array) && shape.has("etag")));
    // a policy without a binding is written without the key
    let is_bare = shape.is_object()
        && (shape.word("etag") == Some(ETAG_OF_NOTHING)
            || (shape.word("etag").is_some() && shape.has_kind("version", Kind::Number)))
        && shape.keys.iter().all(|k| matches!(k.name.as_ref(), "etag" | "version" | "auditConfigs" | "kind" | "resourceId"));
    let is_difference = shape.is_object() && shape.has_inner("before", "bindings") && shape.has_inner("after", "bindings");
    is_policy || is_bare || shape.has_inner("policy", "bindings") || is_difference
}

/// Reads policies.
pub(super) fn read(text: &str, reading: &mut Reading) -> Result<(), Refusal> {
    let documents = documents(text)?;
    let mut policies = Policies { places: Places::of(text), found: RoleGrants::of_one_moment(Vec::new()) };
    for document in &documents {
        match (document.get("before"), document.get("after")) {
            (Some(before), Some(after)) if document.get("bindings").is_none() => {
                let before = policies.read(before, "before", reading);
                let after = policies.read(after, "after", reading);
                policies.found.grants.extend(compared(before, after));
                policies.found.shows_change = true;
            }
            _ => {
                let grants = policies.read(document, "", reading);
                policies.found.grants.extend(grants);
            }
        }
    }
    reading.items = policies.found.grants.len() as u64;
    reading.tool = Some("google iam".to_owned());
    reading.facts.role_grants = Some(Box::new(policies.found));
    Ok(())
}

struct Policies<'t> {
    places: Places<'t>,
    found: RoleGrants,
}

impl Policies<'_> {
    /// The grants of a policy, of a list of them, or of something that holds one.
    fn read(&mut self, json: &Json<'_>, path: &str, reading: &mut Reading) -> Vec<RoleGrant> {
        let dotted = |key: &str| if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") };
        if let Json::Array(elements) = json {
            let each = elements.iter().enumerate();
            return each.flat_map(|(i, element)| self.read(element, &format!("{path}[{i}]"), reading)).collect();
        }
        if let Some((key, next)) = next_page(json) {
            let place = self.places.at(dotted(key), next);
            self.found.incomplete.push((format!("the list goes on ({key})").into(), place));
        }
        if let Some(results) = json.get("results") {
            return self.read(results, &dotted("results"), reading);
        }
        let (policy, path) = match json.get("policy") {
            Some(policy) => (policy, dotted("policy")),
            None => (json, path.to_owned()),
        };
        // a search and a list of ancestors name the resource beside its policy
        let scope = match (json.text_of("type"), json.text_of("id")) {
            (Some(kind), Some(id)) => format!("{kind}s/{id}"),
            _ => json.text_of("resource").unwrap_or_default().trim_start_matches("//").to_owned(),
        };
        let dotted = |key: &str| if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") };
        let bindings = match policy.get("bindings") {
            Some(Json::Array(bindings)) => bindings.as_slice(),
            // flattened: one object for each member
            Some(one @ Json::Object(_)) => std::slice::from_ref(one),
            None | Some(Json::Null) => &[],
            Some(_) => {
                reading.log.say(DiagnosticKind::Malformed, dotted("bindings"), "must be an array");
                return Vec::new();
            }
        };
        for (i, binding) in bindings.iter().enumerate() {
            if binding.text_of("role").is_none() {
                reading.log.say(DiagnosticKind::Malformed, format!("{}[{i}]", dotted("bindings")), "names no role");
            }
        }
        let places = &self.places;
        members_of_bindings(bindings, &scope, |i, member| places.at(format!("{}[{i}]", dotted("bindings")), member))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use plumbline_domain::{Presence, Width};

    fn read_grants(text: &str) -> RoleGrants {
        let (shape, _) = Shape::of(text);
        assert!(fits(&shape), "{text}");
        let mut reading = Reading::default();
        read(text, &mut reading).unwrap();
        *reading.facts.role_grants.unwrap()
    }

    #[test]
    fn every_member_of_a_binding_is_a_grant() {
        let text = "{\"bindings\": [{\"role\": \"roles/owner\", \"members\": [\"user:a@b.c\",\n\"group:g@b.c\"]},\n{\"role\": \"projects/p/roles/owner\", \"members\": [\"user:a@b.c\"],\n \"condition\": {\"title\": \"t\", \"description\": \"until the end of May\", \"expression\": \"e\"}}], \"etag\": \"x\"}";
        let found = read_grants(text);
        let seen: Vec<_> = found
            .grants
            .iter()
            .map(|g| (&*g.principal.name, g.width, g.condition.is_empty(), &*g.justification, g.place.line))
            .collect();
        assert_eq!(
            seen,
            [
                ("user:a@b.c", Width::Wide, true, "", 1),
                ("group:g@b.c", Width::Wide, true, "", 2),
                ("user:a@b.c", Width::Narrow, false, "until the end of May", 3)
            ]
        );
    }

    #[test]
    fn the_ways_that_tools_wrap_a_policy_are_known() {
        let owner = r#"{"bindings": [{"role": "roles/owner", "members": ["user:a"]}], "etag": "x", "version": 1}"#;
        let editor = r#"{"bindings": [{"role": "roles/editor", "members": ["user:a"]}], "etag": "y"}"#;
        let search =
            read_grants(&format!(r#"[{{"resource": "//cloudresourcemanager.googleapis.com/projects/p", "policy": {owner}}}]"#));
        assert_eq!(&*search.grants[0].scope, "cloudresourcemanager.googleapis.com/projects/p");
        let ancestors = read_grants(&format!(r#"[{{"id": "p", "type": "project", "policy": {owner}}}]"#));
        assert_eq!(&*ancestors.grants[0].scope, "projects/p");
        let flat = read_grants(r#"[{"bindings": {"role": "roles/owner", "members": "user:a"}, "etag": "x"}]"#);
        assert_eq!(flat.grants[0].width, Width::Wide);
        let difference = read_grants(&format!(r#"{{"before": {editor}, "after": {owner}}}"#));
        let presences: Vec<Presence> = difference.grants.iter().map(|g| g.presence).collect();
        assert_eq!((presences.as_slice(), difference.shows_change), ([Presence::Added, Presence::Removed].as_slice(), true));
        for nothing in [r#"{"etag": "ACAB", "version": 1}"#, r#"{"etag": "ACAB"}"#] {
            assert!(read_grants(nothing).is_empty_list(), "{nothing}");
        }
        assert!(!fits(&Shape::of(r#"{"etag": "x"}"#).0), "a bare object of texts is nobody's");
    }
}
