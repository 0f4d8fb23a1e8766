#!/bin/sh
# The network security groups of the Terraform sources and their rules, in the form of `az network nsg list`. Writes JSON.
set -eu
cd "$(dirname "$0")/.."
find infra -name '*.tf' | LC_ALL=C sort | xargs awk '
    function value() { match($0, /= *.*$/); text = substr($0, RSTART + 1, RLENGTH - 1); gsub(/^ *"?|"? *$/, "", text); return text }
    function end_of_group() { if (group) { printf "%s{\"type\":\"Microsoft.Network/networkSecurityGroups\",\"name\":\"%s\",\"securityRules\":[%s]}", n++ ? "," : "[", name, rules } group = 0 }
    /^resource "azurerm_network_security_group"/ { group = 1; rules = comma = "" }
    group && !inside && /^ *name *=/ { name = value() }
    /^ *security_rule *\{/ { inside = 1; rule = direction = access = protocol = from = to = port = ""; priority = 0 }
    inside && /^ *name *=/ { rule = value() }
    inside && /^ *priority *=/ { priority = value() }
    inside && /^ *direction *=/ { direction = value() }
    inside && /^ *access *=/ { access = value() }
    inside && /^ *protocol *=/ { protocol = value() }
    inside && /^ *destination_port_range *=/ { port = value() }
    inside && /^ *source_address_prefix *=/ { from = value() }
    inside && /^ *destination_address_prefix *=/ { to = value() }
    inside && /^ *}/ {
        rules = rules comma sprintf("{\"name\":\"%s\",\"priority\":%d,\"direction\":\"%s\",\"access\":\"%s\",\"protocol\":\"%s\",\"sourceAddressPrefix\":\"%s\",\"sourcePortRange\":\"*\",\"destinationAddressPrefix\":\"%s\",\"destinationPortRange\":\"%s\"}", rule, priority, direction, access, protocol, from, to, port)
        comma = ","; inside = 0; next
    }
    group && /^}/ { end_of_group() }
    END { print n ? "]" : "[]" }'
