//! `aws ec2 describe-route-tables`.

use super::super::super::json::Json;
use super::super::super::places::Places;
use super::super::{Reading, Refusal, Shape, list, tree};
use super::gathered::Network;
use super::values::Values;

/// Whether a document lists route tables.
pub(in crate::formats) fn fits(shape: &Shape<'_>) -> bool {
    (shape.is_object() && shape.has("RouteTables")) || (shape.has("RouteTableId") && shape.has("Routes"))
}

/// Reads routes.
pub(in crate::formats) fn read(text: &str, reading: &mut Reading) -> Result<(), Refusal> {
    let document = tree(text)?;
    let places = Places::of(text);
    let mut network = Network::new(&places);
    network.paging(&document);
    let (tables, prefix) = match &document {
        Json::Array(elements) => (elements.as_slice(), ""),
        _ if document.get("Routes").is_some() => (std::slice::from_ref(&document), ""),
        _ => (list(&document, "RouteTables", &mut reading.log), "RouteTables"),
    };
    for (n, table) in tables.iter().enumerate().filter(|(_, t)| t.is_object()) {
        reading.items += 1;
        let path = if document.get("Routes").is_some() { String::new() } else { format!("{prefix}[{n}].") };
        let values = Values::of(table);
        for (m, route) in values.list("Routes").filter(|(_, r)| r.json().is_object()) {
            add_route(&mut network, values.text("RouteTableId").unwrap_or_default(), route, &format!("{path}Routes[{m}]"));
        }
    }
    reading.tool = Some("aws ec2".to_owned());
    network.give(&mut reading.facts);
    Ok(())
}

/// Adds a route, in the spelling of the command line, of CloudFormation or of Terraform.
pub(crate) fn add_route(network: &mut Network<'_, '_>, table: &str, fields: Values<'_, '_>, path: &str) {
    const DESTINATIONS: [&str; 7] = [
        "destinationCidrBlock",
        "destinationIpv6CidrBlock",
        "destinationPrefixListId",
        "cidrBlock",
        "ipv6CidrBlock",
        "destRange",
        "destinationIpv6CidrBlocks",
    ];
    const HOPS: [&str; 18] = [
        "gatewayId",
        "natGatewayId",
        "transitGatewayId",
        "vpcPeeringConnectionId",
        "vpcEndpointId",
        "networkInterfaceId",
        "instanceId",
        "egressOnlyGatewayId",
        "egressOnlyInternetGatewayId",
        "localGatewayId",
        "carrierGatewayId",
        "coreNetworkArn",
        "nextHopGateway",
        "nextHopIp",
        "nextHopIlb",
        "nextHopInstance",
        "nextHopVpnTunnel",
        "nextHopNetwork",
    ];
    let first = |keys: &[&str]| keys.iter().find_map(|key| fields.text(key)).unwrap_or_default();
    let place = network.places.at(path, fields.json());
    network.route(table, first(&DESTINATIONS), first(&HOPS), place);
}
