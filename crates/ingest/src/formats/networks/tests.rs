//! Small answers of each tool.

use super::fixture::{lines, read};
use plumbline_domain::Format;

#[test]
fn security_groups_of_azure_are_read_in_every_spelling() {
    let expected = ["web/ssh allow tcp 22 from anywhere", "web/no deny all from anywhere"];
    let rest = r#"{"value": [{"name": "web", "id": "/subscriptions/s/resourceGroups/r/providers/Microsoft.Network/networkSecurityGroups/web",
        "type": "Microsoft.Network/networkSecurityGroups", "properties": {"securityRules": [
        {"name": "ssh", "properties": {"access": "allow", "direction": "INBOUND", "priority": 100, "protocol": "TCP", "sourceAddressPrefix": "internet",
          "destinationAddressPrefix": "VirtualNetwork", "destinationPortRanges": ["22"], "sourcePortRange": "*"}},
        {"name": "no", "properties": {"access": "Deny", "direction": "Inbound", "priority": 200, "protocol": "*", "sourceAddressPrefix": "*",
          "destinationAddressPrefix": "*", "destinationPortRange": "*", "sourcePortRange": "*"}},
        {"name": "out", "properties": {"access": "Deny", "direction": "Outbound", "priority": 200, "protocol": "*"}}],
        "defaultSecurityRules": [{"name": "DenyAllInBound", "properties": {"access": "Deny", "direction": "Inbound", "priority": 65500}}]}}]}"#;
    let (format, rules) = read(rest);
    assert_eq!((format, lines(&rules).as_slice()), (Format::AzureNsgList, expected.map(str::to_owned).as_slice()));
    assert_eq!(
        (rules.groups[0].outbound, rules.groups[0].rules[1].place.path.as_ref()),
        (1, "value[0].properties.securityRules[1]")
    );
    let powershell = r#"{"Name": "web", "SecurityRules": [
        {"Name": "ssh", "Access": "Allow", "Direction": "Inbound", "Priority": 100, "Protocol": "Tcp", "SourceAddressPrefix": ["0.0.0.0/0", "::/0"],
          "DestinationAddressPrefix": ["*"], "DestinationPortRange": ["22"], "SourcePortRange": ["*"]},
        {"Name": "no", "Access": "Deny", "Direction": "Inbound", "Priority": 200, "Protocol": "*", "SourceAddressPrefix": ["*"],
          "DestinationAddressPrefix": ["*"], "DestinationPortRange": ["*"], "SourcePortRange": ["*"]}], "DefaultSecurityRules": []}"#;
    assert_eq!(lines(&read(powershell).1), expected);
    let rule_list = r#"[{"name": "ssh", "id": "/subscriptions/s/resourceGroups/r/providers/Microsoft.Network/networkSecurityGroups/web/securityRules/ssh",
        "type": "Microsoft.Network/networkSecurityGroups/securityRules", "access": "Allow", "direction": "Inbound", "priority": 100, "protocol": "Tcp",
        "sourceAddressPrefixes": ["0.0.0.0/1", "128.0.0.0/1", "AzureCloud"], "destinationApplicationSecurityGroups": [{"id": "ASG"}],
        "destinationPortRange": "22-23", "sourcePortRange": "1024"}]"#;
    let (_, rules) = read(rule_list);
    assert_eq!(lines(&rules), ["web/ssh allow tcp 22-23 from 0.0.0.0/0 (AzureCloud) to [asg]"]);
    assert!(rules.groups[0].rules[0].is_partial, "it is for one source port");
}

#[test]
fn the_firewall_translates_first_and_counts_what_comes_from_outside() {
    let group = r#"{"id": "/subscriptions/s/resourceGroups/r/providers/Microsoft.Network/firewallPolicies/fp/ruleCollectionGroups/g", "properties": {"priority": 200, "ruleCollections": [
        {"ruleCollectionType": "FirewallPolicyFilterRuleCollection", "priority": 100, "action": {"type": "Allow"}, "rules": [
          {"ruleType": "NetworkRule", "name": "inside", "ipProtocols": ["TCP"], "sourceAddresses": ["10.0.0.0/8"], "destinationAddresses": ["*"], "destinationPorts": ["22"]},
          {"ruleType": "NetworkRule", "name": "partner", "ipProtocols": ["TCP", "UDP"], "sourceAddresses": ["203.0.113.1-203.0.113.9"], "destinationAddresses": ["10.1.0.0/16"], "destinationPorts": ["443"]},
          {"ruleType": "ApplicationRule", "name": "app", "sourceAddresses": ["*"]}]},
        {"ruleCollectionType": "FirewallPolicyNatRuleCollection", "priority": 900, "action": {"type": "DNAT"}, "rules": [
          {"ruleType": "NatRule", "name": "jump", "ipProtocols": ["TCP"], "sourceAddresses": ["*"], "destinationAddresses": ["198.51.100.1"], "destinationPorts": ["50022"], "translatedAddress": "10.0.0.4", "translatedPort": "22"}]}]}}"#;
    let (format, rules) = read(group);
    assert_eq!(format, Format::AzureFirewallPolicy);
    assert_eq!(
        lines(&rules),
        [
            "fp/partner allow some 443 from 203.0.113.1-203.0.113.9 to 10.1.0.0-10.1.255.255",
            "fp/jump allow tcp 22 from anywhere to 198.51.100.1-198.51.100.1"
        ]
    );
    let group = &rules.groups[0];
    assert!(group.rules[1].order < group.rules[0].order);
    assert_eq!(group.outbound, 1);
    let classic = r#"[{"name": "fw", "type": "Microsoft.Network/azureFirewalls", "networkRuleCollections": [{"name": "c", "priority": 100, "action": {"type": "Deny"},
        "rules": [{"name": "no", "protocols": ["Any"], "sourceAddresses": ["*"], "destinationAddresses": ["*"], "destinationPorts": ["*"]}]}]}]"#;
    assert_eq!(lines(&read(classic).1), ["fw/no deny all from anywhere"]);
}

#[test]
fn permissions_and_flat_rules_of_a_security_group_say_the_same() {
    let described = r#"{"SecurityGroups": [{"GroupId": "sg-1", "GroupName": "app", "VpcId": "vpc-1", "IpPermissions": [
        {"IpProtocol": "tcp", "FromPort": 22, "ToPort": 23, "IpRanges": [{"CidrIp": "0.0.0.0/0"}], "Ipv6Ranges": [{"CidrIpv6": "::/0"}], "PrefixListIds": [{"PrefixListId": "pl-1"}], "UserIdGroupPairs": []},
        {"IpProtocol": "icmp", "FromPort": 8, "ToPort": -1, "IpRanges": [{"CidrIp": "0.0.0.0/0"}]},
        {"IpProtocol": "-1", "UserIdGroupPairs": [{"GroupId": "sg-2"}]}], "IpPermissionsEgress": [{"IpProtocol": "-1"}]}], "NextToken": "x"}"#;
    let (format, rules) = read(described);
    assert_eq!(format, Format::AwsSecurityGroups);
    assert_eq!(
        lines(&rules),
        [
            "app/tcp 22-23 allow tcp 22-23 from 0.0.0.0/0 ::/0 (pl-1)",
            "app/icmp allow icmp from 0.0.0.0/0",
            "app/all allow all from [sg-2]"
        ]
    );
    assert_eq!((rules.incomplete.len(), rules.groups[0].network.as_deref(), rules.groups[0].outbound), (1, Some("vpc-1"), 1));
    let flat = r#"[{"SecurityGroupRuleId": "sgr-1", "GroupId": "sg-1", "IsEgress": false, "IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "CidrIpv6": "::/0"},
        {"SecurityGroupRuleId": "sgr-2", "GroupId": "sg-1", "IsEgress": true, "IpProtocol": "-1", "CidrIpv4": "0.0.0.0/0"}]"#;
    assert_eq!(lines(&read(flat).1), ["sg-1/sgr-1 allow tcp 22 from ::/0"]);
}

#[test]
fn entries_of_a_network_acl_keep_their_turn_and_lose_those_of_aws() {
    let acl = r#"{"NetworkAcls": [{"NetworkAclId": "acl-1", "Entries": [
        {"CidrBlock": "0.0.0.0/0", "Egress": false, "Protocol": "6", "PortRange": {"From": 443, "To": 443}, "RuleAction": "allow", "RuleNumber": 100},
        {"Ipv6CidrBlock": "::/0", "Egress": false, "Protocol": "1", "IcmpTypeCode": {"Code": -1, "Type": -1}, "RuleAction": "deny", "RuleNumber": 90},
        {"CidrBlock": "0.0.0.0/0", "Egress": true, "Protocol": "-1", "RuleAction": "allow", "RuleNumber": 100},
        {"CidrBlock": "0.0.0.0/0", "Egress": false, "Protocol": "-1", "RuleAction": "deny", "RuleNumber": 32767},
        {"Ipv6CidrBlock": "::/0", "Egress": false, "Protocol": "-1", "RuleAction": "deny", "RuleNumber": 32768}]}]}"#;
    let (format, rules) = read(acl);
    assert_eq!(format, Format::AwsNetworkAcls);
    assert_eq!(lines(&rules), ["acl-1/rule 100 allow tcp 443 from 0.0.0.0/0", "acl-1/rule 90 deny icmp from ::/0"]);
    assert_eq!(rules.groups[0].rules.iter().map(|r| r.order).collect::<Vec<_>>(), [100, 90]);
}

#[test]
fn rules_of_google_belong_to_their_network() {
    let json = r#"{"kind": "compute#firewallList", "nextPageToken": "x", "items": [
        {"kind": "compute#firewall", "name": "a", "network": "https://www.googleapis.com/compute/v1/projects/p/global/networks/prod", "direction": "INGRESS", "priority": 900,
         "denied": [{"IPProtocol": "tcp", "ports": ["22", "3000-3010"]}], "targetTags": ["web"]},
        {"name": "b", "network": "projects/p/global/networks/prod", "allowed": [{"IPProtocol": "tcp"}, {"IPProtocol": "udp"}, {"IPProtocol": "icmp"}], "sourceTags": ["web"], "disabled": true},
        {"name": "c", "network": "projects/p/global/networks/dev", "direction": "EGRESS", "denied": [{"IPProtocol": "all"}]}]}"#;
    let (format, rules) = read(json);
    assert_eq!(format, Format::GcpFirewallRules);
    assert_eq!(
        lines(&rules),
        ["prod/a deny tcp 22,3000-3010 from 0.0.0.0/0 to [tag web]", "prod/b allow some from [web], disabled"]
    );
    assert_eq!((rules.groups.len(), rules.incomplete.len(), rules.groups[0].rules[1].order), (2, 1, 1000));
    let yaml = "---\nallowed:\n- IPProtocol: tcp\n  ports:\n  - '22'\n- IPProtocol: '50'\ndirection: INGRESS\nname: a\nnetwork: default\nsourceRanges:\n- ::/0\n---\nallowed:\n- IPProtocol: all\nname: b\nnetwork: default\nsourceRanges:\n- 10.0.0.0/8\n";
    let (format, rules) = read(yaml);
    assert_eq!(format, Format::GcpFirewallRules);
    let expected = [
        "default/a allow tcp 22 from ::/0",
        "default/a allow some from ::/0",
        "default/b allow all from 10.0.0.0-10.255.255.255",
    ];
    assert_eq!(lines(&rules), expected);
    assert_eq!(rules.groups[0].rules[0].place.line, 2);
}

#[test]
fn policies_of_kubernetes_add_up_by_namespace() {
    let yaml = "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: deny, namespace: prod}\nspec:\n  podSelector: {}\n  policyTypes: [Ingress]\n---\napiVersion: v1\nkind: Service\nmetadata: {name: web}\n---\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: web, namespace: prod}\nspec:\n  podSelector: {}\n  ingress:\n  - from:\n    - ipBlock: {cidr: 0.0.0.0/0, except: [10.0.0.0/8]}\n    - namespaceSelector: {}\n    ports:\n    - {port: 8000, endPort: 8010}\n    - {port: http, protocol: UDP}\n    - protocol: SCTP\n  - from: []\n---\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: out, namespace: dev}\nspec:\n  podSelector: {}\n  policyTypes: [Egress]\n";
    let (format, rules) = read(yaml);
    assert_eq!(format, Format::K8sNetworkPolicy);
    assert_eq!(
        lines(&rules),
        [
            "namespace prod/web allow tcp 8000-8010 from 0.0.0.0/0 [pods]",
            "namespace prod/web allow udp http from 0.0.0.0/0 [pods]",
            "namespace prod/web allow some from 0.0.0.0/0 [pods]",
            "namespace prod/web allow all from anywhere"
        ]
    );
    assert!(rules.groups.len() == 1 && rules.groups[0].isolates);
    let list = r#"{"apiVersion": "v1", "kind": "List", "items": [{"apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy", "metadata": {"name": "a", "namespace": "x"},
        "spec": {"podSelector": {}, "ingress": [{"from": [{"ipBlock": {"cidr": "0.0.0.0/0", "except": ["0.0.0.0/1", "128.0.0.0/1"]}}], "ports": [{"port": 22}]}]}}], "metadata": {"continue": "abc"}}"#;
    let (_, rules) = read(list);
    assert_eq!(
        (lines(&rules).as_slice(), rules.incomplete.len()),
        (["namespace x/a allow tcp 22 from nobody".to_owned()].as_slice(), 1)
    );
    assert_eq!(rules.groups[0].rules[0].place.path.as_ref(), "items[0].spec.ingress[0]");
}

#[test]
fn routes_are_read_with_their_next_hop() {
    let route = |text: &str| {
        let (format, rules) = read(text);
        (format, rules.routes.iter().map(|r| format!("{} {} {}", r.table, r.destination, r.next_hop)).collect::<Vec<_>>())
    };
    let azure = r#"{"name": "rt", "type": "Microsoft.Network/routeTables", "properties": {"routes": [{"name": "r", "properties": {"addressPrefix": "0.0.0.0/0", "nextHopType": "VirtualAppliance", "nextHopIpAddress": "10.0.0.4"}}]}}"#;
    assert_eq!(route(azure), (Format::AzureRouteTable, vec!["rt 0.0.0.0/0 10.0.0.4".to_owned()]));
    let of_list = r#"[{"name": "r", "id": "/subscriptions/s/resourceGroups/r/providers/Microsoft.Network/routeTables/rt/routes/r", "type": "Microsoft.Network/routeTables/routes", "addressPrefix": "10.0.0.0/8", "nextHopType": "VnetLocal"}]"#;
    assert_eq!(route(of_list), (Format::AzureRouteTable, vec!["rt 10.0.0.0/8 VnetLocal".to_owned()]));
    let aws = r#"{"RouteTables": [{"RouteTableId": "rtb-1", "Routes": [{"DestinationCidrBlock": "0.0.0.0/0", "GatewayId": "igw-1"}]}, {"RouteTableId": "rtb-2", "Routes": []}]}"#;
    assert_eq!(route(aws), (Format::AwsRouteTables, vec!["rtb-1 0.0.0.0/0 igw-1".to_owned()]));
}

#[test]
fn broken_parts_cost_themselves() {
    let texts = [
        r#"{"SecurityGroups": [1, {"GroupId": 3, "IpPermissions": [null, {"IpProtocol": [], "IpRanges": [{"CidrIp": 7}]}]}]}"#,
        r#"{"NetworkAcls": [null, {"Entries": [3, {"RuleNumber": -1, "Protocol": "x", "PortRange": {"From": 9, "To": 1}}]}]}"#,
        r#"[{"type": "Microsoft.Network/networkSecurityGroups", "securityRules": [{"priority": 1e300, "destinationPortRange": "9-1,99999999"}, 7]}]"#,
        r#"{"kind": "compute#firewall", "allowed": [{"ports": [{}]}], "priority": -3}"#,
        r#"{"kind": "NetworkPolicy", "apiVersion": "networking.k8s.io/v1", "spec": {"ingress": [null, {"ports": [{"port": -5}], "from": {"ipBlock": 3}}]}}"#,
        r#"{"RouteTables": [{"Routes": [[], {}]}]}"#,
    ];
    for text in texts {
        read(text);
    }
}

#[test]
fn many_ports_of_one_protocol_are_one_rule_for_its_sources() {
    let blocks: Vec<String> = (0..200).map(|i| format!(r#"{{"ipBlock": {{"cidr": "10.0.{i}.0/24"}}}}"#)).collect();
    let ports: Vec<String> = (1..=200).map(|port| format!(r#"{{"port": {port}}}"#)).collect();
    let policy = format!(
        r#"{{"apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy", "metadata": {{"name": "p"}}, "spec": {{"podSelector": {{}},
        "ingress": [{{"from": [{}], "ports": [{}, {{"port": 53, "protocol": "UDP"}}, {{"port": 9, "protocol": "XYZ"}}]}}]}}}}"#,
        blocks.join(","),
        ports.join(",")
    );
    let (_, rules) = read(&policy);
    assert_eq!(
        lines(&rules),
        [
            "namespace default/p allow tcp 1-200 from 10.0.0.0-10.0.199.255",
            "namespace default/p allow udp 53 from 10.0.0.0-10.0.199.255",
            "namespace default/p allow all 9 from 10.0.0.0-10.0.199.255, its protocol is not known",
        ]
    );
    let firewall = r#"[{"kind": "compute#firewall", "name": "f", "network": "n", "direction": "INGRESS", "sourceRanges": ["0.0.0.0/0"],
        "allowed": [{"IPProtocol": "tcp", "ports": ["22"]}, {"IPProtocol": "udp", "ports": ["53"]}, {"IPProtocol": "tcp", "ports": ["443"]}]}]"#;
    let (_, rules) = read(firewall);
    assert_eq!(lines(&rules), ["n/f allow tcp 22,443 from 0.0.0.0/0", "n/f allow udp 53 from 0.0.0.0/0"]);
}
