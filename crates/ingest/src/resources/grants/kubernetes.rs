//! Grants of Kubernetes: roles, bindings and manifests of Terraform's providers.

use super::moment::{Moment, Subject};
use crate::json::{Cursor, Json};
use crate::log::Log;
use crate::roles::kubernetes::{justification, subject as subject_of, width_of_rules};
use crate::roles::rbac::Objects;
use crate::yaml::to_json;
use plumbline_domain::{RoleGrant, Width};

const KINDS: [(&str, &str); 4] = [
    ("kubernetes_cluster_role_binding", "ClusterRoleBinding"),
    ("kubernetes_role_binding", "RoleBinding"),
    ("kubernetes_cluster_role", "ClusterRole"),
    ("kubernetes_role", "Role"),
];

/// The kind of object that a type of resource stands for.
fn kind_of(kind: &str) -> Option<&'static str> {
    let plain = kind.strip_suffix("_v1").unwrap_or(kind);
    KINDS.iter().find(|(name, _)| *name == plain).map(|(_, kind)| *kind)
}

pub(super) fn wants(kind: &str) -> bool {
    kind_of(kind).is_some() || matches!(kind, "kubernetes_manifest" | "kubectl_manifest")
}

pub(super) fn grants(moment: &Moment<'_, '_>) -> Vec<RoleGrant> {
    let mut objects = Objects::new(moment.places());
    for subject in moment.subjects().filter(|s| !s.is_data()) {
        // a damaged manifest is the provider's to refuse
        let mut log = Log::default();
        let path = subject.resource.path.as_str();
        match (subject.resource.kind.as_str(), kind_of(&subject.resource.kind)) {
            (_, Some(kind)) if kind.ends_with("Binding") => add_binding(moment, &subject, kind, &mut objects),
            (_, Some(kind)) => add_role(moment, &subject, kind, &mut objects),
            ("kubernetes_manifest", _) => {
                let manifest = subject.values.get("manifest").unwrap_or(&Json::Null);
                objects.read(manifest, &format!("{path}.manifest"), "", &mut log);
            }
            ("kubectl_manifest", _) => {
                let Ok(text) = to_json(subject.first_text(&["yaml_body_parsed", "yaml_body"])) else { continue };
                if let Ok(manifest) = Cursor::new(&text).value() {
                    objects.read(&manifest, &format!("{path}.yaml_body"), "", &mut log);
                }
            }
            _ => {}
        }
    }
    objects.finish().grants
}

/// The first block of a name, as Terraform writes it.
fn block<'r, 'a>(subject: &Subject<'r, 'a>, key: &str) -> &'r Json<'a> {
    subject.blocks(key).first().unwrap_or(&Json::Null)
}

/// Namespace and name of an object.
fn name_of<'r>(subject: &Subject<'r, '_>, kind: &str) -> (&'r str, &'r str) {
    let metadata = block(subject, "metadata");
    let namespace = match kind {
        "Role" | "RoleBinding" => metadata.text_of("namespace").unwrap_or("default"),
        _ => "",
    };
    (namespace, metadata.text_of("name").unwrap_or_default())
}

fn add_role(moment: &Moment<'_, '_>, subject: &Subject<'_, '_>, kind: &str, objects: &mut Objects<'_, '_>) {
    let (namespace, name) = name_of(subject, kind);
    let rules = subject.blocks("rule");
    let is_aggregated = rules.is_empty() && !subject.blocks("aggregation_rule").is_empty();
    let width = match width_of_rules(rules, "resource_names") {
        Width::Narrow if is_aggregated || subject.is_unknown("rule") => Width::Open,
        width => width,
    };
    let why = justification(block(subject, "metadata").get("annotations"));
    objects.add_role((kind, namespace, name), width, why, moment.place(subject));
}

fn add_binding(moment: &Moment<'_, '_>, subject: &Subject<'_, '_>, kind: &str, objects: &mut Objects<'_, '_>) {
    let (namespace, _) = name_of(subject, kind);
    let reference = block(subject, "role_ref");
    let text = |json: &Json<'_>, key: &str| json.text_of(key).unwrap_or_default().to_owned();
    let mut role_name = text(reference, "name");
    let mut role_kind = text(reference, "kind");
    if role_name.is_empty() {
        // the role has a generated name, or one that is known after the deployment only
        let roles = moment.referred(subject, "role_ref");
        let role = roles.iter().find_map(|r| Some((kind_of(&r.resource.kind)?, r)));
        if let Some((kind, role)) = role {
            role_name = name_of(role, kind).1.to_owned();
            role_kind = kind.to_owned();
        }
    }
    let place = moment.place(subject);
    let mut subjects: Vec<_> = subject
        .blocks("subject")
        .iter()
        .map(|s| {
            let name = match text(s, "name") {
                name if name.is_empty() => moment.reference(subject, "subject"),
                name => name,
            };
            let namespace_of_subject = s.text_of("namespace").unwrap_or(namespace);
            (subject_of(s.text_of("kind").unwrap_or("User"), &name, namespace_of_subject), place.clone())
        })
        .collect();
    if subjects.is_empty() && subject.is_unknown("subject") {
        subjects.push((Default::default(), place));
    }
    let why = justification(block(subject, "metadata").get("annotations"));
    objects.add_binding((kind, namespace), (&role_kind, &role_name), subjects, why);
}
