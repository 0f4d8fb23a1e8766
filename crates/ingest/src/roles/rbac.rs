//! Roles and bindings of Kubernetes, whoever writes them: a role in one place is looked up by a binding in another.

use super::kubernetes::{justification, role, scope, subject, width_of_name, width_of_rules};
use super::{grant, sentence};
use crate::json::Json;
use crate::log::Log;
use crate::places::Places;
use plumbline_domain::{DiagnosticKind, Named, Place, RoleGrant, RoleGrants, Width};
use std::collections::HashMap;

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
pub(crate) struct Objects<'p, 't> {
    places: &'p Places<'t>,
    /// By whether it is of the cluster, namespace and name.
    roles: HashMap<(bool, String, String), Role>,
    bindings: Vec<Binding>,
    incomplete: Vec<(Box<str>, Place)>,
}

impl<'p, 't> Objects<'p, 't> {
    /// None yet.
    pub fn new(places: &'p Places<'t>) -> Self {
        Objects { places, roles: HashMap::new(), bindings: Vec::new(), incomplete: Vec::new() }
    }

    /// An object, or a list of objects; those of a typed list do not name their kind.
    pub fn read(&mut self, json: &Json<'_>, path: &str, kind_of_list: &str, log: &mut Log) {
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
                        self.read(item, &format!("{}[{i}]", dotted("items")), of, log);
                    }
                }
                None | Some(Json::Null) => {}
                Some(_) => log.say(DiagnosticKind::Malformed, dotted("items"), "must be an array"),
            }
            return;
        }
        match kind {
            "ClusterRole" | "Role" => self.role(json, kind, path),
            "ClusterRoleBinding" | "RoleBinding" => self.binding(json, kind, path, log),
            _ => {}
        }
    }

    fn role(&mut self, json: &Json<'_>, kind: &str, path: &str) {
        let (namespace, name) =
            (namespace_of(json, kind), json.at(&["metadata", "name"]).and_then(Json::text).unwrap_or_default());
        let rules = json.get("rules").map(Json::elements).unwrap_or_default();
        // the rules of an aggregated role are written by the cluster
        let is_aggregated = rules.is_empty() && json.get("aggregationRule").is_some_and(Json::is_object);
        let width = if is_aggregated { Width::Open } else { width_of_rules(rules, "resourceNames") };
        let why = justification(json.at(&["metadata", "annotations"]));
        self.add_role((kind, &namespace, name), width, why, self.places.at(path, json));
    }

    /// A role by its kind, namespace and name.
    pub fn add_role(&mut self, (kind, namespace, name): (&str, &str, &str), width: Width, why: &str, place: Place) {
        let width = if width_of_name(kind, name) == Width::Wide { Width::Wide } else { width };
        let (name_of, scope) = (role(kind, namespace, name), scope(kind, namespace));
        let found = Role { name: name_of, width, why: sentence(why), scope, place, is_bound: false };
        self.roles.insert(key(kind, namespace, name), found);
    }

    fn binding(&mut self, json: &Json<'_>, kind: &str, path: &str, log: &mut Log) {
        let namespace = namespace_of(json, kind);
        let reference = |field: &str| json.at(&["roleRef", field]).and_then(Json::text).unwrap_or_default();
        if reference("name").is_empty() {
            log.say(DiagnosticKind::Malformed, format!("{path}.roleRef.name"), "names no role");
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
        let why = justification(json.at(&["metadata", "annotations"]));
        self.add_binding((kind, &namespace), (reference("kind"), reference("name")), subjects, why);
    }

    /// A binding by its kind and namespace, with the kind and name of its role, and its subjects.
    pub fn add_binding(
        &mut self,
        (kind, namespace): (&str, &str),
        (role_kind, role_name): (&str, &str),
        subjects: Vec<(Named, Place)>,
        why: &str,
    ) {
        self.bindings.push(Binding {
            role: key(role_kind, namespace, role_name),
            role_name: role(role_kind, namespace, role_name),
            subjects,
            scope: scope(kind, namespace),
            why: sentence(why),
        });
    }

    /// The grants, and what the roles allow for other files.
    pub fn finish(mut self) -> RoleGrants {
        let mut grants: Vec<RoleGrant> = Vec::new();
        for Binding { role, role_name, subjects, scope, why } in self.bindings {
            let defined = self.roles.get_mut(&role);
            let by_name = if role_name.name.is_empty() {
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
