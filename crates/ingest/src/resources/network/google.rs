//! Firewall rules and routes of Google in Terraform.

use super::View;
use crate::formats::networks::aws_routes::add_route;
use crate::formats::networks::google::{add_rule, group_of};
use crate::formats::networks::values::Values;
use crate::resources::Resource;
use plumbline_domain::RulePlatform;

/// The types that are read.
pub(super) const KINDS: &[&str] = &["google_compute_firewall", "google_compute_route"];

/// Adds what a resource says.
pub(super) fn add(view: &mut View<'_, '_, '_, '_>, resource: &Resource<'_>, values: Values<'_, '_>) {
    let path = view.path(resource);
    let network = values.text("network");
    if resource.kind == "google_compute_route" {
        add_route(&mut view.network, network.unwrap_or_default(), values, &path);
        return;
    }
    let group = match network {
        None if values.is_unknown("network") => view.group_of_rule(RulePlatform::Google, None, "network", resource),
        name => group_of(&mut view.network, name, &resource.after, &path),
    };
    add_rule(&mut view.network, group, values, &path);
}
