#!/bin/sh
# The role assignments in the Terraform sources, in the form of `az role assignment list`. Writes JSON.
set -eu
cd "$(dirname "$0")/.."
find infra -name '*.tf' | LC_ALL=C sort | xargs awk '
    function value() { match($0, /= *.*$/); text = substr($0, RSTART + 1, RLENGTH - 1); gsub(/^ *"?|"? *$/, "", text); return text }
    /^resource "azurerm_role_assignment"/ { inside = 1; role = scope = who = why = "" }
    inside && /role_definition_name *=/ { role = value() }
    inside && /scope *=/ { scope = value() }
    inside && /principal_id *=/ { who = value() }
    inside && /description *=/ { why = value() }
    inside && /^}/ {
        printf "%s{\"principalId\":\"%s\",\"roleDefinitionName\":\"%s\",\"scope\":\"%s\"%s}", n++ ? "," : "[", who, role, scope, why == "" ? "" : ",\"description\":\"" why "\""
        inside = 0
    }
    END { print n ? "]" : "[]" }'
