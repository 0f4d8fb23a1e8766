//! Network policies of Kubernetes in Terraform.

use super::View;
use crate::formats::networks::kubernetes::{is_of_kubernetes, manifest};
use crate::formats::networks::values::Values;
use crate::resources::Resource;

/// The types that are read.
pub(super) const KINDS: &[&str] = &["kubernetes_network_policy", "kubernetes_network_policy_v1", "kubernetes_manifest"];

/// Adds what a resource says.
pub(super) fn add(view: &mut View<'_, '_, '_, '_>, resource: &Resource<'_>, values: Values<'_, '_>) {
    let path = view.path(resource);
    if resource.kind != "kubernetes_manifest" {
        manifest(&mut view.network, values, &path);
    } else if let Some(object) = values.child("manifest").filter(|m| is_of_kubernetes(m.json())) {
        manifest(&mut view.network, object, &format!("{path}.manifest"));
    }
}
