#!/bin/sh
# What may reach what, and what is denied, as the Terraform sources say it. Writes JSON.
set -eu
cd "$(dirname "$0")/.."
find infra -name '*.tf' | LC_ALL=C sort | xargs awk '
    function value() { match($0, /"[^"]*"/); return substr($0, RSTART + 1, RLENGTH - 2) }
    /^ *security_rule *\{/ { inside = 1; name = access = from = "" }
    inside && /^ *name *=/ { name = value() }
    inside && /^ *access *=/ { access = value() }
    inside && /^ *source_address_prefix *=/ { from = value() }
    inside && /^ *}/ { rules = rules comma sprintf("{\"file\":\"%s\",\"rule\":\"%s\",\"access\":\"%s\",\"from\":\"%s\"}", FILENAME, name, access, from); comma = ","; inside = 0; denied += access == "Deny" }
    END { printf "{\"rules\":[%s],\"deny\":%d}\n", rules, denied }'
