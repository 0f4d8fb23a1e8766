//! Samples of what lists rules for traffic, and routes.

use super::{Sample, sample};

pub const SAMPLES: &[Sample] = &[
    sample(
        "azure-nsg-list",
        1,
        0,
        r#"[{"name": "nsg-web", "type": "Microsoft.Network/networkSecurityGroups", "tags": {"key": "VALUE"},
            "securityRules": [{"name": "deny-all", "access": "Deny", "direction": "Inbound", "priority": 4096}]}]"#,
    ),
    sample(
        "azure-route-table",
        1,
        0,
        r#"[{"name": "rt-web", "id": "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/routeTables/rt-web", "type": "Microsoft.Network/routeTables",
            "tags": {"key": "VALUE"}, "routes": [{"name": "out", "id": "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/routeTables/rt-web/routes/out",
                "type": "Microsoft.Network/routeTables/routes", "addressPrefix": "0.0.0.0/0", "nextHopType": "VirtualAppliance", "nextHopIpAddress": "10.0.0.4"}]}]"#,
    ),
    sample(
        "azure-firewall-policy",
        1,
        0,
        r#"{"name": "groups", "type": "Microsoft.Network/firewallPolicies/ruleCollectionGroups", "tags": {"key": "VALUE"},
            "id": "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/firewallPolicies/fw/ruleCollectionGroups/groups",
            "properties": {"priority": 100, "provisioningState": "Succeeded", "ruleCollections": [{"ruleCollectionType": "FirewallPolicyNatRuleCollection",
                "name": "nat", "priority": 100, "action": {"type": "DNAT"}, "rules": [{"ruleType": "NatRule", "name": "ssh", "description": "until VALUE is gone",
                    "ipProtocols": ["TCP"], "sourceAddresses": ["*"], "destinationAddresses": ["203.0.113.4"], "destinationPorts": ["2222"],
                    "translatedAddress": "10.0.0.4", "translatedPort": "22"}]}]}}"#,
    ),
    sample(
        "aws-security-groups",
        1,
        0,
        r#"{"SecurityGroups": [{"GroupId": "sg-1", "GroupName": "web", "Description": "VALUE", "OwnerId": "000000000000", "VpcId": "vpc-1",
            "Tags": [{"Key": "key", "Value": "VALUE"}], "IpPermissions": [{"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22,
                "IpRanges": [{"CidrIp": "0.0.0.0/0", "Description": "VALUE"}], "Ipv6Ranges": [], "PrefixListIds": [], "UserIdGroupPairs": []}],
            "IpPermissionsEgress": []}]}"#,
    ),
    sample(
        "aws-network-acls",
        1,
        0,
        r#"{"NetworkAcls": [{"NetworkAclId": "acl-1", "VpcId": "vpc-1", "IsDefault": false, "OwnerId": "000000000000", "Tags": [{"Key": "key", "Value": "VALUE"}],
            "Associations": [{"NetworkAclAssociationId": "aclassoc-1", "NetworkAclId": "acl-1", "SubnetId": "subnet-1"}],
            "Entries": [{"CidrBlock": "0.0.0.0/0", "Egress": false, "Protocol": "-1", "RuleAction": "deny", "RuleNumber": 32767}]}]}"#,
    ),
    sample(
        "aws-route-tables",
        1,
        0,
        r#"{"RouteTables": [{"RouteTableId": "rtb-1", "VpcId": "vpc-1", "OwnerId": "000000000000", "Tags": [{"Key": "key", "Value": "VALUE"}],
            "Associations": [{"Main": true, "RouteTableAssociationId": "rtbassoc-1", "RouteTableId": "rtb-1"}], "PropagatingVgws": [],
            "Routes": [{"DestinationCidrBlock": "0.0.0.0/0", "GatewayId": "igw-1", "Origin": "CreateRoute", "State": "active"}]}]}"#,
    ),
    sample(
        "gcp-firewall-rules",
        1,
        0,
        r#"- allowed:
  - IPProtocol: tcp
    ports:
    - '22'
  creationTimestamp: '2026-11-01T10:00:00.000-07:00'
  description: until VALUE is gone
  direction: INGRESS
  disabled: false
  id: '1'
  kind: compute#firewall
  name: allow-ssh
  network: https://www.googleapis.com/compute/v1/projects/p/global/networks/default
  priority: 1000
  sourceRanges:
  - 0.0.0.0/0
"#,
    ),
    sample(
        "k8s-network-policy",
        1,
        0,
        r#"apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: web
  namespace: ledger
  annotations:
    example.com/key: VALUE
spec:
  podSelector:
    matchLabels:
      app: VALUE
  policyTypes:
  - Ingress
  ingress:
  - from:
    - ipBlock:
        cidr: 10.0.0.0/8
    ports:
    - protocol: TCP
      port: 443
"#,
    ),
];
