//! Network rules and routes.

pub(crate) mod aws_network_acls;
pub(crate) mod aws_routes;
pub(crate) mod aws_security_groups;
pub(crate) mod azure_firewall;
pub(crate) mod azure_nsg;
pub(crate) mod azure_routes;
#[cfg(test)]
pub(crate) mod fixture;
pub(crate) mod gathered;
pub(crate) mod google;
pub(crate) mod kubernetes;
#[cfg(test)]
mod tests;
pub(crate) mod values;
pub(crate) mod words;

use super::super::json::Json;
use super::super::places::Places;
use super::super::resources::kind_of_arm_id;
use super::{Descriptor, Reading, Refusal, Shape, elements_of, resource_type, tree};
use gathered::Network;
use plumbline_domain::Format;

/// The formats, in the order in which they are tried.
pub(in crate::formats) const FORMATS: &[Descriptor] = &[
    Descriptor { format: Format::AzureNsgList, fits: azure_nsg::fits, read: azure_nsg::read },
    Descriptor { format: Format::AzureFirewallPolicy, fits: azure_firewall::fits, read: azure_firewall::read },
    Descriptor { format: Format::AzureRouteTable, fits: azure_routes::fits, read: azure_routes::read },
    Descriptor { format: Format::AwsSecurityGroups, fits: aws_security_groups::fits, read: aws_security_groups::read },
    Descriptor { format: Format::AwsNetworkAcls, fits: aws_network_acls::fits, read: aws_network_acls::read },
    Descriptor { format: Format::AwsRouteTables, fits: aws_routes::fits, read: aws_routes::read },
    Descriptor { format: Format::GcpFirewallRules, fits: google::fits, read: google::read },
    Descriptor { format: Format::K8sNetworkPolicy, fits: kubernetes::fits, read: kubernetes::read },
];

/// Reads an answer of Azure: hands on each resource with its path, and gives what was gathered.
fn read_azure(
    text: &str,
    reading: &mut Reading,
    mut add: impl FnMut(&mut Network<'_, '_>, &Json<'_>, &str),
) -> Result<(), Refusal> {
    let document = tree(text)?;
    let places = Places::of(text);
    let mut network = Network::new(&places);
    network.paging(&document);
    let prefix = if document.get("value").is_some() { "value" } else { "" };
    let is_list = document.get("value").is_some() || !document.elements().is_empty();
    let resources = elements_of(&document, &mut reading.log);
    reading.items = resources.len() as u64;
    for (n, resource) in resources.iter().enumerate() {
        let path = if is_list { format!("{prefix}[{n}]") } else { String::new() };
        add(&mut network, resource, &path);
    }
    network.give(&mut reading.facts);
    Ok(())
}

/// The type of the resources in an answer of Azure, in lower case; where it is not stated, that of their id.
fn arm_type(shape: &Shape<'_>) -> Option<String> {
    resource_type(shape).or_else(|| {
        let id = shape.word("id").or_else(|| shape.inner_word("value", "id"))?;
        Some(kind_of_arm_id(id)).filter(|kind| !kind.is_empty())
    })
}

/// The type of one resource, in lower case.
fn type_of(resource: &Json<'_>) -> String {
    match resource.text_of("type") {
        Some(kind) => kind.to_ascii_lowercase(),
        None => kind_of_arm_id(resource.text_of("id").unwrap_or_default()),
    }
}
