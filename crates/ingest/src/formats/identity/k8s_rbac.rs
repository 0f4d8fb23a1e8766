//! Roles and bindings of Kubernetes: manifests of several documents, and what `kubectl get -o json` or `-o yaml` prints.

use super::{Reading, Refusal, Shape, documents};
use crate::json::Json;
use crate::places::Places;
use crate::roles::compared;
use crate::roles::rbac::Objects;
use plumbline_domain::RoleGrants;

const KINDS: &[&str] = &["ClusterRole", "Role", "ClusterRoleBinding", "RoleBinding"];

/// Whether an object of this kind is a role, a binding, or a list of them.
fn is_rbac(kind: &str) -> bool {
    KINDS.contains(&kind.strip_suffix("List").unwrap_or(kind))
}

/// Whether a document is one, or begins a file that holds one.
pub(super) fn fits(shape: &Shape<'_>) -> bool {
    let is_difference = |key: &str| shape.inner_word(key, "kind").is_some_and(|k| is_rbac(k) || k == "List");
    // of manifests that hold network policies as well, the first one of either kind decides
    let first = shape.kinds.iter().find(|kind| is_rbac(kind) || kind.starts_with("NetworkPolicy"));
    (shape.word("kind").is_some() && first.is_some_and(|kind| is_rbac(kind)))
        || (shape.is_object() && is_difference("before") && is_difference("after"))
}

/// Reads roles and bindings; objects of other kinds are skipped.
pub(super) fn read(text: &str, reading: &mut Reading) -> Result<(), Refusal> {
    let documents = documents(text)?;
    let places = Places::of(text);
    let mut found = RoleGrants::of_one_moment(Vec::new());
    let mut now = Objects::new(&places);
    for (i, document) in documents.iter().enumerate() {
        match (document.get("before"), document.get("after")) {
            (Some(before), Some(after)) if document.get("kind").is_none() => {
                let moment = |json: &Json<'_>, path: &str, reading: &mut Reading| {
                    let mut objects = Objects::new(&places);
                    objects.read(json, path, "", &mut reading.log);
                    objects.finish()
                };
                let before = moment(before, "before", reading);
                let after = moment(after, "after", reading);
                found.incomplete.extend(before.incomplete.into_iter().chain(after.incomplete));
                found.grants.extend(compared(before.grants, after.grants));
                found.shows_change = true;
            }
            _ => now.read(document, &if documents.len() > 1 { format!("[{i}]") } else { String::new() }, "", &mut reading.log),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::yaml::to_json;
    use plumbline_domain::Width;

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
