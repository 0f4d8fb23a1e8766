//! `az network route-table list`, `show` and `route list`, the REST answers, and `az network nic show-effective-route-table`.

use super::super::super::json::{Json, Kind};
use super::super::{Reading, Refusal, Shape};
use super::azure_nsg::split_before;
use super::gathered::Network;
use super::values::Values;
use super::{arm_type, read_azure, type_of};

const TABLE: &str = "microsoft.network/routetables";
const ROUTE: &str = "microsoft.network/routetables/routes";

/// Whether a document lists route tables or routes.
pub(in crate::formats) fn fits(shape: &Shape<'_>) -> bool {
    let is_effective = shape.is_object() && shape.has_kind("value", Kind::Array) && shape.has_inner("value", "nextHopType");
    is_effective || arm_type(shape).is_some_and(|t| t == TABLE || t == ROUTE)
}

/// Reads routes.
pub(in crate::formats) fn read(text: &str, reading: &mut Reading) -> Result<(), Refusal> {
    reading.tool = Some("azure network".to_owned());
    read_azure(text, reading, |network, resource, path| match type_of(resource).as_str() {
        TABLE => table(network, resource, path),
        _ => route(network, "", Values::of(resource), path),
    })
}

/// Adds the routes of a table as Azure describes it.
pub(crate) fn table(network: &mut Network<'_, '_>, resource: &Json<'_>, path: &str) {
    let values = Values::of(resource);
    let name = values.text("name").unwrap_or_default();
    let dot = if path.is_empty() { "" } else { "." };
    let (inner, below) = match values.child("properties") {
        Some(inner) => (inner, "properties."),
        None => (values, ""),
    };
    for (n, element) in inner.list("routes").filter(|(_, r)| r.json().is_object()) {
        route(network, name, element, &format!("{path}{dot}{below}routes[{n}]"));
    }
}

/// Adds a route, with its fields flat or in `properties`, in the spelling of Azure or of Terraform.
pub(crate) fn route(network: &mut Network<'_, '_>, table: &str, route: Values<'_, '_>, path: &str) {
    let fields = route.child("properties").unwrap_or(route);
    let id = route.text("id").unwrap_or_default();
    let table = match split_before(id, "/routes/") {
        Some((before, _)) if table.is_empty() => before.rsplit('/').next().unwrap_or_default(),
        _ => table,
    };
    let hop = fields.texts("nextHopIpAddress").chain(fields.texts("nextHopInIpAddress")).next();
    let hop = hop.or_else(|| fields.text("nextHopType")).unwrap_or_default();
    let destination = fields.texts("addressPrefix").next().unwrap_or_default();
    let place = network.places.at(path, route.json());
    network.route(table, destination, hop, place);
}
