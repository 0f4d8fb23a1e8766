//! Roles of Kubernetes.

use super::named;
use crate::json::Json;
use plumbline_domain::{Named, Width};

/// How much the rules of a role allow. `key` gives the word of the notation for a key of the API: `resource_names` for `resourceNames`.
pub(crate) fn width_of_rules(rules: &[Json<'_>], resource_names: &str) -> Width {
    let has_star =
        |rule: &Json<'_>, key: &str| rule.get(key).is_some_and(|list| list.elements().iter().any(|e| e.text() == Some("*")));
    let is_limited = |rule: &Json<'_>| rule.get(resource_names).is_some_and(|names| !names.elements().is_empty());
    let is_wide = |rule: &Json<'_>| has_star(rule, "verbs") && has_star(rule, "resources") && !is_limited(rule);
    if rules.iter().any(is_wide) { Width::Wide } else { Width::Narrow }
}

/// How much a role allows by its name alone: those that every cluster has.
pub(crate) fn width_of_name(kind: &str, name: &str) -> Width {
    match (kind.eq_ignore_ascii_case("Role"), name) {
        (false, "cluster-admin") => Width::Wide,
        (false, "admin" | "edit" | "view") => Width::Narrow,
        (_, name) if name.starts_with("system:") => Width::Narrow,
        _ => Width::Open,
    }
}

/// A role: cluster roles by their name, others by namespace and name.
pub(crate) fn role(kind: &str, namespace: &str, name: &str) -> Named {
    match kind.eq_ignore_ascii_case("Role") {
        true => named(name, &format!("role/{namespace}/{name}")),
        false => named(name, &format!("clusterrole/{name}")),
    }
}

/// The subject of a binding. A service account without a namespace is one of the binding's.
pub(crate) fn subject(kind: &str, name: &str, namespace: &str) -> Named {
    match kind {
        "ServiceAccount" => {
            named(&format!("system:serviceaccount:{namespace}:{name}"), &format!("serviceaccount/{namespace}/{name}"))
        }
        kind => named(name, &format!("{}/{name}", kind.to_ascii_lowercase())),
    }
}

/// Where a binding holds: in a namespace or in the whole cluster.
pub(crate) fn scope(kind: &str, namespace: &str) -> String {
    match kind {
        "RoleBinding" | "Role" => format!("namespace/{namespace}"),
        _ => "cluster".to_owned(),
    }
}

/// The annotation that says why; empty when there is none.
pub(crate) fn justification<'j>(annotations: Option<&'j Json<'_>>) -> &'j str {
    let says_why = |key: &str| {
        let key = key.trim().to_ascii_lowercase();
        key.ends_with("justification") || key == "kubernetes.io/description"
    };
    let found = annotations.map(Json::pairs).unwrap_or_default();
    let texts = found.iter().filter(|(key, _)| says_why(key)).filter_map(|(_, value)| value.text());
    texts.max_by_key(|text| text.split_whitespace().count()).unwrap_or_default()
}
