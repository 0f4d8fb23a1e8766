//! Small plans, states, what-ifs and change sets.

use crate::formats::networks::fixture::{lines, read};
use plumbline_domain::NetworkRules;

/// A plan of resources: address, before, after, what is not known yet; and the arguments of its configuration by address.
fn plan(resources: &[(&str, &str, &str, &str)], written: &[(&str, &str)]) -> NetworkRules {
    let change = |(address, before, after, unknown): &(&str, &str, &str, &str)| {
        let kind = address.trim_start_matches("module.m.").trim_start_matches("data.").split('.').next().unwrap();
        let action = match (*before, *after) {
            (same, other) if same == other => "no-op",
            (_, "null") => "delete",
            ("null", _) => "create",
            _ => "update",
        };
        format!(
            r#"{{"address": {address:?}, "type": {kind:?}, "change": {{"actions": [{action:?}], "before": {before}, "after": {after}, "after_unknown": {unknown}}}}}"#
        )
    };
    let changes: Vec<String> = resources.iter().map(change).collect();
    let resource = |(address, expressions): &(&str, &str)| format!(r#"{{"address": {address:?}, "expressions": {expressions}}}"#);
    let written: Vec<String> = written.iter().map(resource).collect();
    let text = format!(
        r#"{{"format_version": "1.2", "resource_changes": [{}], "configuration": {{"root_module": {{"resources": [{}]}}}}}}"#,
        changes.join(","),
        written.join(",")
    );
    read(&text).1
}

fn state(kind: &str, values: &str) -> NetworkRules {
    let resource = format!(r#"{{"address": "{kind}.a", "type": "{kind}", "values": {values}}}"#);
    read(&format!(r#"{{"format_version": "1.0", "values": {{"root_module": {{"resources": [{resource}]}}}}}}"#)).1
}

const OPEN: &str = r#"{"name": "ssh", "resource_group_name": "RG", "network_security_group_name": "NSG", "access": "Allow", "direction": "Inbound", "priority": 100,
    "protocol": "Tcp", "source_address_prefix": "*", "source_port_range": "*", "destination_address_prefix": "*", "destination_port_range": "22", "destination_port_ranges": []}"#;

fn nsg(rules: &str) -> String {
    format!(r#"{{"name": "nsg", "resource_group_name": "rg", "security_rule": [{rules}]}}"#)
}

#[test]
fn a_rule_joins_the_group_that_it_names_and_one_that_is_taken_away_is_gone() {
    let group = nsg("");
    let rules = plan(
        &[("azurerm_network_security_group.g", "null", &group, "{}"), ("azurerm_network_security_rule.ssh", "null", OPEN, "{}")],
        &[],
    );
    assert_eq!(lines(&rules), ["nsg/ssh allow tcp 22 from anywhere"]);
    let inline = nsg(OPEN);
    let gone = plan(
        &[
            ("azurerm_network_security_group.g", &inline, &inline, "{}"),
            ("azurerm_network_security_rule.ssh", OPEN, "null", "{}"),
        ],
        &[],
    );
    assert!(lines(&gone).is_empty() && gone.groups.len() == 1, "the group still lists the rule, which the plan deletes");
}

#[test]
fn a_group_that_is_not_known_yet_is_found_by_reference() {
    let rule =
        r#"{"type": "ingress", "protocol": "tcp", "from_port": 22, "to_port": 22, "cidr_blocks": ["10.0.0.0/8"], "self": false}"#;
    let unknown = r#"{"security_group_id": true, "source_security_group_id": true}"#;
    let group = |name: &str| format!(r#"{{"name": {name:?}, "egress": []}}"#);
    let (a, b) = (group("a"), group("b"));
    let rules = plan(
        &[
            (r#"aws_security_group_rule.ssh["b"]"#, "null", rule, unknown),
            (r#"aws_security_group.g["a"]"#, "null", &a, r#"{"id": true, "ingress": true}"#),
            (r#"aws_security_group.g["b"]"#, "null", &b, r#"{"id": true, "ingress": true}"#),
        ],
        &[
            ("aws_security_group.g", r#"{"name": {"references": ["each.key"]}}"#),
            (
                "aws_security_group_rule.ssh",
                r#"{"security_group_id": {"references": ["aws_security_group.g[each.key].id", "aws_security_group.g"]}}"#,
            ),
        ],
    );
    assert_eq!(lines(&rules), ["b/tcp 22 allow tcp 22 from 10.0.0.0-10.255.255.255"]);
    assert!(rules.groups.iter().all(|g| g.unknown.is_none()), "nobody wrote inline rules");
}

#[test]
fn a_value_that_is_not_known_yet_is_open_only_where_somebody_wrote_it() {
    let after = r#"{"name": "ssh", "network": "default", "source_tags": ["web"], "allow": [{"protocol": "tcp", "ports": ["22"]}], "deny": []}"#;
    let unknown = r#"{"source_ranges": true, "destination_ranges": true}"#;
    let of = |written: &str| {
        lines(&plan(&[("google_compute_firewall.a", "null", after, unknown)], &[("google_compute_firewall.a", written)]))
    };
    assert_eq!(of(r#"{"source_tags": {"constant_value": ["web"]}}"#), ["default/ssh allow tcp 22 from [web]"]);
    let open = ["default/ssh allow tcp 22 from [web] (addresses that are not known yet)"];
    assert_eq!(of(r#"{"source_ranges": {"references": ["var.ranges"]}}"#), open);
}

#[test]
fn inline_rules_and_lists_of_aws_are_read() {
    let ingress = r#"{"id": "sg-1", "name": "app", "vpc_id": "vpc-1", "ingress": [{"protocol": "-1", "from_port": 0, "to_port": 0, "cidr_blocks": ["0.0.0.0/0"],
        "ipv6_cidr_blocks": [], "prefix_list_ids": ["pl-1"], "security_groups": [], "self": true}]}"#;
    let list = r#"{"id": "pl-1", "entry": [{"cidr": "10.0.0.0/8"}]}"#;
    let removed =
        r#"{"security_group_id": "sg-1", "ip_protocol": "-1", "from_port": null, "to_port": null, "cidr_ipv4": "0.0.0.0/0"}"#;
    let (group, prefixes) =
        (("aws_security_group.a", ingress, ingress, "{}"), ("aws_ec2_managed_prefix_list.a", list, list, "{}"));
    let all = "app/all allow all from 0.0.0.0/0 [the group itself]";
    assert_eq!(lines(&plan(&[group, prefixes], &[])), [all]);
    let gone = ("aws_vpc_security_group_ingress_rule.a", removed, "null", "{}");
    assert_eq!(
        lines(&plan(&[group, prefixes, gone], &[])),
        ["app/all allow all from 10.0.0.0-10.255.255.255 [the group itself]"]
    );
    let group = ("aws_security_group.a", "null", r#"{"name": "app"}"#, r#"{"ingress": true}"#);
    assert!(plan(&[group], &[]).groups[0].unknown.is_some());
    let apart = ("aws_vpc_security_group_ingress_rule.a", "null", removed, "{}");
    assert!(plan(&[group, apart], &[]).groups.iter().all(|g| g.unknown.is_none()), "rules that stand apart are not inline");
    let acl = r#"{"id": "acl-1", "ingress": [{"rule_no": 100, "action": "deny", "protocol": "tcp", "from_port": 22, "to_port": 22, "cidr_block": "0.0.0.0/0", "ipv6_cidr_block": ""}]}"#;
    assert_eq!(lines(&state("aws_network_acl", acl)), ["acl-1/rule 100 deny tcp 22 from 0.0.0.0/0"]);
}

#[test]
fn collections_of_the_firewall_are_read_with_their_ip_groups() {
    let groups = r#"{"id": "/IPG", "cidrs": ["10.0.0.0/8"]}"#;
    let collections = r#"{"firewall_policy_id": "/policies/fp", "priority": 100, "network_rule_collection": [{"name": "n", "priority": 200, "action": "Deny", "rule": [
        {"name": "no", "protocols": ["Any"], "source_addresses": ["*"], "destination_addresses": ["*"], "destination_ports": ["*"]}]}],
        "nat_rule_collection": [{"name": "d", "priority": 300, "action": "Dnat", "rule": [{"name": "jump", "protocols": ["TCP"], "source_addresses": [],
        "source_ip_groups": ["/ipg", "/other"], "destination_address": "198.51.100.1", "destination_ports": ["50022"], "translated_address": "10.0.0.4", "translated_port": 22}]}]}"#;
    let rules = plan(
        &[
            ("azurerm_firewall_policy_rule_collection_group.a", "null", collections, "{}"),
            ("azurerm_ip_group.a", groups, groups, "{}"),
        ],
        &[],
    );
    let jump = "fp/jump allow tcp 22 from 10.0.0.0-10.255.255.255 (/other) to 198.51.100.1-198.51.100.1";
    assert_eq!(lines(&rules), [jump, "fp/no deny all from anywhere"]);
}

#[test]
fn policies_of_kubernetes_are_read_from_blocks_and_manifests() {
    let blocks = r#"{"metadata": [{"name": "web", "namespace": "prod"}], "spec": [{"policy_types": ["Ingress"], "pod_selector": [{}],
        "ingress": [{"from": [{"ip_block": [{"cidr": "0.0.0.0/0", "except": []}], "pod_selector": []}], "ports": [{"port": "22", "protocol": "TCP"}]}]}]}"#;
    assert_eq!(lines(&state("kubernetes_network_policy_v1", blocks)), ["namespace prod/web allow tcp 22 from 0.0.0.0/0"]);
    let manifest = r#"{"manifest": {"apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy", "metadata": {"name": "web"}, "spec": {"podSelector": {}, "ingress": [{}]}}}"#;
    assert_eq!(lines(&state("kubernetes_manifest", manifest)), ["namespace default/web allow all from anywhere"]);
}

#[test]
fn routes_stand_alone_or_in_their_table() {
    let of = |kind: &str, values: &str| state(kind, values).routes.len();
    assert_eq!(of("aws_route_table", r#"{"id": "rtb", "route": [{"cidr_block": "0.0.0.0/0", "gateway_id": "igw"}]}"#), 1);
    assert_eq!(
        of("azurerm_route", r#"{"route_table_name": "rt", "address_prefix": "0.0.0.0/0", "next_hop_type": "Internet"}"#),
        1
    );
    assert_eq!(of("google_compute_route", r#"{"network": "n", "dest_range": "0.0.0.0/0"}"#), 1);
    assert_eq!(of("azurerm_route_table", r#"{"name": "rt", "route": []}"#), 0);
}

#[test]
fn a_what_if_shows_what_will_be_and_leaves_open_what_it_cannot_say() {
    let id = "/subscriptions/s/resourceGroups/r/providers/Microsoft.Network/networkSecurityGroups/web";
    let rule = r#"{"name": "ssh", "properties": {"access": "Allow", "direction": "Inbound", "priority": 1, "protocol": "*", "sourceAddressPrefix": "*", "destinationPortRange": "22"}}"#;
    let changes = format!(
        r#"{{"status": "Succeeded", "changes": [
        {{"resourceId": "{id}", "changeType": "NoChange", "after": {{"name": "web", "properties": {{"securityRules": [{rule}]}}}}}},
        {{"resourceId": "{id}/securityRules/ssh", "changeType": "Delete", "before": {rule}}},
        {{"resourceId": "{id}2", "changeType": "Unsupported"}},
        {{"resourceId": "{id}3", "changeType": "Ignore", "before": {{"properties": {{"securityRules": [{rule}]}}}}}}]}}"#
    );
    let (_, rules) = read(&changes);
    assert!(lines(&rules).is_empty(), "{rules:?}");
    assert_eq!((rules.groups.len(), rules.incomplete.len()), (1, 1));
    assert_eq!(rules.incomplete[0].1.path.as_ref(), "changes[2]");
}

#[test]
fn a_change_set_with_property_values_shows_rules() {
    let set = r#"{"ChangeSetName": "c", "StackName": "s", "Status": "CREATE_COMPLETE", "Changes": [
        {"Type": "Resource", "ResourceChange": {"Action": "Add", "LogicalResourceId": "App", "ResourceType": "AWS::EC2::SecurityGroup",
         "AfterContext": "{\"Properties\":{\"GroupName\":\"app\",\"SecurityGroupIngress\":[{\"IpProtocol\":\"tcp\",\"FromPort\":\"22\",\"ToPort\":\"22\",\"CidrIp\":\"0.0.0.0/0\"}]}}"}},
        {"Type": "Resource", "ResourceChange": {"Action": "Add", "LogicalResourceId": "Acl", "ResourceType": "AWS::EC2::NetworkAclEntry"}}]}"#;
    let (_, rules) = read(set);
    assert_eq!(lines(&rules), ["app/tcp 22 allow tcp 22 from 0.0.0.0/0"]);
    assert_eq!(rules.incomplete.len(), 1, "the entry was described without its values");
}

#[test]
fn a_plan_that_is_not_all_leaves_open_which_rules_follow() {
    let plan = |more: &str| {
        let change = format!(
            r#"{{"address": "azurerm_network_security_group.a", "type": "azurerm_network_security_group", "change": {{"actions": ["create"], "after": {}}}}}"#,
            nsg("")
        );
        read(&format!(r#"{{"format_version": "1.2", "resource_changes": [{change}]{more}}}"#)).1.incomplete.len()
    };
    assert_eq!([plan(""), plan(r#", "complete": false"#), plan(r#", "deferred_changes": [{}]"#)], [0, 1, 1]);
}
