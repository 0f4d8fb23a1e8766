//! Security groups, network ACLs and routes of AWS: in Terraform, and as CloudFormation has them.

use super::{Stage, View, before, properties};
use crate::formats::networks::aws_network_acls::add_entry;
use crate::formats::networks::aws_routes::add_route;
use crate::formats::networks::aws_security_groups::{add_rule, flat_sources, kept_sources};
use crate::formats::networks::gathered::GroupId;
use crate::formats::networks::values::Values;
use crate::formats::networks::words::Span;
use crate::resources::Resource;
use plumbline_domain::RulePlatform;
use std::collections::HashSet;

/// The types that are read.
pub(super) const KINDS: &[&str] = &[
    "aws_security_group",
    "aws_default_security_group",
    "aws_security_group_rule",
    "aws_vpc_security_group_ingress_rule",
    "aws_network_acl",
    "aws_default_network_acl",
    "aws_network_acl_rule",
    "aws_ec2_managed_prefix_list",
    "aws_ec2_managed_prefix_list_entry",
    "aws_route",
    "aws_route_table",
    "aws_default_route_table",
    "aws::ec2::securitygroup",
    "aws::ec2::securitygroupingress",
    "aws::ec2::networkacl",
    "aws::ec2::networkaclentry",
    "aws::ec2::route",
];

/// Rules that are taken away or changed: group, protocol, ports and one prefix.
#[derive(Debug, Default)]
pub(super) struct Removed(HashSet<(String, String, i64, i64, String)>);

impl Removed {
    pub fn of<'r, 'a: 'r>(gone: impl Iterator<Item = &'r Resource<'a>>) -> Self {
        let mut removed = Removed::default();
        for resource in gone {
            let values = Values::of(before(resource));
            let is_inbound = match resource.kind.as_str() {
                "aws_security_group_rule" => values.text("type") == Some("ingress"),
                kind => kind == "aws_vpc_security_group_ingress_rule",
            };
            let Some(group) = values.text("securityGroupId").filter(|_| is_inbound) else { continue };
            for key in ["cidrBlocks", "ipv6CidrBlocks", "cidrIpv4", "cidrIpv6"] {
                removed.0.extend(values.texts(key).map(|cidr| key_of(group, values, cidr)));
            }
        }
        removed
    }

    /// Whether a prefix of an inline rule is still there.
    fn keeps(&self, group: Option<&str>, rule: Values<'_, '_>, cidr: &str) -> bool {
        self.0.is_empty() || group.is_none_or(|group| !self.0.contains(&key_of(group, rule, cidr)))
    }
}

fn key_of(group: &str, rule: Values<'_, '_>, cidr: &str) -> (String, String, i64, i64, String) {
    let protocol = rule.text("ipProtocol").or_else(|| rule.text("protocol")).unwrap_or_default().to_ascii_lowercase();
    // all ports of all protocols are written as 0 to 0, as -1 to -1, and not at all
    let port = |key: &str| if protocol == "-1" { 0 } else { rule.whole(key).unwrap_or(0) };
    let (from, to) = (port("fromPort"), port("toPort"));
    (group.to_owned(), protocol, from, to, cidr.to_ascii_lowercase())
}

/// Adds what a resource says.
pub(super) fn add(
    view: &mut View<'_, '_, '_, '_>,
    resource: &Resource<'_>,
    values: Values<'_, '_>,
    stage: Stage,
    removed: &Removed,
) {
    const GROUP: RulePlatform = RulePlatform::AwsSecurityGroup;
    const ACL: RulePlatform = RulePlatform::AwsNetworkAcl;
    let values = properties(values);
    let path = view.path(resource);
    match (stage, resource.kind.as_str()) {
        (Stage::Lists, "aws_ec2_managed_prefix_list" | "aws_ec2_managed_prefix_list_entry") => {
            prefix_list(view, resource, values)
        }
        (Stage::Groups, "aws_security_group" | "aws_default_security_group") => {
            let group = carrier(view, GROUP, resource, values);
            inline_rules(view, group, values, "ingress", &path, removed);
        }
        (Stage::Groups, "aws::ec2::securitygroup") => {
            let group = carrier(view, GROUP, resource, values);
            inline_rules(view, group, values, "SecurityGroupIngress", &path, removed);
        }
        (Stage::Groups, "aws_network_acl" | "aws_default_network_acl" | "aws::ec2::networkacl") => {
            let group = carrier(view, ACL, resource, values);
            view.note_unknown(group, values, "ingress", &["aws_network_acl_rule"]);
            for (n, entry) in values.list("ingress").filter(|(_, e)| e.json().is_object()) {
                add_entry(&mut view.network, group, entry, &format!("{path}.ingress[{n}]"));
            }
        }
        (Stage::Rules, "aws_security_group_rule" | "aws_vpc_security_group_ingress_rule" | "aws::ec2::securitygroupingress") => {
            let id = values.text("securityGroupId").or_else(|| values.text("groupId")).filter(|id| !id.starts_with("{{"));
            let group = view.group_of_rule(GROUP, id, "security_group_id", resource);
            match values.text("type") {
                Some(kind) if kind != "ingress" && resource.kind == "aws_security_group_rule" => view.network.outbound(group),
                _ => {
                    let source = flat_sources(values, &view.network.lists);
                    add_rule(&mut view.network, group, values, source, &path);
                }
            }
        }
        (Stage::Rules, "aws_network_acl_rule" | "aws::ec2::networkaclentry") => {
            let id = values.text("networkAclId").filter(|id| !id.starts_with("{{"));
            let group = view.group_of_rule(ACL, id, "network_acl_id", resource);
            add_entry(&mut view.network, group, values, &path);
        }
        (Stage::Rules, "aws_route" | "aws::ec2::route") => {
            add_route(&mut view.network, values.text("routeTableId").unwrap_or_default(), values, &path);
        }
        (Stage::Rules, "aws_route_table" | "aws_default_route_table") => {
            let table = values.text("id").unwrap_or(&resource.address);
            for (n, route) in values.list("route").filter(|(_, r)| r.json().is_object()) {
                add_route(&mut view.network, table, route, &format!("{path}.route[{n}]"));
            }
        }
        _ => {}
    }
}

/// The group that a resource is.
fn carrier(view: &mut View<'_, '_, '_, '_>, platform: RulePlatform, resource: &Resource<'_>, values: Values<'_, '_>) -> GroupId {
    let name = ["name", "groupName", "id"].iter().find_map(|key| values.text(key)).unwrap_or(&resource.address);
    let group = view.group(platform, values.text("id"), name, resource);
    let vpc = values.text("vpcId").filter(|id| !id.starts_with("{{"));
    view.network.change(group, |g| g.network = vpc.map(Into::into));
    group
}

fn inline_rules(
    view: &mut View<'_, '_, '_, '_>,
    group: GroupId,
    values: Values<'_, '_>,
    key: &str,
    path: &str,
    removed: &Removed,
) {
    view.note_unknown(group, values, key, &["aws_security_group_rule", "aws_vpc_security_group_ingress_rule"]);
    for (n, rule) in values.list(key).filter(|(_, r)| r.json().is_object()) {
        let source = kept_sources(rule, &view.network.lists, |cidr| removed.keeps(values.text("id"), rule, cidr));
        if !source.is_empty() {
            add_rule(&mut view.network, group, rule, source, &format!("{path}.{key}[{n}]"));
        }
    }
}

/// Keeps the addresses of a prefix list under its id.
fn prefix_list(view: &mut View<'_, '_, '_, '_>, resource: &Resource<'_>, values: Values<'_, '_>) {
    let id = if resource.kind.ends_with("_entry") { values.text("prefixListId") } else { values.text("id") };
    let Some(id) = id.map(str::to_ascii_lowercase) else { return };
    let entries = values.list("entry").filter_map(|(_, e)| e.text("cidr"));
    let spans = view.network.lists.entry(id).or_default();
    spans.extend(entries.chain(values.text("cidr")).filter_map(Span::of));
}
