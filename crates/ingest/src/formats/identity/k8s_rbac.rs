//! Roles and bindings of Kubernetes: manifests of several documents, and what `kubectl get -o json` or `-o yaml` prints.

use super::{Reading, Refusal, Shape, documents};
use crate::json::Json;
use crate::places::Places;
use crate::roles::kubernetes::{justification, role, scope, subject, width_of_name, width_of_rules};
use crate::roles::{compared, grant, kept};
use plumbline_domain::{DiagnosticKind, Named, Place, RoleGrant, RoleGrants, Width};
use std::collections::HashMap;

const KINDS: &[&str] = &["ClusterRole", "Role", "ClusterRoleBinding", "RoleBinding"];

/// Whether an object of this kind is a role, a binding, or a list of them.
fn is_rbac(kind: &str) -> bool {
    KINDS.contains(&kind.strip_suffix("List").unwrap_or(kind))
}

/// Whether a document is one, or begins a file that holds one.
pub(super) fn fits(shape: &Shape<'_>) -> bool {
    let is_difference = |key: &str| shape.inner_word(key, "kind").is_some_and(|k| is_rbac(k) || k == "List");
    (shape.word("kind").is_some() && shape.kinds.iter().any(|kind| is_rbac(kind)))
        || (shape.is_object() && is_difference("before") && is_difference("after"))
}

/// Reads roles and bindings; objects of other kinds are skipped.
pub(super) fn read(text: &str, reading: &mut Reading) -> Result<(), Refusal> {
    let documents = documents(text, &mut reading.log)?;
    let places = Places::of(text);
    let mut found = RoleGrants::of_one_moment(Vec::new());
    let mut now = Objects { places: &places, roles: HashMap::new(), bindings: Vec::new(), incomplete: Vec::new() };
    for (i, document) in documents.iter().enumerate() {
        match (document.get("before"), document.get("after")) {
            (Some(before), Some(after)) if document.get("kind").is_none() => {
                let moment = |json: &Json<'_>, path: &str, reading: &mut Reading| {
                    let mut objects =
                        Objects { places: &places, roles: HashMap::new(), bindings: Vec::new(), incomplete: Vec::new() };
                    objects.read(json, path, "", reading);
                    objects.finish()
                };
                let before = moment(before, "before", reading);
                let after = moment(after, "after", reading);
                found.incomplete.extend(before.incomplete.into_iter().chain(after.incomplete));
                found.grants.extend(compared(before.grants, after.grants));
                found.shows_change = true;
            }
            _ => now.read(document, &if documents.len() > 1 { format!("[{i}]") } else { String::new() }, "", reading),
        }
    }
    let now = now.finish();
    found.grants.extend(now.grants);
    found.incomplete.extend(now.incomplete);
    found.definitions = now.definitions;
    reading.items = found.grants.len() as u64;
    reading.tool = Some("kubernetes rbac".to_owned());
    reading.facts.role_grants = Some(Box::new(found));
    Ok(())
}

/// A role with the text that says why it is needed.
struct Role {
    name: Named,
    width: Width,
    why: Box<str>,
    scope: String,
    place: Place,
    is_bound: bool,
}

/// A binding with its subjects.
struct Binding {
    role: (bool, String, String),
    role_name: Named,
    subjects: Vec<(Named, Place)>,
    scope: String,
    why: Box<str>,
}

/// The objects of one moment.
struct Objects<'t> {
    places: &'t Places<'t>,
    /// By whether it is of the cluster, namespace and name.
    roles: HashMap<(bool, String, String), Role>,
    bindings: Vec<Binding>,
    incomplete: Vec<(Box<str>, Place)>,
}

impl Objects<'_> {
    /// An object, or a list of objects; those of a typed list do not name their kind.
    fn read(&mut self, json: &Json<'_>, path: &str, kind_of_list: &str, reading: &mut Reading) {
        let kind = json.text_of("kind").unwrap_or(kind_of_list);
        let dotted = |key: &str| if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") };
        if let Some(of) = kind.strip_suffix("List") {
            let next = json.at(&["metadata", "continue"]).filter(|next| next.text().is_some_and(|t| !t.is_empty()));
            if let Some(next) = next {
                let place = self.places.at(dotted("metadata.continue"), next);
                self.incomplete.push(("the list goes on (metadata.continue)".into(), place));
            }
            match json.get("items") {
                Some(Json::Array(items)) => {
                    for (i, item) in items.iter().enumerate() {
                        self.read(item, &format!("{}[{i}]", dotted("items")), of, reading);
                    }
                }
                None | Some(Json::Null) => {}
                Some(_) => reading.log.say(DiagnosticKind::Malformed, dotted("items"), "must be an array"),
            }
            return;
        }
        match kind {
            "ClusterRole" | "Role" => self.role(json, kind, path),
            "ClusterRoleBinding" | "RoleBinding" => self.binding(json, kind, path, reading),
            _ => {}
        }
    }

    fn role(&mut self, json: &Json<'_>, kind: &str, path: &str) {
        let (namespace, name) =
            (namespace_of(json, kind), json.at(&["metadata", "name"]).and_then(Json::text).unwrap_or_default());
        let rules = json.get("rules").map(Json::elements).unwrap_or_default();
        // the rules of an aggregated role are written by the cluster
        let is_aggregated = rules.is_empty() && json.get("aggregationRule").is_some_and(Json::is_object);
        let width = match width_of_name(kind, name) {
            Width::Wide => Width::Wide,
            _ if is_aggregated => Width::Open,
            _ => width_of_rules(rules, "resourceNames"),
        };
        let found = Role {
            name: role(kind, &namespace, name),
            width,
            why: kept(justification(json.at(&["metadata", "annotations"]))),
            scope: scope(kind, &namespace),
            place: self.places.at(path, json),
            is_bound: false,
        };
        self.roles.insert(key(kind, &namespace, name), found);
    }

    fn binding(&mut self, json: &Json<'_>, kind: &str, path: &str, reading: &mut Reading) {
        let namespace = namespace_of(json, kind);
        let reference = |field: &str| json.at(&["roleRef", field]).and_then(Json::text).unwrap_or_default();
        if reference("name").is_empty() {
            reading.log.say(DiagnosticKind::Malformed, format!("{path}.roleRef.name"), "names no role");
        }
        let subjects = json.get("subjects").map(Json::elements).unwrap_or_default();
        let of = |(i, json): (usize, &Json<'_>)| {
            let text = |field: &str| json.text_of(field);
            let subject = subject(
                text("kind").unwrap_or("User"),
                text("name").unwrap_or_default(),
                text("namespace").unwrap_or(&namespace),
            );
            (subject, self.places.at(format!("{path}.subjects[{i}]"), json))
        };
        let subjects = subjects.iter().enumerate().map(of).collect();
        self.bindings.push(Binding {
            role: key(reference("kind"), &namespace, reference("name")),
            role_name: role(reference("kind"), &namespace, reference("name")),
            subjects,
            scope: scope(kind, &namespace),
            why: kept(justification(json.at(&["metadata", "annotations"]))),
        });
    }

    fn finish(mut self) -> RoleGrants {
        let mut grants: Vec<RoleGrant> = Vec::new();
        for Binding { role, role_name, subjects, scope, why } in self.bindings {
            let defined = self.roles.get_mut(&role);
            let by_name = if role_name.is_empty() {
                Width::Open
            } else {
                width_of_name(if role.0 { "ClusterRole" } else { "Role" }, &role.2)
            };
            let (width, why_role) = match defined {
                Some(defined) => {
                    defined.is_bound = true;
                    (defined.width, defined.why.clone())
                }
                None => (by_name, Box::default()),
            };
            let why = if why.is_empty() { why_role } else { why };
            let each = subjects.into_iter();
            grants.extend(each.map(|(subject, place)| grant(subject, role_name.clone(), &scope, width, &why, place)));
        }
        let mut roles: Vec<Role> = self.roles.into_values().collect();
        roles.sort_by(|a, b| (a.place.line, &a.name.id).cmp(&(b.place.line, &b.name.id)));
        let definitions = roles.iter().map(|r| (r.name.id.to_lowercase().into(), r.width, r.why.clone())).collect();
        // a role that nobody here is bound to may be bound elsewhere
        let unbound = roles.into_iter().filter(|r| !r.is_bound && r.width != Width::Narrow);
        grants.extend(unbound.map(|r| grant(Named::default(), r.name, &r.scope, r.width, &r.why, r.place)));
        RoleGrants { incomplete: self.incomplete, definitions, ..RoleGrants::of_one_moment(grants) }
    }
}

/// The namespace of an object; one that names none is in that of whoever applies it.
fn namespace_of(json: &Json<'_>, kind: &str) -> String {
    match kind {
        "Role" | "RoleBinding" => {
            json.at(&["metadata", "namespace"]).and_then(Json::text).filter(|n| !n.is_empty()).unwrap_or("default").to_owned()
        }
        _ => String::new(),
    }
}

fn key(kind: &str, namespace: &str, name: &str) -> (bool, String, String) {
    match kind.eq_ignore_ascii_case("Role") {
        true => (false, namespace.to_owned(), name.to_owned()),
        false => (true, String::new(), name.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::yaml::to_json;

    fn read_grants(yaml: &str) -> RoleGrants {
        let text = to_json(yaml).unwrap();
        let (shape, _) = Shape::of(&text);
        assert!(fits(&shape), "{text}");
        let mut reading = Reading::default();
        read(&text, &mut reading).unwrap();
        *reading.facts.role_grants.unwrap()
    }

    const BINDING: &str = "kind: RoleBinding\napiVersion: rbac.authorization.k8s.io/v1\nmetadata: {name: b, namespace: ops}\nroleRef: {kind: Role, name: r}\nsubjects:\n- {kind: ServiceAccount, name: ci}\n- {kind: Group, name: 'system:masters'}\n";

    #[test]
    fn a_binding_grants_what_the_rules_of_its_role_allow() {
        let role = |rules: &str| {
            format!(
                "kind: Role\napiVersion: rbac.authorization.k8s.io/v1\nmetadata: {{name: r, namespace: ops}}\nrules: {rules}\n---\n{BINDING}"
            )
        };
        let star = "[{apiGroups: ['*'], resources: ['*'], verbs: ['*']}]";
        let found = read_grants(&role(star));
        let seen: Vec<_> =
            found.grants.iter().map(|g| (g.principal.shown(), g.role.shown(), &*g.scope, g.width, g.place.line)).collect();
        assert_eq!(
            seen,
            [
                ("system:serviceaccount:ops:ci", "r", "namespace/ops", Width::Wide, 11),
                ("system:masters", "r", "namespace/ops", Width::Wide, 12)
            ]
        );
        for narrow in [
            "[{resources: ['*'], verbs: [get]}, {resources: [pods], verbs: ['*']}]",
            "[{resources: ['*'], verbs: ['*'], resourceNames: [a]}]",
            "[]",
        ] {
            assert_eq!(read_grants(&role(narrow)).grants[0].width, Width::Narrow, "{narrow}");
        }
        assert_eq!(read_grants(BINDING).grants[0].width, Width::Open, "the role is not in the file");
    }

    #[test]
    fn roles_that_every_cluster_has_are_known_by_name() {
        let bound = |name: &str| {
            let text = format!(
                "apiVersion: v1\nkind: List\nitems:\n- kind: ServiceAccount\n  metadata: {{name: x}}\n- kind: ClusterRoleBinding\n  metadata: {{name: b, annotations: {{example.com/justification: bootstraps the cluster once}}}}\n  roleRef: {{kind: ClusterRole, name: '{name}'}}\n  subjects: [{{kind: User, name: a}}]\n"
            );
            let found = read_grants(&text);
            assert_eq!(&*found.grants[0].justification, "bootstraps the cluster once");
            found.grants[0].width
        };
        assert_eq!(
            [bound("cluster-admin"), bound("view"), bound("system:node"), bound("x")],
            [Width::Wide, Width::Narrow, Width::Narrow, Width::Open]
        );
    }

    #[test]
    fn a_typed_list_and_a_page_are_read() {
        let text = "apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRoleList\nmetadata: {continue: abc}\nitems:\n- metadata: {name: all}\n  rules: [{resources: ['*'], verbs: ['*']}]\n";
        let found = read_grants(text);
        assert_eq!((found.grants[0].role.shown(), found.grants[0].width), ("all", Width::Wide));
        assert_eq!(found.incomplete.len(), 1);
    }
}
